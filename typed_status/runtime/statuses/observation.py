"""What an attempt of a wait returned: the responses, the items with their statuses, and their phase.

May import: the standard library, ``runtime.statuses`` below this module, and ``runtime`` below it.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Callable, Iterator, Sequence

from typed_status.runtime.models.operations import ListRequest, Request, Response
from typed_status.runtime.statuses.further import Item, NotReady, not_ready, phase_of_items
from typed_status.runtime.statuses.lists import ListResult
from typed_status.runtime.statuses.reasons import first_reason
from typed_status.runtime.statuses.status import (
    counts_of,
    items_with_status,
    phase_of_all,
    watched_statuses,
)
from typed_status.runtime.types.enums import Phase, StatusEnum

__all__ = ["Item", "Observation", "observe"]


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """What an attempt returned: one response, or the pages of a list operation.

    ``items`` are those that ``select`` keeps, each with its status; a single resource is the one item. ``not_ready`` are those
    of them whose further statuses keep them from success, which ``phase`` heeds. ``result`` is what
    ``wait`` returns: a ``ListResult`` for list operations, or else the response, or ``None`` for none.
    """

    responses: Sequence[Response]
    items: Sequence[Item]
    not_ready: Sequence[NotReady]
    phase: Phase
    result: t.Any

    @property
    def statuses(self) -> list[StatusEnum | None]:
        """The status of each item."""
        return [status for _, status in self.items]

    @property
    def counts(self) -> str:
        """How many items have which status."""
        return counts_of(self.statuses)

    @property
    def status(self) -> StatusEnum | None:
        """The status of the only item; ``None`` if there are several."""
        return self.items[0][1] if len(self.items) == 1 else None

    @property
    def unfinished(self) -> Iterator[Item]:
        """The items whose status is absent or not terminal."""
        return (each for each in self.items if each[1] is None or not each[1].phase.is_terminal)

    @property
    def pending(self) -> list[object]:
        """The items that are not finished, by their status or by a further one."""
        further = (each.item for each in self.not_ready if not each.phase.is_terminal)
        return [item for item, _ in (*self.unfinished, *further)]

    @property
    def leading_phase(self) -> Phase:
        """The phase without regard to further statuses."""
        return phase_of_all(self.responses, self.statuses) if self.not_ready else self.phase

    @property
    def reason(self) -> str | None:
        """Why the first item that is not finished is not."""
        if self.not_ready and not any(self.unfinished):
            return self.not_ready[0].reason
        return first_reason(self.responses, self.unfinished)


def observe(
    request: Request[t.Any, t.Any],
    responses: Sequence[Response],
    select: Callable[[t.Any], bool] | None,
    *,
    reports_status: bool,
    watch: tuple[str, ...] = (),
    parts: Callable[[t.Any], bool] | None = None,
) -> Observation:
    """Return what the responses of an attempt contain.

    ``watch`` is the path to the statuses to observe, if they are not the leading ones; an item may have several of them, of
    which ``parts`` selects some.
    """
    items = [
        (item, status)
        for response in (responses if reports_status else ())
        for item, status in items_with_status(response)
        if select is None or select(item)
    ]
    if watch:
        watched = [*watched_statuses(responses, items, watch, parts)] if reports_status else []
        result = _result(request, responses, items)
        phase = phase_of_all(responses, (status for _, status in watched))
        return Observation(responses, watched, (), phase, result)
    found = not_ready(responses, items)
    phase = phase_of_items(responses, items, found)
    return Observation(responses, items, found, phase, _result(request, responses, items))


def _result(
    request: Request[t.Any, t.Any], responses: Sequence[Response], items: list[Item]
) -> object:
    if isinstance(request, ListRequest):
        return ListResult.of_selected(list(responses), items)
    return next(iter(responses), None)
