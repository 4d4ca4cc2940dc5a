"""The whole catalog: what is committed is what is generated, and the index agrees with it."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import typed_status.runtime as rt
from typed_status import CatalogEntry, catalog
from typed_status.codegen import build

SCRIPT = Path(__file__).parents[2] / "scripts" / "regenerate.py"
MODULES = sorted({entry.module for entry in catalog()})


def test_the_script_checks_and_changes_nothing():
    files = [path for path in build.SERVICES.iterdir() if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    done = subprocess.run(
        [sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert before == {path: path.stat().st_mtime_ns for path in files}


def test_the_counts_stand_in_the_readme():
    readme = (SCRIPT.parents[1] / "README.md").read_text("utf-8")
    kinds = [entry.kind for entry in catalog()]
    starts = kinds.count("start")
    assert f"\n{starts:,} more operations start something" in readme
    assert f"{len(kinds) - starts:,} operations of {len(MODULES)} services" in readme
    single, lists = kinds.count("single"), kinds.count("list")
    assert f"{single:,} describe a single resource, {lists:,} are list operations" in readme
    assert f"\n{kinds.count('companion')} have no status:" in readme


def test_the_index_is_in_order_and_names_each_operation_once():
    names = [(entry.service, entry.operation) for entry in catalog()]
    assert names == sorted(set(names))


def status_at(model: type[rt.ResponseModel], path: tuple[str, ...]) -> str:
    """The name of the type at the end of a path of field names."""
    name, *rest = path
    if "|" in name:
        (kind,) = {status_at(model, (branch, *rest)) for branch in name.split("|")}
        return kind
    annotation = model.model_fields[name.removesuffix("[]")].annotation
    assert name.endswith("[]") == ("list[" in str(annotation) or "dict[" in str(annotation))
    inner = innermost(annotation)
    return status_at(inner, tuple(rest)) if rest else inner.__name__


def innermost(annotation: object) -> type:
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return annotation
    arguments = [each for each in annotation.__args__ if each is not type(None)]
    if hasattr(annotation, "__metadata__"):
        return innermost(annotation.__origin__)
    return innermost(arguments[-1])


def check_entry(module: object, entry: CatalogEntry) -> None:
    function = getattr(module, entry.function)
    operation = getattr(module, f"{entry.operation}Request").__operation__
    assert (operation.service, operation.name) == (entry.service, entry.operation)
    reports = {"single": rt.StatusResponse, "list": rt.ListResponse}.get(entry.kind)
    assert reports is None or not entry.enum or issubclass(operation.response, reports)
    assert function.__annotations__["return"] == operation.response.__name__
    assert next(iter(inspect.signature(function).parameters)) == "client"
    if entry.enum:
        assert operation.response.__status__ == entry.status
        assert status_at(operation.response, entry.status) == entry.enum
        assert entry.phases.keys() == {str(value) for value in getattr(module, entry.enum)}
    for other in entry.other_statuses:
        assert issubclass(getattr(module, status_at(operation.response, other)), rt.StatusEnum)


@pytest.mark.parametrize("name", MODULES)
def test_the_index_and_a_module_agree(name):
    module = importlib.import_module(f"typed_status.services.{name}")
    entries = [entry for entry in catalog() if entry.module == name]
    for entry in entries:
        check_entry(module, entry)
    requests = [each for each in module.__all__ if each.endswith("Request")]
    declared = [each for each in requests if hasattr(getattr(module, each), "__operation__")]
    assert len(declared) == len(entries)
