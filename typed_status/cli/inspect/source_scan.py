"""Find the shipped operations that Python files use, by parsing their syntax.

May import: the standard library and ``typed_status.catalog_entries``.
"""

from __future__ import annotations

import ast
import dataclasses
import os
import tokenize
from collections.abc import Iterator
from pathlib import Path

from typed_status.catalog_entries import CatalogEntry, catalog

__all__ = ["Usage", "find_usage"]

_SERVICES = "typed_status.services"
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})


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
                with tokenize.open(file) as opened:  # honors the encoding declaration
                    tree = ast.parse(opened.read())
            except (OSError, SyntaxError, ValueError, RecursionError) as error:
                usage.problems.append(f"{file}: cannot parse: {' '.join(str(error).split())}")
                continue
            _read(tree, str(file), usage)
    return usage


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
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
