"""Many waits at once with a boto3 client: ``wait_all`` and ``as_completed``.

May import: the standard library, the modules of ``runtime.waiting`` below this one, ``runtime.client``,
``runtime.statuses`` and everything below them.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from collections.abc import Callable, Collection, Generator, Iterable

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
from typed_status.runtime.waiting.jobs import run_jobs
from typed_status.runtime.waiting.plan import Plan, Poll
from typed_status.runtime.waiting.wait import CLOCK, Clock, poll_plan

__all__ = [
    "CONCURRENCY",
    "Outcome",
    "as_completed",
    "check_concurrency",
    "make_plans",
    "wait_all",
]

CONCURRENCY: t.Final = 10
"""The maximum of concurrent polls: botocore's default of ``max_pool_connections``."""

ResultCo = t.TypeVar("ResultCo", covariant=True)
ClientT = t.TypeVar("ClientT")
StatusResponseT = t.TypeVar("StatusResponseT", bound=StatusResponse[t.Any])
ResponseT = t.TypeVar("ResponseT", bound=Response)
ListResponseT = t.TypeVar("ListResponseT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")
AnswerT = t.TypeVar("AnswerT")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome(t.Generic[ResultCo]):
    """How one of many waits ended.

    ``response`` is what ``wait`` would have returned, a ``ListResult`` for list operations, and ``error`` what it would have
    raised. Both are ``None`` if ``wait`` would have returned ``None``: the resource is gone.
    """

    request: Request[t.Any, t.Any]
    response: ResultCo | None
    error: Exception | None

    def result(self) -> ResultCo:
        """Return the response or raise the error; ``LookupError`` if there is neither, as the resource is gone."""
        if self.error is not None:
            raise self.error
        if self.response is None:
            raise LookupError(f"{type(self.request).__name__}: no response, the resource is gone")
        return self.response


@t.overload
def wait_all(
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
def wait_all(
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
def wait_all(  # type: ignore[overload-overlap]  # a ListRequest that is typed as a plain Request returns a ListResult, too
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
def wait_all(
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
def wait_all(
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
    """Wait for many requests at once; return their outcomes in the order of the requests.

    An error ends only its own wait and is in its outcome. All waits start at once; ``concurrency`` is the maximum of
    concurrent polls, each in a thread. ``on_poll`` is called for all attempts, in the calling thread. The other
    parameters are those of ``wait``, for each request.

    Raises:
        ValueError: a duration or ``concurrency`` is out of range, or a status is not one of the operation's.
        TypeError: the operation reports no status, and ``until`` is neither a predicate, ``GONE`` nor a waiter.
    """
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    plans = make_plans(requests, schedule, until, after, select, clock.monotonic(), concurrency)
    outcomes = dict(_outcomes(client, plans, concurrency, clock, on_poll))
    return [outcomes[index] for index in sorted(outcomes)]


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
) -> Generator[Outcome[AnswerT], None, None]: ...
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
) -> Generator[Outcome[StatusResponseT], None, None]: ...
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
) -> Generator[Outcome[ListResult[ItemT, StatusT, ListResponseT]], None, None]: ...
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
) -> Generator[Outcome[ResponseT], None, None]: ...
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
) -> Generator[Outcome[t.Any], None, None]:
    """Wait as ``wait_all`` does; yield each outcome as soon as its wait ends.

    Polls start only while the caller waits for the next outcome, and none starts after the generator is closed.
    """
    schedule = Schedule(
        timeout=timeout,
        delay=delay,
        max_delay=max_delay,
        appears_within=appears_within,
        poll_blocked=poll_blocked,
    )
    plans = make_plans(requests, schedule, until, after, select, clock.monotonic(), concurrency)
    return _as_completed(client, plans, concurrency, clock, on_poll)


def _as_completed(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Generator[Outcome[t.Any], None, None]:
    with contextlib.closing(_outcomes(client, plans, concurrency, clock, on_poll)) as outcomes:
        for _, outcome in outcomes:
            yield outcome


def check_concurrency(concurrency: object) -> None:
    """Raise ``ValueError`` if it is not a whole number above 0."""
    if not isinstance(concurrency, int) or isinstance(concurrency, bool) or concurrency < 1:
        raise ValueError(f"concurrency must be a whole number above 0, got {concurrency!r}")


def make_plans(
    requests: Iterable[Request[t.Any, t.Any]],
    schedule: Schedule,
    until: t.Any,
    after: type[StartingRequest[t.Any, t.Any, t.Any, t.Any]] | None,
    select: Callable[[t.Any], bool] | None,
    now: float,
    concurrency: object,
) -> list[Plan | None]:
    """Return a plan for each request; raises for an invalid one before the first poll.

    The drivers replace a plan by ``None`` when its wait ends, so that only the user keeps a reference to its response.
    """
    check_concurrency(concurrency)
    return [
        Plan(
            request,
            schedule,
            until,
            select,
            now=now,
            course=course_after(after, request, until, select),
        )
        for request in requests
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class _Wait:
    """The job of a plan."""

    client: t.Any
    plan: Plan
    clock: Clock

    @property
    def started(self) -> float:
        return self.plan.started

    def attempt(self, on_poll: Callable[[Poll[t.Any]], None]) -> float | None:
        self.plan.check_deadline(self.clock.monotonic())
        return poll_plan(self.client, self.plan, self.clock, on_poll).next_delay


def _outcomes(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Generator[tuple[int, Outcome[t.Any]], None, None]:
    jobs: list[_Wait | None] = []
    for plan in plans:
        if plan is not None:
            plan.reports_progress = on_poll is not None
            jobs.append(_Wait(client, plan, clock))
    plans.clear()  # only the job has a reference to its plan, until it ends
    with contextlib.closing(run_jobs(jobs, concurrency, clock, on_poll)) as ended:
        for index, job, error in ended:
            result = None if error is not None else job.plan.result
            yield index, Outcome(job.plan.request, result, error)
