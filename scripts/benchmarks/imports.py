"""What importing costs, against importing boto3 and making a service's client.

May import: the standard library and typed_status.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from typed_status import catalog

ROOT = Path(__file__).parents[2]
# In a process of its own, with bytecode compiled: seconds for boto3, for pydantic with a first model (it
# imports most of itself only then), and for typed_status after both.
START = """
import json, time
def timed(code):
    start = time.perf_counter()
    exec(code, {"__name__": "timed"})
    return time.perf_counter() - start
MODEL = "import pydantic\\nclass Model(pydantic.BaseModel):\\n    name: str | None = None"
print(json.dumps([timed(code) for code in ("import boto3", MODEL, "import typed_status")]))
"""
# Seconds for a client of the service, by a session that has made one before, and for its module.
SERVICE = """
import json, sys, time, importlib
import boto3, pydantic, typed_status
session = boto3.Session(region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
session.client("sts")
service, module = sys.argv[1:]
start = time.perf_counter()
session.client(service)
client = time.perf_counter() - start
start = time.perf_counter()
importlib.import_module(f"typed_status.services.{module}")
print(json.dumps([client, time.perf_counter() - start]))
"""


def run(script: str, *arguments: str, root: Path = ROOT) -> list[float]:
    """What a script prints, as numbers, with the package of a checkout."""
    command = [sys.executable, "-c", script, *arguments]
    variables = {**os.environ, "PYTHONPATH": str(root)}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # or every import would compile, too
    done = subprocess.run(  # noqa: S603 - this interpreter, scripts of this file
        command, cwd=root, env=variables, capture_output=True, text=True, check=True
    )
    found: list[float] = json.loads(done.stdout)
    return found


def measure(rounds: int) -> None:
    """The cost of importing."""
    run(START)  # compiles what is not compiled yet
    starts = [run(START) for _ in range(rounds)]
    for name, column in (("pydantic and a first model", 1), ("typed_status after both", 2)):
        ratio = statistics.median(each[column] / each[0] for each in starts)
        print(f"import {name}: {ratio:.2f} of import boto3")
    services = _services()
    ratios: list[tuple[float, str]] = []
    for service, module in services:
        run(SERVICE, service, module)
        times = [run(SERVICE, service, module) for _ in range(rounds)]
        ratios.append((statistics.median(each[1] / each[0] for each in times), service))
    ratios.sort()
    print(f"import of a service, against making its client, {len(ratios)} services:")
    print(f"  median {statistics.median(ratio for ratio, _ in ratios):.2f}")
    for ratio, service in ratios[-5:]:
        print(f"  {service} {ratio:.2f}")


def compare(rounds: int, against: Path) -> None:
    """The cost of importing this checkout, against that of another one, in alternating rounds."""
    _, _, start = _ratios(rounds, against, START)
    print(f"import typed_status after boto3 and pydantic: {start:.2f} of that in {against}")
    modules = against / "typed_status" / "services"
    services = [each for each in _services() if (modules / f"{each[1]}.py").is_file()]
    ratios = sorted((_ratios(rounds, against, SERVICE, *each)[1], each[0]) for each in services)
    print(f"import of a service, {len(ratios)} services that both have:")
    print(f"  median {statistics.median(ratio for ratio, _ in ratios):.2f}")
    for ratio, service in [*ratios[:3], *ratios[-5:]]:
        print(f"  {service} {ratio:.2f}")


def _ratios(rounds: int, against: Path, script: str, *arguments: str) -> list[float]:
    """For each number that the script prints, its median here in units of its median there."""
    here, there = [], []
    for number in range(rounds + 1):
        found = run(script, *arguments), run(script, *arguments, root=against)
        if number:  # the first compiles what is not compiled yet
            here.append(found[0])
            there.append(found[1])
    pairs = zip(zip(*here, strict=True), zip(*there, strict=True), strict=True)
    return [statistics.median(one) / statistics.median(other) for one, other in pairs]


def _services() -> list[tuple[str, str]]:
    return sorted({(entry.service, entry.module) for entry in catalog()})
