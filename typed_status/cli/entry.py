"""Where the command starts: all that needs to be right before click is there.

May import: the standard library and ``typed_status.cli.main``.
"""

from __future__ import annotations

import io
import os
import sys

__all__ = ["run"]


def run() -> None:
    """Run the command line of this process, and exit."""
    try:
        _prepare()
        _run()
    except KeyboardInterrupt:
        sys.exit(130)


def _prepare() -> None:
    import signal  # which takes a while, and Ctrl-C is caught by now

    def stop(*_: object) -> None:
        raise SystemExit(143)

    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        # What is shown live is cleared up, so that the terminal has its cursor again.
        signal.signal(signal.SIGTERM, stop)
    # A stream that was closed before the start, as by >&-, is None. These are open to the end of the process.
    for name, mode, flag in (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_WRONLY),
        ("stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, flag)
            setattr(sys, name, os.fdopen(nothing, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A text that the terminal has no letters for is shown all the same.
            stream.reconfigure(errors="backslashreplace")


def _run() -> None:
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
    main(prog_name="typed-status")
