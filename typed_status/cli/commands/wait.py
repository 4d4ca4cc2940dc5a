"""``typed-status wait``: until a status is settled, with live progress.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries``, ``typed_status.runtime.waiting.status``
``typed_status.suggestions`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

import click
from click.shell_completion import CompletionItem

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.params.aws_options import client_of
from typed_status.cli.params.operation_group import OperationGroup
from typed_status.cli.params.wait_options import KINDS, SCHEDULE, pace_of
from typed_status.suggestions import did_you_mean

if t.TYPE_CHECKING:
    from typed_status import StatusEnum, WaitError

__all__ = ["command"]

_GONE: t.Final = "gone"


class _Until(click.ParamType[str]):
    name = "status"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        entry = t.cast(CatalogEntry, t.cast(t.Any, ctx.command).entry)
        values = [*entry.phases, _GONE]
        return [CompletionItem(each) for each in values if each.startswith(incomplete)]


_OPTIONS: t.Final = (
    *SCHEDULE,
    click.Option(
        ["--until"],
        type=_Until(),
        multiple=True,
        metavar="STATUS|gone",
        help="What to wait for, instead of any good end: a status (repeat for several), or that the thing is gone.",
    ),
    click.Option(["--quiet"], is_flag=True, help="Show no progress."),
)


def _until(entry: CatalogEntry, wanted: tuple[str, ...]) -> t.Any:
    """What ``wait`` takes; raises ``click.BadParameter`` for a status that the operation does not have."""
    from typed_status import GONE
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.runtime.waiting.status import status_enum

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


def _run(entry: CatalogEntry, given: t.Mapping[str, t.Any]) -> None:
    from typed_status import WaitError, wait
    from typed_status.cli.display.console import is_json, prepare
    from typed_status.cli.display.progress import Progress, live
    from typed_status.cli.display.response import show
    from typed_status.cli.display.warnings import warnings_told
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.params.request_options import request_of

    pace = pace_of(given)
    until = _until(entry, given["until"])
    prepare(rich=not (given["quiet"] and is_json(given)))
    with warnings_told():
        request: t.Any = request_of(request_class(entry), given)
        client = client_of(entry.service, given)
        progress = Progress(f"{entry.service} {entry.operation}", pace["timeout"])
        ended: WaitError | None = None
        done: t.Any = None
        with live(progress, quiet=given["quiet"], stderr=True):
            try:
                done = wait(client, request, until=until, on_poll=progress.heard, **pace)
                progress.settled(done)
            except WaitError as error:
                ended = error
        if ended is not None:
            done = ended.response
        if done is not None:
            show(done, given)
        elif ended is None:
            click.echo(to_json(None) if is_json(given) else "gone")
    if ended is not None:
        raise ended


command = OperationGroup(
    "wait",
    _run,
    KINDS,
    _OPTIONS,
    help="""Wait until a status is settled, and print the last response.

    Of a listing, all its items are waited for. Progress is shown on stderr where that is a terminal: the state and for
    how long, when it is asked next, and the states before. The exit code is 0 if it succeeded (or came to what --until
    names), 1 if it failed or was canceled, 4 if the time was over; the last response is printed in each case.

    Flags for the members of the request are those of typed-status call.
    """,
    epilog="\b\nExample:\n  typed-status wait servicediscovery get-operation --operation-id op-1 --timeout 300",
)
