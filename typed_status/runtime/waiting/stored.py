"""A wait that survives its process: a request and how far its wait has come, as data.

May import: the standard library and the rest of ``runtime``.
"""

from __future__ import annotations

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
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.botocore_waiters import is_waiter
from typed_status.runtime.waiting.conditions import GONE, Gone
from typed_status.runtime.waiting.plan import Plan, Poll, Schedule
from typed_status.runtime.waiting.wait import CLOCK, DELAY, MAX_DELAY, Clock, asked

__all__ = ["SavedWait", "poll_once", "resume"]

AnswerT = t.TypeVar("AnswerT")
ClientT = t.TypeVar("ClientT")
OfT = t.TypeVar("OfT")
OneT = t.TypeVar("OneT", bound=StatusResponse[t.Any])
AnyT = t.TypeVar("AnyT", bound=Response)
ManyT = t.TypeVar("ManyT", bound=ListResponse[t.Any, t.Any])
StatusT = t.TypeVar("StatusT", bound=StatusEnum)


class SavedWait(t.Generic[AnswerT, ClientT]):
    """A wait as data: it can be stored as JSON or pickled, and gone on with in another process.

    ``started``, ``deadline`` and ``due``, when to ask next, are times of day in UTC, so that the deadline is kept
    wherever it goes on. ``attempt`` is the number of questions so far. A predicate is no data: ``until`` is a status,
    several, ``GONE``, or not given.
    """

    request: Request[t.Any, t.Any]

    @t.overload
    def __init__(
        self: SavedWait[OneT, OfT],
        request: StatusRequest[OneT, OfT, StatusT],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        until: StatusT | Collection[StatusT] | None = None,
        started: datetime | None = None,
    ) -> None: ...
    @t.overload
    def __init__(
        self: SavedWait[list[ManyT], OfT],
        request: ListRequest[ManyT, OfT, StatusT, t.Any],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
        until: StatusT | Collection[StatusT] | Gone | None = None,
        started: datetime | None = None,
    ) -> None: ...
    @t.overload
    def __init__(
        self: SavedWait[AnyT | None, OfT],
        request: Request[AnyT, OfT],
        *,
        timeout: float,
        delay: float = DELAY,
        max_delay: float = MAX_DELAY,
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
        until: t.Any = None,
        started: datetime | None = None,
    ) -> None:
        """Start the clock; the parameters are those of ``wait``, and ``started`` is now, if it is not given."""
        if callable(until) or is_waiter(until):
            what = "a function" if callable(until) else f"the waiter {until.name}"
            raise TypeError(
                f"until is {what}, which cannot be stored: give a status, a set of statuses or GONE"
            )
        self.request = request
        self.schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
        self.started = _utc(started or datetime.now(UTC))
        self.due = self.started
        self.attempt = 0
        # Raises what is wrong with it now, not in the process that goes on.
        Plan(request, self.schedule, until, now=0.0)
        self.until: Gone | tuple[str, ...] | None = until
        if until is not None and until is not GONE:
            given = [until] if isinstance(until, str) else until
            self.until = tuple(sorted({str(each) for each in given}))

    @property
    def deadline(self) -> datetime:
        """When the wait times out."""
        return self.started + timedelta(seconds=self.schedule.timeout)

    def plan(self, seconds: float, now: datetime) -> Plan:
        """The plan at this point, where a clock that only goes forward says ``seconds``."""
        started = seconds - (now - self.started).total_seconds()
        plan = Plan(self.request, self.schedule, self.until, now=started)
        plan.attempt = self.attempt
        return plan

    def pause(self, now: datetime) -> float:
        """The seconds until the next question is due, but no more than are left, whatever clocks say."""
        ends = (self.deadline - now).total_seconds()
        return max(0.0, min((self.due - now).total_seconds(), ends, self.schedule.timeout))

    def teller(
        self, on_poll: Callable[[Poll[t.Any]], None] | None, now: Callable[[], datetime]
    ) -> Callable[[Poll[t.Any]], None]:
        """An ``on_poll`` that brings this up to date before it tells ``on_poll``."""

        def tell(poll: Poll[t.Any]) -> None:
            self.told(poll, now())
            if on_poll is not None:
                on_poll(poll)

        return tell

    def told(self, poll: Poll[t.Any], now: datetime) -> None:
        """Take over what an answer changed."""
        self.attempt = poll.attempt
        self.due = now + timedelta(seconds=poll.pause or 0.0)

    def to_json(self) -> str:
        """The wait as JSON, with what AWS marks sensitive in the request; the same wait gives the same text."""
        operation = self.request.__operation__
        state = {
            "service": operation.service,
            "operation": operation.name,
            "request": json.loads(self.request.model_dump_json()),
            "timeout": self.schedule.timeout,
            "delay": self.schedule.delay,
            "max_delay": self.schedule.max_delay,
            "until": _GONE if self.until is GONE else self.until,
            "started": self.started.isoformat(),
            "due": self.due.isoformat(),
            "attempt": self.attempt,
        }
        return json.dumps(state, ensure_ascii=False)

    @t.overload
    @staticmethod
    def from_json(
        kind: type[ListRequest[ManyT, OfT, t.Any, t.Any]], text: str | bytes
    ) -> SavedWait[list[ManyT], OfT]: ...
    @t.overload
    @staticmethod
    def from_json(
        kind: type[StatusRequest[OneT, OfT, t.Any]], text: str | bytes
    ) -> SavedWait[OneT | None, OfT]: ...
    @staticmethod
    def from_json(kind: type[Request[t.Any, t.Any]], text: str | bytes) -> SavedWait[t.Any, t.Any]:
        """What ``to_json`` gave, of a request of the class ``kind``; that may be a wait until something is gone.

        Raises:
            ValueError: the text is none, or is of another operation.
            RequestValidationError: the request in it is not valid.
        """
        try:
            state: dict[str, t.Any] = json.loads(text)
            operation = kind.__operation__
            stored = (state["service"], state["operation"])
            if stored != (operation.service, operation.name):
                raise ValueError(f"it is of {'.'.join(stored)}, not of {kind.__name__}")
            request = kind.model_validate_json(json.dumps(state["request"]))
            until = state["until"]
            saved: SavedWait[t.Any, t.Any] = SavedWait(
                t.cast(StatusRequest[t.Any, t.Any, t.Any], request),
                timeout=state["timeout"],
                delay=state["delay"],
                max_delay=state["max_delay"],
                until=GONE if until == _GONE else until,
                started=datetime.fromisoformat(state["started"]),
            )
            saved.due = _utc(datetime.fromisoformat(state["due"]))
            saved.attempt = _count(state["attempt"])
        except RequestValidationError:
            raise
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ValueError(f"this is no saved wait: {error}") from error
        return saved

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # it changes as it is waited for

    def __repr__(self) -> str:
        deadline = self.deadline.isoformat()
        return f"SavedWait({self.request!r}, attempt={self.attempt}, deadline={deadline})"


_GONE: t.Final = {"gone": True}


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"attempt is a number of questions, not {value!r}")
    return value


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def poll_once(
    client: ClientT, saved: SavedWait[AnswerT, ClientT], *, clock: Clock = CLOCK
) -> Poll[AnswerT]:
    """Ask once, now; for an engine that runs tasks, which calls again ``pause`` seconds later, until that is ``None``.

    ``saved`` is brought up to date, to be stored again. Raises what ``wait`` raises.
    """
    poll = asked(client, saved.plan(clock.seconds(), clock.now()), clock)
    saved.told(poll, clock.now())
    return poll


def resume(
    client: ClientT,
    saved: SavedWait[AnswerT, ClientT],
    *,
    on_poll: Callable[[Poll[AnswerT]], None] | None = None,
    clock: Clock = CLOCK,
) -> AnswerT:
    """Go on with a wait, in this process, to its end; what ``wait`` returns (``None`` for what is gone) and raises.

    The first question comes when it is due. ``saved`` is up to date when ``on_poll`` is told.
    """
    plan = saved.plan(clock.seconds(), clock.now())
    pause: float | None = saved.pause(clock.now())
    while pause is not None:
        clock.sleep(pause)
        pause = asked(client, plan, clock, saved.teller(on_poll, clock.now)).pause
    return t.cast(AnswerT, plan.result)
