"""``typed-status diff``: compare two botocore releases.

May import: the standard library, click, ``typed_status.cli.escaping``, ``typed_status.cli.exit_codes``, ``codegen.diff`` and
``codegen.exceptions``.
"""

from __future__ import annotations

import typing as t

import click

from typed_status.cli import exit_codes
from typed_status.cli.escaping import echo

__all__ = ["command"]

_HELP = """Compare two botocore releases.

Report the changes from OLD to NEW that affect typed code, classified as breaking, additive or documentation.

\b
  typed-status diff 1.40.0 shipped
  typed-status diff shipped newest --format markdown

OLD and NEW are each a botocore version (downloaded with pip), a botocore wheel, a folder of service models, 'installed',
'newest', or 'shipped', which is the release that typed_status.services is generated from.

Exit codes: 0 no breaking change, 1 breaking changes, 2 the releases cannot be compared.
"""


@click.command("diff", help=_HELP, short_help="Compare two botocore releases.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Format of the report.",
)
def command(old: str, new: str, form: t.Literal["text", "markdown", "json"]) -> None:
    """Print the report and exit with 1 for breaking changes."""
    from typed_status.codegen.diff import releases_diff, report
    from typed_status.codegen.exceptions import GenerationError

    try:
        found = releases_diff.diff(old, new)
    except GenerationError as error:
        raise exit_codes.CliError(str(error), exit_codes.USAGE) from error
    forms = {"text": report.as_text, "markdown": report.as_markdown, "json": report.as_json}
    echo(forms[form](found), nl=False)
    if found.breaks:
        raise click.exceptions.Exit(exit_codes.FAILED)
