"""Adapt example values to the rules of a model: timestamps in strings and numbers, JSON strings, multiples, enums.

May import: the standard library, pydantic, ``runtime.validation.rules``, ``runtime.types.enums`` and ``runtime.types.fields``.
"""

from __future__ import annotations

import types
import typing as t

import pydantic

from typed_status.runtime.types.enums import OpenEnum
from typed_status.runtime.types.fields import FormatRule, members
from typed_status.runtime.validation.rules import (
    AtLeast,
    AtMost,
    Between,
    Length,
    Matches,
    MultipleOf,
    Rule,
    SumsTo,
    ValueCheck,
    Within,
)

__all__ = ["adapt", "within"]

_SAMPLES = ("2026-01-02T03:04:05.678Z", '{"any": ["json", 1]}', 1767323045)


# Texts of which one matches each pattern of the library's rules: names, digits, paths, a UUID.
_TEXTS = (
    "a", "0" * 12, "0" * 6, "0" * 32, "0x" + "0" * 16, "/a", "a/", "AWSRDSCustom", "/opt/ml/processing/a",
    "00000000-0000-0000-0000-000000000000",
)  # fmt: skip


def adapt(model: type[pydantic.BaseModel], example: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return ``example``, a dict in boto3's form, with its values changed to satisfy the rules of ``model``."""
    found = dict(example)
    for name, member in members(model).items():
        field, wire = model.model_fields[name], member.name
        if wire in found:
            found[wire] = _adapt(field.annotation, tuple(field.metadata), found[wire])
    return found


def _adapt(kind: t.Any, metadata: tuple[t.Any, ...], value: t.Any) -> t.Any:
    if t.get_origin(kind) is t.Annotated:
        return _adapt(kind.__origin__, (*kind.__metadata__, *metadata), value)
    if t.get_origin(kind) in (t.Union, types.UnionType):
        inner = next(each for each in t.get_args(kind) if each is not type(None))
        return _adapt(inner, metadata, value)
    if any(isinstance(each, FormatRule) for each in metadata):
        return _sample(t.Annotated[kind, *metadata], value)
    if isinstance(kind, type) and issubclass(kind, OpenEnum) and isinstance(value, str):
        known = [str(each) for each in kind]
        return value if value in known else known[0]
    if isinstance(value, list):
        items = t.cast(list[object], value)
        value = [_adapt(t.get_args(kind)[0], (), each) for each in items]
    elif isinstance(value, dict):
        value = _adapt_dict(kind, t.cast(dict[str, t.Any], value))
    for each in metadata:
        if isinstance(each, Rule):
            value = within(t.cast(Rule[ValueCheck], each).check, value)
    return value


def within(check: ValueCheck, value: t.Any) -> t.Any:
    """Return the value nearest to ``value`` that satisfies ``check``; ``value`` itself if none of a few texts matches a pattern."""
    match check:
        case MultipleOf(factor=factor):
            return -(-value // factor) * factor
        case Between(low=low, high=high):
            return min(max(value, low), high)
        case AtLeast(low=low):
            return max(value, low)
        case AtMost(high=high):
            return min(value, high)
        case Within():
            return _inside(check, value)
        case Length(low=low, high=high, of="items"):
            return _sized(value, low or 0, high)
        case Length(low=low, high=high):
            return str(value).ljust(low or 0, "x")[:high]
        case Matches():
            return next((each for each in (value, *_TEXTS) if check.holds(each)), value)
        case SumsTo():
            return value


def _inside(check: Within, value: t.Any) -> t.Any:
    if check.holds(value):
        return value
    bounds = [
        each for each in (check.low, check.high, check.above, check.below) if each is not None
    ]
    step = (max(bounds) - min(bounds)) / 2 if len(bounds) == 2 else 1
    near = [bound + sign * step for bound in bounds for sign in (0, 1, -1)]
    return next(type(value)(each) for each in near if check.holds(type(value)(each)))


def _sized(value: t.Any, low: int, high: int | None) -> t.Any:
    if isinstance(value, dict):
        return dict(list(t.cast(dict[object, object], value).items())[:high])
    items = t.cast(list[object], value)
    return (items + items[:1] * (low - len(items)))[:high]


def _adapt_dict(kind: t.Any, value: dict[str, t.Any]) -> dict[str, t.Any]:
    if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
        return adapt(kind, value)
    if t.get_origin(kind) is not dict:  # a document
        return value
    return {key: _adapt(t.get_args(kind)[1], (), each) for key, each in value.items()}


def _sample(kind: t.Any, value: t.Any) -> t.Any:
    """Return the first sample of the type of ``value`` that ``kind`` accepts."""
    adapter: pydantic.TypeAdapter[t.Any] = pydantic.TypeAdapter(kind)
    for sample in _SAMPLES:
        if isinstance(sample, type(value)):
            try:
                adapter.validate_python(sample)
            except pydantic.ValidationError:
                continue
            return sample
    return value
