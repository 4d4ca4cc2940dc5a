"""``wait``, ``watch``, ``poll_once`` and ``resume`` for asyncio: loops that poll, record the attempt in a ``Plan`` and
sleep.

May import: the standard library, the modules of ``runtime.waiting`` below this one, ``runtime.client``,
``runtime.statuses`` and everything below them.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
import typing as t
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from datetime import UTC, datetime

from typed_status.runtime.client.call_async import call, pages
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
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.after.course import course_after
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY, Schedule
from typed_status.runtime.waiting.botocore_waiters import Waiter
from typed_status.runtime.waiting.conditions import Gone
from typed_status.runtime.waiting.plan import Plan, Poll
from typed_status.runtime.waiting.stored import SavedWait
from typed_status.runtime.waiting.wait import ChangeFilter, polling

__all__ = ["CLOCK", "Clock", "poll_once", "poll_plan", "resume", "wait", "watch"]

ResultT = t.TypeVar("ResultT")
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
    """The clock of a wait, which tests can replace: ``time.monotonic``, the current UTC time, and ``asyncio.sleep``."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


CLOCK: t.Final = Clock()


@t.overload
async def wait(
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
    clock: Clock = CLOCK,
) -> AnswerT: ...
@t.overload
async def wait(
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
    clock: Clock = CLOCK,
) -> AnswerT: ...
@t.overload
async def wait(
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
    clock: Clock = CLOCK,
) -> StatusResponseT: ...
@t.overload
async def wait(
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
    clock: Clock = CLOCK,
) -> StatusResponseT | None: ...
@t.overload
async def wait(  # type: ignore[overload-overlap]  # as in the sync version
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
    clock: Clock = CLOCK,
) -> ListResult[ItemT, StatusT, ListResponseT]: ...
@t.overload
async def wait(
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
    clock: Clock = CLOCK,
) -> ResponseT: ...
@t.overload
async def wait(
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
    clock: Clock = CLOCK,
) -> ResponseT | None: ...
async def wait(
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
    clock: Clock = CLOCK,
) -> t.Any:
    """Wait as ``typed_status.wait`` does, with an aiobotocore client; cancelling the task stops polling."""
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
        next_delay = (await poll_plan(client, plan, clock, on_poll)).next_delay
        if next_delay is not None:
            await clock.sleep(next_delay)
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
    clock: Clock = CLOCK,
) -> AsyncGenerator[StatusResponseT, None]: ...
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
    clock: Clock = CLOCK,
) -> AsyncGenerator[ListResult[ItemT, StatusT, ListResponseT], None]: ...
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
    clock: Clock = CLOCK,
) -> AsyncGenerator[t.Any, None]:
    """Watch as ``typed_status.watch`` does, with an aiobotocore client; it polls only while it is iterated over."""
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    plan: Plan = Plan(request, schedule, None, select, now=clock.monotonic(), watching=True)
    return _watch(client, plan, clock, every_poll)


async def _watch(
    client: t.Any, plan: Plan, clock: Clock, every_poll: bool
) -> AsyncGenerator[t.Any, None]:
    changes = ChangeFilter(every_poll)
    next_delay: float | None = 0.0
    while next_delay is not None:
        poll = await poll_plan(client, plan, clock)
        next_delay = poll.next_delay
        if changes.is_shown(plan, poll):
            yield plan.result
        if next_delay is not None:
            await clock.sleep(next_delay)


async def poll_plan(
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
                list_request = t.cast(Request[t.Any, t.Any], request)
                responses = [page async for page in pages(client, list_request)]
            else:
                responses = [await call(client, request)]
    except Exception as error:
        return plan.record(error, clock.monotonic(), clock.now(), on_poll)
    return plan.record(responses, clock.monotonic(), clock.now(), on_poll)


async def poll_once(
    client: ClientT, saved: SavedWait[ResultT, ClientT], *, clock: Clock = CLOCK
) -> Poll[ResultT]:
    """Poll once, as ``typed_status.poll_once`` does, with an aiobotocore client."""
    plan = saved.plan(clock.monotonic(), clock.now())
    poll = await poll_plan(client, plan, clock)
    saved.update(plan, poll, clock.now())
    return poll


async def resume(
    client: ClientT,
    saved: SavedWait[ResultT, ClientT],
    *,
    on_poll: Callable[[Poll[ResultT]], None] | None = None,
    clock: Clock = CLOCK,
) -> ResultT:
    """Resume a saved wait, as ``typed_status.resume`` does, with an aiobotocore client."""
    plan = saved.plan(clock.monotonic(), clock.now())
    update = saved.updating(plan, on_poll, clock.now)
    next_delay: float | None = saved.next_delay(clock.now())
    while next_delay is not None:
        await clock.sleep(next_delay)
        next_delay = (await poll_plan(client, plan, clock, update)).next_delay
    return t.cast(ResultT, plan.result)
