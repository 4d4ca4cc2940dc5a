"""``begin`` and ``follow`` for asyncio, with an aiobotocore client.

May import: the standard library, ``runtime.starting.begin``, ``runtime.starting.poller_async`` and ``runtime`` below
``runtime.starting``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Collection, Mapping

from typed_status.runtime.client.call_async import AIOBOTOCORE
from typed_status.runtime.models.operations import Response
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.starting.begin import response_from
from typed_status.runtime.starting.following import APPEARS_WITHIN, Following, Options
from typed_status.runtime.starting.poller_async import AsyncPoller
from typed_status.runtime.starting.sending import prepare
from typed_status.runtime.starting.sending_async import send_async
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.backoff import MOVES_WITHIN
from typed_status.runtime.waiting.wait_async import CLOCK, Clock

__all__ = ["begin", "follow"]

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)
AnswerT = t.TypeVar("AnswerT")
StatusT = t.TypeVar("StatusT", bound=StatusEnum)


async def begin(
    client: ClientT,
    request: StartingRequest[ResponseT, ClientT, AnswerT, StatusT],
    *,
    until: StatusT | Collection[StatusT] | Callable[[AnswerT], bool] | None = None,
    appears_within: float = APPEARS_WITHIN,
    moves_within: float = MOVES_WITHIN,
    poll_blocked: bool = False,
    clock: Clock = CLOCK,
) -> AsyncPoller[ResponseT, AnswerT, StatusT]:
    """Start something as ``typed_status.begin`` does, with an aiobotocore client.

    If the task is cancelled while the request is sent, it may have arrived: a note of the ``CancelledError`` says so, and what is safe.
    """
    options = Options(
        until=until,
        appears_within=appears_within,
        moves_within=moves_within,
        poll_blocked=poll_blocked,
    )
    options.check(request)
    prepared = prepare(client, request, AIOBOTOCORE)
    response = await send_async(client, prepared)
    return AsyncPoller(client, Following(prepared, response, options, clock.monotonic()), clock)


def follow(
    client: ClientT,
    request: StartingRequest[ResponseT, ClientT, AnswerT, StatusT],
    response: ResponseT | Mapping[str, t.Any],
    *,
    until: StatusT | Collection[StatusT] | Callable[[AnswerT], bool] | None = None,
    appears_within: float = APPEARS_WITHIN,
    moves_within: float = MOVES_WITHIN,
    poll_blocked: bool = False,
    clock: Clock = CLOCK,
) -> AsyncPoller[ResponseT, AnswerT, StatusT]:
    """Follow what was started otherwise, as ``typed_status.follow`` does, with an aiobotocore client."""
    options = Options(
        until=until,
        appears_within=appears_within,
        moves_within=moves_within,
        poll_blocked=poll_blocked,
    )
    options.check(request)
    prepare(client, request, AIOBOTOCORE)
    typed = response_from(request, response)
    return AsyncPoller(client, Following(request, typed, options, clock.monotonic()), clock)
