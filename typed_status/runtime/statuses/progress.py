"""How far something is: the percentages and counts in a response, at the paths that the catalog lists.

May import: the standard library, ``runtime.statuses.lists``, ``runtime.statuses.status`` and ``runtime`` below
``runtime.statuses``.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t
from collections.abc import Iterable, Iterator, Mapping, Sequence

from typed_status.runtime.models.operations import ListResponse, Response, StatusResponse
from typed_status.runtime.statuses.lists import ListResult
from typed_status.runtime.statuses.status import (
    items_with_status,
    require,
    status_enum,
    values_at,
)
from typed_status.runtime.types.enums import OpenEnum, Phase, StatusEnum

__all__ = ["Progress", "progress_in", "progress_of"]

Pair = tuple[object, StatusEnum | None]
_PERCENT_TEXT = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,99})?)\s*%?\s*")


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far something is, as AWS reports it.

    ``percent`` is from 0 to 100. ``done`` of ``total`` things have ended, ``failed`` of them without success (failed,
    canceled or skipped); what they are depends on the operation. They are ``None`` if AWS reports only a percentage, and
    ``failed`` also if it does not count failures.
    """

    percent: float
    done: float | None = None
    total: float | None = None
    failed: float | None = None


class _Counts(t.NamedTuple):
    done: float
    total: float
    failed: float | None


class _Reading(t.NamedTuple):
    """The progress of one item; ``is_own``: it reports the percentage itself, which else is that of the counts."""

    percent: float
    counts: _Counts | None
    is_own: bool


class _Group(t.NamedTuple):
    """Members that together are a percentage or counts: the paths from the item, by role."""

    paths: Mapping[str, tuple[tuple[str, ...], ...]]
    response: type[t.Any]

    def numbers(self, item: object, role: str) -> list[float] | None:
        """Return the numbers that are there; ``None`` if one of them cannot be a count."""
        found = [
            value
            for path in self.paths.get(role, ())
            for value in values_at(item, path)
            if value is not None
        ]
        numbers = [_number(value) for value in found]
        return None if None in numbers else t.cast(list[float], numbers)


def progress_of(
    response: StatusResponse[t.Any] | ListResponse[t.Any, t.Any] | ListResult[t.Any, t.Any, t.Any],
    item: object = None,
) -> Progress | None:
    """Return how far the resource in ``response`` is; ``None`` if AWS does not report it, or no value that can be right.

    Of a list operation, the progress of all items together, or of ``item``, one of them. Together: ``done``, ``total`` and
    ``failed`` are the sums. ``percent`` is that of the sums if no item reports a percentage itself, and else the average
    percentage, in which an item with a terminal status that reports none counts as 100. If an item in progress reports
    nothing, there is no progress of all.

    Raises ``TypeError`` if the response reports no status.
    """
    items: Iterable[Pair]
    responses: Sequence[Response]
    if isinstance(response, ListResult):
        listed = t.cast(ListResult[t.Any], response)
        items, responses = listed.with_statuses(), listed.pages
    else:
        require(response, (StatusResponse, ListResponse))
        items, responses = items_with_status(response), [response]
    if item is not None:
        items = [(each, status) for each, status in items if each is item]
    return progress_in(responses, items)


def progress_in(responses: Sequence[Response], items: Iterable[Pair]) -> Progress | None:
    """Return the progress of the ``items`` in ``responses``, as ``progress_of`` does."""
    kind: t.Any = type(responses[0]) if responses else Response
    groups = _groups(kind)
    if not groups:
        return None
    readings: list[_Reading] = []
    finished = 0
    for item, status in items:
        reading = _read(groups, item, status)
        if reading is not None:
            readings.append(reading)
        elif status is None or not status.phase.is_terminal:
            return None
        else:
            finished += 1
    return _combined(readings, finished) if readings else None


def _combined(readings: Sequence[_Reading], finished: int) -> Progress:
    """Return the progress of all items; ``finished`` is the number of those that have ended and report none."""
    counted = [each.counts for each in readings if each.counts is not None]
    done = total = failed = None
    if len(counted) == len(readings):
        done, total = sum(each.done for each in counted), sum(each.total for each in counted)
        failures = [each.failed for each in counted if each.failed is not None]
        failed = sum(failures) if failures else None
    if done is not None and total and not any(each.is_own for each in readings):
        return Progress(_share(done, total), done, total, failed)
    percents = [each.percent for each in readings] + [100.0] * finished
    return Progress(sum(percents) / len(percents), done, total, failed)


def _share(done: float, total: float) -> float:
    return min(100.0, 100 * done / total)


def _read(groups: tuple[_Group, ...], item: object, status: StatusEnum | None) -> _Reading | None:
    """Return the progress of one item: the first percentage and the first counts that can be right."""
    percent: float | None = None
    counts: _Counts | None = None
    for group in groups:
        if not group.paths.keys().isdisjoint(("percent", "fraction")):
            percent = _percentage(group, item) if percent is None else percent
        elif counts is None:
            counts = _counts(group, item, status)
    if percent is not None:
        return _Reading(percent, counts, is_own=True)
    if counts is not None:
        return _Reading(_share(counts.done, counts.total), counts, is_own=False)
    return None


def _percentage(group: _Group, item: object) -> float | None:
    """Return the percentage; of several parts of the item that report one, the average."""
    values = [
        number * factor
        for role, factor in (("percent", 1), ("fraction", 100))
        for path in group.paths.get(role, ())
        for value in values_at(item, path)
        if (number := _number(value, is_text=role == "percent")) is not None
    ]
    right = [value for value in values if value <= 100]
    return sum(right) / len(right) if right else None


def _counts(group: _Group, item: object, status: StatusEnum | None) -> _Counts | None:
    if "counts" in group.paths:
        counts = _by_status(group, item)
    elif "step" in group.paths:
        counts = _by_step(group, item, status)
    else:
        counts = _by_role(group, item)
    return counts if counts is not None and 0 <= counts.done <= counts.total != 0 else None


def _by_role(group: _Group, item: object) -> _Counts | None:
    """Return the counts in several members; ``None`` if one that is needed is missing or wrong."""
    roles = ("total", "done", "succeeded", "failed", "left")
    found = {role: group.numbers(item, role) for role in roles if role in group.paths}
    if any(numbers is None for numbers in found.values()):
        return None
    sums = {role: sum(numbers) for role, numbers in found.items() if numbers}
    total, done, left = sums.get("total"), sums.get("done"), sums.get("left")
    if done is None and "succeeded" in group.paths and sums.keys() & {"succeeded", "failed"}:
        done = sums.get("succeeded", 0) + sums.get("failed", 0)
    if "total" not in group.paths and sums:
        done, left = done or 0, left or 0
        total = done + left
    elif total is not None and done is None and left is not None:
        done = total - left
    if total is None or done is None:
        return None
    return _Counts(done, total, sums.get("failed"))


def _by_status(group: _Group, item: object) -> _Counts | None:
    """Return the counts in a map from status values to numbers: what has a terminal status is done."""
    done: float = 0
    total: float = 0
    failed: float = 0
    statuses = _members(status_enum(group.response))
    for path in group.paths["counts"]:
        for holder in values_at(item, path[:-1]):
            counts: object = getattr(holder, path[-1].removesuffix("[]"), None)
            for key, value in t.cast(Mapping[object, object], counts or {}).items():
                number = _number(value)
                if number is None:
                    return None
                status = key if isinstance(key, StatusEnum) else statuses.get(str(key))
                ended = status is not None and status.phase.is_terminal
                total += number
                done += number if ended else 0
                failed += (
                    number
                    if ended and status is not None and status.phase is not Phase.SUCCEEDED
                    else 0
                )
    return _Counts(done, total, failed)


def _by_step(group: _Group, item: object, status: StatusEnum | None) -> _Counts | None:
    """Return the number of steps before the one that the item is at, or with it if that has succeeded."""
    last: str = group.response.__last_step__[1]
    for path in group.paths["step"]:
        for step in values_at(item, path):
            steps = [str(each) for each in type(step)] if isinstance(step, OpenEnum) else []
            if last in steps and str(step) in steps:
                succeeded = status is not None and status.phase is Phase.SUCCEEDED
                return _Counts(steps.index(str(step)) + succeeded, steps.index(last) + 1, None)
    return None


@functools.cache
def _members(enum: type[StatusEnum]) -> dict[str, StatusEnum]:
    return {str(each): each for each in enum}


def _number(value: object, *, is_text: bool = False) -> float | None:
    """Return a number that can be a count or a percentage; ``None`` for all else."""
    if is_text and isinstance(value, str):
        match = _PERCENT_TEXT.fullmatch(value)
        return float(match[1]) if match is not None else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # Not NaN, and no number that a float cannot hold.
    return value if 0 <= value < 1e300 else None


@functools.cache
def _groups(response: type[Response]) -> tuple[_Group, ...]:
    return tuple(_grouped(response))


def _grouped(response: type[t.Any]) -> Iterator[_Group]:
    declared: tuple[str, ...] = getattr(response, "__progress__", ())
    status: tuple[str, ...] = getattr(response, "__status__", ())
    item = max((at for at, name in enumerate(status) if name.endswith("[]")), default=-1) + 1
    for text in declared:
        words = text.split(" ")
        paths: dict[str, tuple[tuple[str, ...], ...]] = {}
        for role, path in zip(words[::2], words[1::2], strict=True):
            paths[role] = (*paths.get(role, ()), tuple(path.split("."))[item:])
        yield _Group(paths, response)
