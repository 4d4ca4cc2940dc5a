"""Which status values mean that a resource is at its end: deleted or terminated, a value that it does not leave.

The words of a value decide (``gone_words``), unless ``gone.toml`` does: it lists the other words that services have for it
(``INACTIVE`` of an ECS service), and the values that the rule is wrong about, each with its reason and source.

May import: the standard library, pydantic, ``gone_words``, ``codegen.models.ir``, ``codegen.reviewed_files`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from pathlib import Path

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.models import ir
from typed_status.codegen.reviewed_files import read_reviewed_file
from typed_status.gone_words import says_gone

__all__ = ["EXCEPTIONS", "Exceptions", "mark", "read_exceptions"]

EXCEPTIONS = Path(__file__).parent / "gone.toml"


class _Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    enum: str
    values: tuple[str, ...] = pydantic.Field(min_length=1)
    why: str = pydantic.Field(min_length=1)
    source: str = pydantic.Field(min_length=1)


class Exceptions(pydantic.BaseModel):
    """The content of ``gone.toml``: values that are an end, or none, against the rule."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    gone: tuple[_Entry, ...] = ()
    not_gone: tuple[_Entry, ...] = ()

    @pydantic.model_validator(mode="after")
    def _decides_once(self) -> t.Self:
        keys = [(each.service, each.enum, value) for each in self.entries for value in each.values]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"there are two decisions on {'.'.join(key)}")
        return self

    @property
    def entries(self) -> tuple[_Entry, ...]:
        """Return all of them."""
        return self.gone + self.not_gone


def read_exceptions(path: Path = EXCEPTIONS) -> Exceptions:
    """Read the reviewed values; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Exceptions)


def mark(
    service: ir.Service, exceptions: Exceptions, on_problem: OnProblem = raise_problem
) -> ir.Service:
    """Mark the values of the statuses of ``service`` at which a resource is at its end.

    A decision about a value that does not exist, that is in progress, or that the rule decides in the same way is a
    problem.
    """
    decided = {
        (each.enum, value): each in exceptions.gone
        for each in exceptions.entries
        if each.service == service.name
        for value in each.values
    }
    known = {
        (enum.name, value): judged.phase != "IN_PROGRESS"
        for enum in service.enums
        for (value, _), judged in zip(enum.values, enum.phases, strict=False)
    }
    for (enum, value), gone in decided.items():
        reason = ""
        if not known.get((enum, value)):
            reason = f"has no terminal status {enum} with the value {value!r}"
        elif says_gone(value) is gone:
            reason = f"{enum} {value!r} is decided so by the rule: drop it"
        if reason:
            on_problem(GenerationError(f"{EXCEPTIONS.name}: {service.name} {reason}"))

    def marked(enum: ir.Enum) -> ir.Enum:
        phases = tuple(
            dataclasses.replace(
                judged,
                gone=known[enum.name, value] and decided.get((enum.name, value), says_gone(value)),
            )
            for (value, _), judged in zip(enum.values, enum.phases, strict=False)
        )
        return dataclasses.replace(enum, phases=phases)

    return dataclasses.replace(service, enums=tuple(map(marked, service.enums)))
