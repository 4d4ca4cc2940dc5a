"""Whom a status value awaits: AWS, you or another party; and whether a wait that is at it stops or polls on.

A value in progress awaits AWS, unless its words say otherwise (``by_rule``) or ``awaits.toml`` does. A wait stops at a
value that is not left unless you or another party act. It polls on if AWS checks by itself whether that was done, as a DNS
record may have been created before, and if a collected source polls on (``tests/peers``, a waiter's ``retry``).

May import: the standard library, pydantic, ``codegen.models``, ``codegen.reviewed_files`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from pathlib import Path

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.models import ir, naming
from typed_status.codegen.reviewed_files import read_reviewed_file

__all__ = ["DECISIONS", "Awaited", "Decisions", "by_rule", "mark", "read_decisions"]

DECISIONS = Path(__file__).parent / "awaits.toml"


class Awaited(t.NamedTuple):
    """Whom a value awaits, and whether a wait polls on at it."""

    party: ir.Party = "AWS"
    polled: bool = True


_WAITING = r"(?:.*_)?(?:pending|awaiting|waiting_for|requires?)_(?:.*_)?"
# Somebody else, who was invited or has to agree.
_ANOTHER_PARTY = re.compile(
    rf"{_WAITING}(?:accept|acceptance|approval|review)(?:_.*)?"
    r"|invited|proposed|(?:in|under)_review|review_requested"
)
# A proof, such as a DNS record, for which AWS looks by itself.
_CHECKED = re.compile(rf"{_WAITING}(?:validation|verification|cname)|unverified|unconfirmed")
_YOU = re.compile(
    r"(?:.*_)?(?:draft|(?:action|attention)_(?:required|needed)|needs_attention)"
    r"|(?:.*_)?paused(?:_by_.*)?|requires_.*|.*_subscription_required|.*page_required"
    rf"|{_WAITING}(?:action|input|user_input|consent|submission|auth|auth_config|authentication|authorization|oauth"
    r"|certificate|certificate_reimport|documents|handshake|confirmation|decision|annotation|connect|configuration|reboot)"
)


def by_rule(value: str) -> Awaited:
    """Return whom the words of a value in progress say that it awaits."""
    text = "_".join(word.lower() for word in naming.words(value))
    if _ANOTHER_PARTY.fullmatch(text):
        return Awaited("ANOTHER_PARTY", polled=False)
    if _CHECKED.fullmatch(text):
        return Awaited("YOU", polled=True)
    return Awaited("YOU", polled=False) if _YOU.fullmatch(text) else Awaited()


class Decision(pydantic.BaseModel):
    """Whom values await, against the rule. ``source`` is a place that says so, in one of the forms that the tests check."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    enum: str
    values: tuple[str, ...] = pydantic.Field(min_length=1)
    party: ir.Party
    polled: bool = False
    why: str = pydantic.Field(min_length=1)
    source: str = pydantic.Field(min_length=1)

    @property
    def awaited(self) -> Awaited:
        """Return what was decided."""
        return Awaited(self.party, self.polled or self.party == "AWS")


class Decisions(pydantic.BaseModel):
    """The content of ``awaits.toml``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    awaits: tuple[Decision, ...] = ()

    @pydantic.model_validator(mode="after")
    def _decides_once(self) -> t.Self:
        keys = [(each.service, each.enum, value) for each in self.awaits for value in each.values]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"there are two decisions on {'.'.join(key)}")
        return self


def read_decisions(path: Path = DECISIONS) -> Decisions:
    """Read the reviewed values; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Decisions)


def mark(
    service: ir.Service, decisions: Decisions, on_problem: OnProblem = raise_problem
) -> ir.Service:
    """Mark the values of the statuses of ``service`` that await somebody other than AWS.

    A decision about a value that does not exist, that is not in progress, or that the rule decides in the same way is a
    problem.
    """
    decided = {
        (each.enum, value): each.awaited
        for each in decisions.awaits
        if each.service == service.name
        for value in each.values
    }
    in_progress = {
        (enum.name, value)
        for enum in service.enums
        for (value, _), judged in zip(enum.values, enum.phases, strict=False)
        if judged.phase == "IN_PROGRESS"
    }
    for (enum, value), awaited in decided.items():
        reason = ""
        if (enum, value) not in in_progress:
            reason = f"has no status {enum} with the value {value!r} in progress"
        elif by_rule(value) == awaited:
            reason = f"{enum} {value!r} is decided so by the rule: drop it"
        if reason:
            on_problem(GenerationError(f"{DECISIONS.name}: {service.name} {reason}"))

    def awaited_by(enum: str, value: str) -> Awaited:
        if (enum, value) not in in_progress:
            return Awaited()
        return decided.get((enum, value)) or by_rule(value)

    def marked(enum: ir.Enum) -> ir.Enum:
        phases = tuple(
            dataclasses.replace(judged, **awaited_by(enum.name, value)._asdict())
            for (value, _), judged in zip(enum.values, enum.phases, strict=False)
        )
        return dataclasses.replace(enum, phases=phases)

    return dataclasses.replace(service, enums=tuple(map(marked, service.enums)))
