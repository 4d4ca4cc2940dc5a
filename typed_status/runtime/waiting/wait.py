"""``wait`` and ``watch`` with a boto3 client: loops that poll, record the attempt in a ``Plan`` and sleep.

May import: the standard library, the modules of ``runtime.waiting`` below this one, ``runtime.client``,
``runtime.statuses``, ``runtime.wire`` and everything below them.
"""

from __future__ import annotations

import contextlib
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
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.statuses.lists import ListResult
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.waiting.after.course import course_after
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY, Schedule
from typed_status.runtime.waiting.botocore_waiters import Waiter
from typed_status.runtime.waiting.conditions import Gone
from typed_status.runtime.waiting.plan import Plan, Poll
from typed_status.runtime.wire import requiring_body

__all__ = ["CLOCK", "ChangeFilter", "Clock", "poll_plan", "polling", "wait", "watch"]

ClientT = t.TypeVar("ClientT")
StatusResponseT = t.TypeVar("StatusResponseT", bound=StatusResponse[t.Any])
ResponseT = t.TypeVar("ResponseT", bound=Response)
ListResponseT = t.TypeVar("ListResponseT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")
AnswerT = t.TypeVar("AnswerT")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a wait, which tests can replace: ``time.monotonic``, the current UTC time, and ``time.sleep``."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], None] = time.sleep


CLOCK: t.Final = Clock()


@t.overload
def wait(
    client: ClientT,
    request: Request[t.Any, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: StatusEnum | Collection[StatusEnum] | None = None,
    after: type[StartingRequest[t.Any, t.Any, list[AnswerT], t.Any]],
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[AnswerT]], None] | None = None,
    clock: Clock = Clock(),
) -> AnswerT: ...
@t.overload
def wait(
    client: ClientT,
    request: Request[t.Any, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: StatusEnum | Collection[StatusEnum] | None = None,
    after: type[StartingRequest[t.Any, t.Any, AnswerT, t.Any]],
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[AnswerT]], None] | None = None,
    clock: Clock = Clock(),
) -> AnswerT: ...
@t.overload
def wait(
    client: ClientT,
    request: StatusRequest[StatusResponseT, ClientT, StatusT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: StatusT | Collection[StatusT] | Callable[[StatusResponseT], bool] | None = None,
    on_poll: Callable[[Poll[StatusResponseT]], None] | None = None,
    clock: Clock = Clock(),
) -> StatusResponseT: ...
@t.overload
def wait(
    client: ClientT,
    request: StatusRequest[StatusResponseT, ClientT, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: Gone,
    on_poll: Callable[[Poll[StatusResponseT]], None] | None = None,
    clock: Clock = Clock(),
) -> StatusResponseT | None: ...
@t.overload
def wait(  # type: ignore[overload-overlap]  # a ListRequest that is typed as a plain Request returns a ListResult, too
    client: ClientT,
    request: ListRequest[ListResponseT, ClientT, StatusT, ItemT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: StatusT
    | Collection[StatusT]
    | Callable[[ListResult[ItemT, StatusT, ListResponseT]], bool]
    | Gone
    | Waiter
    | None = None,
    select: Callable[[ItemT], bool] | None = None,
    on_poll: Callable[[Poll[ListResult[ItemT, StatusT, ListResponseT]]], None] | None = None,
    clock: Clock = Clock(),
) -> ListResult[ItemT, StatusT, ListResponseT]: ...
@t.overload
def wait(
    client: ClientT,
    request: Request[ResponseT, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: Callable[[ResponseT], bool],
    on_poll: Callable[[Poll[ResponseT]], None] | None = None,
    clock: Clock = Clock(),
) -> ResponseT: ...
@t.overload
def wait(
    client: ClientT,
    request: Request[ResponseT, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: Gone | Waiter,
    on_poll: Callable[[Poll[ResponseT]], None] | None = None,
    clock: Clock = Clock(),
) -> ResponseT | None: ...
def wait(
    client: t.Any,
    request: Request[t.Any, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: t.Any = None,
    after: type[StartingRequest[t.Any, t.Any, t.Any, t.Any]] | None = None,
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
    clock: Clock = Clock(),
) -> t.Any:
    """Poll until the status is a successful terminal one; return the last response.

    Right after an action, AWS may still report the status from before it: after ``StartInstances``, that is ``stopped``, a success.
    Say what was done with ``after=``, or let ``begin`` do it, so that the old status does not end the wait.

    For list operations, each attempt polls every page, all items must succeed, and a ``ListResult`` is returned: a sequence
    of the items, with ``statuses`` and ``pages``. Between attempts there is exponential backoff with jitter; throttling and
    other transient errors are retried.

    Args:
        client: a boto3 client of the request's service.
        request: a request whose response reports a status, or a list of statuses. With a predicate, ``GONE`` or a
            waiter as ``until``, any request.
        timeout: the deadline, in seconds from now; a last attempt is made when it is reached.
        delay: the minimum seconds between the first two attempts. With jitter it is up to twice as many; both bounds
            double with each attempt.
        max_delay: the maximum seconds between two attempts, unless the service itself requests more (``Retry-After``).
        appears_within: the seconds from now in which what is waited for may be missing: a not-found error, an empty list,
            or the final status of an earlier resource of the same name. Afterwards it has to be there.
        poll_blocked: poll on at a status that does not change unless you or another party act (``StatusEnum.is_blocked``).
        until: the condition to wait for, if not any success. A success is that of the status and of the further statuses
            that must be terminal, too (``CatalogEntry.further``); for a condition those do not matter:

            - a status, or a set of statuses. A failed or canceled status ends the wait, unless it is in the set, and so
              does one at which the resource is at its end (``StatusEnum.is_gone``).
            - a predicate of the response (of the ``ListResult`` for list operations).
            - ``GONE``: wait for the end of a resource. A not-found error is a success, and ``None`` is returned for it (a
              ``ListResult`` without pages for list operations).
            - a botocore waiter, ``client.get_waiter("instance_stopped")``, for the operation that it polls. Only its
              acceptors decide; for list operations they see all pages merged into one response. If they accept an
              error as success, ``None`` is returned, and a ``ListResult`` without pages for list operations.
        after: the class of the request of a start that was sent before, such as ``ec2.StopInstancesRequest``: which statuses are
            wanted, left over from before, or mean that the wanted one cannot come. ``until`` names another end. Where the wanted end is
            that the resource is gone, ``None`` is returned for it.
        select: for list operations, a predicate of the items to wait for; by default all. Others are only in ``pages``
            of the ``ListResult``.
        on_poll: called after each attempt, including the last one and those that raised a transient error.
        clock: the clock and sleep function; replace it in tests.

    Raises:
        WaitFailed, WaitCanceled: the status, or without ``until`` a further status, is failed or canceled; or the status
            is final so that ``until`` cannot be reached; or the rest is done and AWS lists what it could not return, as in
            ECS's ``failures`` (not with a predicate, ``GONE`` or a waiter).
        WaitBlocked: the status is none of those in ``until`` and awaits you or another party, and AWS changes nothing before
            they act: of a list operation, of all items that are not terminal. Not with a predicate, ``GONE`` or a waiter.
        WaitTimeout: the deadline passed, or a list was empty for longer than ``appears_within``.
        WaitError: the response has no status, or only items without a status are not terminal.
        ValueError: a duration is out of range, a status is not one of the operation's, a waiter polls another operation, another
            request reports on ``after``, or a list of ids in the request is empty, which AWS reads as all.
        TypeError: the operation reports no status, and ``until`` is neither a predicate, ``GONE`` nor a waiter.

    Errors of ``call`` and ``pages`` that are not transient are raised at once.
    """
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    course = course_after(after, request, until, select)
    plan: Plan = Plan(request, schedule, until, select, now=clock.monotonic(), course=course)
    next_delay: float | None = 0.0
    while next_delay is not None:
        next_delay = poll_plan(client, plan, clock, on_poll).next_delay
        if next_delay is not None:
            clock.sleep(next_delay)
    return plan.result


@t.overload
def watch(
    client: ClientT,
    request: StatusRequest[StatusResponseT, ClientT, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    every_poll: bool = False,
    clock: Clock = Clock(),
) -> Generator[StatusResponseT, None, None]: ...
@t.overload
def watch(
    client: ClientT,
    request: ListRequest[ListResponseT, ClientT, StatusT, ItemT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    every_poll: bool = False,
    select: Callable[[ItemT], bool] | None = None,
    clock: Clock = Clock(),
) -> Generator[ListResult[ItemT, StatusT, ListResponseT], None, None]: ...
def watch(
    client: t.Any,
    request: Request[t.Any, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    every_poll: bool = False,
    select: Callable[[t.Any], bool] | None = None,
    clock: Clock = Clock(),
) -> Generator[t.Any, None, None]:
    """Yield the response (for list operations: a ``ListResult``) at each change of a status or the phase,
    or at each attempt.

    The last response is terminal, successful or not, or awaits you or another party (``StatusEnum.is_blocked``), unless
    ``poll_blocked`` polls on. Parameters and errors are those of ``wait``, except that a failed, canceled or blocked status
    raises no error.
    """
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    plan: Plan = Plan(request, schedule, None, select, now=clock.monotonic(), watching=True)
    return _watch(client, plan, clock, every_poll)


def _watch(
    client: t.Any, plan: Plan, clock: Clock, every_poll: bool
) -> Generator[t.Any, None, None]:
    changes = ChangeFilter(every_poll)
    next_delay: float | None = 0.0
    while next_delay is not None:
        poll = poll_plan(client, plan, clock)
        next_delay = poll.next_delay
        if changes.is_shown(plan, poll):
            yield plan.result
        if next_delay is not None:
            clock.sleep(next_delay)


def polling(request: Request[t.Any, t.Any]) -> contextlib.AbstractContextManager[None]:
    """Return the context of an attempt: a response that should report statuses must have a body."""
    reports_status = isinstance(request, (StatusRequest, ListRequest))
    return requiring_body() if reports_status else contextlib.nullcontext()


def poll_plan(
    client: t.Any,
    plan: Plan,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
) -> Poll[t.Any]:
    """Make one attempt and record it in the plan; raises the error that ends the wait."""
    request = plan.request
    try:
        with polling(request):
            if isinstance(request, ListRequest):
                responses = list(pages(client, t.cast(Request[t.Any, t.Any], request)))
            else:
                responses = [call(client, request)]
    except Exception as error:
        return plan.record(error, clock.monotonic(), clock.now(), on_poll)
    return plan.record(responses, clock.monotonic(), clock.now(), on_poll)


class ChangeFilter:
    """Selects the attempts that ``watch`` yields: those that change a status or the phase, or all of them."""

    def __init__(self, every_poll: bool) -> None:
        self.every_poll = every_poll
        self.previous: tuple[list[StatusEnum | None], Phase] | None = None

    def is_shown(self, plan: Plan, poll: Poll[t.Any]) -> bool:
        """Return whether to yield the last attempt."""
        state = plan.statuses, poll.phase
        if poll.error is not None or not (self.every_poll or state != self.previous):
            return False
        self.previous = state
        return True
