"""What there is: the index of the shipped operations.

May import: the standard library. The index is data beside the services, so that asking imports none of them.
"""

from __future__ import annotations

import dataclasses
import json
import typing as t
from functools import cache
from importlib.resources import files

__all__ = ["CatalogEntry", "catalog"]


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A shipped operation.

    ``service`` and ``operation`` are botocore's names; ``module`` is the one of ``typed_status.services``
    that holds ``function``. ``kind`` says whether the response tells of one thing, lists many, or has no
    status but belongs to one that does. ``status`` is the path of field names to the status that leads,
    through lists and maps in a listing, and ``enum`` the name of its enum; both are empty where there is none.
    """

    service: str
    operation: str
    module: str
    function: str
    kind: t.Literal["single", "listing", "companion"]
    status: tuple[str, ...]
    enum: str


@cache
def catalog() -> tuple[CatalogEntry, ...]:
    """All shipped operations, by service and operation in alphabetical order."""
    rows = json.loads((files("typed_status.services") / "index.json").read_text("utf-8"))
    return tuple(
        CatalogEntry(**row | {"status": tuple(row["status"].split(".")) if row["status"] else ()})
        for row in rows
    )
