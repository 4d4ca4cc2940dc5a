"""``COMMAND SERVICE OPERATION``: click groups whose services and operations are the catalog's.

Names are known from the index alone, so that completing them is quick; the flags of an operation are made when it is
its turn.

May import: the standard library, click, ``typed_status.catalog_entries``, ``typed_status.cli.params.aws_options``,
``typed_status.cli.params.request_options``, ``typed_status.cli.inspect`` and ``typed_status.lookup``.
"""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Callable, Sequence

import click

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.inspect.shipped import operation_named, service_named, services
from typed_status.cli.params.aws_options import CONNECTION
from typed_status.lookup import find, find_service, kebab

if t.TYPE_CHECKING:
    from typed_status.cli.params.request_options import Flag

__all__ = ["OUTPUT", "SHOWN", "OperationGroup"]

Given = t.Mapping[str, t.Any]
Run = Callable[[CatalogEntry, Given], None]

OUTPUT: t.Final = click.Option(
    ["--output"],
    type=click.Choice(["json", "table"]),
    help="What to print; by default a table on a terminal and JSON elsewhere.",
)
_SENSITIVE: t.Final = click.Option(
    ["--show-sensitive"], is_flag=True, help="Print what AWS marks as sensitive, too."
)
SHOWN: t.Final = (OUTPUT, _SENSITIVE)
_REQUEST: t.Final = click.Option(
    ["--request"],
    metavar="JSON|file://PATH|-",
    help="The request as JSON; other flags go over it.",
)
_EVERYWHERE: t.Final = (*CONNECTION, *SHOWN)


class OperationGroup(click.Group):
    """A command whose first two arguments name an operation.

    ``kinds`` are those of the operations that it can be used with, ``options`` its own, and ``run`` is given the
    operation and the values of all flags.
    """

    def __init__(
        self,
        name: str,
        run: Run,
        kinds: Sequence[str],
        options: Sequence[click.Option] = (),
        **settings: t.Any,
    ) -> None:
        super().__init__(
            name,
            params=list(_EVERYWHERE),
            subcommand_metavar="SERVICE OPERATION [ARGS]...",
            **settings,
        )
        self.run = run
        self.kinds = kinds
        self.options = tuple(options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The services."""
        return [name for name, entries in services().items() if self.offered(entries)]

    def offered(self, entries: Sequence[CatalogEntry]) -> list[CatalogEntry]:
        """Those of a service's operations that this command can be used with."""
        return [each for each in entries if each.kind in self.kinds]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The group of a service; raises ``UnknownError``."""
        if ctx.resilient_parsing and find_service(cmd_name, services()) is None:
            return None
        return _Service(self, service_named(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Where to read of the services, which are too many to be listed here."""
        with formatter.section("Operations"):
            formatter.write_text(
                f"Of {len(self.list_commands(ctx))} services: typed-status list [WORDS] finds them. "
                f"Flags are shown by: typed-status {self.name} SERVICE OPERATION --help"
            )


class _Service(click.Group):
    """The operations of a service."""

    def __init__(self, above: OperationGroup, service: str) -> None:
        super().__init__(
            service,
            params=list(_EVERYWHERE),
            help=f"The operations of {service} to {above.name}.",
            subcommand_metavar="OPERATION [ARGS]...",
        )
        self.above = above

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The operations, as the AWS CLI writes them."""
        return [kebab(each.function) for each in self.above.offered(services()[self.name or ""])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of an operation; raises ``UnknownError``."""
        if ctx.resilient_parsing and find(cmd_name, self.list_commands(ctx)) is None:
            return None
        entry = operation_named(self.name or "", cmd_name, self.above.kinds)
        return _Operation(self.above, entry)


class _Operation(click.Command):
    """An operation, with a flag for each member of its request."""

    def __init__(self, above: OperationGroup, entry: CatalogEntry) -> None:
        status = f" The status is {'.'.join(entry.status)}." if entry.status else ""
        super().__init__(
            kebab(entry.function),
            params=[_REQUEST, *above.options, *_EVERYWHERE],
            callback=self._run,
            help=f"{entry.service} {entry.operation}.{status}",
            short_help=".".join(entry.status) or "no status",
        )
        self.above = above
        self.entry = entry

    @functools.cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The flags of the request's members; imports pydantic and the service."""
        from typed_status.cli.inspect.request_class import request_class
        from typed_status.cli.params.request_options import flags_of

        return flags_of(request_class(self.entry))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The flags of the request, then ours."""
        return [*self.flags, *super().get_params(ctx)]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """An example: the command with what it must be given."""
        given = [f" {flag.opts[0]} ..." for flag in self.flags if flag.is_required]
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("Example:")
            with formatter.indentation():
                formatter.write_text(f"{ctx.command_path}{''.join(given)}")

    def _run(self, **given: t.Any) -> None:
        # Options about AWS may stand before the operation, as with the AWS CLI.
        before: list[Given] = []
        ctx = click.get_current_context().parent
        while ctx is not None:
            before.append(ctx.params)
            ctx = ctx.parent
        for option in _EVERYWHERE:
            name = option.name
            given[name] = given[name] or next(
                (each[name] for each in before if each.get(name)), None
            )
        self.above.run(self.entry, given)
