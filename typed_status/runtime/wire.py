"""Off the wire: a JSON response body becomes the model without a dict between.

botocore emits ``before-parse`` with the raw response. A handler, registered once per client and idle
unless ``call`` is reading, validates the model from the bytes, so that a body that is no JSON object,
which botocore would pass off as an empty response, is an error, and members that botocore does not
know are kept. botocore still parses the body for other handlers on the client.

May import: the standard library, pydantic_core and ``runtime`` below ``call``.
"""

from __future__ import annotations

import contextlib
import threading
import typing as t
import weakref
from collections.abc import Generator, Mapping
from contextvars import ContextVar

from typed_status.runtime.model import Operation, Response
from typed_status.runtime.validate import Origin, validated

__all__ = ["Reading", "reading"]

_JSON = frozenset({"json", "rest-json"})
_ID = "typed-status"


class Reading:
    """One call's response on its way: ``response`` is set once it was read off the wire."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.response: Response | None = None
        # A response that may be ours or that of a call inside a handler; see ``settle``.
        self.doubtful: Mapping[str, t.Any] | None = None
        # What was asked, as botocore got it.
        self.params: Mapping[str, t.Any] | None = None
        # Calls that other handlers make on the way are not ours to read: 1 is our own.
        self.depth = 0

    def settle(self) -> None:
        """Where it is not sure which response is ours: at least refuse what is no valid one.

        A call that fails inside a handler, before it is sent, leaves the depth one too high.
        """
        if self.response is None and self.doubtful is not None:
            _from_json(self.operation, self.doubtful)


_CURRENT: ContextVar[Reading | None] = ContextVar("typed_status.reading", default=None)
_ATTACHING = threading.Lock()
_ATTACHED: weakref.WeakSet[t.Any] = weakref.WeakSet()


@contextlib.contextmanager
def reading(client: t.Any, operation: Operation) -> Generator[Reading]:
    """Read the response of the call that the block makes off the wire, where it comes off one."""
    events = getattr(getattr(client, "meta", None), "events", None)
    if events is not None and events not in _ATTACHED:
        _attach(events)
    current = Reading(operation)
    token = _CURRENT.set(current)
    try:
        yield current
    finally:
        _CURRENT.reset(token)


def _attach(events: t.Any) -> None:
    with _ATTACHING:
        if events in _ATTACHED:
            return
        events.register_first("provide-client-params", _enter, unique_id=f"{_ID}-enter")
        events.register_first("before-parse", _read, unique_id=f"{_ID}-read")
        events.register_last("after-call", _leave, unique_id=f"{_ID}-leave")
        events.register_last("after-call-error", _leave, unique_id=f"{_ID}-leave-error")
        _ATTACHED.add(events)


def _enter(params: Mapping[str, t.Any], **_: t.Any) -> None:
    current = _CURRENT.get()
    if current is not None:
        current.depth += 1
        if current.depth == 1:
            current.params = params


def _leave(**_: t.Any) -> None:
    current = _CURRENT.get()
    if current is not None:
        current.depth -= 1


def _read(operation_model: t.Any, response_dict: Mapping[str, t.Any], **_: t.Any) -> None:
    current = _CURRENT.get()
    if current is None or operation_model.name != current.operation.name:
        return
    if response_dict["status_code"] >= 300 or not _is_plain_json(operation_model):
        return
    if current.depth == 1:
        current.response = _from_json(current.operation, response_dict)
    else:
        current.doubtful = response_dict


def _is_plain_json(operation_model: t.Any) -> bool:
    """Whether the body, all of it and nothing else, is the response as JSON."""
    if operation_model.service_model.resolved_protocol not in _JSON:
        return False
    shape = operation_model.output_shape
    if shape is None or shape.event_stream_name or "payload" in shape.serialization:
        return False
    return not any("location" in member.serialization for member in shape.members.values())


def _from_json(operation: Operation, response_dict: Mapping[str, t.Any]) -> Response:
    headers = response_dict["headers"]
    request_id = headers.get("x-amzn-requestid") or headers.get("x-amz-request-id")
    origin = Origin(operation.service, operation.name, request_id)
    model = operation.response
    body = response_dict["body"]
    if not body and model.model_fields.keys() == Response.model_fields.keys():
        body = b"{}"  # nothing to say: an operation without output members may send no body at all
    validator = model.__pydantic_validator__
    # By wire names alone: a field name of ours is no member of AWS's.
    return validated(
        model, lambda: validator.validate_json(body, by_alias=True, by_name=False), body, origin
    )
