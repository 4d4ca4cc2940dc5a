"""Why ``wait`` and botocore's waiters may part: the reviewed reasons of ``differences.toml``."""

import functools
import tomllib
import typing as t
from pathlib import Path

import pydantic
from scripted_waiters import THROTTLED, Case, Difference, State, fires, refused

from typed_status import Phase
from typed_status.codegen.facts.phases import read_decisions

__all__ = ["Reason", "about", "name_of", "read_reasons"]


class Reason(pydantic.BaseModel):
    """A reason and the differences that it is for: all that are ``about`` the same, or those that are ``seen``."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    why: str = pydantic.Field(min_length=1)
    botocore: State
    ours: State
    about: str | None = None
    seen: tuple[str, ...] = ()

    @pydantic.model_validator(mode="after")
    def _selects(self) -> t.Self:
        if (self.about is None) == (not self.seen):
            raise ValueError("a reason is about a kind of answer, or for what was seen")
        return self

    def explains(self, case: Case, found: Difference) -> str | None:
        """What of this reason explains the difference; ``None`` where nothing does."""
        if (found.botocore, found.ours) != (self.botocore, self.ours):
            return None
        name = name_of(case, found)
        if self.about is None:
            return name if name in self.seen else None
        return self.about if about(case, found) == self.about else None

    @property
    def parts(self) -> frozenset[str]:
        """All of which has to explain something."""
        return frozenset(self.seen or {t.cast(str, self.about)})


def read_reasons() -> list[Reason]:
    text = (Path(__file__).parent / "differences.toml").read_text("utf-8")
    return [Reason.model_validate(each) for each in tomllib.loads(text)["difference"]]


def name_of(case: Case, found: Difference) -> str:
    return f"{case.id}: {found.label}"


@functools.cache
def _decided() -> frozenset[str]:
    return read_decisions().explained


def about(case: Case, found: Difference) -> str:
    """The kind of answer at which the two part."""
    label = found.label
    if label.startswith("error "):
        if label == refused(*THROTTLED).label:
            return "an error that passes"
        return f"an error that is {_state(case, label)} to the waiter"
    if label == "nothing" or label.endswith(" empty"):
        return "no status" if case.lacks_status(case.answers[label]) else "a listing without items"
    path, _, told = label.partition("=")
    if path != case.status_path or not told:
        return "something else"
    values = told.split("+")
    states = [_state(case, f"{path}={value}") for value in values]
    # A goal that the phases cannot know: ``phases.toml`` says why.
    decided = [f"{case.id}.{value}" in _decided() for value in values]
    if found.botocore == "failure" and all(
        is_decided for is_decided, state in zip(decided, states, strict=True) if state == "failure"
    ):
        return "a status of another goal"
    if len(values) == 1:
        if decided[0]:
            return "a status of another goal"
        return f"a status that {_phase(case, values[0])} and is {states[0]} to the waiter"
    phases = {case.statuses(value).phase for value in values}
    if found.botocore == "failure":
        return "items of which not all have settled" if Phase.IN_PROGRESS in phases else "items"
    if set(states) == {"success"}:
        return "items with several good ends"
    bad = [
        state
        for value, state in zip(values, states, strict=True)
        if case.statuses(value).phase in (Phase.FAILED, Phase.CANCELED)
    ]
    return (
        "settled items with a bad end that is nothing to the waiter"
        if "nothing" in bad
        else "items"
    )


def _phase(case: Case, value: str) -> str:
    words = {Phase.FAILED: "failed", Phase.CANCELED: "was canceled", Phase.SUCCEEDED: "succeeded"}
    return words.get(case.statuses(value).phase, "is in progress")


def _state(case: Case, label: str) -> str:
    """What the waiter takes an answer for; ``nothing``, where no acceptor is about it."""
    response = case.answers[label].response
    return next((each.state for each in case.acceptors if fires(each, response)), "nothing")
