"""The entry point of ``typed-status``: set up signals and standard streams before click is imported.

May import: the standard library and ``typed_status.cli.main``.
"""

from __future__ import annotations

import io
import os
import sys

__all__ = ["run"]


def run() -> None:
    """Run the command line with the arguments of this process, then exit."""
    try:
        _prepare()
        _run()
    except KeyboardInterrupt:
        sys.exit(130)


def _prepare() -> None:
    import signal  # slow to import, so it is imported where Ctrl-C is handled

    def stop(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP, and nohup ignores it
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            # Exit through the stack, so that the live display restores the cursor.
            signal.signal(number, stop)
    # A stream that the shell closed (>&-) is None. The replacements stay open until the process ends.
    for name, mode, flag in (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_WRONLY),
        ("stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, flag)
            setattr(sys, name, os.fdopen(null, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Characters that the encoding of the terminal lacks are escaped.
            stream.reconfigure(errors="backslashreplace")


def _run() -> None:
    try:
        from typed_status.cli.main import main
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print(  # noqa: T201 - click.echo is not available
            "typed-status: the command line needs click: pip install 'typed-status[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)
    main(prog_name="typed-status")
