"""Statuses that await you or another party: whether a wait stops at them, and what its errors say of them.

May import: the standard library and ``runtime`` below ``runtime.statuses``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from typed_status.runtime.types.enums import Awaits, StatusEnum

__all__ = ["awaited_status", "blocked_item", "whom"]

_WHOM = {Awaits.YOU: "you", Awaits.ANOTHER_PARTY: "another party"}

Items = Iterable[tuple[object, StatusEnum | None]]


def blocked_item(
    unfinished: Items, targets: Collection[StatusEnum]
) -> tuple[object, StatusEnum] | None:
    """Return the first item that is blocked, if all are that are not terminal, except those in ``targets``."""
    first: tuple[object, StatusEnum] | None = None
    for item, status in unfinished:
        if status in targets:
            continue
        if status is None or not status.is_blocked:
            return None
        first = first or (item, status)
    return first


def awaited_status(unfinished: Items) -> StatusEnum | None:
    """Return the first status that awaits you or another party, or else the first that is not terminal."""
    statuses = [status for _, status in unfinished if status is not None]
    return next((each for each in statuses if each.awaits.is_a_person), next(iter(statuses), None))


def whom(status: StatusEnum | None) -> str:
    """Return whom a status awaits, for a message; empty if it is not you or another party."""
    return "" if status is None else _WHOM.get(status.awaits, "")
