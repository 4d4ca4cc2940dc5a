"""``Poller`` for asyncio: follows what was started, with an aiobotocore client.

May import: the standard library, ``runtime.starting.poller`` and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import typing as t
from collections.abc import AsyncGenerator, Callable

from typed_status.runtime.starting.poller import (
    AnswerCo,
    PollerBase,
    ResponseCo,
    StatusCo,
    ignore,
)
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY
from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.wait_async import poll_plan

__all__ = ["AsyncPoller"]


class AsyncPoller(PollerBase[ResponseCo, AnswerCo, StatusCo]):
    """Follows what was started to its end, as ``typed_status.Poller`` does. It is not made for use by several tasks at
    once; cancelling the task stops polling."""

    async def status(self) -> StatusCo | None:
        """Poll once and return the status, as ``Poller.status`` does."""
        await self._poll_once()
        return t.cast(StatusCo | None, self._following.status)

    async def done(self) -> bool:
        """Poll once and return whether the wait has ended, as ``Poller.done`` does."""
        await self._poll_once()
        return self._following.is_done

    async def result(
        self,
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        on_poll: Callable[[Poll[t.Any]], None] | None = None,
    ) -> AnswerCo:
        """Poll until the wanted end; return and raise what ``Poller.result`` does."""
        following, clock = self._following, self._clock
        following.restart(timeout, delay, max_delay, clock.monotonic())
        while not following.is_done:
            await self._poll_each(on_poll or ignore)
            if not following.is_done:
                await clock.sleep(following.delay)
        following.raise_error()
        return t.cast(AnswerCo, following.result)

    async def watch(
        self,
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        every_poll: bool = False,
    ) -> AsyncGenerator[AnswerCo, None]:
        """Yield the results as ``Poller.watch`` does."""
        following, clock = self._following, self._clock
        following.restart(timeout, delay, max_delay, clock.monotonic())
        changes = following.changes(every_poll)
        while not following.is_done:
            await self._poll_each(changes.record)
            if changes.is_shown():
                yield t.cast(AnswerCo, following.result)
            if not following.is_done:
                await clock.sleep(following.delay)

    async def _poll_once(self) -> None:
        self._following.restart_without_deadline(self._clock.monotonic())
        await self._poll_each(ignore)

    async def _poll_each(self, on_poll: Callable[[Poll[t.Any]], None]) -> None:
        following = self._following
        for index, plan in following.due():
            with following.recording(index, on_poll) as record:
                await poll_plan(self._client, plan, self._clock, record)
