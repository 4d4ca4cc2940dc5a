"""The exceptions that the library raises.

::

    TypedStatusError
    ├── ModelValidationError (ValueError)   the arguments of a constructor are invalid
    │   ├── RequestValidationError          a request is invalid; nothing was sent
    │   └── ResponseValidationError         a response, or a dict, is invalid
    │       └── IncompleteResponseError     the body ends too early, or a wait gets none
    ├── WrongClientError (TypeError)        the client cannot send the request
    ├── AbsentMemberError (AttributeError)  a required member is read that the response did not contain
    ├── StartError                          something was not started, or there is nothing to follow
    │   ├── StartUnknown                    it may have started: the response was lost
    │   └── StartRefused                    AWS accepted the request and started nothing of it
    └── WaitError                           a wait ended without success
        ├── WaitFailed                      the status reached a failed state
        ├── WaitCanceled                    the status reached a canceled state
        ├── WaitBlocked                     the status awaits you or another party
        └── WaitTimeout (TimeoutError)      the timeout expired before a terminal state
    botocore.exceptions.ClientError
    └── ServiceError                        an error that AWS models; each has a generated subclass

May import: the standard library and ``runtime.awaits``.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from typed_status.runtime.awaits import Awaits

__all__ = [
    "AbsentMemberError",
    "IncompleteResponseError",
    "ModelValidationError",
    "Problem",
    "RequestValidationError",
    "ResponseValidationError",
    "StartError",
    "StartRefused",
    "StartUnknown",
    "TypedStatusError",
    "WaitBlocked",
    "WaitCanceled",
    "WaitError",
    "WaitFailed",
    "WaitTimeout",
    "WrongClientError",
    "redact_urls",
]


class TypedStatusError(Exception):
    """Base class of the errors of this library, except for those that AWS returns."""


class WrongClientError(TypedStatusError, TypeError):
    """The client is not a boto3 client of the request's service. Nothing was sent."""


class AbsentMemberError(TypedStatusError, AttributeError):
    """A member is read that the service model calls required, and that the response did not contain.

    ``path`` is the wire path, ``where`` the service and operation (the class of the structure, if it was validated in a
    model of the user's own). ``hasattr`` and ``getattr`` with a default work as for any attribute.
    """

    def __init__(self, path: str, where: str) -> None:
        super().__init__(path, where)
        self.path = path
        self.where = where

    def __str__(self) -> str:
        return (
            f"{self.where}: the response did not contain {self.path}, which the service model calls required; "
            "use getattr(..., None) where it may be absent, or declare it optional in an overlay"
        )


# The path of a URL in the messages of botocore and urllib3. It may contain parameters of the request.
_URL_PATH = re.compile(r"(https?://[^/\s\"'<>?#]*|\burl: )[^\s\"'<>]*")


def redact_urls(error: BaseException) -> str:
    """Return the message of an error in one line, without the paths of URLs, which may contain sensitive parameters."""
    return " ".join(_URL_PATH.sub(r"\1", str(error)).split())


class WaitError(TypedStatusError):
    """A wait ended without success.

    Attributes:
        message: what happened, without the operation and the reason.
        service: the service that was polled, by botocore's name.
        operation: the operation that was polled.
        attempts: how often it was polled.
        status: the last status; ``None`` if there was none.
        awaits: whom that status awaits; ``None`` if there was no status. Of a list operation, the
            status is that of the item which ended the wait, ``None`` at a timeout; then this is of the items that are
            not terminal: ``YOU`` or ``ANOTHER_PARTY`` if one awaits them.
        reason: AWS's reason for the status, from the last response.
        response: the last response, ``None`` if there was none; for a list operation always a ``ListResult``, without
            pages if there was none.
    """

    def __init__(
        self,
        message: str,
        *,
        service: str = "",
        operation: str = "",
        attempts: int = 0,
        status: str | None = None,
        awaits: Awaits | None = None,
        reason: str | None = None,
        response: t.Any = None,
    ) -> None:
        # The whole message as the only argument: task queues that store a class and its arguments recreate it from them.
        call = f"{service} {operation}: " if operation else ""
        super().__init__(f"{call}{message}{f': {reason}' if reason else ''}")
        self.message = message
        self.service = service
        self.operation = operation
        self.attempts = attempts
        self.status = status
        self.awaits = awaits
        self.reason = reason
        self.response = response

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[t.Any, ...]:
        # Exceptions pickle by ``args``, which cannot hold keyword arguments; ``__dict__`` restores them.
        return type(self), self.args[:1], self.__dict__


class WaitFailed(WaitError):  # noqa: N818 - named after the phase
    """The status reached a failed state."""


class WaitCanceled(WaitError):  # noqa: N818 - as above
    """The status reached a canceled state."""


class WaitBlocked(WaitError):  # noqa: N818 - as above
    """The status does not change unless you or another party act: accept, approve, confirm, submit.

    ``awaits`` is whom. Pass ``poll_blocked=True`` to poll on, or the status in ``until`` to wait for it.
    """


class WaitTimeout(WaitError, TimeoutError):  # noqa: N818 - as above
    """The timeout expired before the status reached a terminal state."""


class StartError(TypedStatusError):
    """A request to start something was sent, and there is nothing to follow.

    It is no ``WaitError``: nothing was waited for, and what to do is another question.

    Attributes:
        message: what happened, without the operation.
        request: the request, with its idempotency token, if the operation has one.
        response: the response of the start; ``None`` if there is none.
    """

    def __init__(self, message: str, *, request: t.Any = None, response: t.Any = None) -> None:
        # One argument, as in ``WaitError``.
        operation = getattr(request, "__operation__", None)
        call = f"{operation.service} {operation.name}: " if operation is not None else ""
        super().__init__(f"{call}{message}")
        self.message = message
        self.request = request
        self.response = response

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[t.Any, ...]:
        return type(self), self.args[:1], self.__dict__


class StartUnknown(StartError):  # noqa: N818 - named after what is known
    """A request to start something may have arrived, and its response was lost: AWS may have started it.

    ``token`` is the idempotency token of the request. With one, ``begin(client, error.request)`` is safe: AWS starts it once, and
    returns what it returned before. With ``None``, look first whether it was started; the request must not be sent again
    unseen. ``__cause__`` is how the response was lost.
    """

    def __init__(
        self,
        message: str,
        *,
        request: t.Any = None,
        response: t.Any = None,
        token: str | None = None,
    ) -> None:
        super().__init__(message, request=request, response=response)
        self.token = token


class StartRefused(StartError):  # noqa: N818 - as above
    """AWS accepted a request with status 200, and started nothing of it.

    ``refused`` are the entries of the response that say so, and ``reason`` is what they say.
    """

    def __init__(
        self,
        message: str,
        *,
        request: t.Any = None,
        response: t.Any = None,
        refused: tuple[t.Any, ...] = (),
        reason: str | None = None,
    ) -> None:
        super().__init__(
            f"{message}{f': {reason}' if reason else ''}", request=request, response=response
        )
        self.refused = refused
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One error in a value.

    Attributes:
        path: where, in wire names (``Operation.Targets.NAMESPACE``, ``Items[3].Name``); empty for the whole value.
        expected: what a valid value is.
        found: the ``repr`` of the invalid value; empty if it may be sensitive or says nothing.
        rule: the id of the broken rule; ``without_rules`` disables it.
        message: what is wrong, for the errors that ``expected`` and ``found`` do not describe well.
    """

    path: str
    expected: str
    found: str = ""
    rule: str | None = None
    message: str = ""

    def __str__(self) -> str:
        found = f", found {self.found}" if self.found else ""
        message = self.message or f"expected {self.expected}{found}"
        rule = f" (rule {self.rule})" if self.rule else ""
        return f"{self.path or 'top level'}: {message}{rule}"


class ModelValidationError(TypedStatusError, ValueError):
    """A value is invalid for its model.

    Attributes:
        model: the class that the value is invalid for.
        problems: the errors in it, at most the first 100.
        omitted: how many more errors there are.
    """

    def __init__(self, model: str, problems: tuple[Problem, ...], *, omitted: int = 0) -> None:
        super().__init__(model, problems)
        self.model = model
        self.problems = problems
        self.omitted = omitted

    def _heading(self) -> str:
        return f"invalid {self.model}"

    def __str__(self) -> str:
        count = len(self.problems) + self.omitted
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        lines += f"\n  and {self.omitted:,} more" if self.omitted else ""
        return f"{self._heading()}: {count} error{'s' if count != 1 else ''}{lines}{self._hint()}"

    def _hint(self) -> str:
        """Return how to disable the broken rules."""
        broken = sorted({problem.rule for problem in self.problems if problem.rule})
        if not broken:
            return ""
        ids = ", ".join(f'"{rule}"' for rule in broken)
        return f"\nTo keep such values unchanged: with typed_status.without_rules({ids}): ..."


class RequestValidationError(ModelValidationError):
    """A request is invalid. Nothing was sent."""


class ResponseValidationError(ModelValidationError):
    """A response, or a dict that was validated as one, is invalid.

    Attributes:
        service: the service of the call, if it is known.
        operation: the operation of the call, if it is known.
        request_id: AWS's id of the request, if it is known.
        response: the response as a dict, or its body if that is not a JSON object. It is ``None`` if it contains, or
            may contain, a member that AWS marks sensitive, and if botocore could not read the response.
        http_status: the HTTP status of a response that botocore could not read, an error response for one; otherwise ``None``.
    """

    def __init__(
        self,
        model: str,
        problems: tuple[Problem, ...],
        *,
        omitted: int = 0,
        service: str | None = None,
        operation: str | None = None,
        request_id: str | None = None,
        response: dict[str, t.Any] | bytes | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(model, problems, omitted=omitted)
        self.service = service
        self.operation = operation
        self.request_id = request_id
        self.response = response
        self.http_status = http_status

    def _heading(self) -> str:
        call = f"{self.service} {self.operation}: " if self.operation else ""
        request_id = f" (request id {self.request_id})" if self.request_id else ""
        return f"{call}invalid {self.model}{request_id}"

    def __reduce__(self) -> tuple[t.Any, ...]:
        # Exceptions pickle by ``args``, which cannot hold keyword arguments; ``__dict__`` restores them.
        return type(self), (self.model, self.problems), self.__dict__


class IncompleteResponseError(ResponseValidationError):
    """A response body is shorter than its Content-Length: the connection was closed early. ``wait`` retries this error.

    In a wait, so is a response with status 200 and no body at all, as a proxy may send it.
    """
