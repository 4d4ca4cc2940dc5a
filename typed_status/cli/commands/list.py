"""``typed-status list``: search the catalog of shipped operations.

May import: the standard library, click, ``typed_status.catalog_entries``, ``typed_status.lookup``, ``typed_status.suggestions``
and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

import click
from click.shell_completion import CompletionItem

from typed_status.catalog_entries import CatalogEntry, catalog
from typed_status.cli.escaping import echo
from typed_status.cli.inspect.shipped import services
from typed_status.cli.params.operation_group import OUTPUT_OPTION
from typed_status.lookup import find_service, kebab
from typed_status.suggestions import did_you_mean

__all__ = ["command"]


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(each) for each in services() if each.startswith(incomplete)]


def _matches(entry: CatalogEntry, word: str) -> bool:
    """Return whether any name of the operation contains ``word``."""
    names = (
        entry.service,
        entry.operation,
        entry.function,
        kebab(entry.function),
        entry.enum,
        ".".join(entry.status),
        entry.kind,
        entry.follows,
    )
    return any(word in name.lower() for name in names) or (
        find_service(word, services()) == entry.service
    )


def _row(entry: CatalogEntry) -> dict[str, t.Any]:
    row: dict[str, t.Any] = {
        "service": entry.service,
        "operation": entry.operation,
        "command": kebab(entry.function),
        "module": f"typed_status.services.{entry.module}",
        "function": entry.function,
        "kind": entry.kind,
        "status": ".".join(entry.status),
        "other_statuses": [".".join(path) for path in entry.other_statuses],
        "enum": entry.enum,
    }
    if entry.follows:
        row |= {"follows": entry.follows, "wanted": entry.wanted, "gone": entry.gone}
    return row


def _shown(entry: CatalogEntry) -> str:
    """Return the path of the status, or which operation reports on what this one starts."""
    return f"reported by {entry.follows}" if entry.follows else ".".join(entry.status)


@click.command(
    "list",
    params=[OUTPUT_OPTION],
    epilog="\b\nExample:\n  typed-status list cloudformation stack --output table",
)
@click.argument("words", nargs=-1, shell_complete=_complete)
@click.option("--service", help="Search only this service.", shell_complete=_complete)
def command(words: tuple[str, ...], service: str | None, output: str | None) -> None:
    """Search the shipped operations.

    List the operations that match all WORDS, or all operations if there are none. A word matches the service, the
    operation by AWS's, the AWS CLI's or boto3's name, the status enum and the path of the status; of an operation that starts something also the one
    that reports on it. The word "start" matches all of these.

    Exit codes: 0 success, 1 no operation matches, 2 usage error.
    """
    from typed_status.cli.display.console import console, is_json, table_of
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.shipped import service_named

    only = service_named(service) if service else None
    wanted = [word.lower() for word in words]
    found = [
        entry
        for entry in catalog()
        if only in (None, entry.service) and all(_matches(entry, word) for word in wanted)
    ]
    if is_json({"output": output}):
        echo(to_json([_row(entry) for entry in found]))
    elif found:
        rows = [(entry.service, kebab(entry.function), _shown(entry)) for entry in found]
        console().print(table_of(("service", "operation", "status"), rows))
    if not found:
        hint = did_you_mean(words[0], services()) if words else ""
        echo(f"No shipped operation matches: {' '.join(words)}{hint}", err=True)
        raise click.exceptions.Exit(1)
