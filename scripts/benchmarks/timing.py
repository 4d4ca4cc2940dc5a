"""Time alternatives in interleaved rounds, so that noise affects all of them alike.

May import: the standard library.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

# Minimum duration of one round of one alternative.
SECONDS = 0.02


def medians(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds per call of each alternative."""
    repeats = {name: _repeats(way) for name, way in ways.items()}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(_once(way, repeats[name]))
    return {name: statistics.median(each) for name, each in times.items()}


def _once(way: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        way()
    return (time.perf_counter() - start) / repeats


def _repeats(way: Callable[[], object]) -> int:
    way()  # warms up caches
    return max(1, int(SECONDS / max(_once(way, 3), 1e-9)))
