"""Open enums: a value that this version does not know is kept, as AWS adds values. Status enums have a phase for each
value.

May import: the standard library, ``gone_words``, ``value_spelling``, ``runtime.types.deferred``, ``runtime.types.spellings`` and ``runtime`` below
``runtime.types``.
"""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Mapping
from functools import cache

from typed_status.gone_words import says_gone
from typed_status.runtime import context, drift
from typed_status.runtime.awaits import Awaits
from typed_status.runtime.types.spellings import declared_text, spelled
from typed_status.value_spelling import spelled_value

__all__ = ["Awaits", "OpenEnum", "Phase", "StatusEnum", "is_sensitive"]


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

    A text that AWS is known to send for a declared value, spelled in another way (``windows`` for ``Windows``), equals
    both and hashes like the declared value.

    Type checkers assume that the declared values are complete. To test for a value that this version does not
    declare, compare the text: ``str(status) == "PAUSED"``.
    """

    # The texts that AWS is known to send for declared values that they differ from in case and separators only.
    __spellings__: t.ClassVar[tuple[str, ...]] = ()

    @property
    def is_known(self) -> bool:
        """Whether this version of the library declares the value, in this or another spelling."""
        return declared_text(self) in _members(type(self))

    @classmethod
    def _missing_(cls, value: object) -> t.Self | None:
        return t.cast(t.Self, by_text(cls)[value]) if isinstance(value, str) else None

    @classmethod
    def keep_unknown(cls, value: str) -> t.Self:
        """Create a member for a value that the enum does not declare, and report it as drift."""
        drift.report_unknown_value(cls, value)
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
        # Not through the class's call: an unknown value was reported, or refused, when it was received.
        known = _members(cls).get(value) or _spelled(cls, value)
        return t.cast(t.Self, known) if known is not None else cls._kept(value)

    def __copy__(self) -> t.Self:
        return self

    def __deepcopy__(self, memo: object) -> t.Self:
        return self

    def __repr__(self) -> str:
        if self.is_known:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__}, unknown: {self._value_!r}>"


def is_sensitive(enum_class: type[OpenEnum]) -> bool:
    """Whether AWS marks the enum, or what it is inside of, as sensitive."""
    return "__sensitive__" in enum_class.__dict__


@cache
def _members(enum_class: type[OpenEnum]) -> dict[str, OpenEnum]:
    """The declared members by value."""
    return {str(member): member for member in enum_class}


def has_spellings(enum_class: type[OpenEnum]) -> bool:
    """Whether some texts are members though they are not declared: other spellings of declared values."""
    return issubclass(enum_class, StatusEnum) or bool(enum_class.__spellings__)


@cache
def by_text(enum_class: type[OpenEnum]) -> ByText:
    """Return the members of an enum by their text."""
    members = dict(_members(enum_class))
    for text in enum_class.__spellings__:
        member = _spelled(enum_class, text)
        if member is not None:
            members[text] = member
    return ByText(enum_class, members)


class ByText(context.LenientCache[str, OpenEnum]):
    """The members of an enum by their text: the declared ones, and the spellings that were seen.

    A dict, so that pydantic finds them without a call of Python code. Other texts are reported, and kept as unknown
    members; inside ``strict()`` they raise ``ValueError``.
    """

    def __init__(self, enum_class: type[OpenEnum], members: Mapping[str, OpenEnum]) -> None:
        super().__init__(members)
        self.enum_class = enum_class

    def __missing__(self, text: str) -> OpenEnum:
        # An empty text is no value: a member that has it counts as absent (``validation.values``).
        if not text or context.is_strict():
            raise ValueError(f"{text!r} is not a valid {self.enum_class.__qualname__}")
        member = _spelled(self.enum_class, text)
        if member is None:
            return self.enum_class.keep_unknown(text)
        drift.report_spelling(self.enum_class, text, declared_text(member))
        self.keep(text, member)
        return member


def _spelled(enum_class: type[OpenEnum], text: str) -> OpenEnum | None:
    if not issubclass(enum_class, StatusEnum) and text not in enum_class.__spellings__:
        return None
    declared = spelled_value(text, _members(enum_class))
    return None if declared is None else spelled(text, _members(enum_class)[declared])


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
    """An open enum whose values are those of a status.

    A text that differs from exactly one declared value in case, ``_``, ``-`` and spaces only equals that member and hashes
    like it, as AWS does not always spell as its models do: ``Status("available") == Status.AVAILABLE == "Available"``. It
    equals the text that AWS sent as well, which is its ``value``; but a set or dict of texts finds it by the declared
    spelling alone.
    """

    # The values of each phase, by the phase's name; values in none of them are ``UNKNOWN``.
    __phases__: t.ClassVar[Mapping[str, tuple[str, ...]]] = {}
    # The values at which the resource is at its end.
    __gone__: t.ClassVar[tuple[str, ...]] = ()
    # The values in progress that await somebody other than AWS, by whom, and those of them at which a wait polls on.
    __awaits__: t.ClassVar[Mapping[str, tuple[str, ...]]] = {}
    __polled__: t.ClassVar[tuple[str, ...]] = ()

    @property
    def phase(self) -> Phase:
        """The phase of this value; ``UNKNOWN`` for a value that this version does not declare."""
        declared = declared_text(self)
        for phase, values in type(self).__phases__.items():
            if declared in values:
                return Phase(phase)
        return Phase.UNKNOWN

    @property
    def is_gone(self) -> bool:
        """Whether the resource is at its end, deleted or terminated, and does not leave this status.

        Of a value that this version does not declare, the words decide.
        """
        return declared_text(self) in type(self).__gone__ if self.is_known else says_gone(self)

    @property
    def awaits(self) -> Awaits:
        """Whom this value awaits: nothing, AWS, you or another party."""
        phase = self.phase
        if phase is not Phase.IN_PROGRESS:
            return Awaits.NOTHING if phase.is_terminal else Awaits.UNKNOWN
        declared = declared_text(self)
        parties = type(self).__awaits__.items()
        return next((Awaits(party) for party, values in parties if declared in values), Awaits.AWS)

    @property
    def is_blocked(self) -> bool:
        """Whether the resource does not leave this status unless you or another party act: ``wait`` stops here.

        ``False`` as well if AWS looks by itself for what has to be done, as for a DNS record, or if others poll on here.
        """
        return self.awaits.is_a_person and declared_text(self) not in type(self).__polled__
