"""What generated fields say of themselves: ``wire``, ``format_rule``, and the types that are no moments.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.types``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Callable
from functools import cache

import pydantic
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, from_json

from typed_status.runtime.context import is_off

__all__ = ["EmptyOr", "FormatRule", "JsonText", "Limits", "Stream", "Wire", "format_rule", "wire"]


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """The service model's own limits. They bind what is sent, never what arrives."""

    min_length: int | None = None
    max_length: int | None = None
    ge: float | None = None
    le: float | None = None
    keys: Limits | None = None
    items: Limits | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Wire:
    """What a member is called in the service model, its limits, and whether AWS marks it sensitive."""

    name: str
    limits: Limits | None = None
    sensitive: bool = False
    body: str | None = None

    @classmethod
    def of(cls, field: pydantic.fields.FieldInfo) -> Wire | None:
        """The declaration that ``field`` carries, if it is a generated one."""
        return next((extra for extra in field.metadata if isinstance(extra, cls)), None)


def wire(
    name: str,
    *,
    body: str | None = None,
    sensitive: bool = False,
    min_length: int | None = None,
    max_length: int | None = None,
    ge: float | None = None,
    le: float | None = None,
    keys: Limits | None = None,
    items: Limits | None = None,
) -> t.Any:
    """Declare, inside ``Annotated``, the member that a field stands for.

    ``name`` is botocore's; ``body`` is the one in a JSON body, where that is another.
    """
    limits = Limits(min_length, max_length, ge, le, keys, items)
    names = pydantic.AliasChoices(name, body) if body else name
    field = t.cast(pydantic.fields.FieldInfo, pydantic.Field(alias=name, validation_alias=names))
    field.metadata.append(Wire(name, limits if limits != Limits() else None, sensitive, body))
    return field


def _none_if_empty(value: t.Any) -> t.Any:
    return None if value == "" else value


class FormatRule:
    """The rule that gives a value its type: names it in the error, and lets go where it is switched off."""

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

    Inside ``with without_rules(id):`` a value that breaks it is kept as it came: a ``str`` or a number.
    """
    return FormatRule(id)


@cache
def streams(model: type[pydantic.BaseModel]) -> dict[str, str]:
    """The fields of ``model`` that hold streams: field name -> wire name."""
    return {
        name: field.alias or name
        for name, field in model.model_fields.items()
        if _is_stream(field.annotation)
        or any(isinstance(each, _Streaming) for each in field.metadata)  # a required one's
    }


def _is_stream(annotation: t.Any) -> bool:
    return any(isinstance(each, _Streaming) or _is_stream(each) for each in t.get_args(annotation))


class _Streaming:
    """Marks a field that holds a stream, which pydantic would iterate over to dump it."""


def _dump_stream(value: t.Any, info: pydantic.SerializationInfo) -> t.Any:
    if info.mode == "json" and hasattr(value, "read"):
        raise ValueError("a stream can be read once and is no JSON: exclude it, or read it first")
    return value


Stream = t.Annotated[
    t.Any, pydantic.SkipValidation, pydantic.PlainSerializer(_dump_stream), _Streaming()
]
"""What botocore hands out for a streaming body, or takes for one: it is passed on as it is."""

EmptyOr = pydantic.BeforeValidator(_none_if_empty)
"""Marks an optional field whose text AWS leaves empty where there is no value: it is ``None`` then."""


def _plain_text(value: t.Any) -> t.Any:
    # A switched-off rule leaves whatever came.
    return str.__str__(value) if isinstance(value, str) else value


class JsonText(str):
    """The JSON text of a string member, exactly as AWS sent it; ``parsed`` gives its value.

    The text may be long and secret, so ``repr`` shows its length only.
    """

    __slots__ = ()

    @property
    def parsed(self) -> pydantic.JsonValue:
        """The value that the text holds, parsed anew at each access."""
        return t.cast(pydantic.JsonValue, from_json(self))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, {len(self)} characters>"

    @classmethod
    def _checked(cls, text: str) -> t.Self:
        try:
            from_json(text)
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
