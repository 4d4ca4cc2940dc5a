"""``COMMAND SERVICE OPERATION``: click groups built from the catalog of shipped operations.

Names come from the catalog's index, so that completion is fast. The options of an operation are built from its request
class when the operation is used.

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
from typed_status.cli.params.aws_options import AWS_OPTIONS
from typed_status.lookup import find, find_service, kebab

if t.TYPE_CHECKING:
    from typed_status.cli.params.request_options import MemberOption

__all__ = ["OUTPUT_OPTION", "SHOWN", "OperationGroup"]

Arguments = t.Mapping[str, t.Any]
Run = Callable[[CatalogEntry, Arguments], None]

OUTPUT_OPTION: t.Final = click.Option(
    ["--output"],
    type=click.Choice(["json", "table"]),
    help="Output format. Default: table on a terminal, json otherwise.",
)
_SHOW_SENSITIVE_OPTION: t.Final = click.Option(
    ["--show-sensitive"], is_flag=True, help="Print members that AWS marks as sensitive."
)
SHOWN: t.Final = (OUTPUT_OPTION, _SHOW_SENSITIVE_OPTION)
_REQUEST_OPTION: t.Final = click.Option(
    ["--request", "--cli-input-json"],
    metavar="JSON|file://PATH|-",
    help="The whole request as JSON, blobs in base64; options for members override it.",
)
_COMMON_OPTIONS: t.Final = (*AWS_OPTIONS, *SHOWN)


class OperationGroup(click.Group):
    """A command whose first two arguments are a service and an operation.

    ``kinds`` are the kinds of operations that it supports, ``options`` its own options. ``run`` receives the operation
    and the values of all options.
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
            params=list(_COMMON_OPTIONS),
            subcommand_metavar="SERVICE OPERATION [ARGS]...",
            **settings,
        )
        self.run = run
        self.kinds = kinds
        self.options = tuple(options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the services that have supported operations."""
        return [name for name, entries in services().items() if self.supported(entries)]

    def supported(self, entries: Sequence[CatalogEntry]) -> list[CatalogEntry]:
        """Return the operations that this command supports."""
        return [each for each in entries if each.kind in self.kinds]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the group of a service; raise ``UnknownError`` for an unknown name."""
        if ctx.resilient_parsing and find_service(cmd_name, services()) is None:
            return None
        return _ServiceGroup(self, service_named(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how to find the operations, which are too many to list."""
        with formatter.section("Operations"):
            count = len(self.list_commands(ctx))
            formatter.write_text(f"{count} services. To search them: typed-status list [WORDS]")
            formatter.write_text(
                f"To see the options of one: typed-status {self.name} SERVICE OPERATION --help"
            )


class _ServiceGroup(click.Group):
    """The operations of a service."""

    def __init__(self, top: OperationGroup, service: str) -> None:
        super().__init__(
            service,
            params=list(_COMMON_OPTIONS),
            help=f"Operations of {service} for typed-status {top.name}.",
            subcommand_metavar="OPERATION [ARGS]...",
        )
        self.top = top

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the operations by the AWS CLI's names."""
        return [kebab(each.function) for each in self.top.supported(services()[self.name or ""])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of an operation; raise ``UnknownError`` for an unknown name."""
        if ctx.resilient_parsing and find(cmd_name, self.list_commands(ctx)) is None:
            return None
        entry = operation_named(self.name or "", cmd_name, self.top.kinds)
        return _OperationCommand(self.top, entry)


class _OperationCommand(click.Command):
    """An operation, with an option for each member of its request."""

    def __init__(self, top: OperationGroup, entry: CatalogEntry) -> None:
        status = f" Status: {'.'.join(entry.status)}." if entry.status else ""
        super().__init__(
            kebab(entry.function),
            params=[_REQUEST_OPTION, *top.options, *_COMMON_OPTIONS],
            callback=self._run,
            help=f"{entry.service} {entry.operation}.{status}",
            short_help=".".join(entry.status) or "no status",
        )
        self.top = top
        self.entry = entry

    @functools.cached_property
    def member_options(self) -> tuple[MemberOption, ...]:
        """The options for members of the request; importing them imports pydantic and the service."""
        from typed_status.cli.inspect.request_class import request_class
        from typed_status.cli.params.request_options import member_options

        return member_options(request_class(self.entry))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options for members of the request, then the common ones."""
        return [*self.member_options, *super().get_params(ctx)]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write an example with the required options."""
        required = [
            f" {option.opts[0]} ..." for option in self.member_options if option.is_required
        ]
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("Example:")
            with formatter.indentation():
                formatter.write_text(f"{ctx.command_path}{''.join(required)}")

    def _run(self, **arguments: t.Any) -> None:
        # Common options are also accepted before the service and the operation, as in the AWS CLI.
        before: list[Arguments] = []
        ctx = click.get_current_context().parent
        while ctx is not None:
            before.append(ctx.params)
            ctx = ctx.parent
        for option in _COMMON_OPTIONS:
            name = option.name
            arguments[name] = arguments[name] or next(
                (each[name] for each in before if each.get(name)), None
            )
        self.top.run(self.entry, arguments)
