"""Modules onto the disk, all or none, and the difference between the two.

May import: the standard library and ``codegen.exceptions``.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path

from typed_status.codegen.exceptions import GenerationError

__all__ = ["alone", "compared", "difference", "replace", "write"]

_INIT = "__init__.py"
_STAGED = ".generated"


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
    with alone(folder):
        replace(folder, changed, gone)
    return sorted([*changed, *gone])


@contextlib.contextmanager
def alone(folder: Path) -> Generator[None, None, None]:
    """The exclusive right to write into ``folder``, held only while writing.

    Raises:
        GenerationError: another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    staged = folder / _STAGED
    try:
        staged.mkdir()  # fails in all runs but one
    except FileExistsError as error:
        raise GenerationError(
            f"{staged}: another run is writing into this folder, and nothing was written: run the command "
            "again, and if no other run is left, remove this first"
        ) from error
    try:
        yield
    finally:
        shutil.rmtree(staged)


def replace(folder: Path, changed: Mapping[str, str], gone: Iterable[str]) -> None:
    """Write the files ``changed`` into ``folder``, in their order, and remove those that are ``gone``.

    The caller is ``alone`` there. A link stays one: the file that it leads to is written. Every file is complete, on the
    disk of the one it replaces, before the first one is moved to its place, so that a run that fails leaves the
    previous files whole.
    """
    targets = {name: (folder / name).resolve() for name in changed}
    with contextlib.ExitStack() as stack:
        staged = {folder.resolve(): folder / _STAGED}
        for target in targets.values():
            if target.parent not in staged:
                made = tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{_STAGED}-")
                staged[target.parent] = Path(stack.enter_context(made))
        for name, target in targets.items():
            (staged[target.parent] / name).write_bytes(changed[name].encode())
        for name, target in targets.items():
            os.replace(staged[target.parent] / name, target)
    for name in gone:
        (folder / name).unlink()


def _present(folder: Path) -> dict[str, bytes]:
    """What is in the folder, but for its hand-written ``__init__.py`` and Python's cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "__pycache__" and path != folder / _INIT
    }
