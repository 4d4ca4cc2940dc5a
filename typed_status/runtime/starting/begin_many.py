"""``begin_all``: many starts at once with a boto3 client, each sent once and followed to its end.

May import: the standard library, ``runtime.starting.begin`` and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from collections.abc import Callable, Collection, Generator, Iterable

from typed_status.runtime.client.call import BOTO3
from typed_status.runtime.models.operations import Request, Response
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.starting.following import APPEARS_WITHIN, Following, Options
from typed_status.runtime.starting.poller import Poller
from typed_status.runtime.starting.sending import prepare, send
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY, MOVES_WITHIN
from typed_status.runtime.waiting.jobs import run_jobs
from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.wait import CLOCK, Clock, poll_plan
from typed_status.runtime.waiting.wait_many import (
    CONCURRENCY,
    Outcome,
    check_concurrency,
)

__all__ = ["StartOutcome", "begin_all", "prepared"]

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)
AnswerT = t.TypeVar("AnswerT")
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ResultCo = t.TypeVar("ResultCo", covariant=True)
PollerCo = t.TypeVar("PollerCo", covariant=True)
AnyStart = StartingRequest[t.Any, t.Any, t.Any, t.Any]


@dataclasses.dataclass(frozen=True, slots=True)
class StartOutcome(Outcome[ResultCo], t.Generic[ResultCo, PollerCo]):
    """How one of many starts ended.

    ``request`` is the start as it was sent, with its idempotency token. ``response`` is what ``Poller.result`` would have
    returned, and ``error`` what ``begin`` or it would have raised. ``poller`` is ``None`` if nothing is known to have started;
    it has the response of the start, and can wait on after a timeout.
    """

    poller: PollerCo | None

    def result(self) -> ResultCo:
        """Return what ``Poller.result`` would have returned, ``None`` where the resource is gone; or raise the error."""
        if self.error is not None:
            raise self.error
        return t.cast(ResultCo, self.response)


def prepared(
    client: t.Any,
    requests: Iterable[AnyStart],
    options: Options,
    concurrency: object,
    kind: tuple[str, str] = BOTO3,
) -> list[AnyStart]:
    """Return the requests as they are sent; raises for an invalid one before the first is sent."""
    check_concurrency(concurrency)
    if isinstance(requests, Request):
        raise TypeError(
            "expected an iterable of requests, got one request: pass a list, or use begin()"
        )
    given = list(requests)
    for request in given:
        options.check(request)
    return [prepare(client, request, kind) for request in given]


class _StartJob:
    """The job of a start: its first attempt sends it, the others poll."""

    started = 0.0

    def __init__(
        self, client: t.Any, request: AnyStart, options: Options, times: _Times, clock: Clock
    ) -> None:
        self.client = client
        self.request = request
        self.options = options
        self.times = times
        self.clock = clock
        self.following: Following | None = None

    def attempt(self, on_poll: Callable[[Poll[t.Any]], None]) -> float | None:
        now = self.clock.monotonic
        if self.following is None:
            response = send(self.client, self.request)
            self.following = Following(self.request, response, self.options, now())
            self.following.restart(*self.times, now())
            return 0.0
        for index, plan in self.following.due():
            with self.following.recording(index, on_poll) as record:
                plan.check_deadline(now())
                poll_plan(self.client, plan, self.clock, record)
        self.following.raise_error()
        return None if self.following.is_done else self.following.delay


class _Times(t.NamedTuple):
    timeout: float
    delay: float
    max_delay: float


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
) -> Generator[StartOutcome[AnswerT, Poller[ResponseT, AnswerT, StatusT]], None, None]:
    """Start many things, each at most once, and yield each outcome as soon as it ends.

    An error ends only its own start or wait and is in its outcome. ``concurrency`` is the maximum of requests at once, starts and
    polls alike. ``timeout`` counts from each start. Requests are sent only while the caller waits for the next outcome, and none
    is sent after the generator is closed. The other parameters are those of ``begin`` and ``Poller.result``.

    Raises what ``begin`` raises for invalid requests and options, before the first one is sent.
    """
    options = Options(
        until=until,
        appears_within=appears_within,
        moves_within=moves_within,
        poll_blocked=poll_blocked,
    )
    options.schedule(timeout, delay, max_delay)
    times = _Times(timeout, delay, max_delay)
    starts = prepared(client, requests, options, concurrency)
    jobs: list[_StartJob | None] = [
        _StartJob(client, each, options, times, clock) for each in starts
    ]
    return _begin_all(jobs, concurrency, clock, on_poll)


def _begin_all(
    jobs: list[_StartJob | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Generator[StartOutcome[t.Any, t.Any], None, None]:
    with contextlib.closing(run_jobs(jobs, concurrency, clock, on_poll)) as ended:
        for _, job, error in ended:
            following = job.following
            result = None if following is None or error is not None else following.result
            poller = None if following is None else Poller[t.Any](job.client, following, clock)
            yield StartOutcome(job.request, result, error, poller)
