"""Measure the startup time of the command line, relative to the AWS CLI.

The AWS CLI (version 1) is installed into ``.venv-awscli`` from the package index, which must be reachable. Commands are
started in turn, with compiled bytecode.

May import: the standard library.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".venv-awscli"
AWSCLI = "1.46.3"
DOCS = ROOT / "docs" / "cli.md"
MARKED = re.compile(r"(<!-- benchmark: startup -->\n).*?(<!-- end -->)", re.DOTALL)
COMMAND = str(Path(sysconfig.get_path("scripts")) / "typed-status")
Way = tuple[list[str], Mapping[str, str]]


def ways() -> dict[str, Way]:
    """Return the commands to start, by their names in the table."""

    def completing(words: str) -> Way:
        variables = {"_TYPED_STATUS_COMPLETE": "bash_complete", "COMP_WORDS": words}
        return [COMMAND], variables | {"COMP_CWORD": str(words.count(" "))}

    return {
        "`aws --version`": ([str(_aws()), "--version"], {}),
        "`typed-status --version`": ([COMMAND, "--version"], {}),
        "`typed-status --help`": ([COMMAND, "--help"], {}),
        "`typed-status list connect`": ([COMMAND, "list", "connect"], {}),
        "completing a service": completing("typed-status call serv"),
        "completing an operation": completing("typed-status call servicediscovery get"),
        "`python -c pass`": ([sys.executable, "-c", "pass"], {}),
    }


def measure(rounds: int) -> None:
    """Start each command, print the medians and write their ratios into docs/cli.md."""
    found = ways()
    for way in found.values():
        _seconds(way)  # compiles the bytecode
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, way in found.items():
            times[name].append(_seconds(way))
    medians = {name: statistics.median(each) for name, each in times.items()}
    base = medians["`aws --version`"]
    lines = ["| command | relative to `aws --version` |", "|---|--:|"]
    for name, seconds in medians.items():
        print(f"{name:<28} {seconds * 1000:6.0f} ms  {seconds / base:.2f}")
        lines.append(f"| {name} | {seconds / base:.2f} |")
    caption = f"Medians of {rounds} rounds, aws-cli {AWSCLI}, Python {sys.version.split()[0]}:"
    table = "\n".join([caption, "", *lines])
    text = DOCS.read_text("utf-8")
    DOCS.write_text(MARKED.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text), "utf-8")


def _seconds(way: Way) -> float:
    command, variables = way
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=kept | dict(variables))  # noqa: S603 - the commands above
    return time.perf_counter() - start


def _aws() -> Path:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, f"awscli=={AWSCLI}"], check=True, stdout=sys.stderr)  # noqa: S603 - pip with a pinned name
    return ENVIRONMENT / "bin" / "aws"
