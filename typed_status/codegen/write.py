"""Modules onto the disk, all or none, and the difference between the two.

May import: the standard library.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["difference", "write"]

_INIT = "__init__.py"


def difference(folder: Path, modules: Mapping[str, str]) -> str:
    """A unified diff from what ``folder`` holds to ``modules`` (file name -> source); empty if equal."""
    lines: list[str] = []
    for name in sorted({*modules, *_present(folder)}):
        path = folder / name
        before = path.read_text("utf-8") if path.exists() else ""
        after = modules.get(name, "")
        if before != after:
            lines += difflib.unified_diff(
                before.splitlines(keepends=True),
                after.splitlines(keepends=True),
                f"committed/{name}",
                f"generated/{name}",
            )
    return "".join(lines)


def write(folder: Path, modules: Mapping[str, str]) -> list[str]:
    """Make ``folder`` hold exactly ``modules``; the names of the files that changed.

    Every file is complete beside its place before the first one is moved there, so that a run that
    fails leaves the previous modules whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    present = _present(folder)
    changed = [name for name, text in modules.items() if present.get(name) != text]
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".generated-") as staged:
        for name in changed:
            (Path(staged) / name).write_text(modules[name], "utf-8")
        for name in changed:
            os.replace(Path(staged) / name, folder / name)
    gone = [name for name in present if name not in modules]
    for name in gone:
        (folder / name).unlink()
    return sorted([*changed, *gone])


def _present(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text("utf-8")
        for path in sorted(folder.iterdir() if folder.exists() else ())
        if path.suffix in (".py", ".json") and path.name != _INIT
    }
