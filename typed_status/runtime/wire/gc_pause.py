"""Python's garbage collector, held off while a large body is read.

All that is built then is alive, or freed by its reference count; looking through it for cycles again and again takes
as long as building it.

May import: the standard library.
"""

from __future__ import annotations

import gc
import os
import threading
import types

__all__ = ["held_off"]

# A smaller body makes fewer objects than the collector waits for.
_LARGE = 1 << 15


class held_off:  # noqa: N801 - used like a function; a generator would cost more than a small body
    """Within this block, opened in any number of threads at once, nothing is collected."""

    __slots__ = ("_is_large",)

    _lock = threading.Lock()
    _open = 0
    _was_enabled = False

    def __init__(self, size: int) -> None:
        self._is_large = size >= _LARGE

    def __enter__(self) -> None:
        if self._is_large:
            with self._lock:
                if not held_off._open:
                    held_off._was_enabled = gc.isenabled()
                    gc.disable()
                held_off._open += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: types.TracebackType | None,
    ) -> None:
        if self._is_large:
            with self._lock:
                held_off._open -= 1
                if not held_off._open and held_off._was_enabled:
                    gc.enable()

    @classmethod
    def after_fork(cls) -> None:
        """In a child process nobody will leave the blocks that were open in the parent's threads."""
        cls._lock = threading.Lock()
        if cls._open and cls._was_enabled:
            gc.enable()
        cls._open = 0


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=held_off.after_fork)
