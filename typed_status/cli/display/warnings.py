"""Print warnings as one line each on stderr.

May import: the standard library, click, ``typed_status.cli.escaping`` and ``typed_status.runtime``.
"""

from __future__ import annotations

import contextlib
import typing as t
import warnings
from collections.abc import Generator

from typed_status.cli.escaping import echo
from typed_status.runtime import TypedStatusWarning

__all__ = ["print_warnings"]


@contextlib.contextmanager
def print_warnings() -> Generator[None]:
    """Print warnings on stderr within this block, and those of typed-status every time."""

    def print_line(message: Warning | str, *_: t.Any, **__: t.Any) -> None:
        echo(f"warning: {message}", err=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", TypedStatusWarning)
        warnings.showwarning = print_line
        yield
