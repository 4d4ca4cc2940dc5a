"""Many jobs at once for asyncio, with a task for each: waits, and starts with the waits that follow.

May import: the standard library, and ``runtime.waiting`` below this module.
"""

from __future__ import annotations

import asyncio
import typing as t
from collections.abc import AsyncGenerator, Callable

from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.wait_async import Clock

__all__ = ["Job", "run_jobs"]


class Job(t.Protocol):
    """One of many that make attempts until they end."""

    async def attempt(self, on_poll: Callable[[Poll[t.Any]], None]) -> float | None:
        """Make an attempt; return the seconds until the next one, ``None`` after the last one."""
        ...


JobT = t.TypeVar("JobT", bound=Job)


async def run_jobs(
    jobs: list[JobT],
    concurrency: int,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> AsyncGenerator[tuple[int, JobT, Exception | None], None]:
    """Run all jobs, at most ``concurrency`` attempts at once; yield each with its index and error as soon as it ends.

    ``jobs`` is emptied, so that only its task has a reference to a job, until it ends.
    """
    semaphore = asyncio.Semaphore(concurrency)
    done: asyncio.Queue[tuple[int, JobT, BaseException | None]] = asyncio.Queue()

    async def run(index: int, job: JobT) -> None:
        try:
            await _run(job, semaphore, clock, on_poll)
            done.put_nowait((index, job, None))
        except BaseException as error:  # raised again below, which waits for an item of each task
            done.put_nowait((index, job, error))

    tasks = [asyncio.create_task(run(index, job)) for index, job in enumerate(jobs)]
    jobs.clear()
    try:
        for _ in tasks:
            index, job, error = await done.get()
            if error is not None and not isinstance(error, _JobError):
                raise error
            yield index, job, None if error is None else error.error
            del job
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _JobError(Exception):
    """The error that a job ended with, in contrast to one of the user's ``on_poll``."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


async def _run(
    job: Job,
    semaphore: asyncio.Semaphore,
    clock: Clock,
    on_poll: Callable[[Poll[t.Any]], None] | None,
) -> None:
    next_delay: float | None = 0.0
    while next_delay is not None:
        polls: list[Poll[t.Any]] = []
        raised: Exception | None = None
        async with semaphore:
            try:
                next_delay = await job.attempt(polls.append)
            except Exception as error:
                raised = error
        if on_poll is not None:
            for poll in polls:
                on_poll(poll)
        if raised is not None:
            raise _JobError(raised)
        if next_delay is not None:
            await clock.sleep(next_delay)
