"""An empty object in place of a list, which botocore reads as an empty list: some languages write an empty list so.

Nothing is spent on it unless pydantic has rejected a response: then the lists are put in place, and it is validated again.

May import: the standard library, pydantic, ``runtime.types.choices`` and ``runtime.types.lone_surrogates``.
"""

from __future__ import annotations

import typing as t

import pydantic

from typed_status.runtime.types.choices import CHOICES
from typed_status.runtime.types.lone_surrogates import parse_json

__all__ = ["with_empty_lists"]

# As many errors are looked through; a response with more is refused.
_LIMIT = 10_000

Step = int | str


def with_empty_lists(
    error: pydantic.ValidationError, raw: bytes | str
) -> tuple[t.Any, list[str]] | None:
    """Return the value of the JSON ``raw`` with lists in place of the empty objects that pydantic rejected, and their members.

    ``None`` if it rejected none, or could not parse ``raw``.
    """
    if error.error_count() > _LIMIT:
        return None
    places = [
        [step for step in each["loc"] if step not in CHOICES]
        for each in error.errors(include_url=False, include_context=False)
        if each["type"] == "list_type" and each["input"] == {}
    ]
    if not places:
        return None
    value = parse_json(raw)
    for place in places:
        if not _put_list(value, place):
            return None
    return value, list(dict.fromkeys(str(place[-1]) for place in places))


def _put_list(value: t.Any, place: list[Step]) -> bool:
    """Replace the empty object at ``place`` by a list; false if there is none, as where a key of a map is not its name."""
    *before, last = place
    try:
        for step in before:
            value = value[step]
        if value[last] != {}:
            return False
        value[last] = []
    except (LookupError, TypeError):
        return False
    return True
