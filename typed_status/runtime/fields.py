"""The annotated types of generated fields, and ``wire``: what a field is called and may hold.

May import: the standard library, pydantic and pydantic_core.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
import typing as t
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

import pydantic
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, from_json

__all__ = ["IsoDatetime", "JsonText", "Limits", "Stream", "UtcDatetime", "Wire", "wire"]


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


# The context with which ``to_boto3`` dumps: values go back to what botocore would have parsed.
BOTO3: t.Final = {"typed_status": "boto3"}


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _utc(value: datetime) -> datetime:
    # A time without an offset is UTC: AWS documents its times in UTC.
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _time(value: t.Any) -> t.Any:
    """A time, aware and in UTC. What it is mostly sent as comes first: a number or an ISO text."""
    kind = value.__class__
    try:
        if kind is float or kind is int:
            return datetime.fromtimestamp(value, UTC)
        if kind is str and value[10:11] == "T":
            return _utc(datetime.fromisoformat(value))
    except (ArithmeticError, OSError, ValueError):
        pass
    return _rare_time(value)


def _rare_time(value: t.Any) -> datetime:
    number: t.Any = value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        number = float(value)
    if isinstance(number, (int, float)) and not isinstance(number, bool):
        # Not left to pydantic, which before 2.14 gets fractions wrong before 1970, and takes large
        # numbers in texts for milliseconds.
        with contextlib.suppress(ArithmeticError, ValueError):
            return _EPOCH + timedelta(seconds=number)
    try:
        return _utc(_pydantics().validate_python(value))
    except OverflowError:
        raise PydanticCustomError("datetime", "a valid datetime in the years 1 to 9999") from None
    except pydantic.ValidationError:
        # What pydantic does not read: basic ISO texts (20200416T165100Z), and HTTP dates.
        for read in (
            (datetime.fromisoformat, parsedate_to_datetime) if isinstance(value, str) else ()
        ):
            with contextlib.suppress(ValueError, OverflowError):
                return _utc(read(value))
        raise


@cache
def _pydantics() -> pydantic.TypeAdapter[datetime]:
    config = pydantic.ConfigDict(val_temporal_unit="seconds", hide_input_in_errors=True)
    return pydantic.TypeAdapter(datetime, config=config)


class _UtcTime:
    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_time, handler(source))


def _iso_text(value: datetime) -> str:
    spec = "milliseconds" if value.microsecond % 1000 == 0 else "microseconds"
    if value.microsecond == 0:
        spec = "seconds"
    return value.astimezone(UTC).isoformat(timespec=spec).replace("+00:00", "Z")


def _dump_iso(value: datetime, info: pydantic.SerializationInfo) -> datetime | str:
    return _iso_text(value) if info.mode == "json" or info.context is BOTO3 else value


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


UtcDatetime = t.Annotated[datetime, _UtcTime()]
"""A point in time, aware and in UTC, from an epoch number in seconds, an ISO text or an HTTP date."""


class _Streaming:
    """Marks a field that holds a stream, which pydantic would iterate over to dump it."""


Stream = t.Annotated[t.Any, pydantic.SkipValidation, _Streaming()]
"""What botocore hands out for a streaming body, or takes for one: it is passed on as it is."""

IsoDatetime = t.Annotated[UtcDatetime, pydantic.PlainSerializer(_dump_iso)]
"""A point in time that AWS keeps in a string: a ``UtcDatetime`` here, ISO text again in a boto3 dict."""


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
            serialization=core_schema.plain_serializer_function_ser_schema(str.__str__),
        )
