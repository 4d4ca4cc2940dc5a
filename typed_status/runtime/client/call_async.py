"""``call`` and ``pages`` with a client whose methods are awaited.

May import: the standard library and ``runtime`` up to ``pages``.
"""

from __future__ import annotations

import asyncio
import inspect
import typing as t
from collections.abc import AsyncGenerator

from typed_status.runtime.client.call import answer_of, answering, method_of, operation_of
from typed_status.runtime.client.pagination import END, Tokens, paginator_of
from typed_status.runtime.exceptions import WrongClientError
from typed_status.runtime.models.operations import Operation, Request, Response
from typed_status.runtime.wire.botocore_internals import is_sync_client

__all__ = ["call", "pages"]

_AWAITED: t.Final = (
    "an aiobotocore client",
    "what aiobotocore.session.get_session().create_client({!r}) opens",
)

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)


async def call(client: ClientT, request: Request[ResponseT, ClientT]) -> ResponseT:
    """Send ``request`` with ``client``, an aiobotocore client of its service, and return the typed response.

    Raises:
        WrongClientError: ``client`` cannot carry out the request, or is none to await.
        ResponseValidationError: the response breaks its model.
        ServiceError: the generated class of an error that AWS models; any other error is botocore's.
    """
    operation = operation_of(request)
    method = method_of(client, operation, _AWAITED)
    _refuse_boto3(client, operation)
    with answering(client, operation, whose=_task) as current:
        parsed = method(**request.to_boto3())
        if inspect.isawaitable(parsed):
            parsed = await parsed
        elif isinstance(parsed, dict):
            raise _not_async(client, operation)
    return t.cast(ResponseT, answer_of(current, parsed))


async def pages(
    client: ClientT, request: Request[ResponseT, ClientT]
) -> AsyncGenerator[ResponseT, None]:
    """As ``typed_status.pages``, with an aiobotocore client."""
    operation = operation_of(request)
    paginate = paginator_of(client, request, _AWAITED)
    _refuse_boto3(client, operation)
    tokens = Tokens(operation)
    if paginate is None:
        following: Request[t.Any, t.Any] | None = request
        while following is not None:
            page = await call(client, following)
            yield t.cast(ResponseT, page)
            following = tokens.following(following, page)
        return
    found = aiter(paginate())
    while True:
        with (
            tokens.watched(),
            answering(client, operation, alone=False, whose=_task) as current,
        ):
            parsed = await anext(found, END)
        if parsed is END:
            return
        tokens.check(current.params)
        yield t.cast(ResponseT, answer_of(current, parsed))


def _task() -> object:
    try:
        return asyncio.current_task()
    except RuntimeError:  # a thread without a loop, to which the context was copied
        return None


def _refuse_boto3(client: object, operation: Operation) -> None:
    if is_sync_client(client):
        raise _not_async(client, operation)


def _not_async(client: object, operation: Operation) -> WrongClientError:
    return WrongClientError(
        f"{operation.name} needs a client of {operation.service!r} whose methods are awaited, such as aiobotocore's, "
        f"but {operation.method} of this {type(client).__name__} is none: use typed_status.call, or "
        "aiobotocore.session.get_session().create_client(...)"
    )
