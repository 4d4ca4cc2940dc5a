"""The handler that takes a response where botocore hands it out, before it parses it.

It is registered once per client and idle unless ``call`` is reading. What it reads it keeps for ``call``,
errors too, so that botocore's retries and checksums come first. Where nobody looks at what botocore parses, botocore
is left a body with nothing in it; where somebody may, the body stays as it is and what was parsed decides.

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
from typed_status.runtime.models.operations import WIRE, Operation, Response
from typed_status.runtime.types.internals import validator_of
from typed_status.runtime.validation.validate import Origin, refuse, validated
from typed_status.runtime.warnings import TypedStatusWarning
from typed_status.runtime.wire.compatibility import check_botocore
from typed_status.runtime.wire.gc_pause import held_off
from typed_status.runtime.wire.message import (
    MalformedError,
    Message,
    Opened,
    Reader,
    missing_bytes,
    request_id_of,
)
from typed_status.runtime.wire.observers import (
    are_there_onlookers,
    is_botocores_own,
    is_parsing_logged,
)
from typed_status.runtime.wire.registry import reader_of

__all__ = ["Reading", "reading"]

_ID = "typed-status"


class Reading:
    """One call's response on its way.

    ``response`` is set once it was read off the wire and decides; ``settle`` raises what is wrong with it.
    """

    def __init__(
        self,
        operation: Operation,
        events: t.Any,
        method: object,
        *,
        alone: bool,
        whose: Callable[[], object],
    ) -> None:
        self.operation = operation
        self.events = events
        self.is_own = is_botocores_own(method)
        # Whether the caller needs nothing of what botocore parses.
        self.alone = alone
        self.response: Response | None = None
        # An error, or a warning that the user made one.
        self.error: ResponseValidationError | TypedStatusWarning | None = None
        # What was asked, as botocore got it.
        self.params: Mapping[str, t.Any] | None = None
        # Calls that other handlers make on the way are not ours to read: 1 is our own. One that fails
        # before it is sent leaves the depth one too high, and whose response comes is in doubt.
        self.depth = 0
        # A context that is copied during the call, for a task or a thread, holds this as well: a call that is
        # made there, now or later, is not ours.
        self.whose = whose
        self.owner: object = whose()
        # What botocore was left to parse, and the model of its operation.
        self.left: tuple[Message, t.Any] | None = None

    def is_here(self) -> bool:
        """Whether the call is under way in this thread or task."""
        return self.owner is not None and self.whose() == self.owner

    def reread(self) -> None:
        """Raise what is wrong with a response that botocore was left to parse."""
        if self.left is not None:
            message, model = self.left
            reader = reader_of(model)
            if reader is not None:
                try:
                    modelled(self.operation, reader.open(message), message)
                except MalformedError as error:
                    raise _refused(self.operation, message, error) from None

    def settle(self) -> None:
        """Raise what is wrong with the response, or with one that may be ours."""
        if self.error is not None:
            raise self.error


_CURRENT: ContextVar[Reading | None] = ContextVar("typed_status.reading", default=None)
_ATTACHING = threading.Lock()
_ATTACHED: weakref.WeakSet[t.Any] = weakref.WeakSet()


@contextlib.contextmanager
def reading(
    client: t.Any,
    operation: Operation,
    *,
    alone: bool = False,
    whose: Callable[[], object] = threading.get_ident,
) -> Generator[Reading]:
    """Read the response of the call that the block makes off the wire, where it comes off one.

    ``alone`` says that the block uses ``ResponseMetadata`` alone of what botocore parses. ``whose`` tells the
    thread or task that it runs in from others.
    """
    events = getattr(getattr(client, "meta", None), "events", None)
    if events is not None and events not in _ATTACHED:
        _attach(events)
    method = getattr(client, operation.method, None)
    current = Reading(operation, events, method, alone=alone, whose=whose)
    token = _CURRENT.set(current)
    try:
        yield current
    finally:
        current.owner = None
        # A coroutine that the collector closes ends in another context, which never had this.
        with contextlib.suppress(ValueError):
            _CURRENT.reset(token)


def _attach(events: t.Any) -> None:
    check_botocore()
    with _ATTACHING:
        if events in _ATTACHED:
            return
        events.register_first("provide-client-params", _enter, unique_id=f"{_ID}-enter")
        # Last, so that other handlers see the body, and ours sees what they make of it.
        events.register_last("before-parse", _take, unique_id=f"{_ID}-take")
        events.register_last("after-call", _leave, unique_id=f"{_ID}-leave")
        events.register_last("after-call-error", _leave, unique_id=f"{_ID}-leave-error")
        _ATTACHED.add(events)


def _current() -> Reading | None:
    """The call of ours that this is part of."""
    current = _CURRENT.get()
    return current if current is not None and current.is_here() else None


def _enter(params: Mapping[str, t.Any], **_: t.Any) -> None:
    current = _current()
    if current is not None:
        current.depth += 1
        if current.depth == 1:
            current.params = params


def _leave(**_: t.Any) -> None:
    current = _current()
    if current is not None:
        current.depth -= 1


def _take(
    operation_model: t.Any,
    response_dict: dict[str, t.Any],
    event_name: str,
    customized_response_dict: Mapping[str, t.Any] | None = None,
    **_: t.Any,
) -> None:
    """Read the response of our own call, or see that what botocore parses can decide."""
    current = _current()
    if current is None or operation_model.name != current.operation.name:
        return
    current.response = current.error = current.left = None  # of an attempt before this one
    reader = reader_of(operation_model)
    if reader is None or response_dict["status_code"] >= 300:
        return
    if not isinstance(response_dict["body"], bytes):
        return
    message = t.cast(Message, response_dict)
    is_ours = current.depth == 1 and current.is_own and not customized_response_dict
    if not is_ours or are_there_onlookers(current.events, event_name.partition(".")[2]):
        current.error = _refusal(current.operation, message, reader)
        current.left = (message, operation_model) if current.depth == 1 else None
        return
    left = reader.nothing
    try:
        with held_off(len(message["body"])):
            opened = reader.open(message)
            left = opened.left
            current.response = modelled(current.operation, opened, message)
    except MalformedError as error:
        current.error = _refused(current.operation, message, error)
    except ResponseValidationError as error:
        current.error = _cut_or(error, message).with_traceback(None)  # its frames hold what came
    except TypedStatusWarning as warning:  # where the user made warnings errors
        current.error = warning.with_traceback(None)
    # Where an output has a member of this name, botocore takes it for an error and may try again.
    is_error = "Error" in operation_model.output_shape.members
    if current.alone and not is_error and not is_parsing_logged():
        response_dict["body"] = left


def modelled(operation: Operation, opened: Opened, message: Message) -> Response:
    """The model of what was found in a response; raises ``ResponseValidationError``."""

    def origin() -> Origin:
        request_id = opened.request_id or request_id_of(message)
        return Origin(operation.service, operation.name, request_id)

    model = operation.response
    value = opened.value
    validator = validator_of(model)
    # By wire names alone: a field name of ours is no member of AWS's.
    if isinstance(value, bytes):
        return validated(
            model,
            lambda: validator.validate_json(value, by_alias=True, by_name=False, context=WIRE),
            value,
            origin,
        )
    return validated(
        model,
        lambda: validator.validate_python(value, by_alias=True, by_name=False, context=WIRE),
        value,
        origin,
    )


def _refusal(
    operation: Operation, message: Message, reader: Reader
) -> ResponseValidationError | None:
    """What is wrong with a body that botocore might take for empty."""
    try:
        reader.check(message)
    except MalformedError as error:
        return _refused(operation, message, error)
    return None


def _refused(
    operation: Operation, message: Message, error: MalformedError
) -> ResponseValidationError:
    origin = Origin(operation.service, operation.name, request_id_of(message))
    problem = Problem(error.path, error.expected, error.found)
    return _cut_or(refuse(operation.response, (problem,), message["body"], origin), message)


def _cut_or(error: ResponseValidationError, message: Message) -> ResponseValidationError:
    """What is wrong with a response, told as what it is where its end did not come."""
    missing = missing_bytes(message)
    if not missing:
        return error
    cut = Problem("", "all bytes of its Content-Length", f"an end {missing} bytes too early")
    return IncompleteResponseError(
        error.model,
        (cut, *error.problems),
        service=error.service,
        operation=error.operation,
        request_id=error.request_id,
        response=error.response,
    )
