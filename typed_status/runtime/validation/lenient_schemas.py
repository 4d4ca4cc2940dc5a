"""Core schemas in which a response may contradict the service model: it is accepted, and the contradiction is drift.

A required member may be absent or ``null`` (``presence``). A number for a text becomes that text, a text for a number
that number, ``None`` stays in a list or map, and an empty text for an enum is an absent member (``values``). Constructors, requests and ``strict()`` reject all of it.

How it works: the schema of a field, or of an item, becomes a left-to-right union. Its first choice is the schema itself;
its second choice is a Python function, which is called only for what the first choice rejects. So that an absent
member reaches them, a required field has a default that pydantic-core validates (``validate_default``): a marker.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.validation``.
"""

from __future__ import annotations

import functools
import typing as t

import pydantic
from pydantic_core import CoreSchema, core_schema

from typed_status.runtime.types.choices import DECLARED, DRIFT, REPEATED, USUAL
from typed_status.runtime.types.enums import OpenEnum, by_text, has_spellings
from typed_status.runtime.types.internals import json_schema_of, json_schema_of_last_choice
from typed_status.runtime.types.sent import RESTORES, keeping
from typed_status.runtime.validation import presence, values
from typed_status.runtime.validation.presence import Item, Place, RequiredMember
from typed_status.runtime.validation.rules import CONSTRAINTS

__all__ = ["accept_drift"]


# Schemas around the schema of a value.
_WRAPPERS = frozenset({"default", "nullable", "function-before", "function-after", "function-wrap"})
# Schemas whose size a rule may limit.
_SIZED = frozenset({"list", "dict"})
# Schemas that reject the marker, and call nothing for it.
_REJECTING = frozenset(
    "bool bytes date datetime decimal dict enum float int list literal model str time timedelta".split()
)


class _Field(t.NamedTuple):
    model: type[pydantic.BaseModel]
    name: str
    handler: pydantic.GetCoreSchemaHandler

    def resolve(self, schema: t.Any) -> t.Any:
        """Return what a reference stands for; a recursive model, which is not complete yet, stays a reference."""
        if schema["type"] != "definition-ref":
            return schema
        try:
            return self.handler.resolve_ref_schema(schema)
        except LookupError:
            return schema


def accept_drift(
    model: type[pydantic.BaseModel], schema: CoreSchema, handler: pydantic.GetCoreSchemaHandler
) -> CoreSchema:
    """Change the core schema of ``model`` so that its fields accept drift."""
    inner: t.Any = handler.resolve_ref_schema(schema)
    while inner["type"] != "model-fields":  # through the model and its validators
        inner = inner["schema"]
    for name, field in inner["fields"].items():
        place = _Field(model, name, handler)
        if field["schema"]["type"] == "default":
            field["schema"] = _lenient(place, field["schema"])
        else:
            field["schema"] = core_schema.with_default_schema(
                _member(place, field["schema"]),
                default_factory=presence.mark,
                validate_default=True,
            )
    return schema


def _lenient(field: _Field, schema: t.Any) -> t.Any:
    """Accept drift inside the schema of an optional member."""
    usual = _usual(schema)
    if not usual:
        return _unusual(field, schema)
    unusual = _unusual(field, schema)
    otherwise = core_schema.no_info_wrap_validator_function(
        functools.partial(values.again, count=len(usual)), unusual
    )
    union = core_schema.union_schema(
        [*((each, REPEATED) for each in usual), (otherwise, DRIFT)],
        mode="left_to_right",
        metadata=json_schema_of_last_choice(),
    )
    # The strict schema is the one that serializes, which a union would do more slowly.
    return core_schema.lax_or_strict_schema(union, unusual)


def _usual(schema: t.Any) -> tuple[CoreSchema, ...]:
    """Return the schemas of the usual forms, if what is around a schema that has them only checks their format."""
    while schema["type"] == "function-wrap" and not _constraints(schema):
        schema = schema["schema"]
    return t.cast(tuple[CoreSchema, ...], schema.get("metadata", {}).get(USUAL, ()))


def _unusual(field: _Field, schema: t.Any) -> t.Any:
    kind = schema["type"]
    if _constraints(schema):
        return _ruled(field, schema)
    if kind in _WRAPPERS:
        return {**schema, "schema": _lenient(field, schema["schema"])}
    if kind == "list" and "items_schema" in schema:
        return {**schema, "items_schema": _item(field, schema["items_schema"])}
    if kind == "dict" and "values_schema" in schema:
        schema = {**schema, "values_schema": _item(field, schema["values_schema"])}
        return {**schema, "keys_schema": _key(field, schema["keys_schema"])}
    if RESTORES in schema.get("metadata", {}):
        return keeping(schema)
    declared, converted = _converting(field, schema, Place(field.model, field.name))
    return schema if converted is None else _either(declared, converted, strict=schema)


def _constraints(schema: t.Any) -> dict[str, t.Any]:
    """Return what pydantic-core can check of the rule that is ``schema``."""
    return t.cast(dict[str, t.Any], schema.get("metadata", {}).get(CONSTRAINTS, {}))


def _ruled(field: _Field, schema: t.Any) -> t.Any:
    """Check the rules of a value in pydantic-core first: a value that holds them costs no call."""
    constraints: dict[str, t.Any] = {}
    inner, count = schema, 0
    while _constraints(inner):
        count += len(_constraints(inner))
        constraints |= _constraints(inner)
        inner = inner["schema"]

    def checked(each: t.Any) -> t.Any:
        within = checked(each["schema"]) if each is not inner else None
        return _lenient(field, inner) if within is None else {**each, "schema": within}

    rules = checked(schema)
    constrained = _constrained(inner, constraints)
    if constrained is None or count > len(constraints):
        return rules
    if _innermost(inner)["type"] in _SIZED:
        return _measured(field, schema, inner, constrained)
    otherwise = core_schema.no_info_wrap_validator_function(values.again, rules)
    union = core_schema.union_schema(
        [(constrained, REPEATED), (otherwise, DRIFT)],
        mode="left_to_right",
        metadata=json_schema_of_last_choice(),
    )
    return core_schema.lax_or_strict_schema(union, schema)


def _constrained(schema: t.Any, constraints: dict[str, t.Any]) -> t.Any:
    """Return the schema of a number or text within ``constraints``, or of a list or map of any items within them; ``None`` for
    another schema."""
    kind = schema["type"]
    if kind == "nullable":
        inner = _constrained(schema["schema"], constraints)
        return None if inner is None else {**schema, "schema": inner}
    if kind in _SIZED:
        return {"type": kind, **constraints, "strict": True}
    is_scalar = kind in ("int", "float", "str")
    return {**schema, **constraints, "strict": True} if is_scalar else None


def _measured(field: _Field, schema: t.Any, inner: t.Any, constrained: t.Any) -> t.Any:
    """Check the number of items of a list or map after its items, so that each item is validated once."""

    def checked(each: t.Any) -> t.Any:
        within = checked(each["schema"]) if each is not inner else core_schema.any_schema()
        return within if each is inner else {**each, "schema": within}

    otherwise = core_schema.no_info_wrap_validator_function(values.again, checked(schema))
    size = core_schema.union_schema(
        [(constrained, REPEATED), (otherwise, DRIFT)], mode="left_to_right"
    )
    chain = core_schema.chain_schema(
        [_lenient(field, inner), size], metadata=json_schema_of(schema)
    )
    return core_schema.lax_or_strict_schema(chain, schema)


def _innermost(schema: t.Any) -> t.Any:
    """Return the schema of a value that is not ``None``."""
    return schema["schema"] if schema["type"] == "nullable" else schema


def _member(field: _Field, schema: t.Any) -> t.Any:
    """Accept drift inside the schema of a required member, and that the member is absent."""
    place = RequiredMember(field.model, field.name)
    declared, otherwise = _choices(field, schema, place)
    first = None if _rejects_marker(field, schema) else presence.is_absent_schema(place)
    strict = core_schema.no_info_wrap_validator_function(place.accept_absence, schema)
    return _either(declared, otherwise, strict=strict, first=first)


def _item(field: _Field, schema: t.Any) -> t.Any:
    """Accept drift inside the schema of an item of a list or map, and that the item is ``null``."""
    if schema["type"] in ("any", "nullable"):
        return _lenient(field, schema)
    place = Item(field.model, field.name)
    declared, otherwise = _choices(field, schema, place)
    return _either(declared, otherwise, strict=core_schema.nullable_schema(schema))


def _key(field: _Field, schema: t.Any) -> t.Any:
    """Accept an empty text as the key of a map, where that is an enum."""
    named = field.resolve(schema)
    if named["type"] != "enum":
        return schema
    empty = core_schema.no_info_plain_validator_function(
        functools.partial(values.enum_key, named["cls"]),
        json_schema_input_schema=schema,
        serialization=_as(schema),
    )
    return _either(schema, empty, strict=schema)


def _choices(field: _Field, schema: t.Any, place: Place) -> tuple[t.Any, CoreSchema]:
    """Return the first choice and the second one, which accepts what ``place`` does."""
    declared, otherwise = _converting(field, schema, place)
    if otherwise is not None:
        return declared, otherwise
    return _lenient(field, schema), core_schema.no_info_plain_validator_function(
        place.accept, json_schema_input_schema=schema, serialization=_as(schema)
    )


def _converting(field: _Field, schema: t.Any, place: Place) -> tuple[t.Any, CoreSchema | None]:
    """Return the schema of a text or number as the first choice, and the second, which converts into it."""
    kind, named = schema["type"], field.resolve(schema)
    if kind == "str":
        return schema, core_schema.no_info_plain_validator_function(
            functools.partial(values.text, place, str),
            json_schema_input_schema=schema,
            serialization=_as(schema),
        )
    if named["type"] == "enum" and named.get("sub_type") == "str":
        return _by_text(schema, named["cls"]), core_schema.with_info_plain_validator_function(
            functools.partial(values.enum_value, place, named["cls"]),
            json_schema_input_schema=schema,
            serialization=_as(schema),
        )
    if kind in ("int", "float"):
        return {**schema, "strict": True}, core_schema.no_info_wrap_validator_function(
            functools.partial(values.number, place), schema
        )
    return schema, None


def _by_text(schema: CoreSchema, enum_class: type) -> CoreSchema:
    """Return the schema of an enum, in which a text is looked up with the spellings that were seen before.

    pydantic's own calls the class for a text that is no declared value.
    """
    if not (issubclass(enum_class, OpenEnum) and has_spellings(enum_class)):
        return schema
    *others, last = map(repr, map(str, enum_class))
    return core_schema.union_schema(
        [
            core_schema.no_info_after_validator_function(
                by_text(enum_class).__getitem__, core_schema.str_schema(strict=True)
            ),
            schema,
        ],
        mode="left_to_right",
        custom_error_type="enum",
        custom_error_context={"expected": " or ".join([", ".join(others), last][not others :])},
        metadata=json_schema_of_last_choice(),
    )


def _either(
    declared: t.Any, otherwise: CoreSchema, *, strict: CoreSchema, first: CoreSchema | None = None
) -> CoreSchema:
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [
        (declared, DECLARED),
        (otherwise, DRIFT),
    ]
    if first is not None:
        choices.insert(0, (first, DRIFT))
    # The strict schema is the one that serializes, which a union would do more slowly.
    union = core_schema.union_schema(choices, mode="left_to_right")
    return core_schema.lax_or_strict_schema(union, strict)


def _as(schema: CoreSchema) -> core_schema.PlainSerializerFunctionSerSchema:
    """Serialize what a function returned as ``schema``; to JSON Schema, both choices are the same."""
    return core_schema.plain_serializer_function_ser_schema(_unchanged, return_schema=schema)


def _unchanged(value: t.Any) -> t.Any:
    return value


def _rejects_marker(field: _Field, schema: t.Any) -> bool:
    """Check whether a schema rejects the marker without passing it to a function of a user's."""
    kind = schema["type"]
    if kind == "definition-ref":
        named = field.resolve(schema)
        return named is not schema and _rejects_marker(field, named)
    if kind in ("function-before", "function-after", "function-wrap"):
        function: t.Any = schema["function"]["function"]
        function = getattr(function, "func", function)  # of a functools.partial
        if kind != "function-after" and not function.__module__.startswith("typed_status."):
            return False
        return _rejects_marker(field, schema["schema"])
    if kind in ("nullable", "definitions"):
        return _rejects_marker(field, schema["schema"])
    if kind == "json-or-python":
        return all(
            _rejects_marker(field, schema[each]) for each in ("json_schema", "python_schema")
        )
    return kind in _REJECTING
