"""Check a request against the limits of the service model: lengths, ranges, unknown parameters.

Limits apply to requests only. Responses are checked against rules.

May import: the standard library, pydantic, pydantic_core, ``runtime.drift``, ``runtime.types.fields`` and
``runtime.validation.first_errors``.
"""

from __future__ import annotations

import itertools
import typing as t
from collections.abc import Iterator

import pydantic
from pydantic_core import InitErrorDetails, PydanticCustomError

from typed_status.runtime import drift
from typed_status.runtime.types.fields import Limits, members
from typed_status.runtime.validation.first_errors import LIMIT, OMITTED

__all__ = ["limit_errors"]

_NONE = Limits()


def limit_errors(model: pydantic.BaseModel) -> list[InitErrorDetails]:
    """List the values in ``model``, at any depth, that break a limit or that AWS's model does not declare.

    Beyond the first, the last error is their number.
    """
    broken = _in_model(model, ())
    errors = [
        InitErrorDetails(type=error, loc=loc, input=value)
        for loc, value, error in itertools.islice(broken, LIMIT)
    ]
    omitted = sum(1 for _ in broken)
    if omitted:
        more = PydanticCustomError(OMITTED, "and {count} more", {"count": omitted})
        errors.append(InitErrorDetails(type=more, input=None))
    return errors


_Located = tuple[tuple[int | str, ...], t.Any, PydanticCustomError]


def _in_model(model: pydantic.BaseModel, loc: tuple[int | str, ...]) -> Iterator[_Located]:
    for name, member in members(type(model)).items():
        is_absent = name not in vars(model) and type(model).model_fields[name].is_required()
        if is_absent or (member.required and getattr(model, name, None) is None):
            yield (*loc, member.name), None, PydanticCustomError("missing_member", "a value")
        yield from _in_value(
            getattr(model, name, None), member.limits or _NONE, (*loc, member.name)
        )
    for name, value in (model.model_extra or {}).items():
        # A structure of a response may have members that AWS added to its model: they cannot be sent.
        yield (*loc, name), value, drift.unknown_parameter()


def _in_value(value: t.Any, limits: Limits, loc: tuple[int | str, ...]) -> Iterator[_Located]:
    for expected in _broken_limits(value, limits):
        yield loc, value, PydanticCustomError("limit", "{expected}", {"expected": expected})
    if isinstance(value, pydantic.BaseModel):
        yield from _in_model(value, loc)
    elif isinstance(value, list):
        for index, item in enumerate(t.cast(list[object], value)):
            yield from _in_value(item, limits.items or _NONE, (*loc, index))
    elif isinstance(value, dict):
        for key, item in t.cast(dict[str, object], value).items():
            yield from _in_value(key, limits.keys or _NONE, (*loc, key, "[key]"))
            yield from _in_value(item, limits.items or _NONE, (*loc, key))


def _broken_limits(value: t.Any, limits: Limits) -> Iterator[str]:
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
