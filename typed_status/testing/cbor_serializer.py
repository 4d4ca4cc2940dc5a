"""Serialize response members to CBOR (RPC v2 CBOR), following the shapes of botocore's service model.

A value that does not match its shape raises ``ScriptError`` with its path.

May import: the standard library, botocore and ``testing.json_serializer``.
"""

from __future__ import annotations

import struct
import typing as t

from botocore.model import ListShape, MapShape, Shape, StructureShape

from typed_status.testing.json_serializer import (
    Json,
    mapping,
    mismatch,
    timestamp,
    to_bytes,
    to_json,
    unmodeled,
)

__all__ = ["serialize_cbor"]

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG = range(7)
_EPOCH_TAG = 1


def serialize_cbor(shape: Shape | None, value: t.Any, path: str = "") -> bytes:
    """Return the CBOR encoding of a value in boto3's form; without a shape, of a JSON value."""
    if value is None:
        return b"\xf6"
    match shape:
        case None:
            return _json(unmodeled(value, path))
        case StructureShape():
            return _structure(shape, value, path)
        case ListShape():
            if not isinstance(value, (list, tuple)):
                raise mismatch(path, "a list", value)
            items = t.cast(list[t.Any], value)
            each = [
                serialize_cbor(shape.member, item, f"{path}[{at}]") for at, item in enumerate(items)
            ]
            return _head(_ARRAY, len(each)) + b"".join(each)
        case MapShape():
            members = mapping(value, path)
            return _head(_MAP, len(members)) + b"".join(
                _json(key) + serialize_cbor(shape.value, item, f"{path}.{key}")
                for key, item in members.items()
            )
        case _:
            return _scalar(shape, value, path)


def _structure(shape: StructureShape, value: t.Any, path: str) -> bytes:
    members = mapping(value, path)
    return _head(_MAP, len(members)) + b"".join(
        _json(name)
        + serialize_cbor(shape.members.get(name), item, f"{path}.{name}" if path else name)
        for name, item in members.items()
    )


def _scalar(shape: Shape, value: t.Any, path: str) -> bytes:
    if shape.type_name == "blob":
        octets = to_bytes(value, path)
        return _head(_BYTES, len(octets)) + octets
    if shape.type_name in ("float", "double") and isinstance(value, (int, float)):
        return b"\xfb" + struct.pack(">d", value)
    if shape.type_name == "timestamp":  # in every protocol but this one the format varies
        return _head(_TAG, _EPOCH_TAG) + _json(timestamp(value, "unixTimestamp", path))
    return _json(to_json(shape, value, path))


def _json(value: Json) -> bytes:
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            major, size = (_NEGATIVE, -1 - value) if value < 0 else (_UNSIGNED, value)
            return _head(major, size)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
        case list():
            return _head(_ARRAY, len(value)) + b"".join(map(_json, value))
        case _:
            pairs = [_json(key) + _json(item) for key, item in value.items()]
            return _head(_MAP, len(pairs)) + b"".join(pairs)


def _head(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if size < 1 << 8 * width:
            return bytes([major << 5 | info]) + size.to_bytes(width, "big")
    raise mismatch("", "a 64-bit integer", size)
