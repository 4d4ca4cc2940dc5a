"""Open enums: AWS adds values, and a value that this version does not know is kept, not refused.

May import: the standard library, ``runtime.drift`` and ``runtime.lazy``.
"""

from __future__ import annotations

import enum
import typing as t

from typed_status.runtime import drift

__all__ = ["OpenEnum"]


if t.TYPE_CHECKING:
    from enum import EnumType as EnumMeta
else:
    from typed_status.runtime.lazy import EnumMeta


class OpenEnum(enum.StrEnum, metaclass=EnumMeta):
    """A string enum that grows with AWS.

    A value that is not declared becomes a member whose ``is_known`` is ``False``. It equals its own
    string, hashes like it and survives copies, pickle and JSON. Two unknown members with the same
    value are equal but not identical: compare with ``==``.

    Type checkers take the declared values for all there are. To ask for a value that this version does not
    declare, compare the text: ``str(status) == "PAUSED"``.
    """

    @property
    def is_known(self) -> bool:
        """Whether this version of the library declares the value."""
        return self._value_ in type(self)._value2member_map_

    @classmethod
    def _missing_(cls, value: object) -> t.Self | None:
        if not isinstance(value, str) or drift.is_strict():
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        drift.unknown_value(cls, member._value_)
        return member

    def __repr__(self) -> str:
        if self.is_known:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__}, unknown: {self._value_!r}>"
