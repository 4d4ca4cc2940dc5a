"""The description of an operation, or of a member of its request or response, for ``explain``.

May import: the standard library, click, pydantic, ``typed_status.runtime``, ``typed_status.catalog_entries``, ``typed_status.documentation_text``, ``typed_status.suggestions`` and ``typed_status.cli``.
"""

from __future__ import annotations

import typing as t

import pydantic

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.inspect.botocore_models import Shape, inner_shape, operation_model
from typed_status.cli.inspect.field_types import (
    enum_of,
    is_sensitive,
    limits_of,
    model_of,
    type_name,
    unit_of,
    wire_name,
)
from typed_status.cli.inspect.request_class import request_class
from typed_status.cli.inspect.rule_book import expectation, overlay_of, source_of
from typed_status.cli.inspect.shipped import UnknownError
from typed_status.cli.inspect.starts import describe_start
from typed_status.documentation_text import to_paragraphs
from typed_status.runtime import Rule, Start, StatusEnum
from typed_status.runtime.statuses.status import status_enum
from typed_status.runtime.types.annotations import declared
from typed_status.suggestions import did_you_mean

__all__ = ["Facts", "describe_member", "describe_operation"]

Facts = dict[str, t.Any]
Model = type[pydantic.BaseModel]


def describe_operation(entry: CatalogEntry) -> Facts:
    """Describe an operation: members, status, errors and documentation."""
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
    if entry.further:
        facts["further"] = [".".join(path) for path in entry.further]
    if entry.reason:
        facts["reason"] = [".".join(path) for path in entry.reason]
    if entry.progress:
        facts["progress"] = [
            [{"role": role, "path": ".".join(path)} for role, path in group]
            for group in entry.progress
        ]
    start: Start | None = getattr(request, "__start__", None)
    if start is not None:
        facts["start"] = describe_start(entry, start)
    if entry.enum:
        enum = status_enum(operation.response)
        facts |= {"enum": entry.enum, "phases": _phases(entry.phases)} | _awaits(enum)
    facts |= {
        "request": _members(request),
        "response": _members(operation.response),
        "errors": [error.code for error in operation.errors],
        "documentation": to_paragraphs(shape.documentation) if shape is not None else "",
    }
    return facts


def describe_member(entry: CatalogEntry, path: str) -> Facts:
    """Describe a member by its path of field names or wire names; raise ``UnknownError``."""
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
        wire = wire_name(holder, name)
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
    return facts | _describe_field(entry, holder, name, held, member)


def _structure(holder: Model, name: str, wires: list[str]) -> Model:
    model = model_of(holder.model_fields[name].annotation)
    if model is None:
        kind = type_name(holder.model_fields[name].annotation)
        raise UnknownError(f"{'.'.join(wires)} is a {kind}: it has no members.")
    return model


def _field(model: Model, step: str) -> str | None:
    """Return the field with a Python name or a wire name."""
    for name in model.model_fields:
        if step in (name, wire_name(model, name)) and name != "response_metadata":
            return name
    return None


def _unknown(model: Model, step: str, wires: list[str]) -> t.NoReturn:
    names = [name for name in model.model_fields if name != "response_metadata"]
    hint = did_you_mean(step, names) or f"; it has {', '.join(names) or 'none'}"
    raise UnknownError(f"{'.'.join(wires) or model.__name__} has no member {step!r}{hint}")


def _describe_field(
    entry: CatalogEntry, holder: Model, name: str, held: Shape, member: Shape
) -> Facts:
    field = holder.model_fields[name]
    wire = wire_name(holder, name)
    facts: Facts = {
        "type": type_name(field.annotation),
        "wire": wire,
        "required": field.is_required(),
        "sensitive": is_sensitive(holder, name),
        "unit": unit_of(holder, name),
        "limits": limits_of(holder, name),
        "rules": _rules(entry.service, holder, name, held),
    }
    enum = enum_of(field.annotation)
    if enum is not None and issubclass(enum, StatusEnum):
        facts |= {
            "enum": enum.__name__,
            "phases": _phases({str(each): each.phase for each in enum}),
        } | _awaits(enum)
    elif enum is not None:
        facts |= {"enum": enum.__name__, "values": [str(each) for each in enum]}
    inner = model_of(field.annotation)
    if inner is not None:
        facts["members"] = _members(inner)
    facts["documentation"] = to_paragraphs(member.documentation) if member is not None else ""
    return facts


def _members(model: Model) -> list[Facts]:
    return [
        {
            "name": name,
            "wire": wire_name(model, name),
            "type": type_name(field.annotation),
            "required": field.is_required(),
        }
        for name, field in model.model_fields.items()
        if name != "response_metadata"
    ]


def _phases(values: t.Mapping[str, str]) -> dict[str, list[str]]:
    """Group status values by phase."""
    found: dict[str, list[str]] = {}
    for value, phase in values.items():
        found.setdefault(str(phase), []).append(value)
    return found


def _awaits(enum: type[StatusEnum]) -> Facts:
    """Group the values that await you or another party by whom, and list those at which ``wait`` stops."""
    found: dict[str, list[str]] = {}
    for each in enum:
        if each.awaits.is_a_person:
            found.setdefault(str(each.awaits), []).append(str(each))
    if not found:
        return {}
    return {"awaits": found, "blocked": [str(each) for each in enum if each.is_blocked]}


def _rules(service: str, holder: Model, name: str, held: Shape) -> list[Facts]:
    """Return the rules of a member, each with its reason and source."""
    field = holder.model_fields[name]
    places = [*field.metadata, *declared(field.annotation), *getattr(holder, "__rules__", ())]
    rules: list[Rule[t.Any]] = [each for each in places if isinstance(each, Rule)]
    expected: dict[str, str] = {rule.id: rule.check.expected for rule in rules}
    shape_name = held.name if held is not None else holder.__name__
    target = f"{shape_name}.{wire_name(holder, name)}"
    return [
        {
            "id": entry.id,
            "severity": entry.severity,
            "expects": expected.get(entry.id) or expectation(entry),
            "why": entry.why,
            "source": source_of(entry),
        }
        for entry in overlay_of(service)
        if target in entry.targets
    ]
