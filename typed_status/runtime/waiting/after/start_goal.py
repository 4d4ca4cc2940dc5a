"""The goal of a wait for what was started: its course decides which statuses are reached, old, contrary or on the way.

May import: the standard library, ``runtime.waiting.after.motion``, ``runtime.waiting`` below ``runtime.waiting.after``, and
``runtime`` below ``runtime.waiting``.
"""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Callable, Mapping

from typed_status.runtime.exceptions import WaitBlocked, WaitCanceled, WaitError, WaitFailed
from typed_status.runtime.models.operations import Request
from typed_status.runtime.statuses.awaiting import whom
from typed_status.runtime.statuses.observation import Item, Observation
from typed_status.runtime.statuses.reasons import first_reason, reason_of, text_at
from typed_status.runtime.statuses.status import below_items, has_more_steps, values_at
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.types.further import FurtherStatus
from typed_status.runtime.waiting.after.motion import Course, Motion
from typed_status.runtime.waiting.appearance import cannot_reach
from typed_status.runtime.waiting.goal import Decision, Ending, Goal, of_items

__all__ = ["StartGoal", "part_selector", "selector"]


class _Standing(enum.Enum):
    """Where an item is on its course."""

    REACHED = enum.auto()
    OLD = enum.auto()  # its status is from before the start, as far as is known
    PENDING = enum.auto()
    OPEN = enum.auto()
    ABSENT = enum.auto()  # it has no status
    RETURNED = enum.auto()
    FAILED = enum.auto()
    CANCELED = enum.auto()
    CONTRARY = enum.auto()
    FINAL = enum.auto()


_ENDED: t.Final = frozenset(
    {
        _Standing.REACHED,
        _Standing.RETURNED,
        _Standing.FAILED,
        _Standing.CANCELED,
        _Standing.CONTRARY,
        _Standing.FINAL,
    }
)

_FAILURES: t.Final = {Phase.FAILED: _Standing.FAILED, Phase.CANCELED: _Standing.CANCELED}


def selector(course: Course) -> Callable[[t.Any], bool] | None:
    """Return the predicate of the items of a list operation that were started; ``None`` if all were."""
    of_items = {path: values for path, values in course.select.items() if "[]" not in path}
    return _predicate(of_items) if of_items else None


def part_selector(course: Course) -> Callable[[t.Any], bool] | None:
    """Return the predicate of the parts of an item that were started, where each has a status; ``None`` if all were.

    Their paths are those through a list: ``vpc_attachments[].vpc_id``.
    """
    of_parts = {
        path.rpartition("[].")[2]: values for path, values in course.select.items() if "[]" in path
    }
    return _predicate(of_parts) if of_parts else None


def _predicate(select: Mapping[str, tuple[t.Any, ...]]) -> Callable[[t.Any], bool]:
    paths = [(tuple(path.split(".")), set(values)) for path, values in select.items()]
    return lambda structure: all(
        any(value in values for value in values_at(structure, path)) for path, values in paths
    )


class StartGoal(Goal):
    """What a wait for something started is for: its ``course``; ``motion`` is what has been seen of it.

    Until ``deadline``, in seconds of the monotonic clock, an old status may be that from before the start.
    """

    def __init__(
        self,
        request: Request[t.Any, t.Any],
        course: Course,
        *,
        watching: bool,
        deadline: float,
        poll_blocked: bool = False,
    ) -> None:
        super().__init__(request, None, None, watching=watching, poll_blocked=poll_blocked)
        response = self.operation.response
        self.course = course
        self.watch = course.watch
        self.parts = part_selector(course)
        self.targets = course.members(course.wanted, response, wanted=True)
        self.initial = course.members(course.initial, response)
        self.contrary = course.members(course.contrary, response) - self.targets - self.initial
        self.pending = course.members(course.pending, response)
        self.motion = Motion()
        self.deadline = deadline
        self._is_overdue = False

    @property
    def accepts_gone(self) -> bool:
        """Whether the absence of the resource is a success."""
        return self.course.gone

    @property
    def heeds_further(self) -> bool:
        """Whether further statuses count: they do beside the leading one, unless ``until`` says what is enough."""
        return self.course.further and not self.course.watch

    def record(self, seen: Observation, now: float) -> None:
        """Record an attempt."""
        self._is_overdue = now >= self.deadline
        self.motion.record(seen.statuses, self.initial, self.targets)

    def is_reached(self, seen: Observation) -> bool:
        """Check whether all items are where the start was to bring them."""
        if not seen.items:
            return self.course.gone and self.reports_status
        return all(self._standing(seen, each) is _Standing.REACHED for each in seen.items)

    @property
    def is_awaiting_end(self) -> bool:
        """Whether the end of a resource is awaited."""
        return self.course.gone or super().is_awaiting_end

    def is_gone(self, seen: Observation) -> bool:
        """Check whether all that is left of the resources is a status that says that they are gone."""
        return self.course.gone and all(
            status is not None and status.is_gone for status in seen.statuses
        )

    def decide(self, seen: Observation) -> Decision:
        """Return what an attempt means."""
        unreturned = self.ending_of_unreturned(seen)
        standings = [(each, self._standing(seen, each)) for each in seen.items]
        if self.is_reached(seen):
            return unreturned or "done"
        going = [(each, standing) for each, standing in standings if standing not in _ENDED]
        if going:
            return self._decide_going(seen, going)
        for item, standing in standings:
            if standing is not _Standing.REACHED:
                return self._ending_at(seen, item, standing)
        return unreturned or "continue"  # nothing was returned

    def _decide_going(
        self, seen: Observation, going: list[tuple[Item, _Standing]]
    ) -> Ending | t.Literal["continue"]:
        standings = {standing for _, standing in going}
        if standings == {_Standing.ABSENT} and self._is_overdue:
            return Ending(WaitError, "the response has no status")
        (item, status), _ = going[0]
        is_blocked = standings == {_Standing.OPEN} and all(
            each is not None and each.is_blocked for (_, each), _ in going
        )
        if self.polls_blocked or not is_blocked:
            return "continue"
        message = f"status {status!s} awaits {whom(status)}; pass poll_blocked=True to poll on"
        return Ending(
            WaitBlocked,
            message + of_items(seen),
            status,
            reason_of(seen.responses, item, status),
        )

    def _standing(self, seen: Observation, item: Item) -> _Standing:
        status = item[1]
        if status is None:
            return _Standing.ABSENT
        if status.is_gone and self.course.gone:
            return _Standing.REACHED
        if status in self.targets:
            return self._standing_at_target(seen, item, status)
        if status in self.initial:
            if not self.motion.has_returned:
                return _Standing.OLD
            return _FAILURES.get(status.phase, _Standing.RETURNED)
        if status in self.pending:
            return _Standing.PENDING
        if status.phase in _FAILURES:
            # What is deleted has often failed before, in more ways than are known to be initial.
            if self.course.gone and status not in self.contrary and not self._is_overdue:
                return _Standing.OLD
            return _FAILURES[status.phase]
        if status in self.contrary:
            return _Standing.CONTRARY
        if cannot_reach(status, self.targets, self.operation):
            return _Standing.FINAL
        return _Standing.OPEN

    def _standing_at_target(self, seen: Observation, item: Item, status: StatusEnum) -> _Standing:
        is_over = status not in self.initial or self.motion.is_over(
            len(seen.items), begun=self.course.begun, overdue=self._is_overdue
        )
        if not is_over:
            return _Standing.OLD
        if status.phase is Phase.SUCCEEDED and has_more_steps(seen.responses):
            return _Standing.PENDING
        if self.heeds_further:
            for each in seen.not_ready:
                if each.item[0] is item[0]:
                    return _FAILURES.get(each.phase, _Standing.PENDING)
        return _Standing.REACHED

    def _ending_at(self, seen: Observation, item: Item, standing: _Standing) -> Ending:
        structure, status = item
        wanted = self.wanted_text
        kind: type[WaitError] = WaitFailed
        if standing is _Standing.CANCELED:
            kind, message = WaitCanceled, f"was canceled with status {status!s}"
        elif standing is _Standing.FAILED:
            message = f"failed with status {status!s}"
        elif standing is _Standing.RETURNED:
            message = (
                f"is back at status {status!s}, which it had before the start, instead of {wanted}"
            )
        elif standing is _Standing.FINAL:
            message = f"status {status!s} is final, {wanted} cannot be reached"
        else:
            message = f"status {status!s}: {wanted} cannot be reached any more"
        reason = self._reason(seen, item)
        if status in self.targets:
            reason = next(
                (each.reason for each in seen.not_ready if each.item[0] is structure), reason
            )
        return Ending(kind, message + of_items(seen), status, reason)

    def _reason(self, seen: Observation, item: Item) -> str | None:
        """Return AWS's reason for the status of an item; for a watched status also from beside it."""
        structure, status = item
        reason = reason_of(seen.responses, structure, status)
        if reason is not None or not self.watch or status is None:
            return reason
        *parent, name = below_items(self.operation.response, self.watch)
        further: tuple[FurtherStatus, ...] = getattr(self.operation.response, "__further__", ())
        declared = [each.reasons for each in further if each.path == ".".join([*parent, name])]
        names = next(
            iter(declared), tuple("_".join((name, each)) for each in ("reason", "message"))
        )
        texts = (text_at(each, names, status) for each in values_at(structure, tuple(parent)))
        return next(filter(None, texts), None)

    @property
    def wanted_text(self) -> str:
        """The wanted end, for messages."""
        texts = sorted(map(str, self.targets))
        return " or ".join([*texts, *(["the absence of the resource"] if self.course.gone else [])])

    def reason_to_continue(self, seen: Observation) -> str | None:
        """Return AWS's reason for what keeps the wait going."""
        open_items = (
            each for each in seen.items if self._standing(seen, each) is not _Standing.REACHED
        )
        return first_reason(seen.responses, open_items)

    def hint(self, seen: Observation) -> str:
        """Say that the status never moved, if so."""
        old = [each for each in seen.statuses if each in self.initial]
        if not old or self.motion.has_moved:
            return ""
        return "; it never moved from the status that it may have had before the start"

    def warn_of_unknown_phases(self, seen: Observation) -> None:
        """Warn of nothing: the course says what the statuses mean."""
