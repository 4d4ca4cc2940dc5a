"""Many jobs at once, each of attempts with pauses in between: waits, and starts with the waits that follow.

A job that sleeps is an entry in a heap; only a job that makes an attempt takes a thread.

May import: the standard library, and ``runtime.waiting`` below this module.
"""

from __future__ import annotations

import contextvars
import heapq
import queue
import typing as t
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor

from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.wait import Clock

__all__ = ["Job", "run_jobs"]


class Job(t.Protocol):
    """One of many that make attempts until they end."""

    @property
    def started(self) -> float:
        """When the first attempt is due, in seconds of the monotonic clock."""
        ...

    def attempt(self, on_poll: Callable[[Poll[t.Any]], None]) -> float | None:
        """Make an attempt; return the seconds until the next one, ``None`` after the last one."""
        ...


JobT = t.TypeVar("JobT", bound=Job)


class _Attempt(t.NamedTuple):
    """What one attempt returned or raised in its thread, and when."""

    number: int
    polls: list[Poll[t.Any]]
    next_delay: float | None
    error: BaseException | None
    finished: float


def run_jobs(
    jobs: list[JobT | None],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> Generator[tuple[int, JobT, Exception | None], None, None]:
    """Run all jobs, at most ``concurrency`` attempts at once; yield each with its index and error as soon as it ends.

    A job is replaced by ``None`` when it ends.
    """
    due = [(job.started, index) for index, job in enumerate(jobs) if job is not None]
    heapq.heapify(due)
    attempts: queue.SimpleQueue[_Attempt] = queue.SimpleQueue()
    # ``strict`` and ``without_rules`` apply in the threads, too.
    context = contextvars.copy_context()

    def attempt_in_thread(index: int, job: JobT) -> None:
        polls: list[Poll[t.Any]] = []
        raised: BaseException | None = None
        next_delay: float | None = None
        try:
            next_delay = job.attempt(polls.append)
        except BaseException as error:  # raised again in the calling thread, which waits for it
            raised = error
        attempts.put(_Attempt(index, polls, next_delay, raised, clock.monotonic()))

    pool = ThreadPoolExecutor(min(concurrency, len(jobs)) or 1, "typed-status-wait")
    try:
        in_flight = 0
        while due or in_flight:
            while due and in_flight < concurrency and due[0][0] <= clock.monotonic():
                index = heapq.heappop(due)[1]
                pool.submit(context.copy().run, attempt_in_thread, index, t.cast(JobT, jobs[index]))
                in_flight += 1
            can_start = due and in_flight < concurrency
            until_due = max(0.0, due[0][0] - clock.monotonic()) if can_start else None
            if not in_flight and until_due is not None:
                clock.sleep(until_due)
                continue
            try:
                attempt = attempts.get(timeout=until_due)
            except queue.Empty:
                continue
            in_flight -= 1
            if on_poll is not None:
                for poll in attempt.polls:
                    on_poll(poll)
            index = attempt.number
            if attempt.next_delay is not None:
                heapq.heappush(due, (attempt.finished + attempt.next_delay, index))
                continue
            if attempt.error is not None and not isinstance(attempt.error, Exception):
                raise attempt.error
            job = t.cast(JobT, jobs[index])
            jobs[index] = None
            yield index, job, attempt.error
            del job
    finally:
        pool.shutdown(cancel_futures=True)
