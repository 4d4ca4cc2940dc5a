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
        drift.unknown_value(cls, value)
        return cls._kept(value)

    @classmethod
    def _kept(cls, value: str) -> t.Self:
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member

    # Some versions of enum pickle and copy by the member's name, which an unknown one does not have.
    def __reduce_ex__(self, protocol: object) -> tuple[t.Any, ...]:
        return type(self)._restored, (str(self),)

    @classmethod
    def _restored(cls, value: str) -> t.Self:
        # Not through the class's call: an unknown value was warned of, or refused, when it came.
        known = cls._value2member_map_.get(value)
        return t.cast(t.Self, known) if known is not None else cls._kept(value)

    def __copy__(self) -> t.Self:
        return self

    def __deepcopy__(self, memo: object) -> t.Self:
        return self

    def __repr__(self) -> str:
        if self.is_known:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__}, unknown: {self._value_!r}>"
