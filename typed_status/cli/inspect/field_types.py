"""The type, limits and wire name of a model's field, in AWS's terms.

May import: the standard library, pydantic and ``typed_status.runtime``.
"""

from __future__ import annotations

import types
import typing as t
from datetime import datetime

import pydantic

from typed_status.runtime import JsonText, Limits, OpenEnum
from typed_status.runtime.types.annotations import innermost, unwrap
from typed_status.runtime.types.fields import members, streams

__all__ = [
    "enum_of",
    "is_sensitive",
    "is_stream",
    "limits_of",
    "model_of",
    "type_name",
    "unit_of",
    "wire_name",
]

_NAMES: t.Final = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    bytes: "blob",
    datetime: "timestamp",
    JsonText: "JSON text",
}


def type_name(kind: t.Any) -> str:
    """Return the name of a type: ``integer``, ``list of Distribution``, ``map of string to string``."""
    kind = unwrap(kind)
    inner = [type_name(each) for each in t.get_args(kind)]
    if t.get_origin(kind) is list:
        return f"list of {inner[0]}"
    if t.get_origin(kind) is dict:
        return f"map of {inner[0]} to {inner[1]}"
    if t.get_origin(kind) in (t.Union, types.UnionType):
        return " or ".join(inner)
    if isinstance(kind, type):
        return _NAMES.get(kind, kind.__name__)
    return "document"


def model_of(kind: t.Any) -> type[pydantic.BaseModel] | None:
    """Return the model class of a structure, or of the items of a list or map."""
    kind = innermost(kind)
    return kind if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel) else None


def enum_of(kind: t.Any) -> type[OpenEnum] | None:
    """Return the enum class of a type, or of the items of a list or map."""
    kind = innermost(kind)
    return kind if isinstance(kind, type) and issubclass(kind, OpenEnum) else None


def wire_name(model: type[pydantic.BaseModel], name: str) -> str:
    """Return botocore's name of the field's member."""
    return members(model)[name].name


def is_sensitive(model: type[pydantic.BaseModel], name: str) -> bool:
    """Return whether AWS marks the field's member or the whole structure as sensitive."""
    return members(model)[name].sensitive or bool(getattr(model, "__sensitive__", False))


def is_stream(model: type[pydantic.BaseModel], name: str) -> bool:
    """Return whether the field is a streaming body."""
    return name in streams(model)


def unit_of(model: type[pydantic.BaseModel], name: str) -> str | None:
    """Return the unit of the field's number, if its name does not say it."""
    return members(model)[name].unit


def limits_of(model: type[pydantic.BaseModel], name: str) -> list[str]:
    """Return the service model's limits on request members, each as a phrase."""
    limits = members(model)[name].limits
    kind = unwrap(model.model_fields[name].annotation)
    return [] if limits is None else list(_phrases(limits, kind, ""))


def _phrases(limits: Limits, kind: t.Any, subject: str) -> t.Iterator[str]:
    unit = {str: "characters", JsonText: "characters", bytes: "bytes"}.get(kind, "items")
    low, high = limits.min_length, limits.max_length
    yield from _between(low, high, f" {unit}", subject)
    yield from _between(limits.ge, limits.le, "", subject)
    inner = t.get_args(kind)
    if limits.keys is not None and inner:
        yield from _phrases(limits.keys, unwrap(inner[0]), f"{subject}each key ")
    if limits.items is not None and inner:
        yield from _phrases(limits.items, unwrap(inner[-1]), f"{subject}each ")


def _between(low: float | None, high: float | None, unit: str, subject: str) -> t.Iterator[str]:
    if low is not None and low == high:
        yield f"{subject}exactly {low}{unit}"
    elif low is not None and high is not None:
        yield f"{subject}{low} to {high}{unit}"
    elif low is not None:
        yield f"{subject}at least {low}{unit}"
    elif high is not None:
        yield f"{subject}at most {high}{unit}"
