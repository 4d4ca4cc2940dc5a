"""Where the command starts: all that needs to be right before click is there.

May import: the standard library and ``typed_status.cli.main``.
"""

from __future__ import annotations

import io
import sys

__all__ = ["run"]


def run() -> None:
    """Run the command line of this process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A text that the terminal has no letters for is shown all the same.
            stream.reconfigure(errors="backslashreplace")
    try:
        from typed_status.cli.main import main
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print(  # noqa: T201 - click, which prints elsewhere, is what is missing
            "typed-status: the command line needs click: pip install 'typed-status[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    main(prog_name="typed-status")
