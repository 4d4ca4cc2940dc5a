"""Locks that a forked child can use, whatever the other threads of its parent were doing.

May import: the standard library.
"""

from __future__ import annotations

import os
import typing as t

__all__ = ["fork_safe"]


class _Lock(t.Protocol):
    def acquire(self) -> bool: ...
    def release(self) -> None: ...


LockT = t.TypeVar("LockT", bound=_Lock)

_LOCKS: list[_Lock] = []


def fork_safe(lock: LockT) -> LockT:
    """Hold ``lock`` across every fork, so that no other thread holds it in the moment that the child copies.

    Declared at the top level of a module. The locks of modules that were imported later are acquired first: a thread that has
    one of those may acquire one of a module below, and never the other way round.
    """
    _LOCKS.append(lock)
    return lock


def _acquire() -> None:
    for lock in reversed(_LOCKS):
        lock.acquire()


def _release() -> None:
    for lock in _LOCKS:
        lock.release()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(before=_acquire, after_in_parent=_release, after_in_child=_release)
