"""Deserialize JSON bodies. pydantic parses the body itself; this adds the members from headers to it.

May import: the standard library, pydantic_core, ``runtime.types.lone_surrogates``, ``runtime.wire.headers`` and
``runtime.wire.raw_response``.
"""

from __future__ import annotations

import json
import typing as t
from collections.abc import Set

from pydantic_core import PydanticSerializationError, to_json

from typed_status.runtime.types.lone_surrogates import parse_json
from typed_status.runtime.wire.headers import HeaderReader
from typed_status.runtime.wire.raw_response import Content, MalformedError, RawResponse

__all__ = ["JsonReader"]

_Shape = t.Any  # botocore has no types
_EMPTY = b"{}"


class JsonReader:
    """Reads json 1.0 and 1.1, and rest-json. Like botocore, it reads an empty body as an empty object."""

    def __init__(self, shape: _Shape) -> None:
        self._headers = HeaderReader(shape)
        self._payload: str | None = shape.serialization.get("payload")
        whole = shape if self._payload is None else shape.members[self._payload]
        self._is_text = whole.type_name == "string"
        self._is_document: bool = not self._is_text and whole.is_document_type
        # A union is the only structure that botocore refuses to parse without a member.
        self._is_union: bool = not self._is_text and whole.is_tagged_union
        self.empty_body = b"" if self._is_text else _EMPTY

    def read(self, response: RawResponse) -> Content:
        """Return the JSON of the whole response."""
        body = response["body"] or self.empty_body
        stub_body = body if self._is_union else self.empty_body
        if self._payload is not None:
            # Parsed to make sure that the body is one JSON value before it is embedded in another.
            value = self._parse(body)
            body = b"{%b:%b}" % (to_json(self._payload), to_json(value) if self._is_text else body)
        if self._headers:
            members = self._headers(response)
            absent = self._headers.names - members.keys()
            if absent and self._payload is None:
                body = _without(body, absent)
            body = _add_members(body, members)
        return Content(body, stub_body, None)

    def check(self, response: RawResponse) -> None:
        """Raise for a body that is not a JSON object: botocore parses it as an empty one."""
        self._parse(response["body"] or self.empty_body)

    def _parse(self, body: bytes) -> t.Any:
        try:
            if self._is_text:
                return body.decode()
            value = parse_json(body)
        except UnicodeDecodeError:
            raise MalformedError("a string in UTF-8") from None
        except ValueError as error:
            raise MalformedError("a JSON object", f"invalid JSON ({error})") from None
        is_null = value is None and self._payload is not None
        if not (isinstance(value, dict) or self._is_document or is_null):
            raise MalformedError("a JSON object")
        return t.cast(t.Any, value)


def _without(body: bytes, names: Set[str]) -> bytes:
    """Return the JSON object ``body`` without the members ``names``, which would be taken for those of headers.

    Those whose header was sent are added after them, and the last of duplicate keys wins.
    """
    if b"\\u" not in body and not any(b'"%b"' % name.encode() in body for name in names):
        return body
    try:
        value = parse_json(body)
    except ValueError:
        return body  # pydantic reports what is wrong and where
    if not isinstance(value, dict) or names.isdisjoint(t.cast(dict[str, t.Any], value)):
        return body
    members = t.cast(dict[str, t.Any], value).items()
    return json.dumps({name: each for name, each in members if name not in names}).encode()


def _add_members(body: bytes, members: dict[str, t.Any]) -> bytes:
    """Add ``members`` at the end of the JSON object ``body``.

    A body that is not an object, or is truncated, stays invalid: pydantic reports what is wrong and where.
    """
    text = body.rstrip()
    if not members or text[-1:] != b"}":
        return body
    inside = text[:-1].rstrip()
    comma = b"" if inside[-1:] == b"{" else b","
    try:
        added = to_json(members)
    except PydanticSerializationError:  # a lone surrogate in a JSON header
        added = json.dumps(members).encode()
    return inside + comma + added[1:]
