"""Waits that are stored and resumed, also in another process: ``SavedWait``, ``poll_once`` and ``resume``.

May import: the standard library, the modules of ``runtime.waiting`` below this one, ``runtime.client``,
``runtime.statuses`` and everything below them.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import typing as t
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from typed_status.runtime.exceptions import RequestValidationError
from typed_status.runtime.models.operations import (
    ListRequest,
    ListResponse,
    Request,
    Response,
    StatusRequest,
    StatusResponse,
)
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.statuses.lists import ListResult
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.after.course import course_after
from typed_status.runtime.waiting.after.motion import Course, Motion
from typed_status.runtime.waiting.after.start_goal import StartGoal, selector
from typed_status.runtime.waiting.backoff import DELAY, MAX_DELAY, MOVES_WITHIN, Schedule
from typed_status.runtime.waiting.botocore_waiters import is_waiter
from typed_status.runtime.waiting.conditions import GONE, Gone
from typed_status.runtime.waiting.estimate import Estimate
from typed_status.runtime.waiting.plan import Plan, Poll
from typed_status.runtime.waiting.wait import CLOCK, Clock, poll_plan

__all__ = ["SavedWait", "poll_once", "resume"]

ResultT = t.TypeVar("ResultT")
ClientT = t.TypeVar("ClientT")
RequestClientT = t.TypeVar("RequestClientT")
StatusResponseT = t.TypeVar("StatusResponseT", bound=StatusResponse[t.Any])
ResponseT = t.TypeVar("ResponseT", bound=Response)
ListResponseT = t.TypeVar("ListResponseT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")
AnswerT = t.TypeVar("AnswerT")


class SavedWait(t.Generic[ResultT, ClientT]):
    """The state of a wait, which can be stored as JSON or pickled and resumed in another process.

    ``started``, ``deadline`` and ``next_poll_at`` are datetimes in UTC, so that the deadline holds in any process.
    ``attempts`` is the number of attempts so far, ``has_appeared`` whether one of them
    found what is waited for, and ``estimate`` what ``Poll.time_left`` is estimated from. After a start, ``course`` is what the
    statuses mean, ``motion`` what has been seen of it, and ``token`` the idempotency token that the start was sent with. ``until`` is a status, several, ``GONE`` or ``None``: predicates and
    waiters cannot be stored.
    """

    request: Request[t.Any, t.Any]

    @t.overload
    def __init__(
        self: SavedWait[StatusResponseT, RequestClientT],
        request: StatusRequest[StatusResponseT, RequestClientT, StatusT],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        appears_within: float = 0,
        poll_blocked: bool = False,
        until: StatusT | Collection[StatusT] | None = None,
        started: datetime | None = None,
    ) -> None: ...
    @t.overload
    def __init__(
        self: SavedWait[AnswerT, RequestClientT],
        request: Request[t.Any, RequestClientT],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        appears_within: float = 0,
        poll_blocked: bool = False,
        until: StatusEnum | Collection[StatusEnum] | None = None,
        after: type[StartingRequest[t.Any, t.Any, AnswerT, t.Any]],
        started: datetime | None = None,
    ) -> None: ...
    @t.overload
    def __init__(
        self: SavedWait[ListResult[ItemT, StatusT, ListResponseT], RequestClientT],
        request: ListRequest[ListResponseT, RequestClientT, StatusT, ItemT],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        appears_within: float = 0,
        poll_blocked: bool = False,
        until: StatusT | Collection[StatusT] | Gone | None = None,
        started: datetime | None = None,
    ) -> None: ...
    @t.overload
    def __init__(
        self: SavedWait[ResponseT | None, RequestClientT],
        request: Request[ResponseT, RequestClientT],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        appears_within: float = 0,
        poll_blocked: bool = False,
        until: Gone,
        started: datetime | None = None,
    ) -> None: ...
    def __init__(
        self,
        request: Request[t.Any, t.Any],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        appears_within: float = 0,
        poll_blocked: bool = False,
        until: t.Any = None,
        after: type[StartingRequest[t.Any, t.Any, t.Any, t.Any]] | None = None,
        started: datetime | None = None,
    ) -> None:
        """Start a wait; the parameters are those of ``wait``, and ``started`` is now by default."""
        schedule = Schedule(
            timeout=timeout,
            delay=delay,
            max_delay=max_delay,
            appears_within=appears_within,
            poll_blocked=poll_blocked,
        )
        self._start(request, schedule, until, course_after(after, request, until), started)

    def _start(
        self,
        request: Request[t.Any, t.Any],
        schedule: Schedule,
        until: t.Any,
        course: Course | None,
        started: datetime | None,
    ) -> None:
        if callable(until) or is_waiter(until):
            what = "a function" if callable(until) else f"the waiter {until.name}"
            raise TypeError(
                f"until is {what} and cannot be stored; use a status, a set of statuses or GONE"
            )
        self.request = request
        self.schedule = schedule
        self.started = _utc(started or datetime.now(UTC))
        self.next_poll_at = self.started
        self.attempts = 0
        self.has_appeared = False
        self.estimate = Estimate()
        self.course = course
        self.motion = Motion()
        self.token: str | None = None
        # Raises for invalid options here, not in the process that resumes the wait.
        Plan(request, schedule, until, now=0.0, course=course)
        # The course of a start has its end.
        self.until: Gone | tuple[str, ...] | None = until if course is None else None
        if self.until is not None and until is not GONE:
            given = [until] if isinstance(until, str) else until
            self.until = tuple(sorted({str(each) for each in given}))

    @classmethod
    def _of(
        cls,
        request: Request[t.Any, t.Any],
        schedule: Schedule,
        until: t.Any,
        course: Course | None,
        started: datetime,
    ) -> SavedWait[t.Any, t.Any]:
        saved: SavedWait[t.Any, t.Any] = cls.__new__(cls)
        saved._start(request, schedule, until, course, started)
        return saved

    @classmethod
    def of_plan(
        cls,
        plan: Plan,
        schedule: Schedule,
        until: t.Any,
        token: str | None,
        now: datetime,
        monotonic: float,
    ) -> SavedWait[t.Any, t.Any]:
        """Return the state of a wait after a start; ``now`` and ``monotonic`` are the same moment on both clocks.

        The timeout of ``schedule`` counts from now; what may be missing or old at first, from the start.
        """
        moves_until = plan.goal.deadline if isinstance(plan.goal, StartGoal) else monotonic
        remaining = dataclasses.replace(
            schedule,
            appears_within=max(0.0, plan.appearance.deadline - monotonic),
            moves_within=max(0.0, moves_until - monotonic),
        )
        saved = cls._of(plan.request, remaining, until, plan.course, now)
        saved.token = token
        saved.attempts = plan.attempt
        saved.has_appeared = plan.appearance.has_appeared
        saved.estimate = copy.copy(plan.estimate)
        saved.estimate.shift(monotonic - plan.started)
        if isinstance(plan.goal, StartGoal):
            saved.motion = copy.copy(plan.goal.motion)
        return saved

    @property
    def deadline(self) -> datetime:
        """The time at which the wait times out."""
        return self.started + timedelta(seconds=self.schedule.timeout)

    def plan(self, monotonic: float, now: datetime) -> Plan:
        """Return the plan that continues this wait; ``monotonic`` and ``now`` are the same moment on both clocks."""
        started = monotonic - (now - self.started).total_seconds()
        course = self.course
        select = None if course is None else selector(course)
        plan = Plan(self.request, self.schedule, self.until, select, now=started, course=course)
        if isinstance(plan.goal, StartGoal):
            plan.goal.motion = copy.copy(self.motion)
        plan.attempt = self.attempts
        plan.estimate = copy.copy(self.estimate)
        plan.reports_progress = True
        plan.appearance.has_appeared = self.has_appeared
        return plan

    def next_delay(self, now: datetime) -> float:
        """Return the seconds until the next attempt, at most until the deadline, also if the clock was set back."""
        left = (self.deadline - now).total_seconds()
        delay = (self.next_poll_at - now).total_seconds()
        return max(0.0, min(delay, left, self.schedule.timeout))

    def updating(
        self, plan: Plan, on_poll: Callable[[Poll[t.Any]], None] | None, now: Callable[[], datetime]
    ) -> Callable[[Poll[t.Any]], None]:
        """Return an ``on_poll`` that calls ``update`` and then the given ``on_poll``."""

        def update(poll: Poll[t.Any]) -> None:
            self.update(plan, poll, now())
            if on_poll is not None:
                on_poll(poll)

        return update

    def update(self, plan: Plan, poll: Poll[t.Any], now: datetime) -> None:
        """Update the state after an attempt."""
        self.attempts = poll.attempt
        self.has_appeared = plan.appearance.has_appeared
        self.estimate = copy.copy(plan.estimate)
        if isinstance(plan.goal, StartGoal):
            self.motion = copy.copy(plan.goal.motion)
        self.next_poll_at = now + timedelta(seconds=poll.next_delay or 0.0)

    def to_json(self) -> str:
        """Return the wait as JSON, including the sensitive members of the request; equal waits return equal text."""
        operation = self.request.__operation__
        state = {
            "service": operation.service,
            "operation": operation.name,
            "request": json.loads(self.request.model_dump_json()),
            "timeout": self.schedule.timeout,
            "delay": self.schedule.delay,
            "max_delay": self.schedule.max_delay,
            "appears_within": self.schedule.appears_within,
            "poll_blocked": self.schedule.poll_blocked,
            "until": _GONE if self.until is GONE else self.until,
            "started": self.started.isoformat(),
            "next_poll_at": self.next_poll_at.isoformat(),
            "attempts": self.attempts,
            "has_appeared": self.has_appeared,
            "estimate": dataclasses.asdict(self.estimate),
        }
        if self.course is not None:
            state["moves_within"] = self.schedule.moves_within
            state["course"] = dataclasses.asdict(self.course)
            state["motion"] = dataclasses.asdict(self.motion)
            state["token"] = self.token
        return json.dumps(state, ensure_ascii=False)

    @t.overload
    @staticmethod
    def from_json(
        kind: type[ListRequest[ListResponseT, RequestClientT, StatusT, ItemT]], text: str | bytes
    ) -> SavedWait[ListResult[ItemT, StatusT, ListResponseT], RequestClientT]: ...
    @t.overload
    @staticmethod
    def from_json(
        kind: type[StatusRequest[StatusResponseT, RequestClientT, t.Any]], text: str | bytes
    ) -> SavedWait[StatusResponseT | None, RequestClientT]: ...
    @staticmethod
    def from_json(kind: type[Request[t.Any, t.Any]], text: str | bytes) -> SavedWait[t.Any, t.Any]:
        """Return the wait that ``to_json`` wrote; ``kind`` is the class of its request.

        ``resume`` of the wait of a single resource may return ``None``, as it may be one until ``GONE``; that of a list
        operation returns a ``ListResult``.

        Raises:
            ValueError: the text is not a saved wait, or is one for another operation.
            RequestValidationError: the request in it is invalid.
        """
        try:
            state: dict[str, t.Any] = json.loads(text)
            operation = kind.__operation__
            stored = (state["service"], state["operation"])
            if stored != (operation.service, operation.name):
                raise ValueError(f"it is for {'.'.join(stored)}, not for {kind.__name__}")
            request = kind.model_validate_json(json.dumps(state["request"]))
            until = state["until"]
            course = Course.of_json(**state["course"]) if "course" in state else None
            schedule = Schedule(
                timeout=state["timeout"],
                delay=state["delay"],
                max_delay=state["max_delay"],
                # What earlier versions did not store has its default.
                appears_within=state.get("appears_within", 0),
                poll_blocked=state.get("poll_blocked", False),
                moves_within=state.get("moves_within", MOVES_WITHIN),
            )
            started = datetime.fromisoformat(state["started"])
            until = GONE if until == _GONE else until
            saved = SavedWait[t.Any, t.Any]._of(request, schedule, until, course, started)
            saved.next_poll_at = _utc(datetime.fromisoformat(state["next_poll_at"]))
            saved.attempts = _count(state["attempts"])
            saved.has_appeared = bool(state.get("has_appeared", False))
            if "estimate" in state:
                saved.estimate = Estimate.of_json(**state["estimate"])
            if course is not None:
                saved.motion = Motion.of_json(**state["motion"])
                saved.token = state["token"]
        except RequestValidationError:
            raise
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ValueError(f"not a saved wait: {error}") from error
        return saved

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it is mutable

    def __repr__(self) -> str:
        deadline = self.deadline.isoformat()
        return f"SavedWait({self.request!r}, attempts={self.attempts}, deadline={deadline})"


# ``GONE`` in JSON.
_GONE: t.Final = {"gone": True}


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"attempts must be a whole number of at least 0, got {value!r}")
    return value


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value.astimezone(UTC)


def poll_once(
    client: ClientT, saved: SavedWait[ResultT, ClientT], *, clock: Clock = CLOCK
) -> Poll[ResultT]:
    """Poll once, now, without sleeping: for task queues, which call it again after ``Poll.next_delay`` seconds.

    ``next_delay`` is ``None`` when the wait is done. ``saved`` is updated, to be stored again. Raises what ``wait``
    raises; then ``saved`` stays as it was, so that the attempt can be repeated.
    """
    plan = saved.plan(clock.monotonic(), clock.now())
    poll = poll_plan(client, plan, clock)
    saved.update(plan, poll, clock.now())
    return poll


def resume(
    client: ClientT,
    saved: SavedWait[ResultT, ClientT],
    *,
    on_poll: Callable[[Poll[ResultT]], None] | None = None,
    clock: Clock = CLOCK,
) -> ResultT:
    """Resume a saved wait in this process until it ends; returns and raises what ``wait`` does.

    The first attempt is made at ``next_poll_at``. ``saved`` is updated before each call of ``on_poll``.
    """
    plan = saved.plan(clock.monotonic(), clock.now())
    update = saved.updating(plan, on_poll, clock.now)
    next_delay: float | None = saved.next_delay(clock.now())
    while next_delay is not None:
        clock.sleep(next_delay)
        next_delay = poll_plan(client, plan, clock, update).next_delay
    return t.cast(ResultT, plan.result)
