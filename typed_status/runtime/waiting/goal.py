"""What a wait is for, and what an attempt means for it: done, to be continued, or an error.

May import: the standard library, ``runtime.waiting`` below ``runtime.waiting.plan``, and ``runtime.statuses`` and
everything below it.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

from typed_status.runtime import drift
from typed_status.runtime.exceptions import WaitBlocked, WaitCanceled, WaitError, WaitFailed
from typed_status.runtime.models.operations import (
    ListRequest,
    Operation,
    Request,
    StatusRequest,
)
from typed_status.runtime.statuses.awaiting import blocked_item, whom
from typed_status.runtime.statuses.observation import Item, Observation
from typed_status.runtime.statuses.reasons import first_reason, reason_of
from typed_status.runtime.statuses.unreturned import count_unreturned
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.waiting.appearance import cannot_reach
from typed_status.runtime.waiting.botocore_waiters import Acceptors, State, is_waiter, merge_pages
from typed_status.runtime.waiting.conditions import GONE, acceptors_of, target_statuses

__all__ = ["Decision", "Ending", "Goal", "of_items"]


class Ending(t.NamedTuple):
    """Why a wait ends with an error: the exception's class and what it says."""

    kind: type[WaitError]
    message: str
    status: StatusEnum | None = None
    reason: str | None = None


Decision = t.Literal["done", "continue"] | Ending

_FAILURES: t.Final = (Phase.FAILED, Phase.CANCELED)


class Goal:
    """What a wait is for: ``until`` and ``select`` of a request."""

    def __init__(
        self,
        request: Request[t.Any, t.Any],
        until: t.Any,
        select: Callable[[t.Any], bool] | None,
        *,
        watching: bool,
        poll_blocked: bool = False,
    ) -> None:
        self.reports_status = isinstance(t.cast(object, request), (StatusRequest, ListRequest))
        has_condition = isinstance(t.cast(object, request), Request) and (
            callable(until) or until is GONE or is_waiter(until)
        )
        if not self.reports_status and (watching or not has_condition):
            hint = "" if watching else "; pass until= with a predicate, GONE or a botocore waiter"
            raise TypeError(f"{type(request).__name__} reports no status{hint}")
        self.operation: Operation = request.__operation__
        self.until = until
        self.acceptors = acceptors_of(until, self.operation, select)
        self.targets = target_statuses(until, self.operation.response)
        # The condition may be what the awaited act brings about, or something else than a status.
        self.polls_blocked = poll_blocked or has_condition
        self._had_status = False
        # The path to the statuses that count, if they are not the leading ones.
        self.watch: tuple[str, ...] = ()
        self.parts: Callable[[t.Any], bool] | None = None

    @property
    def accepts_gone(self) -> bool:
        """Whether the absence of the resource is a success."""
        return self.until is GONE

    def record(self, seen: Observation, now: float) -> None:
        """Record an attempt at the time ``now``: nothing, as only the last one counts."""

    def is_gone(self, seen: Observation) -> bool:  # noqa: ARG002 - a start reads it
        """Check whether ``wait`` returns ``None``, since the resource is gone although there is a response."""
        return False

    def hint(self, seen: Observation) -> str:  # noqa: ARG002 - a start reads it
        """Return what the error of a timeout says besides."""
        return ""

    def state_of_error(self, response: dict[str, t.Any], *, is_gone: bool) -> State | None:
        """Return what AWS's error means: ``success`` or ``failure`` by ``until``, ``None`` if that does not say."""
        if self.acceptors is not None:
            return self.acceptors.state(response)
        return "success" if self.accepts_gone and is_gone else None

    def is_reached(self, seen: Observation) -> bool:
        """Check whether an attempt returned what the wait is for; a waiter's acceptors do not count."""
        if callable(self.until):
            return bool(self.until(seen.result))
        if self.until is GONE:
            # An operation without a status that returns a response means that the resource exists.
            gone = (each is not None and each.is_gone for each in seen.statuses)
            return self.reports_status and all(gone)
        if self.targets:
            return bool(seen.items) and all(each in self.targets for each in seen.statuses)
        return seen.phase is Phase.SUCCEEDED

    @property
    def is_awaiting_end(self) -> bool:
        """Whether a status in ``until`` is that of a resource at its end."""
        return any(each.is_gone for each in self.targets)

    def decide(self, seen: Observation) -> Decision:
        """Return what an attempt means."""
        if self.acceptors is not None:
            return self._decide_by(self.acceptors, seen)
        unreturned = self.ending_of_unreturned(seen)
        if self.is_reached(seen):
            return unreturned or "done"
        ending = self._ending_without_status(seen) or self._ending_of_failures(seen)
        ending = ending or self._ending_out_of_reach(seen) or self._ending_of_block(seen)
        # Nothing is in progress if nothing was returned.
        return ending or (None if seen.items else unreturned) or "continue"

    def _decide_by(self, acceptors: Acceptors, seen: Observation) -> Decision:
        try:
            state = acceptors.state(merge_pages([each.to_boto3() for each in seen.responses]))
        except ValueError as error:  # JMESPath's, whose text may show sensitive values
            message = (
                f"waiter {acceptors.name} cannot evaluate the response: {type(error).__name__}"
            )
            return Ending(WaitError, message)
        if state == "failure":
            return self._failure(seen, _FAILURES, f" (waiter {acceptors.name})")
        # As in botocore: if no acceptor matches, polling continues.
        return "done" if state == "success" else "continue"

    def _ending_of_failures(self, seen: Observation) -> Ending | None:
        """Return the error for items that failed or were canceled, once no other one is in progress."""
        if self._phase(seen) not in _FAILURES:
            return None
        found = {
            each.phase for each in seen.statuses if each is not None and each not in self.targets
        }
        if self.until is None and seen.phase not in found:
            return self._further_failure(seen)
        phase = next((each for each in _FAILURES if each in found), None)
        return None if phase is None else self._failure(seen, (phase,))

    def ending_of_unreturned(self, seen: Observation) -> Ending | None:
        """Return the error if AWS says that it did not return all; with a predicate or ``GONE`` it is none."""
        if callable(self.until) or self.accepts_gone:
            return None
        if not (counts := count_unreturned(seen.responses)):
            return None
        message = f"AWS did not return all that was requested ({counts})"
        return Ending(WaitFailed, message, None, reason_of(seen.responses))

    def _phase(self, seen: Observation) -> Phase:
        """Return the phase that counts: further statuses do not for ``until``, which says what is enough."""
        return seen.phase if self.until is None else seen.leading_phase

    def reason_to_continue(self, seen: Observation) -> str | None:
        """Return AWS's reason for what keeps the wait going."""
        return seen.reason if self.until is None else first_reason(seen.responses, seen.unfinished)

    def _further_failure(self, seen: Observation) -> Ending:
        """Return the error for the first item whose status succeeded, and a further one failed."""
        ended = {each.phase: each for each in reversed(seen.not_ready)}
        found = ended[seen.phase]
        status = found.item[1]
        canceled = found.phase is Phase.CANCELED
        kind, message = (WaitCanceled, "was canceled") if canceled else (WaitFailed, "failed")
        return Ending(kind, f"{message} with status {status!s}", status, found.reason)

    def _failure(self, seen: Observation, phases: tuple[Phase, ...], by: str = "") -> Ending:
        """Return the error for the first item in one of the ``phases``; ``by`` says who decided."""

        def has_failed(item: Item) -> bool:
            status = item[1]
            return status is not None and status not in self.targets and status.phase in phases

        only = seen.items[0] if len(seen.items) == 1 else (None, None)
        item, status = next(filter(has_failed, seen.items), only)
        canceled = status is not None and status.phase is Phase.CANCELED
        kind, message = (WaitCanceled, "was canceled") if canceled else (WaitFailed, "failed")
        message += f" with status {status!s}" if status is not None else ""
        return Ending(
            kind, message + by + of_items(seen), status, reason_of(seen.responses, item, status)
        )

    def _ending_without_status(self, seen: Observation) -> Ending | None:
        """Return the error if the wait would continue only because of a missing status."""
        present = [each for each in seen.statuses if each is not None]
        missing = len(seen.items) - len(present)
        # A predicate may look at something else: there, only a status that disappeared is an error.
        expected = not callable(self.until) or (self._had_status and not present)
        if self.until is None and any(not each.phase.is_terminal for each in seen.not_ready):
            expected = False
        self._had_status = self._had_status or bool(present)
        if not (missing and expected and all(each.phase.is_terminal for each in present)):
            return None
        if len(seen.items) == 1:
            return Ending(WaitError, "the response has no status")
        text = (
            f"{missing} of {len(seen.items)} items have no status, and no other item is in progress"
        )
        return Ending(WaitError, text)

    def _ending_out_of_reach(self, seen: Observation) -> Ending | None:
        """Return the error for an item at its end that is not what was waited for, once no other one is in progress."""
        if not self._phase(seen).is_terminal:
            return None
        for item, status in seen.items:
            if cannot_reach(status, self.targets, self.operation):
                wanted = " or ".join(sorted(map(str, self.targets)))
                message = f"status {status!s} is final, {wanted} cannot be reached"
                message += "; leave such items out with select" if len(seen.items) > 1 else ""
                message += of_items(seen)
                return Ending(WaitFailed, message, status, reason_of(seen.responses, item, status))
        return None

    def _ending_of_block(self, seen: Observation) -> Ending | None:
        """Return the error if nothing changes any more unless you or another party act."""
        if self.polls_blocked or (blocked := blocked_item(seen.unfinished, self.targets)) is None:
            return None
        item, status = blocked
        message = f"status {status!s} awaits {whom(status)}; pass poll_blocked=True to poll on"
        message += of_items(seen)
        return Ending(WaitBlocked, message, status, reason_of(seen.responses, item, status))

    def warn_of_unknown_phases(self, seen: Observation) -> None:
        """Warn of declared statuses without a known phase that keep the wait going."""
        if len(seen.items) == 1 and seen.phase is not Phase.UNKNOWN:
            return
        if self.acceptors is not None or callable(self.until):
            return
        for each in seen.statuses:
            # An undeclared value was reported as drift when the response was read.
            if each is None or not each.is_known or each in self.targets:
                continue
            if each.phase is Phase.UNKNOWN:
                drift.report_unknown_phase(type(each), str(each))


def of_items(seen: Observation) -> str:
    """Say which statuses the items have, if there are several."""
    return f" ({seen.counts})" if len(seen.items) > 1 else ""
