"""Values: scalars of another JSON type that convert without loss are accepted as drift; an empty text for an enum that does
not declare it is an absent member, or in a list or map an unknown value.

``lenient_schemas`` puts these functions into the schemas of texts and numbers.

May import: the standard library, pydantic, pydantic_core, ``runtime.context``, ``runtime.drift``, ``runtime.types`` and
``runtime.validation.presence``.
"""

from __future__ import annotations

import typing as t

import pydantic
from pydantic_core import ValidationError

from typed_status.runtime import context, drift
from typed_status.runtime.types.enums import OpenEnum
from typed_status.runtime.types.sent import keep
from typed_status.runtime.validation.presence import Item, Place, RequiredMember, rejected

__all__ = ["again", "enum_key", "enum_value", "number", "text"]

# How JSON contains numbers that it cannot express.
_NAMES = frozenset({"NaN", "Infinity", "-Infinity"})


def again(value: object, handler: t.Callable[[object], t.Any], *, count: int = 1) -> t.Any:
    """Validate a value that ``count`` choices of pydantic-core rejected: the schema itself decides and says why."""
    try:
        return handler(value)
    except ValidationError:
        drift.count_repeated_errors(count)
        raise


def text(place: Place, convert: t.Callable[[str], t.Any], value: object) -> t.Any:
    """Convert a number into the text that its schema takes."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return place.accept(value)
    place.contradict("a number instead of a text")
    return convert(str(value))


def enum_value(
    place: Place, enum_class: type[OpenEnum], value: object, info: pydantic.ValidationInfo
) -> t.Any:
    """Convert a number into a value of an enum, and an empty text into what it stands for."""
    if value != "":
        return text(place, enum_class, value)
    if isinstance(place, Item):
        return enum_key(enum_class, value)
    keep(info, None, "")
    return place.accept(None) if isinstance(place, RequiredMember) else None


def enum_key(enum_class: type[OpenEnum], value: object) -> OpenEnum:
    """Keep an empty text as an unknown value: in a list or map, it is no absent member."""
    if value != "" or context.is_strict():
        raise rejected()
    return enum_class.keep_unknown("")


def number(
    place: Place, value: object, handler: t.Callable[[object], int | float]
) -> int | float | None:
    """Convert a text into the number that ``handler`` validates."""
    try:
        converted = handler(value)
    except ValidationError:
        converted = None
    if converted is None:  # outside of the except block: the error would contain the value
        return t.cast(None, place.accept(value))
    # A constructor takes what pydantic takes.
    if isinstance(value, str) and value not in _NAMES and not drift.is_constructing():
        place.contradict("a text instead of a number")
    return converted
