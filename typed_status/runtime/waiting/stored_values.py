"""The values in the JSON of a stored wait, checked.

May import: the standard library, and ``runtime.waiting`` below ``runtime.waiting.plan``.
"""

from __future__ import annotations

import math
import typing as t

from typed_status.runtime.waiting.estimate import Estimate
from typed_status.runtime.waiting.motion import Course, Motion

__all__ = ["stored_count", "stored_course", "stored_estimate", "stored_motion"]


def stored_count(value: object) -> int:
    """Return a whole number of at least 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"attempts must be a whole number of at least 0, got {value!r}")
    return value


def stored_estimate(start: object, last: object, readings: object) -> Estimate:
    """Return an estimate from its fields."""
    return Estimate(_reading(start), _reading(last), stored_count(readings))


def stored_course(**fields: t.Any) -> Course:
    """Return a course from its fields, of which JSON has the tuples as lists."""
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    select = {path: tuple(found) for path, found in fields["select"].items()}
    return Course(**values | {"select": select})


def stored_motion(*, fewest: object, **counts: object) -> Motion:
    """Return a motion from its fields."""
    checked = {name: stored_count(value) for name, value in counts.items()}
    return Motion(fewest=None if fewest is None else stored_count(fewest), **checked)


def _reading(value: object) -> tuple[float, float] | None:
    if value is None:
        return None
    elapsed, percent = t.cast(list[float], value)
    if not (math.isfinite(elapsed) and 0 <= percent <= 100):
        raise ValueError(f"a reading must be seconds and a percentage, got {value!r}")
    return float(elapsed), float(percent)
