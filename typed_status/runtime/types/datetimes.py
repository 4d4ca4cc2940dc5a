"""The types of timestamp fields: aware datetimes in UTC, from whatever form AWS sends.

A timestamp (``UtcDatetime``) has the value that botocore gives it. Numbers and ISO texts are read here; every other form,
an HTTP date for one, is left to ``botocore.utils.parse_timestamp``. A datetime without an offset is in UTC.

May import: the standard library, pydantic, pydantic_core, botocore.utils, ``datetime_parsing``,
``runtime.types.choices`` and ``runtime.types.sent``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
import typing as t
import warnings
from datetime import UTC, datetime, timedelta

import pydantic
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, core_schema

from typed_status.datetime_parsing import EPOCH, parse_timestamp, utc
from typed_status.runtime.types.choices import USUAL
from typed_status.runtime.types.sent import RESTORES, TextForm

__all__ = ["BOTO3", "EpochMillis", "EpochSeconds", "IsoDatetime", "UtcDatetime"]

# The context with which ``to_boto3`` dumps: values go back to what botocore would have parsed.
BOTO3: t.Final = {"typed_status": "boto3"}


# What botocore's parser raises for what it does not read, or dateutil's, which it calls.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


_READ_ALIKE: t.Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
).fullmatch


def _time(value: t.Any) -> t.Any:
    """Convert to an aware datetime in UTC. The usual forms come first, which botocore reads alike: a number or an ISO text.

    Python's reader also accepts weeks, a comma, and texts that botocore reads otherwise: ``01:02.03`` as seconds that lack minutes, and
    ``01:02:033`` without its last digit.
    """
    kind = value.__class__
    try:
        if kind is float or kind is int:
            return datetime.fromtimestamp(value, UTC)
        if kind is str and _READ_ALIKE(value):
            return utc(datetime.fromisoformat(value))
    except (ArithmeticError, OSError, ValueError):
        pass
    return _rare_time(value)


def _rare_time(value: t.Any) -> datetime:
    try:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            found = _as_botocore(value)
            # A leap second, and the hour 24, which botocore does not read.
            if found is None and isinstance(value, str):
                found = parse_timestamp(value.strip())
        else:
            found = _DATETIME.validate_python(value)
        if found is not None:
            return utc(found)
    except (OverflowError, ValueError) as error:
        if isinstance(error, pydantic.ValidationError):
            raise
    # Outside of the except block: the messages of the parsers contain the value.
    raise PydanticCustomError("datetime", "a valid datetime in the years 1 to 9999")


def _as_botocore(value: str | float) -> datetime | None:
    """Parse HTTP dates, numbers in texts, and whatever else botocore reads; ``None`` if it does not read ``value``."""
    # Imported on first use: the usual forms do not need it, and it takes longer than all of ``runtime``.
    from botocore.utils import parse_timestamp as parse

    with contextlib.suppress(*_UNREADABLE), warnings.catch_warnings():
        # dateutil's, of a time zone that it does not know; the value is botocore's all the same.
        warnings.simplefilter("ignore", RuntimeWarning)
        return parse(t.cast(str, value))  # the stubs of botocore know of texts only
    return None


# The schema of a datetime, without its class: where a test replaces that, as freezegun does, pydantic would find no
# schema for a class of the annotations that is not the one it knows.
_DATETIME = SchemaValidator(
    core_schema.datetime_schema(),
    # A cast, as the type lacks a key that pydantic-core reads.
    t.cast(core_schema.CoreConfig, {"val_temporal_unit": "seconds", "hide_input_in_errors": True}),
)


# The usual forms, read by functions of the standard library in C, within bounds in which they raise at most ``ValueError``.
_NUMBER = core_schema.no_info_after_validator_function(
    functools.partial(datetime.fromtimestamp, tz=UTC),
    core_schema.float_schema(strict=True, ge=-62135596800, lt=253402300799),
)


def _iso(fraction: str, offset: str) -> CoreSchema:
    """Create the schema of ISO texts with such a fraction of a second and such an offset."""
    time = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    pattern = rf"\A[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{time}(?:\.{fraction})?{offset}\z"
    return core_schema.no_info_after_validator_function(
        datetime.fromisoformat, core_schema.str_schema(strict=True, pattern=pattern)
    )


_TEXT = _iso("[0-9]{1,6}", r"(?:Z|\+00:00)")


class _UtcTime:
    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            _time, core_schema.datetime_schema(), metadata={USUAL: (_NUMBER, _TEXT)}
        )


# What ``_iso_text`` makes, of a text that is a datetime.
_ISO_TEXT = re.compile(
    r"[0-9-]{10}T(?!24)[0-9:]{6}[0-5][0-9](?:\.(?!000)[0-9]{3}|\.[0-9]{3}(?!000)[0-9]{3})?Z"
).fullmatch


_NO_ZEROS = "(?:00[1-9]|0[1-9][0-9]|[1-9][0-9]{2})"
_MADE_TEXT = _iso(f"(?:[0-9]{{3}})?{_NO_ZEROS}", "Z")


def _iso_text(value: datetime) -> str:
    spec = "milliseconds" if value.microsecond % 1000 == 0 else "microseconds"
    if value.microsecond == 0:
        spec = "seconds"
    return value.astimezone(UTC).isoformat(timespec=spec).replace("+00:00", "Z")


def _parse_text(value: t.Any) -> datetime:
    if isinstance(value, datetime):
        found: datetime | None = value
    elif isinstance(value, str):
        found = parse_timestamp(value)
    else:
        found = _from_epoch(value, _SECOND)
    with contextlib.suppress(OverflowError):
        if found is not None:
            return utc(found)
    raise PydanticCustomError("datetime", "a valid datetime as ISO text")


def _dump_iso(value: t.Any, info: pydantic.SerializationInfo) -> t.Any:
    # A switched-off rule leaves the text.
    as_text = isinstance(value, datetime) and (info.mode == "json" or info.context is BOTO3)
    return _iso_text(value) if as_text else value


class _TimeText:
    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _parse_text,
            serialization=core_schema.plain_serializer_function_ser_schema(
                _dump_iso, info_arg=True
            ),
            metadata={RESTORES: TextForm(_iso_text, _ISO_TEXT), USUAL: (_MADE_TEXT,)},
        )


_SECOND = 10**6  # in microseconds
_MILLISECOND = 10**3
_MICROSECOND = timedelta(microseconds=1)


def _from_epoch(value: t.Any, unit: int) -> datetime | None:
    """The point in time that is ``value`` units of so many microseconds after 1970."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    with contextlib.suppress(ArithmeticError, ValueError):
        return EPOCH + timedelta(microseconds=value * unit)
    return None


@dataclasses.dataclass(frozen=True, slots=True)
class _Epoch:
    """A number of units since 1970: a datetime here, the number again in a boto3 dict."""

    unit: int

    def _parse(self, value: t.Any) -> datetime:
        if isinstance(value, (datetime, str)):  # built by hand, or dumped as JSON
            return _parse_text(value)
        found = _from_epoch(value, self.unit)
        if found is None:
            name = "seconds" if self.unit == _SECOND else "milliseconds"
            raise PydanticCustomError(
                "datetime", "a valid datetime as {unit} since 1970", {"unit": name}
            )
        return found

    def _dump(self, value: t.Any, info: pydantic.SerializationInfo) -> t.Any:
        if info.context is not BOTO3 or not isinstance(value, datetime):
            return _dump_iso(value, info)
        count = (value - EPOCH) // _MICROSECOND
        return count / self.unit if count % self.unit else count // self.unit

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._parse,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._dump, info_arg=True
            ),
            metadata={USUAL: (_whole_units(self.unit),)},
        )


def _whole_units(unit: int) -> CoreSchema:
    """Create the schema of a whole number of units of so many microseconds since 1970."""
    bound = 10**11 * (_SECOND // unit)  # after the year 5000
    duration = functools.partial(timedelta, *((0, 0, 0) if unit == _MILLISECOND else (0,)))
    elapsed = core_schema.no_info_after_validator_function(
        duration, core_schema.int_schema(strict=True, ge=0, le=bound)
    )
    return core_schema.no_info_after_validator_function(EPOCH.__add__, elapsed)


UtcDatetime = t.Annotated[datetime, _UtcTime()]
"""A point in time, aware and in UTC, from every form that botocore reads: epoch seconds, ISO texts, HTTP dates, ..."""


IsoDatetime = t.Annotated[datetime, _TimeText]
"""A datetime that AWS sends as a string: aware and in UTC here, in a boto3 dict the string again: as it was sent, or ISO text."""

EpochSeconds = t.Annotated[datetime, _Epoch(_SECOND)]
"""A datetime that AWS sends as a number of seconds: the number again in a boto3 dict."""

EpochMillis = t.Annotated[datetime, _Epoch(_MILLISECOND)]
"""A datetime that AWS sends as a number of milliseconds: the number again in a boto3 dict."""
