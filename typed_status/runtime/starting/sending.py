"""Send a start once, with a boto3 client; ``sending_async`` does it with one whose methods are awaited.

May import: the standard library, botocore.exceptions, ``runtime.starting.binding`` and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import contextlib
import typing as t
import uuid
from collections.abc import Callable, Generator

from botocore.exceptions import ClientError, HTTPClientError

from typed_status.runtime.client.call import BOTO3, call, method_of, operation_of
from typed_status.runtime.exceptions import (
    ResponseValidationError,
    StartUnknown,
    WrongClientError,
    redact_urls,
)
from typed_status.runtime.models.operations import Request, Response
from typed_status.runtime.models.starts import Start, StartingRequest
from typed_status.runtime.starting.binding import check_input, start_of
from typed_status.runtime.types.fields import members
from typed_status.runtime.wire.arrival import may_have_arrived
from typed_status.runtime.wire.sends import Sends, recording_sends

__all__ = ["prepare", "send", "sending_once", "with_token"]

_UNREPEATABLE = "it has no idempotency token: look whether it started before you send it again"
# What a client raises about a request that it sent; other errors, such as missing credentials, come before that.
_AFTER_SENDING = (ClientError, HTTPClientError, ResponseValidationError)

RequestT = t.TypeVar("RequestT", bound=StartingRequest[t.Any, t.Any, t.Any, t.Any])
AnyStart = StartingRequest[t.Any, t.Any, t.Any, t.Any]


def with_token(request: RequestT) -> RequestT:
    """Return the request with an idempotency token: its own, or a new one.

    Store the result before ``begin`` where the same start may be sent again, as by a task queue that redelivers a task:
    AWS starts it once. Raises ``TypeError`` if the operation has no idempotency token.
    """
    start = start_of(request)
    if start.token is None:
        raise TypeError(f"{request.__operation__.name} has no idempotency token")
    return _tokened(request, start)


def _tokened(request: RequestT, start: Start) -> RequestT:
    if start.token is None or getattr(request, start.token) is not None:
        return request
    return request.model_copy(update={start.token: str(uuid.uuid4())})


def prepare(client: object, request: RequestT, kind: tuple[str, str] = BOTO3) -> RequestT:
    """Return the request as it is sent, with its token; raises for what is wrong with it or the client.

    ``kind`` is that of ``method_of``.
    """
    start = start_of(request)
    operation_of(request)
    method_of(client, request.__operation__, kind)
    status_operation = start.status_request().__operation__
    try:
        method_of(client, status_operation, kind)
    except WrongClientError as error:
        raise WrongClientError(f"{error} (to follow {request.__operation__.name})") from None
    check_input(request, start)
    return _tokened(request, start)


def send(client: object, request: AnyStart) -> Response:
    """Send a prepared request; raises ``StartUnknown`` if it may have arrived and its response is lost."""
    with sending_once(client, request, None):
        response: Response = call(client, t.cast(Request[t.Any, t.Any], request))
        return response


@contextlib.contextmanager
def sending_once(
    client: object, request: AnyStart, current_task: Callable[[], object] | None
) -> Generator[None]:
    """Raise ``StartUnknown`` where what the block sends may have arrived and its response is lost."""
    start = start_of(request)
    token = None if start.token is None else getattr(request, start.token)
    with recording_sends(
        client, request.__operation__, is_repeatable=token is not None, current_task=current_task
    ) as sends:
        try:
            yield
        except Exception as error:
            if not _is_in_doubt(client, sends, error):
                raise
            raise _unknown(request, token, error) from error
        except BaseException as error:  # an interruption, or the task is cancelled
            if sends.is_open or sends.in_doubt:
                error.add_note(_note(request, start, token))
            raise


def _is_in_doubt(client: object, sends: Sends, error: Exception) -> bool:
    if isinstance(error, WrongClientError):
        return False
    if not hasattr(getattr(client, "meta", None), "events"):  # a stub: only its error is known
        return isinstance(error, _AFTER_SENDING) and may_have_arrived(error)
    return sends.may_have_arrived(error)


def _note(request: AnyStart, start: Start, token: str | None) -> str:
    """Say what is safe after an interruption, whose exception must stay what it is."""
    operation = request.__operation__
    if start.token is None or token is None:
        safe = _UNREPEATABLE
    elif members(t.cast(t.Any, type(request)))[start.token].sensitive:
        safe = f"with the same {start.token}, which is sensitive and not shown, it starts once"
    else:
        safe = f"with {start.token}={token!r}, it starts once"
    return f"{operation.service} {operation.name}: the request may have arrived; {safe}"


def _unknown(request: AnyStart, token: str | None, error: Exception) -> StartUnknown:
    safe = (
        "begin() may send error.request again: with its idempotency token, it starts once"
        if token is not None
        else _UNREPEATABLE
    )
    lost = f"{type(error).__name__}: {redact_urls(error)}"
    return StartUnknown(
        f"the request may have arrived, and its response is lost; {safe} ({lost})",
        request=request,
        token=token,
    )
