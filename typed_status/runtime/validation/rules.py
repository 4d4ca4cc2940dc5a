"""The checks that rules are made of, and ``Rule``: a check with an id and a severity.

To add a check, add a class here (CONTRIBUTING.md has the other places). Each check has the same two members:
``expected`` describes a valid value for error messages, and ``holds`` checks a value. Checks of one value are in
``Annotated`` and have ``constraints`` as well: what pydantic-core checks, so that a value that holds costs no call. Checks
across the members of a structure are in ``__rules__``. Members have their wire names.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.validation``.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from functools import cache

import pydantic
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from typed_status.runtime import drift, warnings
from typed_status.runtime.context import is_off, is_strict
from typed_status.runtime.disabled_rules import declare_rules
from typed_status.runtime.types.fields import members

__all__ = [
    "CONSTRAINTS",
    "AtLeast",
    "AtMost",
    "Between",
    "Excludes",
    "Length",
    "Matches",
    "MultipleOf",
    "NeededWhen",
    "OnlyWhen",
    "Rule",
    "SumsTo",
    "Within",
    "check_structure",
    "rule",
    "triggers",
]

CONSTRAINTS: t.Final = "typed_status_constraints"
"""The key in the metadata of a rule's schema for what pydantic-core checks in its place; ``lenient_schemas`` reads it."""


@cache
def _names(model: type[pydantic.BaseModel]) -> dict[str, str]:
    return {member.name: name for name, member in members(model).items()}


def _member(model: pydantic.BaseModel, wire: str) -> t.Any:
    """Return the value of the member with the wire name ``wire``."""
    return getattr(model, _names(model.__class__)[wire], None)


class _ValueCheck:
    """A check of one value; ``constraints`` are the keys of a core schema with which pydantic-core checks the same, and
    ``found`` describes a wrong value where the value itself would say too little."""

    __slots__ = ()

    @property
    def constraints(self) -> dict[str, t.Any]:
        return {}

    def found(self, value: t.Any) -> str:  # noqa: ARG002 - that of subclasses
        """Describe ``value`` in an error; empty to show it as it is."""
        return ""


@dataclasses.dataclass(frozen=True, slots=True)
class Between(_ValueCheck):
    """A number from ``low`` to ``high``, inclusive."""

    low: float
    high: float

    @property
    def expected(self) -> str:
        return f"a number from {self.low} to {self.high}"

    @property
    def constraints(self) -> dict[str, t.Any]:
        return {"ge": self.low, "le": self.high}

    def holds(self, value: t.Any) -> bool:
        return bool(self.low <= value <= self.high)


@dataclasses.dataclass(frozen=True, slots=True)
class AtLeast(_ValueCheck):
    """A number of at least ``low``."""

    low: float

    @property
    def expected(self) -> str:
        return f"a number of at least {self.low}"

    @property
    def constraints(self) -> dict[str, t.Any]:
        return {"ge": self.low}

    def holds(self, value: t.Any) -> bool:
        return bool(value >= self.low)


@dataclasses.dataclass(frozen=True, slots=True)
class AtMost(_ValueCheck):
    """A number of at most ``high``."""

    high: float

    @property
    def expected(self) -> str:
        return f"a number of at most {self.high}"

    @property
    def constraints(self) -> dict[str, t.Any]:
        return {"le": self.high}

    def holds(self, value: t.Any) -> bool:
        return bool(value <= self.high)


@dataclasses.dataclass(frozen=True, slots=True)
class Within(_ValueCheck):
    """A number of at least ``low`` and at most ``high``, above ``above`` and below ``below``; ``None`` for no bound."""

    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None

    @property
    def expected(self) -> str:
        bounds = {
            "of at least": self.low,
            "above": self.above,
            "of at most": self.high,
            "below": self.below,
        }
        said = [f"{words} {bound}" for words, bound in bounds.items() if bound is not None]
        return "a number " + " and ".join(said)

    @property
    def constraints(self) -> dict[str, t.Any]:
        bounds = {"ge": self.low, "le": self.high, "gt": self.above, "lt": self.below}
        return {name: bound for name, bound in bounds.items() if bound is not None}

    def holds(self, value: t.Any) -> bool:
        return (
            (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )


@dataclasses.dataclass(frozen=True, slots=True)
class MultipleOf(_ValueCheck):
    """A whole multiple of ``factor``."""

    factor: int

    @property
    def expected(self) -> str:
        return f"a multiple of {self.factor}"

    @property
    def constraints(self) -> dict[str, t.Any]:
        return {"multiple_of": self.factor}

    def holds(self, value: t.Any) -> bool:
        return bool(value % self.factor == 0)


@dataclasses.dataclass(frozen=True, slots=True)
class Length(_ValueCheck):
    """A text of ``low`` to ``high`` characters, or a list or map of so many ``items``; ``None`` for no limit."""

    low: int | None = None
    high: int | None = None
    of: t.Literal["characters", "items"] = "characters"

    @property
    def expected(self) -> str:
        if self.low == self.high:
            return f"exactly {self.low} {self.of}"
        if self.low is not None and self.high is not None:
            return f"{self.low} to {self.high} {self.of}"
        return (
            f"at least {self.low} {self.of}"
            if self.high is None
            else f"at most {self.high} {self.of}"
        )

    @property
    def constraints(self) -> dict[str, t.Any]:
        limits = {"min_length": self.low, "max_length": self.high}
        return {name: limit for name, limit in limits.items() if limit is not None}

    def found(self, value: t.Any) -> str:
        return f"{len(value)} items" if self.of == "items" else ""

    def holds(self, value: t.Any) -> bool:
        return (self.low or 0) <= len(value) and (self.high is None or len(value) <= self.high)


@dataclasses.dataclass(frozen=True, slots=True)
class Matches(_ValueCheck):
    """A text that matches the regular expression ``pattern`` as a whole."""

    pattern: str

    @property
    def expected(self) -> str:
        return f"a text that matches {self.pattern}"

    @property
    def constraints(self) -> dict[str, t.Any]:
        return {"pattern": rf"\A(?:{self.pattern})\z"}

    def holds(self, value: t.Any) -> bool:
        return re.fullmatch(self.pattern, value) is not None


@dataclasses.dataclass(frozen=True, slots=True)
class SumsTo(_ValueCheck):
    """A list of structures whose ``member`` adds up to ``total``, or an empty list."""

    member: str
    total: int

    @property
    def expected(self) -> str:
        return f"items whose {self.member} adds up to {self.total}"

    def found(self, value: t.Any) -> str:
        return f"a sum of {sum(_member(item, self.member) for item in value)}"

    def holds(self, value: t.Any) -> bool:
        values = [_member(item, self.member) for item in value]
        # A sum that lacks a term says nothing; that the member is absent is reported on its own.
        return not values or None in values or bool(sum(values) == self.total)


@dataclasses.dataclass(frozen=True, slots=True)
class OnlyWhen:
    """``member`` is only present if ``other`` equals ``value``, or one of several."""

    member: str
    other: str
    value: str | tuple[str, ...]

    @property
    def expected(self) -> str:
        return f"no value unless {self.other} is {' or '.join(_values(self.value))}"

    def holds(self, model: t.Any) -> bool:
        other = _member(model, self.other)
        # What is absent says nothing; that it is absent is reported on its own.
        return _member(model, self.member) is None or other is None or other in _values(self.value)


@dataclasses.dataclass(frozen=True, slots=True)
class NeededWhen:
    """``member`` is present if ``other`` equals ``value``, or one of several."""

    member: str
    other: str
    value: str | tuple[str, ...]

    @property
    def expected(self) -> str:
        return f"a value, because {self.other} is {' or '.join(_values(self.value))}"

    def holds(self, model: t.Any) -> bool:
        if _member(model, self.member) is not None:
            return True
        return _member(model, self.other) not in _values(self.value)


@dataclasses.dataclass(frozen=True, slots=True)
class Excludes:
    """``member`` is only present if none of ``others`` is."""

    member: str
    others: tuple[str, ...]

    @property
    def expected(self) -> str:
        return f"no value beside {' or '.join(self.others)}"

    def holds(self, model: t.Any) -> bool:
        return _member(model, self.member) is None or all(
            _member(model, each) is None for each in self.others
        )


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


ValueCheck = Between | AtLeast | AtMost | Length | Matches | MultipleOf | SumsTo | Within
StructureCheck = Excludes | OnlyWhen | NeededWhen
CheckT = t.TypeVar("CheckT", ValueCheck, StructureCheck)
Severity = t.Literal["error", "warning"]


@dataclasses.dataclass(frozen=True, slots=True)
class Rule(t.Generic[CheckT]):
    """A check with the id that its overlay gives it, and whether breaking it is an error or a warning."""

    id: str
    check: CheckT
    severity: Severity = "error"

    def failure(self, found: str = "") -> PydanticCustomError | None:
        """Return the error for a broken rule; ``None`` if it is a warning, as it is in a response only.

        ``found`` describes the value, if it is not shown as it is.
        """
        if self.severity == "error" or is_strict() or drift.is_constructing():
            context = {"rule": self.id, "expected": self.check.expected, "found": found}
            return PydanticCustomError("rule", "{expected} (rule {rule})", context)
        return None

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        constraints = getattr(self.check, "constraints", {})
        return core_schema.with_info_after_validator_function(
            self._checked, handler(source), metadata={CONSTRAINTS: constraints}
        )

    def _checked(self, value: t.Any, info: core_schema.ValidationInfo) -> t.Any:
        if value is not None and not is_off(self.id) and not self.check.holds(value):
            check: t.Any = self.check  # a ``ValueCheck``: only such are in ``Annotated``
            failure = self.failure(check.found(value))
            if failure is not None:
                raise failure
            self.warn(info.field_name or "a value")
        return value

    def warn(self, where: str) -> None:
        """Warn that the value at ``where`` breaks this rule and is kept unchanged."""
        warnings.warn(
            f"{where}: expected {self.check.expected} (rule {self.id}). The value is kept unchanged.",
            warnings.RuleWarning,
        )


def rule(id: str, check: CheckT, severity: Severity = "error") -> Rule[CheckT]:
    """Declare a rule with the id that its overlay gives it."""
    declare_rules(id)
    return Rule(id, check, severity)


class _Trigger(t.NamedTuple):
    """When a rule may be broken: ``field`` is present, or, with ``other``, that one has one of ``values``."""

    field: str
    other: str | None = None
    values: tuple[str, ...] = ()


@cache
def triggers(model: type[pydantic.BaseModel]) -> tuple[_Trigger, ...]:
    """Return when the rules in ``__rules__`` of ``model`` may be broken, so that most structures need no check."""
    names = _names(model)
    rules: tuple[Rule[StructureCheck], ...] = getattr(model, "__rules__", ())
    return tuple(
        _Trigger(names[check.member], names[check.other], _values(check.value))
        if isinstance(check, NeededWhen)
        else _Trigger(names[check.member])
        for check in (each.check for each in rules)
    )


def check_structure(model: pydantic.BaseModel, rules: tuple[Rule[StructureCheck], ...]) -> None:
    """Check the rules across the members of ``model``; each error is at the member that the rule is about."""
    failures: list[InitErrorDetails] = []
    for each in rules:
        if is_off(each.id) or each.check.holds(model):
            continue
        wire = each.check.member
        failure = each.failure()
        if isinstance(each.check, NeededWhen) and not (drift.is_constructing() or is_strict()):
            failure = None  # no response is rejected for what it lacks
        if failure is None:
            each.warn(f"{type(model).__name__}.{wire}")
        else:
            value = _member(model, wire)
            failures.append(InitErrorDetails(type=failure, loc=(wire,), input=value))
    if failures:
        raise pydantic.ValidationError.from_exception_data(type(model).__name__, failures)
