"""``typed-status run``: start something, once, and wait for its end.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries``, ``typed_status.runtime.starting``,
``typed_status.runtime.waiting``, ``typed_status.runtime.types.fields``, ``typed_status.runtime.exceptions`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

import click

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.escaping import echo
from typed_status.cli.exit_codes import FAILED, IN_DOUBT, CliError
from typed_status.cli.params.aws_options import make_client
from typed_status.cli.params.operation_group import OperationGroup
from typed_status.cli.params.until_option import parse_until, until_option
from typed_status.cli.params.wait_options import (
    QUIET_OPTION,
    SAVE_OPTION,
    START_OPTIONS,
    polling_arguments,
)

if t.TYPE_CHECKING:
    from typed_status import Poll, Poller, WaitError

__all__ = ["command"]

_OPTIONS: t.Final = (
    *START_OPTIONS,
    until_option("the end that it has"),
    click.Option(
        ["--detach"],
        is_flag=True,
        help="Do not wait: print the wait, for typed-status resume, or keep it in the file of --save.",
    ),
    SAVE_OPTION,
    QUIET_OPTION,
)


def _run(entry: CatalogEntry, arguments: t.Mapping[str, t.Any]) -> None:
    from typed_status import WaitError, WaitTimeout
    from typed_status.cli.display.console import is_json, require_rich
    from typed_status.cli.display.kept_wait import Keeper
    from typed_status.cli.display.progress import Progress, live
    from typed_status.cli.display.response import show_result, shown
    from typed_status.cli.display.warnings import print_warnings
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.cli.inspect.saved_wait import check_writable
    from typed_status.cli.params.request_options import build_request
    from typed_status.runtime.starting.binding import has_request_for_each

    polling = polling_arguments(arguments)
    schedule: dict[str, float] = {
        "timeout": polling["timeout"],
        "delay": polling["delay"],
        "max_delay": polling["max_delay"],
    }
    until = parse_until(entry, arguments["until"])
    is_quiet = arguments["quiet"] or arguments["detach"]
    require_rich(needed=not (is_quiet and is_json(arguments)))
    if arguments["save"] is not None:
        check_writable(arguments["save"])
    with print_warnings():
        kind: type[t.Any] = request_class(entry)
        request = _prepared(build_request(kind, arguments), until)
        poller = _begin(make_client(entry.service, arguments), request, until, arguments)
        keeper = Keeper(
            lambda: poller.save_all(**schedule),
            arguments,
            is_list=has_request_for_each(request.__start__),
        )
        refused = to_json(shown(list(poller.refused)), indent=None) if poller.refused else ""
        failure: WaitError | None = None
        if arguments["detach"]:
            keeper.print()
        else:
            progress = Progress(f"{entry.service} {entry.operation}", schedule["timeout"])

            def on_poll(poll: Poll[t.Any]) -> None:
                progress.on_poll(poll)
                if poll.next_delay is not None:
                    keeper.update()

            done: t.Any = None
            with keeper.keeping():
                keeper.update()
                with live(progress, quiet=is_quiet, stderr=True):
                    try:
                        done = poller.result(on_poll=on_poll, **schedule)
                        if done is None:
                            progress.finish(None)
                    except WaitTimeout:
                        raise
                    except WaitError as error:
                        failure, done = error, error.response
            if failure is None or done is not None:
                show_result(done, arguments)
    if refused:
        echo(f"AWS did not begin all of it: {refused}", err=True)
    if failure is not None:
        raise failure
    if refused:
        raise click.exceptions.Exit(FAILED)


def _prepared(request: t.Any, until: t.Any) -> t.Any:
    """Return the starting request with an idempotency token, if the operation has one; raise ``click.UsageError`` if it cannot
    be followed."""
    from typed_status import with_token
    from typed_status.runtime.starting.binding import check_input
    from typed_status.runtime.waiting.after.course import check_end

    start = request.__start__
    try:
        check_end(start, type(request).__name__, until)
        check_input(request, start)
    except ValueError as error:
        raise click.UsageError(f"{error}.".replace("until=", "--until")) from None
    return request if start.token is None else with_token(request)


def _begin(
    client: t.Any, request: t.Any, until: t.Any, arguments: t.Mapping[str, t.Any]
) -> Poller[t.Any, t.Any, t.Any]:
    """Start it; raise ``CliError`` if it may have arrived and its response is lost, also by an interruption."""
    from typed_status import StartUnknown, begin
    from typed_status.runtime.exceptions import redact_urls

    try:
        return begin(
            client,
            request,
            until=until,
            appears_within=arguments["appears_within"],
            moves_within=arguments["moves_within"],
            poll_blocked=arguments["poll_blocked"],
        )
    except StartUnknown as error:
        lost = "" if error.__cause__ is None else redact_urls(error.__cause__)
    except (KeyboardInterrupt, SystemExit):
        lost = "interrupted"
    operation = request.__operation__
    raise CliError(
        f"{operation.service} {operation.name}: the request may have arrived, and its response is lost ({lost}).\n"
        + _what_is_safe(request, arguments),
        IN_DOUBT,
    )


def _what_is_safe(request: t.Any, arguments: t.Mapping[str, t.Any]) -> str:
    """Say how to go on after a lost response: with the idempotency token, the same start can be sent again."""
    from typed_status.cli.params.request_options import member_options
    from typed_status.runtime.types.fields import members

    kind = t.cast(t.Any, type(request))
    token: str | None = kind.__start__.token
    if token is None:
        return "It has no idempotency token: look whether it started before you run it again."
    flag = next(each.flag for each in member_options(kind) if each.member == token)
    if members(kind)[token].sensitive and not arguments["show_sensitive"]:
        return (
            f"Its idempotency token is sensitive and not shown: run it again only with the same {flag}, if you passed "
            "one; otherwise look whether it started."
        )
    return f"Run it again with {flag} {getattr(request, token)}: AWS starts it once."


command = OperationGroup(
    "run",
    _run,
    ("start",),
    _OPTIONS,
    help="""Start something, once, and wait for its end.

    The request is sent at most once if it may have arrived; with an idempotency token, which is added where the operation has one, retries send the same
    one. What reports on it is polled as by typed-status wait, and statuses that are left over from before do not count. The
    last response is printed on stdout, null if the resource is gone, and a list of responses where each id has a
    request of its own.

    If it stops before the end (a timeout, an error, Ctrl-C), stdout has the wait instead, as with --detach: pass it to typed-status
    resume. It has the ids that it needs, also sensitive ones.

    Exit codes: those of typed-status wait; 7 the request may have arrived, and its response is lost: the message says what is safe.

    The options for members of the request are those of typed-status call. typed-status explain SERVICE OPERATION shows what
    is polled, and which status is the end.
    """,
    epilog="\b\nExample:\n  typed-status run servicediscovery create-http-namespace --name web --timeout 600",
)
