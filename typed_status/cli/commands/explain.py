"""``typed-status explain``: describe an operation or one of its members.

May import: the standard library, click, ``typed_status``, ``typed_status.lookup`` and ``typed_status.cli``.
"""

from __future__ import annotations

import shutil
import textwrap
import typing as t
from collections.abc import Iterator, Mapping, Sequence

import click
from click.shell_completion import CompletionItem

from typed_status.cli.escaping import echo
from typed_status.cli.inspect.shipped import (
    NotShippedError,
    operation_named,
    service_named,
    services,
)
from typed_status.cli.params.operation_group import OUTPUT_OPTION
from typed_status.lookup import find_service, kebab

__all__ = ["command"]

Facts = Mapping[str, t.Any]


def complete_service(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the names of shipped services."""
    return [CompletionItem(each) for each in services() if each.startswith(incomplete)]


def complete_operation(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the operations of the given service, by AWS's and the AWS CLI's names."""
    service = find_service(ctx.params.get("service") or "", services())
    entries = services()[service] if service else ()
    names = [name for each in entries for name in (kebab(each.function), each.operation)]
    return [CompletionItem(each) for each in names if each.startswith(incomplete)]


@click.command(
    "explain",
    params=[OUTPUT_OPTION],
    epilog="\b\nExample:\n"
    "  typed-status explain connect GetTrafficDistribution.telephony_config.distributions.percentage",
)
@click.argument("service", shell_complete=complete_service)
@click.argument("target", metavar="OPERATION[.PATH]", shell_complete=complete_operation)
def command(service: str, target: str, output: str | None) -> None:
    """Describe an operation or one of its members.

    For an operation, print its request, response, status values by phase, and errors; of one that starts something, which
    operation reports on it, which statuses are its end, and how that is known, also if it is not shipped. For a member, print its type, wire
    name, unit, limits, validation rules with their reasons, and enum values. PATH is a path of Python field names or wire names;
    prefix it with "request." for a member of the request. Documentation is read from the installed botocore.
    """
    from typed_status.cli.display.console import is_json
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.describe import describe_member, describe_operation

    name, _, path = target.partition(".")
    try:
        entry = operation_named(service_named(service), name)
    except NotShippedError as error:
        facts = None if path else _found(error)
        if facts is None:
            raise
    else:
        facts = describe_member(entry, path) if path else describe_operation(entry)
    if is_json({"output": output}):
        echo(to_json(facts))
        return
    is_shipped = "function" in facts or path
    for line in (
        _unshipped(facts) if not is_shipped else _member(facts) if path else _operation(facts)
    ):
        echo(line)


def _operation(facts: Facts) -> Iterator[str]:
    yield f"{facts['service']} {facts['operation']}"
    yield f"  function   {facts['function']}"
    if facts["status"]:
        yield f"  status     {facts['status']}"
    if "start" in facts:
        yield from _start(facts["start"])
    further = facts.get("further", [])
    for other in further:
        yield f"  further    {other} (must succeed, too)"
    for other in facts["other_statuses"]:
        if other not in further:
            yield f"  also       {other}"
    for reason in facts.get("reason", ()):
        yield f"  reason     {reason}"
    for group in facts.get("progress", ()):
        members = ", ".join(f"{each['path']} ({each['role']})" for each in group)
        yield f"  progress   {members}"
    yield from diagram(facts)
    for side in ("request", "response"):
        yield ""
        yield f"{side.capitalize()}"
        yield from _table(facts[side])
    yield ""
    yield f"Errors: {', '.join(facts['errors']) or 'none modeled'}"
    yield from _documentation(facts)


def _found(error: NotShippedError) -> Facts | None:
    """Describe what an operation starts that is not shipped; ``None`` if nothing is known."""
    from typed_status.cli.inspect.starts import find_start

    start = find_start(error.service, error.operation)
    return start and {"service": error.service, "operation": error.operation, "start": start}


def _unshipped(facts: Facts) -> Iterator[str]:
    service, operation = facts["service"], facts["operation"]
    yield f"{service} {operation}"
    yield from _start(facts["start"])
    yield ""
    yield f"It is not shipped: typed-status generate {service} {operation} --out DIR makes types for it"


def _start(start: Facts) -> Iterator[str]:
    """Describe what an operation starts."""
    of = "the operation" if start["tracks"] == "operation" else "the resource"
    watched = f": {start['watch']}" if start["watch"] else ""
    yield f"  follows    {start['follows']}, the status of {of}{watched}"
    for name, path in start["bindings"].items():
        yield f"  binds      {name} to {path}"
    wanted = [*start["wanted"], *(["(gone)"] if start["gone"] else [])]
    yield from _labeled("wanted", wanted or ["not known: pass until"])
    for label in ("initial", "pending", "contrary"):
        if start[label]:
            yield from _labeled(label, start[label])
    if start["token"]:
        yield f"  token      {start['token']}, with which AWS takes it for the same start"
    yield f"  known from {start['known_from']}"


def _labeled(label: str, values: Sequence[str]) -> Iterator[str]:
    yield from _wrapped(f"{label:<10} {', '.join(values)}", "  ", 11)


def _member(facts: Facts) -> Iterator[str]:
    yield f"{facts['service']} {facts['operation']}: {facts['side']} member {facts['path']}"
    yield f"  type       {facts['type']}{', sensitive' if facts['sensitive'] else ''}"
    yield f"  wire name  {facts['wire']} ({facts['wire_path']})"
    yield f"  required   {'yes' if facts['required'] else 'no'}"
    if facts["unit"]:
        yield f"  unit       {facts['unit']}"
    for limit in facts["limits"]:
        yield f"  limit      {limit} (requests only)"
    for rule in facts["rules"]:
        yield f"  rule       {rule['id']}, {rule['severity']}: {rule['expects']}"
        yield from _wrapped(f"reason: {rule['why']}", "             ")
        yield from _wrapped(f"source: {rule['source']}", "             ")
    yield from diagram(facts)
    if "values" in facts:
        yield ""
        yield f"Values of {facts['enum']} (AWS may add others)"
        yield from _wrapped(", ".join(facts["values"]), "  ")
    if facts.get("members"):
        yield ""
        yield "Members"
        yield from _table(facts["members"])
    yield from _documentation(facts)


def diagram(facts: Facts) -> Iterator[str]:
    """Draw the values of a status enum by phase, from IN_PROGRESS to the terminal phases."""
    if "phases" not in facts:
        return
    phases: dict[str, list[str]] = facts["phases"]
    yield ""
    yield f"Status values of {facts['enum']} by phase (AWS may add others, which are UNKNOWN)"
    first = "IN_PROGRESS"
    yield from _wrapped(f"{first:<12} {', '.join(phases.get(first, ['-']))}", "  ", 13)
    terminal = [each for each in ("SUCCEEDED", "FAILED", "CANCELED") if each in phases]
    for each in terminal:
        branch = "└─▶" if each == terminal[-1] else "├─▶"
        bar = " " if each == terminal[-1] else "│"
        yield from _wrapped(f"{branch} {each:<10} {', '.join(phases[each])}", "    ", 15, bar)
    if "UNKNOWN" in phases:
        yield from _wrapped(f"{'UNKNOWN':<12} {', '.join(phases['UNKNOWN'])}", "  ", 13)
    yield from _awaited(facts)


def _awaited(facts: Facts) -> Iterator[str]:
    """List the values that await you or another party."""
    for party, values in facts.get("awaits", {}).items():
        whom = {"YOU": "you", "ANOTHER_PARTY": "another party"}[party]
        for blocked, effect in ((True, "wait stops"), (False, "wait polls on")):
            shown = [each for each in values if (each in facts["blocked"]) is blocked]
            if shown:
                yield from _wrapped(f"Awaits {whom} ({effect}): {', '.join(shown)}", "  ", 2)


def _table(members: Sequence[Facts]) -> Iterator[str]:
    if not members:
        yield "  (no members)"
        return
    name = max(len(each["name"]) for each in members)
    wire = max(len(each["wire"]) for each in members)
    for each in members:
        required = ", required" if each["required"] else ""
        yield f"  {each['name']:<{name}}  {each['wire']:<{wire}}  {each['type']}{required}"


def _documentation(facts: Facts) -> Iterator[str]:
    yield ""
    if not facts["documentation"]:
        yield "No documentation in the installed botocore."
        return
    yield "Documentation (from the installed botocore)"
    for line in facts["documentation"].split("\n"):
        yield from _wrapped(line, "  ", 2 if line.startswith("- ") else 0)


def _wrapped(text: str, indent: str, hanging: int = 0, bar: str = " ") -> Iterator[str]:
    width = max(40, min(shutil.get_terminal_size().columns, 100))
    after = f"{indent}{bar}{' ' * (hanging - 1)}" if hanging else indent
    yield from textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent.rstrip()]
