"""Which starts are shipped: a rule over how they were found, and those that are used most, in ``shipped.toml``.

All others are found by the same rule when a user generates them.

May import: the standard library, pydantic, ``codegen.models.ir`` and ``codegen.reviewed_files``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from pathlib import Path

import pydantic

from typed_status.codegen.models import ir
from typed_status.codegen.reviewed_files import read_reviewed_file

__all__ = ["SHIPPED", "Selection", "pick", "read_selection"]

SHIPPED = Path(__file__).parent / "shipped.toml"


class Selection(pydantic.BaseModel):
    """The content of ``shipped.toml``.

    Starts are shipped that were found by one of ``bases``, all of the services in ``whole``, and those in ``operations`` (service
    -> names).
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    bases: frozenset[ir.StartBasis] = frozenset()
    whole: frozenset[str] = frozenset()
    operations: Mapping[str, tuple[str, ...]] = {}

    @pydantic.model_validator(mode="after")
    def _names_once(self) -> t.Self:
        for service, names in self.operations.items():
            if len(set(names)) < len(names):
                raise ValueError(f"an operation of {service} is there twice")
        return self


def read_selection(path: Path = SHIPPED) -> Selection:
    """Read the selection; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Selection)


def pick(
    service: str,
    found: Mapping[str, ir.Start],
    selection: Selection,
) -> tuple[set[str], tuple[str, ...]]:
    """Pick the starts of ``service`` that are shipped, out of all that were ``found``; returns the open questions, too."""
    whole = service in selection.whole
    ruled = {wire for wire, start in found.items() if whole or start.basis in selection.bases}
    named = {*selection.operations.get(service, ())}
    lost = (
        f"{SHIPPED.name}: {service} {wire} starts nothing that is known of (any more): drop it?"
        for wire in sorted(named - found.keys())
    )
    return ruled | (named & found.keys()), tuple(lost)
