"""``--until`` of ``wait`` and ``run``: the statuses of an operation, or those that report on what it starts, and ``gone``.

May import: the standard library, click, ``typed_status``, ``typed_status.catalog_entries``, ``typed_status.runtime.statuses.status``,
``typed_status.suggestions`` and ``typed_status.cli.inspect``.
"""

from __future__ import annotations

import typing as t

import click
from click.shell_completion import CompletionItem

from typed_status.catalog_entries import CatalogEntry
from typed_status.suggestions import did_you_mean

if t.TYPE_CHECKING:
    from typed_status import StatusEnum

__all__ = ["parse_until", "until_option"]

_GONE: t.Final = "gone"


class _StatusType(click.ParamType[str]):
    name = "status"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        entry = t.cast(CatalogEntry, t.cast(t.Any, ctx.command).entry)
        enum = _enum(entry)
        values = [*map(str, enum or ()), _GONE]
        return [CompletionItem(each) for each in values if each.startswith(incomplete)]


def until_option(instead_of: str) -> click.Option:
    """Return the option; ``instead_of`` says what is waited for without it."""
    return click.Option(
        ["--until"],
        type=_StatusType(),
        multiple=True,
        metavar="STATUS|gone",
        help=f"Status to wait for, instead of {instead_of} (can be repeated), or 'gone' to wait until the resource no "
        "longer exists.",
    )


def _enum(entry: CatalogEntry) -> type[StatusEnum] | None:
    """Return the enum of the status; ``None`` for a start that is followed without one."""
    from typed_status import StartingRequest
    from typed_status.cli.inspect.request_class import request_class
    from typed_status.runtime.statuses.status import status_enum

    kind: type[t.Any] = request_class(entry)
    if not issubclass(kind, StartingRequest):
        return status_enum(kind.__operation__.response)
    start = kind.__start__
    if start.equals:
        return None
    return status_enum(start.status_request().__operation__.response, start.watch or None)


def parse_until(entry: CatalogEntry, wanted: tuple[str, ...]) -> t.Any:
    """Return the ``until`` argument of ``wait``; raise ``click.BadParameter`` for an unknown status."""
    from typed_status import GONE

    if not wanted:
        return None
    enum = _enum(entry)
    values: dict[str, StatusEnum] = {str(each): each for each in enum or ()}
    if wanted == (_GONE,) and _GONE not in values:
        return GONE
    for each in wanted:
        if each not in values:
            hint = did_you_mean(each, values)
            name = enum.__name__ if enum is not None else f"what reports on {entry.operation}"
            expected = f"{', '.join(values)}, or {_GONE} alone" if values else f"{_GONE} alone"
            raise click.BadParameter(
                f"{name} has no value {each!r}{hint} (expected {expected})",
                param_hint="'--until'",
            )
    return {values[each] for each in wanted}
