"""Settings for a block of code, per thread or task: ``strict()`` and the rules that are disabled; and ``LenientCache``, for
what ``strict()`` rejects.

May import: the standard library and ``runtime.locks``.
"""

from __future__ import annotations

import contextlib
import threading
import typing as t
import weakref
from collections.abc import Generator, Iterable, Mapping
from contextvars import ContextVar

from typed_status.runtime.locks import fork_safe

__all__ = [
    "LenientCache",
    "disabling",
    "is_off",
    "is_parsed_json",
    "is_strict",
    "overriding",
    "parsed_json",
    "strict",
]

KeyT = t.TypeVar("KeyT")
ValueT = t.TypeVar("ValueT")


class _Block:
    """A ``strict()`` block. It lives as long as a context refers to it: that of a task may outlive the block."""

    __slots__ = ("__weakref__",)


_STRICT: ContextVar[_Block | None] = ContextVar("typed_status.strict", default=None)
_BLOCKS: weakref.WeakSet[_Block] = weakref.WeakSet()
# Held while a block is added and while something is cached, so that no cache is filled after it was emptied.
_CACHING = fork_safe(threading.Lock())

_PARSED_JSON: ContextVar[bool] = ContextVar("typed_status.parsed_json", default=False)

_OFF: ContextVar[frozenset[str]] = ContextVar("typed_status.off", default=frozenset())


@contextlib.contextmanager
def overriding(variable: ContextVar[ValueT], value: ValueT) -> Generator[None]:
    """Set ``variable`` in this block, for this thread or task."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def strict() -> contextlib.AbstractContextManager[None]:
    """Raise errors in this block for schema drift and for broken rules of severity ``warning``.

    Applies to the thread or task that enters the block.
    """
    block = _Block()
    with _CACHING:
        _BLOCKS.add(block)
        LenientCache.empty_all()
    return overriding(_STRICT, block)


def is_strict() -> bool:
    """Check whether this code runs inside ``strict()``."""
    return _STRICT.get() is not None


class LenientCache(dict[KeyT, ValueT]):
    """A cache of what is accepted outside of ``strict()`` only: it is empty while some code may run inside.

    So a hit, which code in C may look up, need not check where it runs. ``items`` stay in any case.
    """

    # Each class of a program has at most one, and lives as long as the program.
    _all: t.ClassVar[list[LenientCache[t.Any, t.Any]]] = []

    def __init__(self, items: Mapping[KeyT, ValueT], limit: int = 256) -> None:
        super().__init__(items)
        self._lasting = frozenset(items)
        self._limit = len(items) + limit
        self._all.append(self)

    def keep(self, key: KeyT, value: ValueT) -> None:
        """Add an item, unless some code may run in ``strict()`` or the cache is full."""
        with _CACHING:
            if not _BLOCKS and len(self) < self._limit:
                self[key] = value

    @staticmethod
    def empty_all() -> None:
        """Empty every cache of this kind."""
        for cache in LenientCache._all:
            for key in cache.keys() - cache._lasting:
                cache.pop(key, None)


def disabling(ids: Iterable[str]) -> contextlib.AbstractContextManager[None]:
    """Disable the rules with these ids in this block, beside those that are disabled already."""
    return overriding(_OFF, _OFF.get() | {*ids})


def parsed_json() -> contextlib.AbstractContextManager[None]:
    """Validate Python values in this block as the JSON that they were parsed from: strings of blobs are base64."""
    return overriding(_PARSED_JSON, True)


def is_parsed_json() -> bool:
    """Check whether this code runs inside ``parsed_json()``."""
    return _PARSED_JSON.get()


def is_off(rule: str) -> bool:
    """Check whether the rule with this id is disabled here."""
    return rule in _OFF.get()
