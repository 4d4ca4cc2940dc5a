"""``typed-status generate``: any operation, typed, in the user's own package.

May import: the standard library, click and ``codegen``.
"""

from __future__ import annotations

import sys
import typing as t
from pathlib import Path

import click

__all__ = ["command"]

_EXTRA = frozenset({"jinja2", "ruff", "tomlkit"})

_HELP = """Write typed modules for operations of AWS into a folder of your own.

\b
  typed-status generate ecs DescribeServices ListTasks --out src/myapp/aws
  typed-status generate kms --out src/myapp/aws     all of a service, added
  typed-status generate                             all again, from typed-status.toml
  typed-status generate --check                     for CI: exit 1 with a diff

The folder gets a module for each SERVICE, with exactly the shapes that its OPERATIONs need, and typed-status.toml,
which says what was picked. Names are AWS's (DescribeServices) or boto3's and the AWS CLI's (describe_services,
describe-services). Without --out, the folder is the one at or below the current one that has a typed-status.toml.

Exit codes: 0 done, 1 --check found a difference, 2 something is wrong, and nothing was written.
"""


class Refusal(click.ClickException):
    """What is wrong, in one line and without a traceback."""

    exit_code = 2


@click.command("generate", help=_HELP, short_help="Write typed modules into your own package.")
@click.argument("service", required=False)
@click.argument("operations", metavar="[OPERATION]...", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into, a package of yours or a part of one.",
)
@click.option("--all", "everything", is_flag=True, help="All operations of all services.")
@click.option(
    "--reuse/--vendor",
    default=None,
    help="Import what typed_status.services has already (the default), or write all of it out.",
)
@click.option(
    "--overlay",
    "overlays",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rules of your own, called <service>.toml; can be given more than once.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; print a diff and exit 1 if there is one."
)
@click.option("--force", is_flag=True, help="Overwrite files that were edited or not generated.")
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
    """Write what was picked, or what is recorded."""
    try:
        from typed_status.codegen.exceptions import GenerationError, ObstacleError
        from typed_status.codegen.project import config, generate
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise Refusal(
            f"{error.name} is missing: pip install 'typed-status[cli,codegen]'"
        ) from error
    if everything and service is not None:
        raise click.UsageError("give either --all or a SERVICE")
    types: t.Literal["reuse", "vendor"] | None = None
    if reuse is not None:
        types = "reuse" if reuse else "vendor"
    picks = everything or service is not None
    changes = picks or bool(overlays) or types is not None
    try:
        drafts: list[generate.Draft] = []
        for folder in config.folders(out, new=picks, one=changes):
            said = config.content(folder)
            wanted = generate.extended(
                config.read(folder, said),
                folder,
                service=service,
                operations=operations,
                everything=everything,
                overlays=overlays,
                types=types,
            )
            drafts.append(generate.draft(folder, said, wanted, _progress(wanted.all)))
        for note in (note for draft in drafts for note in draft.notes):
            click.echo(f"note: {note}", err=True)
        if check:
            found = "".join(map(generate.difference, drafts))
            click.echo(found or "what is generated is up to date", nl=not found)
            raise click.exceptions.Exit(1 if found else 0)
        changed = generate.write(drafts, force=force)
    except ObstacleError as error:
        hint = "Nothing was written. --force overwrites such files."
        raise Refusal("\n".join([*error.obstacles, hint])) from error
    except (GenerationError, OSError) as error:
        raise Refusal(str(error)) from error
    click.echo("\n".join(changed) or "nothing changed")


def _progress(is_long: bool) -> t.Callable[[str], object] | None:
    """What to do with the name of each service: show it, where there are many and somebody looks."""
    if is_long and sys.stderr.isatty():
        return lambda service: click.echo(f"\r\x1b[K{service}", err=True, nl=False)
    return None
