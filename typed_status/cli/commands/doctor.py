"""``typed-status doctor``: check installed versions and the operations that a project uses.

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

from typed_status.cli.escaping import echo
from typed_status.cli.exit_codes import FAILED
from typed_status.cli.params.operation_group import OUTPUT_OPTION

__all__ = ["command"]

_REQUIREMENT: t.Final = re.compile(
    r'([\w.-]+)(?:\[[^]]*\])?\s*(>=|==)\s*([\d.]+)(?:.*extra == ["\'](\w+))?'
)
Versions = dict[str, t.Any]


@click.command("doctor", params=[OUTPUT_OPTION], epilog="\b\nExample:\n  typed-status doctor src")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def command(paths: tuple[Path, ...], output: str | None) -> None:
    """Check installed versions and the operations that a project uses.

    Print the versions of typed-status and its dependencies. With PATHS, which are files or folders of a project, find the
    operations of typed_status.services that its Python files use and compare them with the installed botocore: operations,
    members, enum values and errors that only one of the two has.

    Exit codes: 0 no problems, 1 a dependency is too old or an operation differs, 2 usage error.
    """
    from typed_status.cli.display.console import is_json
    from typed_status.cli.escaping import to_json
    from typed_status.cli.inspect.model_drift import differences
    from typed_status.cli.inspect.source_scan import find_usage

    versions, problems = _versions()
    usage = find_usage(paths)
    compared: dict[str, dict[str, t.Any]] = {
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
        "operations": compared,
        "problems": problems,
    }
    if is_json({"output": output}):
        echo(to_json(found))
    else:
        for name, version in versions.items():
            echo(f"{name:<22} {version}")
        if paths:
            echo(f"{usage.files} Python files use {len(compared)} shipped operations")
        for name, each in compared.items():
            lines = each["differences"]
            echo(f"{name} ({each['used']}): {'matches botocore' if not lines else ''}".rstrip())
            for line in lines:
                echo(f"  {line}")
        for problem in problems:
            echo(f"problem: {problem}")
    if problems or any(each["differences"] for each in compared.values()):
        raise click.exceptions.Exit(FAILED)


def _versions() -> tuple[Versions, list[str]]:
    """Return the installed versions, and a problem for each that does not satisfy its requirement."""
    found: Versions = {"python": platform.python_version()}
    problems: list[str] = []
    for name in ("typed-status", "boto3", "botocore", "pydantic", "pydantic-core"):
        found[name] = _version(name) or "not installed"
    found["types generated from"] = f"botocore {_generated_from()}"
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
        if version is not None and not _satisfies(version, relation, wanted):
            problems.append(
                f"{name} {version} is installed, typed-status requires {relation}{wanted}"
            )
    return found, problems


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _satisfies(version: str, relation: str, wanted: str) -> bool:
    has, needs = (tuple(map(int, re.findall(r"\d+", each)[:3])) for each in (version, wanted))
    return has >= needs if relation == ">=" else has[: len(needs)] == needs


def _generated_from() -> str:
    """Return the botocore version that the shipped modules are generated from, which is on record beside them."""
    return (files("typed_status.services") / "botocore.txt").read_text("utf-8").strip()
