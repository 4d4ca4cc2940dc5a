"""The reserved words of ``names`` are written out; here they are held against what is installed."""

import ast
import keyword
import typing as t

import pydantic
import pytest

from typed_status import runtime
from typed_status.codegen.emit.render import annotation
from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower

STRING = ir.Type("str")
KINDS = [
    *map(ir.Type, t.get_args(ir.Scalar)),
    ir.Type("list", args=(STRING,)),
    ir.Type("map", args=(STRING, STRING)),
]
# A field of one of these names would hide what the annotations beside it mean.
ANNOTATIONS = {
    node.id
    for kind in KINDS
    for node in ast.walk(ast.parse(annotation(kind)))
    if isinstance(node, ast.Name)
}


def attributes(base: type) -> set[str]:
    """The public names of a class; those that only its instances have belong to its fields."""
    fields = base.model_fields if issubclass(base, pydantic.BaseModel) else {}
    return {name for name in {*dir(base), *base.__annotations__, *fields} if name[0] != "_"}


ERROR = vars(runtime.ServiceError({}, "GetThing")).keys() | attributes(runtime.ServiceError)
RESERVED = {
    "structure": attributes(runtime.RuledModel) | ANNOTATIONS,
    "response": attributes(runtime.Response) | ANNOTATIONS,
    # A request's members are arguments beside the client.
    "request": attributes(runtime.Request) | ANNOTATIONS | {"client"},
    # The message is the one member that all errors have, and the base class gives it.
    "error": ERROR - {"message"} | {"rt"},
}


def named(kind: str, wires: set[str]) -> set[str]:
    """The names that the generator gives to members called ``wires`` of a shape of that kind."""
    everything = {"type": "structure", "members": {wire: {"shape": "String"} for wire in wires}}
    held = {"type": "structure", "members": {"Held": {"shape": "Held"}}}
    shapes = {
        "String": {"type": "string"},
        "Held": everything,
        "Input": everything,
        "Output": everything if kind == "response" else held,
        "Error": everything | {"exception": True},
    }
    operation = {
        "input": {"shape": "Input"},
        "output": {"shape": "Output"},
        "errors": [{"shape": "Error"}],
    }
    metadata = {"apiVersion": "2026-01-01", "serviceFullName": "Tiny", "protocol": "json"}
    model = {"metadata": metadata, "operations": {"GetThing": operation}, "shapes": shapes}
    service = lower(Source("tiny", model, "1.0"), ["GetThing"])
    holders = {
        "structure": service.structs,
        "response": [service.operations[0].response],
        "request": [service.operations[0].request],
        "error": service.errors,
    }
    return {field.name for holder in holders[kind] for field in holder.fields}


@pytest.mark.parametrize("kind", RESERVED)
def test_no_member_hides_anything(kind: str) -> None:
    reserved = RESERVED[kind] | set(keyword.kwlist)
    names = named(kind, reserved)
    assert len(names) == len(reserved)
    hiding = sorted(names & reserved)
    assert not hiding, f"members of a {kind} may be called {', '.join(hiding)}"
