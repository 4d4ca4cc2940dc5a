"""The polling options of ``wait`` and ``watch``: timeout, delay and backoff.

May import: the standard library and click.
"""

from __future__ import annotations

import math
import typing as t

import click

__all__ = [
    "MAX_SECONDS",
    "POLLING_OPTIONS",
    "WAITABLE_KINDS",
    "PollingArguments",
    "polling_arguments",
]

MAX_SECONDS: t.Final = 10 * 366 * 86_400
WAITABLE_KINDS: t.Final = ("single", "list")


class _Seconds(click.ParamType[float]):
    name = "seconds"

    def convert(
        self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= MAX_SECONDS:  # also false for NaN
            self.fail(
                f"invalid duration {value!r}: expected seconds, such as 300; more than 0, at most ten years.",
                param,
                ctx,
            )
        return seconds


POLLING_OPTIONS: t.Final = (
    click.Option(
        ["--timeout"], type=_Seconds(), default=600, show_default=True, help="Maximum time to wait."
    ),
    click.Option(
        ["--delay"],
        type=_Seconds(),
        default=2,
        show_default=True,
        help="Delay before the second poll; doubles with each poll (backoff).",
    ),
    click.Option(
        ["--max-delay"],
        type=_Seconds(),
        help="Maximum delay between polls.  [default: 30, or --delay if longer]",
    ),
    click.Option(
        ["--appears-within"],
        type=_Seconds(),
        help="Time in which a not-found error or an empty list is no error, as the resource may not be visible yet.",
    ),
    click.Option(
        ["--poll-blocked"],
        is_flag=True,
        help="Poll on at a status that does not change unless you or another party act, as PENDING_ACCEPTANCE.",
    ),
)


class PollingArguments(t.TypedDict):
    """The arguments of ``typed_status.wait`` and ``watch`` that these options set."""

    timeout: float
    delay: float
    max_delay: float
    appears_within: float
    poll_blocked: bool


def polling_arguments(arguments: t.Mapping[str, t.Any]) -> PollingArguments:
    """Return the polling arguments; raise ``click.BadParameter`` if --max-delay is below --delay."""
    delay: float = arguments["delay"]
    longest: float = arguments["max_delay"] or max(30.0, delay)
    if delay > longest:
        raise click.BadParameter(
            f"{longest:g} is less than --delay ({delay:g}).", param_hint="'--max-delay'"
        )
    return PollingArguments(
        timeout=arguments["timeout"],
        delay=delay,
        max_delay=longest,
        appears_within=arguments["appears_within"] or 0,
        poll_blocked=arguments["poll_blocked"],
    )
