"""Texts of others on a terminal: what could steer it, or deceive who reads, is shown as an escape.

May import: the standard library.
"""

from __future__ import annotations

import json
import re
import typing as t

__all__ = ["printable", "to_json"]

# Control characters but the line's end and the tab, marks of direction, and halves of pairs.
_STEERING: t.Final = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """``text`` with what steers a terminal as ``\\uXXXX``."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def to_json(value: object, indent: int | None = 2) -> str:
    """The text of a JSON value; the same value is read from it as without the escapes."""
    return printable(json.dumps(value, indent=indent, ensure_ascii=False))
