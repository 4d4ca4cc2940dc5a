"""``typed-status validate``: validate a saved response against its model.

May import: the standard library, click, ``typed_status`` and ``typed_status.cli``.
"""

from __future__ import annotations

import contextlib
import typing as t

import click

from typed_status.cli.commands.explain import complete_operation, complete_service
from typed_status.cli.escaping import echo
from typed_status.cli.exit_codes import INVALID
from typed_status.cli.inspect.shipped import operation_named, service_named
from typed_status.cli.params.operation_group import OUTPUT_OPTION

__all__ = ["command"]


@click.command(
    "validate",
    params=[OUTPUT_OPTION],
    epilog="\b\nExample:\n"
    "  aws connect get-traffic-distribution --id ... | typed-status validate connect GetTrafficDistribution -",
)
@click.argument("service", shell_complete=complete_service)
@click.argument("operation", shell_complete=complete_operation)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--form",
    type=click.Choice(["auto", "dict", "body"]),
    default="auto",
    show_default=True,
    help="Content of FILE: a boto3 dict or AWS CLI output as JSON, or the raw HTTP body.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Report unknown members and enum values and rule warnings as errors.",
)
def command(
    service: str,
    operation: str,
    file: t.BinaryIO,
    form: str,
    strict: bool,
    output: str | None,
) -> None:
    """Validate a saved response against its model.

    FILE, or - for stdin, is a boto3 dict as JSON (timestamps as ISO 8601), the output of the AWS CLI or of typed-status
    call, or the raw body of a response in JSON, XML or CBOR. Every error is reported with its path. Sensitive values are
    never printed.

    Exit codes: 0 valid, 2 usage error, 3 invalid.
    """
    from typed_status import strict as strictly
    from typed_status.cli.display.console import is_json
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.saved_response import validate_response

    entry = operation_named(service_named(service), operation)
    with strictly() if strict else contextlib.nullcontext():
        report = validate_response(
            entry, file.read(), t.cast(t.Literal["auto", "dict", "body"], form)
        )
    if is_json({"output": output}):
        problems = [
            {"path": each.path, "expected": each.expected, "found": each.found, "rule": each.rule}
            for each in report.problems
        ]
        found = {
            "service": entry.service,
            "operation": entry.operation,
            "form": report.form,
            "valid": not problems,
            "problems": problems,
            "warnings": report.warnings,
        }
        echo(to_json(found))
    else:
        count = len(report.problems)
        result = f"{count} error{'s' if count != 1 else ''}" if count else "valid"
        echo(f"{entry.service} {entry.operation}, read as {report.form}: {result}")
        for problem in report.problems:
            echo(f"  {problem}")
        for warning in report.warnings:
            echo(f"  warning: {warning}")
    if report.problems:
        raise click.exceptions.Exit(INVALID)
