"""Find the shipped operations that Python files use, by parsing their syntax.

May import: the standard library and ``typed_status.catalog_entries``.
"""

from __future__ import annotations

import ast
import dataclasses
import os
import stat
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

from typed_status.catalog_entries import CatalogEntry, catalog

__all__ = ["Usage", "find_usage"]

_SERVICES = "typed_status.services"
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})

# What files and Python's parser raise: also for unknown encodings, and for sources that are nested too deeply.
_UNREADABLE = (OSError, SyntaxError, ValueError, LookupError, RecursionError, MemoryError)


@dataclasses.dataclass(slots=True)
class Usage:
    """The result of a scan: operations with the first location that uses each, and problems."""

    operations: dict[CatalogEntry, str] = dataclasses.field(default_factory=dict[CatalogEntry, str])
    files: int = 0
    problems: list[str] = dataclasses.field(default_factory=list[str])


def find_usage(paths: tuple[Path, ...]) -> Usage:
    """Scan files, and Python files in folders, for uses of shipped operations."""
    usage = Usage()
    for path in paths:
        for file in _files(path):
            usage.files += 1
            try:
                _read(_parse(file), str(file), usage)
            except _UNREADABLE as error:
                what = " ".join(str(error).split()) or type(error).__name__
                usage.problems.append(f"{file}: cannot parse: {what}")
    return usage


def _parse(file: Path) -> ast.Module:
    if not stat.S_ISREG(file.stat().st_mode):  # opening a FIFO would wait for a writer
        raise ValueError("not a regular file")
    with (
        tokenize.open(file) as opened,
        warnings.catch_warnings(),
    ):  # honors the encoding declaration
        warnings.simplefilter("ignore")  # of the project's own code: invalid escapes, comparisons
        return ast.parse(opened.read())


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, inside, names in os.walk(path):
        inside[:] = sorted(
            each
            for each in inside
            if each not in _SKIPPED
            and not each.startswith(".")
            and not (Path(folder) / each / "pyvenv.cfg").exists()
        )
        yield from (Path(folder) / name for name in sorted(names) if name.endswith(".py"))


def _names() -> dict[str, dict[str, CatalogEntry]]:
    """Return the operations by module of ``typed_status.services`` and name in it."""
    found: dict[str, dict[str, CatalogEntry]] = {}
    for entry in catalog():
        names = found.setdefault(entry.module, {})
        names[entry.function] = entry
        for kind in ("Request", "Response", "Client"):
            names[f"{entry.operation}{kind}"] = entry
    return found


def _read(tree: ast.Module, file: str, usage: Usage) -> None:
    known = _names()
    # The imported object of each name in this file, in any scope.
    bound: dict[str, str] = {}

    def use(dotted: str, line: int) -> None:
        module, _, name = dotted.removeprefix(f"{_SERVICES}.").partition(".")
        if not dotted.startswith(f"{_SERVICES}."):
            return
        if module not in known:
            problem = f"{file}:{line}: {_SERVICES}.{module} is not shipped"
            if problem not in usage.problems:
                usage.problems.append(problem)
        elif name == "*":
            for entry in known[module].values():
                usage.operations.setdefault(entry, f"{file}:{line}")
        elif name.partition(".")[0] in known[module]:
            usage.operations.setdefault(known[module][name.partition(".")[0]], f"{file}:{line}")

    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                if each.name.startswith(_SERVICES):
                    top = each.name.partition(".")[0]
                    bound[each.asname or top] = each.name if each.asname else top
                    use(each.name, node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for each in node.names:
                full = f"{node.module}.{each.name}"
                if full.startswith(_SERVICES):
                    bound[each.asname or each.name] = full
                    use(full, node.lineno)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            dotted = _dotted(node)
            top, _, rest = dotted.partition(".")
            if top in bound:
                use(f"{bound[top]}.{rest}", node.lineno)


def _dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a chain of attributes; empty for other expressions."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""
