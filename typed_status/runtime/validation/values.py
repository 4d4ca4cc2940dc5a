"""Values: scalars of another JSON type that convert without loss, and ``null`` in lists and maps, are accepted as drift.

A number for a text becomes that text, and a text for a number becomes that number. ``None`` stays in a list or map, as
botocore keeps it. An empty text for an enum that does not declare it counts as an absent member; in a list or map it is
an unknown value. Constructors and ``strict()`` reject what is accepted here.

How it works: the schema of a text, a number or an item becomes a left-to-right union. Its first choice is the schema
itself; its second choice is a Python function, which is called only for a value that the first choice rejects.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.validation``.
"""

from __future__ import annotations

import functools
import typing as t

import pydantic
from pydantic_core import CoreSchema, ValidationError, core_schema

from typed_status.runtime import context, drift
from typed_status.runtime.types.enums import OpenEnum, keep_unknown
from typed_status.runtime.types.fields import members
from typed_status.runtime.types.sent import RESTORES, keep, keeping

__all__ = ["CHOICES", "accept_values"]

_DECLARED, _CONVERTED, _NULL = "[declared]", "[converted]", "[null]"
CHOICES: t.Final = frozenset({_DECLARED, _CONVERTED, _NULL})
"""What pydantic adds to the location of an error in a text, a number or an item."""

# Schemas around the schema of a value.
_WRAPPERS = frozenset({"default", "nullable", "function-before", "function-after", "function-wrap"})
# How JSON contains numbers that it cannot express.
_NAMES = frozenset({"NaN", "Infinity", "-Infinity"})


class _Field(t.NamedTuple):
    """The field that a value is in."""

    model: type[pydantic.BaseModel]
    name: str

    def contradicted(self, what: str) -> None:
        """Accept drift in this field; raise where it is an error."""
        if drift.is_constructing() or context.is_strict():
            raise _rejected()
        member = members(self.model)[self.name].name
        drift.detect_other_value(self.model, member, what)


def accept_values(
    model: type[pydantic.BaseModel], schema: CoreSchema, handler: pydantic.GetCoreSchemaHandler
) -> CoreSchema:
    """Change the core schema of ``model`` so that its fields accept values that convert, and ``null`` items."""
    inner: t.Any = handler.resolve_ref_schema(schema)
    while inner["type"] != "model-fields":  # through the model and its validators
        inner = inner["schema"]
    for name, field in inner["fields"].items():
        field["schema"] = _accepting(_Field(model, name), field["schema"], handler)
    return schema


def _accepting(
    field: _Field,
    schema: t.Any,
    handler: pydantic.GetCoreSchemaHandler,
    *,
    is_item: bool = False,
    is_nullable: bool = False,
) -> t.Any:
    kind = schema["type"]
    if kind in _WRAPPERS:
        is_nullable = is_nullable or kind == "nullable"
        inner = _accepting(
            field, schema["schema"], handler, is_item=is_item, is_nullable=is_nullable
        )
        return {**schema, "schema": inner}
    if RESTORES in schema.get("metadata", {}):
        return keeping(schema)
    if kind == "list" and "items_schema" in schema:
        return {**schema, "items_schema": _item(field, schema["items_schema"], handler)}
    if kind == "dict" and "values_schema" in schema:
        schema = {**schema, "values_schema": _item(field, schema["values_schema"], handler)}
        if schema["keys_schema"]["type"] != "str":  # an enum
            keys = _accepting(field, schema["keys_schema"], handler, is_item=True)
            schema["keys_schema"] = keys
        return schema
    named: t.Any = handler.resolve_ref_schema(schema) if kind == "definition-ref" else schema
    if kind == "str":
        text = core_schema.no_info_plain_validator_function(
            functools.partial(_text, field, str), json_schema_input_schema=schema
        )
        return _either(schema, text, _CONVERTED)
    if named["type"] == "enum" and named.get("sub_type") == "str":
        empty: _Empty = "item" if is_item else "absent" if is_nullable else "rejected"
        value = core_schema.with_info_plain_validator_function(
            functools.partial(_enum_value, field, named["cls"], empty),
            json_schema_input_schema=schema,
        )
        return _either(schema, value, _CONVERTED)
    if kind in ("int", "float"):
        lax = core_schema.no_info_wrap_validator_function(functools.partial(_number, field), schema)
        return _either({**schema, "strict": True}, lax, _CONVERTED)
    return schema


def _item(field: _Field, schema: t.Any, handler: pydantic.GetCoreSchemaHandler) -> t.Any:
    item = _accepting(field, schema, handler, is_item=True)
    if schema["type"] in ("any", "nullable"):
        return item
    null = core_schema.no_info_plain_validator_function(
        functools.partial(_null, field), json_schema_input_schema=schema
    )
    return _either(item, null, _NULL, serialized=core_schema.nullable_schema(item))


def _either(
    declared: t.Any, other: CoreSchema, label: str, *, serialized: CoreSchema | None = None
) -> CoreSchema:
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [(declared, _DECLARED), (other, label)]
    # The strict schema is the one that serializes.
    return core_schema.lax_or_strict_schema(
        core_schema.union_schema(choices, mode="left_to_right"), serialized or declared
    )


def _rejected() -> ValidationError:
    """Create an error without details: the first choice has said what is wrong."""
    return ValidationError.from_exception_data("value", [])


def _text(field: _Field, convert: t.Callable[[str], t.Any], value: object) -> t.Any:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise _rejected()
    field.contradicted("a number instead of a text")
    return convert(str(value))


# What an empty text is that an enum does not declare. In a required field, ``validation.presence`` takes it for absent.
_Empty = t.Literal["item", "absent", "rejected"]


def _enum_value(
    field: _Field,
    enum_class: type[OpenEnum],
    empty: _Empty,
    value: object,
    info: pydantic.ValidationInfo,
) -> t.Any:
    if value != "":
        return _text(field, enum_class, value)
    if empty == "rejected" or (empty == "item" and context.is_strict()):
        raise _rejected()
    if empty == "item":
        return keep_unknown(enum_class, "")
    keep(info, None, "")
    return None


def _number(
    field: _Field, value: object, handler: t.Callable[[object], int | float]
) -> int | float:
    try:
        number = handler(value)
    except ValidationError:
        number = None
    if number is None:  # outside of the except block: the error would contain the value
        raise _rejected()
    # A constructor takes what pydantic takes.
    if isinstance(value, str) and value not in _NAMES and not drift.is_constructing():
        field.contradicted("a text instead of a number")
    return number


def _null(field: _Field, value: object) -> None:
    if value is not None:
        raise _rejected()
    field.contradicted("null as an item")
