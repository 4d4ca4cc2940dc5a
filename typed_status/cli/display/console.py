"""Where output goes, and how a table is made: rich, which is imported when it is needed, and no pydantic.

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

__all__ = ["Given", "console", "is_json", "prepare", "table_of"]

Given = Mapping[str, t.Any]


def is_json(given: Given) -> bool:
    """Whether JSON is due: it was asked for, or nobody looks on."""
    wanted: str | None = given.get("output")
    return wanted == "json" if wanted else not sys.stdout.isatty()


def prepare(*, rich: bool) -> None:
    """Import rich if it will be needed; raises ``ModuleNotFoundError``, as long as nothing was sent."""
    if rich:
        importlib.import_module("rich.console")


def console(*, stderr: bool = False) -> Console:
    """rich's console; it honours ``NO_COLOR``."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def table_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table of texts, shown as they are."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table
