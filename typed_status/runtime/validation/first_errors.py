"""Bound what an error costs: the first errors of an input in detail, and the number of the others.

pydantic makes an object for each of its errors, of which a list of wrong items has as many as items.

May import: the standard library, pydantic, pydantic_core, ``runtime.types.choices`` and
``runtime.validation.presence``.
"""

from __future__ import annotations

import itertools
import typing as t
from collections.abc import Callable

import pydantic
from pydantic_core import ErrorDetails, from_json, to_json

from typed_status.runtime.types.choices import REPEATED
from typed_status.runtime.validation.presence import is_marker

__all__ = ["LIMIT", "OMITTED", "FirstErrors", "first_errors"]

LIMIT: t.Final = 100
"""How many errors are kept."""

OMITTED: t.Final = "omitted"
"""The type of an error that stands for ``count`` others."""

# The errors about a member that is absent.
_ABSENT = ("missing", "missing_member")

# How many items of each list and map are validated again, until they contain enough errors. No structure has as many
# members, so that none lacks one for this.
_FIRST_SIZE = 1000


class FirstErrors(t.NamedTuple):
    """The first errors, and how many others there are."""

    details: list[ErrorDetails]
    omitted: int


def first_errors(
    error: pydantic.ValidationError,
    validate: Callable[[t.Any], object],
    raw: object,
    repeated: int,
) -> FirstErrors:
    """Return the first of the errors that ``validate`` raised for ``raw``.

    ``repeated``: how many errors say again what another one says: the schema of a member that is absent rejects the marker
    as well, and a value that breaks a rule breaks it in pydantic-core first.
    """
    count = error.error_count()
    size = _FIRST_SIZE
    # With a small part of many items: the whole error is as large as the input.
    while error.error_count() > 2 * LIMIT and size < count:
        fewer = _error_of(validate, _part(raw, size))
        if fewer is not None and fewer.error_count() >= 2 * LIMIT:
            error = fewer
            break
        size *= 10
    details = error.errors(include_url=False)
    counted = [each.get("ctx", {})["count"] - 1 for each in details if each["type"] == OMITTED]
    first = [
        each
        for each in details
        if not is_marker(each["input"]) or each["type"] in _ABSENT
        if each["type"] != OMITTED and REPEATED not in each["loc"]
    ][:LIMIT]
    return FirstErrors(first, count - repeated - len(first) + sum(counted))


def _error_of(validate: Callable[[t.Any], object], raw: object) -> pydantic.ValidationError | None:
    try:
        validate(raw)
    except pydantic.ValidationError as error:
        return error
    return None


def _part(raw: object, size: int) -> object:
    """Return ``raw``, a Python value or JSON, with at most ``size`` items in each list and map."""
    if isinstance(raw, (str, bytes, bytearray)):
        return to_json(_truncated(from_json(raw), size), inf_nan_mode="constants")
    return _truncated(raw, size)


def _truncated(value: object, size: int) -> object:
    if isinstance(value, dict):
        items = itertools.islice(t.cast(dict[object, object], value).items(), size)
        return {key: _truncated(item, size) for key, item in items}
    if isinstance(value, (list, tuple)):
        return [
            _truncated(item, size) for item in itertools.islice(t.cast(list[object], value), size)
        ]
    return value
