#!/usr/bin/env python
"""Generate every operation of every service of the installed botocore, import all of it, and round-trip an
example of each response. Prints the errors; exits with 1 if there is any."""

from __future__ import annotations

import importlib.util
import multiprocessing
import sys
import tempfile
import time
import types
import warnings
from pathlib import Path

from botocore.model import ServiceModel

from typed_status import SchemaDriftWarning
from typed_status.codegen.emit.format import format_modules
from typed_status.codegen.emit.render import render
from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.lower import lower
from typed_status.testing.examples import example_of


def check(service: str) -> tuple[int, list[str]]:
    """Return the number of operations of a service, and the errors."""
    warnings.simplefilter("error", SchemaDriftWarning)
    loaded = botocore_source.load(service)
    operations = sorted(loaded.model["operations"])
    try:
        text = format_modules({"service.py": render(lower(loaded, operations))})["service.py"]
        module = imported(f"all_of_aws_{service.replace('-', '_')}", text)
    except Exception as error:  # any error is reported
        return len(operations), [f"{service}: {type(error).__name__}: {error}"]
    model = ServiceModel(loaded.model, service)
    failed: list[str] = []
    for name in operations:
        try:
            parsed = example_of(model.operation_model(name))
            response = getattr(module, f"{name}Response").model_validate(parsed)
            if response.to_boto3() != parsed:
                failed.append(f"{service} {name}: the example comes back as another dict")
        except Exception as error:  # any error is reported
            failed.append(f"{service} {name}: {type(error).__name__}: {error}")
    return len(operations), failed


def imported(name: str, text: str) -> types.ModuleType:
    """Import a module from its text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.py"
        path.write_text(text, "utf-8")
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(name)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return module


def main() -> int:
    """Check every service, or those named on the command line; return the exit code."""
    services = sys.argv[1:] or botocore_source.services()
    start = time.perf_counter()
    # Fresh processes now and then: the classes of all of AWS do not fit into one.
    with multiprocessing.get_context("spawn").Pool(maxtasksperchild=20) as pool:
        results = list(pool.imap(check, services))
    failed = [line for _, lines in results for line in lines]
    print("\n".join(failed))
    count = sum(count for count, _ in results)
    print(f"{count} operations of {len(services)} services, {len(failed)} could not be done")
    print(f"{time.perf_counter() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
