"""``Poller``: follows what was started, with a boto3 client.

May import: the standard library, ``runtime.starting.following`` and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Generator

from typing_extensions import TypeVar

from typed_status.runtime.models.operations import Request, Response
from typed_status.runtime.starting.following import Following
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY
from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.stored import SavedWait
from typed_status.runtime.waiting.wait import poll_plan

__all__ = ["AnswerCo", "Poller", "PollerBase", "ResponseCo", "StatusCo", "ignore"]

ResponseCo = TypeVar("ResponseCo", bound=Response, covariant=True)
AnswerCo = TypeVar("AnswerCo", covariant=True, default=t.Any)
StatusCo = TypeVar("StatusCo", bound=StatusEnum, covariant=True, default=StatusEnum)


class PollerBase(t.Generic[ResponseCo, AnswerCo, StatusCo]):
    """What a poller knows without polling."""

    def __init__(self, client: t.Any, following: Following, clock: t.Any) -> None:
        self._client = client
        self._following = following
        self._clock = clock

    @property
    def response(self) -> ResponseCo:
        """The response of the start."""
        return t.cast(ResponseCo, self._following.response)

    @property
    def request(self) -> Request[t.Any, t.Any]:
        """The request of the start, as it was sent: with its idempotency token, if the operation has one."""
        return self._following.request

    @property
    def requests(self) -> tuple[Request[t.Any, t.Any], ...]:
        """The requests that report on it: one for a list of ids, or one for each id where the operation takes only one."""
        return self._following.bound.requests

    @property
    def token(self) -> str | None:
        """The idempotency token that the start was sent with; ``None`` if the operation has none."""
        return self._following.token

    @property
    def refused(self) -> tuple[t.Any, ...]:
        """The entries of the response that say what was not begun; only the rest is followed."""
        return self._following.bound.refused

    def save(
        self, *, timeout: float, delay: float = DELAY, max_delay: float = MAX_DELAY
    ) -> SavedWait[AnswerCo, t.Any]:
        """Return the wait as it is now, to be stored and resumed elsewhere; it times out ``timeout`` seconds from now.

        Raises ``ValueError`` if several requests report on the start: use ``save_all``; ``TypeError`` if ``until`` is a
        predicate, which cannot be stored; and the error that the wait ended with, if it did.
        """
        if len(self.requests) > 1 or self._following.bound.is_many:
            count = len(self.requests)
            raise ValueError(f"{count} requests report on this start; store the list of save_all()")
        return self.save_all(timeout=timeout, delay=delay, max_delay=max_delay)[0]

    def save_all(
        self, *, timeout: float, delay: float = DELAY, max_delay: float = MAX_DELAY
    ) -> list[SavedWait[t.Any, t.Any]]:
        """Return a wait for each request that reports on the start, as ``save`` does."""
        clock = self._clock
        return self._following.saved(timeout, delay, max_delay, clock.now(), clock.monotonic())

    def __repr__(self) -> str:
        operation = self.request.__operation__
        return f"<{type(self).__name__}: {operation.service} {operation.name}>"


class Poller(PollerBase[ResponseCo, AnswerCo, StatusCo]):
    """Follows what was started to its end. It is not made for use by several threads at once."""

    def status(self) -> StatusCo | None:
        """Poll once and return the status; ``None`` if there is none, or if several things were started.

        After the end, it returns the last status without polling.
        """
        self._poll_once()
        return t.cast(StatusCo | None, self._following.status)

    def done(self) -> bool:
        """Poll once and return whether the wait has ended, with success or without: ``result`` then returns or raises at
        once."""
        self._poll_once()
        return self._following.is_done

    def result(
        self,
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        on_poll: Callable[[Poll[t.Any]], None] | None = None,
    ) -> AnswerCo:
        """Poll until the wanted end and return the last response: a ``ListResult`` for list operations, a list of responses
        if each id has a request of its own, and ``None`` once a resource is gone.

        Args:
            timeout: the deadline, in seconds from now. After ``WaitTimeout``, ``result`` may be called again.
            delay: as in ``wait``.
            max_delay: as in ``wait``.
            on_poll: called after each attempt.

        Raises:
            WaitFailed, WaitCanceled: the status is failed or canceled; or one at which the wanted end cannot come any more; or
                it is back at the one from before the start.
            WaitBlocked: the status awaits you or another party, and is not one that this start passes through.
            WaitTimeout: the deadline passed.
            WaitError: the response has no status.
        """
        following, clock = self._following, self._clock
        following.restart(timeout, delay, max_delay, clock.monotonic())
        while not following.is_done:
            self._poll_each(on_poll or ignore)
            if not following.is_done:
                clock.sleep(following.delay)
        following.raise_error()
        return t.cast(AnswerCo, following.result)

    def watch(
        self,
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        every_poll: bool = False,
    ) -> Generator[AnswerCo, None, None]:
        """Yield what ``result`` would return, at each change of a status or the phase, or at each attempt.

        The last one is of the end, and ``None`` if the resource is gone. As in ``typed_status.watch``, a failed, canceled or
        blocked status raises no error here; ``result`` raises it afterwards.
        """
        following, clock = self._following, self._clock
        following.restart(timeout, delay, max_delay, clock.monotonic())
        changes = following.changes(every_poll)
        while not following.is_done:
            self._poll_each(changes.record)
            if changes.is_shown():
                yield t.cast(AnswerCo, following.result)
            if not following.is_done:
                clock.sleep(following.delay)

    def _poll_once(self) -> None:
        self._following.restart_without_deadline(self._clock.monotonic())
        self._poll_each(ignore)

    def _poll_each(self, on_poll: Callable[[Poll[t.Any]], None]) -> None:
        following = self._following
        for index, plan in following.due():
            with following.recording(index, on_poll) as record:
                poll_plan(self._client, plan, self._clock, record)


def ignore(poll: Poll[t.Any]) -> None:
    """Do nothing with a poll."""
