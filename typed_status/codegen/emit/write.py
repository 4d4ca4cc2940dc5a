"""Write generated files, all or none, and compare a folder with them.

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

__all__ = ["difference", "locked", "replace", "unified_diff", "write"]

_INIT = "__init__.py"
_STAGED = ".generated"


def difference(folder: Path, modules: Mapping[str, str]) -> str:
    """Return a unified diff from the content of ``folder`` to ``modules`` (file name -> text); empty if equal."""
    return unified_diff(_present(folder), modules, "is none of the generator's")


def unified_diff(present: Mapping[str, bytes], modules: Mapping[str, str], stray: str) -> str:
    """Return a unified diff from ``present`` to ``modules``; ``stray`` is the text for a file that is not in ``modules``."""
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
    """Write ``modules`` into ``folder`` and remove all other files; return the names of the files that changed."""
    present = _present(folder)
    changed = {name: text for name, text in modules.items() if present.get(name) != text.encode()}
    gone = [name for name in present if name not in modules]
    with locked(folder):
        replace(folder, changed, gone)
    return sorted([*changed, *gone])


@contextlib.contextmanager
def locked(folder: Path) -> Generator[None, None, None]:
    """Lock ``folder`` against other runs that write into it.

    Raises:
        GenerationError: another run has locked it.
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

    The caller has ``locked`` the folder. Symbolic links are preserved: their target is written. All files are written to
    temporary files on the same disk before the first one is moved to its place, so that a run that fails leaves the
    previous files complete.
    """
    targets = {name: (folder / name).resolve() for name in changed}
    for target in targets.values():
        target.parent.mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        staged = {folder.resolve(): folder / _STAGED}
        for target in targets.values():
            if target.parent not in staged:
                made = tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{_STAGED}-")
                staged[target.parent] = Path(stack.enter_context(made))
        for name, target in targets.items():
            (staged[target.parent] / target.name).write_bytes(changed[name].encode())
        for target in targets.values():
            os.replace(staged[target.parent] / target.name, target)
    for name in gone:
        (folder / name).unlink()


def _present(folder: Path) -> dict[str, bytes]:
    """Read the files in the folder, except its hand-written ``__init__.py`` and Python's cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "__pycache__" and path != folder / _INIT
    }
