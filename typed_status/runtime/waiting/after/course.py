"""``after=``: what the statuses mean for a wait after a start, with the ``until`` that may name another end.

May import: the standard library, ``runtime.waiting.after.motion``, ``runtime.waiting`` below ``runtime.waiting.after``, and
``runtime`` below ``runtime.waiting``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Callable, Collection, Mapping

from typed_status.runtime.models.operations import Request
from typed_status.runtime.models.starts import Start, StartingRequest
from typed_status.runtime.waiting.after.motion import Course
from typed_status.runtime.waiting.botocore_waiters import is_waiter
from typed_status.runtime.waiting.conditions import GONE

__all__ = ["check_end", "course_after", "course_of", "course_until"]


def course_of(
    start: Start,
    *,
    select: Mapping[str, tuple[t.Any, ...]] | None = None,
    equals: Mapping[str, t.Any] | None = None,
    begun: bool = False,
) -> Course:
    """Return the course that a start declares."""
    return Course(
        wanted=start.wanted,
        gone=start.gone,
        initial=start.initial,
        contrary=start.contrary,
        pending=start.pending,
        watch=start.watch,
        select=select or {},
        equals=equals or {},
        begun=begun,
    )


def course_until(course: Course, until: t.Any) -> Course | None:
    """Return the course to the end that ``until`` names; ``None`` if a predicate or a waiter decides alone."""
    if until is None:
        return course
    if until is GONE:
        return dataclasses.replace(course, wanted=(), gone=True, equals={}, further=False)
    if callable(until) or is_waiter(until):
        return None
    given: Collection[str] = [until] if isinstance(until, str) else until
    texts = tuple(sorted({str(each) for each in given}))
    if not texts:
        raise ValueError("until is empty; pass at least one status")
    return dataclasses.replace(course, wanted=texts, gone=False, equals={}, further=False)


def check_end(start: Start, name: str, until: t.Any) -> None:
    """Raise ``ValueError`` if neither the start nor ``until`` says what to wait for, or ``until`` is no status of it."""
    if until is None and not (start.wanted or start.gone or start.equals):
        raise ValueError(f"it is not known what {name} ends with; pass until=")
    course = course_until(course_of(start), until)
    if course is not None and course.wanted:
        course.members(course.wanted, start.status_request().__operation__.response, wanted=True)


def course_after(
    after: type[StartingRequest[t.Any, t.Any, t.Any, t.Any]] | None,
    request: Request[t.Any, t.Any],
    until: t.Any,
    select: Callable[[t.Any], bool] | None = None,
) -> Course | None:
    """Return the course of a wait for ``request`` after a start; ``None`` without one.

    Raises ``TypeError`` if ``after`` is not the class of a start, and ``ValueError`` if another request reports on it, or if it
    lists everything and neither ``select`` nor a member of the request says which items are meant.
    """
    if after is None:
        return None
    given_class = t.cast(object, after)
    start = getattr(after, "__start__", None)
    if not isinstance(given_class, type) or not isinstance(start, Start):
        given = getattr(given_class, "__name__", type(given_class).__name__)
        raise TypeError(f"after must be the class of a request that starts something, got {given}")
    kind = start.status_request()
    if not isinstance(request, kind):
        raise ValueError(
            f"after={after.__name__}: {kind.__name__} reports on it, not {type(request).__name__}"
        )
    check_end(start, after.__name__, until)
    if until is None and start.equals:
        raise ValueError(
            f"after={after.__name__}: its end is what it sent; pass until= with a predicate, or follow() it"
        )
    # A filter in the request may select what was started.
    has_filter = bool(request.model_fields_set - start.bindings.keys())
    if start.select and select is None and not has_filter:
        raise ValueError(
            f"after={after.__name__}: {kind.__name__} lists others, too; pass select=, or follow() the start"
        )
    return course_until(course_of(start), until)
