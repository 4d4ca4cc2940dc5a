"""``typed-status resume``: continue a wait that ``typed-status run`` kept.

May import: the standard library, click, ``typed_status`` and ``typed_status.cli``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from datetime import UTC, datetime

import click

from typed_status.cli.params.aws_options import AWS_OPTIONS, make_client
from typed_status.cli.params.operation_group import SHOWN
from typed_status.cli.params.wait_options import QUIET_OPTION, SAVE_OPTION, Seconds

if t.TYPE_CHECKING:
    from typed_status import Poll, WaitError

__all__ = ["command"]


def _run(**arguments: t.Any) -> None:
    from typed_status import WaitError, WaitTimeout, resume
    from typed_status.cli.display.console import is_json, require_rich
    from typed_status.cli.display.kept_wait import Keeper
    from typed_status.cli.display.progress import Progress, live
    from typed_status.cli.display.response import show_result
    from typed_status.cli.display.warnings import print_warnings
    from typed_status.cli.inspect.saved_wait import check_writable, read_waits

    waits, is_list = read_waits(arguments["file"].read())
    require_rich(needed=not (arguments["quiet"] and is_json(arguments)))
    if arguments["save"] is not None:
        check_writable(arguments["save"])
    now = datetime.now(UTC)
    for each in waits:
        if arguments["timeout"] is not None:
            timeout = (now - each.started).total_seconds() + arguments["timeout"]
            each.schedule = dataclasses.replace(each.schedule, timeout=timeout)
    keeper = Keeper(lambda: waits, arguments, is_list=is_list)
    operation = waits[0].request.__operation__
    seconds = max((each.deadline - now).total_seconds() for each in waits)
    progress = Progress(f"{operation.service} {operation.name}", max(0.0, seconds))

    def on_poll(poll: Poll[t.Any]) -> None:
        progress.on_poll(poll)
        if poll.next_delay is not None:
            keeper.update()

    results: list[t.Any] = []
    failure: WaitError | None = None
    with print_warnings():
        client = make_client(operation.service, arguments)
        # Each has its own deadline, so the later ones lose no time.
        with keeper.keeping(), live(progress, quiet=arguments["quiet"], stderr=True):
            for each in waits:
                try:
                    results.append(resume(client, each, on_poll=on_poll))
                except WaitTimeout:
                    raise
                except WaitError as error:
                    failure = failure or error
            if results == [None]:
                progress.finish(None)
        if failure is None:
            show_result(results if is_list else results[0], arguments)
        elif failure.response is not None:
            show_result(failure.response, arguments)
    if failure is not None:
        raise failure


command = click.Command(
    "resume",
    callback=_run,
    params=[
        click.Argument(["file"], type=click.File("rb"), metavar="FILE|-"),
        click.Option(
            ["--timeout"],
            type=Seconds(),
            help="Maximum time to wait, from now.  [default: what is left]",
        ),
        SAVE_OPTION,
        QUIET_OPTION,
        *AWS_OPTIONS,
        *SHOWN,
    ],
    help="""Continue a wait that typed-status run kept.

    FILE has what typed-status run --detach printed, or SavedWait.to_json() of Python; - is stdin. Nothing is started. Output and exit
    codes are those of typed-status run: if it stops before the end again, stdout or the file of --save, which may be
    FILE, has the wait.
    """,
    epilog="\b\nExample:\n  typed-status resume saved.json --timeout 600",
)
