"""What there is: the index of the shipped operations.

May import: the standard library and, for type checkers, ``typed_status.runtime``. The index is data beside the
services, so that asking imports none of them, and no pydantic.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import typing as t
from functools import cache
from importlib.resources import files

if t.TYPE_CHECKING:
    from typed_status.runtime import Phase, StatusEnum

__all__ = ["CatalogEntry", "catalog"]


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A shipped operation.

    ``service`` and ``operation`` are botocore's names; ``module`` is the one of ``typed_status.services``
    that holds ``function``. ``kind`` says whether the response tells of one thing, lists many, or has no
    status but belongs to one that does or is polled by a waiter for something else. ``status`` is the path of field names to the status that leads,
    in which lists and maps end in ``[]``, and ``enum`` the name of its enum; both are empty where there is
    none. ``other_statuses`` are the paths to the other statuses in the response: each of their values knows its
    ``phase`` as well, as in ``response.configuration.last_update_status.phase``.
    """

    service: str
    operation: str
    module: str
    function: str
    kind: t.Literal["single", "list", "companion"]
    status: tuple[str, ...]
    other_statuses: tuple[tuple[str, ...], ...]
    enum: str

    @property
    def phases(self) -> dict[str, Phase]:
        """The phase of each value of the status that leads; imports the service's module."""
        if not self.enum:
            return {}
        module = importlib.import_module(f"typed_status.services.{self.module}")
        values: type[StatusEnum] = getattr(module, self.enum)
        return {str(value): value.phase for value in values}


@cache
def catalog() -> tuple[CatalogEntry, ...]:
    """All shipped operations, by service and operation in alphabetical order."""
    rows = json.loads((files("typed_status.services") / "index.json").read_text("utf-8"))
    return tuple(
        CatalogEntry(
            **row
            | {
                "status": _path(row["status"]),
                "other_statuses": tuple(map(_path, row["other_statuses"])),
            }
        )
        for row in rows
    )


def _path(dotted: str) -> tuple[str, ...]:
    return tuple(dotted.split(".")) if dotted else ()
