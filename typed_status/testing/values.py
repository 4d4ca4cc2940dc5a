"""Values in boto3's form become JSON, by the shapes of botocore's service model.

A value that does not fit is a ``ScriptError`` that names its path.

May import: the standard library, botocore and ``testing.steps``.
"""

from __future__ import annotations

import base64
import json
import math
import typing as t
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime

from botocore.model import ListShape, MapShape, Shape, StructureShape

from typed_status.testing.steps import ScriptError

__all__ = [
    "Json",
    "dumps",
    "header_text",
    "integer",
    "mapping",
    "misfit",
    "plain",
    "raw",
    "string",
    "structure",
    "timestamp",
    "value_of",
]

Json: t.TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def header_text(shape: Shape, value: t.Any, path: str) -> str:
    """A value of a header."""
    if shape.type_name == "timestamp":
        return str(timestamp(value, shape.serialization.get("timestampFormat", "rfc822"), path))
    if shape.serialization.get("jsonvalue"):
        return base64.b64encode(dumps(plain(value, path))).decode()
    if isinstance(shape, ListShape) and isinstance(value, (list, tuple)):
        items = t.cast(Sequence[t.Any], value)
        return ", ".join(header_text(shape.member, item, path) for item in items)
    match value_of(shape, value, path):
        case bool() as truth:
            return "true" if truth else "false"
        case (str() | int() | float()) as scalar:
            return str(scalar)
        case _:
            raise misfit(path, "a value that a header can carry", value)


def value_of(shape: Shape, value: t.Any, path: str, timestamps: str = "unixTimestamp") -> Json:
    """A value of a body. ``None`` goes out as null, wherever it stands.

    ``timestamps`` is the protocol's form of a time that has none of its own.
    """
    if value is None:
        return None
    match shape:
        case StructureShape():
            return structure(shape, value, path)
        case ListShape():
            if not isinstance(value, (list, tuple)):
                raise misfit(path, "a list", value)
            items = enumerate(t.cast(Sequence[t.Any], value))
            return [value_of(shape.member, item, f"{path}[{index}]") for index, item in items]
        case MapShape():
            entries = mapping(value, path).items()
            return {key: value_of(shape.value, item, f"{path}.{key}") for key, item in entries}
        case _ if shape.type_name == "timestamp":
            form = shape.serialization.get("timestampFormat", timestamps)
            return timestamp(value, form, path)
        case _:
            return _SCALARS[shape.type_name](value, path)


def structure(shape: StructureShape, value: t.Any, path: str) -> Json:
    """The members of a structure under their wire names; those that it does not know unchanged."""
    if shape.is_document_type:
        return plain(value, path)
    members = mapping(value, path)
    if shape.is_tagged_union and len(members) != 1:
        raise ScriptError(f"{path}: expected one member of a union, found {len(members)}")
    encoded: dict[str, Json] = {}
    for name, item in members.items():
        at = f"{path}.{name}" if path else name
        member = shape.members.get(name)
        if member is None:  # AWS adds members, and so may a test
            encoded[name] = plain(item, at)
        else:
            encoded[member.serialization.get("name", name)] = value_of(member, item, at)
    return encoded


def plain(value: t.Any, path: str) -> Json:
    """A value without a shape: JSON as it stands."""
    match value:
        case None | bool() | int():
            return t.cast(Json, value)
        case float():
            return _float(value, path)
        case str():
            return string(value, path)
        case list() | tuple():
            items = enumerate(t.cast(Sequence[t.Any], value))
            return [plain(item, f"{path}[{index}]") for index, item in items]
        case Mapping():
            entries = mapping(t.cast(t.Any, value), path).items()
            return {key: plain(item, f"{path}.{key}" if path else key) for key, item in entries}
        case _:
            raise misfit(path, "a JSON value, as the service model does not know it", value)


def mapping(value: t.Any, path: str) -> dict[str, t.Any]:
    """A dict with plain strings for keys."""
    if not isinstance(value, Mapping):
        raise misfit(path, "a dict", value)
    entries = t.cast(Mapping[object, t.Any], value).items()
    return {string(key, f"{path} (key)"): item for key, item in entries}


def timestamp(value: t.Any, form: str, path: str) -> str | int | float:
    """A point in time, in the form that a shape or a protocol asks for."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise misfit(path, "a datetime with a time zone", value)
    match form.lower():
        case "iso8601":
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case "rfc822":  # has no fractions of a second
            return format_datetime(value.astimezone(UTC), usegmt=True)
        case _:
            microseconds = (value - _EPOCH) // _MICROSECOND
            # Rounded once only, so that the shortest text of the number is exact.
            return microseconds / 10**6 if microseconds % 10**6 else microseconds // 10**6


def string(value: t.Any, path: str) -> str:
    """A plain string, also for a member of a string enum."""
    if not isinstance(value, str):
        raise misfit(path, "a string", value)
    return str.__str__(value)


def raw(value: t.Any, path: str) -> bytes:
    """The bytes of a blob."""
    if not isinstance(value, (bytes, bytearray)):
        raise misfit(path, "bytes", value)
    return bytes(value)


def _blob(value: t.Any, path: str) -> str:
    return base64.b64encode(raw(value, path)).decode()


def _boolean(value: t.Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise misfit(path, "True or False", value)
    return value


def integer(value: t.Any, path: str) -> int:
    """A whole number; ``True`` is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise misfit(path, "a whole number", value)
    return int(value)


def _float(value: t.Any, path: str) -> float | str:
    if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        raise misfit(path, "a number", value)
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):  # JSON has no such numbers: AWS sends their names
        return "Infinity" if number > 0 else "-Infinity"
    return number


_SCALARS: t.Final[Mapping[str, Callable[[t.Any, str], Json]]] = {
    "blob": _blob,
    "boolean": _boolean,
    "character": string,
    "double": _float,
    "float": _float,
    "integer": integer,
    "long": integer,
    "string": string,
}


def dumps(value: Json) -> bytes:
    """The text of a body."""
    return json.dumps(value, allow_nan=False).encode()


def misfit(path: str, expected: str, found: object) -> ScriptError:
    """The error for a value that does not fit; it names the type alone, as the value may be secret."""
    return ScriptError(f"{path or 'the step'}: expected {expected}, found {type(found).__name__}")
