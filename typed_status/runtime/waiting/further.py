"""Further statuses of an item: what keeps it from being ready although its leading status has succeeded.

May import: the standard library, ``runtime.waiting.reasons``, ``runtime.waiting.status`` and ``runtime`` below
``runtime.waiting``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Iterator, Sequence

from typed_status.runtime.models.operations import Response
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.types.further import ANY, FurtherStatus
from typed_status.runtime.types.spellings import declared_text
from typed_status.runtime.waiting.reasons import text_at
from typed_status.runtime.waiting.status import combined, phase_of_all, values_at

__all__ = ["Item", "NotReady", "not_ready", "phase_of_items"]

Item = tuple[object, StatusEnum | None]


class NotReady(t.NamedTuple):
    """An item that is not ready, or has failed, by a further status: ``phase`` is that of the item, and ``reason`` names the
    member, its value and AWS's reason for it."""

    item: Item
    phase: Phase
    reason: str


def not_ready(responses: Sequence[Response], items: Iterable[Item]) -> list[NotReady]:
    """Return the items whose leading status has succeeded, and whose further statuses have not."""
    declared: tuple[FurtherStatus, ...] = (
        getattr(type(responses[0]), "__further__", ()) if responses else ()
    )
    if not declared:
        return []
    found = (_of_item(declared, each) for each in items)
    return [each for each in found if each is not None]


def phase_of_items(
    responses: Sequence[Response], items: Sequence[Item], found: Sequence[NotReady]
) -> Phase:
    """Return the phase of the items together; ``found`` are those that are not ready."""
    phase = phase_of_all(responses, (status for _, status in items))
    return combined([phase, *(each.phase for each in found)]) if found else phase


def _of_item(declared: Iterable[FurtherStatus], item: Item) -> NotReady | None:
    structure, status = item
    if status is None or status.phase is not Phase.SUCCEEDED or status.is_gone:
        return None
    found = [
        (phase, each, holder, value)
        for each in declared
        if not each.when or declared_text(status) in each.when
        for holder, value in _values(each, structure)
        if (phase := _phase(each, value)) is not Phase.SUCCEEDED
    ]
    if not found:
        return None
    whole = combined(phase for phase, *_ in found)
    _, further, holder, value = next(each for each in found if each[0] is whole)
    texts = further.path, str(value), text_at(holder, further.reasons, value)
    return NotReady(item, whole, ": ".join(filter(None, texts)))


def _values(further: FurtherStatus, structure: object) -> Iterator[tuple[object, str]]:
    """Yield the further status in each structure that has it: it is absent where it says nothing."""
    *path, name = further.path.split(".")
    for holder in values_at(structure, tuple(path)):
        value = getattr(holder, name, None)
        if isinstance(value, str) and value and _counts(further.only, holder):
            yield holder, value


def _counts(only: tuple[str, ...], holder: object) -> bool:
    return not only or str(getattr(holder, only[0], None)) in only[1:]


def _phase(further: FurtherStatus, value: str) -> Phase:
    is_status = isinstance(value, StatusEnum)
    text = declared_text(value) if is_status else value
    for phase, values in further.phases.items():
        if ANY in values or any(_is_listed(text, each, whole=is_status) for each in values):
            return Phase[phase]
    # A text that is no status counts only for the values that are listed.
    return value.phase if isinstance(value, StatusEnum) else Phase.SUCCEEDED


def _is_listed(text: str, value: str, *, whole: bool) -> bool:
    """Check for a listed value. AWS may append details to a text that is no status, after a space."""
    return text == value or (not whole and text.startswith(f"{value} "))
