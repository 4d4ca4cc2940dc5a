"""What the status of a response says, in words that are the same for all of AWS.

May import: the standard library and ``runtime`` below ``call``.
"""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Iterable, Iterator

from typed_status.runtime.models.operations import ListResponse, Response, StatusResponse
from typed_status.runtime.types.enums import Phase, StatusEnum

__all__ = [
    "combined",
    "items_of",
    "phase_of",
    "reported",
    "status_enum",
    "status_holder",
    "status_of",
    "statuses_of",
]

StatusT = t.TypeVar("StatusT", bound=StatusEnum)
ItemT = t.TypeVar("ItemT")
# Of several phases the first of these that is there stands for all.
_FIRST = (Phase.IN_PROGRESS, Phase.UNKNOWN, Phase.FAILED, Phase.CANCELED, Phase.SUCCEEDED)


def status_of(response: StatusResponse[StatusT]) -> StatusT | None:
    """The status that leads in ``response``; ``None`` where AWS sent none.

    Raises ``TypeError`` where the response reports no status, or those of many: see ``statuses_of``.
    """
    _require(response, StatusResponse)
    return t.cast(StatusT | None, next(_found(response, type(response).__status__)))


def statuses_of(response: ListResponse[StatusT, t.Any]) -> list[StatusT]:
    """The statuses that ``response`` lists, without those that AWS left out.

    Raises ``TypeError`` where the response is no listing.
    """
    _require(response, ListResponse)
    found = _found(response, type(response).__status__)
    return [t.cast(StatusT, each) for each in found if each is not None]


def items_of(response: ListResponse[t.Any, ItemT]) -> list[ItemT]:
    """The things that ``response`` lists, each with its status.

    Raises ``TypeError`` where the response is no listing.
    """
    _require(response, ListResponse)
    path = type(response).__status__
    last = max(index for index, name in enumerate(path) if name.endswith("[]"))
    return [t.cast(ItemT, item) for item in _found(response, path[: last + 1])]


def phase_of(response: StatusResponse[t.Any] | ListResponse[t.Any, t.Any]) -> Phase:
    """The phase of the status that leads in ``response``.

    A listing is in progress while one of its items is; ``UNKNOWN`` where one has no status or an unknown one, or
    where there are no items; else it has failed where one has, and succeeded where all have.

    Raises ``TypeError`` where the response reports no status.
    """
    _require(response, (StatusResponse, ListResponse))
    return combined(_found(response, type(response).__status__))


def combined(statuses: Iterable[object]) -> Phase:
    """The phase that stands for all of these; ``UNKNOWN`` where there are none."""
    found = {each.phase if isinstance(each, StatusEnum) else Phase.UNKNOWN for each in statuses}
    return next((phase for phase in _FIRST if phase in found), Phase.UNKNOWN)


def reported(response: object) -> Iterator[tuple[object, StatusEnum | None]]:
    """What ``response`` reports on, each with its status: itself, or the items that it lists."""
    path: tuple[str, ...] | None = getattr(type(response), "__status__", None)
    if path is None:
        _require(response, (StatusResponse, ListResponse))
        return
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    for item in (response,) if last < 0 else _found(response, path[: last + 1]):
        status: object = item
        for name in path[last + 1 :]:
            status = getattr(status, name, None)
        yield item, t.cast(StatusEnum | None, status)


def status_enum(response: type[t.Any]) -> type[StatusEnum]:
    """The enum of the status that leads in the responses of a class."""
    kind: t.Any = response
    for name in response.__status__:
        kind = _innermost(kind.model_fields[name.removesuffix("[]")].annotation)
    return t.cast(type[StatusEnum], kind)


def _innermost(kind: t.Any) -> t.Any:
    if t.get_origin(kind) is t.Annotated:
        return _innermost(kind.__origin__)
    held = [each for each in t.get_args(kind) if each is not type(None)]
    return _innermost(held[-1]) if held else kind


def _require(response: object, kind: type | tuple[type, ...]) -> None:
    if not isinstance(response, kind):
        names = " or ".join(
            each.__name__ for each in (kind if isinstance(kind, tuple) else (kind,))
        )
        given = type(response)
        hint = ": see statuses_of" if issubclass(given, ListResponse) else ""
        raise TypeError(f"expected a {names}, and {given.__name__} is none{hint}")


def _found(value: object, path: tuple[str, ...]) -> Iterator[object]:
    """What stands at the end of ``path``; ``None`` where a structure or the status itself is not there."""
    if isinstance(value, list):
        for item in t.cast(list[object], value):
            yield from _found(item, path)
    elif isinstance(value, dict):
        for item in t.cast(dict[object, object], value).values():
            yield from _found(item, path)
    elif value is None or not path:
        yield value
    else:
        held = getattr(value, path[0].removesuffix("[]"), None)
        if held is not None or not path[0].endswith("[]"):
            yield from _found(held, path[1:])


def _holder(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        value = getattr(value, name.removesuffix("[]"), None)
    return value


def status_holder(answer: list[Response], item: object) -> object:
    """The structure that holds the status of ``item``."""
    return _holder(item, _path_beside(t.cast(StatusResponse[t.Any], answer[0]).__status__))


@functools.cache
def _path_beside(path: tuple[str, ...]) -> tuple[str, ...]:
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    return path[last + 1 : -1]
