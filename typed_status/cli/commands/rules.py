"""``typed-status rules``: list the rules that the types hold beyond the service model.

May import: the standard library, click, ``typed_status.lookup``, ``typed_status.suggestions``,
``typed_status.codegen.exceptions`` and ``typed_status.cli``.
"""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from typed_status.cli.escaping import echo
from typed_status.cli.exit_codes import USAGE, CliError
from typed_status.cli.params.operation_group import OUTPUT_OPTION
from typed_status.lookup import find_service
from typed_status.suggestions import did_you_mean

__all__ = ["command"]


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from typed_status.cli.inspect.rule_book import services

    return [CompletionItem(each) for each in services() if each.startswith(incomplete)]


@click.command(
    "rules",
    params=[OUTPUT_OPTION],
    epilog="\b\nExample:\n  typed-status rules connect --output table",
)
@click.argument("service", required=False, shell_complete=_complete)
@click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with rules of your own, named <service>.toml, to list beside the library's.",
)
def command(service: str | None, overlays: tuple[Path, ...], output: str | None) -> None:
    """List what AWS documents but does not model, and the types check.

    Each rule has a target (a member of a structure, by their names in the service model), what it expects, its severity, the
    reason and the source. In a response, a broken rule of severity warning is a RuleWarning; in what is sent, it is an
    error. typed_status.without_rules takes the ids.

    Exit codes: 0 success, 1 no rules, 2 usage error.
    """
    from typed_status.cli.display.console import console, is_json, table_of
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.rule_book import rules, services
    from typed_status.codegen.exceptions import OverlayError

    known = [*services(), *(path.stem for path in overlays)]
    name = service and (find_service(service, known) or service)
    try:
        found = list(rules(name, overlays))
    except OverlayError as error:
        raise CliError(str(error), USAGE) from error
    if is_json({"output": output}):
        echo(to_json(found))
    elif found:
        columns = ("rule", "target", "expects", "severity")
        rows = [(each["id"], each["target"], each["expects"], each["severity"]) for each in found]
        console().print(table_of(columns, rows))
    if not found:
        hint = did_you_mean(service or "", known)
        echo(f"No rules for {service or 'any service'}{hint}", err=True)
        raise click.exceptions.Exit(1)
