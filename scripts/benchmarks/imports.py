"""Measure import times, relative to importing boto3 and creating a service's client.

The seconds are processor time, which a busy machine disturbs less.

May import: the standard library and typed_status.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from typed_status import catalog

ROOT = Path(__file__).parents[2]
# In a new process, with compiled bytecode: seconds to import boto3, pydantic with a first model (which triggers most
# of its imports), and then the runtime of typed_status.
START = """
import json, time
def timed(code):
    start = time.process_time()
    exec(code, {"__name__": "timed"})
    return time.process_time() - start
MODEL = "import pydantic\\nclass Model(pydantic.BaseModel):\\n    name: str | None = None"
print(json.dumps([timed(code) for code in ("import boto3", MODEL, "import typed_status.runtime")]))
"""
# Seconds to import modules of typed_status, one after the other, after everything that they import from elsewhere.
MODULE = """
import sys, time, importlib
import boto3, pydantic
class Model(pydantic.BaseModel):
    name: str | None = None
def timed(module):
    start = time.process_time()
    importlib.import_module(module)
    return time.process_time() - start
print([timed(module) for module in sys.argv[1:]])
"""
# Seconds to create a client of the service in a session that has created one before, and to import its module
# after the runtime.
SERVICE = """
import json, sys, time, importlib
import boto3, pydantic, typed_status.runtime
session = boto3.Session(region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
session.client("sts")
service, module = sys.argv[1:]
start = time.process_time()
session.client(service)
client = time.process_time() - start
start = time.process_time()
importlib.import_module(f"typed_status.services.{module}")
print(json.dumps([client, time.process_time() - start]))
"""


def run(script: str, *arguments: str, root: Path = ROOT) -> list[float]:
    """Run a script with the package of a checkout, and return the numbers that it prints."""
    command = [sys.executable, "-c", script, *arguments]
    variables = {**os.environ, "PYTHONPATH": str(root)}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # or every import would compile, too
    done = subprocess.run(  # noqa: S603 - this interpreter, scripts of this file
        command, cwd=root, env=variables, capture_output=True, text=True, check=True
    )
    found: list[float] = json.loads(done.stdout)
    return found


def measure(rounds: int) -> None:
    """Print the import times."""
    run(START)  # compiles the bytecode
    starts = [run(START) for _ in range(rounds)]
    for name, column in (("pydantic and a first model", 1), ("typed_status.runtime after both", 2)):
        ratio = statistics.median(each[column] / each[0] for each in starts)
        print(f"import {name}: {ratio:.2f} times import boto3")
    services = _services()
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


def compare(rounds: int, against: Path) -> None:
    """The cost of importing this checkout, against that of another one, in alternating rounds."""
    _compile(ROOT)
    _compile(against)
    for module in ("typed_status", "typed_status.runtime"):  # the first imports nothing by itself
        print(f"import {module}: {_ratio(rounds, against, module):.2f} of that in {against}")
    folder = against / "typed_status" / "services"
    modules = [module for _, module in _services() if (folder / f"{module}.py").is_file()]
    ratios = sorted(
        (_ratio(rounds, against, "typed_status.runtime", f"typed_status.services.{each}"), each)
        for each in modules
    )
    print(f"import of a service after the runtime, {len(ratios)} services that both have:")
    print(f"  median {statistics.median(ratio for ratio, _ in ratios):.2f}")
    for ratio, module in [*ratios[:5], *ratios[-5:]]:
        print(f"  {module} {ratio:.2f}")


def _ratio(rounds: int, against: Path, *modules: str) -> float:
    """The median of the seconds that the import of the last module takes, in units of that in the other checkout."""
    here: list[float] = []
    there: list[float] = []
    for _ in range(rounds):
        here.append(run(MODULE, *modules)[-1])
        there.append(run(MODULE, *modules, root=against)[-1])
    return statistics.median(here) / statistics.median(there)


def _compile(root: Path) -> None:
    # By force, so that all of it has been written just now and is in the system's memory.
    if not compileall.compile_dir(root / "typed_status", quiet=1, force=True):
        raise RuntimeError(f"not all modules in {root} can be compiled")


def _services() -> list[tuple[str, str]]:
    return sorted({(entry.service, entry.module) for entry in catalog()})
