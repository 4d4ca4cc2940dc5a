"""Every private name of botocore that the runtime relies on. No other module of ``runtime`` uses one.

Each function says what it relies on, and what it returns if a release of botocore changes that: the safe result, with
which calls stay correct. tests/wire/test_botocore_internals.py has a test for each function, which fails if the
installed botocore changed.

May import: the standard library, botocore and botocore.history. ``botocore.client`` is only looked up if it is loaded:
importing it takes longer than all of ``runtime``.
"""

from __future__ import annotations

import functools
import inspect
import logging
import os
import sys
import traceback
import types
import typing as t
from collections.abc import Sequence

import botocore
from botocore.history import get_global_history_recorder

__all__ = [
    "handler_cache",
    "handlers_of",
    "is_parsing_logged",
    "is_reading_error",
    "is_sync_client",
    "is_unpatched",
    "module_of",
    "needs_parsed_response",
    "not_idempotent",
    "waiter_service",
]

_BOTOCORE = os.path.dirname(botocore.__file__) + os.sep
# botocore for asyncio: its own classes, with botocore's event handlers or a copy of them under the same name.
_AIOBOTOCORE = "aiobotocore"
_PARSER_LOG = logging.getLogger("botocore.parsers")
_Any = t.Any  # botocore has no types

# Modules of botocore whose event handlers read errors, statuses and the raw response, but no members.
_HANDLERS_WITHOUT_MEMBERS = frozenset(
    "botocore.discovery botocore.monitoring botocore.retryhandler botocore.retries.adaptive "
    "botocore.retries.quota botocore.retries.standard botocore.utils".split()
)
# What botocore's parsers use besides the standard library.
_BELOW_BOTOCORE = sys.stdlib_module_names | {"dateutil", "jmespath", "six", "urllib3"}
# The private methods of a client that each call passes through.
_CLIENT_METHODS = ("_make_api_call", "_make_request")


def handlers_of(emitter: _Any, event: str) -> Sequence[object] | None:
    """Return the handlers of ``event`` in calling order; ``None`` if they cannot be listed.

    Relies on ``EventAliaser._emitter`` and ``HierarchicalEmitter._handlers.prefix_search``: botocore has no public way
    to list handlers. If these change, the result is ``None``: callers assume that there are handlers.
    """
    try:
        inner: _Any = getattr(emitter, "_emitter", emitter)
        return t.cast(Sequence[object], inner._handlers.prefix_search(event))
    except (AttributeError, TypeError):
        return None


def handler_cache(emitter: _Any) -> dict[str, _Any] | None:
    """Return the dict in which an emitter caches the handlers of events; ``None`` if it has none.

    An entry of ours is dropped whenever a handler is registered or unregistered, and keeps no client alive.

    Relies on ``HierarchicalEmitter._lookup_cache`` and on botocore replacing it at each registration. If the attribute
    changes, the result is ``None``: callers do not cache, and assume that there are handlers.
    """
    cache = getattr(getattr(emitter, "_emitter", emitter), "_lookup_cache", None)
    return t.cast(dict[str, _Any], cache) if isinstance(cache, dict) else None


def module_of(handler: object) -> str:
    """Return the module of an event handler; aiobotocore's copies count as botocore's."""
    name = str(getattr(handler, "__module__", ""))
    return name.removeprefix("aio") if name.startswith(f"{_AIOBOTOCORE}.") else name


def needs_parsed_response(event: str, handler: object) -> bool:
    """Check whether a handler of ``event`` may read members of botocore's parsed response.

    Relies on the names of botocore's handler modules, and on those handlers reading no members. A handler of a module
    with another name counts as one that reads members: botocore then parses the body as usual.
    """
    module = module_of(handler)
    if module in _HANDLERS_WITHOUT_MEMBERS:
        return False
    return event != "needs-retry" or module != "botocore.handlers"


def is_unpatched(method: object) -> bool:
    """Check whether ``method`` is a client's own, and no function that it calls on the way is wrapped or replaced.

    Relies on ``BaseClient._make_api_call``, ``_make_request`` and ``_endpoint.make_request``. If one of them is
    missing or is not a plain function of botocore's, the result is False: botocore then parses the body as usual.
    """
    client = getattr(method, "__self__", None)
    clients: _Any = sys.modules.get("botocore.client")
    if clients is None or not isinstance(client, clients.BaseClient):
        return False
    functions = [
        getattr(method, "__func__", None),
        *(_function(client, name) for name in _CLIENT_METHODS),
        _function(getattr(client, "_endpoint", None), "make_request"),
    ]
    return all(
        type(each) is types.FunctionType and _is_botocore_file(each.__code__.co_filename)
        for each in functions
    )


@functools.cache
def _is_botocore_file(file: str) -> bool:
    # A file of aiobotocore is only checked once aiobotocore is imported.
    aio = getattr(sys.modules.get(_AIOBOTOCORE), "__file__", None)
    folders = (_BOTOCORE,) if aio is None else (_BOTOCORE, os.path.dirname(aio) + os.sep)
    return file.startswith(folders)


def _function(owner: object, name: str) -> object:
    """Return the function of a method; ``None`` if the instance overrides it."""
    if name in getattr(owner, "__dict__", ()):
        return None
    return getattr(type(owner), name, None)


def is_sync_client(client: object) -> bool:
    """Check whether the methods of a client are certain to block, as boto3's do.

    Relies on ``BaseClient._make_api_call`` being a coroutine function for aiobotocore only. If it is missing, the
    result is False: the call is sent, and its result shows what the client is.
    """
    code = getattr(getattr(type(client), "_make_api_call", None), "__code__", None)
    return code is not None and not code.co_flags & inspect.CO_COROUTINE


def is_parsing_logged() -> bool:
    """Check whether botocore writes parsed bodies to its debug log or its history.

    Relies on the logger's name ``botocore.parsers`` and on ``HistoryRecorder._enabled``. If the attribute is missing,
    the result is True: botocore then parses the body as usual.
    """
    history: _Any = get_global_history_recorder()
    return _PARSER_LOG.isEnabledFor(logging.DEBUG) or getattr(history, "_enabled", True)


def is_reading_error(error: Exception) -> bool:
    """Check whether botocore itself raised ``error``, once there is a response: its parsers, or a handler of its own.

    An error of anybody else's event handler, or of a function that wraps a client's, stays what it is. Relies on the modules of
    the frames: ``botocore.hooks`` calls handlers, and botocore's own are in ``botocore``. If that changes, the error is raised
    as it is.
    """
    is_botocores = is_calling_handler = False
    for frame, _ in traceback.walk_tb(error.__traceback__):
        name = str(frame.f_globals.get("__name__", ""))
        root = name.partition(".")[0]
        if root in ("botocore", _AIOBOTOCORE):
            is_botocores, is_calling_handler = True, name.endswith(".hooks")
        elif is_calling_handler:
            return False
        elif root not in _BELOW_BOTOCORE:
            is_botocores = False
    return is_botocores


def waiter_service(waiter: object) -> str | None:
    """Return the service of a waiter's client; ``None`` if it cannot be found.

    Relies on ``Waiter._operation_method`` and ``NormalizedOperationMethod._client_method``. If one of them is missing,
    the result is ``None``: the waiter's service is not compared with the request's.
    """
    method = getattr(getattr(waiter, "_operation_method", None), "_client_method", None)
    meta = getattr(getattr(method, "__self__", None), "meta", None)
    service = getattr(getattr(meta, "service_model", None), "service_name", None)
    return service if isinstance(service, str) else None


class _NotIdempotent(str):
    """An HTTP method that is not found in sets of methods, and equals itself."""

    __slots__ = ()

    def __hash__(self) -> int:
        return ~super().__hash__()

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)

    def upper(self) -> str:
        return self


def not_idempotent(request: _Any) -> None:
    """Keep aiohttp from sending a request again by itself where the connection is lost.

    It does so if the method is in its set of those that HTTP calls idempotent, such as PUT and DELETE; to start something twice
    is not idempotent. urllib3 never sends again, as botocore disables its retries. Relies on aiobotocore passing
    ``AWSPreparedRequest.method`` on, and on aiohttp looking it up in a set; tests/aio/test_aio_begin.py fails if that changes.
    """
    request.method = _NotIdempotent(request.method)
