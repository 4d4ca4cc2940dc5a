"""``begin`` and ``follow`` with a boto3 client.

May import: the standard library, ``runtime.starting.poller``, ``runtime.starting.sending`` and ``runtime`` below
``runtime.starting``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Collection, Mapping

from typed_status.runtime.models.operations import Response
from typed_status.runtime.models.starts import StartingRequest
from typed_status.runtime.starting.binding import start_of
from typed_status.runtime.starting.following import APPEARS_WITHIN, Following, Options
from typed_status.runtime.starting.poller import Poller
from typed_status.runtime.starting.sending import prepare, send
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.backoff import MOVES_WITHIN
from typed_status.runtime.waiting.wait import CLOCK, Clock

__all__ = ["begin", "follow", "response_from"]

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)
AnswerT = t.TypeVar("AnswerT")
StatusT = t.TypeVar("StatusT", bound=StatusEnum)


def begin(
    client: ClientT,
    request: StartingRequest[ResponseT, ClientT, AnswerT, StatusT],
    *,
    until: StatusT | Collection[StatusT] | Callable[[AnswerT], bool] | None = None,
    appears_within: float = APPEARS_WITHIN,
    moves_within: float = MOVES_WITHIN,
    poll_blocked: bool = False,
    clock: Clock = CLOCK,
) -> Poller[ResponseT, AnswerT, StatusT]:
    """Start something with ``client``, a boto3 client of the request's service, and return what follows it to its end.

    The request is sent at most once if it may have arrived, whatever retries the client is configured with. Where the operation has
    an idempotency token, one is added if the request has none; then the client's retries apply, with the same token.

    Args:
        client: a boto3 client of the request's service.
        request: what to start.
        until: the end to wait for, if not the one that is wanted of this start: a status, a set of statuses, or a predicate of
            what ``result`` returns (not where each id has a request of its own). Required if it is not known what this start
            ends with.
        appears_within: the seconds from now in which what was started may be missing: a not-found error, or an empty list.
        moves_within: the seconds from now in which the status may still be the one from before the start, where that is the
            wanted one again (an update, a reboot). If it was seen twice in a row after that, it counts.
        poll_blocked: poll on at a status that awaits you or another party and that this start does not pass through.
        clock: the clock and sleep function; replace it in tests.

    Raises:
        StartUnknown: the request may have arrived, and its response was lost; read what is safe to do there.
        StartRefused: AWS accepted the request and began nothing of it.
        StartError: the response lacks the id to follow.
        ServiceError: AWS refused the request, as in ``call``; so do the other errors of ``call``. Nothing was started.
        TypeError, ValueError: the request starts nothing, or lacks what is needed to follow it; or an option is out of range.
            Nothing was sent.
        WrongClientError: ``client`` is of another service. Nothing was sent.
    """
    options = Options(
        until=until,
        appears_within=appears_within,
        moves_within=moves_within,
        poll_blocked=poll_blocked,
    )
    options.check(request)
    prepared = prepare(client, request)
    response = send(client, prepared)
    following = Following(prepared, response, options, clock.monotonic())
    return Poller(client, following, clock)


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
) -> Poller[ResponseT, AnswerT, StatusT]:
    """Follow what was started otherwise: ``request`` is what was sent, ``response`` what was returned, typed or as boto3's dict.

    Nothing is sent. Parameters and errors are those of ``begin``; besides, ``ResponseValidationError`` if ``response`` is a dict
    that does not match its model, and ``TypeError`` if it is the response of another operation.
    """
    options = Options(
        until=until,
        appears_within=appears_within,
        moves_within=moves_within,
        poll_blocked=poll_blocked,
    )
    options.check(request)
    prepare(client, request)
    typed = response_from(request, response)
    return Poller(client, Following(request, typed, options, clock.monotonic()), clock)


def response_from(
    request: StartingRequest[t.Any, t.Any, t.Any, t.Any], response: object
) -> Response:
    """Return the typed response of a start; raises ``TypeError`` if it is not that of its operation."""
    start_of(request)
    model = request.__operation__.response
    if isinstance(response, model):
        return response
    if isinstance(response, Mapping):
        return model.model_validate(response)
    raise TypeError(f"expected a dict or {model.__name__}, got {type(response).__name__}")
