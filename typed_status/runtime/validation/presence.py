"""Presence: a response that lacks a member which the service model calls required is accepted.

A required field of a structure gets a default that is used only when the member is absent, ``null``, or an empty text
for an enum. It leaves the
field out of the instance, so that dumps, JSON, pickle, copies and equality work without it, also inside a model of the
user's own. Reading the field raises ``AbsentMemberError``. Constructors, requests and ``strict()`` demand the member.

How it works: pydantic-core validates the default, a marker, with the schema of the field (``validate_default``). That
schema becomes a left-to-right union. Its first choice, the field's own schema, rejects the marker; its second choice
raises ``PydanticOmit``, which leaves the field out. Where a member is present, the first choice accepts it, and no
Python function is called.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.validation``.
"""

from __future__ import annotations

import functools
import typing as t

import pydantic
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticOmit,
    ValidationError,
    core_schema,
)

from typed_status.runtime import context, drift
from typed_status.runtime.types.annotations import unwrap
from typed_status.runtime.types.enums import OpenEnum
from typed_status.runtime.types.fields import members
from typed_status.runtime.types.sent import keep

__all__ = ["CHOICES", "PLACE", "accept_absent_members", "is_marker"]

PLACE: t.Final = "__typed_status_place__"
"""Where a structure with absent members is: a key of its ``__dict__``, beside its fields."""

_PRESENT, _ABSENT = "[present]", "[absent]"
CHOICES: t.Final = frozenset({_PRESENT, _ABSENT})
"""What pydantic adds to the location of an error in a required field."""


class _Marker:
    """Stands for a member that is absent; only the validators of this module see it."""

    # With from_attributes, pydantic-core reads the attributes of any object but one of this module's.
    __module__ = "builtins"

    def __repr__(self) -> str:
        return "<absent>"


_MARKER: t.Final = _Marker()


def is_marker(value: object) -> bool:
    """Check whether the input of an error is the marker: the error is about a member that is absent."""
    return value is _MARKER


def _marker() -> _Marker:
    return _MARKER


def accept_absent_members(
    model: type[pydantic.BaseModel], schema: CoreSchema, handler: pydantic.GetCoreSchemaHandler
) -> CoreSchema:
    """Change the core schema of ``model`` so that each required field may be absent."""
    inner: t.Any = handler.resolve_ref_schema(schema)
    while inner["type"] != "model-fields":  # through the model and its validators
        inner = inner["schema"]
    for name, field in inner["fields"].items():
        if field["schema"]["type"] != "default":
            field["schema"] = _optional_on_the_wire(model, name, field["schema"])
    return schema


def _optional_on_the_wire(
    model: type[pydantic.BaseModel], name: str, schema: CoreSchema
) -> CoreSchema:
    # To JSON Schema both choices are the same.
    omit = core_schema.with_info_plain_validator_function(
        functools.partial(_omit, model, name),
        json_schema_input_schema=schema,
        serialization=core_schema.plain_serializer_function_ser_schema(
            _unchanged, return_schema=schema
        ),
    )
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [(schema, _PRESENT), (omit, _ABSENT)]
    if _accepts_anything(schema):
        # It would accept the marker as well, which therefore has to be recognized first.
        is_absent = core_schema.chain_schema([core_schema.is_instance_schema(_Marker), omit])
        choices = [(is_absent, _ABSENT), (schema, _PRESENT)]
    union = core_schema.union_schema(choices, mode="left_to_right")
    # The strict schema is the one that serializes, which a union would do more slowly.
    strict = core_schema.with_info_wrap_validator_function(
        functools.partial(_omit_if_absent, model, name), schema
    )
    accepting = core_schema.lax_or_strict_schema(union, strict)
    return core_schema.with_default_schema(
        accepting, default_factory=_marker, validate_default=True
    )


def _accepts_anything(schema: t.Any) -> bool:
    while "schema" in schema:
        schema = schema["schema"]
    return bool(schema["type"] == "any")


def _unchanged(value: t.Any) -> t.Any:
    return value


def _omit_if_absent(
    model: type[pydantic.BaseModel],
    name: str,
    value: object,
    handler: pydantic.ValidatorFunctionWrapHandler,
    info: pydantic.ValidationInfo,
) -> t.Any:
    """Validate in pydantic's strict mode, where a member may be absent as well."""
    if value is _MARKER:
        _omit(model, name, value, info)
    return handler(value)


def _omit(
    model: type[pydantic.BaseModel], name: str, value: object, info: pydantic.ValidationInfo
) -> t.NoReturn:
    """Leave a required field out whose member is absent; otherwise the first choice has said what is wrong."""
    is_empty = value == "" and _is_enum(model, name)
    if value is not _MARKER and value is not None and not is_empty:
        raise ValidationError.from_exception_data(name, [])
    if drift.is_constructing() or context.is_strict():
        if value is not _MARKER:
            raise ValidationError.from_exception_data(name, [])
        raise PydanticCustomError("missing_member", "a value")
    drift.detect_absent_member(f"{model.__module__}.{model.__name__}", members(model)[name].name)
    if is_empty:
        keep(info, None, "")
    raise PydanticOmit


def _is_enum(model: type[pydantic.BaseModel], name: str) -> bool:
    kind = unwrap(model.model_fields[name].annotation)
    return isinstance(kind, type) and issubclass(kind, OpenEnum)
