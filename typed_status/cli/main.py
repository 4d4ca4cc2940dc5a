"""The group of commands, each loaded when it is used: starting takes no more than the command needs.

May import: the standard library, click, ``typed_status`` and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import typing as t
from collections.abc import Generator

import click
from click.shell_completion import CompletionItem

from typed_status import __version__
from typed_status.cli import exit_codes

__all__ = ["COMMANDS", "main"]

COMMANDS: t.Final = {
    "call": "Call an operation, and print its typed response.",
    "diff": "Say what changed between two releases of botocore.",
    "doctor": "Check what is installed, and what a project uses of it.",
    "explain": "Say what an operation, or a member of it, is.",
    "generate": "Write typed modules for operations of AWS into a folder of your own.",
    "list": "Search the operations that are shipped.",
    "validate": "Check a saved response against its model.",
    "wait": "Wait until a status is settled.",
    "watch": "Print each change of a status until it is settled.",
}
"""Each is a module of this package with a click command called ``command``, and what help says of it."""


class Commands(click.Group):
    """A group whose commands are modules, and where errors end."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.commands.{cmd_name}")
        return t.cast(click.Command, module.command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, which would not know the commands that are not loaded when one is misspelt."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands in help; none is loaded for it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names of commands that begin so; none is loaded for it."""
        found = [CompletionItem(name, help=said) for name, said in COMMANDS.items()]
        return [
            *(each for each in found if each.value.startswith(incomplete)),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]

    def make_context(self, *arguments: t.Any, **options: t.Any) -> click.Context:
        """As click's; what it prints for ``--help`` may find nobody who reads it."""
        with _ends():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> t.Any:
        """Run a command; what goes wrong is told in a line or a few, and by the exit code."""
        with _ends():
            return super().invoke(ctx)


@contextlib.contextmanager
def _ends() -> Generator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise click.exceptions.Exit(exit_codes.INTERRUPTED) from None
    except BrokenPipeError:
        # What is still to be written goes nowhere, the interpreter's own flush at the end too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(exit_codes.CLOSED) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        end = exit_codes.told(error)
        if end is error:
            raise
        raise end from None


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:  typed-status wait servicediscovery get-operation --operation-id op-1",
)
@click.version_option(__version__, package_name="typed-status")
def main() -> None:
    """Typed, validated answers from AWS to "how is it going?".

    \b
    Exit codes: 0 succeeded, 1 failed or canceled, 2 usage, 3 validation, 4 timeout,
    5 AWS answered with an error or could not be asked, 74 a file cannot be written, 130 interrupted.

    \b
    Completion in the shell: eval "$(_TYPED_STATUS_COMPLETE=bash_source typed-status)"
    (or zsh_source; for fish: _TYPED_STATUS_COMPLETE=fish_source typed-status | source).
    """
