"""The status in a response: ``status_of``, and the items of a list operation, each with its status.

May import: the standard library, and ``runtime.models`` and everything below it.
"""

from __future__ import annotations

import functools
import typing as t
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from typed_status.runtime.models.operations import ListResponse, Response, StatusResponse
from typed_status.runtime.types.annotations import innermost
from typed_status.runtime.types.enums import Phase, StatusEnum, is_sensitive

__all__ = [
    "below_items",
    "combined",
    "combined_phase",
    "counts_of",
    "has_more_steps",
    "items_with_status",
    "phase_of_all",
    "require",
    "shown_status",
    "status_enum",
    "status_of",
    "status_parent",
    "values_at",
    "watched_statuses",
]

StatusT = t.TypeVar("StatusT", bound=StatusEnum)
# The phase of a list operation is the first of these that one of its items has.
_PRECEDENCE = (Phase.IN_PROGRESS, Phase.UNKNOWN, Phase.FAILED, Phase.CANCELED, Phase.SUCCEEDED)


def status_of(response: StatusResponse[StatusT]) -> StatusT | None:
    """Return the status in ``response``; ``None`` if AWS sent none.

    If a response has several statuses, this is the primary one. Raises ``TypeError`` if the response reports no
    status, or is that of a list operation: use ``statuses_of`` there.
    """
    require(response, StatusResponse)
    return t.cast(StatusT | None, next(values_at(response, type(response).__status__)))


def phase_of_all(responses: Sequence[Response], statuses: Iterable[object]) -> Phase:
    """Return the phase of the ``statuses`` in the responses of an attempt: after a step that is not the last one, the
    whole is in progress."""
    phase = combined_phase(statuses)
    if phase is Phase.SUCCEEDED and has_more_steps(responses):
        return Phase.IN_PROGRESS
    return phase


def has_more_steps(responses: Iterable[Response]) -> bool:
    """Return whether one of the responses reports a step that is not the last one."""
    for response in responses:
        steps: tuple[str, ...] = getattr(type(response), "__last_step__", ())
        if steps and str(getattr(response, steps[0], None)) != steps[1]:
            return True
    return False


def combined_phase(statuses: Iterable[object]) -> Phase:
    """Return the phase of several statuses together; ``UNKNOWN`` if there are none."""
    return combined(
        each.phase if isinstance(each, StatusEnum) else Phase.UNKNOWN for each in statuses
    )


def combined(phases: Iterable[Phase]) -> Phase:
    """Return several phases as one; ``UNKNOWN`` if there are none."""
    found = set(phases)
    return next((phase for phase in _PRECEDENCE if phase in found), Phase.UNKNOWN)


def shown_status(status: object) -> str:
    """Return the text of a status for messages: an unknown value of what AWS marks sensitive is not shown."""
    is_hidden = (
        isinstance(status, StatusEnum) and is_sensitive(type(status)) and not status.is_known
    )
    return "<sensitive>" if is_hidden else str(status)


def counts_of(statuses: Iterable[object]) -> str:
    """Return how many of the ``statuses`` have which value: ``1 available, 2 creating``."""
    counts = Counter("no status" if each is None else shown_status(each) for each in statuses)
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def items_with_status(response: object) -> Iterator[tuple[object, StatusEnum | None]]:
    """Yield each item of a list operation with its status; a single resource is the one item."""
    path: tuple[str, ...] | None = getattr(type(response), "__status__", None)
    if path is None:
        require(response, (StatusResponse, ListResponse))
        return
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    for item in (response,) if last < 0 else values_at(response, path[: last + 1]):
        status: object = item
        for name in path[last + 1 :]:
            status = _member(status, name)
        yield item, t.cast(StatusEnum | None, status)


def below_items(response: type[t.Any], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rest of a path below the items of a response; the whole path if it does not go through their list."""
    status: tuple[str, ...] = getattr(response, "__status__", ())
    last = max((index for index, name in enumerate(status) if name.endswith("[]")), default=-1)
    return path[last + 1 :] if path[: last + 1] == status[: last + 1] else path


def watched_statuses(
    responses: Sequence[Response],
    items: Iterable[tuple[object, StatusEnum | None]],
    watch: tuple[str, ...],
    parts: Callable[[t.Any], bool] | None = None,
) -> Iterator[tuple[object, StatusEnum | None]]:
    """Yield the statuses at a path of the response, each with the item that it is of.

    ``items`` are those to look at, if the path goes through their list; else each response is an item. An item that has a list
    on the path has a status for each of its ``parts``: of all, or of those for which the predicate is true.
    """
    below = below_items(type(responses[0]), watch) if responses else watch
    structures: Iterable[object] = responses if below == watch else (item for item, _ in items)
    last = max((index for index, name in enumerate(below) if name.endswith("[]")), default=-1)
    for structure in structures:
        for part in values_at(structure, below[: last + 1]):
            if parts is None or parts(part):
                for status in values_at(part, below[last + 1 :]):
                    yield structure, t.cast(StatusEnum | None, status)


def status_enum(response: type[t.Any], path: tuple[str, ...] | None = None) -> type[StatusEnum]:
    """Return the enum of the status in the responses of a class: of the leading one, or the one at ``path``."""
    kind: t.Any = response
    for name in path or response.__status__:
        kind = innermost(kind.model_fields[name.removesuffix("[]").split("|")[0]].annotation)
    return t.cast(type[StatusEnum], kind)


def require(response: object, expected: type | tuple[type, ...]) -> None:
    """Raise ``TypeError`` if ``response`` is not of an expected class."""
    given = type(response).__name__
    if isinstance(response, expected):
        return
    classes = expected if isinstance(expected, tuple) else (expected,)
    hint = ""
    if isinstance(response, (ListResponse, Sequence)):  # a ``ListResult`` is a sequence
        hint = "; use statuses_of() for list operations"
    elif isinstance(response, StatusResponse):
        hint = "; use status_of() for single resources"
    names = " or ".join(each.__name__ for each in classes)
    raise TypeError(f"expected {names}, got {given}{hint}")


def values_at(value: object, path: tuple[str, ...]) -> Iterator[object]:
    """Yield the values at ``path``; ``None`` for each structure on the way, or status, that is missing."""
    if isinstance(value, list):
        for item in t.cast(list[object], value):
            yield from values_at(item, path)
    elif isinstance(value, dict):
        for item in t.cast(dict[object, object], value).values():
            yield from values_at(item, path)
    elif value is None or not path:
        yield value
    else:
        member = _member(value, path[0])
        if member is not None or not path[0].endswith("[]"):
            yield from values_at(member, path[1:])


def _member(value: object, name: str) -> object:
    """Return a member by its name in a path; of a choice the branch that arrived."""
    for branch in name.removesuffix("[]").split("|"):
        if (member := getattr(value, branch, None)) is not None:
            return member
    return None


def status_parent(responses: list[Response], item: object) -> object:
    """Return the structure that has the status of ``item`` as a member; ``None`` if it is missing."""
    parent = item
    for name in _path_to_parent(t.cast(StatusResponse[t.Any], responses[0]).__status__):
        parent = _member(parent, name)
    return parent


@functools.cache
def _path_to_parent(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path from an item to the structure around its status."""
    last = max((index for index, name in enumerate(path) if name.endswith("[]")), default=-1)
    return path[last + 1 : -1]
