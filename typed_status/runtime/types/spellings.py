"""Spelled members: AWS sends ``available`` where the service model declares ``Available``.

The text of a *spelled* member is what AWS sent; it equals the declared member, hashes like it, and has its name.

May import: the standard library.
"""

from __future__ import annotations

import enum
import typing as t

__all__ = ["declared_text", "spelled"]

EnumT = t.TypeVar("EnumT", bound=enum.StrEnum)


def spelled(text: str, declared: EnumT) -> EnumT:
    """Create the member that is ``declared`` in the spelling ``text``."""
    enum_class = type(declared)
    if enum_class.__eq__ is not _equals:
        # Only now, as it costs each comparison a call; and type checkers would not narrow what has an ``__eq__``.
        for name, method in (("__eq__", _equals), ("__ne__", _differs), ("__hash__", _hash)):
            setattr(enum_class, name, method)
    member = str.__new__(enum_class, text)
    member._name_, member._value_ = declared.name, str(text)
    vars(member)["_declared_"] = str(declared)
    return member


def declared_text(value: str) -> str:
    """Return the declared value that a spelled member stands for, and the text of any other string."""
    declared: str | None = getattr(value, "_declared_", None)
    return str(value) if declared is None else declared


def _equals(self: str, other: object) -> object:
    if not isinstance(other, str):
        return NotImplemented
    return str(self) == str(other) or declared_text(self) == declared_text(other)


def _differs(self: str, other: object) -> object:
    return not _equals(self, other) if isinstance(other, str) else NotImplemented


def _hash(self: str) -> int:
    return hash(declared_text(self))
