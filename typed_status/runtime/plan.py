"""The plan of a wait, as a pure calculation: given answers and a clock it says when to ask again, or how it ended.

Nothing here sleeps, calls or looks at a clock of its own; ``waiting`` and ``aio`` drive it.

May import: the standard library, botocore.exceptions and ``runtime`` below ``call``.
"""

from __future__ import annotations

import dataclasses
import random
import re
import typing as t
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnectionError

from typed_status.runtime.enums import Phase, StatusEnum
from typed_status.runtime.errors import (
    IncompleteResponseError,
    WaitCanceled,
    WaitError,
    WaitFailed,
    WaitTimeout,
)
from typed_status.runtime.fields import Wire
from typed_status.runtime.model import (
    ListingRequest,
    ListingResponse,
    Operation,
    Request,
    Response,
    ResponseModel,
    StatusRequest,
    StatusResponse,
)
from typed_status.runtime.phase import combined, reported, status_enum

__all__ = ["GONE", "Gone", "Plan", "Poll", "Schedule"]

AnswerT = t.TypeVar("AnswerT")


class Gone:
    """Stands for a thing that is there no more."""

    def __repr__(self) -> str:
        return "GONE"

    def __reduce__(self) -> str:
        return "GONE"


GONE: t.Final = Gone()
"""``until=GONE``: the thing is deleted, which AWS tells by a status or by an error that it finds none."""

_NOT_FOUND = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent|NotExist|Unknown.*Resource")
_IS_GONE = re.compile(
    r"(?:.*[-_. ]|^)(?:delete[-_. ]?completed?|deleted|terminated|removed)$", re.I
)
# What AWS's services answer where they are asked too often, or have a trouble that passes.
_PASSING = re.compile(
    r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|LimitExceededException$|"
    r"PriorRequestNotComplete|RequestTimeout|InternalError|InternalFailure|InternalServer|ServiceUnavailable|"
    r"Unavailable$|RequestThrottled|ProvisionedThroughputExceeded|TransactionInProgress|EC2ThrottledException"
)
_PASSING_STATUS = frozenset({429, 500, 502, 503, 504})
_REASON = re.compile(r"(?:^|_)(?:message|reason|error|cause|detail|details|description)$")


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
        if self.delay > self.max_delay:
            raise ValueError(f"delay={self.delay!r} is above max_delay={self.max_delay!r}")

    def pause(self, attempt: int, spread: Callable[[float, float], float]) -> float:
        """The seconds after the ``attempt``-th answer: twice as long each time, spread, up to ``max_delay``."""
        longest = min(self.max_delay, self.delay * 2 ** min(attempt - 1, 60))
        return spread(max(self.delay, longest / 2), longest)


@dataclasses.dataclass(frozen=True, slots=True)
class Poll(t.Generic[AnswerT]):
    """One answer, as ``on_poll`` is told of it.

    ``response`` is ``None`` where there was an ``error``, one that passes. ``elapsed`` is the seconds since the
    wait began, ``pause`` the seconds until the next question, ``None`` after the last. ``request`` is the one
    that was sent.
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
        self.reports = isinstance(t.cast(object, request), (StatusRequest, ListingRequest))
        told = isinstance(t.cast(object, request), Request) and (callable(until) or until is GONE)
        if not self.reports and (watching or not told):
            raise TypeError(
                f"{type(request).__name__} asks for no status: there is nothing to wait for, but what a "
                "predicate of the response says (until=)"
            )
        self.request = request
        self.operation: Operation = request.__operation__
        self.schedule = schedule
        self.until = until
        # The statuses that are waited for, where it is those.
        self.wanted = _wanted(until, self.operation.response)
        self.select = select
        self.started = now
        # A watcher sees a bad end as a status and not as an error.
        self.watching = watching
        self.spread = spread
        self.attempt = 0
        self.answer: list[Response] = []
        self.statuses: list[StatusEnum | None] = []

    def heard(self, answer: list[Response], now: float, wall: datetime) -> float | None:
        """The seconds until the next question, ``None`` where it is done.

        Raises ``WaitFailed``, ``WaitCanceled``, ``WaitTimeout``, and ``WaitError`` where there is no status any more.
        """
        self.attempt += 1
        self.answer = answer
        found = [pair for response in answer for pair in reported(response)] if self.reports else []
        if isinstance(answer[0], ListingResponse) and self.select is not None:
            found = [pair for pair in found if self.select(pair[0])]
        self.statuses = [status for _, status in found]
        verdict = self._verdict()
        if verdict == "done" or (self.watching and verdict != "going"):
            return None
        if verdict == "going":
            return self._next(now, _wish(answer, wall))
        at = next(
            (item, status)
            for item, status in found
            if status is not None
            and status not in self.wanted
            and _OF_PHASE[status.phase] == verdict
        )
        kind, said = (
            (WaitFailed, "failed") if verdict == "failed" else (WaitCanceled, "was canceled")
        )
        raise self._error(kind, f"{said} with status {at[1]!s}", at[1], _reason(answer, at[0]))

    def missed(self, error: Exception, now: float, wall: datetime) -> float | None:
        """As ``heard``, where an error came instead; one that does not pass is raised."""
        self.attempt += 1
        if self.until is GONE and _is_not_found(error, self.operation):
            self.answer, self.statuses = [], []
            return None
        if not _passes(error):
            raise error
        return self._next(now, _header_wish(_headers_of(error), wall))

    @property
    def phase(self) -> Phase:
        """The phase of the last answer."""
        return combined(self.statuses)

    @property
    def result(self) -> t.Any:
        """The last answer, as ``wait`` returns it: all pages of a listing, or the one response, if there is one."""
        if isinstance(self.request, ListingRequest):
            return self.answer
        return next(iter(self.answer), None)

    def poll(self, now: float, pause: float | None, error: Exception | None = None) -> Poll[t.Any]:
        """The last answer, or the error that came instead, as ``on_poll`` is told of it."""
        response = self.result if error is None else None
        status = self.statuses[0] if len(self.statuses) == 1 else None
        elapsed = now - self.started
        return Poll(self.attempt, self.phase, status, response, error, elapsed, pause, self.request)

    def _verdict(self) -> Verdict:
        single = not isinstance(self.answer[0], ListingResponse)
        if single and self.statuses == [None]:
            raise self._error(WaitError, "the response carries no status")
        if callable(self.until):
            if self.until(self.answer[0] if single else self.answer):
                return "done"
        elif self.until is GONE:
            if all(each is not None and _IS_GONE.match(each) for each in self.statuses):
                return "done"
        elif self.wanted:
            if self.statuses and all(each in self.wanted for each in self.statuses):
                return "done"
        elif self.statuses and all(
            each and each.phase is Phase.SUCCEEDED for each in self.statuses
        ):
            return "done"
        if self.phase in (Phase.FAILED, Phase.CANCELED):
            bad = {
                each.phase for each in self.statuses if each is not None and each not in self.wanted
            }
            bad &= {Phase.FAILED, Phase.CANCELED}
            if bad:
                return _OF_PHASE[Phase.FAILED if Phase.FAILED in bad else Phase.CANCELED]
        return "going"

    def _next(self, now: float, wish: float | None) -> float:
        left = self.started + self.schedule.timeout - now
        if left <= 0:
            last = self.statuses[0] if len(self.statuses) == 1 else None
            said = f"timed out after {self.schedule.timeout:g} s and {self.attempt} questions"
            said += f", with status {last!s}" if last is not None else ""
            raise self._error(WaitTimeout, said, last)
        # A wish that has passed is none: asking without a pause would be a loop.
        pause = wish or self.schedule.pause(self.attempt, self.spread)
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


def _wanted(until: t.Any, response: type[Response]) -> frozenset[StatusEnum]:
    """The statuses in ``until``; raises ``ValueError`` for one that the operation does not have."""
    if until is None or until is GONE or callable(until):
        return frozenset()
    kind = status_enum(response)
    given: list[object] = [until] if isinstance(until, str) else list(until)
    if not given:
        raise ValueError("until is an empty set of statuses: none would ever be reached")
    known = {str(each): each for each in kind}
    for each in given:
        if not isinstance(each, str) or str(each) not in known:
            names = ", ".join(known)
            raise ValueError(f"until={each!r}: {kind.__name__} has no such value; it has {names}")
    return frozenset(known[str(each)] for each in given)


def _holder(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        value = getattr(value, name.removesuffix("[]"), None)
    return value


def _beside(answer: list[Response], item: object) -> object:
    """The structure that holds the status of ``item``."""
    path = t.cast(StatusResponse[t.Any], answer[0]).__status__
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    return _holder(item, path[last + 1 : -1])


def _reason(answer: list[Response], item: object) -> str | None:
    """What the response says of why, beside the status; never what AWS marks sensitive."""
    beside = _beside(answer, item)
    if not isinstance(beside, ResponseModel):
        return None
    for name, field in type(beside).model_fields.items():
        value: object = getattr(beside, name)
        declared = Wire.of(field)
        if not _REASON.search(name) or (declared is not None and declared.sensitive):
            continue
        if type(value) is str and value:
            return value
    return None


def _wish(answer: list[Response], wall: datetime) -> float | None:
    """The seconds after which the service wants to be asked again, if it says so."""
    first: object = answer[0] if len(answer) == 1 else None
    if isinstance(first, Response) and issubclass(type(first), StatusResponse):
        beside = _beside(answer, first)
        wanted: object = getattr(beside, "retry_after", None)
        if isinstance(wanted, datetime):
            return max(0.0, (wanted - wall).total_seconds())
        if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
            return max(0.0, float(wanted))
    return _header_wish(answer[-1].response_metadata.http_headers or {}, wall) if answer else None


def _header_wish(headers: t.Mapping[str, str], wall: datetime) -> float | None:
    text = headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - wall).total_seconds())
    except (ValueError, TypeError):
        return None


def _headers_of(error: Exception) -> dict[str, str]:
    if not isinstance(error, ClientError):
        return {}
    metadata = t.cast(dict[str, t.Any], error.response.get("ResponseMetadata", {}))
    return t.cast(dict[str, str], metadata.get("HTTPHeaders", {}))


def _passes(error: Exception) -> bool:
    """Whether the same question may be answered a little later."""
    if isinstance(error, (NoConnectionError, HTTPClientError, IncompleteResponseError)):
        return True
    if not isinstance(error, ClientError):
        return False
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return bool(_PASSING.search(code)) or status in _PASSING_STATUS


def _is_not_found(error: Exception, operation: Operation) -> bool:
    if not isinstance(error, ClientError):
        return False
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    modelled = any(isinstance(error, each) for each in operation.errors)
    return bool(_NOT_FOUND.search(code)) or (modelled and status == 404)
