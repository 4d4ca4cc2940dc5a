"""The schedule of a wait: its timeout, and exponential backoff with jitter between the attempts.

May import: the standard library.
"""

from __future__ import annotations

import dataclasses
import random
import typing as t
from collections.abc import Callable

__all__ = ["DELAY", "MAX_DELAY", "MAX_SECONDS", "MOVES_WITHIN", "Jitter", "Schedule"]

Jitter: t.TypeAlias = Callable[[float, float], float]
"""Picks a number of seconds between a lowest and a highest one."""

DELAY: t.Final = 2.0
"""The default of ``delay``: seconds before the second attempt, at least."""
MAX_DELAY: t.Final = 30.0
"""The default of ``max_delay``: seconds between two attempts, at most."""
MOVES_WITHIN: t.Final = 60.0
"""The default of ``moves_within``: seconds in which a status may still be that from before a start."""
MAX_SECONDS: t.Final = 10 * 366 * 86_400
"""The maximum of each duration: ten years."""

_MAY_BE_ZERO = ("appears_within", "moves_within")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The options of a wait, in seconds: ``timeout`` of the whole, ``delay`` and ``max_delay`` of the backoff, and how long
    what is waited for may be missing at first (``appears_within``); whether to poll on at a status that awaits you or
    another party (``poll_blocked``); and how long a status that is wanted after a start may be the one from before it
    (``moves_within``).

    Raises ``ValueError`` for a duration that is not above 0 (``appears_within`` and ``moves_within`` may be 0) or is above ten years, and if
    ``delay`` exceeds ``max_delay``.
    """

    timeout: float
    delay: float
    max_delay: float
    appears_within: float = 0
    poll_blocked: bool = False
    moves_within: float = MOVES_WITHIN

    def __post_init__(self) -> None:
        for name in ("timeout", "delay", "max_delay", *_MAY_BE_ZERO):
            value: object = getattr(self, name)
            if name in _MAY_BE_ZERO and value == 0:
                continue
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
                raise ValueError(f"{name} must be a number of seconds above 0, got {value!r}")
            if value > MAX_SECONDS:
                raise ValueError(
                    f"{name} must be at most ten years ({MAX_SECONDS} seconds), got {value!r}"
                )
        if not isinstance(t.cast(object, self.poll_blocked), bool):
            raise ValueError(f"poll_blocked must be True or False, got {self.poll_blocked!r}")
        if self.delay > self.max_delay:
            raise ValueError(f"delay={self.delay!r} exceeds max_delay={self.max_delay!r}")

    def backoff(self, attempt: int, jitter: Jitter = random.uniform) -> float:
        """Return the seconds to sleep after the ``attempt``-th attempt, 1 being the first.

        The upper bound is ``delay * 2 ** attempt``, at most ``max_delay``; jitter picks from its upper half, and
        never less than ``delay``. Jitter applies from the first attempt on, so that many waits that start together
        do not poll in step.
        """
        # The exponent is capped so that the power stays a finite float.
        highest = min(self.max_delay, self.delay * 2 ** min(attempt, 60))
        return jitter(max(self.delay, highest / 2), highest)
