"""What a field of a model takes, in AWS's words.

May import: the standard library, pydantic and ``typed_status.runtime``.
"""

from __future__ import annotations

import types
import typing as t
from datetime import datetime

import pydantic

from typed_status.runtime import JsonText, Limits, OpenEnum
from typed_status.runtime.types.fields import members, streams

__all__ = [
    "bare",
    "enum_of",
    "is_secret",
    "is_stream",
    "kind_name",
    "limits_of",
    "model_of",
    "wire_of",
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


def bare(kind: t.Any) -> t.Any:
    """A type without ``Annotated`` and ``| None``."""
    while True:
        inner = [each for each in t.get_args(kind) if each is not type(None)]
        if t.get_origin(kind) is t.Annotated:
            kind = kind.__origin__
        elif t.get_origin(kind) in (t.Union, types.UnionType) and len(inner) == 1:
            kind = inner[0]
        else:
            return kind


def kind_name(kind: t.Any) -> str:
    """The name of a type: ``integer``, ``list of Distribution``, ``map of string to string``."""
    kind = bare(kind)
    inner = [kind_name(each) for each in t.get_args(kind)]
    if t.get_origin(kind) is list:
        return f"list of {inner[0]}"
    if t.get_origin(kind) is dict:
        return f"map of {inner[0]} to {inner[1]}"
    if isinstance(kind, type):
        return _NAMES.get(kind, kind.__name__)
    return "document"


def model_of(kind: t.Any) -> type[pydantic.BaseModel] | None:
    """The structure that a type is, or that it holds in lists and maps."""
    kind = bare(kind)
    if t.get_origin(kind) in (list, dict):
        return model_of(t.get_args(kind)[-1])
    return kind if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel) else None


def enum_of(kind: t.Any) -> type[OpenEnum] | None:
    """The enum that a type is, or that it holds in lists and as values of maps."""
    kind = bare(kind)
    if t.get_origin(kind) in (list, dict):
        return enum_of(t.get_args(kind)[-1])
    return kind if isinstance(kind, type) and issubclass(kind, OpenEnum) else None


def wire_of(model: type[pydantic.BaseModel], name: str) -> str:
    """botocore's name of the member that a field stands for."""
    return members(model)[name].name


def is_secret(model: type[pydantic.BaseModel], name: str) -> bool:
    """Whether AWS marks the member that a field stands for, or the whole structure, as sensitive."""
    return members(model)[name].sensitive or bool(getattr(model, "__sensitive__", False))


def is_stream(model: type[pydantic.BaseModel], name: str) -> bool:
    """Whether a field holds what botocore streams."""
    return name in streams(model)


def limits_of(model: type[pydantic.BaseModel], name: str) -> list[str]:
    """The service model's limits on what is sent, each as a phrase."""
    limits = members(model)[name].limits
    kind = bare(model.model_fields[name].annotation)
    return [] if limits is None else list(_phrases(limits, kind, ""))


def _phrases(limits: Limits, kind: t.Any, whose: str) -> t.Iterator[str]:
    unit = {str: "characters", JsonText: "characters", bytes: "bytes"}.get(kind, "items")
    low, high = limits.min_length, limits.max_length
    yield from _between(low, high, f" {unit}", whose)
    yield from _between(limits.ge, limits.le, "", whose)
    inner = t.get_args(kind)
    if limits.keys is not None and inner:
        yield from _phrases(limits.keys, bare(inner[0]), f"{whose}each key ")
    if limits.items is not None and inner:
        yield from _phrases(limits.items, bare(inner[-1]), f"{whose}each ")


def _between(low: float | None, high: float | None, unit: str, whose: str) -> t.Iterator[str]:
    if low is not None and low == high:
        yield f"{whose}exactly {low}{unit}"
    elif low is not None and high is not None:
        yield f"{whose}{low} to {high}{unit}"
    elif low is not None:
        yield f"{whose}at least {low}{unit}"
    elif high is not None:
        yield f"{whose}at most {high}{unit}"
