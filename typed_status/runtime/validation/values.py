"""Values: scalars of another JSON type that convert without loss are accepted as drift.

``lenient_schemas`` puts these functions into the schemas of texts and numbers.

May import: the standard library, pydantic_core, ``runtime.drift`` and ``runtime.validation.presence``.
"""

from __future__ import annotations

import typing as t

from pydantic_core import ValidationError

from typed_status.runtime import drift
from typed_status.runtime.validation.presence import Place

__all__ = ["number", "text"]

# How JSON contains numbers that it cannot express.
_NAMES = frozenset({"NaN", "Infinity", "-Infinity"})


def text(place: Place, convert: t.Callable[[str], t.Any], value: object) -> t.Any:
    """Convert a number into the text that its schema takes."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return place.accept(value)
    place.contradict("a number instead of a text")
    return convert(str(value))


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
