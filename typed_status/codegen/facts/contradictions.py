"""Facts about one member that contradict each other: no value satisfies both.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable

from typed_status.codegen.models import ir

__all__ = ["contradicted"]


class _Interval(t.NamedTuple):
    """What a rule allows: from ``low`` to ``high``; with ``is_open``, one of its own bounds is excluded."""

    of: str
    low: float
    high: float
    is_open: bool


def contradicted(new: ir.Rule, known: Iterable[ir.Rule]) -> ir.Rule | None:
    """Return the first of the ``known`` rules of a structure that no value of the member satisfies beside the ``new`` one."""
    for each in known:
        if each.member == new.member and each.id != new.id and _contradict(new, each):
            return each
    return None


def _contradict(one: ir.Rule, other: ir.Rule) -> bool:
    if one.check == other.check and one.check in ("Matches", "SumsTo"):
        return one.args != other.args  # nothing here finds a text that matches both
    if {one.check, other.check} == {"OnlyWhen", "NeededWhen"}:
        only, needed = (one, other) if one.check == "OnlyWhen" else (other, one)
        return only.args[1] == needed.args[1] and not {*_values(needed)} <= {*_values(only)}
    intervals = [found for each in (one, other) if (found := _interval(each))]
    if len(intervals) == 2:
        return _are_disjoint(*intervals)
    if intervals and "MultipleOf" in (one.check, other.check):
        factor = next(each.args[0] for each in (one, other) if each.check == "MultipleOf")
        return _has_no_multiple(intervals[0], t.cast(int, factor))
    lengths = [each for each in intervals if each.of == "length"]
    patterns = [each for each in (one, other) if each.check == "Matches"]
    return bool(lengths and patterns) and _is_of_another_length(
        str(patterns[0].args[0]), lengths[0]
    )


def _values(rule: ir.Rule) -> tuple[str, ...]:
    value = rule.args[2]
    return value if isinstance(value, tuple) else (str(value),)


def _interval(rule: ir.Rule) -> _Interval | None:
    bounds = [each if isinstance(each, (int, float)) else None for each in rule.args]
    match rule.check, bounds:
        case "Between", [low, high]:
            return _of("value", low, high)
        case "AtLeast", [low]:
            return _of("value", low, None)
        case "AtMost", [high]:
            return _of("value", None, high)
        case "Within", [low, high, above, below]:
            is_open = above is not None or below is not None
            return _of(
                "value", low if above is None else above, high if below is None else below, is_open
            )
        case "Length", [low, high, *_]:
            return _of("length", low, high)
        case _:
            return None


def _of(of: str, low: float | None, high: float | None, is_open: bool = False) -> _Interval:
    return _Interval(
        of, float("-inf") if low is None else low, float("inf") if high is None else high, is_open
    )


def _are_disjoint(one: _Interval, other: _Interval) -> bool:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return one.of == other.of and (low > high or (low == high and (one.is_open or other.is_open)))


def _has_no_multiple(interval: _Interval, factor: int) -> bool:
    if interval.low == float("-inf") or interval.high == float("inf"):
        return False
    return interval.high // factor * factor < interval.low


def _is_of_another_length(pattern: str, length: _Interval) -> bool:
    """Check a pattern of a fixed length, such as ``[0-9]{12}``, against a length."""
    fixed = re.fullmatch(r"\^?(?:\[[^\]]+\]|\\d)\{(\d+)\}\$?", pattern)
    return fixed is not None and not length.low <= int(fixed[1]) <= length.high
