"""The end of what was started where no status reports it: the response has what the start sent.

May import: the standard library, ``runtime.waiting.motion`` and ``runtime`` below ``runtime.waiting``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

from typed_status.runtime.models.operations import Response, plain
from typed_status.runtime.statuses.status import values_at
from typed_status.runtime.waiting.motion import Course

__all__ = ["equality"]


def equality(course: Course) -> Callable[[Response], bool]:
    """Return the predicate of the response that has the values of ``course.equals``."""
    return lambda response: all(
        any(_has(plain(found), value) for found in values_at(response, tuple(path.split("."))))
        for path, value in course.equals.items()
    )


def _has(found: t.Any, sent: t.Any) -> bool:
    """Check whether a value has all that was sent: AWS may add members, and orders lists in its own way."""
    if isinstance(sent, dict) and isinstance(found, dict):
        given, wanted = t.cast(dict[str, t.Any], found), t.cast(dict[str, t.Any], sent)
        return all(name in given and _has(given[name], value) for name, value in wanted.items())
    if isinstance(sent, list) and isinstance(found, list):
        left = list(found)
        for value in sent:
            match = next((index for index, each in enumerate(left) if _has(each, value)), None)
            if match is None:
                return False
            del left[match]
        return not left
    return bool(found == sent)
