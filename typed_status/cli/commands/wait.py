"""``typed-status wait``: poll an operation until its status is terminal, with live progress.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries``, ``typed_status.runtime.statuses.status``
``typed_status.suggestions`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

import click
from click.shell_completion import CompletionItem

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.params.aws_options import make_client
from typed_status.cli.params.operation_group import OperationGroup
from typed_status.cli.params.wait_options import POLLING_OPTIONS, WAITABLE_KINDS, polling_arguments
from typed_status.suggestions import did_you_mean

if t.TYPE_CHECKING:
    from typed_status import StatusEnum, WaitError

__all__ = ["command"]

_GONE: t.Final = "gone"


class _StatusType(click.ParamType[str]):
    name = "status"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        entry = t.cast(CatalogEntry, t.cast(t.Any, ctx.command).entry)
        values = [*entry.phases, _GONE]
        return [CompletionItem(each) for each in values if each.startswith(incomplete)]


_OPTIONS: t.Final = (
    *POLLING_OPTIONS,
    click.Option(
        ["--until"],
        type=_StatusType(),
        multiple=True,
        metavar="STATUS|gone",
        help="Status to wait for, instead of any successful one (can be repeated), or 'gone' to wait until the resource no "
        "longer exists.",
    ),
    click.Option(["--quiet"], is_flag=True, help="Do not show progress."),
)


def _parse_until(entry: CatalogEntry, wanted: tuple[str, ...]) -> t.Any:
    """Return the ``until`` argument of ``wait``; raise ``click.BadParameter`` for an unknown status."""
    from typed_status import GONE
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.runtime.statuses.status import status_enum

    values: dict[str, StatusEnum] = {
        str(each): each for each in status_enum(request_class(entry).__operation__.response)
    }
    if wanted == (_GONE,) and _GONE not in values:
        return GONE
    for each in wanted:
        if each not in values:
            hint = did_you_mean(each, values)
            raise click.BadParameter(
                f"{entry.enum} has no value {each!r}{hint} (expected {', '.join(values)}, or {_GONE} alone)",
                param_hint="'--until'",
            )
    return {values[each] for each in wanted} or None


def _has_no_pages(result: object) -> bool:
    """Check whether a list operation returned nothing, as its resources are gone."""
    from typed_status import ListResult

    return isinstance(result, ListResult) and not t.cast(ListResult[t.Any], result).pages


def _run(entry: CatalogEntry, arguments: t.Mapping[str, t.Any]) -> None:
    from typed_status import WaitError, wait
    from typed_status.cli.display.console import is_json, require_rich
    from typed_status.cli.display.progress import Progress, live
    from typed_status.cli.display.response import show
    from typed_status.cli.display.warnings import print_warnings
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import build_request

    polling = polling_arguments(arguments)
    until = _parse_until(entry, arguments["until"])
    require_rich(needed=not (arguments["quiet"] and is_json(arguments)))
    with print_warnings():
        request: t.Any = build_request(request_class(entry), arguments)
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
        has_no_response = done is None or _has_no_pages(done)
        if failure is None and has_no_response and not is_json(arguments):
            click.echo("gone")
        elif done is not None:
            show(done, arguments)
        elif failure is None:
            click.echo(to_json(None))
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
