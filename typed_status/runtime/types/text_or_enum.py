"""What a request takes for a string whose values AWS documents but does not model: the enum's members, or any text.

The service model has a plain string there, so a program may send any. To a type checker the member is the enum or
``str``; at run time it is the enum, which is open.

May import: the standard library and ``runtime.types.enums``.
"""

from __future__ import annotations

import typing as t

from typed_status.runtime.types.enums import OpenEnum

__all__ = ["OrText", "OrTexts", "OrTextsMap"]

EnumT = t.TypeVar("EnumT", bound=OpenEnum)

if t.TYPE_CHECKING:
    OrText: t.TypeAlias = EnumT | str
    # A list is invariant: a ``list[str]`` is no list of the union.
    OrTexts: t.TypeAlias = list[EnumT] | list[str]
    OrTextsMap: t.TypeAlias = dict[str, list[EnumT]] | dict[str, list[str]]
else:

    class OrText:
        """``OrText[Status]``: a ``Status``, or its text."""

        def __class_getitem__(cls, enum):
            return enum

    class OrTexts:
        """``OrTexts[Status]``: a list of them."""

        def __class_getitem__(cls, enum):
            return list[enum]

    class OrTextsMap:
        """``OrTextsMap[Status]``: lists of them by text."""

        def __class_getitem__(cls, enum):
            return dict[str, list[enum]]
