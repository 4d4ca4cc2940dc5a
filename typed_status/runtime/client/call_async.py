"""``call`` and ``pages`` for clients whose methods are awaited, such as aiobotocore's.

May import: the standard library, ``runtime.client.pagination`` and everything below it.
"""

from __future__ import annotations

import asyncio
import inspect
import typing as t
from collections.abc import AsyncGenerator

from typed_status.runtime.client.call import method_of, operation_of, response_of, sending
from typed_status.runtime.client.pagination import END, PageTokens, paginator_of
from typed_status.runtime.exceptions import WrongClientError
from typed_status.runtime.models.operations import Operation, Request, Response
from typed_status.runtime.wire.botocore_internals import is_sync_client

__all__ = ["AIOBOTOCORE", "call", "pages", "running_task"]

# What error messages call the expected client, and how to create one.
AIOBOTOCORE: t.Final = (
    "an aiobotocore client",
    "the client of: async with aiobotocore.session.get_session().create_client({!r}) as client",
)

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)


async def call(client: ClientT, request: Request[ResponseT, ClientT]) -> ResponseT:
    """Send ``request`` with ``client``, an aiobotocore client of its service, and return the typed response.

    Raises:
        WrongClientError: ``client`` cannot send the request, or its methods are not awaited.
        ResponseValidationError: the response does not match its model, or botocore cannot read it.
        ServiceError: the generated class of an error that AWS models; any other error is botocore's.
    """
    operation = operation_of(request)
    method = method_of(client, operation, AIOBOTOCORE)
    _refuse_boto3(client, operation)
    with sending(client, operation, current_task=running_task) as current:
        current.parsed = method(**request.to_boto3())
        if inspect.isawaitable(current.parsed):
            current.parsed = await current.parsed
        elif isinstance(current.parsed, dict):
            raise _not_async(client, operation)
    return t.cast(ResponseT, response_of(current))


async def pages(
    client: ClientT, request: Request[ResponseT, ClientT]
) -> AsyncGenerator[ResponseT, None]:
    """Yield the responses to ``request``, one per page, as ``typed_status.pages`` does, with an aiobotocore client."""
    operation = operation_of(request)
    paginate = paginator_of(client, request, AIOBOTOCORE)
    _refuse_boto3(client, operation)
    tokens = PageTokens(operation)
    if paginate is None:
        next_request: Request[t.Any, t.Any] | None = request
        while next_request is not None:
            page = await call(client, next_request)
            yield t.cast(ResponseT, page)
            next_request = tokens.next_request(next_request, page)
        return
    iterator = aiter(paginate())
    while True:
        with (
            tokens.without_secrets(),
            sending(client, operation, metadata_only=False, current_task=running_task) as current,
        ):
            current.parsed = await anext(iterator, END)
        if current.parsed is END:
            return
        tokens.check(current.params)
        yield t.cast(ResponseT, response_of(current))


def running_task() -> object:
    """Return the running task; ``None`` outside of one."""
    try:
        return asyncio.current_task()
    except RuntimeError:  # a thread without a loop, to which the context was copied
        return None


def _refuse_boto3(client: object, operation: Operation) -> None:
    if is_sync_client(client):
        raise _not_async(client, operation)


def _not_async(client: object, operation: Operation) -> WrongClientError:
    return WrongClientError(
        f"{operation.name} needs an async client for {operation.service!r}, but {operation.method} of this "
        f"{type(client).__name__} cannot be awaited; use typed_status.call, or a client of "
        "aiobotocore.session.get_session().create_client(...)"
    )
