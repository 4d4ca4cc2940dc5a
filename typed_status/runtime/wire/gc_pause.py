"""Pause Python's garbage collector while a large body is deserialized.

Objects built there are either in use or freed by their reference count. Searching them for cycles again and again
takes as long as building them.

May import: the standard library.
"""

from __future__ import annotations

import gc
import os
import threading
import types

__all__ = ["gc_paused"]

# A smaller body creates fewer objects than the collector's threshold.
_LARGE = 1 << 15


class gc_paused:  # noqa: N801 - used like a function; a generator would cost more than a small body
    """Pause the garbage collector in this block for a large body; any number of threads may nest such blocks."""

    __slots__ = ("_is_large",)

    _lock = threading.Lock()
    _open = 0
    _was_enabled = False

    def __init__(self, size: int) -> None:
        self._is_large = size >= _LARGE

    def __enter__(self) -> None:
        if self._is_large:
            with self._lock:
                if not gc_paused._open:
                    gc_paused._was_enabled = gc.isenabled()
                    gc.disable()
                gc_paused._open += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: types.TracebackType | None,
    ) -> None:
        if self._is_large:
            with self._lock:
                gc_paused._open -= 1
                if not gc_paused._open and gc_paused._was_enabled:
                    gc.enable()

    @classmethod
    def after_fork(cls) -> None:
        """Resume collection in a child process, which has none of the threads that would leave their blocks."""
        cls._lock = threading.Lock()
        if cls._open and cls._was_enabled:
            gc.enable()
        cls._open = 0


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=gc_paused.after_fork)
