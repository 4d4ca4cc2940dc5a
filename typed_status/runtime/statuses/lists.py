"""The result of a list operation, ``ListResult``, and what a response contains: ``items_of``, ``statuses_of``, ``phase_of``.

May import: the standard library, typing_extensions (pydantic's own), ``runtime.statuses.further``, ``runtime.statuses.status``
and ``runtime`` below ``runtime.statuses``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterable, Iterator, Sequence

from typing_extensions import TypeVar

from typed_status.runtime.models.base import Generic
from typed_status.runtime.models.operations import ListResponse, StatusResponse
from typed_status.runtime.statuses.further import not_ready, phase_of_items
from typed_status.runtime.statuses.status import counts_of, items_with_status, require
from typed_status.runtime.types.enums import Phase, StatusEnum

__all__ = ["ListResult", "items_of", "phase_of", "statuses_of"]

StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")
ItemCo = TypeVar("ItemCo", covariant=True)
StatusCo = TypeVar("StatusCo", bound=StatusEnum, covariant=True, default=StatusEnum)
PageCo = TypeVar(
    "PageCo",
    bound=ListResponse[t.Any, t.Any],
    covariant=True,
    default=ListResponse[t.Any, t.Any],
)


class ListResult(Sequence[ItemCo], Generic[ItemCo, StatusCo, PageCo]):
    """All pages of a list operation as a sequence of the items in them.

    ``wait`` returns one for a list operation. Iteration, ``len`` and ``result[0]`` are those of ``items``, a slice is a
    list, and a result without items is false. It can be pickled and copied, and equals a result with equal pages and items.

    Its type parameters are those of the item, the status and the page; ``ListResult[rds.DBInstance]`` is enough in an
    annotation.

    Args:
        pages: the responses, in order.
        select: keeps the items for which it returns a true value; by default all.
    """

    def __init__(
        self, pages: Iterable[PageCo], select: Callable[[ItemCo], bool] | None = None
    ) -> None:
        self._pages = list(pages)
        for page in self._pages:
            require(page, ListResponse)
        found = [each for page in self._pages for each in items_with_status(page)]
        self._fill(t.cast(t.Any, found), select)

    def _fill(
        self,
        found: list[tuple[ItemCo | None, StatusCo | None]],
        select: Callable[[ItemCo], bool] | None = None,
    ) -> None:
        kept = [
            (item, status)
            for item, status in found
            if item is not None and (select is None or select(item))
        ]
        self._items = [item for item, _ in kept]
        self._item_statuses = [status for _, status in kept]

    @classmethod
    def of_selected(
        cls, pages: list[t.Any], found: list[tuple[t.Any, t.Any]]
    ) -> ListResult[t.Any, t.Any, t.Any]:
        """Return the result with these pages and these items of theirs, each with its status or ``None``."""
        result = cls(())
        result._pages = pages
        result._fill(found)
        return result

    @property
    def items(self) -> list[ItemCo]:
        """The items of all pages; with ``select``, those that it keeps."""
        return self._items

    @property
    def statuses(self) -> list[StatusCo]:
        """The statuses of the items; items without a status are left out."""
        return [each for each in self._item_statuses if each is not None]

    def with_statuses(self) -> Iterator[tuple[ItemCo, StatusCo | None]]:
        """Yield each item with its status, ``None`` if it has none."""
        return zip(self._items, self._item_statuses, strict=True)

    @property
    def pages(self) -> list[PageCo]:
        """The responses, one per page, with all that AWS sent; empty if a wait ended before the first response."""
        return self._pages

    @property
    def phase(self) -> Phase:
        """The phase of all items together, as ``phase_of`` returns it."""
        items = list(self.with_statuses())
        return phase_of_items(self._pages, items, not_ready(self._pages, items))

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[ItemCo]:
        return iter(self._items)

    @t.overload
    def __getitem__(self, index: t.SupportsIndex) -> ItemCo: ...
    @t.overload
    def __getitem__(self, index: slice) -> list[ItemCo]: ...
    def __getitem__(self, index: t.SupportsIndex | slice) -> ItemCo | list[ItemCo]:
        return self._items[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ListResult):
            return NotImplemented
        same = t.cast(ListResult[t.Any], other)
        return self._pages == same._pages and self._items == same._items

    __hash__ = None  # type: ignore[assignment]  # pages contain lists

    def __repr__(self) -> str:
        statuses = counts_of(self._item_statuses)
        items = _counted(len(self._items), "item")
        pages = _counted(len(self._pages), "page")
        return f"<ListResult: {items} of {pages}{f' ({statuses})' if statuses else ''}>"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def statuses_of(
    response: ListResponse[StatusT, t.Any] | ListResult[t.Any, StatusT, t.Any],
) -> list[StatusT]:
    """Return the statuses of the items in ``response``, a page or a ``ListResult``; items without one are left out.

    Raises ``TypeError`` if the response is not that of a list operation.
    """
    return [t.cast(StatusT, status) for _, status in _items_in(response) if status is not None]


def items_of(
    response: ListResponse[t.Any, ItemT] | ListResult[ItemT, t.Any, t.Any],
) -> list[ItemT]:
    """Return the items in ``response``, a page or a ``ListResult``, that have, or may have, a status of their own.

    Raises ``TypeError`` if the response is not that of a list operation.
    """
    return [t.cast(ItemT, item) for item, _ in _items_in(response) if item is not None]


def phase_of(
    response: StatusResponse[t.Any] | ListResponse[t.Any, t.Any] | ListResult[t.Any, t.Any, t.Any],
) -> Phase:
    """Return the phase of what ``response`` reports: that of its status, or if that has succeeded, of the further statuses
    that must be terminal, too (``CatalogEntry.further``).

    A list operation is ``IN_PROGRESS`` while one of its items is. Otherwise it is ``UNKNOWN`` if one has no status or
    an unknown one, or if there are no items; ``FAILED`` or ``CANCELED`` if one is; and ``SUCCEEDED`` if all are.

    Raises ``TypeError`` if the response reports no status.
    """
    if isinstance(response, ListResult):
        return t.cast(ListResult[t.Any], response).phase
    require(response, (StatusResponse, ListResponse))
    items = list(items_with_status(response))
    return phase_of_items([response], items, not_ready([response], items))


def _items_in(response: object) -> Iterable[tuple[object, StatusEnum | None]]:
    if isinstance(response, ListResult):
        return t.cast(ListResult[t.Any], response).with_statuses()
    require(response, ListResponse)
    return items_with_status(response)
