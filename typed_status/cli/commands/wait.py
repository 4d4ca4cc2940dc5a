"""``typed-status wait``: poll an operation until its status is terminal, with live progress.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.params.aws_options import make_client
from typed_status.cli.params.operation_group import OperationGroup
from typed_status.cli.params.until_option import parse_until, until_option
from typed_status.cli.params.wait_options import (
    POLLING_OPTIONS,
    QUIET_OPTION,
    WAITABLE_KINDS,
    polling_arguments,
)

if t.TYPE_CHECKING:
    from typed_status import WaitError

__all__ = ["command"]

_OPTIONS: t.Final = (
    *POLLING_OPTIONS,
    until_option("any successful one"),
    QUIET_OPTION,
)


def _run(entry: CatalogEntry, arguments: t.Mapping[str, t.Any]) -> None:
    from typed_status import WaitError, wait
    from typed_status.cli.display.console import is_json, require_rich
    from typed_status.cli.display.progress import Progress, live
    from typed_status.cli.display.response import show_result
    from typed_status.cli.display.warnings import print_warnings
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import build_wait_request

    polling = polling_arguments(arguments)
    until = parse_until(entry, arguments["until"])
    require_rich(needed=not (arguments["quiet"] and is_json(arguments)))
    with print_warnings():
        request: t.Any = build_wait_request(request_class(entry), arguments)
        client = make_client(entry.service, arguments)
        progress = Progress(f"{entry.service} {entry.operation}", polling["timeout"])
        failure: WaitError | None = None
        done: t.Any = None
        with live(progress, quiet=arguments["quiet"], stderr=True):
            try:
                done = wait(client, request, until=until, on_poll=progress.on_poll, **polling)
                progress.finish(done)
            except WaitError as error:
                failure = error
        if failure is not None:
            done = failure.response
        if failure is None or done is not None:
            show_result(done, arguments)
    if failure is not None:
        raise failure


command = OperationGroup(
    "wait",
    _run,
    WAITABLE_KINDS,
    _OPTIONS,
    help="""Poll an operation until its status is terminal.

    The last response is printed on stdout. For list operations, every page is polled until all items are terminal, and
    the output has the items of all pages as typed-status call has those of one. If stderr is a terminal, it shows the current status, the previous ones and the time of the next poll. Throttling and
    other transient errors are retried.

    Exit codes: 0 succeeded or reached --until, 1 failed or canceled, 4 timeout, 6 the status awaits you or another party; see typed-status --help for others.

    The options for members of the request are those of typed-status call.
    """,
    epilog="\b\nExample:\n  typed-status wait servicediscovery get-operation --operation-id op-1 --timeout 300",
)
