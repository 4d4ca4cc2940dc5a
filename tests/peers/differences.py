"""Why peers may differ from the catalog and from our pairs of starts: closed lists of reasons, and the differences with each
in ``differences.toml`` and ``start_differences.toml``."""

import functools
import tomllib
import typing as t
from pathlib import Path

import pydantic

__all__ = ["KINDS", "Counted", "Group", "StartGroup", "groups", "listed", "start_groups"]

Kind = t.Literal["value", "status", "lead", "end"]
KINDS: tuple[Kind, ...] = t.get_args(Kind)
Reason = t.Literal[
    "accepts-failure",
    "another-goal",
    "ends-early",
    "fails-early",
    "no-status",
    "not-declared",
    "not-sent",
    "open",
    "part",
    "polls-on",
    "still-listed",
]

StartReason = t.Literal[
    "accepts-failure",
    "another-reader",
    "another-status",
    "as-absent",
    "awaits-somebody",
    "ends-early",
    "not-named",
    "peers-differ",
    "what-follows",
]


class Counted(pydantic.BaseModel):
    """Differences for which there is a reason; ``count`` is how many there are."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    why: str = pydantic.Field(min_length=1)
    count: int = pydantic.Field(gt=0)
    differences: tuple[str, ...]

    @pydantic.model_validator(mode="after")
    def _counted(self) -> t.Self:
        if self.count != len(self.differences):
            raise ValueError(f"expected count = {len(self.differences)}")
        if list(self.differences) != sorted(set(self.differences)):
            raise ValueError("expected sorted differences, each once")
        return self


class Group(Counted):
    """The differences of a kind that have a reason."""

    kind: Kind
    reason: Reason


class StartGroup(Counted):
    """The differences of starts that have a reason."""

    reason: StartReason


@functools.cache
def groups() -> tuple[Group, ...]:
    return tuple(Group.model_validate(each) for each in _listed("differences.toml"))


@functools.cache
def start_groups() -> tuple[StartGroup, ...]:
    return tuple(StartGroup.model_validate(each) for each in _listed("start_differences.toml"))


def _listed(name: str) -> list[dict[str, t.Any]]:
    groups: list[dict[str, t.Any]] = tomllib.loads(
        (Path(__file__).parent / name).read_text("utf-8")
    )["group"]
    return groups


def listed(kind: Kind) -> list[str]:
    """Return the differences of a kind, whatever their reason."""
    return sorted(text for group in groups() if group.kind == kind for text in group.differences)
