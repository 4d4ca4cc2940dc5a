"""Why peers and the catalog may differ: the closed list of reasons, and the differences with each in ``differences.toml``."""

import functools
import tomllib
import typing as t
from pathlib import Path

import pydantic

__all__ = ["KINDS", "Group", "groups", "listed"]

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


class Group(pydantic.BaseModel):
    """The differences of a kind that have a reason; ``count`` is how many there are."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    reason: Reason
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


@functools.cache
def groups() -> tuple[Group, ...]:
    text = (Path(__file__).parent / "differences.toml").read_text("utf-8")
    return tuple(Group.model_validate(each) for each in tomllib.loads(text)["group"])


def listed(kind: Kind) -> list[str]:
    """Return the differences of a kind, whatever their reason."""
    return sorted(text for group in groups() if group.kind == kind for text in group.differences)
