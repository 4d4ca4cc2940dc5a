"""The plan of a wait: a pure state machine that decides, from responses and the time, to poll again or to end.

It does not sleep, call or read a clock; ``wait``, ``wait_many``, ``stored`` and their async versions drive it.

May import: the standard library, botocore.exceptions, the modules of ``runtime.waiting`` below this one, and
``runtime.statuses`` and everything below it.
"""

from __future__ import annotations

import dataclasses
import random
import typing as t
from collections.abc import Callable, Iterable
from datetime import datetime

from botocore.exceptions import ClientError

from typed_status.runtime.awaits import Awaits
from typed_status.runtime.exceptions import (
    WaitBlocked,
    WaitCanceled,
    WaitError,
    WaitFailed,
    WaitTimeout,
    redact_urls,
)
from typed_status.runtime.models.operations import Operation, Request, Response
from typed_status.runtime.statuses.awaiting import awaited_status, whom
from typed_status.runtime.statuses.ids import check_ids
from typed_status.runtime.statuses.observation import Observation, observe
from typed_status.runtime.statuses.progress import Progress, progress_in
from typed_status.runtime.statuses.status import shown_status
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.waiting.after.equality import equality
from typed_status.runtime.waiting.after.motion import Course
from typed_status.runtime.waiting.after.start_goal import StartGoal
from typed_status.runtime.waiting.appearance import Appearance
from typed_status.runtime.waiting.backoff import Jitter, Schedule
from typed_status.runtime.waiting.botocore_waiters import State
from typed_status.runtime.waiting.estimate import Estimate
from typed_status.runtime.waiting.goal import Ending, Goal
from typed_status.runtime.waiting.retry import (
    is_not_found,
    is_transient,
    retry_after,
    retry_after_error,
)

__all__ = ["Plan", "Poll"]

ResultCo = t.TypeVar("ResultCo", covariant=True)

# With many waits, a poll may start this many seconds after its deadline, as others were due first.
_GRACE: t.Final = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Poll(t.Generic[ResultCo]):
    """One attempt of a wait: what ``on_poll`` receives and ``poll_once`` returns.

    ``attempt`` counts from 1. ``response`` is a ``ListResult`` for list operations, and ``None`` if the attempt raised ``error``. ``status`` is ``None`` for several
    items, and ``phase`` is that of all of them. ``elapsed`` is the seconds since the wait started, ``next_delay`` the
    seconds until the next attempt, ``None`` after the last one. ``request`` is the request that was sent.

    ``progress`` is how far it is, as ``progress_of`` returns it, if AWS reports that. ``time_left`` is an estimate of the
    seconds until it is done: ``(100 - percent) / speed``, in which the speed is the percentage gained during this wait over
    the time since its first progress. It starts again where the progress falls, and is ``None`` before the third attempt
    with progress, if nothing has moved, at 100 %, and after the last attempt.
    """

    attempt: int
    phase: Phase
    status: StatusEnum | None
    response: ResultCo | None
    error: Exception | None
    elapsed: float
    next_delay: float | None
    request: Request[t.Any, t.Any]
    progress: Progress | None = None
    time_left: float | None = None


def _unknown(statuses: Iterable[StatusEnum | None]) -> str:
    """Say of values that this version does not know why polling continued at them."""
    unknown = [each for each in statuses if each is not None and not each.is_known]
    if not unknown:
        return ""
    return f"; this version does not know the status {shown_status(unknown[0])}: pass it in until if it is what is awaited"


def _goal(
    request: Request[t.Any, t.Any],
    schedule: Schedule,
    until: t.Any,
    select: Callable[[t.Any], bool] | None,
    now: float,
    course: Course | None,
    *,
    watching: bool,
) -> Goal:
    if course is not None and course.equals:
        until, course = equality(course), None
    if course is None:
        return Goal(request, until, select, watching=watching, poll_blocked=schedule.poll_blocked)
    return StartGoal(
        request,
        course,
        watching=watching,
        deadline=now + schedule.moves_within,
        poll_blocked=schedule.poll_blocked,
    )


class Plan:
    """The state of one wait: its condition, its schedule and what the last attempt returned.

    An attempt returns a list of responses: one, or the pages of a list operation. Times are seconds of a monotonic
    clock; ``utc_now`` is the time of day, which ``Retry-After`` dates need.
    """

    def __init__(
        self,
        request: Request[t.Any, t.Any],
        schedule: Schedule,
        until: t.Any = None,
        select: Callable[[t.Any], bool] | None = None,
        *,
        now: float,
        course: Course | None = None,
        watching: bool = False,
        jitter: Jitter = random.uniform,
    ) -> None:
        check_ids(request)
        self.goal = _goal(request, schedule, until, select, now, course, watching=watching)
        self.request = request
        self.operation: Operation = request.__operation__
        self.schedule = schedule
        self.select = select
        self.course = course
        self.started = now
        # ``watch`` yields a failed or blocked status and raises no error for it.
        self.watching = watching
        self.jitter = jitter
        self.attempt = 0
        # What a start is to remove was there before.
        is_removed = course is not None and course.gone
        self.appearance = Appearance(now + (0 if is_removed else schedule.appears_within))
        self.estimate = Estimate()
        # Whether somebody reads the progress in a poll; ``None``: if there is an ``on_poll``.
        self.reports_progress: bool | None = None
        self.seen = self._observe([])

    def restart(self, schedule: Schedule, now: float) -> None:
        """Count the timeout from now on; what may be missing or old at first still counts from the start."""
        self.schedule = schedule
        self.estimate.shift(now - self.started)
        self.started = now

    @property
    def result(self) -> t.Any:
        """What ``wait`` returns, of the last attempt."""
        return None if self.goal.is_gone(self.seen) else self.seen.result

    @property
    def statuses(self) -> list[StatusEnum | None]:
        """The statuses of the last attempt."""
        return self.seen.statuses

    def record(
        self,
        result: list[Response] | Exception,
        now: float,
        utc_now: datetime,
        on_poll: Callable[[Poll[t.Any]], None] | None = None,
    ) -> Poll[t.Any]:
        """Record the responses or the error of an attempt and call ``on_poll``; raises the error that ends the wait."""
        error = result if isinstance(result, Exception) else None
        next_delay: float | None = None
        try:
            if isinstance(result, Exception):
                next_delay = self.on_error(result, now, utc_now)
            else:
                next_delay = self.on_response(result, now, utc_now)
        finally:  # ``on_poll`` receives the attempt that raises, too
            observed = self.reports_progress
            observed = on_poll is not None if observed is None else observed
            poll = self.poll(now, next_delay, error, observed=observed)
            if on_poll is not None:
                on_poll(poll)
        return poll

    def check_deadline(self, now: float) -> None:
        """Raise ``WaitTimeout`` if the deadline passed before this wait's turn to poll again came."""
        if self.attempt and now > self.started + self.schedule.timeout + _GRACE:
            raise self._timeout()

    def on_response(self, responses: list[Response], now: float, utc_now: datetime) -> float | None:
        """Return the seconds until the next attempt; ``None`` if the wait is done.

        Raises ``WaitFailed``, ``WaitCanceled``, ``WaitBlocked`` or ``WaitTimeout``, and ``WaitError`` if there is no status to wait for.
        """
        self.attempt += 1
        self.seen = seen = self._observe(responses)
        self.appearance.record(seen.statuses if self.goal.reports_status else [None])
        self.goal.record(seen, now)
        decision = "continue" if self._is_awaited(now) else self.goal.decide(seen)
        if decision == "done":
            return None
        if isinstance(decision, Ending):
            if self.watching and issubclass(decision.kind, (WaitFailed, WaitCanceled, WaitBlocked)):
                return None
            raise self._error(decision)
        self.goal.warn_of_unknown_phases(seen)
        return self._next_delay(now, retry_after(responses, seen.pending, utc_now))

    def on_error(self, error: Exception, now: float, utc_now: datetime) -> float | None:
        """Return the seconds until the next attempt, as ``on_response`` does; raises ``error`` if it is not transient."""
        self.attempt += 1
        is_missing = is_not_found(error, self.operation)
        is_awaited = is_missing and self.appearance.is_awaited(now)
        state: State | None = None
        if isinstance(error, ClientError):
            response = t.cast(dict[str, t.Any], error.response)
            state = self.goal.state_of_error(response, is_gone=is_missing and not is_awaited)
        if state == "success":
            self.seen = self._observe([])
            return None
        if not is_awaited and (state == "failure" or (state is None and not is_transient(error))):
            raise error
        return self._next_delay(now, retry_after_error(error, utc_now), error)

    def _observe(self, responses: list[Response]) -> Observation:
        reports_status = self.goal.reports_status
        return observe(
            self.request,
            responses,
            self.select,
            reports_status=reports_status,
            watch=self.goal.watch,
            parts=self.goal.parts,
        )

    def poll(
        self, now: float, next_delay: float | None, error: Exception | None, *, observed: bool
    ) -> Poll[t.Any]:
        """Return the last attempt as ``on_poll`` receives it; the progress only if it is ``observed``."""
        seen, elapsed = self.seen, now - self.started
        response = seen.result if error is None else None
        progress: Progress | None = None
        if observed and error is None:
            progress = progress_in(seen.responses, seen.items)
            self.estimate.record(None if progress is None else progress.percent, elapsed)
        is_going = progress is not None and next_delay is not None
        return Poll(
            self.attempt,
            seen.phase,
            seen.status,
            response,
            error,
            elapsed,
            next_delay,
            self.request,
            progress,
            self.estimate.time_left() if is_going else None,
        )

    def _is_awaited(self, now: float) -> bool:
        """Return whether to poll on because nothing has appeared yet; raises ``WaitTimeout`` if nothing did in time."""
        goal = self.goal
        if goal.acceptors is not None or callable(goal.until) or self.appearance.has_appeared:
            return False
        if self.appearance.is_awaited(now):
            is_condition = bool(goal.targets) or isinstance(goal, StartGoal)
            return not (is_condition and goal.is_reached(self.seen))
        seconds = self.schedule.appears_within
        if not seconds or goal.accepts_gone or goal.is_awaiting_end:
            return False
        what = (
            f"only an earlier resource at its end ({self.seen.counts})"
            if self.seen.items
            else "no item"
        )
        message = f"{what} appeared within {seconds:g} s"
        raise self._error(Ending(WaitTimeout, message, None, goal.reason_to_continue(self.seen)))

    def _timeout(self, error: Exception | None = None) -> WaitError:
        seen = self.seen
        attempts = f"{self.attempt} attempt{'' if self.attempt == 1 else 's'}"
        message = f"timed out after {self.schedule.timeout:g} s ({attempts})"
        awaited = awaited_status(seen.unfinished)
        if seen.status is not None:
            message += f"; last status: {shown_status(seen.status)}"
            message += f", which awaits {whom(awaited)}" if whom(awaited) else ""
        elif seen.items:
            message += f"; last statuses: {seen.counts}"
            message += (
                f"; status {shown_status(awaited)} of an item awaits {whom(awaited)}"
                if whom(awaited)
                else ""
            )
        message += _unknown(seen.statuses) + self.goal.hint(seen)
        if self.goal.reports_status and seen.responses and not seen.items:
            message += "; no item was selected" if self.select else "; the list was empty"
        if error is not None:
            message += f"; last error: {type(error).__name__}: {redact_urls(error)}"
        return self._error(
            Ending(WaitTimeout, message, seen.status, self.goal.reason_to_continue(seen))
        )

    def _next_delay(
        self, now: float, requested: float | None, error: Exception | None = None
    ) -> float:
        left = self.started + self.schedule.timeout - now
        if left <= 0:
            raise self._timeout(error) from error
        if self.appearance.is_awaited(now):
            # The last attempt before it has to be there is at that time.
            left = min(left, self.appearance.deadline - now)
        # A requested delay of 0 is ignored: polling without a delay would be a busy loop.
        return min(requested or self.schedule.backoff(self.attempt, self.jitter), left)

    def _error(self, ending: Ending) -> WaitError:
        return ending.kind(
            ending.message,
            service=self.operation.service,
            operation=self.operation.name,
            attempts=self.attempt,
            status=None if ending.status is None else str(ending.status),
            awaits=self._awaits(ending),
            reason=ending.reason,
            response=self.result,
        )

    def _awaits(self, ending: Ending) -> Awaits | None:
        status = ending.status or awaited_status(self.seen.unfinished)
        if status is None:
            return None
        # A further status is in progress although the leading one is terminal.
        is_unfinished = ending.kind is WaitTimeout and status.awaits is Awaits.NOTHING
        return Awaits.AWS if is_unfinished else status.awaits
