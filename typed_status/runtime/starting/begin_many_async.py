"""``begin_all`` for asyncio, with an aiobotocore client.

May import: the standard library, the other modules of ``runtime.starting`` and ``runtime`` below it.
"""

from __future__ import annotations

import contextlib
import typing as t
from collections.abc import AsyncGenerator, Callable, Collection, Iterable

from typed_status.runtime.client.call_async import AIOBOTOCORE
from typed_status.runtime.models.operations import Response
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.starting.begin_many import StartOutcome, prepared
from typed_status.runtime.starting.following import APPEARS_WITHIN, Following, Options
from typed_status.runtime.starting.poller_async import AsyncPoller
from typed_status.runtime.starting.sending_async import send_async
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY, MOVES_WITHIN
from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.wait_async import CLOCK, Clock, poll_plan
from typed_status.runtime.waiting.wait_many import CONCURRENCY
from typed_status.runtime.waiting.wait_many_async import run_jobs

__all__ = ["begin_all"]

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)
AnswerT = t.TypeVar("AnswerT")
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
AnyStart = StartingRequest[t.Any, t.Any, t.Any, t.Any]


class _StartJob:
    """The job of a start: its first attempt sends it, the others poll."""

    def __init__(
        self,
        client: t.Any,
        request: AnyStart,
        options: Options,
        times: tuple[float, float, float],
        clock: Clock,
    ) -> None:
        self.client = client
        self.request = request
        self.options = options
        self.times = times
        self.clock = clock
        self.following: Following | None = None

    async def attempt(self, on_poll: Callable[[Poll[t.Any]], None]) -> float | None:
        now = self.clock.monotonic
        if self.following is None:
            response = await send_async(self.client, self.request)
            self.following = Following(self.request, response, self.options, now())
            self.following.restart(*self.times, now())
            return 0.0
        for index, plan in self.following.due():
            with self.following.recording(index, on_poll) as record:
                plan.check_deadline(now())
                await poll_plan(self.client, plan, self.clock, record)
        self.following.raise_error()
        return None if self.following.is_done else self.following.delay


def begin_all(
    client: ClientT,
    requests: Iterable[StartingRequest[ResponseT, ClientT, AnswerT, StatusT]],
    *,
    timeout: float,
    delay: float = DELAY,
    max_delay: float = MAX_DELAY,
    until: StatusT | Collection[StatusT] | Callable[[AnswerT], bool] | None = None,
    appears_within: float = APPEARS_WITHIN,
    moves_within: float = MOVES_WITHIN,
    poll_blocked: bool = False,
    on_poll: Callable[[Poll[t.Any]], None] | None = None,
    concurrency: int = CONCURRENCY,
    clock: Clock = CLOCK,
) -> AsyncGenerator[StartOutcome[AnswerT, AsyncPoller[ResponseT, AnswerT, StatusT]], None]:
    """Start many things as ``typed_status.begin_all`` does, with an aiobotocore client.

    Closing the generator cancels what is in flight; a start that is being sent then may have arrived.
    """
    options = Options(
        until=until,
        appears_within=appears_within,
        moves_within=moves_within,
        poll_blocked=poll_blocked,
    )
    options.schedule(timeout, delay, max_delay)
    starts = prepared(client, requests, options, concurrency, AIOBOTOCORE)
    times = timeout, delay, max_delay
    jobs = [_StartJob(client, each, options, times, clock) for each in starts]
    return _begin_all(jobs, concurrency, clock, on_poll)


async def _begin_all(
    jobs: list[_StartJob],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> AsyncGenerator[StartOutcome[t.Any, t.Any], None]:
    async with contextlib.aclosing(run_jobs(jobs, concurrency, clock, on_poll)) as ended:
        async for _, job, error in ended:
            following = job.following
            result = None if following is None or error is not None else following.result
            poller = None if following is None else AsyncPoller[t.Any](job.client, following, clock)
            yield StartOutcome(job.request, result, error, poller)
