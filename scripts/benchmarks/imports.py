"""Measure import times, relative to importing boto3 and creating a service's client.

May import: the standard library and typed_status.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from typed_status import catalog

# In a new process, with compiled bytecode: seconds to import boto3, pydantic with a first model (which triggers most
# of its imports), and then typed_status.
START = """
import json, time
def timed(code):
    start = time.perf_counter()
    exec(code, {"__name__": "timed"})
    return time.perf_counter() - start
MODEL = "import pydantic\\nclass Model(pydantic.BaseModel):\\n    name: str | None = None"
print(json.dumps([timed(code) for code in ("import boto3", MODEL, "import typed_status")]))
"""
# Seconds to create a client of the service in a session that has created one before, and to import its module.
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


def run(script: str, *arguments: str) -> list[float]:
    """Run a script and return the numbers that it prints."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this interpreter, scripts of this file
    found: list[float] = json.loads(done.stdout)
    return found


def measure(rounds: int) -> None:
    """Print the import times."""
    run(START)  # compiles the bytecode
    starts = [run(START) for _ in range(rounds)]
    for name, column in (("pydantic and a first model", 1), ("typed_status after both", 2)):
        ratio = statistics.median(each[column] / each[0] for each in starts)
        print(f"import {name}: {ratio:.2f} times import boto3")
    services = sorted({(entry.service, entry.module) for entry in catalog()})
    ratios: list[tuple[float, str]] = []
    for service, module in services:
        run(SERVICE, service, module)
        times = [run(SERVICE, service, module) for _ in range(rounds)]
        ratios.append((statistics.median(each[1] / each[0] for each in times), service))
    ratios.sort()
    print(f"import of a service module, relative to creating its client, {len(ratios)} services:")
    print(f"  median {statistics.median(ratio for ratio, _ in ratios):.2f}")
    for ratio, service in ratios[-5:]:
        print(f"  {service} {ratio:.2f}")
