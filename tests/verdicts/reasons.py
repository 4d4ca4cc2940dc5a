"""Why ``wait`` and botocore's waiters may differ: the reviewed reasons in ``differences.toml``."""

import functools
import tomllib
import typing as t
from pathlib import Path

import pydantic
from scripted_waiters import THROTTLED, Case, Difference, State, error_step, matches

from typed_status import Phase
from typed_status.codegen.statuses.phases import read_decisions

__all__ = ["Reason", "kind_of", "name_of", "read_reasons"]


class Reason(pydantic.BaseModel):
    """A reason and the differences that it explains: all of a ``kind``, or those in ``cases``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    why: str = pydantic.Field(min_length=1)
    botocore: State
    ours: State
    kind: str | None = None
    cases: tuple[str, ...] = ()

    @pydantic.model_validator(mode="after")
    def _selects(self) -> t.Self:
        if (self.kind is None) == (not self.cases):
            raise ValueError("expected either a kind or cases")
        return self

    def explains(self, case: Case, found: Difference) -> str | None:
        """Return the kind or the case that explains the difference; ``None`` if none does."""
        if (found.botocore, found.ours) != (self.botocore, self.ours):
            return None
        name = name_of(case, found)
        if self.kind is None:
            return name if name in self.cases else None
        return self.kind if kind_of(case, found) == self.kind else None

    @property
    def parts(self) -> frozenset[str]:
        """The kind or the cases, each of which has to explain a difference."""
        return frozenset(self.cases or {t.cast(str, self.kind)})


def read_reasons() -> list[Reason]:
    text = (Path(__file__).parent / "differences.toml").read_text("utf-8")
    return [Reason.model_validate(each) for each in tomllib.loads(text)["difference"]]


def name_of(case: Case, found: Difference) -> str:
    return f"{case.id}: {found.label}"


@functools.cache
def _decided() -> frozenset[str]:
    return read_decisions().explained


def kind_of(case: Case, found: Difference) -> str:
    """Return the kind of response at which the two differ."""
    label = found.label
    if label.startswith("error "):
        if label == error_step(*THROTTLED).label:
            return "transient error"
        return f"error, {_state(case, label)} to the waiter"
    if label == "no members" or label.endswith(" empty"):
        return "missing status" if case.lacks_status(case.steps[label]) else "no items"
    path, _, joined = label.partition("=")
    if path != case.status_path or not joined:
        return "other"
    values = joined.split("+")
    if found.ours == "failure" and any(case.statuses(value).is_blocked for value in values):
        return "blocked status"
    states = [_state(case, f"{path}={value}") for value in values]
    # ``phases.toml`` has the reason why the value is neither a success nor a failure in general.
    decided = [f"{case.id}.{value}" in _decided() for value in values]
    if found.botocore == "failure" and all(
        is_decided for is_decided, state in zip(decided, states, strict=True) if state == "failure"
    ):
        return "status with another goal"
    if len(values) == 1:
        if decided[0]:
            return "status with another goal"
        phase = case.statuses(values[0]).phase.name.lower()
        return f"{phase} status, {states[0]} to the waiter"
    phases = {case.statuses(value).phase for value in values}
    if found.botocore == "failure":
        return "items, not all terminal" if Phase.IN_PROGRESS in phases else "items"
    if set(states) == {"success"}:
        return "items with different successes"
    bad = [
        state
        for value, state in zip(values, states, strict=True)
        if case.statuses(value).phase in (Phase.FAILED, Phase.CANCELED)
    ]
    return (
        "terminal items, one failed and unmatched to the waiter" if "unmatched" in bad else "items"
    )


def _state(case: Case, label: str) -> str:
    """Return the state of the first acceptor that matches a step; ``unmatched`` if none does."""
    response = case.steps[label].response
    return next((each.state for each in case.acceptors if matches(each, response)), "unmatched")
