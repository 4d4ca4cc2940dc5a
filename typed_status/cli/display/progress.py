"""The live progress of a wait: current status and its duration, how far it is, the next poll, previous statuses.

May import: the standard library, rich, ``typed_status.runtime``, ``typed_status.runtime.statuses.status``, ``typed_status.runtime.waiting.estimate``,
``typed_status.cli.escaping`` and
``typed_status.cli.display.console``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
import time
import typing as t
from collections.abc import Callable, Generator

from typed_status.cli.display.console import console
from typed_status.cli.escaping import printable
from typed_status.runtime import (
    ListResult,
    Phase,
    Poll,
    Response,
    StatusEnum,
    StatusResponse,
    phase_of,
    status_of,
)
from typed_status.runtime import Progress as Reported
from typed_status.runtime.exceptions import redact_urls
from typed_status.runtime.statuses.status import counts_of, shown_status
from typed_status.runtime.waiting.estimate import Estimate

if t.TYPE_CHECKING:
    from rich.console import Group

__all__ = ["Progress", "live", "progress_text", "state_of"]

_STYLES: t.Final = {
    Phase.IN_PROGRESS: "yellow",
    Phase.SUCCEEDED: "green",
    Phase.FAILED: "bold red",
    Phase.CANCELED: "magenta",
    Phase.UNKNOWN: "dim",
}
_MAX_STATES: t.Final = 12  # number of most recent states to show
Polled = Response | ListResult[t.Any, t.Any, t.Any]


@dataclasses.dataclass(slots=True)
class _State:
    name: str
    phase: Phase
    since: float
    until: float | None = None


def state_of(response: Polled | None) -> tuple[str, Phase]:
    """Return the status and the phase of a response; for list operations, a count per status."""
    if response is None:
        return "gone", Phase.SUCCEEDED
    if not isinstance(response, (ListResult, StatusResponse)):  # after a start without one
        return "no status", Phase.UNKNOWN
    if isinstance(response, StatusResponse):
        found = t.cast("StatusResponse[StatusEnum]", response)
        status = status_of(found)
        return ("no status" if status is None else shown_status(status)), phase_of(found)
    if not response.pages:
        return "gone", Phase.SUCCEEDED
    return counts_of(response.statuses) or "no items", response.phase


def progress_text(progress: Reported, time_left: float | None) -> str:
    """Return how far something is: ``42 %, 21 of 50, 2 failed, about 3 min left``."""
    parts = [f"{math.floor(progress.percent * 10) / 10:g} %"]
    if progress.done is not None and progress.total is not None:
        parts.append(f"{progress.done:,} of {progress.total:,}")
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    if time_left is not None:
        parts.append(f"about {_duration(time_left)} left")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    """Return an estimate without digits that it does not have."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(1, round(seconds))} s"


class Progress:
    """A rich renderable that is refreshed several times per second, so that its timers advance."""

    def __init__(
        self, title: str, timeout: float, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self.title = title
        self.timeout = timeout
        self.seconds = seconds
        self.started = seconds()
        self.states: list[_State] = []
        self.attempts = 0
        self.next: float | None = None
        self.error: str | None = None
        self.reported: Reported | None = None
        self.time_left: float | None = None
        self.estimate = Estimate()
        self.is_stopped = False

    def on_poll(self, poll: Poll[t.Any]) -> None:
        """Update from a poll; this is the ``on_poll`` callback of ``wait``."""
        self.attempts = poll.attempt
        self.next = None if poll.next_delay is None else self.seconds() + poll.next_delay
        self.error = None if poll.error is None else _one_line(poll.error)
        if poll.error is None:
            response = t.cast(Polled | None, poll.response)
            if poll.status is None or isinstance(response, ListResult):
                self.record_state(*state_of(response))
            else:  # after a start, it may be another status than the leading one
                self.record_state(shown_status(poll.status), poll.phase)
            self.reported, self.time_left = poll.progress, poll.time_left

    def record_progress(self, progress: Reported | None, phase: Phase) -> None:
        """Record how far a response of ``watch`` is, and estimate the time left."""
        self.reported = progress
        percent = None if progress is None else progress.percent
        self.estimate.record(percent, self.seconds() - self.started)
        is_going = progress is not None and not phase.is_terminal
        self.time_left = self.estimate.time_left() if is_going else None

    def record_state(self, name: str, phase: Phase) -> None:
        """Append a state to the history unless it is the current one."""
        now = self.seconds()
        if self.states and self.states[-1].name == name:
            return
        if self.states:
            self.states[-1].until = now
        self.states.append(_State(name, phase, now))

    def finish(self, response: Polled | None) -> None:
        """Record the response that ended the wait, or none if the resource is gone."""
        self.error = None
        self.record_state(*state_of(response))

    def stop(self) -> None:
        """Stop the timers."""
        self.is_stopped = True
        self.next = None
        if self.states:
            self.states[-1].until = self.states[-1].until or self.seconds()

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        now = self.seconds()
        history = Table.grid(padding=(0, 2))
        hidden = len(self.states) - _MAX_STATES
        if hidden > 0:
            history.add_row("", Text(f"{hidden} earlier", style="dim"))
        for state in self.states[-_MAX_STATES:]:
            last = state is self.states[-1]
            style = _STYLES[state.phase]
            history.add_row(
                Text("  ●" if last else "  ○", style=style),
                Text(printable(state.name), style=style if last else "dim"),
                Text(f"{(state.until or now) - state.since:.1f} s", style="" if last else "dim"),
            )
        parts: list[t.Any] = [Text(self.title, style="bold")]
        parts += [history] if self.states else []
        if self.reported is not None:
            time_left = None if self.is_stopped else self.time_left
            parts.append(Text(f"  {progress_text(self.reported, time_left)}"))
        parts.append(Text(f"  {self._line(now)}", style="dim"))
        if self.error:
            parts.append(Text(f"  {self.error}", style="yellow"))
        return Group(*parts)

    def _line(self, now: float) -> str:
        attempts = f"{self.attempts} attempt{'s' if self.attempts != 1 else ''}"
        if self.is_stopped:
            return f"{attempts}, {self._end(now) - self.started:.1f} s"
        polling = "polling"
        if self.attempts:
            left = max(0.0, self.next - now) if self.next is not None else None
            upcoming = "" if left is None else f", next in {left:.1f} s" if left else ", polling"
            polling = f"{attempts}{upcoming}"
        return f"{polling}, {now - self.started:.1f} s of {self.timeout:g} s"

    def _end(self, now: float) -> float:
        return (self.states[-1].until or now) if self.states else now


def _one_line(error: Exception) -> str:
    return printable(redact_urls(error))


@contextlib.contextmanager
def live(progress: Progress, *, quiet: bool, stderr: bool) -> Generator[None]:
    """Show ``progress`` within this block if stderr (or stdout) is a terminal."""
    if quiet:
        yield
        return
    target = console(stderr=stderr)
    if not target.is_terminal:
        yield
        return
    from rich.live import Live

    with Live(progress, console=target, refresh_per_second=8, redirect_stdout=False):
        try:
            yield
        finally:
            progress.stop()
