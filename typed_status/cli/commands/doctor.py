"""``typed-status doctor``: what is installed, and how it fits together.

May import: the standard library, click, ``typed_status`` and ``typed_status.cli``.
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
import typing as t
from importlib.resources import files
from pathlib import Path

import click

from typed_status.cli.exit_codes import FAILED
from typed_status.cli.params.operation_group import OUTPUT

__all__ = ["command"]

_REQUIREMENT: t.Final = re.compile(
    r'([\w.-]+)(?:\[[^]]*\])?\s*(>=|==)\s*([\d.]+)(?:.*extra == ["\'](\w+))?'
)
Versions = dict[str, t.Any]


@click.command("doctor", params=[OUTPUT], epilog="\b\nExample:\n  typed-status doctor src")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def command(paths: tuple[Path, ...], output: str | None) -> None:
    """Check what is installed, and what a project uses of it.

    Tells the versions of all that typed-status stands on. With PATHS, files or folders of a project, the operations of
    typed_status.services that its Python files use are held against the installed botocore: operations, members, values
    of enums and errors that only one of the two knows. The exit code is 1 where something is too old or differs.
    """
    from typed_status.cli.display.console import is_json
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.model_drift import differences
    from typed_status.cli.inspect.source_scan import used_in

    versions, problems = _versions()
    usage = used_in(paths)
    differ: dict[str, dict[str, t.Any]] = {
        f"{entry.service} {entry.operation}": {
            "used": where,
            "differences": [str(each) for each in differences(entry)],
        }
        for entry, where in usage.operations.items()
    }
    problems += usage.problems
    found = {
        "versions": versions,
        "files": usage.files,
        "operations": differ,
        "problems": problems,
    }
    if is_json({"output": output}):
        click.echo(to_json(found))
    else:
        for name, version in versions.items():
            click.echo(f"{name:<22} {version}")
        if paths:
            click.echo(f"{usage.files} Python files use {len(differ)} shipped operations")
        for name, each in differ.items():
            lines = each["differences"]
            click.echo(
                f"{name} ({each['used']}): {'as botocore has it' if not lines else ''}".rstrip()
            )
            for line in lines:
                click.echo(f"  {line}")
        for problem in problems:
            click.echo(f"problem: {problem}")
    if problems or any(each["differences"] for each in differ.values()):
        raise click.exceptions.Exit(FAILED)


def _versions() -> tuple[Versions, list[str]]:
    """What is installed; and what of it is missing or older than what is asked for."""
    found: Versions = {"python": platform.python_version()}
    problems: list[str] = []
    for name in ("typed-status", "boto3", "botocore", "pydantic", "pydantic-core"):
        found[name] = _version(name) or "not installed"
    found["types made from"] = f"botocore {_made_from()}"
    for line in importlib.metadata.requires("typed-status") or ():
        match = _REQUIREMENT.match(line)
        if match is None:
            continue
        name, relation, wanted, extra = match.groups()
        if extra not in (None, "cli", "codegen", "cbor"):
            continue
        version = _version(name)
        if extra:
            found[f"{name} (extra {extra})"] = version or "not installed"
        if version is not None and not _will_do(version, relation, wanted):
            problems.append(f"{name} {version} is installed, and {relation}{wanted} is needed")
    return found, problems


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _will_do(version: str, relation: str, wanted: str) -> bool:
    has, needs = (tuple(map(int, re.findall(r"\d+", each)[:3])) for each in (version, wanted))
    return has >= needs if relation == ">=" else has[: len(needs)] == needs


def _made_from() -> str:
    """The version of botocore that the shipped types were made from, which stands at the top of each module."""
    header = (files("typed_status.services") / "connect.py").read_text("utf-8").split("\n", 1)[0]
    match = re.search(r"botocore ([\d.]+\d)", header)
    return match[1] if match else "unknown"
