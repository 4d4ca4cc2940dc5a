"""Many waits at once with a boto3 client: ``wait_all`` and ``as_settled``.

The waits sleep in a heap and take no thread; threads only ask.

May import: the standard library and the rest of ``runtime``.
"""

from __future__ import annotations

import dataclasses
import heapq
import queue
import typing as t
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from typed_status.runtime.acceptors import Waiter
from typed_status.runtime.enums import StatusEnum
from typed_status.runtime.model import (
    ListingRequest,
    ListingResponse,
    Request,
    StatusRequest,
    StatusResponse,
)
from typed_status.runtime.plan import Gone, Plan, Poll, Schedule
from typed_status.runtime.waiting import CLOCK, DELAY, MAX_DELAY, Clock, asked

__all__ = ["CONCURRENCY", "Outcome", "as_settled", "plans_of", "wait_all"]

CONCURRENCY: t.Final = 10
"""How many questions are under way at once: as many as botocore keeps connections, unless it is told otherwise."""

AnswerT = t.TypeVar("AnswerT")
ClientT = t.TypeVar("ClientT")
OneT = t.TypeVar("OneT", bound=StatusResponse[t.Any])
ManyT = t.TypeVar("ManyT", bound=ListingResponse[t.Any, t.Any])
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
    requests: Iterable[ListingRequest[ManyT, ClientT, StatusT, ItemT]],
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
def as_settled(
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
) -> Iterator[Outcome[OneT]]: ...
@t.overload
def as_settled(
    client: ClientT,
    requests: Iterable[ListingRequest[ManyT, ClientT, StatusT, ItemT]],
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
) -> Iterator[Outcome[list[ManyT]]]: ...
def as_settled(
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
) -> Iterator[Outcome[t.Any]]:
    """As ``wait_all``, but each outcome as soon as it is there.

    Nothing is asked between two outcomes that nobody takes, and nothing after the iterator is closed.
    """
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    plans = plans_of(requests, schedule, until, select, clock.seconds(), concurrency)
    return (outcome for _, outcome in _ended(client, plans, concurrency, clock, on_poll))


def plans_of(
    requests: Iterable[Request[t.Any, t.Any]],
    schedule: Schedule,
    until: t.Any,
    select: Callable[[t.Any], bool] | None,
    now: float,
    concurrency: object,
) -> list[Plan]:
    """A plan for each request; raises what is wrong with any before the first is asked."""
    if not isinstance(concurrency, int) or isinstance(concurrency, bool) or concurrency < 1:
        raise ValueError(f"concurrency is a number of questions above 0, not {concurrency!r}")
    return [Plan(request, schedule, until, select, now=now) for request in requests]


def _ended(
    client: t.Any,
    plans: list[Plan],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Iterator[tuple[int, Outcome[t.Any]]]:
    due = [(plan.started, index) for index, plan in enumerate(plans)]
    answers: queue.SimpleQueue[tuple[int, Poll[t.Any] | BaseException]] = queue.SimpleQueue()

    def ask(index: int) -> None:
        plan = plans[index]
        try:
            answers.put((index, asked(client, plan.request, plan, clock)))
        except BaseException as error:  # what ends a thread would leave the others waiting for it
            answers.put((index, error))

    pool = ThreadPoolExecutor(min(concurrency, len(plans)) or 1, "typed-status-wait")
    try:
        asking = 0
        while due or asking:
            while due and asking < concurrency and due[0][0] <= clock.seconds():
                pool.submit(ask, heapq.heappop(due)[1])
                asking += 1
            pause = due[0][0] - clock.seconds() if due and asking < concurrency else None
            if not asking and pause is not None:
                clock.sleep(max(0.0, pause))
                continue
            try:
                index, found = answers.get(timeout=None if pause is None else max(0.0, pause))
            except queue.Empty:
                continue
            asking -= 1
            request = plans[index].request
            if isinstance(found, Exception):
                yield index, Outcome(request, None, found)
                continue
            if isinstance(found, BaseException):
                raise found
            if on_poll is not None:
                on_poll(found)
            if found.pause is None:
                yield index, Outcome(request, plans[index].result, None)
            else:
                heapq.heappush(due, (clock.seconds() + found.pause, index))
    finally:
        pool.shutdown(cancel_futures=True)
