"""Keep a wait that stops before its end: in a file, or on stdout.

May import: the standard library, click, ``typed_status.runtime``, ``typed_status.cli.escaping``,
``typed_status.cli.inspect.saved_wait`` and ``typed_status.cli.display.console``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator

from typed_status.cli.display.console import Arguments
from typed_status.cli.escaping import echo, printable
from typed_status.cli.inspect.saved_wait import Waits, has_sensitive_ids, text_of, write
from typed_status.runtime import WaitError, WaitTimeout

__all__ = ["Keeper"]


class Keeper:
    """Keeps the waits that ``current`` returns in the file of ``--save``, or on stdout without one."""

    def __init__(
        self, current: Callable[[], Waits], arguments: Arguments, *, is_list: bool
    ) -> None:
        self.current = current
        self.file: str | None = arguments["save"]
        self.show_sensitive: bool = arguments["show_sensitive"]
        self.is_list = is_list

    def update(self) -> None:
        """Write the file of ``--save``, if there is one."""
        if self.file is not None:
            write(self.file, text_of(self.current(), is_list=self.is_list))

    def print(self) -> None:
        """Write the file, or print the waits."""
        if self.file is not None:
            self.update()
        else:
            echo(text_of(self.current(), is_list=self.is_list))

    @contextlib.contextmanager
    def keeping(self) -> Generator[None]:
        """Keep the waits if the block is interrupted, times out or fails otherwise than by the end of the wait."""
        try:
            yield
        except WaitTimeout:
            self._keep()
            raise
        except WaitError:
            raise
        except BaseException:
            self._keep()
            raise

    def _keep(self) -> None:
        if self.file is None and has_sensitive_ids(self.current()) and not self.show_sensitive:
            echo(
                "What was started may go on. Its wait is not printed, because its id is sensitive: "
                "use --save FILE or --show-sensitive.",
                err=True,
            )
            return
        self.print()
        where = "on stdout" if self.file is None else f"in {printable(self.file)}"
        file = "FILE" if self.file is None else printable(self.file)
        echo(
            f"What was started may go on. Its wait is {where}; to continue: "
            f"typed-status resume {file} --timeout SECONDS",
            err=True,
        )
