"""How a wait is going, live: the state, for how long, when it is asked next, and what was before.

May import: the standard library, rich, ``typed_status.runtime``, ``typed_status.cli.escaping`` and
``typed_status.cli.display.console``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import time
import typing as t
from collections import Counter
from collections.abc import Callable, Generator, Sequence

from typed_status.cli.display.console import console
from typed_status.cli.escaping import printable
from typed_status.runtime import (
    ListResponse,
    Phase,
    Poll,
    StatusResponse,
    phase_of,
    status_of,
    statuses_of,
)
from typed_status.runtime.exceptions import redact_urls

if t.TYPE_CHECKING:
    from rich.console import Group

__all__ = ["Progress", "live", "state_of"]

_STYLES: t.Final = {
    Phase.IN_PROGRESS: "yellow",
    Phase.SUCCEEDED: "green",
    Phase.FAILED: "bold red",
    Phase.CANCELED: "magenta",
    Phase.UNKNOWN: "dim",
}
_LONGEST: t.Final = 12  # states that are shown, of the history
Answer = StatusResponse[t.Any] | Sequence[ListResponse[t.Any, t.Any]]


@dataclasses.dataclass(slots=True)
class _State:
    name: str
    phase: Phase
    since: float
    until: float | None = None


def state_of(answer: Answer | None) -> tuple[str, Phase]:
    """The words for what an answer says, and its phase; of a listing how many have each status."""
    if answer is None:
        return "gone", Phase.SUCCEEDED
    if isinstance(answer, StatusResponse):
        status = status_of(answer)
        return ("no status" if status is None else str(status)), phase_of(answer)
    counts = Counter(str(status) for page in answer for status in statuses_of(page))
    said = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    phases = [phase_of(page) for page in answer if statuses_of(page)]
    order = (Phase.IN_PROGRESS, Phase.UNKNOWN, Phase.FAILED, Phase.CANCELED, Phase.SUCCEEDED)
    phase = next((each for each in order if each in phases), Phase.UNKNOWN)
    return said or "nothing listed", phase


class Progress:
    """What is shown; rich asks it again and again, so that the seconds move on between two polls."""

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
        self.trouble: str | None = None
        self.is_over = False

    def heard(self, poll: Poll[t.Any]) -> None:
        """One more answer: what ``wait`` tells ``on_poll``."""
        self.attempts = poll.attempt
        self.next = None if poll.next_delay is None else self.seconds() + poll.next_delay
        self.trouble = None if poll.error is None else _one_line(poll.error)
        if poll.error is None:
            self.entered(*state_of(poll.response))

    def entered(self, name: str, phase: Phase) -> None:
        """It is in a state, be it a new one or not."""
        now = self.seconds()
        if self.states and self.states[-1].name == name:
            return
        if self.states:
            self.states[-1].until = now
        self.states.append(_State(name, phase, now))

    def settled(self, answer: Answer | None) -> None:
        """The answer that ended the wait; none where the thing is gone."""
        self.trouble = None
        self.entered(*state_of(answer))

    def over(self) -> None:
        """Nothing more is asked: the clocks stop."""
        self.is_over = True
        self.next = None
        if self.states:
            self.states[-1].until = self.states[-1].until or self.seconds()

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        now = self.seconds()
        history = Table.grid(padding=(0, 2))
        hidden = len(self.states) - _LONGEST
        if hidden > 0:
            history.add_row("", Text(f"{hidden} more before", style="dim"))
        for state in self.states[-_LONGEST:]:
            last = state is self.states[-1]
            style = _STYLES[state.phase]
            history.add_row(
                Text("  ●" if last else "  ○", style=style),
                Text(printable(state.name), style=style if last else "dim"),
                Text(f"{(state.until or now) - state.since:.1f} s", style="" if last else "dim"),
            )
        parts: list[t.Any] = [Text(self.title, style="bold")]
        parts += [history] if self.states else []
        parts.append(Text(f"  {self._line(now)}", style="dim"))
        if self.trouble:
            parts.append(Text(f"  {self.trouble}", style="yellow"))
        return Group(*parts)

    def _line(self, now: float) -> str:
        asked = "asking" if not self.attempts else f"asked {self.attempts} times"
        asked = "asked once" if self.attempts == 1 else asked
        if self.is_over:
            return f"{asked}, {self._last(now) - self.started:.1f} s"
        ahead = ""
        if self.attempts and self.next is not None:
            left = max(0.0, self.next - now)
            ahead = f", again in {left:.1f} s" if left else ", asking again"
        return f"{asked}{ahead}, {now - self.started:.1f} s of {self.timeout:g} s"

    def _last(self, now: float) -> float:
        return (self.states[-1].until or now) if self.states else now


def _one_line(error: Exception) -> str:
    return printable(redact_urls(error))


@contextlib.contextmanager
def live(progress: Progress, *, quiet: bool, stderr: bool) -> Generator[None]:
    """Within this block ``progress`` is shown on stderr (or stdout), if that is a terminal."""
    if quiet:
        yield
        return
    shown_on = console(stderr=stderr)
    if not shown_on.is_terminal:
        yield
        return
    from rich.live import Live

    with Live(progress, console=shown_on, refresh_per_second=8, redirect_stdout=False):
        try:
            yield
        finally:
            progress.over()
