"""The errors that AWS models: ``ServiceError``, the base class of the generated ones, and their members.

May import: the standard library, pydantic, botocore.exceptions and ``runtime.exceptions``.
"""

from __future__ import annotations

import copy
import typing as t

import pydantic
from botocore.exceptions import ClientError

from typed_status.runtime.exceptions import Problem, ResponseValidationError

__all__ = ["ErrorMember", "ServiceError", "typed_error"]

MemberT = t.TypeVar("MemberT")


class ErrorMember(t.Generic[MemberT]):
    """A modelled member of a service error, validated from the error's response on access."""

    def __init__(self, wire: str, kind: type[MemberT]) -> None:
        self.wire = wire
        self.kind = kind
        self._adapter: pydantic.TypeAdapter[MemberT] | None = None

    @t.overload
    def __get__(self, error: None, owner: type) -> t.Self: ...
    @t.overload
    def __get__(self, error: ServiceError, owner: type) -> MemberT | None: ...
    def __get__(self, error: ServiceError | None, owner: type) -> t.Self | MemberT | None:
        if error is None:
            return self
        value = error.response.get(self.wire)
        if value is None:
            return None
        if self._adapter is None:
            self._adapter = pydantic.TypeAdapter(self.kind)
        try:
            return self._adapter.validate_python(value)
        except pydantic.ValidationError:
            pass
        # The value may be sensitive: it is only in ``error.response``.
        problem = Problem(self.wire, "a value that matches AWS's model of this error")
        raise ResponseValidationError(type(error).__name__, (problem,))


class ServiceError(ClientError):
    """An error that AWS models.

    ``typed_status.call`` raises it as an instance of both the generated class and the class that
    botocore would have raised, so that ``except servicediscovery.OperationNotFound``,
    ``except client.exceptions.OperationNotFound`` and ``except ClientError`` all catch it.
    """

    code: t.ClassVar[str]
    """AWS's code for the error; the name of the class, where the class does not declare another."""

    def __init_subclass__(cls, **options: t.Any) -> None:
        super().__init_subclass__(**options)
        if ServiceError in cls.__bases__ and "code" not in vars(cls):
            cls.code = cls.__name__

    @property
    def message(self) -> str:
        """AWS's error message; empty if there is none."""
        return str(self.response.get("Error", {}).get("Message", ""))

    @property
    def request_id(self) -> str | None:
        """AWS's id of the failed request."""
        value = self.response.get("ResponseMetadata", {}).get("RequestId")
        return None if value is None else str(value)

    @property
    def http_status_code(self) -> int | None:
        """The HTTP status of the response."""
        value = self.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return None if value is None else int(value)

    def __reduce__(self) -> tuple[t.Any, ...]:
        # The class that also derives from botocore's is created at run time; pickle can only import the generated one.
        kind = next(each for each in type(self).__mro__ if _COMBINED not in each.__dict__)
        return kind, (self.response, self.operation_name)

    def __copy__(self) -> t.Self:
        return type(self)(t.cast(t.Any, self.response), self.operation_name)

    def __deepcopy__(self, memo: dict[int, t.Any]) -> t.Self:
        return type(self)(t.cast(t.Any, copy.deepcopy(self.response, memo)), self.operation_name)


# Marks a class that derives from both a generated class and botocore's. It is stored on botocore's class, which
# belongs to one session, so that both are freed together.
_COMBINED = "__typed_status__"


def typed_error(error: ClientError, known: tuple[type[ServiceError], ...]) -> ClientError:
    """Convert ``error`` to the generated class for its code; return ``error`` itself if there is none."""
    code = error.response.get("Error", {}).get("Code")
    generated = next((kind for kind in known if kind.code == code), None)
    if generated is None:
        return error
    original = type(error)
    combined_classes: dict[type[ServiceError], type[ServiceError]] = original.__dict__.get(
        _COMBINED, {}
    )
    if generated not in combined_classes:
        namespace: dict[str, t.Any] = {
            "__module__": generated.__module__,
            "__doc__": generated.__doc__,
            _COMBINED: {},
        }
        combined = t.cast(
            type[ServiceError], type(generated.__name__, (generated, original), namespace)
        )
        combined_classes = combined_classes | {generated: combined}
        setattr(original, _COMBINED, combined_classes)
    typed = combined_classes[generated](t.cast(t.Any, error.response), error.operation_name)
    return typed.with_traceback(error.__traceback__)
