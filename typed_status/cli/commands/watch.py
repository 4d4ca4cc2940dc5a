"""``typed-status watch``: each change of a status, as a line or live.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries`` and ``typed_status.cli``.
"""

from __future__ import annotations

import sys
import typing as t
from datetime import UTC, datetime

import click

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.exit_codes import FAILED
from typed_status.cli.params.aws_options import client_of
from typed_status.cli.params.operation_group import OperationGroup
from typed_status.cli.params.wait_options import KINDS, SCHEDULE, pace_of

__all__ = ["command"]

_OPTIONS: t.Final = (
    *SCHEDULE,
    click.Option(["--every-poll"], is_flag=True, help="Tell of each answer, changed or not."),
)


def _run(entry: CatalogEntry, given: t.Mapping[str, t.Any]) -> None:
    from typed_status import Phase, watch
    from typed_status.cli.display.console import is_json, prepare
    from typed_status.cli.display.progress import Progress, live, state_of
    from typed_status.cli.display.response import shown
    from typed_status.cli.display.warnings import warnings_told
    from typed_status.cli.escaping import printable, to_json
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import request_of

    pace = pace_of(given)
    as_json = is_json(given)
    # What is live has to be looked at.
    as_lines = as_json or not sys.stdout.isatty()
    prepare(rich=not as_lines)
    every_poll = given["every_poll"] or not as_lines
    phase = Phase.UNKNOWN
    with warnings_told():
        request: t.Any = request_of(request_class(entry), given)
        client = client_of(entry.service, given)
        progress = Progress(f"{entry.service} {entry.operation}", pace["timeout"])
        with live(progress, quiet=as_lines, stderr=False):
            for answer in watch(client, request, every_poll=every_poll, **pace):
                state, phase = state_of(answer)
                progress.attempts += 1
                progress.entered(state, phase)
                at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
                if as_json:
                    response = shown(answer, show_sensitive=given["show_sensitive"])
                    line = {"at": at, "phase": phase, "status": state, "response": response}
                    click.echo(to_json(line, indent=None))
                elif as_lines:
                    said = " ".join(state.split())
                    click.echo(printable(f"{at}  {phase:<11}  {said}"))
    if phase in (Phase.FAILED, Phase.CANCELED):
        raise click.exceptions.Exit(FAILED)


command = OperationGroup(
    "watch",
    _run,
    KINDS,
    _OPTIONS,
    help="""Print each change of a status until it is settled.

    Each is one line of JSON with the members at (the time), phase, status (of a listing how many have each) and
    response. With --output table it is the time, the phase and the status; on a terminal, where that is the default,
    the history of states is shown live. The exit code is that of typed-status wait.

    Flags for the members of the request are those of typed-status call.
    """,
    epilog="\b\nExample:\n  typed-status watch servicediscovery get-operation --operation-id op-1 | jq .status",
)
