"""Intercept a raw response before botocore parses it, and deserialize it to its model.

The event handlers are registered once per client and do nothing outside of ``call``. Errors are stored and raised
after the call, so that botocore's retries and checksums come first. If no observer needs botocore's parsed response,
botocore parses a stub body without members; otherwise it parses the body as usual, and its result is validated.

May import: the standard library, ``runtime.wire`` and ``runtime`` below it.
"""

from __future__ import annotations

import contextlib
import threading
import typing as t
import weakref
from collections.abc import Callable, Generator, Mapping
from contextvars import ContextVar

from typed_status.runtime.exceptions import (
    IncompleteResponseError,
    Problem,
    ResponseValidationError,
)
from typed_status.runtime.locks import fork_safe
from typed_status.runtime.models.operations import WIRE, Operation, Response
from typed_status.runtime.types.internals import validator_of
from typed_status.runtime.validation.messages import Problems
from typed_status.runtime.validation.validate import Origin, response_error, validated
from typed_status.runtime.warnings import TypedStatusWarning
from typed_status.runtime.wire.botocore_internals import is_parsing_logged, is_unpatched
from typed_status.runtime.wire.compatibility import check_botocore
from typed_status.runtime.wire.gc_pause import gc_paused
from typed_status.runtime.wire.observers import has_observers
from typed_status.runtime.wire.raw_response import (
    LOCATIONS,
    Content,
    MalformedError,
    RawResponse,
    Reader,
    missing_bytes,
    request_id_of,
)
from typed_status.runtime.wire.registry import reader_of

__all__ = ["Deserialization", "deserializing", "requiring_body", "validate_content"]

_ID = "typed-status"


class Deserialization:
    """The state of one call's response.

    ``response`` is set if the body was deserialized, and is then the result of the call; ``raise_error`` raises what
    is wrong with it.
    """

    def __init__(
        self,
        operation: Operation,
        events: t.Any,
        method: object,
        *,
        metadata_only: bool,
        current_task: Callable[[], object],
    ) -> None:
        self.operation = operation
        self.events = events
        self.is_unpatched = is_unpatched(method)
        self.metadata_only = metadata_only
        self.response: Response | None = None
        # An error, or a warning that the user's filters raise as one.
        self.error: ResponseValidationError | TypedStatusWarning | None = None
        # The parameters of the request, as passed to botocore.
        self.params: Mapping[str, t.Any] | None = None
        # Handlers may make calls of their own, which are not ours: our own call has depth 1. A nested call that
        # fails before it is sent leaves the depth one too high; then botocore's result is validated.
        self.depth = 0
        # A context that is copied during the call, for a task or a thread, also contains this object. A call that
        # is made there, now or later, is not ours.
        self.current_task = current_task
        self.owner: object = current_task()
        # The response that botocore was left to parse, and the model of its operation.
        self.unparsed: tuple[RawResponse, t.Any] | None = None
        # The HTTP status and the request id of the last response.
        self.received: tuple[int, str | None] | None = None
        self.requires_body = _REQUIRES_BODY.get()
        # What the call returned. Here, and in no local of a frame, as tools that render tracebacks show locals.
        self.parsed: object = None

    def is_current(self) -> bool:
        """Check whether this thread or task is the one that makes the call."""
        return self.owner is not None and self.current_task() == self.owner

    def error_of_unparsed(self) -> ResponseValidationError | TypedStatusWarning | None:
        """Return what is wrong with a response that botocore was left to parse, if it is known."""
        if self.unparsed is not None and self.error is None:
            response, model = self.unparsed
            reader = reader_of(model)
            if reader is not None:
                _, self.error = _read(self.operation, reader, response)
        return self.error

    def unreadable(self, cause: str) -> ResponseValidationError | None:
        """Return the error for a response that botocore failed to read with an exception called ``cause``; ``None`` without a response.

        It does not contain the response: nobody knows what is where in it.
        """
        if self.received is None:
            return None
        status, request_id = self.received
        problem = Problem(
            "", "", message=f"botocore cannot read this response, HTTP status {status} ({cause})"
        )
        return ResponseValidationError(
            self.operation.response.__name__,
            (problem,),
            service=self.operation.service,
            operation=self.operation.name,
            request_id=request_id,
            http_status=status,
        )

    def raise_error(self) -> None:
        """Raise the stored error, if there is one."""
        if self.error is not None:
            raise self.error


_CURRENT: ContextVar[Deserialization | None] = ContextVar(
    "typed_status.deserialization", default=None
)
_REQUIRES_BODY: ContextVar[bool] = ContextVar("typed_status.requires_body", default=False)
_ATTACHING = fork_safe(threading.Lock())
_ATTACHED: weakref.WeakSet[t.Any] = weakref.WeakSet()


@contextlib.contextmanager
def deserializing(
    client: t.Any,
    operation: Operation,
    *,
    metadata_only: bool = False,
    current_task: Callable[[], object] = threading.get_ident,
) -> Generator[Deserialization]:
    """Deserialize the response body of the call that is made in this block.

    Args:
        client: the client; one without botocore's events, such as a stub, is left as it is.
        operation: the operation that is called.
        metadata_only: the block uses only ``ResponseMetadata`` of botocore's parsed response.
        current_task: returns what identifies the running thread or task.
    """
    events = getattr(getattr(client, "meta", None), "events", None)
    if events is not None and events not in _ATTACHED:
        _attach(events)
    method = getattr(client, operation.method, None)
    current = Deserialization(
        operation, events, method, metadata_only=metadata_only, current_task=current_task
    )
    token = _CURRENT.set(current)
    try:
        yield current
    finally:
        current.owner = None
        # A coroutine that the garbage collector closes ends in another context, where the token is not valid.
        with contextlib.suppress(ValueError):
            _CURRENT.reset(token)


@contextlib.contextmanager
def requiring_body() -> Generator[None]:
    """Raise ``IncompleteResponseError`` in this block for status 200 without a body where an operation's members are in the body.

    A call returns a response without members, as botocore does; for a wait it would be an empty list, or a status that is missing.
    """
    token = _REQUIRES_BODY.set(True)
    try:
        yield
    finally:
        # As in ``deserializing``.
        with contextlib.suppress(ValueError):
            _REQUIRES_BODY.reset(token)


def _attach(events: t.Any) -> None:
    """Register our event handlers with a client, once."""
    check_botocore()
    with _ATTACHING:
        if events in _ATTACHED:
            return
        events.register_first("provide-client-params", _start_call, unique_id=f"{_ID}-start")
        # Last, so that other handlers get the body, and ours gets what they make of it.
        events.register_last("before-parse", _before_parse, unique_id=f"{_ID}-parse")
        events.register_last("after-call", _end_call, unique_id=f"{_ID}-end")
        events.register_last("after-call-error", _end_call, unique_id=f"{_ID}-end-error")
        _ATTACHED.add(events)


def _current() -> Deserialization | None:
    """Return the state of our call that is running in this thread or task."""
    current = _CURRENT.get()
    return current if current is not None and current.is_current() else None


def _start_call(params: Mapping[str, t.Any], **_: t.Any) -> None:
    current = _current()
    if current is not None:
        current.depth += 1
        if current.depth == 1:
            current.params = params


def _end_call(**_: t.Any) -> None:
    current = _current()
    if current is not None:
        current.depth -= 1


def _before_parse(
    operation_model: t.Any,
    response_dict: dict[str, t.Any],
    event_name: str,
    customized_response_dict: Mapping[str, t.Any] | None = None,
    **_: t.Any,
) -> None:
    """Deserialize the response of our own call, or check that botocore can parse it."""
    current = _current()
    if current is None or operation_model.name != current.operation.name:
        return
    current.response = current.error = current.unparsed = None  # of an earlier attempt
    status = response_dict["status_code"]
    current.received = status, request_id_of(t.cast(RawResponse, response_dict))
    if status >= 300 or not isinstance(response_dict["body"], bytes):
        return
    response = t.cast(RawResponse, response_dict)
    is_lost = current.requires_body and status == 200 and not response["body"]
    if is_lost and _has_content(operation_model):
        error = _malformed(current.operation, response, MalformedError("a body"))
        current.error = _incomplete(error)
        return
    reader = reader_of(operation_model)
    if reader is None:
        return
    is_ours = current.depth == 1 and current.is_unpatched and not customized_response_dict
    if not response["body"] and _is_truncated(operation_model, response):
        current.error = _malformed(current.operation, response, MalformedError("a body"))
        return
    if not is_ours or has_observers(current.events, event_name.partition(".")[2]):
        current.error = _check(current.operation, response, reader)
        if not response["body"] and current.error is None:
            response_dict["body"] = reader.empty_body  # botocore cannot parse an empty body in CBOR
        current.unparsed = (response, operation_model) if current.depth == 1 else None
        return
    with gc_paused(len(response["body"])):
        read, current.error = _read(current.operation, reader, response)
    stub_body = reader.empty_body
    if read is not None:
        current.response, stub_body = read
    # botocore reads an output member named Error as a service error, and may retry.
    shape = operation_model.output_shape
    has_error_member = shape is not None and "Error" in shape.members
    if current.metadata_only and not has_error_member and not is_parsing_logged():
        response_dict["body"] = stub_body


def _read(
    operation: Operation, reader: Reader, response: RawResponse
) -> tuple[tuple[Response, bytes] | None, ResponseValidationError | TypedStatusWarning | None]:
    """Return the typed response and what botocore parses instead of the body, or the error."""
    try:
        content = reader.read(response)
        return (validate_content(operation, content, response), content.stub_body), None
    except MalformedError as error:
        return None, _malformed(operation, response, error)
    except ResponseValidationError as error:
        # Without its traceback, whose frames contain the response.
        return None, _incomplete_or(error, response).with_traceback(None)
    except TypedStatusWarning as warning:  # the user's filters raise warnings as errors
        return None, warning.with_traceback(None)


def _is_truncated(operation_model: t.Any, response: RawResponse) -> bool:
    # The Content-Length of a response to HEAD is that of the response to GET.
    return bool(missing_bytes(response)) and operation_model.http.get("method") != "HEAD"


def validate_content(operation: Operation, content: Content, response: RawResponse) -> Response:
    """Validate the content of a response; raises ``ResponseValidationError``."""

    def origin() -> Origin:
        request_id = content.request_id or request_id_of(response)
        return Origin(operation.service, operation.name, request_id)

    model = operation.response
    value = content.value
    validator = validator_of(model)
    # By wire names only: a field name of ours is not a member of AWS's.
    if isinstance(value, bytes):
        return validated(
            model,
            lambda raw: validator.validate_json(raw, by_alias=True, by_name=False, context=WIRE),
            value,
            origin,
            lambda parsed: validator.validate_python(
                parsed, by_alias=True, by_name=False, context=WIRE
            ),
        )
    return validated(
        model,
        lambda raw: validator.validate_python(raw, by_alias=True, by_name=False, context=WIRE),
        value,
        origin,
    )


def _check(
    operation: Operation, response: RawResponse, reader: Reader
) -> ResponseValidationError | None:
    """Return the error for a body that botocore might parse as an empty one."""
    try:
        reader.check(response)
    except MalformedError as error:
        return _malformed(operation, response, error)
    return None


def _malformed(
    operation: Operation, response: RawResponse, error: MalformedError
) -> ResponseValidationError:
    origin = Origin(operation.service, operation.name, request_id_of(response))
    problem = Problem(error.path, error.expected, error.found)
    invalid = response_error(operation.response, Problems((problem,)), response["body"], origin)
    return _incomplete_or(invalid, response)


def _incomplete_or(
    error: ResponseValidationError, response: RawResponse
) -> ResponseValidationError:
    """Return ``error``, or an ``IncompleteResponseError`` if the body is shorter than its Content-Length."""
    missing = missing_bytes(response)
    if not missing:
        return error
    return _incomplete(
        error, Problem("", "all bytes of its Content-Length", f"{missing} bytes fewer")
    )


def _has_content(operation_model: t.Any) -> bool:
    """Check whether the output of an operation has members that are in the body, as JSON, XML or CBOR."""
    shape = operation_model.output_shape
    if shape is None or operation_model.http.get("method") == "HEAD":
        return False
    payload = shape.serialization.get("payload")
    if payload is not None:
        return bool(shape.members[payload].type_name == "structure")
    return any(
        each.serialization.get("location") not in LOCATIONS for each in shape.members.values()
    )


def _incomplete(error: ResponseValidationError, *problems: Problem) -> IncompleteResponseError:
    return IncompleteResponseError(
        error.model,
        (*problems, *error.problems),
        omitted=error.omitted,
        service=error.service,
        operation=error.operation,
        request_id=error.request_id,
        response=error.response,
    )
