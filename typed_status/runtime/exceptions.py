"""The errors.

::

    TypedStatusError
    ├── ModelValidationError (ValueError)   a value breaks its model: a structure built by hand
    │   ├── RequestValidationError          a request, before any call
    │   └── ResponseValidationError         what AWS sent, or a dict that claims to be one
    │       └── IncompleteResponseError     the connection broke off in the middle of it
    ├── WrongClientError (TypeError)        a client that cannot carry out the request
    └── WaitError                           a wait that did not end well
        ├── WaitFailed                      the status says that it ended badly
        ├── WaitCanceled                    the status says that it was stopped before its end
        └── WaitTimeout (TimeoutError)      it had not ended when the time was over
    botocore.exceptions.ClientError
    └── ServiceError                        an error that AWS models, one generated class each

May import: the standard library, pydantic and botocore.exceptions.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

__all__ = [
    "IncompleteResponseError",
    "ModelValidationError",
    "Problem",
    "RequestValidationError",
    "ResponseValidationError",
    "TypedStatusError",
    "WaitCanceled",
    "WaitError",
    "WaitFailed",
    "WaitTimeout",
    "WrongClientError",
    "without_paths",
]


class TypedStatusError(Exception):
    """What every error of this library is, but for the errors that AWS itself answers with."""


class WrongClientError(TypedStatusError, TypeError):
    """The client is no boto3 client of the service that the request is for. Nothing was called."""


# A URL after its host, as botocore's and urllib3's errors show it: members of the request may be in it.
_PATH = re.compile(r"(https?://[^/\s\"'<>?#]*|\burl: )[^\s\"'<>]*")


def without_paths(error: BaseException) -> str:
    """What an error says, in one line and without the path of a URL, where sensitive members may be."""
    return " ".join(_PATH.sub(r"\1", str(error)).split())


class WaitError(TypedStatusError):
    """A wait did not end well.

    ``service`` and ``operation`` say what was polled, ``status`` is the last one (``None`` where there was none),
    ``reason`` what the last response says of it, ``response`` that response (a list of pages for a listing; ``None``
    where none came), and ``attempts`` how often was asked.
    """

    def __init__(
        self,
        message: str,
        *,
        service: str = "",
        operation: str = "",
        attempts: int = 0,
        status: str | None = None,
        reason: str | None = None,
        response: t.Any = None,
    ) -> None:
        # The whole message, since engines that store errors as a class and its arguments make them anew of it alone.
        call = f"{service} {operation}: " if operation else ""
        super().__init__(f"{call}{message}{f': {reason}' if reason else ''}")
        self.message = message
        self.service = service
        self.operation = operation
        self.attempts = attempts
        self.status = status
        self.reason = reason
        self.response = response

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[t.Any, ...]:
        # Exceptions pickle by ``args``, which cannot hold keyword arguments; ``__dict__`` restores them.
        return type(self), self.args[:1], self.__dict__


class WaitFailed(WaitError):  # noqa: N818 - named as the phase that it tells of
    """The status says that it ended badly."""


class WaitCanceled(WaitError):  # noqa: N818 - as above
    """The status says that it was stopped before its end."""


class WaitTimeout(WaitError, TimeoutError):  # noqa: N818 - as above
    """It had not ended when the time was over."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a value.

    ``path`` is in wire names (``Operation.Targets.NAMESPACE``, ``Items[3].Name``; empty for the whole),
    ``found`` is the value's ``repr`` (empty where showing it would say nothing or tell a secret), and
    ``rule`` the id of the broken overlay rule.
    """

    path: str
    expected: str
    found: str = ""
    rule: str | None = None

    def __str__(self) -> str:
        found = f", found {self.found}" if self.found else ""
        rule = f" (rule {self.rule})" if self.rule else ""
        return f"{self.path or 'the whole value'}: expected {self.expected}{found}{rule}"


class ModelValidationError(TypedStatusError, ValueError):
    """A value breaks its model. ``problems`` lists everything that was found."""

    def __init__(self, model: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(model, problems)
        self.model = model
        self.problems = problems

    def _heading(self) -> str:
        return f"no valid {self.model}"

    def __str__(self) -> str:
        count = len(self.problems)
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        return f"{self._heading()}: {count} problem{'s' if count != 1 else ''}{lines}{self._hint()}"

    def _hint(self) -> str:
        """How to switch off the rules that are broken."""
        broken = sorted({problem.rule for problem in self.problems if problem.rule})
        if not broken:
            return ""
        ids = ", ".join(f'"{rule}"' for rule in broken)
        return f"\nTo take such values as they come: with typed_status.without_rules({ids}): ..."


class RequestValidationError(ModelValidationError):
    """A request breaks its model. Nothing was called."""


class ResponseValidationError(ModelValidationError):
    """A response breaks its model.

    ``service``, ``operation`` and ``request_id`` say which call it answered, where that is known.
    ``response`` is what came: a dict, or the body's bytes where they are no JSON object. It is
    ``None`` where it holds, or may hold, a member that AWS marks sensitive.
    """

    def __init__(
        self,
        model: str,
        problems: tuple[Problem, ...],
        *,
        service: str | None = None,
        operation: str | None = None,
        request_id: str | None = None,
        response: dict[str, t.Any] | bytes | None = None,
    ) -> None:
        super().__init__(model, problems)
        self.service = service
        self.operation = operation
        self.request_id = request_id
        self.response = response

    def _heading(self) -> str:
        call = f"{self.service} {self.operation}: " if self.operation else ""
        request = f" (request id {self.request_id})" if self.request_id else ""
        return f"{call}the response is no valid {self.model}{request}"

    def __reduce__(self) -> tuple[t.Any, ...]:
        # Exceptions pickle by ``args``, which cannot hold keyword arguments; ``__dict__`` restores them.
        return type(self), (self.model, self.problems), self.__dict__


class IncompleteResponseError(ResponseValidationError):
    """A response has fewer bytes than its Content-Length: the connection broke off. A retry may help, and ``wait`` retries."""
