"""Send the request of one call at most once if it may have arrived, whatever retries the client is configured with.

Event handlers are registered once per client, and do nothing outside of ``recording_sends``. They are those that botocore documents
for what happens around a request: ``before-send``, before each attempt, and ``needs-retry``, after it. An exception that is raised in
``needs-retry`` ends the call before any handler decides for another attempt, in each mode of retries.

May import: the standard library, botocore.exceptions, ``runtime.wire.arrival`` and ``runtime`` below ``runtime.wire``.
"""

from __future__ import annotations

import contextlib
import threading
import typing as t
import weakref
from collections.abc import Callable, Generator
from contextvars import ContextVar

from botocore.exceptions import ClientError

from typed_status.runtime.models.operations import Operation
from typed_status.runtime.wire.arrival import may_have_arrived, response_may_be_of_a_start
from typed_status.runtime.wire.botocore_internals import not_idempotent

__all__ = ["Sends", "recording_sends"]

_ID = "typed-status-sends"


class SentBeforeError(Exception):
    """Another attempt of a request that may have arrived; it was not sent."""


class Sends:
    """The attempts of one call.

    ``is_repeatable``: the request may be sent again although it may have arrived, as it has an idempotency token.
    ``current_task`` returns what identifies the running task; by default, that is the thread.
    """

    def __init__(
        self,
        operation: Operation,
        *,
        is_repeatable: bool,
        current_task: Callable[[], object] | None,
    ) -> None:
        self.operation = operation
        self.is_repeatable = is_repeatable
        self.is_async = current_task is not None
        # As in ``hook``: a context that is copied during the call also contains this object.
        self.current_task = current_task or threading.get_ident
        self.owner: object = self.current_task()
        # How many attempts were sent, whether what became of the last one is still open, and whether one may have arrived.
        self.count = 0
        self.is_open = False
        self.in_doubt = False

    def is_of(self, operation: str) -> bool:
        """Check whether this thread or task makes the call, and whether the event is of its operation."""
        is_ours = self.owner is not None and self.current_task() == self.owner
        return is_ours and operation == self.operation.name

    def may_have_arrived(self, error: Exception) -> bool:
        """Return whether one of the attempts may have arrived, if ``error`` ended the call."""
        # In legacy mode, the retry handler raises the error of the last attempt before ours sees it.
        return self.in_doubt or (self.is_open and may_have_arrived(error))


_CURRENT: ContextVar[Sends | None] = ContextVar("typed_status.sends", default=None)
_ATTACHING = threading.Lock()
_ATTACHED: weakref.WeakSet[t.Any] = weakref.WeakSet()


@contextlib.contextmanager
def recording_sends(
    client: t.Any,
    operation: Operation,
    *,
    is_repeatable: bool,
    current_task: Callable[[], object] | None = None,
) -> Generator[Sends]:
    """Record the attempts of the call that the block makes, and prevent those that could start something twice.

    A client without botocore's events, such as a stub, is left as it is, and its attempts are not recorded.
    """
    events = getattr(getattr(client, "meta", None), "events", None)
    if events is not None:
        _attach(events)
    sends = Sends(operation, is_repeatable=is_repeatable, current_task=current_task)
    token = _CURRENT.set(sends)
    try:
        yield sends
    finally:
        sends.owner = None
        # A coroutine that the garbage collector closes ends in another context, where the token is not valid.
        with contextlib.suppress(ValueError):
            _CURRENT.reset(token)


def _attach(events: t.Any) -> None:
    with _ATTACHING:
        if events in _ATTACHED:
            return
        events.register_first("before-send", _before_send, unique_id=f"{_ID}-before")
        events.register_first("needs-retry", _after_attempt, unique_id=f"{_ID}-after")
        _ATTACHED.add(events)


def _before_send(request: t.Any, event_name: str, **_: t.Any) -> None:
    sends = _CURRENT.get()
    if sends is None or not sends.is_of(event_name.rpartition(".")[2]):
        return
    if sends.in_doubt and not sends.is_repeatable:
        raise SentBeforeError(f"{sends.operation.name} was not sent again")
    sends.count += 1
    sends.is_open = True
    if sends.is_async and not sends.is_repeatable:
        not_idempotent(request)


def _after_attempt(
    operation: t.Any, response: t.Any, caught_exception: BaseException | None, **_: t.Any
) -> None:
    """Record what became of an attempt; raises the error of one that must be the last."""
    sends = _CURRENT.get()
    if sends is None or not sends.is_of(operation.name):
        return
    sends.is_open = False
    if isinstance(caught_exception, SentBeforeError):
        raise caught_exception
    if caught_exception is not None:
        sends.in_doubt = sends.in_doubt or may_have_arrived(caught_exception)
        if sends.in_doubt and not sends.is_repeatable:
            raise caught_exception
        return
    http_response, parsed = response
    code = str(parsed.get("Error", {}).get("Code", ""))
    status: int = http_response.status_code
    if not response_may_be_of_a_start(status, code):
        return
    sends.in_doubt = True
    if status >= 300 and not sends.is_repeatable:
        raise ClientError(parsed, operation.name)
