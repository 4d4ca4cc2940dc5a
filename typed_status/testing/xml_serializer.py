"""Serialize response members to XML (query, ec2, rest-xml), following the shapes of botocore's service model.

A value that does not match its shape raises ``ScriptError`` with its path.

May import: the standard library, botocore, ``testing.script`` and ``testing.json_serializer``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from botocore.model import ListShape, MapShape, Shape, StructureShape

from typed_status.testing.json_serializer import mapping, mismatch, string, to_json

__all__ = ["element", "members_of"]

# Characters that XML 1.0 cannot represent.
_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def element(tag: str, shape: Shape, value: t.Any, path: str, namespace: str = "") -> str:
    """Return an element, or an empty string for ``None``, since XML has no null."""
    if value is None:
        return ""
    attributes = f" xmlns={quoteattr(namespace)}" if namespace else ""
    match shape:
        case StructureShape():
            attributes += _attributes(shape, mapping(value, path), path)
            inside = members_of(shape, value, path)
        case ListShape():
            name = shape.member.serialization.get("name", "member")
            inside = "".join(_items(name, shape, value, path))
        case MapShape():
            inside = "".join(_entries("entry", shape, value, path))
        case _:
            inside = _text(shape, value, path)
    return f"<{tag}{attributes}>{inside}</{tag}>"


def members_of(shape: StructureShape, value: t.Any, path: str) -> str:
    """Return the elements of a structure's members; unknown members are written as strings and structures."""
    found: list[str] = []
    for name, item in mapping(value, path).items():
        at = f"{path}.{name}" if path else name
        member = shape.members.get(name)
        if member is None:
            found.append(_unmodeled(name, item, at))
            continue
        serialization = member.serialization
        if item is None or serialization.get("xmlAttribute"):
            continue
        tag = serialization.get("name", name)
        if not serialization.get("flattened"):
            found.append(element(tag, member, item, at))
        elif isinstance(member, ListShape):
            found += _items(member.member.serialization.get("name", tag), member, item, at)
        elif isinstance(member, MapShape):
            found += _entries(tag, member, item, at)
    return "".join(found)


def _attributes(shape: StructureShape, members: Mapping[str, t.Any], path: str) -> str:
    found = ""
    for name, member in shape.members.items():
        if member.serialization.get("xmlAttribute") and members.get(name) is not None:
            prefixed: str = member.serialization.get("name", name)
            prefix, _, local = prefixed.rpartition(":")
            if prefix:
                space = shape.serialization.get("namespace", {}).get("uri", f"urn:{prefix}")
                found += f" xmlns:{prefix}={quoteattr(space)}"
            text = _text(member, members[name], f"{path}.{name}", escaped=False)
            found += f" {prefixed or local}={quoteattr(text)}"
    return found


def _items(tag: str, shape: ListShape, value: t.Any, path: str) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise mismatch(path, "a list", value)
    items = t.cast(list[t.Any], value)
    return [element(tag, shape.member, item, f"{path}[{at}]") for at, item in enumerate(items)]


def _entries(tag: str, shape: MapShape, value: t.Any, path: str) -> list[str]:
    key_tag = shape.key.serialization.get("name") or "key"
    value_tag = shape.value.serialization.get("name") or "value"
    return [
        f"<{tag}>{element(key_tag, shape.key, key, path)}"
        f"{element(value_tag, shape.value, item, f'{path}.{key}')}</{tag}>"
        for key, item in mapping(value, path).items()
    ]


def _text(shape: Shape, value: t.Any, path: str, *, escaped: bool = True) -> str:
    match to_json(shape, value, path, timestamps="iso8601"):
        case bool() as flag:
            text = "true" if flag else "false"
        case (str() | int() | float()) as scalar:
            text = str(scalar)
        case _:
            raise mismatch(path, "a value that XML can represent", value)
    if _INVALID.search(text):
        raise mismatch(path, "characters that XML can represent", value)
    # XML parsers turn a bare carriage return into a line feed.
    return escape(text, {"\r": "&#13;"}) if escaped else text


def _unmodeled(tag: str, value: t.Any, path: str) -> str:
    """Return the element of a member without a shape: a string, or a structure or list of them."""
    if not _NAME.fullmatch(tag):
        raise mismatch(path, "a valid XML element name", tag)
    if isinstance(value, Mapping):
        members = mapping(value, path).items()
        inside = "".join(_unmodeled(name, item, f"{path}.{name}") for name, item in members)
    elif isinstance(value, (list, tuple)):
        items = t.cast(list[t.Any], value)
        return "".join(_unmodeled(tag, item, f"{path}[{at}]") for at, item in enumerate(items))
    else:
        text = string(value, path)
        if _INVALID.search(text):
            raise mismatch(path, "characters that XML can represent", value)
        inside = escape(text, {"\r": "&#13;"})
    return f"<{tag}>{inside}</{tag}>"
