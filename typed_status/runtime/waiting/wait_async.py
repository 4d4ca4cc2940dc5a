"""``wait``, ``watch`` and ``resume`` for asyncio: thin drivers of ``plan``.

May import: the standard library, ``runtime.client.call_async`` and the rest of ``runtime``.
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
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.botocore_waiters import Waiter
from typed_status.runtime.waiting.conditions import Gone
from typed_status.runtime.waiting.plan import Plan, Poll, Schedule
from typed_status.runtime.waiting.stored import SavedWait
from typed_status.runtime.waiting.wait import DELAY, MAX_DELAY, Changes

__all__ = ["CLOCK", "Clock", "asked", "poll_once", "resume", "wait", "watch"]

AnswerT = t.TypeVar("AnswerT")
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
    """What tells the time and lets it pass: seconds that only go forward, the time of day, and an awaited sleep."""

    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


CLOCK: t.Final = Clock()


@t.overload
async def wait(
    client: ClientT,
    request: StatusRequest[OneT, ClientT, StatusT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: StatusT | Collection[StatusT] | Callable[[OneT], bool] | None = None,
    on_poll: Callable[[Poll[OneT]], None] | None = None,
    clock: Clock = CLOCK,
) -> OneT: ...
@t.overload
async def wait(
    client: ClientT,
    request: StatusRequest[OneT, ClientT, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: Gone,
    on_poll: Callable[[Poll[OneT]], None] | None = None,
    clock: Clock = CLOCK,
) -> OneT | None: ...
@t.overload
async def wait(  # type: ignore[overload-overlap]  # as in waiting
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
    clock: Clock = CLOCK,
) -> list[ManyT]: ...
@t.overload
async def wait(
    client: ClientT,
    request: Request[AnyT, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: Callable[[AnyT], bool],
    on_poll: Callable[[Poll[AnyT]], None] | None = None,
    clock: Clock = CLOCK,
) -> AnyT: ...
@t.overload
async def wait(
    client: ClientT,
    request: Request[AnyT, ClientT],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: Gone | Waiter,
    on_poll: Callable[[Poll[AnyT]], None] | None = None,
    clock: Clock = CLOCK,
) -> AnyT | None: ...
async def wait(
    client: t.Any,
    request: Request[t.Any, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: t.Any = None,
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
    clock: Clock = CLOCK,
) -> t.Any:
    """As ``typed_status.wait``, with an aiobotocore client. Cancelled, it asks no more."""
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plan: Plan = Plan(request, schedule, until, select, now=clock.seconds())
    pause: float | None = 0.0
    while pause is not None:
        pause = (await asked(client, plan, clock, on_poll)).pause
        if pause is not None:
            await clock.sleep(pause)
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
    clock: Clock = CLOCK,
) -> AsyncGenerator[OneT, None]: ...
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
    clock: Clock = CLOCK,
) -> AsyncGenerator[list[ManyT], None]: ...
def watch(
    client: t.Any,
    request: Request[t.Any, t.Any],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    every_poll: bool = False,
    select: Callable[[t.Any], bool] | None = None,
    clock: Clock = CLOCK,
) -> AsyncGenerator[t.Any, None]:
    """As ``typed_status.watch``, with an aiobotocore client. It asks only while it is iterated over."""
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plan: Plan = Plan(request, schedule, None, select, now=clock.seconds(), watching=True)
    return _watched(client, plan, clock, every_poll)


async def _watched(
    client: t.Any, plan: Plan, clock: Clock, every_poll: bool
) -> AsyncGenerator[t.Any, None]:
    changes = Changes(every_poll)
    pause: float | None = 0.0
    while pause is not None:
        poll = await asked(client, plan, clock)
        pause = poll.pause
        if changes.shows(plan, poll):
            yield plan.result
        if pause is not None:
            await clock.sleep(pause)


async def asked(
    client: t.Any,
    plan: Plan,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
) -> Poll[t.Any]:
    """Ask once and tell the plan; raises what ends the wait badly."""
    request = plan.request
    try:
        if isinstance(request, ListRequest):
            listing = t.cast(Request[t.Any, t.Any], request)
            answer = [page async for page in pages(client, listing)]
        else:
            answer = [await call(client, request)]
    except Exception as error:
        return plan.take(error, clock.seconds(), clock.now(), on_poll)
    return plan.take(answer, clock.seconds(), clock.now(), on_poll)


async def poll_once(
    client: ClientT, saved: SavedWait[AnswerT, ClientT], *, clock: Clock = CLOCK
) -> Poll[AnswerT]:
    """As ``typed_status.poll_once``, with an aiobotocore client."""
    poll = await asked(client, saved.plan(clock.seconds(), clock.now()), clock)
    saved.told(poll, clock.now())
    return poll


async def resume(
    client: ClientT,
    saved: SavedWait[AnswerT, ClientT],
    *,
    on_poll: Callable[[Poll[AnswerT]], None] | None = None,
    clock: Clock = CLOCK,
) -> AnswerT:
    """As ``typed_status.resume``, with an aiobotocore client."""
    plan = saved.plan(clock.seconds(), clock.now())
    pause: float | None = saved.pause(clock.now())
    while pause is not None:
        await clock.sleep(pause)
        pause = (await asked(client, plan, clock, saved.teller(on_poll, clock.now))).pause
    return t.cast(AnswerT, plan.result)
