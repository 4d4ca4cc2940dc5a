"""Waiting and watching with a boto3 client: thin drivers of ``plan``, which ask, sleep and tell.

May import: the standard library and the rest of ``runtime``.
"""

from __future__ import annotations

import dataclasses
import time
import typing as t
from collections.abc import Callable, Collection, Generator
from datetime import UTC, datetime

from typed_status.runtime.client.call import call
from typed_status.runtime.client.pagination import pages
from typed_status.runtime.models.operations import (
    ListRequest,
    ListResponse,
    Request,
    Response,
    StatusRequest,
    StatusResponse,
)
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.botocore_waiters import Waiter
from typed_status.runtime.waiting.conditions import Gone
from typed_status.runtime.waiting.plan import Plan, Poll, Schedule

__all__ = ["CLOCK", "DELAY", "MAX_DELAY", "Changes", "Clock", "asked", "wait", "watch"]

DELAY: t.Final = 2.0
MAX_DELAY: t.Final = 30.0

ClientT = t.TypeVar("ClientT")
OneT = t.TypeVar("OneT", bound=StatusResponse[t.Any])
AnyT = t.TypeVar("AnyT", bound=Response)
ManyT = t.TypeVar("ManyT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time and lets it pass: seconds that only go forward, the time of day, and sleep."""

    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep


CLOCK: t.Final = Clock()


@t.overload
def wait(
    client: ClientT,
    request: StatusRequest[OneT, ClientT, StatusT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: StatusT | Collection[StatusT] | Callable[[OneT], bool] | None = None,
    on_poll: Callable[[Poll[OneT]], None] | None = None,
    clock: Clock = Clock(),
) -> OneT: ...
@t.overload
def wait(
    client: ClientT,
    request: StatusRequest[OneT, ClientT, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: Gone,
    on_poll: Callable[[Poll[OneT]], None] | None = None,
    clock: Clock = Clock(),
) -> OneT | None: ...
@t.overload
def wait(  # type: ignore[overload-overlap]  # of a listing known as a Request alone, pages come all the same
    client: ClientT,
    request: ListRequest[ManyT, ClientT, StatusT, ItemT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: StatusT
    | Collection[StatusT]
    | Callable[[list[ManyT]], bool]
    | Gone
    | Waiter
    | None = None,
    select: Callable[[ItemT], bool] | None = None,
    on_poll: Callable[[Poll[list[ManyT]]], None] | None = None,
    clock: Clock = Clock(),
) -> list[ManyT]: ...
@t.overload
def wait(
    client: ClientT,
    request: Request[AnyT, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: Callable[[AnyT], bool],
    on_poll: Callable[[Poll[AnyT]], None] | None = None,
    clock: Clock = Clock(),
) -> AnyT: ...
@t.overload
def wait(
    client: ClientT,
    request: Request[AnyT, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: Gone | Waiter,
    on_poll: Callable[[Poll[AnyT]], None] | None = None,
    clock: Clock = Clock(),
) -> AnyT | None: ...
def wait(
    client: t.Any,
    request: Request[t.Any, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: t.Any = None,
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
    clock: Clock = Clock(),
) -> t.Any:
    """Ask again and again until the status is settled well; the last response, or all pages of a listing.

    Args:
        client: a boto3 client of the request's service.
        request: a request whose response reports a status, or the statuses of what it lists; with a waiter, any
            that the waiter polls.
        timeout: seconds after which ``WaitTimeout`` is raised; it is asked once more at the end of them.
        delay: seconds after the first answer at least, by chance up to twice as many; both double with each answer.
        max_delay: seconds that a pause has at most, unless the service itself says when to ask again.
        until: what to wait for, where that is not any good end: a status or several; a predicate of the response
            (of the pages of a listing); or ``GONE``, where an error that there is none is a good end and ``None``
            is returned. A status that failed or was canceled ends the wait, unless it is waited for. Of an
            operation that reports no status, a predicate or ``GONE``. Or, of any operation that it polls, a
            waiter of botocore's, ``client.get_waiter("instance_stopped")``: then its acceptors alone decide, of a
            listing on all pages as one response; where they take an error for success, ``None`` (of a listing no
            pages) is returned.
        select: of a listing, the items that count; all do, if it is not given.
        on_poll: is told of each answer, the last one and errors that came instead among them.
        clock: tells the time and sleeps; for tests.

    Raises:
        WaitFailed, WaitCanceled: the status ended so.
        WaitTimeout: it had not ended in time.
        WaitError: the response carries no status (any more), or of a listing only items without one are not settled.
        ValueError: a timeout or delay that is none, a status that the operation does not have, or a waiter of
            another operation.

    And what ``call`` and ``pages`` raise, but for throttling and errors that pass: these count as an answer
    that says nothing.
    """
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plan: Plan = Plan(request, schedule, until, select, now=clock.seconds())
    pause: float | None = 0.0
    while pause is not None:
        pause = asked(client, plan, clock, on_poll).pause
        if pause is not None:
            clock.sleep(pause)
    return plan.result


@t.overload
def watch(
    client: ClientT,
    request: StatusRequest[OneT, ClientT, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    every_poll: bool = False,
    clock: Clock = Clock(),
) -> Generator[OneT, None, None]: ...
@t.overload
def watch(
    client: ClientT,
    request: ListRequest[ManyT, ClientT, t.Any, ItemT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    every_poll: bool = False,
    select: Callable[[ItemT], bool] | None = None,
    clock: Clock = Clock(),
) -> Generator[list[ManyT], None, None]: ...
def watch(
    client: t.Any,
    request: Request[t.Any, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    every_poll: bool = False,
    select: Callable[[t.Any], bool] | None = None,
    clock: Clock = Clock(),
) -> Generator[t.Any, None, None]:
    """The responses (of a listing: their pages), one for each change of status, or one for each poll.

    The last one is settled, well or not. Parameters and errors are those of ``wait``, but for ``WaitFailed`` and
    ``WaitCanceled``, which a watcher sees as a status.
    """
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plan: Plan = Plan(request, schedule, None, select, now=clock.seconds(), watching=True)
    return _watched(client, plan, clock, every_poll)


def _watched(
    client: t.Any, plan: Plan, clock: Clock, every_poll: bool
) -> Generator[t.Any, None, None]:
    changes = Changes(every_poll)
    pause: float | None = 0.0
    while pause is not None:
        poll = asked(client, plan, clock)
        pause = poll.pause
        if changes.shows(plan, poll):
            yield plan.result
        if pause is not None:
            clock.sleep(pause)


def asked(
    client: t.Any,
    plan: Plan,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
) -> Poll[t.Any]:
    """Ask once and tell the plan; raises what ends the wait badly."""
    request = plan.request
    try:
        if isinstance(request, ListRequest):
            answer = list(pages(client, t.cast(Request[t.Any, t.Any], request)))
        else:
            answer = [call(client, request)]
    except Exception as error:
        return plan.take(error, clock.seconds(), clock.now(), on_poll)
    return plan.take(answer, clock.seconds(), clock.now(), on_poll)


class Changes:
    """What a watcher is shown: each answer that changes a status, or every one."""

    def __init__(self, every_poll: bool) -> None:
        self.every_poll = every_poll
        self.before: list[StatusEnum | None] | None = None

    def shows(self, plan: Plan, poll: Poll[t.Any]) -> bool:
        """Whether the last answer is one to show."""
        if poll.error is not None or not (self.every_poll or plan.statuses != self.before):
            return False
        self.before = plan.statuses
        return True
