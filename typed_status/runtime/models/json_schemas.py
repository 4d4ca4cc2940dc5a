"""JSON schemas of models: what they require, and the limits of what is sent.

In validation mode a schema says what constructors and requests demand. In serialization mode, ``required`` has only what
a dump always contains, which leaves out what a response may lack.

May import: the standard library, pydantic and ``runtime.types``.
"""

from __future__ import annotations

import typing as t

import pydantic

from typed_status.runtime.types.fields import Limits, members

__all__ = ["complete_json_schema"]

_Schema = dict[str, t.Any]


def complete_json_schema(
    model: type[pydantic.BaseModel], schema: _Schema, mode: t.Literal["validation", "serialization"]
) -> None:
    """Add to the JSON schema of ``model`` what pydantic's schema of it does not say."""
    if mode != "validation":
        return
    properties = schema.get("properties", {})
    required: list[str] = []
    for name, member in members(model).items():
        key = member.name if member.name in properties else name
        if key not in properties:
            continue
        if member.required or model.model_fields[name].is_required():
            required.append(key)
        if member.limits is not None:
            _limit(properties[key], member.limits)
    if required:
        schema["required"] = required


def _limit(schema: _Schema, limits: Limits) -> None:
    for choice in schema.get("anyOf", ()):  # of an optional member
        _limit(choice, limits)
    match schema.get("type"):
        case "string" if "format" not in schema:  # the limits of a blob count bytes, not characters
            _set(schema, minLength=limits.min_length, maxLength=limits.max_length)
        case "array":
            _set(schema, minItems=limits.min_length, maxItems=limits.max_length)
            if limits.items is not None:
                _limit(schema["items"], limits.items)
        case "object":
            _set(schema, minProperties=limits.min_length, maxProperties=limits.max_length)
            if limits.items is not None and isinstance(schema.get("additionalProperties"), dict):
                _limit(schema["additionalProperties"], limits.items)
            if limits.keys is not None and "propertyNames" not in schema:
                names = {"type": "string"}
                _limit(names, limits.keys)
                schema["propertyNames"] = names
        case "integer" | "number":
            _set(schema, minimum=limits.ge, maximum=limits.le)
        case _:  # a reference, or a type without limits
            pass


def _set(schema: _Schema, **keywords: float | None) -> None:
    schema.update((name, value) for name, value in keywords.items() if value is not None)
