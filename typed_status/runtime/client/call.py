"""``call``: the only place that touches a client.

May import: the standard library, botocore.exceptions and the rest of ``runtime``.
"""

from __future__ import annotations

import contextlib
import inspect
import threading
import typing as t
from collections.abc import Callable, Generator

from botocore.exceptions import ClientError

from typed_status.runtime.exceptions import WrongClientError
from typed_status.runtime.models.operations import Operation, Request, Response, ResponseMetadata
from typed_status.runtime.models.service_error import typed_error
from typed_status.runtime.validation.validate import Origin, validated
from typed_status.runtime.wire import Deserialization, deserializing
from typed_status.runtime.wire.botocore_internals import is_parser_error

__all__ = ["BOTO3", "answer_of", "answering", "call", "method_of", "operation_of"]

# What the clients that are taken are called, and how they are made.
BOTO3: t.Final = ("a boto3 client", "boto3.client({!r})")
ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)


def call(client: ClientT, request: Request[ResponseT, ClientT]) -> ResponseT:
    """Send ``request`` with ``client``, a boto3 client of its service, and return the typed response.

    Raises:
        WrongClientError: ``client`` cannot carry out the request; nothing was sent.
        ResponseValidationError: the response breaks its model.
        ServiceError: the generated class of an error that AWS models; any other error is botocore's.
    """
    operation = operation_of(request)
    method = method_of(client, operation)
    with answering(client, operation) as current:
        parsed = method(**request.to_boto3())
    return t.cast(ResponseT, answer_of(current, parsed))


def operation_of(request: Request[t.Any, t.Any]) -> Operation:
    """The operation of a request; ``TypeError`` where it is none."""
    if not isinstance(t.cast(object, request), Request):
        raise TypeError(
            f"expected a request such as GetOperationRequest(...), not {type(request).__name__}"
        )
    operation = getattr(request, "__operation__", None)
    if operation is None:
        raise TypeError(f"{type(request).__name__} is of no operation: only its heirs are")
    return t.cast(Operation, operation)


@contextlib.contextmanager
def answering(
    client: object,
    operation: Operation,
    *,
    alone: bool = True,
    whose: Callable[[], object] = threading.get_ident,
) -> Generator[Deserialization]:
    """Read what the block calls off the wire, and raise its errors as typed ones.

    ``alone`` and ``whose`` are ``metadata_only`` and ``current_task`` of ``deserializing``. What the block got is for ``answer_of``.
    """
    with deserializing(client, operation, metadata_only=alone, current_task=whose) as current:
        try:
            yield current
        except ClientError as error:
            typed = typed_error(error, operation.errors)
            if typed is error:
                raise
            raise typed from None
        except Exception as error:
            # botocore left to parse, for others to see, what it cannot read; or a handler's own error.
            if is_parser_error(error):
                current.validate_unparsed()
                if current.error is not None:
                    raise current.error from None
            raise


def answer_of(current: Deserialization, parsed: object) -> Response:
    """The typed response to a call, of what was read off the wire and of what botocore gave."""
    current.raise_error()
    if not isinstance(parsed, dict):
        raise _no_dict(parsed, current.operation)
    return _response(current.operation, current.response, t.cast(dict[str, t.Any], parsed))


def _response(operation: Operation, read: Response | None, parsed: dict[str, t.Any]) -> Response:
    given = parsed.get("ResponseMetadata")
    metadata = t.cast(dict[str, t.Any], given) if isinstance(given, dict) else {}
    if read is not None:
        # Frozen for others; nobody has seen it yet.
        vars(read)["response_metadata"] = ResponseMetadata.model_validate(metadata)
        read.__pydantic_fields_set__.add("response_metadata")
        return read
    model = operation.response
    validator = model.__pydantic_validator__
    origin = Origin(operation.service, operation.name, metadata.get("RequestId"))
    return validated(
        model,
        lambda: validator.validate_python(parsed, by_alias=True, by_name=False),
        parsed,
        lambda: origin,
    )


def method_of(
    client: object, operation: Operation, kind: tuple[str, str] = BOTO3
) -> Callable[..., t.Any]:
    """The client's method for an operation; ``WrongClientError`` where it has none.

    ``kind`` names the clients that are taken, as ``BOTO3`` does.
    """
    called, made = kind[0], kind[1].format(operation.service)
    need = f"{operation.name} needs {called} of {operation.service!r}"
    meta = getattr(client, "meta", None)
    service = getattr(getattr(meta, "service_model", None), "service_name", None)
    if isinstance(service, str) and service != operation.service:
        raise WrongClientError(f"{need}, but this is one of {service!r}: pass {made}")
    method = None if isinstance(client, type) else getattr(client, operation.method, None)
    if not callable(method):
        what = f"this {type(client).__name__}" if service is None else "this one"
        hint = f"pass {made}" if service is None else "its botocore may be too old"
        raise WrongClientError(f"{need}, but {what} has no method {operation.method!r}: {hint}")
    return t.cast(Callable[..., t.Any], method)


def _no_dict(parsed: object, operation: Operation) -> WrongClientError:
    if inspect.iscoroutine(parsed):
        parsed.close()  # never awaited on purpose
    return WrongClientError(
        f"{operation.method} of this client returned {type(parsed).__name__}, not a dict: "
        f"pass a boto3 client of {operation.service!r}"
    )
