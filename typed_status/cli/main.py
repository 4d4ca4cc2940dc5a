"""The command group ``typed-status``: it imports a command only when it runs and handles errors.

May import: the standard library, click, ``typed_status``, ``typed_status.suggestions`` and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import typing as t
from collections.abc import Generator, Iterable

import click
from click.shell_completion import CompletionItem

from typed_status import __version__
from typed_status.cli import exit_codes
from typed_status.suggestions import did_you_mean

__all__ = ["COMMANDS", "main"]

COMMANDS: t.Final = {
    "call": "Call an operation and print its typed response.",
    "diff": "Compare two botocore releases.",
    "doctor": "Check installed versions and the operations that a project uses.",
    "explain": "Describe an operation or one of its members.",
    "generate": "Generate typed modules for AWS operations into your own package.",
    "list": "Search the shipped operations.",
    "resume": "Continue a wait that typed-status run kept.",
    "rules": "List what AWS documents but does not model, and the types check.",
    "run": "Start something, once, and wait for its end.",
    "validate": "Validate a saved response against its model.",
    "wait": "Poll an operation until its status is terminal.",
    "watch": "Print each status change until the status is terminal.",
}
"""Command names with their one-line help; each is a module in ``cli.commands`` with a click ``command``."""


class Commands(click.Group):
    """A group that imports its commands lazily and turns exceptions into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.commands.{cmd_name}")
        return t.cast(click.Command, module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands section of the help without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete command names without importing the commands."""
        found = [CompletionItem(name, help=text) for name, text in COMMANDS.items()]
        return [
            *(each for each in found if each.value.startswith(incomplete)),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def make_context(self, *arguments: t.Any, **options: t.Any) -> click.Context:
        """Create the context as click does, handling errors such as a broken pipe in ``--help``."""
        with _handle_errors():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> t.Any:
        """Run a command and convert its exceptions to an error message and an exit code."""
        with _handle_errors():
            return super().invoke(ctx)


@contextlib.contextmanager
def _handle_errors() -> Generator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise click.exceptions.Exit(exit_codes.INTERRUPTED) from None
    except BrokenPipeError:
        # Discard the remaining output, including the flush at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(exit_codes.BROKEN_PIPE) from None
    except click.NoSuchCommand as error:
        raise _unknown("command", error.command_name, COMMANDS, error.ctx) from None
    except click.NoSuchOption as error:
        raise _unknown("option", error.option_name, _options(error.ctx), error.ctx) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        converted = exit_codes.to_cli_error(error)
        if converted is error:
            raise
        raise converted from None


def _unknown(
    what: str, name: str, names: Iterable[str], ctx: click.Context | None
) -> click.UsageError:
    """Create the usage error for an unknown command or option, with this library's suggestion in place of click's."""
    return click.UsageError(f"No such {what} {name!r}{did_you_mean(name, names)}", ctx)


def _options(ctx: click.Context | None) -> list[str]:
    """Return the options of the command of ``ctx``."""
    parameters = ctx.command.get_params(ctx) if ctx is not None else []
    return [
        name
        for each in parameters
        if isinstance(each, click.Option)
        for name in (*each.opts, *each.secondary_opts)
    ]


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:  typed-status wait servicediscovery get-operation --operation-id op-1",
)
@click.version_option(__version__, package_name="typed-status")
def main() -> None:
    """Call AWS operations, wait for their status and validate their responses.

    \b
    Exit codes: 0 success, 1 failed or canceled status, 2 usage error, 3 validation error,
    4 timeout, 5 AWS or connection error, 6 a status that awaits you or another party,
    7 a start that may have arrived, 74 I/O error, 130 interrupted.

    \b
    Shell completion: eval "$(_TYPED_STATUS_COMPLETE=bash_source typed-status)"
    (or zsh_source; for fish: _TYPED_STATUS_COMPLETE=fish_source typed-status | source).
    """
