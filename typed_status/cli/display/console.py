"""The output format, the console and tables: rich is imported when needed, pydantic never.

May import: the standard library, rich and ``typed_status.cli.escaping``.
"""

from __future__ import annotations

import importlib
import sys
import typing as t
from collections.abc import Mapping, Sequence

from typed_status.cli.escaping import printable

if t.TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["Arguments", "console", "is_json", "require_rich", "table_of"]

Arguments = Mapping[str, t.Any]


def is_json(arguments: Arguments) -> bool:
    """Return whether to print JSON: ``--output json``, or no ``--output`` and stdout is not a terminal."""
    wanted: str | None = arguments.get("output")
    return wanted == "json" if wanted else not sys.stdout.isatty()


def require_rich(*, needed: bool) -> None:
    """Import rich if needed, so that ``ModuleNotFoundError`` is raised before any request is sent."""
    if needed:
        importlib.import_module("rich.console")


def console(*, stderr: bool = False) -> Console:
    """Return a rich console, which honors ``NO_COLOR``."""
    from rich.console import Console

    class Ours(Console):
        def on_broken_pipe(self) -> None:
            """Raise the error that rich is handling, for the exit code of every command; rich would exit with 1."""
            raise

    return Ours(stderr=stderr, highlight=False, markup=False, emoji=False)


def table_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of plain strings, without markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table
