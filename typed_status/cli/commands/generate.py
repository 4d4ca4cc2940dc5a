"""``typed-status generate``: generate typed modules for any AWS operation into a user's package.

May import: the standard library, click, ``codegen`` and ``typed_status.cli.escaping``.
"""

from __future__ import annotations

import sys
import typing as t
from pathlib import Path

import click

from typed_status.cli.escaping import echo, printable

__all__ = ["command"]

_CODEGEN_MODULES = frozenset({"jinja2", "ruff", "tomlkit"})

_HELP = """Generate typed modules for AWS operations into your own package.

\b
  typed-status generate ecs DescribeServices ListTasks --out src/myapp/aws
  typed-status generate kms --out src/myapp/aws     add all operations of a service
  typed-status generate                             regenerate from typed-status.toml
  typed-status generate --check                     in CI: exit 1 and print a diff

Write one module per SERVICE with only the shapes that its OPERATIONs use, and record the selection in
typed-status.toml. Operations are named as in AWS (DescribeServices), boto3 (describe_services) or the AWS CLI
(describe-services). Without --out, use the folder with a typed-status.toml at or below the current directory.

Exit codes: 0 success, 1 --check found differences, 2 error (no file was written).
"""


class GenerateError(click.ClickException):
    """An error message without a traceback, with exit code 2."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


@click.command(
    "generate",
    help=_HELP,
    short_help="Generate typed modules for AWS operations into your own package.",
)
@click.argument("service", required=False)
@click.argument("operations", metavar="[OPERATION]...", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Output folder: your package or a subpackage of it.",
)
@click.option("--all", "everything", is_flag=True, help="Generate all operations of all services.")
@click.option(
    "--reuse/--vendor",
    default=None,
    help="Import shipped types from typed_status.services (default), or generate all types.",
)
@click.option(
    "--overlay",
    "overlays",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File <service>.toml with your own validation rules. Can be repeated.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; print a diff and exit 1 if files are out of date."
)
@click.option(
    "--force", is_flag=True, help="Overwrite files that were edited or that were not generated."
)
def command(
    service: str | None,
    operations: tuple[str, ...],
    out: Path | None,
    everything: bool,
    reuse: bool | None,
    overlays: tuple[Path, ...],
    check: bool,
    force: bool,
) -> None:
    """Generate the selected operations, or those recorded in typed-status.toml."""
    try:
        from typed_status.codegen.exceptions import GenerationError, ObstacleError
        from typed_status.codegen.project import config, generate
    except ModuleNotFoundError as error:
        if error.name not in _CODEGEN_MODULES:
            raise
        raise GenerateError(
            f"{error.name} is missing: pip install 'typed-status[cli,codegen]'"
        ) from error
    if everything and service is not None:
        raise click.UsageError("--all and SERVICE cannot be combined.")
    types: t.Literal["reuse", "vendor"] | None = None
    if reuse is not None:
        types = "reuse" if reuse else "vendor"
    picks = everything or service is not None
    changes = picks or bool(overlays) or types is not None
    try:
        drafts: list[generate.Draft] = []
        for folder in config.folders(out, new=picks, one=changes):
            text = config.read_bytes(folder)
            wanted = generate.extended(
                config.read(folder, text),
                folder,
                service=service,
                operations=operations,
                everything=everything,
                overlays=overlays,
                types=types,
            )
            drafts.append(generate.draft(folder, text, wanted, _progress(wanted.all)))
        for note in (note for draft in drafts for note in draft.notes):
            echo(f"note: {note}", err=True)
        if check:
            found = "".join(map(generate.difference, drafts))
            echo(found or "what is generated is up to date", nl=not found)
            raise click.exceptions.Exit(1 if found else 0)
        changed = generate.write(drafts, force=force)
    except ObstacleError as error:
        hint = "Nothing was written. --force overwrites such files."
        raise GenerateError("\n".join([*error.obstacles, hint])) from error
    except (GenerationError, OSError) as error:
        raise GenerateError(str(error)) from error
    echo("\n".join(changed) or "nothing changed")


def _progress(is_long: bool) -> t.Callable[[str], object] | None:
    """Return a progress callback that shows each service name, for long runs on a terminal."""
    if is_long and sys.stderr.isatty():
        return lambda service: click.echo(f"\r\x1b[K{printable(service)}", err=True, nl=False)
    return None
