"""Escape terminal control characters in text from AWS, from files and from service models. All commands print with ``echo``.

May import: the standard library and click.
"""

from __future__ import annotations

import json
import re
import typing as t

import click

__all__ = ["echo", "printable", "to_json"]

# Control characters except newline and tab, bidirectional marks, and lone surrogates.
_UNSAFE: t.Final = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Return ``text`` with control characters escaped as ``\\uXXXX``."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print ``text`` with control characters escaped."""
    click.echo(printable(text), err=err, nl=nl)


def to_json(value: object, indent: int | None = 2) -> str:
    """Serialize a JSON value with control characters escaped; it loads to the same value."""
    return printable(json.dumps(value, indent=indent, ensure_ascii=False))
