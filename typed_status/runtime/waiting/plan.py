"""The plan of a wait, as a pure calculation: given answers and a clock it says when to ask again, or how it ended.

Nothing here sleeps, calls or looks at a clock of its own; ``waiting`` and ``aio`` drive it.

May import: the standard library, botocore.exceptions and ``runtime`` below ``call``.
"""

from __future__ import annotations

import dataclasses
import random
import typing as t
from collections.abc import Callable, Iterator
from datetime import datetime

from botocore.exceptions import ClientError

from typed_status.runtime import drift
from typed_status.runtime.exceptions import (
    WaitCanceled,
    WaitError,
    WaitFailed,
    WaitTimeout,
    redact_urls,
)
from typed_status.runtime.models.operations import (
    ListRequest,
    ListResponse,
    Operation,
    Request,
    Response,
    StatusRequest,
)
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.waiting.botocore_waiters import State, is_waiter, merged
from typed_status.runtime.waiting.conditions import GONE, acceptors_of, says_gone, wanted_of
from typed_status.runtime.waiting.reasons import reason
from typed_status.runtime.waiting.retry import is_not_found, passes, wish, wish_of
from typed_status.runtime.waiting.status import combined, reported

__all__ = ["LONGEST", "Plan", "Poll", "Schedule"]

AnswerT = t.TypeVar("AnswerT")


LONGEST: t.Final = 10 * 366 * 86_400
"""The most seconds of a wait: ten years."""
# How much later than its deadline, in seconds, a question is still asked where others had to be asked first.
_GRACE: t.Final = 1.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often to ask and for how long, in seconds."""

    timeout: float
    delay: float
    max_delay: float

    def __post_init__(self) -> None:
        for name in ("timeout", "delay", "max_delay"):
            value: object = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
                raise ValueError(f"{name} is a number of seconds above 0, not {value!r}")
            if value > LONGEST:
                raise ValueError(f"{name}={value!r} is more than ten years, {LONGEST} seconds")
        if self.delay > self.max_delay:
            raise ValueError(f"delay={self.delay!r} is above max_delay={self.max_delay!r}")

    def pause(self, attempt: int, spread: Callable[[float, float], float]) -> float:
        """The seconds after the ``attempt``-th answer: twice as long each time, up to ``max_delay``.

        They are spread from the first on, so that many waits that begin at once do not stay in step.
        """
        longest = min(self.max_delay, self.delay * 2 ** min(attempt, 60))
        return spread(max(self.delay, longest / 2), longest)


@dataclasses.dataclass(frozen=True, slots=True)
class Poll(t.Generic[AnswerT]):
    """One answer, as ``on_poll`` is told of it.

    ``response`` is ``None`` where an ``error`` came instead. ``elapsed`` is the seconds since the wait began, ``pause``
    the seconds until the next question, ``None`` after the last. ``request`` is the one that was sent.
    """

    attempt: int
    phase: Phase
    status: StatusEnum | None
    response: AnswerT | None
    error: Exception | None
    elapsed: float
    pause: float | None
    request: Request[t.Any, t.Any]


Verdict = t.Literal["done", "failed", "canceled", "going"]
_OF_PHASE: dict[Phase, Verdict] = {
    Phase.SUCCEEDED: "done",
    Phase.FAILED: "failed",
    Phase.CANCELED: "canceled",
    Phase.IN_PROGRESS: "going",
    Phase.UNKNOWN: "going",
}
# Where no acceptor matches, a waiter goes on.
_OF_STATE: dict[State | None, Verdict] = {
    "success": "done",
    "failure": "failed",
    "retry": "going",
    None: "going",
}


class Plan:
    """A wait under way: what is waited for, and how far it has come.

    An answer is the list of the responses to one question: one, or the pages of a listing. Times are seconds of
    a clock that only goes forward.
    """

    def __init__(
        self,
        request: Request[t.Any, t.Any],
        schedule: Schedule,
        until: t.Any = None,
        select: Callable[[t.Any], bool] | None = None,
        *,
        now: float,
        watching: bool = False,
        spread: Callable[[float, float], float] = random.uniform,
    ) -> None:
        # Whether an answer carries a status; where it does not, a predicate can still tell the end.
        self.reports = isinstance(t.cast(object, request), (StatusRequest, ListRequest))
        told = isinstance(t.cast(object, request), Request) and (
            callable(until) or until is GONE or is_waiter(until)
        )
        if not self.reports and (watching or not told):
            raise TypeError(
                f"{type(request).__name__} asks for no status: there is nothing to wait for, but what a "
                "predicate of the response or a waiter of botocore's says (until=)"
            )
        self.request = request
        self.operation: Operation = request.__operation__
        self.schedule = schedule
        self.until = until
        # A waiter's acceptors and the statuses that are waited for, where it is those.
        self.acceptors = acceptors_of(until, self.operation, select)
        self.wanted = wanted_of(until, self.operation.response)
        self.select = select
        self.started = now
        # A watcher sees a bad end as a status and not as an error.
        self.watching = watching
        self.spread = spread
        self.attempt = 0
        self.answer: list[Response] = []
        self.statuses: list[StatusEnum | None] = []
        self.phase = Phase.UNKNOWN  # of the last answer
        self._has_carried = False

    def take(
        self,
        answer: list[Response] | Exception,
        now: float,
        wall: datetime,
        on_poll: Callable[[Poll[t.Any]], None] | None = None,
    ) -> Poll[t.Any]:
        """Take in an answer, or the error that came instead, and tell of it; raises what ends the wait badly."""
        error = answer if isinstance(answer, Exception) else None
        pause: float | None = None
        try:
            if isinstance(answer, Exception):
                pause = self.missed(answer, now, wall)
            else:
                pause = self.heard(answer, now, wall)
        finally:  # the answer that ends it badly is told of as well
            poll = self.poll(now, pause, error)
            if on_poll is not None:
                on_poll(poll)
        return poll

    def expire(self, now: float) -> None:
        """Raise ``WaitTimeout`` where the deadline is over since the last answer, as others were asked first."""
        if self.attempt and now > self.started + self.schedule.timeout + _GRACE:
            raise self._timeout()

    def heard(self, answer: list[Response], now: float, wall: datetime) -> float | None:
        """The seconds until the next question, ``None`` where it is done.

        Raises ``WaitFailed``, ``WaitCanceled``, ``WaitTimeout``, and ``WaitError`` where there is no status any more.
        """
        self.attempt += 1
        self.answer = answer
        found = list(self._found())
        self.statuses = [status for _, status in found]
        alone = self.statuses[0] if len(self.statuses) == 1 else None
        self.phase = combined(self.statuses) if alone is None else alone.phase
        verdict = self._verdict()
        if verdict == "done" or (self.watching and verdict != "going"):
            return None
        if verdict != "going":
            raise self._bad_end(verdict, found)
        self._warn_of_unknown()
        going = [item for item, status in found if status is None or not status.phase.is_terminal]
        return self._next(now, wish(answer, going, wall))

    def missed(self, error: Exception, now: float, wall: datetime) -> float | None:
        """As ``heard``, where an error came instead; one that does not pass is raised."""
        self.attempt += 1
        state: State | None = None
        if self.acceptors is not None and isinstance(error, ClientError):
            state = self.acceptors.state(t.cast(dict[str, t.Any], error.response))
        elif self.until is GONE and is_not_found(error, self.operation):
            state = "success"
        if state == "success":
            self.answer, self.statuses, self.phase = [], [], Phase.UNKNOWN
            return None
        if state == "failure" or (state is None and not passes(error)):
            raise error
        return self._next(now, wish_of(error, wall), error)

    @property
    def result(self) -> t.Any:
        """The last answer, as ``wait`` returns it: all pages of a listing, or the one response, if there is one."""
        if isinstance(self.request, ListRequest):
            return self.answer
        return next(iter(self.answer), None)

    def poll(self, now: float, pause: float | None, error: Exception | None = None) -> Poll[t.Any]:
        """The last answer, or the error that came instead, as ``on_poll`` is told of it."""
        response = self.result if error is None else None
        status = self.statuses[0] if len(self.statuses) == 1 else None
        elapsed = now - self.started
        return Poll(self.attempt, self.phase, status, response, error, elapsed, pause, self.request)

    def _found(self) -> Iterator[tuple[object, StatusEnum | None]]:
        """What counts of the answer, each with its status."""
        if not self.reports:
            return
        for response in self.answer:
            for item, status in reported(response):
                if self.select is None or self.select(item):
                    yield item, status

    def _verdict(self) -> Verdict:
        if self.acceptors is not None:
            try:
                state = self.acceptors.state(merged([each.to_boto3() for each in self.answer]))
            except ValueError as error:  # JMESPath's, which may show values
                said = f"the waiter {self.acceptors.name} can make nothing of the response"
                raise self._error(WaitError, f"{said}: {type(error).__name__}") from None
            return _OF_STATE[state]
        if self._is_reached():
            return "done"
        self._require_status()
        if self.phase in (Phase.FAILED, Phase.CANCELED):
            bad = {
                each.phase for each in self.statuses if each is not None and each not in self.wanted
            }
            bad &= {Phase.FAILED, Phase.CANCELED}
            if bad:
                return _OF_PHASE[Phase.FAILED if Phase.FAILED in bad else Phase.CANCELED]
        return "going"

    def _is_reached(self) -> bool:
        if callable(self.until):
            single = not isinstance(self.answer[0], ListResponse)
            return bool(self.until(self.answer[0] if single else self.answer))
        if self.until is GONE:
            # What is answered without a status is there.
            gone = (each is not None and says_gone(each) for each in self.statuses)
            return self.reports and all(gone)
        if self.wanted:
            return bool(self.statuses) and all(each in self.wanted for each in self.statuses)
        return self.phase is Phase.SUCCEEDED

    def _require_status(self) -> None:
        """Raise ``WaitError`` where a status that is not there is all that keeps the wait going."""
        carried = [each for each in self.statuses if each is not None]
        lacking = len(self.statuses) - len(carried)
        # A predicate may be about something else, and is asked on unless the status went missing.
        expected = not callable(self.until) or (self._has_carried and not carried)
        self._has_carried = self._has_carried or bool(carried)
        if not (lacking and expected and all(each.phase.is_terminal for each in carried)):
            return
        if len(self.statuses) == 1:
            raise self._error(WaitError, "the response carries no status")
        raise self._error(
            WaitError,
            f"{lacking} of {len(self.statuses)} items carry no status, and no other is in progress",
        )

    def _warn_of_unknown(self) -> None:
        """Warn of statuses that tell nothing, where the wait goes on for that reason."""
        if len(self.statuses) == 1 and self.phase is not Phase.UNKNOWN:
            return
        if self.acceptors is not None or callable(self.until):
            return
        carried = [each for each in self.statuses if each is not None]
        for each in carried:
            # A value that is not declared was warned of when it came.
            if each.phase is Phase.UNKNOWN and each.is_known and each not in self.wanted:
                drift.report_unknown_phase(type(each), str(each))

    def _bad_end(
        self, verdict: Verdict, found: list[tuple[object, StatusEnum | None]]
    ) -> WaitError:
        """The error for a status that ended badly, or for what a waiter takes for a failure."""
        item, status = next(
            (
                (item, status)
                for item, status in found
                if status is not None
                and status not in self.wanted
                and _OF_PHASE[status.phase] in ("failed", "canceled")
                and (self.acceptors is not None or _OF_PHASE[status.phase] == verdict)
            ),
            found[0] if len(found) == 1 else (None, None),
        )
        canceled = status is not None and status.phase is Phase.CANCELED
        kind, said = (WaitCanceled, "was canceled") if canceled else (WaitFailed, "failed")
        if self.acceptors is not None:
            said += f" for the waiter {self.acceptors.name}"
        said += f" with status {status!s}" if status is not None else ""
        return self._error(kind, said, status, None if item is None else reason(self.answer, item))

    def _timeout(self, error: Exception | None = None) -> WaitError:
        last = self.statuses[0] if len(self.statuses) == 1 else None
        said = f"timed out after {self.schedule.timeout:g} s and {self.attempt} questions"
        said += f", with status {last!s}" if last is not None else ""
        said += (
            f"; the last answer was {type(error).__name__}: {redact_urls(error)}" if error else ""
        )
        return self._error(WaitTimeout, said, last)

    def _next(self, now: float, wanted: float | None, error: Exception | None = None) -> float:
        left = self.started + self.schedule.timeout - now
        if left <= 0:
            raise self._timeout(error) from error
        # A wish that has passed is none: asking without a pause would be a loop.
        pause = wanted or self.schedule.pause(self.attempt, self.spread)
        return min(pause, left)

    def _error(
        self,
        kind: type[WaitError],
        said: str,
        status: StatusEnum | None = None,
        reason: str | None = None,
    ) -> WaitError:
        return kind(
            said,
            service=self.operation.service,
            operation=self.operation.name,
            attempts=self.attempt,
            status=None if status is None else str(status),
            reason=reason,
            response=self.result,
        )
