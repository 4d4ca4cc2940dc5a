"""``typed-status diff``: what changed between two releases of botocore for users of the typed code.

May import: the standard library, click, ``codegen.compared``, ``codegen.errors``, ``codegen.releases`` and
``codegen.report``.
"""

from __future__ import annotations

import typing as t

import click

__all__ = ["command"]


class _Failure(click.ClickException):
    exit_code = 2


@click.command("diff")
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
    """Say what changed from OLD to NEW for users of the typed code.

    Each is a version of botocore (fetched with pip), a wheel of botocore, a folder of service models,
    'installed', 'newest', or 'shipped': the release that this package is generated from.

    Exits with 1 if anything breaks typed code, with 2 if the releases cannot be compared.
    """
    try:
        from typed_status.codegen import compared, report
        from typed_status.codegen.errors import GenerationError
    except ModuleNotFoundError as error:
        raise _Failure(f"{error.name} is missing: install typed-status[cli,codegen]") from error
    try:
        found = compared.diff(old, new)
    except GenerationError as error:
        raise _Failure(str(error)) from error
    forms = {"text": report.as_text, "markdown": report.as_markdown, "json": report.as_json}
    click.echo(forms[form](found), nl=False)
    if found.breaks:
        raise click.exceptions.Exit(1)
