"""``call``: send one request with a boto3 client and return the typed response.

May import: the standard library, botocore.exceptions, and ``runtime.wire`` and everything below it.
"""

from __future__ import annotations

import contextlib
import inspect
import threading
import typing as t
from collections.abc import Callable, Generator

from botocore.exceptions import BotoCoreError, ClientError

from typed_status.runtime.exceptions import (
    ResponseValidationError,
    TypedStatusError,
    WrongClientError,
)
from typed_status.runtime.models.operations import Operation, Request, Response, ResponseMetadata
from typed_status.runtime.models.service_error import typed_error
from typed_status.runtime.types.internals import mark_as_set, validator_of
from typed_status.runtime.validation.validate import Origin, validated
from typed_status.runtime.warnings import TypedStatusWarning
from typed_status.runtime.wire import Deserialization, deserializing
from typed_status.runtime.wire.botocore_internals import is_reading_error

__all__ = ["BOTO3", "call", "method_of", "operation_of", "response_of", "sending"]

# What error messages call the expected client, and how to create one.
BOTO3: t.Final = ("a boto3 client", "boto3.client({!r})")
ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)


def call(client: ClientT, request: Request[ResponseT, ClientT]) -> ResponseT:
    """Send ``request`` with ``client``, a boto3 client of its service, and return the typed response.

    Raises:
        WrongClientError: ``client`` cannot send the request; nothing was sent.
        ResponseValidationError: the response does not match its model, or botocore cannot read it.
        ServiceError: the generated class of an error that AWS models; any other error is botocore's.
    """
    operation = operation_of(request)
    method = method_of(client, operation)
    with sending(client, operation) as current:
        current.parsed = method(**request.to_boto3())
    return t.cast(ResponseT, response_of(current))


def operation_of(request: Request[t.Any, t.Any]) -> Operation:
    """Return the operation of a request; raises ``TypeError`` if ``request`` is not one."""
    if not isinstance(t.cast(object, request), Request):
        raise TypeError(
            f"expected a request such as GetOperationRequest(...), got {type(request).__name__}"
        )
    operation = getattr(request, "__operation__", None)
    if operation is None:
        raise TypeError(
            f"{type(request).__name__} has no operation; use one of its subclasses in typed_status.services"
        )
    return t.cast(Operation, operation)


@contextlib.contextmanager
def sending(
    client: object,
    operation: Operation,
    *,
    metadata_only: bool = True,
    current_task: Callable[[], object] = threading.get_ident,
) -> Generator[Deserialization]:
    """Read the response to the call that the block makes, and raise its errors as typed ones.

    ``metadata_only`` and ``current_task`` are those of ``deserializing``. Store what the call returned in ``parsed``, for ``response_of``.
    """
    with deserializing(
        client, operation, metadata_only=metadata_only, current_task=current_task
    ) as current:
        try:
            yield current
        except ClientError as error:
            typed = typed_error(error, operation.errors)
            if typed is error:
                raise
            raise typed from None
        except Exception as error:
            unreadable = _unreadable(current, error)
            if unreadable is None:
                raise
            raise unreadable from None


def _unreadable(current: Deserialization, error: Exception) -> Exception | None:
    """Return the error for a response that botocore failed to read; ``None`` if ``error`` is another one."""
    if isinstance(error, (BotoCoreError, TypedStatusError)) or not is_reading_error(error):
        return None
    # Our readers describe what is wrong with the body better than the parsers.
    return current.error_of_unparsed() or current.unreadable(type(error).__name__)


def response_of(current: Deserialization) -> Response:
    """Return the typed response to a call, from its body or else from the dict that botocore parsed."""
    current.raise_error()
    parsed, current.parsed = current.parsed, None
    if not isinstance(parsed, dict):
        raise _not_a_dict(parsed, current.operation)
    try:
        return _response(current.operation, current.response, t.cast(dict[str, t.Any], parsed))
    except (ResponseValidationError, TypedStatusWarning) as error:
        # No frame of the traceback contains the response.
        del parsed
        raise error.with_traceback(None) from None


def _response(operation: Operation, read: Response | None, parsed: dict[str, t.Any]) -> Response:
    given = parsed.get("ResponseMetadata")
    metadata = t.cast(dict[str, t.Any], given) if isinstance(given, dict) else {}
    if read is not None:
        # Responses are frozen; this one has not been returned to the caller yet.
        vars(read)["response_metadata"] = _metadata(operation, metadata)
        mark_as_set(read, "response_metadata")
        return read
    model = operation.response
    validator = validator_of(model)
    origin = _origin(operation, metadata)
    return validated(
        model,
        lambda raw: validator.validate_python(raw, by_alias=True, by_name=False),
        parsed,
        lambda: origin,
    )


def _metadata(operation: Operation, metadata: dict[str, t.Any]) -> ResponseMetadata:
    validate = validator_of(ResponseMetadata).validate_python
    return validated(ResponseMetadata, validate, metadata, lambda: _origin(operation, metadata))


def _origin(operation: Operation, metadata: dict[str, t.Any]) -> Origin:
    request_id = metadata.get("RequestId")
    return Origin(
        operation.service, operation.name, request_id if isinstance(request_id, str) else None
    )


def method_of(
    client: object, operation: Operation, kind: tuple[str, str] = BOTO3
) -> Callable[..., t.Any]:
    """Return the client's method for an operation; raises ``WrongClientError`` if it has none.

    ``kind`` describes the expected client, as ``BOTO3`` does.
    """
    noun, example = kind[0], kind[1].format(operation.service)
    need = f"{operation.name} needs {noun} for {operation.service!r}"
    meta = getattr(client, "meta", None)
    service = getattr(getattr(meta, "service_model", None), "service_name", None)
    if isinstance(service, str) and service != operation.service:
        raise WrongClientError(f"{need}, got one for {service!r}; pass {example}")
    method = None if isinstance(client, type) else getattr(client, operation.method, None)
    if not callable(method):
        given = f"this {type(client).__name__}" if service is None else "this client"
        hint = f"pass {example}" if service is None else "its botocore may be too old"
        raise WrongClientError(f"{need}, but {given} has no method {operation.method!r}: {hint}")
    return t.cast(Callable[..., t.Any], method)


def _not_a_dict(parsed: object, operation: Operation) -> WrongClientError:
    if inspect.iscoroutine(parsed):
        parsed.close()  # otherwise Python warns that it was never awaited
    return WrongClientError(
        f"{operation.method} of this client returned {type(parsed).__name__}, not a dict; "
        f"pass a boto3 client for {operation.service!r}"
    )
