"""All shipped starts: what each declares exists, in the request, the response and the status request that it follows."""

import importlib
import types
import typing as t
from functools import cache

import pydantic
import pytest

import typed_status.runtime as rt
from typed_status import catalog
from typed_status.runtime.types.annotations import unwrap
from typed_status.runtime.types.internals import complete

STARTS = [entry for entry in catalog() if entry.kind == "start"]
MODULES = sorted({entry.module for entry in STARTS})


@cache
def module_of(name: str) -> types.ModuleType:
    return importlib.import_module(f"typed_status.services.{name}")


def type_at(model: type[pydantic.BaseModel], path: t.Sequence[str]) -> t.Any:
    """The innermost type at a path of field names, in which the names of lists, and of nothing else, end in ``[]``."""
    name, *rest = path
    complete(model)
    for branch in name.removesuffix("[]").split("|"):
        kind = unwrap(model.model_fields[branch].annotation)
        assert name.endswith("[]") == (t.get_origin(kind) in (list, dict)), (model, path)
        while t.get_origin(kind) in (list, dict):
            kind = unwrap(t.get_args(kind)[-1])
        if rest:
            kind = type_at(kind, rest)
    return kind


def values_of(kind: type[rt.StatusEnum]) -> set[str]:
    return {str(each) for each in kind}


def check(entry: t.Any, request: type[rt.StartingRequest[t.Any, t.Any, t.Any, t.Any]]) -> None:
    start, operation = request.__start__, request.__operation__
    status = start.status_request()
    assert status.__operation__.name == entry.follows
    assert status.__module__ == f"typed_status.services.{entry.module}"
    sides = {"input": request, "output": operation.response}
    complete(status)
    bound = {*start.bindings}
    required = {name for name, field in status.model_fields.items() if field.is_required()}
    assert required <= bound, "the status request cannot be made"
    for field, path in {**start.bindings, **start.select, **start.equals}.items():
        side, *names = path.split(".")
        model = sides[side]
        *holders, last = names
        # The value itself may be a list, whose items are the ids.
        assert type_at(model, [*holders, last]) is not None
        if field in start.bindings:
            assert field in status.model_fields
    for path in start.select:
        item = type_at(status.__operation__.response, status.__operation__.response.__status__[:-1])
        assert type_at(item, path.split(".")) is not None
    if not start.equals:
        watched = start.watch or status.__operation__.response.__status__
        enum = type_at(status.__operation__.response, watched)
        assert issubclass(enum, rt.StatusEnum)
        known = values_of(enum)
        for values in (start.wanted, start.initial, start.contrary, start.pending):
            assert {*values} <= known
        assert not {*start.wanted} & {*start.contrary}
        assert not {*start.pending} & ({*start.wanted} | {*start.contrary})
    if start.reports:
        assert issubclass(type_at(operation.response, start.reports), rt.StatusEnum)
    if start.token is not None:
        assert type_at(request, [start.token]) is str
    for path in start.refused:
        assert type_at(operation.response, path.split(".")) is not None
    assert entry.wanted == start.wanted
    assert entry.gone == start.gone
    assert entry.basis


@pytest.mark.parametrize("module", MODULES)
def test_what_a_start_declares_exists(module: str) -> None:
    for entry in (each for each in STARTS if each.module == module):
        request = getattr(module_of(module), f"{entry.operation}Request")
        assert issubclass(request, rt.StartingRequest)
        assert getattr(module_of(module), entry.function)
        check(entry, request)


def test_the_seed_services_and_the_most_used_are_shipped() -> None:
    shipped = {(entry.service, entry.operation) for entry in STARTS}
    assert {
        ("cloudcontrol", "CreateResource"),
        ("connect", "CreateTrafficDistributionGroup"),
        ("connect", "DeleteTrafficDistributionGroup"),
        ("dynamodb", "CreateTable"),
        ("ec2", "StartInstances"),
        ("greengrass", "StartBulkDeployment"),
        ("rds", "DeleteDBInstance"),
        ("servicediscovery", "CreateHttpNamespace"),
    } <= shipped
    assert len(shipped) > 900
