"""Requests that start something: what is declared for them, from hand-made starts of a tiny service."""

import dataclasses
import sys
import types

import pytest

import typed_status.runtime as rt
from typed_status.codegen.emit.format import format_modules
from typed_status.codegen.emit.render import exports, render, render_starts
from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.codegen.models.subset import subset
from typed_status.codegen.statuses import catalog
from typed_status.codegen.statuses.phases import Decisions, judge

STRUCTURE = {"type": "structure"}
MODEL = {
    "metadata": {
        "apiVersion": "2026-01-01",
        "protocol": "json",
        "serviceFullName": "Tiny Service",
        "serviceId": "Tiny",
        "uid": "tiny-2026-01-01",
    },
    "operations": {
        name: {"name": name, "input": {"shape": f"{name}In"}, "output": {"shape": f"{name}Out"}}
        for name in ("CreateThing", "DescribeThings", "GetThing", "StopThings")
    },
    "shapes": {
        "CreateThingIn": STRUCTURE
        | {
            "members": {
                "Token": {"shape": "String", "idempotencyToken": True},
                "Extra": {"shape": "Extra"},
            }
        },
        "CreateThingOut": STRUCTURE | {"members": {"Id": {"shape": "String"}}},
        "StopThingsIn": STRUCTURE | {"members": {"Ids": {"shape": "Strings"}}, "required": ["Ids"]},
        "StopThingsOut": STRUCTURE | {"members": {"Failures": {"shape": "Strings"}}},
        "GetThingIn": STRUCTURE | {"members": {"Id": {"shape": "String"}}, "required": ["Id"]},
        "GetThingOut": STRUCTURE
        | {"members": {"Status": {"shape": "Status"}, "UpdateStatus": {"shape": "UpdateStatus"}}},
        "DescribeThingsIn": STRUCTURE | {"members": {"Ids": {"shape": "Strings"}}},
        "DescribeThingsOut": STRUCTURE | {"members": {"Things": {"shape": "Things"}}},
        "Things": {"type": "list", "member": {"shape": "Thing"}},
        "Thing": STRUCTURE | {"members": {"Status": {"shape": "Status"}}},
        "Extra": STRUCTURE | {"members": {"Name": {"shape": "String"}}},
        "Strings": {"type": "list", "member": {"shape": "String"}},
        "Status": {"type": "string", "enum": ["CREATING", "ACTIVE", "STOPPED", "FAILED"]},
        "UpdateStatus": {"type": "string", "enum": ["InProgress", "Successful", "Failed"]},
        "String": {"type": "string"},
    },
}
PICKS = (
    catalog.Pick("CreateThing", "start"),
    catalog.Pick("DescribeThings", "list", ("Things", "Status")),
    catalog.Pick("GetThing", "single", ("Status",)),
    catalog.Pick("StopThings", "start"),
)
CREATE = ir.Start(
    "GetThing",
    (("id", ("output", "id")),),
    "operation_id",
    wanted=("ACTIVE",),
    contrary=("FAILED",),
    source="output.id",
)
STOP = ir.Start(
    "DescribeThings",
    (("ids", ("input", "ids[]")),),
    "same_noun",
    wanted=("STOPPED",),
    initial=("ACTIVE",),
    refused=("failures",),
)


def service(**starts: ir.Start) -> ir.Service:
    lowered = lower(Source("tiny", MODEL, "1.0"), MODEL["operations"])
    judged, _ = judge(catalog.with_statuses(lowered, PICKS), (), Decisions())
    operations = tuple(
        dataclasses.replace(each, start=starts.get(each.wire)) for each in judged.operations
    )
    return dataclasses.replace(judged, operations=operations)


def text(**starts: ir.Start) -> str:
    return format_modules({"tiny.py": render(service(**starts))})["tiny.py"]


def module(source: str, name: str = "generated_starts") -> types.ModuleType:
    made = types.ModuleType(name)
    sys.modules[name] = made
    exec(compile(source, name, "exec"), vars(made))
    return made


def test_a_start_declares_what_follows_without_defaults():
    source = text(CreateThing=CREATE, StopThings=STOP)
    made = module(source)
    start = made.CreateThingRequest.__start__
    assert issubclass(made.CreateThingRequest, rt.StartingRequest)
    assert start.status_request() is made.GetThingRequest
    assert start == rt.Start(
        status_request=start.status_request,
        bindings={"id": "output.id"},
        wanted=("ACTIVE",),
        contrary=("FAILED",),
        token="token",
    )
    assert "gone=" not in source
    assert "tracks=" not in source
    assert made.StopThingsRequest.__start__.refused == ("failures[]",)
    assert made.StopThingsRequest.__start__.initial == ("ACTIVE",)


def base_of(source: str, request: str) -> str:
    """The types of a request, on one line."""
    after = source.split(f"class {request}(")[1]
    return "".join(after[: after.index("\n):") if "\n):" in after else None].split()).rstrip(",]")


@pytest.mark.parametrize(
    ("changes", "types"),
    [
        ({}, "GetThingResponse,Status"),
        ({"gone": True}, "GetThingResponse|None,Status"),
        ({"watch": ("update_status",), "wanted": ("Successful",)}, "GetThingResponse,UpdateStatus"),
        ({"bindings": (("id", ("input", "ids[]")),)}, "list[GetThingResponse],Status"),
        (
            {"status": "DescribeThings", "bindings": (("ids", ("input", "ids[]")),)},
            "rt.ListResult[Thing,Status,DescribeThingsResponse],Status",
        ),
        (
            {"status": "DescribeThings", "bindings": (("ids", ("input", "ids[]")),), "gone": True},
            "rt.ListResult[Thing,Status,DescribeThingsResponse]|None,Status",
        ),
    ],
)
def test_the_types_of_the_end_and_of_the_status(changes, types):
    source = text(CreateThing=dataclasses.replace(CREATE, **changes))
    found = base_of(source, "CreateThingRequest").replace(",]", "]")
    assert f"CreateThingClient,{types}" in found


def test_a_client_that_starts_something_can_be_polled():
    source = text(CreateThing=CREATE, StopThings=STOP)
    assert "class CreateThingClient(GetThingClient, t.Protocol):" in source
    assert "class StopThingsClient(DescribeThingsClient, t.Protocol):" in source
    assert "class GetThingClient(t.Protocol):" in source


def test_docstrings_say_what_follows():
    source = text(CreateThing=CREATE, StopThings=STOP)
    made = module(source)
    said = made.CreateThingRequest.__doc__
    assert said == "``GetThing`` reports the status of the resource; wanted: ``ACTIVE``."
    assert "pass a ``StopThingsRequest`` to ``typed_status.begin``" in made.stop_things.__doc__
    assert "wanted: ``STOPPED``" in made.StopThingsRequest.__doc__


def test_starts_are_declared_apart_and_imported_on_first_use(monkeypatch):
    whole = service(CreateThing=CREATE, StopThings=STOP)
    reporting = subset(whole, ["DescribeThings", "GetThing"])
    known = exports(reporting)
    lazy = {*exports(whole)} - {*known}
    name, home = "typed_status.services.tiny", "typed_status.services._starts.tiny"
    for each in (name, home):
        monkeypatch.delitem(sys.modules, each, raising=False)
    made = module(render(reporting, lazy=lazy), name)
    monkeypatch.setitem(sys.modules, name, made)
    assert "Extra" in lazy
    assert {"CreateThingRequest", "GetThingRequest", "stop_things"} <= {*made.__all__}
    with pytest.raises(ModuleNotFoundError, match=r"_starts\.tiny"):
        made.CreateThingRequest  # noqa: B018 - what it does is tested
    starts = module(render_starts(whole, known), home)
    monkeypatch.setitem(sys.modules, home, starts)
    assert made.CreateThingRequest is starts.CreateThingRequest
    assert made.CreateThingRequest.__start__.status_request() is made.GetThingRequest
    assert {*starts.__all__} == lazy
    assert not hasattr(made, "CreateThing")
    assert {*made.__all__} <= {*dir(made)}
    sys.modules.pop(home)
