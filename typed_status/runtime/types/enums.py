"""Open enums: a value that this version does not know is kept, as AWS adds values. Status enums have a phase for each
value.

May import: the standard library, ``runtime.types.deferred`` and ``runtime`` below ``runtime.types``.
"""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Mapping
from functools import cache

from typed_status.runtime import context, drift

__all__ = ["OpenEnum", "Phase", "StatusEnum", "keep_unknown"]


if t.TYPE_CHECKING:
    from enum import EnumType as EnumMeta
else:
    from typed_status.runtime.types.deferred import EnumMeta


class OpenEnum(enum.StrEnum, metaclass=EnumMeta):
    """A string enum that accepts values that AWS adds.

    A value that is not declared becomes a member whose ``is_known`` is ``False``. It equals its own
    string, hashes like it and survives copies, pickle and JSON. Two unknown members with the same
    value are equal but not identical: compare with ``==``. An empty text that is not declared is no value (``ValueError``);
    in a structure, the member counts as absent, and in a list or map it is an unknown value.

    Type checkers assume that the declared values are complete. To test for a value that this version does not
    declare, compare the text: ``str(status) == "PAUSED"``.
    """

    @property
    def is_known(self) -> bool:
        """Whether this version of the library declares the value."""
        return self._value_ in _members(type(self))

    @classmethod
    def _missing_(cls, value: object) -> t.Self | None:
        # An empty text is no value: a member that has it counts as absent (``validation.values``).
        if not isinstance(value, str) or not value or context.is_strict():
            return None
        return keep_unknown(cls, value)

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
        # Not through the class's call: an unknown value was reported, or refused, when it was received.
        known = _members(cls).get(value)
        return t.cast(t.Self, known) if known is not None else cls._kept(value)

    def __copy__(self) -> t.Self:
        return self

    def __deepcopy__(self, memo: object) -> t.Self:
        return self

    def __repr__(self) -> str:
        if self.is_known:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__}, unknown: {self._value_!r}>"


EnumT = t.TypeVar("EnumT", bound=OpenEnum)


def keep_unknown(enum_class: type[EnumT], value: str) -> EnumT:
    """Create a member for a value that the enum does not declare, and report it."""
    drift.report_unknown_value(enum_class, value)
    return enum_class._kept(value)


@cache
def _members(enum_class: type[OpenEnum]) -> dict[str, OpenEnum]:
    """The declared members by value."""
    return {str(member): member for member in enum_class}


class Phase(enum.StrEnum):
    """What a status value means: one of five phases, the same for all of AWS.

    ``IN_PROGRESS``: the status will change by itself, or once a decision that is awaited is made. ``SUCCEEDED``: the
    operation did what was requested, or the resource is in a state to stay in, as ``ACTIVE``, ``STOPPED`` or
    ``DELETED``. ``FAILED``: it ended in an error, or only part of it succeeded. ``CANCELED``: it was stopped before its
    end. ``UNKNOWN``: the value says nothing about progress, or this version does not know it.
    """

    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"

    @property
    def is_terminal(self) -> bool:
        """Whether the status is final: no further change is expected."""
        return self not in (Phase.IN_PROGRESS, Phase.UNKNOWN)


class StatusEnum(OpenEnum):
    """An open enum whose values are those of a status."""

    # The values of each phase, by the phase's name; values in none of them are ``UNKNOWN``.
    __phases__: t.ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @property
    def phase(self) -> Phase:
        """The phase of this value; ``UNKNOWN`` for a value that this version does not declare."""
        for phase, values in type(self).__phases__.items():
            if str(self) in values:
                return Phase(phase)
        return Phase.UNKNOWN
