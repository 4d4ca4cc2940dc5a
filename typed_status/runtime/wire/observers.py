"""Who looks at what botocore parses, beside the caller.

Where nobody does, botocore need not parse. Where someone might, it does, and what it parsed decides: a handler
may have changed it.

May import: the standard library, botocore and botocore.history. ``botocore.client`` is looked up where it is loaded:
importing it takes longer than all of ``runtime``.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
import types
import typing as t

import botocore
from botocore.history import get_global_history_recorder

__all__ = ["are_there_onlookers", "is_botocores_own", "is_parsing_logged"]

_EVENTS = ("response-received", "needs-retry", "after-call")
# Handlers of botocore's that look at errors, statuses and the raw response, never at members.
_BLIND = frozenset(
    "botocore.discovery botocore.monitoring botocore.retryhandler botocore.retries.adaptive "
    "botocore.retries.quota botocore.retries.standard botocore.utils".split()
)
_OURS = f"{__package__}."
_HOME = os.path.dirname(botocore.__file__) + os.sep
# botocore for asyncio: its own classes, with botocore's handlers or a copy of them under the same name.
_AIO = "aiobotocore"
_PARSER_LOG = logging.getLogger("botocore.parsers")
_History = t.Any  # botocore has no types

# Answers are kept in the emitter's own cache of handlers, under a name that no event has: botocore makes a new
# one whenever a handler is registered, and what is kept there keeps no client alive.
_ANSWERS = "typed-status.onlookers"
# What a call goes through, of the client and of its endpoint.
_OF_CLIENT = ("_make_api_call", "_make_request")


def is_botocores_own(method: object) -> bool:
    """Whether ``method`` is a client's as botocore makes it, with nothing of others wrapped around."""
    client = getattr(method, "__self__", None)
    clients: t.Any = sys.modules.get("botocore.client")
    if clients is None or not isinstance(client, clients.BaseClient):
        return False
    endpoint = getattr(client, "_endpoint", None)
    functions = [
        getattr(method, "__func__", None),
        *(_function(client, name) for name in _OF_CLIENT),
        _function(endpoint, "make_request"),
    ]
    return all(
        type(each) is types.FunctionType and _is_at_home(each.__code__.co_filename)
        for each in functions
    )


@functools.cache
def _is_at_home(file: str) -> bool:
    # A function of aiobotocore's is looked at only once aiobotocore is imported.
    aio = getattr(sys.modules.get(_AIO), "__file__", None)
    homes = (_HOME,) if aio is None else (_HOME, os.path.dirname(aio) + os.sep)
    return file.startswith(homes)


def _function(owner: object, name: str) -> object:
    """The function of a method; none where the instance has another one of its own."""
    if name in getattr(owner, "__dict__", ()):
        return None
    return getattr(type(owner), name, None)


def is_parsing_logged() -> bool:
    """Whether botocore writes bodies down, into its debug log or its history."""
    history: _History = get_global_history_recorder()
    return _PARSER_LOG.isEnabledFor(logging.DEBUG) or getattr(history, "_enabled", True)


def are_there_onlookers(emitter: t.Any, call: str) -> bool:
    """Whether a handler may look at the parsed response of ``call`` (``ec2.DescribeInstances``).

    botocore has no public way to ask for the handlers of an event; where the private one is not as
    it was, the answer is yes.
    """
    try:
        inner = getattr(emitter, "_emitter", emitter)
        answers: dict[str, bool] = inner._lookup_cache.setdefault(_ANSWERS, {})
        if call not in answers:
            answers[call] = _looks(inner, call)
        return answers[call]
    except (AttributeError, TypeError):
        return True


def _looks(emitter: t.Any, call: str) -> bool:
    # Ours comes last before parsing: a handler behind it would see, or change, what we left.
    before = [_home(each) for each in emitter._handlers.prefix_search(f"before-parse.{call}")]
    if not before or not before[-1].startswith(_OURS):
        return True
    for event in _EVENTS:
        for handler in emitter._handlers.prefix_search(f"{event}.{call}"):
            home = _home(handler)
            if home in _BLIND or home.startswith(_OURS):
                continue
            if event != "needs-retry" or home != "botocore.handlers":
                return True
    return False


def _home(handler: object) -> str:
    name = str(getattr(handler, "__module__", ""))
    return name.removeprefix("aio") if name.startswith(f"{_AIO}.") else name
