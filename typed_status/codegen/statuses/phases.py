"""The phases of a service's status values: the rule of ``phase_rule``, compared with botocore's waiters.

A decision in ``phases.toml`` comes first. Then the rule decides, unless it gives no phase or a waiter takes for
success what the rule takes for in progress: then the waiter does. What a waiter takes for failure has failed or
was canceled, and a value at which it retries is in progress. But a waiter waits for one of several terminal states,
and fails on the way to another: such differences are listed in ``phases.toml`` with their reason, and one that is
not is a question to a maintainer.

May import: the standard library, pydantic, ``codegen.models``, ``codegen.statuses.phase_rule``, ``codegen.statuses.status_paths``,
``codegen.reviewed_files`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Iterator, Sequence
from pathlib import Path

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Waiter
from typed_status.codegen.reviewed_files import read_reviewed_file
from typed_status.codegen.statuses import phase_rule
from typed_status.codegen.statuses.status_paths import Search

__all__ = ["ALLOWED", "DECISIONS", "Decisions", "Verdict", "judge", "read_decisions", "verdicts"]

DECISIONS = Path(__file__).parent / "phases.toml"

ALLOWED: dict[str, tuple[ir.Phase, ...]] = {
    "success": ("SUCCEEDED", "FAILED", "CANCELED"),
    "failure": ("FAILED", "CANCELED"),
    "retry": ("IN_PROGRESS",),
}
_BY_WAITER: dict[str, ir.Phase] = {
    "success": "SUCCEEDED",
    "failure": "FAILED",
    "retry": "IN_PROGRESS",
}


class _Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    why: str = pydantic.Field(min_length=1)


class Decision(_Entry):
    """The phase of some values of an enum, where the rule is wrong or gives none."""

    service: str
    enum: str
    values: tuple[str, ...] = pydantic.Field(min_length=1)
    phase: ir.Phase


class Difference(_Entry):
    """Where waiters disagree with the phase of a value: ``service.Waiter.value`` each."""

    seen: tuple[str, ...] = pydantic.Field(min_length=1)


class Decisions(pydantic.BaseModel):
    """The content of ``phases.toml``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    phase: tuple[Decision, ...] = ()
    difference: tuple[Difference, ...] = ()

    @pydantic.model_validator(mode="after")
    def _decides_once(self) -> t.Self:
        decided: set[tuple[str, str, str]] = set()
        for each in self.phase:
            for value in each.values:
                key = (each.service, each.enum, value)
                if key in decided:
                    raise ValueError(f"there are two decisions on {'.'.join(key)}")
                decided.add(key)
        return self

    @property
    def explained(self) -> frozenset[str]:
        """Return the differences that have a reason."""
        return frozenset(seen for each in self.difference for seen in each.seen)


class Verdict(t.NamedTuple):
    """The state that a waiter gives to a value of an enum."""

    enum: str
    value: str
    state: str
    seen: str


def read_decisions(path: Path = DECISIONS) -> Decisions:
    """Read the reviewed decisions; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Decisions)


def verdicts(service: ir.Service, waiters: Sequence[Waiter]) -> Iterator[Verdict]:
    """Yield the states that the waiters of a service give to the values of its statuses."""
    search = Search(service)
    operations = {each.wire: each for each in service.operations}
    enums = {enum.name: dict(enum.values) for enum in service.enums}
    for waiter in waiters:
        operation = operations.get(waiter.operation)
        for acceptor in waiter.acceptors if operation is not None else ():
            value = acceptor.expected
            path = search.along(operation.response, acceptor.argument) if operation else None
            if path is None or not isinstance(value, str) or operation is None:
                continue
            name = search.fields(operation.response, path)[-1].type.innermost.name
            if value in enums.get(name, ()):
                seen = f"{service.name}.{waiter.name}.{value}"
                yield Verdict(name, value, acceptor.state, seen)


def judge(
    service: ir.Service,
    waiters: Sequence[Waiter],
    decisions: Decisions,
    on_problem: OnProblem = raise_problem,
) -> tuple[ir.Service, tuple[str, ...]]:
    """Add the phases of the statuses to ``service``, and return the questions that this leaves.

    A decision about a value that does not exist, or that needs none, and a difference that is none are problems.
    """
    judgement = _Judgement(service, waiters, decisions, on_problem)
    enums = tuple(map(judgement.enum, service.enums))
    judgement.check()
    return dataclasses.replace(service, enums=enums), tuple(judgement.questions)


class _Judgement:
    def __init__(
        self,
        service: ir.Service,
        waiters: Sequence[Waiter],
        decisions: Decisions,
        on_problem: OnProblem,
    ) -> None:
        self.on_problem = on_problem
        self.service = service.name
        self.statuses = set(_statuses(service))
        self.decided: dict[tuple[str, str], ir.Phase] = {
            (each.enum, value): each.phase
            for each in decisions.phase
            if each.service == service.name
            for value in each.values
        }
        self.explained = {
            seen for seen in decisions.explained if seen.split(".")[0] == service.name
        }
        self.by_waiters: dict[tuple[str, str], list[Verdict]] = {}
        for verdict in verdicts(service, waiters):
            self.by_waiters.setdefault((verdict.enum, verdict.value), []).append(verdict)
        self.questions: list[str] = []
        self.used: set[object] = set()

    def enum(self, enum: ir.Enum) -> ir.Enum:
        if enum.name not in self.statuses:
            return enum
        values = [value for value, _ in enum.values]
        judged = tuple(self.value(enum.name, value, values) for value in values)
        return dataclasses.replace(enum, phases=judged)

    def value(self, enum: str, value: str, siblings: Sequence[str]) -> ir.Judged:
        states = self.by_waiters.get((enum, value), [])
        decided = self.decided.get((enum, value))
        if decided is not None:
            self.used.add((enum, value))
        phase = decided or phase_rule.by_rule(value, siblings)
        differing = [each for each in states if phase not in ALLOWED[each.state]]
        self.used.update(each.seen for each in differing)
        open_ones = [each for each in differing if each.seen not in self.explained]
        for each in open_ones if phase != "UNKNOWN" else ():
            self.questions.append(
                f"{each.seen}: {each.state} to the waiter, but {phase}: another goal, or wrong?"
            )
        if decided is not None:
            was_open = phase == "UNKNOWN" and not phase_rule.has_no_meaning(value)
            by_rule = phase_rule.by_rule(value, siblings)
            if not differing and not was_open and decided == by_rule:
                reason = f"{self.service} {enum} {value!r} is {decided} by the rule: drop it"
                self.on_problem(GenerationError(f"phases.toml: {reason}"))
            return ir.Judged(phase, "override")
        for each in open_ones:
            if phase == "UNKNOWN" or each.state == "success":
                return ir.Judged(_BY_WAITER[each.state], "waiter")
        if phase == "UNKNOWN" and not phase_rule.has_no_meaning(value):
            self.questions.append(f"{self.service} {enum} {value!r}: which phase?")
            return ir.Judged(phase, "none")
        return ir.Judged(phase, "waiter" if states else "rule")

    def check(self) -> None:
        """Report decisions that were about nothing."""
        for enum, value in sorted(self.decided.keys() - self.used):
            reason = f"{self.service} has no status {enum} with the value {value!r}"
            self.on_problem(GenerationError(f"phases.toml: {reason}"))
        for seen in sorted(self.explained - self.used):
            self.on_problem(GenerationError(f"phases.toml: {seen} is no difference: drop it"))


def _statuses(service: ir.Service) -> Iterator[str]:
    """Yield the names of the enums whose values have phases: of all statuses in responses, leading or not."""
    search = Search(service)
    for struct in search.reached(each.response for each in service.operations):
        for field in struct.fields:
            inner = search.structs.get(field.type.innermost.name)
            held = [(each, inner, field) for each in inner.fields] if inner is not None else []
            for each, holding, holder in [(field, struct, None), *held]:
                if search.is_status(each, holding, holder):
                    yield each.type.innermost.name
    for operation in service.operations:
        if operation.status_type is not None and operation.status_type.kind == "enum":
            yield operation.status_type.name
