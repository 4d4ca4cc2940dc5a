"""Send a start once, with a client whose methods are awaited. Only ``aio`` imports it, so that others need no asyncio.

May import: the standard library, ``runtime.starting.sending`` and ``runtime`` below ``runtime.starting``.
"""

from __future__ import annotations

import typing as t

from typed_status.runtime.client import call_async
from typed_status.runtime.models.operations import Request, Response
from typed_status.runtime.starting.sending import AnyStart, sending_once

__all__ = ["send_async"]


async def send_async(client: object, request: AnyStart) -> Response:
    """Send a prepared request as ``send`` does, with an aiobotocore client."""
    with sending_once(client, request, call_async.running_task):
        response: Response = await call_async.call(client, t.cast(Request[t.Any, t.Any], request))
        return response
