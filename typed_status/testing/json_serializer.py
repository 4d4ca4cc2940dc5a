"""Serialize response members to JSON, following the shapes of botocore's service model.

A value that does not match its shape raises ``ScriptError`` with its path.

May import: the standard library, botocore and ``testing.script``.
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

from typed_status.testing.script import ScriptError

__all__ = [
    "Json",
    "integer",
    "mapping",
    "mismatch",
    "string",
    "structure",
    "timestamp",
    "to_bytes",
    "to_header",
    "to_json",
    "to_json_bytes",
    "unmodeled",
]

Json: t.TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_header(shape: Shape, value: t.Any, path: str) -> str:
    """Return the text of a header."""
    if shape.type_name == "timestamp":
        return str(timestamp(value, shape.serialization.get("timestampFormat", "rfc822"), path))
    if shape.serialization.get("jsonvalue"):
        return base64.b64encode(to_json_bytes(unmodeled(value, path))).decode()
    if isinstance(shape, ListShape) and isinstance(value, (list, tuple)):
        items = t.cast(Sequence[t.Any], value)
        return ", ".join(to_header(shape.member, item, path) for item in items)
    match to_json(shape, value, path):
        case bool() as flag:
            return "true" if flag else "false"
        case (str() | int() | float()) as scalar:
            return str(scalar)
        case _:
            raise mismatch(path, "a value that a header can represent", value)


def to_json(shape: Shape, value: t.Any, path: str, timestamps: str = "unixTimestamp") -> Json:
    """Return the JSON value of a body's member; ``None`` is null everywhere.

    ``timestamps`` is the protocol's timestamp format, for shapes that declare none.
    """
    if value is None:
        return None
    match shape:
        case StructureShape():
            return structure(shape, value, path)
        case ListShape():
            if not isinstance(value, (list, tuple)):
                raise mismatch(path, "a list", value)
            items = enumerate(t.cast(Sequence[t.Any], value))
            return [to_json(shape.member, item, f"{path}[{index}]") for index, item in items]
        case MapShape():
            entries = mapping(value, path).items()
            return {key: to_json(shape.value, item, f"{path}.{key}") for key, item in entries}
        case _ if shape.type_name == "timestamp":
            form = shape.serialization.get("timestampFormat", timestamps)
            return timestamp(value, form, path)
        case _:
            return _SCALARS[shape.type_name](value, path)


def structure(shape: StructureShape, value: t.Any, path: str) -> Json:
    """Return the members of a structure by their wire names; unknown members keep their names."""
    if shape.is_document_type:
        return unmodeled(value, path)
    members = mapping(value, path)
    if shape.is_tagged_union and len(members) != 1:
        raise ScriptError(f"{path}: expected exactly one member of a union, found {len(members)}")
    encoded: dict[str, Json] = {}
    for name, item in members.items():
        at = f"{path}.{name}" if path else name
        member = shape.members.get(name)
        if member is None:  # AWS adds members over time, so tests may, too
            encoded[name] = unmodeled(item, at)
        else:
            encoded[member.serialization.get("name", name)] = to_json(member, item, at)
    return encoded


def unmodeled(value: t.Any, path: str) -> Json:
    """Return a JSON value that has no shape."""
    match value:
        case None | bool() | int():
            return t.cast(Json, value)
        case float():
            return _float(value, path)
        case str():
            return string(value, path)
        case list() | tuple():
            items = enumerate(t.cast(Sequence[t.Any], value))
            return [unmodeled(item, f"{path}[{index}]") for index, item in items]
        case Mapping():
            entries = mapping(t.cast(t.Any, value), path).items()
            return {key: unmodeled(item, f"{path}.{key}" if path else key) for key, item in entries}
        case _:
            raise mismatch(
                path, "a JSON value, since the member is not in the service model", value
            )


def mapping(value: t.Any, path: str) -> dict[str, t.Any]:
    """Return a dict with plain strings as keys."""
    if not isinstance(value, Mapping):
        raise mismatch(path, "a dict", value)
    entries = t.cast(Mapping[object, t.Any], value).items()
    return {string(key, f"{path} (key)"): item for key, item in entries}


def timestamp(value: t.Any, form: str, path: str) -> str | int | float:
    """Return a timestamp in the format of a shape or a protocol."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise mismatch(path, "a datetime with a time zone", value)
    match form.lower():
        case "iso8601":
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case "rfc822":  # whole seconds only
            return format_datetime(value.astimezone(UTC), usegmt=True)
        case _:
            microseconds = (value - _EPOCH) // _MICROSECOND
            # One division rounds once, so the shortest text of the number is exact.
            return microseconds / 10**6 if microseconds % 10**6 else microseconds // 10**6


def string(value: t.Any, path: str) -> str:
    """Return a plain string, also for a member of a string enum."""
    if not isinstance(value, str):
        raise mismatch(path, "a string", value)
    return str.__str__(value)


def to_bytes(value: t.Any, path: str) -> bytes:
    """Return the bytes of a blob; like boto3, take a string as UTF-8, and what can be read."""
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, str):
        try:
            return value.encode()
        except UnicodeEncodeError:  # whose message quotes the value, which may be sensitive
            raise mismatch(path, "a string that can be encoded as UTF-8", value) from None
    if not isinstance(value, (bytes, bytearray)):
        raise mismatch(path, "bytes", value)
    return bytes(value)


def _blob(value: t.Any, path: str) -> str:
    return base64.b64encode(to_bytes(value, path)).decode()


def _boolean(value: t.Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise mismatch(path, "True or False", value)
    return value


def integer(value: t.Any, path: str) -> int:
    """Return an integer; ``True`` is not one."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise mismatch(path, "an integer", value)
    return int(value)


def _float(value: t.Any, path: str) -> float | str:
    if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        raise mismatch(path, "a number", value)
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):  # JSON cannot represent these: AWS sends their names
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


def to_json_bytes(value: Json) -> bytes:
    """Return a body as JSON."""
    return json.dumps(value, allow_nan=False).encode()


def mismatch(path: str, expected: str, found: object) -> ScriptError:
    """Return the error for a value of the wrong type; it omits the value, which may be sensitive."""
    return ScriptError(f"{path or 'the step'}: expected {expected}, found {type(found).__name__}")
