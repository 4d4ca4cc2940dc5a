"""Warnings of the library as one line each on stderr, and what a command says there.

May import: the standard library, click, ``typed_status.cli.escaping`` and ``typed_status.runtime``.
"""

from __future__ import annotations

import contextlib
import typing as t
import warnings
from collections.abc import Generator

import click

from typed_status.cli.escaping import printable
from typed_status.runtime import TypedStatusWarning

__all__ = ["warnings_told"]


@contextlib.contextmanager
def warnings_told() -> Generator[None]:
    """Within this block a warning is a line on stderr; those of the library are always shown."""

    def tell(message: Warning | str, *_: t.Any, **__: t.Any) -> None:
        click.echo(printable(f"warning: {message}"), err=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", TypedStatusWarning)
        warnings.showwarning = tell
        yield
