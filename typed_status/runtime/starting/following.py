"""What follows a start: its plans, which the sync and the async poller drive, and their results as one.

May import: the standard library, ``runtime.starting.binding`` and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from collections.abc import Callable, Generator
from datetime import datetime

from typed_status.runtime.exceptions import WaitError, WaitTimeout
from typed_status.runtime.models.operations import Request, Response
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.starting.binding import Bound, bind, has_request_for_each, start_of
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.after.course import check_end, course_until
from typed_status.runtime.waiting.after.start_goal import selector
from typed_status.runtime.waiting.backoff import (
    DELAY,
    MAX_DELAY,
    MAX_SECONDS,
    MOVES_WITHIN,
    Schedule,
)
from typed_status.runtime.waiting.plan import Plan, Poll
from typed_status.runtime.waiting.stored import SavedWait
from typed_status.runtime.waiting.wait import ChangeFilter

__all__ = ["APPEARS_WITHIN", "Following", "Options"]

APPEARS_WITHIN: t.Final = 60.0
"""The default of ``appears_within``: seconds in which what was started may be missing."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The parameters of ``begin``, ``follow`` and ``begin_all`` that say what to wait for."""

    until: t.Any = None
    appears_within: float = APPEARS_WITHIN
    moves_within: float = MOVES_WITHIN
    poll_blocked: bool = False

    def check(self, request: StartingRequest[t.Any, t.Any, t.Any, t.Any]) -> None:
        """Raise ``ValueError`` for an option that is out of range, and if no end is known to wait for or cannot be decided."""
        self.schedule()
        start, name = start_of(request), type(request).__name__
        check_end(start, name, self.until)
        if callable(self.until) and has_request_for_each(start):
            raise ValueError(
                f"{name}: each of its ids has a request of its own, so until must be a status, not a predicate of them all"
            )

    def schedule(
        self, timeout: float = MAX_SECONDS, delay: float = DELAY, max_delay: float = MAX_DELAY
    ) -> Schedule:
        """Return the schedule of a wait with these options."""
        return Schedule(
            timeout=timeout,
            delay=delay,
            max_delay=max_delay,
            appears_within=self.appears_within,
            moves_within=self.moves_within,
            poll_blocked=self.poll_blocked,
        )


class Following:
    """The requests that report on a start, with a plan each."""

    def __init__(
        self,
        request: StartingRequest[t.Any, t.Any, t.Any, t.Any],
        response: Response,
        options: Options,
        now: float,
    ) -> None:
        self.request = request
        self.response = response
        self.options = options
        self.bound: Bound = bind(request, start_of(request), response)
        self.course = course_until(self.bound.course, options.until)
        self.plans = [self._plan(each, now) for each in self.bound.requests]
        # The seconds after which to poll again, for each plan: ``None`` if its wait has ended.
        self.delays: list[float | None] = [0.0] * len(self.plans)
        self.errors: dict[int, WaitError] = {}

    def _plan(self, request: Request[t.Any, t.Any], now: float) -> Plan:
        schedule = self.options.schedule()
        select = selector(self.bound.course)
        if self.course is None:
            return Plan(request, schedule, self.options.until, select, now=now)
        return Plan(request, schedule, None, select, now=now, course=self.course)

    @property
    def token(self) -> str | None:
        """The idempotency token that the start was sent with."""
        name = start_of(self.request).token
        return None if name is None else t.cast(str | None, getattr(self.request, name))

    @property
    def is_done(self) -> bool:
        """Whether the wait has ended, with success or without."""
        return all(each is None for each in self.delays)

    def raise_error(self) -> None:
        """Raise the first error that a wait has ended with, if all have ended."""
        if self.is_done and self.errors:
            raise self.errors[min(self.errors)]

    def restart(self, timeout: float, delay: float, max_delay: float, now: float) -> None:
        """Set the deadline, ``timeout`` seconds from now, and the delays of the polls."""
        schedule = self.options.schedule(timeout, delay, max_delay)
        for plan in self.plans:
            plan.restart(schedule, now)

    def restart_without_deadline(self, now: float) -> None:
        """Set no deadline for the next poll."""
        self.restart(MAX_SECONDS, DELAY, MAX_DELAY, now)

    def changes(self, every_poll: bool) -> Changes:
        """Return what selects the attempts that ``watch`` yields."""
        return Changes(self, every_poll)

    def due(self) -> list[tuple[int, Plan]]:
        """Return the plans whose waits have not ended."""
        return [each for each in enumerate(self.plans) if self.delays[each[0]] is not None]

    @contextlib.contextmanager
    def recording(
        self, index: int, on_poll: Callable[[Poll[t.Any]], None]
    ) -> Generator[Callable[[Poll[t.Any]], None]]:
        """Record the poll that the block makes with the ``on_poll`` that it gets; an error that ends the wait is kept."""
        polls: list[Poll[t.Any]] = []
        try:
            yield polls.append
        except WaitTimeout:
            raise
        except WaitError as error:
            self.errors[index] = error
            self.delays[index] = None
        else:
            self.delays[index] = polls[-1].next_delay
        finally:
            for poll in polls:
                on_poll(poll)

    @property
    def delay(self) -> float:
        """The seconds until the next polls."""
        return min((each for each in self.delays if each is not None), default=0.0)

    @property
    def result(self) -> t.Any:
        """What the wait returns: a list if there is a request for each id."""
        results = [plan.result for plan in self.plans]
        return results if self.bound.is_many else results[0]

    @property
    def status(self) -> StatusEnum | None:
        """The status of the only item that is followed; ``None`` if there are several, or none."""
        return self.plans[0].seen.status if len(self.plans) == 1 else None

    def saved(
        self, timeout: float, delay: float, max_delay: float, now: datetime, monotonic: float
    ) -> list[SavedWait[t.Any, t.Any]]:
        """Return the waits as they are now, with the deadline ``timeout`` seconds from now."""
        self.raise_error()
        schedule = self.options.schedule(timeout, delay, max_delay)
        return [
            SavedWait.of_plan(plan, schedule, self.options.until, self.token, now, monotonic)
            for plan in self.plans
        ]


class Changes:
    """Selects the rounds of polls in which a status or a phase changed, or all of them."""

    def __init__(self, following: Following, every_poll: bool) -> None:
        self._filters = {
            id(plan.request): (plan, ChangeFilter(every_poll)) for plan in following.plans
        }
        self._is_shown = False

    def record(self, poll: Poll[t.Any]) -> None:
        """Record a poll."""
        plan, changes = self._filters[id(poll.request)]
        is_gone = poll.error is not None and poll.next_delay is None
        self._is_shown = changes.is_shown(plan, poll) or is_gone or self._is_shown

    def is_shown(self) -> bool:
        """Return whether to yield what the polls since the last call returned."""
        shown, self._is_shown = self._is_shown, False
        return shown
