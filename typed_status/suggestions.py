"""The one did-you-mean: which known names a mistyped one resembles.

May import: the standard library.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable

__all__ = ["did_you_mean", "suggest"]

# How similar a name has to be to be suggested, from 0 to 1.
_SIMILAR: t.Final = 0.7
_MOST: t.Final = 3


def suggest(name: str, names: Iterable[str]) -> list[str]:
    """Return those of ``names`` that resemble ``name``, at most three, the most similar first.

    Case, dashes and underscores do not count. A name that begins with, or contains, ``name`` resembles it, too.
    """
    from difflib import SequenceMatcher  # not at the top: completion must start quickly

    wanted = _letters(name)
    if not wanted:
        return []
    matcher = SequenceMatcher(b=wanted)

    def ratio(other: str) -> float:
        matcher.set_seq1(other)
        return matcher.ratio()

    def similarity(other: str) -> tuple[float, float]:
        """Of the whole name, of its beginning or of a part; then of the whole name, which decides among equals."""
        whole, beginning = ratio(other), 0.9 * ratio(other[: len(wanted)])
        return max(whole, beginning, 0.8 * (len(wanted) > 2 and wanted in other)), whole

    ranked = sorted(
        ((similarity(_letters(each)), each) for each in names),
        key=lambda pair: pair[0],
        reverse=True,
    )
    return [each for (similar, _), each in ranked if similar >= _SIMILAR][:_MOST]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return ``", did you mean 'x' or 'y'?"`` for the end of a message; empty if no name resembles ``name``."""
    found = suggest(name, names)
    return f", did you mean {' or '.join(map(repr, found))}?" if found else ""


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
