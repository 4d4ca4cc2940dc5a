"""What an attempt of a wait returned: the responses, the items with their statuses, and their phase.

May import: the standard library, ``runtime.waiting.lists``, ``runtime.waiting.status`` and ``runtime`` below
``runtime.waiting``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Callable, Iterator, Sequence

from typed_status.runtime.models.operations import ListRequest, Request, Response
from typed_status.runtime.types.enums import Phase, StatusEnum
from typed_status.runtime.waiting.lists import ListResult
from typed_status.runtime.waiting.status import items_with_status, phase_of_all

__all__ = ["Item", "Observation", "observe"]

Item = tuple[object, StatusEnum | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """What an attempt returned: one response, or the pages of a list operation.

    ``items`` are those that ``select`` keeps, each with its status; a single resource is the one item. ``result`` is what
    ``wait`` returns: a ``ListResult`` for list operations, or else the response, or ``None`` for none.
    """

    responses: Sequence[Response]
    items: Sequence[Item]
    phase: Phase
    result: t.Any

    @property
    def statuses(self) -> list[StatusEnum | None]:
        """The status of each item."""
        return [status for _, status in self.items]

    @property
    def status(self) -> StatusEnum | None:
        """The status of the only item; ``None`` if there are several."""
        return self.items[0][1] if len(self.items) == 1 else None

    @property
    def unfinished(self) -> Iterator[Item]:
        """The items whose status is absent or not terminal."""
        return (each for each in self.items if each[1] is None or not each[1].phase.is_terminal)


def observe(
    request: Request[t.Any, t.Any],
    responses: Sequence[Response],
    select: Callable[[t.Any], bool] | None,
    *,
    reports_status: bool,
) -> Observation:
    """Return what the responses of an attempt contain."""
    items = [
        (item, status)
        for response in (responses if reports_status else ())
        for item, status in items_with_status(response)
        if select is None or select(item)
    ]
    phase = phase_of_all(responses, [status for _, status in items])
    result: object = next(iter(responses), None)
    if isinstance(request, ListRequest):
        result = ListResult.of_selected(list(responses), items)
    return Observation(responses, items, phase, result)
