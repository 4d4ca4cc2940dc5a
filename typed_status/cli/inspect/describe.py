"""The facts that ``explain`` tells: of an operation, or of a member of its request or response.

May import: the standard library, click, pydantic, ``typed_status.codegen.facts.overlay`` (the rules' reasons are its data),
``typed_status.runtime``, ``typed_status.catalog_entries``, ``typed_status.suggestions`` and ``typed_status.cli``.
"""

from __future__ import annotations

import functools
import typing as t

import pydantic

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.inspect.botocore_models import Shape, inner_shape, operation_model, plain_text
from typed_status.cli.inspect.field_types import (
    enum_of,
    is_secret,
    kind_name,
    limits_of,
    model_of,
    wire_of,
)
from typed_status.cli.inspect.request_class import request_class
from typed_status.cli.inspect.shipped import UnknownError
from typed_status.codegen.facts.overlay import OVERLAYS, Entry, read_overlay
from typed_status.runtime import Rule, StatusEnum
from typed_status.suggestions import did_you_mean

__all__ = ["Facts", "of_member", "of_operation"]

Facts = dict[str, t.Any]
Model = type[pydantic.BaseModel]

# What a fact without a check of its own says.
_SAYS: t.Final = {
    "required": "it is always there",
    "iso_datetime": "the string is a point in time",
    "epoch": "the number is a point in time",
    "json_text": "the string is JSON text",
    "open_enum": "the string is one of some values",
}


def of_operation(entry: CatalogEntry) -> Facts:
    """An operation: its members, its status, its errors, and what AWS says of it."""
    request = request_class(entry)
    operation = request.__operation__
    shape = operation_model(entry.service, entry.operation)
    facts: Facts = {
        "service": entry.service,
        "operation": entry.operation,
        "kind": entry.kind,
        "function": f"typed_status.services.{entry.module}.{entry.function}",
        "status": ".".join(entry.status),
        "other_statuses": [".".join(path) for path in entry.other_statuses],
    }
    if entry.enum:
        facts |= {"enum": entry.enum, "phases": _phases(entry.phases)}
    facts |= {
        "request": _members(request),
        "response": _members(operation.response),
        "errors": [error.code for error in operation.errors],
        "documentation": plain_text(shape.documentation) if shape is not None else "",
    }
    return facts


def of_member(entry: CatalogEntry, path: str) -> Facts:
    """A member, by the path to it in names of Python or of the wire; raises ``UnknownError``."""
    request = request_class(entry)
    shape = operation_model(entry.service, entry.operation)
    sides: dict[str, tuple[Model, Shape]] = {
        "response": (request.__operation__.response, shape and shape.output_shape),
        "request": (request, shape and shape.input_shape),
    }
    steps = [step.split("[", 1)[0] for step in path.split(".")]
    side = next((name for name, (model, _) in sides.items() if _field(model, steps[0])), None)
    if side is None and steps[0] in sides and len(steps) > 1:
        side, steps = steps[0], steps[1:]
    side = side or "response"
    model, held = sides[side]
    names: list[str] = []
    wires: list[str] = []
    holder, name, member = model, "", held
    for depth, step in enumerate(steps):
        holder = model if depth == 0 else _structure(holder, name, wires)
        name = _field(holder, step) or _unknown(holder, step, wires)
        held = inner_shape(member)
        wire = wire_of(name, holder.model_fields[name])
        member = (
            held.members.get(wire) if held is not None and held.type_name == "structure" else None
        )
        names.append(name)
        wires.append(wire)
    facts: Facts = {
        "service": entry.service,
        "operation": entry.operation,
        "side": side,
        "path": ".".join(names),
        "wire_path": ".".join(wires),
    }
    return facts | _of_field(entry, holder, name, held, member)


def _structure(holder: Model, name: str, wires: list[str]) -> Model:
    model = model_of(holder.model_fields[name].annotation)
    if model is None:
        kind = kind_name(holder.model_fields[name].annotation)
        raise UnknownError(f"{'.'.join(wires)} is a {kind}: it has no members.")
    return model


def _field(model: Model, step: str) -> str | None:
    """The field of a name in Python or on the wire."""
    for name, field in model.model_fields.items():
        if step in (name, wire_of(name, field)) and name != "response_metadata":
            return name
    return None


def _unknown(model: Model, step: str, wires: list[str]) -> t.NoReturn:
    names = [name for name in model.model_fields if name != "response_metadata"]
    hint = did_you_mean(step, names) or f"; it has {', '.join(names) or 'none'}"
    raise UnknownError(f"{'.'.join(wires) or model.__name__} has no member {step!r}{hint}")


def _of_field(entry: CatalogEntry, holder: Model, name: str, held: Shape, member: Shape) -> Facts:
    field = holder.model_fields[name]
    wire = wire_of(name, field)
    facts: Facts = {
        "type": kind_name(field.annotation),
        "wire": wire,
        "required": field.is_required(),
        "sensitive": is_secret(holder, name),
        "limits": limits_of(field),
        "rules": _rules(entry.service, holder, name, held),
    }
    enum = enum_of(field.annotation)
    if enum is not None and issubclass(enum, StatusEnum):
        facts |= {
            "enum": enum.__name__,
            "phases": _phases({str(each): each.phase for each in enum}),
        }
    elif enum is not None:
        facts |= {"enum": enum.__name__, "values": [str(each) for each in enum]}
    inner = model_of(field.annotation)
    if inner is not None:
        facts["members"] = _members(inner)
    facts["documentation"] = plain_text(member.documentation) if member is not None else ""
    return facts


def _members(model: Model) -> list[Facts]:
    return [
        {
            "name": name,
            "wire": wire_of(name, field),
            "type": kind_name(field.annotation),
            "required": field.is_required(),
        }
        for name, field in model.model_fields.items()
        if name != "response_metadata"
    ]


def _phases(values: t.Mapping[str, str]) -> dict[str, list[str]]:
    """The values of each phase."""
    found: dict[str, list[str]] = {}
    for value, phase in values.items():
        found.setdefault(str(phase), []).append(value)
    return found


@functools.cache
def _overlay(service: str) -> tuple[Entry, ...]:
    return read_overlay(OVERLAYS / f"{service}.toml")


def _rules(service: str, holder: Model, name: str, held: Shape) -> list[Facts]:
    """The rules of a member, each with its reason and where that is from."""
    field = holder.model_fields[name]
    declared: list[t.Any] = [*field.metadata, *getattr(holder, "__rules__", ())]
    rules: list[Rule[t.Any]] = [each for each in declared if isinstance(each, Rule)]
    expected: dict[str, str] = {rule.id: rule.check.expected for rule in rules}
    shape_name = held.name if held is not None else holder.__name__
    target = f"{shape_name}.{wire_of(name, field)}"
    return [
        {
            "id": entry.id,
            "severity": entry.severity,
            "expects": expected.get(entry.id) or _SAYS.get(entry.check, entry.check),
            "why": entry.why,
            "source": _source(entry),
        }
        for entry in _overlay(service)
        if target in entry.targets
    ]


def _source(entry: Entry) -> str:
    if entry.source:
        return entry.source
    if entry.shape:
        return f"the service model calls the shape {entry.shape}"
    return f'AWS\'s documentation of the member: "{entry.doc_contains}"'
