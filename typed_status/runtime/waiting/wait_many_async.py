"""Many waits at once for asyncio: ``wait_all`` and ``as_completed``, with a task for each wait.

May import: the standard library, the other modules of ``runtime.waiting``, ``runtime.client``,
``runtime.statuses`` and everything below them.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from collections.abc import AsyncGenerator, Callable, Collection, Iterable

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
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY, Schedule
from typed_status.runtime.waiting.botocore_waiters import Waiter
from typed_status.runtime.waiting.conditions import Gone
from typed_status.runtime.waiting.jobs_async import run_jobs
from typed_status.runtime.waiting.plan import Plan, Poll
from typed_status.runtime.waiting.wait_async import CLOCK, Clock, poll_plan
from typed_status.runtime.waiting.wait_many import CONCURRENCY, Outcome, make_plans

__all__ = ["as_completed", "wait_all"]

ClientT = t.TypeVar("ClientT")
StatusResponseT = t.TypeVar("StatusResponseT", bound=StatusResponse[t.Any])
ResponseT = t.TypeVar("ResponseT", bound=Response)
ListResponseT = t.TypeVar("ListResponseT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")
AnswerT = t.TypeVar("AnswerT")


@t.overload
async def wait_all(
    client: ClientT,
    requests: Iterable[Request[t.Any, ClientT]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[AnswerT]]: ...
@t.overload
async def wait_all(
    client: ClientT,
    requests: Iterable[StatusRequest[StatusResponseT, ClientT, StatusT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: StatusT
    | Collection[StatusT]
    | Callable[[StatusResponseT], bool]
    | Gone
    | Waiter
    | None = None,
    on_poll: Callable[[Poll[StatusResponseT]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[StatusResponseT]]: ...
@t.overload
async def wait_all(  # type: ignore[overload-overlap]  # a ListRequest that is typed as a plain Request returns a ListResult, too
    client: ClientT,
    requests: Iterable[ListRequest[ListResponseT, ClientT, StatusT, ItemT]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[ListResult[ItemT, StatusT, ListResponseT]]]: ...
@t.overload
async def wait_all(
    client: ClientT,
    requests: Iterable[Request[ResponseT, ClientT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: Callable[[ResponseT], bool] | Gone | Waiter,
    on_poll: Callable[[Poll[ResponseT]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[ResponseT]]: ...
async def wait_all(
    client: t.Any,
    requests: Iterable[Request[t.Any, t.Any]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> list[Outcome[t.Any]]:
    """Wait as ``typed_status.wait_all`` does, with an aiobotocore client; cancelling the task stops all waits."""
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    plans = make_plans(requests, schedule, until, after, select, clock.monotonic(), concurrency)
    async with contextlib.aclosing(
        _outcomes(client, plans, concurrency, clock, on_poll)
    ) as outcomes:
        by_index = {index: outcome async for index, outcome in outcomes}
    return [by_index[index] for index in sorted(by_index)]


@t.overload
def as_completed(
    client: ClientT,
    requests: Iterable[Request[t.Any, ClientT]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[AnswerT], None]: ...
@t.overload
def as_completed(
    client: ClientT,
    requests: Iterable[StatusRequest[StatusResponseT, ClientT, StatusT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: StatusT
    | Collection[StatusT]
    | Callable[[StatusResponseT], bool]
    | Gone
    | Waiter
    | None = None,
    on_poll: Callable[[Poll[StatusResponseT]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[StatusResponseT], None]: ...
@t.overload
def as_completed(  # type: ignore[overload-overlap]  # a ListRequest that is typed as a plain Request returns a ListResult, too
    client: ClientT,
    requests: Iterable[ListRequest[ListResponseT, ClientT, StatusT, ItemT]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[ListResult[ItemT, StatusT, ListResponseT]], None]: ...
@t.overload
def as_completed(
    client: ClientT,
    requests: Iterable[Request[ResponseT, ClientT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    appears_within: float = 0,
    poll_blocked: bool = False,
    until: Callable[[ResponseT], bool] | Gone | Waiter,
    on_poll: Callable[[Poll[ResponseT]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[ResponseT], None]: ...
def as_completed(
    client: t.Any,
    requests: Iterable[Request[t.Any, t.Any]],
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
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[Outcome[t.Any], None]:
    """Wait as ``wait_all`` does; yield each outcome as soon as its wait ends. Closing the generator stops all waits."""
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    plans = make_plans(requests, schedule, until, after, select, clock.monotonic(), concurrency)
    return _as_completed(client, plans, concurrency, clock, on_poll)


async def _as_completed(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> AsyncGenerator[Outcome[t.Any], None]:
    async with contextlib.aclosing(
        _outcomes(client, plans, concurrency, clock, on_poll)
    ) as outcomes:
        async for _, outcome in outcomes:
            yield outcome


@dataclasses.dataclass(frozen=True, slots=True)
class _Wait:
    """The job of a plan."""

    client: t.Any
    plan: Plan
    clock: Clock

    async def attempt(self, on_poll: Callable[[Poll[t.Any]], None]) -> float | None:
        self.plan.check_deadline(self.clock.monotonic())
        return (await poll_plan(self.client, self.plan, self.clock, on_poll)).next_delay


async def _outcomes(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> AsyncGenerator[tuple[int, Outcome[t.Any]], None]:
    jobs: list[_Wait] = []
    for plan in plans:
        if plan is not None:
            plan.reports_progress = on_poll is not None
            jobs.append(_Wait(client, plan, clock))
    plans.clear()  # only the job has a reference to its plan, until it ends
    async with contextlib.aclosing(run_jobs(jobs, concurrency, clock, on_poll)) as ended:
        async for index, job, error in ended:
            result = None if error is not None else job.plan.result
            yield index, Outcome(job.plan.request, result, error)
