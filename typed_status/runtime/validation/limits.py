"""The service model's own limits, held against what a request is about to send.

Limits bind what is sent and not what arrives: AWS's answers are judged by rules alone.

May import: the standard library, pydantic, pydantic_core, ``runtime.drift`` and ``runtime.types.fields``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator

import pydantic
from pydantic_core import InitErrorDetails, PydanticCustomError

from typed_status.runtime import drift
from typed_status.runtime.types.fields import Limits, members

__all__ = ["beyond_limits"]

_NONE = Limits()


def beyond_limits(model: pydantic.BaseModel) -> list[InitErrorDetails]:
    """Everything in ``model``, however deep, that is beyond its limits or that AWS does not know."""
    return [
        InitErrorDetails(
            type=PydanticCustomError("limit", "{expected}", {"expected": expected}),
            loc=loc,
            input=value,
        )
        for loc, value, expected in _in_model(model, ())
    ]


_Found = tuple[tuple[int | str, ...], t.Any, str]


def _in_model(model: pydantic.BaseModel, loc: tuple[int | str, ...]) -> Iterator[_Found]:
    for name, member in members(type(model)).items():
        yield from _in_value(getattr(model, name), member.limits or _NONE, (*loc, member.name))
    for name, value in (model.model_extra or {}).items():
        yield (
            (*loc, name),
            value,
            f"{drift.UNKNOWN_NAME}: what AWS sent beyond its model cannot be sent",
        )


def _in_value(value: t.Any, limits: Limits, loc: tuple[int | str, ...]) -> Iterator[_Found]:
    for expected in _broken(value, limits):
        yield loc, value, expected
    if isinstance(value, pydantic.BaseModel):
        yield from _in_model(value, loc)
    elif isinstance(value, list):
        for index, item in enumerate(t.cast(list[object], value)):
            yield from _in_value(item, limits.items or _NONE, (*loc, index))
    elif isinstance(value, dict):
        for key, item in t.cast(dict[str, object], value).items():
            yield from _in_value(key, limits.keys or _NONE, (*loc, key, "[key]"))
            yield from _in_value(item, limits.items or _NONE, (*loc, key))


def _broken(value: t.Any, limits: Limits) -> Iterator[str]:
    if isinstance(value, (str, bytes, list, dict)):
        size = len(t.cast(t.Sized, value))
        unit = "characters" if isinstance(value, str) else "items"
        unit = "bytes" if isinstance(value, bytes) else unit
        if limits.min_length is not None and size < limits.min_length:
            yield f"at least {limits.min_length} {unit}"
        if limits.max_length is not None and size > limits.max_length:
            yield f"at most {limits.max_length} {unit}"
    elif isinstance(value, (int, float)):
        if limits.ge is not None and value < limits.ge:
            yield f"a number of at least {limits.ge}"
        if limits.le is not None and value > limits.le:
            yield f"a number of at most {limits.le}"
