"""Many waits at once with a boto3 client: ``wait_all`` and ``as_completed``.

The waits sleep in a heap and take no thread; threads only ask.

May import: the standard library and the rest of ``runtime``.
"""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import heapq
import queue
import typing as t
from collections.abc import Callable, Collection, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor

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
from typed_status.runtime.waiting.wait import CLOCK, DELAY, MAX_DELAY, Clock, asked

__all__ = ["CONCURRENCY", "Outcome", "as_completed", "plans_of", "wait_all"]

CONCURRENCY: t.Final = 10
"""How many questions are under way at once: as many as botocore keeps connections, unless it is told otherwise."""

AnswerT = t.TypeVar("AnswerT")
ClientT = t.TypeVar("ClientT")
OneT = t.TypeVar("OneT", bound=StatusResponse[t.Any])
ManyT = t.TypeVar("ManyT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome(t.Generic[AnswerT]):
    """How one of many waits ended.

    ``response`` is what ``wait`` would have returned and ``error`` what it would have raised; both are ``None`` where
    what was waited for is gone.
    """

    request: Request[t.Any, t.Any]
    response: AnswerT | None
    error: Exception | None

    def result(self) -> AnswerT:
        """The response; raises the error, and ``LookupError`` where there is neither, as the thing is gone."""
        if self.error is not None:
            raise self.error
        if self.response is None:
            raise LookupError(f"{type(self.request).__name__}: it is gone, and gave no response")
        return self.response


@t.overload
def wait_all(
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
def wait_all(
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
def wait_all(
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
    """Wait for many requests at once; how each ended, in their order.

    One that ends badly ends no other: its outcome has the error. All waits run from the start; ``concurrency`` is
    how many of them may ask at the same time, each in a thread. ``on_poll`` is told of all answers, in the calling
    thread. The other parameters are those of ``wait``, for each request.

    Raises:
        ValueError: a timeout, a delay or a concurrency that is none, or a status that the operation does not have.
        TypeError: a request whose response has no status.
    """
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plans = plans_of(requests, schedule, until, select, clock.seconds(), concurrency)
    ended = dict(_ended(client, plans, concurrency, clock, on_poll))
    return [ended[index] for index in range(len(plans))]


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
) -> Generator[Outcome[OneT], None, None]: ...
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
) -> Generator[Outcome[list[ManyT]], None, None]: ...
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
) -> Generator[Outcome[t.Any], None, None]:
    """As ``wait_all``, but each outcome as soon as it is there.

    A question is asked while an outcome is waited for, and none after the generator is closed.
    """
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plans = plans_of(requests, schedule, until, select, clock.seconds(), concurrency)
    return _settled(client, plans, concurrency, clock, on_poll)


def _settled(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Generator[Outcome[t.Any], None, None]:
    with contextlib.closing(_ended(client, plans, concurrency, clock, on_poll)) as found:
        for _, outcome in found:
            yield outcome


def plans_of(
    requests: Iterable[Request[t.Any, t.Any]],
    schedule: Schedule,
    until: t.Any,
    select: Callable[[t.Any], bool] | None,
    now: float,
    concurrency: object,
) -> list[Plan | None]:
    """A plan for each request; raises what is wrong with any before the first is asked.

    A driver puts ``None`` in the place of one that has ended, so that its answer is kept by nobody but the user.
    """
    if not isinstance(concurrency, int) or isinstance(concurrency, bool) or concurrency < 1:
        raise ValueError(f"concurrency is a number of questions above 0, not {concurrency!r}")
    return [Plan(request, schedule, until, select, now=now) for request in requests]


class _Answer(t.NamedTuple):
    """What one question gave, in the thread that asked it."""

    number: int
    polls: list[Poll[t.Any]]
    error: BaseException | None
    seconds: float


def _ended(
    client: t.Any,
    plans: list[Plan | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Generator[tuple[int, Outcome[t.Any]], None, None]:
    due = [(plan.started, index) for index, plan in enumerate(plans) if plan is not None]
    answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
    context = (
        contextvars.copy_context()
    )  # ``strict`` and ``without_rules`` hold in the threads, too

    def ask(index: int, plan: Plan) -> None:
        polls: list[Poll[t.Any]] = []
        failed: BaseException | None = None
        try:
            plan.expire(clock.seconds())
            asked(client, plan, clock, polls.append)
        except BaseException as error:  # what ends a thread would leave the others waiting for it
            failed = error
        answers.put(_Answer(index, polls, failed, clock.seconds()))

    pool = ThreadPoolExecutor(min(concurrency, len(plans)) or 1, "typed-status-wait")
    try:
        asking = 0
        while due or asking:
            while due and asking < concurrency and due[0][0] <= clock.seconds():
                index = heapq.heappop(due)[1]
                pool.submit(context.copy().run, ask, index, t.cast(Plan, plans[index]))
                asking += 1
            pause = due[0][0] - clock.seconds() if due and asking < concurrency else None
            if not asking and pause is not None:
                clock.sleep(max(0.0, pause))
                continue
            try:
                answer = answers.get(timeout=None if pause is None else max(0.0, pause))
            except queue.Empty:
                continue
            asking -= 1
            if on_poll is not None:
                for poll in answer.polls:
                    on_poll(poll)
            index, plan = answer.number, t.cast(Plan, plans[answer.number])
            if answer.error is None and (more := answer.polls[-1].pause) is not None:
                heapq.heappush(due, (answer.seconds + more, index))
                continue
            plans[index] = None
            if answer.error is None:
                yield index, Outcome(plan.request, plan.result, None)
            elif isinstance(answer.error, Exception):
                yield index, Outcome(plan.request, None, answer.error)
            else:
                raise answer.error
    finally:
        pool.shutdown(cancel_futures=True)
