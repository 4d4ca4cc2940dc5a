"""Find event handlers that need the response that botocore parses (observers), besides the caller.

Without observers, botocore need not parse the body. With one, botocore parses it as usual, and its result is validated,
as a handler may have changed it.

May import: the standard library and ``runtime.wire.botocore_internals``.
"""

from __future__ import annotations

import typing as t

from typed_status.runtime.wire.botocore_internals import (
    handler_cache,
    handlers_of,
    module_of,
    needs_parsed_response,
)

__all__ = ["has_observers"]

_EVENTS = ("response-received", "needs-retry", "after-call")
_OURS = f"{__package__}."
# The key of our entry in the emitter's cache of handlers. No event has this name.
_CACHE_KEY = "typed-status.observers"


def has_observers(emitter: t.Any, call: str) -> bool:
    """Check whether a handler may read the parsed response of ``call`` (``ec2.DescribeInstances``).

    Where the emitter does not show its handlers, the result is True.
    """
    cache = handler_cache(emitter)
    if cache is None:
        return True
    results: dict[str, bool] = cache.setdefault(_CACHE_KEY, {})
    if call not in results:
        results[call] = _find_observer(emitter, call)
    return results[call]


def _find_observer(emitter: t.Any, call: str) -> bool:
    # Our handler must be the last one before parsing: a later one would read or change the stub body.
    before = handlers_of(emitter, f"before-parse.{call}")
    if not before or not _is_ours(before[-1]):
        return True
    for event in _EVENTS:
        handlers = handlers_of(emitter, f"{event}.{call}")
        if handlers is None:
            return True
        if any(not _is_ours(each) and needs_parsed_response(event, each) for each in handlers):
            return True
    return False


def _is_ours(handler: object) -> bool:
    return module_of(handler).startswith(_OURS)
