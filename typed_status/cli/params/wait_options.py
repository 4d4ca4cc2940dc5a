"""The polling options of ``wait``, ``watch`` and ``run``: timeout, delay and backoff.

May import: the standard library and click.
"""

from __future__ import annotations

import math
import typing as t

import click

__all__ = [
    "MAX_SECONDS",
    "POLLING_OPTIONS",
    "QUIET_OPTION",
    "SAVE_OPTION",
    "START_OPTIONS",
    "WAITABLE_KINDS",
    "PollingArguments",
    "Seconds",
    "polling_arguments",
]

MAX_SECONDS: t.Final = 10 * 366 * 86_400
WAITABLE_KINDS: t.Final = ("single", "list")


class Seconds(click.ParamType[float]):
    """A duration in seconds."""

    name = "seconds"

    def convert(
        self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; fail if it is none, or out of range."""
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


_TIMEOUT: t.Final = click.Option(
    ["--timeout"], type=Seconds(), default=600, show_default=True, help="Maximum time to wait."
)
_DELAYS: t.Final = (
    click.Option(
        ["--delay"],
        type=Seconds(),
        default=2,
        show_default=True,
        help="Delay before the second poll; doubles with each poll (backoff).",
    ),
    click.Option(
        ["--max-delay"],
        type=Seconds(),
        help="Maximum delay between polls.  [default: 30, or --delay if longer]",
    ),
)
_POLL_BLOCKED: t.Final = click.Option(
    ["--poll-blocked"],
    is_flag=True,
    help="Poll on at a status that does not change unless you or another party act, as PENDING_ACCEPTANCE.",
)

POLLING_OPTIONS: t.Final = (
    _TIMEOUT,
    *_DELAYS,
    click.Option(
        ["--appears-within"],
        type=Seconds(),
        help="Time in which a not-found error or an empty list is no error, as the resource may not be visible yet.",
    ),
    _POLL_BLOCKED,
)
START_OPTIONS: t.Final = (
    _TIMEOUT,
    *_DELAYS,
    click.Option(
        ["--appears-within"],
        type=Seconds(),
        default=60,
        show_default=True,
        help="Time in which what was started may not be visible yet.",
    ),
    click.Option(
        ["--moves-within"],
        type=Seconds(),
        default=60,
        show_default=True,
        help="Time in which the status may still be the one from before the start, where that is the wanted one again.",
    ),
    _POLL_BLOCKED,
)
QUIET_OPTION: t.Final = click.Option(["--quiet"], is_flag=True, help="Do not show progress.")
SAVE_OPTION: t.Final = click.Option(
    ["--save"],
    metavar="FILE",
    help="Keep the wait in FILE, for typed-status resume. Without it, the wait is printed on stdout if it stops before "
    "its end.",
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
