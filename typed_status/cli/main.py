"""The group of commands, each loaded when it is used: starting takes no more than the command needs.

May import: the standard library and click.
"""

from __future__ import annotations

import importlib
import typing as t

import click

__all__ = ["COMMANDS", "main"]

COMMANDS: t.Final = ("diff", "generate")
"""Each is a module of this package with a click command called ``command``."""


class Commands(click.Group):
    """A group whose commands are modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.{cmd_name}")
        return t.cast(click.Command, module.command)


@click.group(cls=Commands)
@click.version_option(package_name="typed-status")
def main() -> None:
    """Typed, validated answers from AWS to "how is it going?"."""
