"""Reviewed pairs of starts, in ``starts.toml``: pairs that no rule finds or that a rule gets wrong, and operations that
start nothing although a rule says so.

May import: the standard library, pydantic, ``codegen.models.ir`` and ``codegen.reviewed_files``.
"""

from __future__ import annotations

import typing as t
from pathlib import Path

import pydantic

from typed_status.codegen.reviewed_files import read_reviewed_file

__all__ = ["DECISIONS", "REASONS", "Decisions", "Refused", "Reviewed", "read_decisions"]

DECISIONS = Path(__file__).parent / "starts.toml"

Reason = t.Literal[
    "another_thing",
    "synchronous",
    "moved_on_by_a_person",
    "not_a_start",
    "status_of_another_motion",
]
REASONS: t.Final[dict[Reason, str]] = {
    "another_thing": "the status is that of another thing than the one that the operation acts on",
    "synchronous": "the operation is done when it returns",
    "moved_on_by_a_person": "the status moves only when somebody acts",
    "not_a_start": "the operation begins nothing",
    "status_of_another_motion": "the status does not change by this operation",
}


class _Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    start: str
    why: str = pydantic.Field(min_length=1)


class Reviewed(_Entry):
    """A pair. What is left out is as the rule finds it for the operation ``status``; values are AWS's, paths are field names
    joined by dots."""

    source: str = pydantic.Field(min_length=1)
    status: str | None = None
    bindings: dict[str, str] | None = None
    optional: tuple[str, ...] | None = None
    select: dict[str, str] | None = None
    echoed: dict[str, str] | None = None
    tracks: t.Literal["operation", "resource"] | None = None
    wanted: tuple[str, ...] | None = None
    gone: bool | None = None
    initial: tuple[str, ...] | None = None
    contrary: tuple[str, ...] | None = None
    pending: tuple[str, ...] | None = None
    watch: str | None = None
    reports: str | None = None
    refused: tuple[str, ...] | None = None


class Refused(pydantic.BaseModel):
    """Operations that start nothing, with a reason of a closed list."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    starts: tuple[str, ...] = pydantic.Field(min_length=1)
    reason: Reason
    why: str = pydantic.Field(min_length=1)


class Decisions(pydantic.BaseModel):
    """The content of ``starts.toml``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    start: tuple[Reviewed, ...] = ()
    refused: tuple[Refused, ...] = ()

    @pydantic.model_validator(mode="after")
    def _decides_once(self) -> t.Self:
        keys = [(each.service, each.start) for each in self.start]
        keys += [(each.service, start) for each in self.refused for start in each.starts]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"there are two decisions on {' '.join(key)}")
        return self

    @property
    def services(self) -> frozenset[str]:
        """Return the services that decisions are about."""
        return frozenset(
            {each.service for each in self.start} | {each.service for each in self.refused}
        )


def read_decisions(path: Path = DECISIONS) -> Decisions:
    """Read the reviewed pairs; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Decisions)
