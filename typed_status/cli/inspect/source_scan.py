"""Which shipped operations the Python files of a project use, read from their syntax.

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

__all__ = ["Usage", "used_in"]

_SERVICES = "typed_status.services"
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})


@dataclasses.dataclass(slots=True)
class Usage:
    """What was found: operations, each with the first place that uses it; and what could not be told."""

    operations: dict[CatalogEntry, str] = dataclasses.field(default_factory=dict[CatalogEntry, str])
    files: int = 0
    problems: list[str] = dataclasses.field(default_factory=list[str])


def used_in(paths: tuple[Path, ...]) -> Usage:
    """The operations that the files, and the files in the folders, name."""
    usage = Usage()
    for path in paths:
        for file in _files(path):
            usage.files += 1
            try:
                with tokenize.open(file) as opened:  # minds the encoding that a file declares
                    tree = ast.parse(opened.read())
            except (OSError, SyntaxError, ValueError, RecursionError) as error:
                usage.problems.append(f"{file}: not read: {' '.join(str(error).split())}")
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
    """By module of ``typed_status.services``: what stands there for an operation."""
    found: dict[str, dict[str, CatalogEntry]] = {}
    for entry in catalog():
        names = found.setdefault(entry.module, {})
        names[entry.function] = entry
        for kind in ("Request", "Response", "Client"):
            names[f"{entry.operation}{kind}"] = entry
    return found


def _read(tree: ast.Module, file: str, usage: Usage) -> None:
    known = _names()
    # What a name in this file stands for, wherever it was bound.
    bound: dict[str, str] = {}

    def use(dotted: str, line: int) -> None:
        module, _, name = dotted.removeprefix(f"{_SERVICES}.").partition(".")
        if not dotted.startswith(f"{_SERVICES}."):
            return
        if module not in known:
            said = f"{file}:{line}: {_SERVICES}.{module} is not shipped"
            if said not in usage.problems:
                usage.problems.append(said)
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
    """``a.b.c`` as it is written; empty for what is no chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
