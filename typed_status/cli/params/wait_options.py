"""What ``wait`` and ``watch`` share: how often to ask and for how long.

May import: the standard library and click.
"""

from __future__ import annotations

import math
import typing as t

import click

__all__ = ["KINDS", "LONGEST", "SCHEDULE", "Pace", "pace_of"]

LONGEST: t.Final = 10 * 366 * 86_400
KINDS: t.Final = ("single", "list")


class _Seconds(click.ParamType[float]):
    name = "seconds"

    def convert(
        self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= LONGEST:  # and so is no number
            self.fail(
                f"{value!r} is no number of seconds above 0, and up to ten years.", param, ctx
            )
        return seconds


SCHEDULE: t.Final = (
    click.Option(
        ["--timeout"], type=_Seconds(), default=600, show_default=True, help="How long to go on."
    ),
    click.Option(
        ["--delay"],
        type=_Seconds(),
        default=2,
        show_default=True,
        help="The pause after the first answer; it doubles after each one more.",
    ),
    click.Option(
        ["--max-delay"],
        type=_Seconds(),
        help="The longest pause.  [default: 30, or --delay where that is longer]",
    ),
)


class Pace(t.TypedDict):
    """The arguments of ``wait`` and ``watch`` that the options above make."""

    timeout: float
    delay: float
    max_delay: float


def pace_of(given: t.Mapping[str, t.Any]) -> Pace:
    """What was asked for; raises ``click.BadParameter`` for a first pause beyond the longest."""
    delay: float = given["delay"]
    longest: float = given["max_delay"] or max(30.0, delay)
    if delay > longest:
        raise click.BadParameter(
            f"{longest:g} is below --delay, which is {delay:g}.", param_hint="'--max-delay'"
        )
    return Pace(timeout=given["timeout"], delay=delay, max_delay=longest)
