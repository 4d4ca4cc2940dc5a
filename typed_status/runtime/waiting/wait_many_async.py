"""Many waits at once for asyncio: ``wait_all`` and ``as_completed``, with a task for each wait.

May import: the standard library, ``runtime.waiting.wait_async`` and the rest of ``runtime``.
"""

from __future__ import annotations

import asyncio
import contextlib
import typing as t
from collections.abc import AsyncGenerator, Callable, Collection, Iterable

from typed_status.runtime.models.operations import (
    ListRequest,
    ListResponse,
    Request,
    StatusRequest,
    StatusResponse,
)
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.botocore_waiters import Waiter
from typed_status.runtime.waiting.conditions import Gone
from typed_status.runtime.waiting.plan import Plan, Poll, Schedule
from typed_status.runtime.waiting.wait import DELAY, MAX_DELAY
from typed_status.runtime.waiting.wait_async import CLOCK, Clock, asked
from typed_status.runtime.waiting.wait_many import CONCURRENCY, Outcome, plans_of

__all__ = ["as_completed", "wait_all"]

ClientT = t.TypeVar("ClientT")
OneT = t.TypeVar("OneT", bound=StatusResponse[t.Any])
ManyT = t.TypeVar("ManyT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")


@t.overload
async def wait_all(
    client: ClientT,
    requests: Iterable[StatusRequest[OneT, ClientT, StatusT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: StatusT | Collection[StatusT] | Callable[[OneT], bool] | Gone | Waiter | None = None,
    on_poll: Callable[[Poll[OneT]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[OneT]]: ...
@t.overload
async def wait_all(
    client: ClientT,
    requests: Iterable[ListRequest[ManyT, ClientT, StatusT, ItemT]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[list[ManyT]]]: ...
async def wait_all(
    client: t.Any,
    requests: Iterable[Request[t.Any, t.Any]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: t.Any = None,
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[t.Any]]:
    """As ``typed_status.wait_all``, with an aiobotocore client. Cancelled, none of the waits asks any more."""
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plans = plans_of(requests, schedule, until, select, clock.seconds(), concurrency)
    async with contextlib.aclosing(_ended(client, plans, concurrency, clock, on_poll)) as found:
        ended = {index: outcome async for index, outcome in found}
    return [ended[index] for index in sorted(ended)]


@t.overload
def as_completed(
    client: ClientT,
    requests: Iterable[StatusRequest[OneT, ClientT, StatusT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: StatusT | Collection[StatusT] | Callable[[OneT], bool] | Gone | Waiter | None = None,
    on_poll: Callable[[Poll[OneT]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[OneT], None]: ...
@t.overload
def as_completed(
    client: ClientT,
    requests: Iterable[ListRequest[ManyT, ClientT, StatusT, ItemT]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[list[ManyT]], None]: ...
def as_completed(
    client: t.Any,
    requests: Iterable[Request[t.Any, t.Any]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: t.Any = None,
    select: Callable[[t.Any], bool] | None = None,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[t.Any], None]:
    """As ``wait_all``, but each outcome as soon as it is there. The waits end when the generator is closed."""
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plans = plans_of(requests, schedule, until, select, clock.seconds(), concurrency)
    return _settled(client, plans, concurrency, clock, on_poll)


async def _settled(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> AsyncGenerator[Outcome[t.Any], None]:
    async with contextlib.aclosing(_ended(client, plans, concurrency, clock, on_poll)) as found:
        async for _, outcome in found:
            yield outcome


async def _ended(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> AsyncGenerator[tuple[int, Outcome[t.Any]], None]:
    gate = asyncio.Semaphore(concurrency)
    done: asyncio.Queue[tuple[int, Outcome[t.Any] | BaseException]] = asyncio.Queue()

    async def run(index: int, plan: Plan) -> None:
        try:
            done.put_nowait((index, await _outcome(client, plan, gate, clock, on_poll)))
        except BaseException as error:  # else the one who takes the outcomes would wait for ever
            done.put_nowait((index, error))

    tasks = [
        asyncio.create_task(run(index, plan))
        for index, plan in enumerate(plans)
        if plan is not None
    ]
    plans.clear()  # each task has its own, and lets go of it when it ends
    try:
        for _ in tasks:
            index, found = await done.get()
            if isinstance(found, BaseException):
                raise found
            yield index, found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _outcome(
    client: t.Any,
    plan: Plan,
    gate: asyncio.Semaphore,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Outcome[t.Any]:
    pause: float | None = 0.0
    while pause is not None:
        polls: list[Poll[t.Any]] = []
        failed: Exception | None = None
        async with gate:
            try:
                plan.expire(clock.seconds())
                await asked(client, plan, clock, polls.append)
            except Exception as error:
                failed = error
        if on_poll is not None:
            for poll in polls:
                on_poll(poll)
        if failed is not None:
            return Outcome(plan.request, None, failed)
        pause = polls[-1].pause
        if pause is not None:
            await clock.sleep(pause)
    return Outcome(plan.request, plan.result, None)
