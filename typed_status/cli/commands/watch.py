"""``typed-status watch``: print each status change as a line, or show a live display.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries``, ``typed_status.runtime.waiting`` and
``typed_status.cli``.
"""

from __future__ import annotations

import dataclasses
import sys
import typing as t
from datetime import UTC, datetime

import click

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.escaping import echo
from typed_status.cli.exit_codes import FAILED
from typed_status.cli.params.aws_options import make_client
from typed_status.cli.params.operation_group import OperationGroup
from typed_status.cli.params.wait_options import POLLING_OPTIONS, WAITABLE_KINDS, polling_arguments

if t.TYPE_CHECKING:
    from typed_status.runtime.waiting.backoff import Schedule

__all__ = ["command"]

_OPTIONS: t.Final = (
    *POLLING_OPTIONS,
    click.Option(["--every-poll"], is_flag=True, help="Print every response, changed or not."),
)


def _run(entry: CatalogEntry, arguments: t.Mapping[str, t.Any]) -> None:
    from typed_status import ListResult, Phase, progress_of, watch
    from typed_status.cli.display.console import is_json, require_rich
    from typed_status.cli.display.progress import Progress, live, progress_text, state_of
    from typed_status.cli.display.response import shown_response
    from typed_status.cli.display.warnings import print_warnings
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import build_wait_request
    from typed_status.runtime.waiting.backoff import Schedule

    polling = polling_arguments(arguments)
    as_json = is_json(arguments)
    # The live display needs a terminal.
    as_lines = as_json or not sys.stdout.isatty()
    require_rich(needed=not as_lines)
    every_poll = arguments["every_poll"] or not as_lines
    phase, response = Phase.UNKNOWN, None
    with print_warnings():
        request: t.Any = build_wait_request(request_class(entry), arguments)
        client = make_client(entry.service, arguments)
        progress = Progress(f"{entry.service} {entry.operation}", polling["timeout"])
        with live(progress, quiet=as_lines, stderr=False):
            for response in watch(client, request, every_poll=every_poll, **polling):
                state, phase = state_of(response)
                progress.attempts += 1
                progress.record_state(state, phase)
                reported = progress_of(response)
                progress.record_progress(reported, phase)
                at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
                if as_json:
                    body = shown_response(response, show_sensitive=arguments["show_sensitive"])
                    if not isinstance(response, ListResult):
                        body = {"response": body}
                    line: dict[str, t.Any] = {"at": at, "phase": phase, "status": state}
                    if entry.progress:
                        line |= {"progress": reported and dataclasses.asdict(reported)}
                        line |= {"time_left": progress.time_left}
                    line |= body
                    echo(to_json(line, indent=None))
                elif as_lines:
                    one_line = " ".join(state.split())
                    how_far = f"  {progress_text(reported, progress.time_left)}" if reported else ""
                    echo(f"{at}  {phase:<11}  {one_line}{how_far}")
    if phase is not Phase.SUCCEEDED and response is not None:
        raise _error_of(request, response, Schedule(**polling))


def _error_of(request: t.Any, response: t.Any, schedule: Schedule) -> Exception:
    """Return the error with which ``wait`` ends at the last response, whose text has the reason."""
    from typed_status import ListResult, WaitError
    from typed_status.runtime.waiting.plan import Plan

    is_list = isinstance(response, ListResult)
    pages: list[t.Any] = t.cast(ListResult[t.Any], response).pages if is_list else [response]
    try:
        Plan(request, schedule, now=0.0).on_response(pages, 0.0, datetime.now(UTC))
    except WaitError as error:
        return error
    return click.exceptions.Exit(FAILED)


command = OperationGroup(
    "watch",
    _run,
    WAITABLE_KINDS,
    _OPTIONS,
    help="""Print each status change until the status is terminal, or awaits you or another party.

    Each change is one line of JSON with the members at (timestamp), phase, status and response. Where the operation reports
    progress, there are also progress (percent, done, total and failed; null if a response has none) and time_left, the
    estimated seconds until it is done. For list operations,
    status is a count per status value, and items and pages, as in the output of typed-status wait, are in place of
    response. With --output table, a line has the time, the phase, the status and the progress. On a terminal,
    the default is a live display of the status history.

    The exit codes are those of typed-status wait, the options for members of the request those of typed-status call.
    """,
    epilog="\b\nExample:\n  typed-status watch servicediscovery get-operation --operation-id op-1 | jq .status",
)
