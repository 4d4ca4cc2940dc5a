"""Modules onto the disk, all or none, and the difference between the two.

May import: the standard library.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["compared", "difference", "replace", "write"]

_INIT = "__init__.py"


def difference(folder: Path, modules: Mapping[str, str]) -> str:
    """A unified diff from what ``folder`` holds to ``modules`` (file name -> text); empty if equal."""
    return compared(_present(folder), modules, "is none of the generator's")


def compared(present: Mapping[str, bytes], modules: Mapping[str, str], stray: str) -> str:
    """A unified diff from ``present`` to ``modules``; ``stray`` is what to say of a file that is no module."""
    parts: list[str] = []
    for name in sorted({*modules, *present}):
        if name not in modules:
            parts.append(f"{name}: {stray}\n")
        elif name not in present:
            parts.append(f"{name}: is missing\n")
        elif present[name] != modules[name].encode():
            parts += _diff(name, present[name].decode("utf-8", "backslashreplace"), modules[name])
    return "".join(parts)


def _diff(name: str, before: str, after: str) -> list[str]:
    # Line ends are shown, as they may be all that differs.
    old, new = (
        [line.replace("\r", "\\r").rstrip("\n") + "\n" for line in text.splitlines(keepends=True)]
        for text in (before, after)
    )
    found = list(difflib.unified_diff(old, new, f"committed/{name}", f"generated/{name}"))
    return found or [f"{name}: differs in how it ends\n"]


def write(folder: Path, modules: Mapping[str, str]) -> list[str]:
    """Make ``folder`` hold exactly ``modules``; the names of the files that changed."""
    present = _present(folder)
    changed = {name: text for name, text in modules.items() if present.get(name) != text.encode()}
    gone = [name for name in present if name not in modules]
    replace(folder, changed, gone)
    return sorted([*changed, *gone])


def replace(folder: Path, changed: Mapping[str, str], gone: Iterable[str]) -> None:
    """Write the files ``changed`` into ``folder``, and remove those that are ``gone``.

    Every file is complete in the folder before the first one is moved to its place, so that a run that fails
    leaves the previous files whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".generated-") as staged:
        for name, text in changed.items():
            (Path(staged) / name).write_bytes(text.encode())
        for name in changed:
            os.replace(Path(staged) / name, folder / name)
    for name in gone:
        (folder / name).unlink()


def _present(folder: Path) -> dict[str, bytes]:
    """What is in the folder, but for its hand-written ``__init__.py`` and Python's cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "__pycache__" and path != folder / _INIT
    }
