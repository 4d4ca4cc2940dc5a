"""Whom a status awaits, as statuses and the errors of waits say it.

May import: the standard library.
"""

from __future__ import annotations

import enum

__all__ = ["Awaits"]


class Awaits(enum.StrEnum):
    """Whom a status awaits.

    ``NOTHING``: it is terminal. ``AWS``: it changes by itself. ``YOU``: it changes once you act, as the owner of the resource,
    the caller or a person of your side. ``ANOTHER_PARTY``: it changes once somebody else does, such as another account, an
    approver or who was invited; that may be you in another role. ``UNKNOWN``: the phase is not known either.
    """

    NOTHING = "NOTHING"
    AWS = "AWS"
    YOU = "YOU"
    ANOTHER_PARTY = "ANOTHER_PARTY"
    UNKNOWN = "UNKNOWN"

    @property
    def is_a_person(self) -> bool:
        """Whether this is you or another party: somebody has to act."""
        return self in (Awaits.YOU, Awaits.ANOTHER_PARTY)
