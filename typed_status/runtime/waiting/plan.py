"""The plan of a wait: a pure state machine that decides, from responses and the time, to poll again or to end.

It does not sleep, call or read a clock; ``wait``, ``wait_many``, ``stored`` and their async versions drive it.

May import: the standard library, botocore.exceptions, the modules of ``runtime.waiting`` below this one, and ``runtime``
below ``runtime.client``.
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
    Operation,
    Request,
    Response,
    StatusRequest,
)
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.waiting.appearance import Appearance, cannot_reach
from typed_status.runtime.waiting.backoff import Jitter, Schedule
from typed_status.runtime.waiting.botocore_waiters import State, is_waiter, merge_pages
from typed_status.runtime.waiting.conditions import (
    GONE,
    acceptors_of,
    target_statuses,
)
from typed_status.runtime.waiting.lists import ListResult
from typed_status.runtime.waiting.reasons import first_reason, reason_of
from typed_status.runtime.waiting.retry import (
    is_not_found,
    is_transient,
    retry_after,
    retry_after_error,
)
from typed_status.runtime.waiting.status import combined_phase, items_with_status

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
    """

    attempt: int
    phase: Phase
    status: StatusEnum | None
    response: ResultCo | None
    error: Exception | None
    elapsed: float
    next_delay: float | None
    request: Request[t.Any, t.Any]


Decision = t.Literal["done", "failed", "canceled", "continue"]
_DECISION_OF_PHASE: dict[Phase, Decision] = {
    Phase.SUCCEEDED: "done",
    Phase.FAILED: "failed",
    Phase.CANCELED: "canceled",
    Phase.IN_PROGRESS: "continue",
    Phase.UNKNOWN: "continue",
}
# As in botocore: if no acceptor matches, polling continues.
_DECISION_OF_STATE: dict[State | None, Decision] = {
    "success": "done",
    "failure": "failed",
    "retry": "continue",
    None: "continue",
}


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
        watching: bool = False,
        jitter: Jitter = random.uniform,
    ) -> None:
        self.reports_status = isinstance(t.cast(object, request), (StatusRequest, ListRequest))
        has_condition = isinstance(t.cast(object, request), Request) and (
            callable(until) or until is GONE or is_waiter(until)
        )
        if not self.reports_status and (watching or not has_condition):
            hint = "" if watching else "; pass until= with a predicate, GONE or a botocore waiter"
            raise TypeError(f"{type(request).__name__} reports no status{hint}")
        self.request = request
        self.operation: Operation = request.__operation__
        self.schedule = schedule
        self.until = until
        self.acceptors = acceptors_of(until, self.operation, select)
        self.targets = target_statuses(until, self.operation.response)
        self.select = select
        self.started = now
        # ``watch`` yields a failed status and raises no error for it.
        self.watching = watching
        self.jitter = jitter
        self.attempt = 0
        self.appearance = Appearance(now + schedule.appears_within)
        # Of the last attempt:
        self.responses: list[Response] = []
        self.result: t.Any = self._result_of([], [])
        self.statuses: list[StatusEnum | None] = []
        self.phase = Phase.UNKNOWN
        self._had_status = False

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
            poll = self.poll(now, next_delay, error)
            if on_poll is not None:
                on_poll(poll)
        return poll

    def check_deadline(self, now: float) -> None:
        """Raise ``WaitTimeout`` if the deadline passed before this wait's turn to poll again came."""
        if self.attempt and now > self.started + self.schedule.timeout + _GRACE:
            raise self._timeout()

    def on_response(self, responses: list[Response], now: float, utc_now: datetime) -> float | None:
        """Return the seconds until the next attempt; ``None`` if the wait is done.

        Raises ``WaitFailed``, ``WaitCanceled`` or ``WaitTimeout``, and ``WaitError`` if there is no status to wait for.
        """
        self.attempt += 1
        self.responses = responses
        items = list(self._items())
        self.result = self._result_of(responses, items)
        self.statuses = [status for _, status in items]
        only = self.statuses[0] if len(self.statuses) == 1 else None
        self.phase = combined_phase(self.statuses) if only is None else only.phase
        self.appearance.record(self.statuses if self.reports_status else [None])
        decision: Decision = "continue" if self._is_awaited(now) else self._decide()
        if decision == "done" or (self.watching and decision != "continue"):
            return None
        if decision != "continue":
            raise self._failure(decision, items)
        self._warn_of_unknown_phases()
        pending = [item for item, status in items if status is None or not status.phase.is_terminal]
        return self._next_delay(now, retry_after(responses, pending, utc_now))

    def on_error(self, error: Exception, now: float, utc_now: datetime) -> float | None:
        """Return the seconds until the next attempt, as ``on_response`` does; raises ``error`` if it is not transient."""
        self.attempt += 1
        state: State | None = None
        is_missing = is_not_found(error, self.operation)
        is_awaited = is_missing and self.appearance.is_awaited(now)
        if self.acceptors is not None and isinstance(error, ClientError):
            state = self.acceptors.state(t.cast(dict[str, t.Any], error.response))
        elif self.until is GONE and is_missing and not is_awaited:
            state = "success"
        if state == "success":
            self.responses, self.statuses, self.phase = [], [], Phase.UNKNOWN
            self.result = self._result_of([], [])
            return None
        if not is_awaited and (state == "failure" or (state is None and not is_transient(error))):
            raise error
        return self._next_delay(now, retry_after_error(error, utc_now), error)

    def _result_of(
        self, responses: list[Response], items: list[tuple[object, StatusEnum | None]]
    ) -> t.Any:
        """Return what ``wait`` returns: a ``ListResult`` for list operations, or else one response or ``None``."""
        if isinstance(self.request, ListRequest):
            return ListResult.of_selected(responses, items)
        return next(iter(responses), None)

    def poll(
        self, now: float, next_delay: float | None, error: Exception | None = None
    ) -> Poll[t.Any]:
        """Return the last attempt as ``on_poll`` receives it."""
        response = self.result if error is None else None
        status = self.statuses[0] if len(self.statuses) == 1 else None
        elapsed = now - self.started
        return Poll(
            self.attempt, self.phase, status, response, error, elapsed, next_delay, self.request
        )

    def _items(self) -> Iterator[tuple[object, StatusEnum | None]]:
        """Yield the items that ``select`` keeps, each with its status."""
        if not self.reports_status:
            return
        for response in self.responses:
            for item, status in items_with_status(response):
                if self.select is None or self.select(item):
                    yield item, status

    def _is_awaited(self, now: float) -> bool:
        """Return whether to poll on because nothing has appeared yet; raises ``WaitTimeout`` if no item did in time."""
        if self.acceptors is not None or callable(self.until) or self.appearance.has_appeared:
            return False
        if self.appearance.is_awaited(now):
            return not (self.targets and self._is_reached())
        seconds = self.schedule.appears_within
        if seconds and not self.statuses and self.until is not GONE:
            raise self._error(WaitTimeout, f"no item appeared within {seconds:g} s")
        return False

    def _decide(self) -> Decision:
        if self.acceptors is not None:
            try:
                state = self.acceptors.state(
                    merge_pages([each.to_boto3() for each in self.responses])
                )
            except ValueError as error:  # JMESPath's, whose text may show sensitive values
                message = f"waiter {self.acceptors.name} cannot evaluate the response"
                raise self._error(WaitError, f"{message}: {type(error).__name__}") from None
            return _DECISION_OF_STATE[state]
        if self._is_reached():
            return "done"
        self._require_status()
        if self.phase in (Phase.FAILED, Phase.CANCELED):
            failed = {
                each.phase
                for each in self.statuses
                if each is not None and each not in self.targets
            }
            failed &= {Phase.FAILED, Phase.CANCELED}
            if failed:
                return "failed" if Phase.FAILED in failed else "canceled"
        self._require_reachable()
        return "continue"

    def _is_reached(self) -> bool:
        if callable(self.until):
            return bool(self.until(self.result))
        if self.until is GONE:
            # An operation without a status that returns a response means that the resource exists.
            gone = (each is not None and each.is_gone for each in self.statuses)
            return self.reports_status and all(gone)
        if self.targets:
            return bool(self.statuses) and all(each in self.targets for each in self.statuses)
        return self.phase is Phase.SUCCEEDED

    def _require_status(self) -> None:
        """Raise ``WaitError`` if the wait would continue only because of a missing status."""
        present = [each for each in self.statuses if each is not None]
        missing = len(self.statuses) - len(present)
        # A predicate may look at something else: there, only a status that disappeared is an error.
        expected = not callable(self.until) or (self._had_status and not present)
        self._had_status = self._had_status or bool(present)
        if not (missing and expected and all(each.phase.is_terminal for each in present)):
            return
        if len(self.statuses) == 1:
            raise self._error(WaitError, "the response has no status")
        raise self._error(
            WaitError,
            f"{missing} of {len(self.statuses)} items have no status, and no other item is in progress",
        )

    def _require_reachable(self) -> None:
        """Raise ``WaitFailed`` if an item is at its end, no other one is in progress, and it is not what was waited for."""
        if not self.phase.is_terminal:
            return
        for item, status in self._items():
            if cannot_reach(status, self.targets):
                wanted = " or ".join(sorted(map(str, self.targets)))
                message = f"status {status!s} is final, {wanted} cannot be reached"
                message += "; leave such items out with select" if len(self.statuses) > 1 else ""
                raise self._error(
                    WaitFailed, message, status, reason_of(self.responses, item, status)
                )

    def _warn_of_unknown_phases(self) -> None:
        """Warn of declared statuses without a known phase that keep the wait going."""
        if len(self.statuses) == 1 and self.phase is not Phase.UNKNOWN:
            return
        if self.acceptors is not None or callable(self.until):
            return
        for each in self.statuses:
            # An undeclared value was reported as drift when the response was read.
            if each is None or not each.is_known or each in self.targets:
                continue
            if each.phase is Phase.UNKNOWN:
                drift.report_unknown_phase(type(each), str(each))

    def _failure(
        self, decision: Decision, items: list[tuple[object, StatusEnum | None]]
    ) -> WaitError:
        """Return the error for a failed or canceled status, or for a failure by a waiter's acceptor."""
        item, status = next(
            (
                (item, status)
                for item, status in items
                if status is not None
                and status not in self.targets
                and _DECISION_OF_PHASE[status.phase] in ("failed", "canceled")
                and (self.acceptors is not None or _DECISION_OF_PHASE[status.phase] == decision)
            ),
            items[0] if len(items) == 1 else (None, None),
        )
        canceled = status is not None and status.phase is Phase.CANCELED
        kind, message = (WaitCanceled, "was canceled") if canceled else (WaitFailed, "failed")
        message += f" with status {status!s}" if status is not None else ""
        message += f" (waiter {self.acceptors.name})" if self.acceptors is not None else ""
        reason = reason_of(self.responses, item, status)
        return self._error(kind, message, status, reason)

    def _timeout(self, error: Exception | None = None) -> WaitError:
        status = self.statuses[0] if len(self.statuses) == 1 else None
        attempts = f"{self.attempt} attempt{'' if self.attempt == 1 else 's'}"
        message = f"timed out after {self.schedule.timeout:g} s ({attempts})"
        message += f"; last status: {status!s}" if status is not None else ""
        if self.reports_status and self.responses and not self.statuses:
            message += "; no item was selected" if self.select else "; the list was empty"
        message += (
            f"; last error: {type(error).__name__}: {redact_urls(error)}"
            if error is not None
            else ""
        )
        pending = [
            each for each in self._items() if each[1] is None or not each[1].phase.is_terminal
        ]
        return self._error(WaitTimeout, message, status, first_reason(self.responses, pending))

    def _next_delay(
        self, now: float, requested: float | None, error: Exception | None = None
    ) -> float:
        left = self.started + self.schedule.timeout - now
        if left <= 0:
            raise self._timeout(error) from error
        if self.appearance.is_awaited(
            now
        ):  # the last attempt before it has to be there is at that time
            left = min(left, self.appearance.deadline - now)
        # A requested delay of 0 is ignored: polling without a delay would be a busy loop.
        return min(requested or self.schedule.backoff(self.attempt, self.jitter), left)

    def _error(
        self,
        kind: type[WaitError],
        message: str,
        status: StatusEnum | None = None,
        reason: str | None = None,
    ) -> WaitError:
        return kind(
            message,
            service=self.operation.service,
            operation=self.operation.name,
            attempts=self.attempt,
            status=None if status is None else str(status),
            reason=reason,
            response=self.result,
        )
