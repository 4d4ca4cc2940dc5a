"""Other spellings of a value, as ``available`` is of ``Available``; shared by the runtime and the generator.

A text spells a value if it differs from it in case, ``_``, ``-`` and spaces only. Separators between digits count:
``1_2`` is not ``12``.

May import: the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["spelled_value"]

_SEPARATORS = re.compile(r"(?<![\d\-_ ])[-_ ]+|^[-_ ]+|[-_ ]+(?![\d\-_ ])", re.ASCII)


def spelled_value(text: str, values: Iterable[str]) -> str | None:
    """Return the one of ``values`` that ``text`` spells; ``None`` if it spells none of them, or several."""
    wanted = _normalized(text)
    found = [value for value in values if wanted and _normalized(value) == wanted]
    return found[0] if len(found) == 1 else None


def _normalized(text: str) -> str:
    return _SEPARATORS.sub("", text).lower() if text.isascii() else text
