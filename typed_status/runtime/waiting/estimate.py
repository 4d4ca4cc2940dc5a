"""An estimate of the time that a wait still needs, from the progress within it.

May import: the standard library.
"""

from __future__ import annotations

import dataclasses
import math
import typing as t

__all__ = ["Estimate"]

# Two readings can be a start and a jump; three show a movement.
_MIN_READINGS = 3


@dataclasses.dataclass(slots=True)
class Estimate:
    """The readings of a wait's progress: the first one, the last one and their number.

    Where the progress falls, as another step begins, the readings start again. Times are seconds since the wait started.
    """

    start: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    readings: int = 0

    @classmethod
    def of_json(cls, *, start: object, last: object, readings: object) -> Estimate:
        """Return an estimate from its fields, as JSON has them; raises ``ValueError`` for an invalid one."""
        if not isinstance(readings, int) or isinstance(readings, bool) or readings < 0:
            raise ValueError(f"readings must be a whole number of at least 0, got {readings!r}")
        return cls(_reading(start), _reading(last), readings)

    def record(self, percent: float | None, elapsed: float) -> None:
        """Record a reading; ``None`` if an attempt reported no progress."""
        if percent is None:
            return
        if self.last is None or percent < self.last[1]:
            self.start, self.readings = (elapsed, percent), 0
        self.last = (elapsed, percent)
        self.readings += 1

    def shift(self, seconds: float) -> None:
        """Count the times of the readings from a start of the wait that is ``seconds`` later."""
        self.start = None if self.start is None else (self.start[0] - seconds, self.start[1])
        self.last = None if self.last is None else (self.last[0] - seconds, self.last[1])

    def time_left(self) -> float | None:
        """Return the seconds that are left if it goes on at its average speed: ``(100 - percent) / speed``, in which the
        speed is the percentage gained since the first reading over the time since then.

        ``None`` with fewer than three readings, if the progress has not moved, and at 100 %, which is no end by itself.
        """
        if self.start is None or self.last is None or self.readings < _MIN_READINGS:
            return None
        seconds, gained = self.last[0] - self.start[0], self.last[1] - self.start[1]
        if seconds <= 0 or gained <= 0 or self.last[1] >= 100:
            return None
        left = (100 - self.last[1]) * seconds / gained
        return left if math.isfinite(left) else None


def _reading(value: object) -> tuple[float, float] | None:
    if value is None:
        return None
    elapsed, percent = t.cast(list[float], value)
    if not (math.isfinite(elapsed) and 0 <= percent <= 100):
        raise ValueError(f"a reading must be seconds and a percentage, got {value!r}")
    return float(elapsed), float(percent)
