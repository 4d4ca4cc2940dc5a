"""``typed-status diff``: what changed between two releases of botocore for users of the typed code.

May import: the standard library, click, ``typed_status.cli.exit_codes``, ``codegen.diff.releases_diff``, ``codegen.exceptions`` and
``codegen.diff.report``.
"""

from __future__ import annotations

import typing as t

import click

from typed_status.cli import exit_codes

__all__ = ["command"]

_HELP = """Say what changed between two releases of botocore, from OLD to NEW, for users of the typed code.

\b
  typed-status diff 1.40.0 shipped
  typed-status diff shipped newest --format markdown

Each is a version of botocore (fetched with pip), a wheel of botocore, a folder of service models, 'installed', 'newest',
or 'shipped': the release that this package is generated from.

Exit codes: 0 nothing breaks, 1 something breaks typed code, 2 the releases cannot be compared.
"""


@click.command("diff", help=_HELP, short_help="Say what changed between two releases of botocore.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to print the report.",
)
def command(old: str, new: str, form: t.Literal["text", "markdown", "json"]) -> None:
    """Print the report; the exit code says whether anything breaks."""
    from typed_status.codegen.diff import releases_diff, report
    from typed_status.codegen.exceptions import GenerationError

    try:
        found = releases_diff.diff(old, new)
    except GenerationError as error:
        raise exit_codes.End(str(error), exit_codes.USAGE) from error
    forms = {"text": report.as_text, "markdown": report.as_markdown, "json": report.as_json}
    click.echo(forms[form](found), nl=False)
    if found.breaks:
        raise click.exceptions.Exit(exit_codes.FAILED)
