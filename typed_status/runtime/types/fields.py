"""What generated fields declare: ``wire``, alias generators, ``format_rule``, and the types that are not datetimes.

May import: the standard library, pydantic, pydantic_core, ``wire_names``, ``runtime.types.internals``,
``runtime.types.lone_surrogates`` and ``runtime`` below
``runtime.types``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Callable
from functools import cache

import pydantic
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    SchemaValidator,
    core_schema,
    to_json,
)

from typed_status.runtime.context import is_off, is_parsed_json
from typed_status.runtime.disabled_rules import declare_rules
from typed_status.runtime.types.internals import complete
from typed_status.runtime.types.lone_surrogates import parse_json
from typed_status.runtime.types.sent import keep
from typed_status.wire_names import camel, pascal

__all__ = [
    "Blob",
    "EmptyOr",
    "FormatRule",
    "JsonText",
    "Limits",
    "Member",
    "Stream",
    "camel_in_body",
    "format_rule",
    "members",
    "streams",
    "wire",
]


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the service model. They apply to requests only."""

    min_length: int | None = None
    max_length: int | None = None
    ge: float | None = None
    le: float | None = None
    keys: Limits | None = None
    items: Limits | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Declared:
    """What a field declares about its member besides the name."""

    limits: Limits | None = None
    sensitive: bool = False
    required: bool = False
    also: str | None = None
    unit: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """The member of a field: its name in the service model, its name in a JSON body if that is different, its limits,
    whether AWS marks it sensitive, whether it is required in requests although a response may lack it, boto3's own
    name of it in a request, and the unit of a number whose name does not say it."""

    name: str
    body: str | None = None
    limits: Limits | None = None
    sensitive: bool = False
    required: bool = False
    also: str | None = None
    unit: str | None = None


def wire(
    name: str | None = None,
    *,
    body: str | None = None,
    also: str | None = None,
    unit: str | None = None,
    sensitive: bool = False,
    required: bool = False,
    min_length: int | None = None,
    max_length: int | None = None,
    ge: float | None = None,
    le: float | None = None,
    keys: Limits | None = None,
    items: Limits | None = None,
) -> t.Any:
    """Declare, inside ``Annotated``, the member of a field.

    ``name`` is botocore's name, if it does not follow from the field's; ``body`` is the name in a JSON body, if that is
    different; ``also`` is a name that boto3 takes for it in a request; ``unit`` is that of a number. The limits and ``required`` apply to requests.
    """
    limits = Limits(min_length, max_length, ge, le, keys, items)
    declared = _Declared(limits if limits != Limits() else None, sensitive, required, also, unit)
    if name is None:
        return declared
    others = [each for each in (also, body) if each]
    names = pydantic.AliasChoices(name, *others) if others else name
    field = t.cast(pydantic.fields.FieldInfo, pydantic.Field(alias=name, validation_alias=names))
    field.metadata.append(declared)
    return field


camel_in_body = pydantic.AliasGenerator(
    alias=pascal,
    validation_alias=lambda name: pydantic.AliasChoices(pascal(name), camel(name)),
)
"""The alias generator of classes whose members are in PascalCase in boto3, and in camelCase in JSON bodies."""


@cache
def members(model: type[pydantic.BaseModel]) -> dict[str, Member]:
    """Return the members of the fields of ``model``, by field name: the one source of wire names."""
    complete(model)
    return {name: _member(model, name, field) for name, field in model.model_fields.items()}


def _member(model: type[pydantic.BaseModel], name: str, field: pydantic.fields.FieldInfo) -> Member:
    declared = next((each for each in field.metadata if isinstance(each, _Declared)), _Declared())
    generator = model.model_config.get("alias_generator")
    alias: str | None = field.alias or field.serialization_alias
    accepted: object = field.validation_alias
    # pydantic gives generated aliases a lower priority, and only when it compiles the model.
    if field.alias_priority != _EXPLICIT and generator is not None:
        if isinstance(generator, pydantic.AliasGenerator):
            alias, accepted, _ = generator.generate_aliases(name)
        else:
            alias = accepted = generator(name)
    body = accepted.choices[-1] if isinstance(accepted, pydantic.AliasChoices) else None
    return Member(
        alias or name,
        body if isinstance(body, str) and body != declared.also else None,
        declared.limits,
        declared.sensitive,
        declared.required,
        declared.also,
        declared.unit,
    )


# The priority of an alias that the field itself declares.
_EXPLICIT = 2


def _none_if_empty(value: t.Any, info: pydantic.ValidationInfo) -> t.Any:
    if value != "":
        return value
    keep(info, None, "")
    return None


class FormatRule:
    """The rule that gives a value its type: errors name it, and while it is disabled, the value is kept unchanged."""

    def __init__(self, id: str) -> None:
        self.id = id

    def _checked(self, value: t.Any, parse: Callable[[t.Any], t.Any]) -> t.Any:
        try:
            return parse(value)
        except pydantic.ValidationError as error:
            if is_off(self.id) and isinstance(value, (str, int, float)):
                return value
            expected = error.errors(include_url=False, include_input=False)[0]["msg"]
            expected = expected.removeprefix("Input should be ")
        context = {"rule": self.id, "expected": expected}
        raise PydanticCustomError("rule", "{expected} (rule {rule})", context)

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._checked, handler(source))


def format_rule(id: str) -> FormatRule:
    """Declare, inside ``Annotated``, the rule that gives a value its type, under its overlay's id.

    Inside ``with without_rules(id):`` a value that breaks it is kept unchanged: a ``str`` or a number.
    """
    declare_rules(id)
    return FormatRule(id)


@cache
def streams(model: type[pydantic.BaseModel]) -> dict[str, str]:
    """Return the fields of ``model`` that are streams: field name -> wire name."""
    return {
        name: member.name
        for name, member in members(model).items()
        for field in [model.model_fields[name]]
        if _is_stream(field.annotation)
        or any(isinstance(each, _Streaming) for each in field.metadata)  # a required one's
    }


def _is_stream(annotation: t.Any) -> bool:
    return any(isinstance(each, _Streaming) or _is_stream(each) for each in t.get_args(annotation))


class _Streaming:
    """Marks a field that holds a stream, which pydantic would iterate over to dump it."""

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.json_or_python_schema(
            core_schema.bytes_schema(),
            core_schema.no_info_plain_validator_function(_encoded),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _dump_stream, info_arg=True
            ),
        )


def _dump_stream(value: t.Any, info: pydantic.SerializationInfo) -> t.Any:
    if info.mode == "json" and hasattr(value, "read"):
        raise ValueError("a stream can be read once and is no JSON: exclude it, or read it first")
    return value


Stream = t.Annotated[t.Any, _Streaming()]
"""A streaming body, as botocore returns or accepts it: passed on unchanged, except that a ``str`` is encoded as in
``Blob``."""


# Blobs in JSON, with the alphabets and the padding that pydantic accepts.
_BASE64: t.Final = SchemaValidator(
    core_schema.bytes_schema(), core_schema.CoreConfig(val_json_bytes="base64")
)


def _encoded(value: t.Any) -> t.Any:
    if not isinstance(value, str):
        return value
    if is_parsed_json():
        return _BASE64.validate_json(to_json(value))
    try:
        return value.encode()
    except UnicodeEncodeError:  # whose message quotes the value, which may be secret
        raise PydanticCustomError("blob", "bytes, or a text that can be encoded as UTF-8") from None


class _Encoded:
    """Encodes a ``str`` for ``bytes`` as boto3 does."""

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        return core_schema.json_or_python_schema(
            schema, core_schema.no_info_before_validator_function(_encoded, schema)
        )


if t.TYPE_CHECKING:
    Blob: t.TypeAlias = bytes  # which can be passed as ``type[bytes]``
else:
    Blob = t.Annotated[bytes, _Encoded()]
"""The bytes of a blob. As in boto3, a ``str`` in Python is encoded as UTF-8; in JSON, a string is base64."""

EmptyOr = pydantic.BeforeValidator(_none_if_empty)
"""Marks an optional field that AWS sends as an empty string if it has no value: it is ``None`` then, and empty again in a
boto3 dict."""


def _plain_text(value: t.Any) -> t.Any:
    # With its rule disabled, the value may be of any type.
    return str.__str__(value) if isinstance(value, str) else value


class JsonText(str):
    """The JSON text of a string member, exactly as AWS sent it; ``parsed`` gives its value.

    The text may be long and secret, so ``repr`` shows its length only.
    """

    __slots__ = ()

    @property
    def parsed(self) -> pydantic.JsonValue:
        """The value that the text holds, parsed anew at each access."""
        return t.cast(pydantic.JsonValue, parse_json(self))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, {len(self)} characters>"

    @classmethod
    def _checked(cls, text: str) -> t.Self:
        try:
            parse_json(text)
        except ValueError:
            # The parser's own reason may quote the text, which may be secret.
            raise PydanticCustomError("json_text", "a text that is valid JSON") from None
        return cls(text)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._checked,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(_plain_text),
        )
