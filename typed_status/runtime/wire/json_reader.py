"""Deserialize JSON bodies. pydantic parses the body itself; this adds the members from headers to it.

May import: the standard library, pydantic_core, ``runtime.wire.headers`` and ``runtime.wire.raw_response``.
"""

from __future__ import annotations

import typing as t

from pydantic_core import from_json, to_json

from typed_status.runtime.wire.headers import HeaderReader
from typed_status.runtime.wire.raw_response import Content, MalformedError, RawResponse

__all__ = ["JsonReader"]

_Shape = t.Any  # botocore has no types


class JsonReader:
    """Reads json 1.0 and 1.1, and rest-json."""

    empty_body = b"{}"

    def __init__(self, shape: _Shape, *, may_be_empty: bool) -> None:
        self._headers = HeaderReader(shape)
        self._payload: str | None = shape.serialization.get("payload")
        self._is_text = bool(self._payload) and shape.members[self._payload].type_name == "string"
        # botocore reads an empty body as an empty payload.
        self._may_be_empty = may_be_empty or self._payload is not None

    def read(self, response: RawResponse) -> Content:
        """Return the JSON of the whole response."""
        body = response["body"]
        if not body and self._may_be_empty and not self._is_text:
            body = self.empty_body
        if self._payload is not None:
            # Parsed to make sure that the body is one JSON value before it is embedded in another.
            value = self._parse(body)
            body = b"{%b:%b}" % (to_json(self._payload), to_json(value) if self._is_text else body)
        if self._headers:
            body = _add_members(body, self._headers(response))
        return Content(body, b"" if self._is_text else self.empty_body, None)

    def check(self, response: RawResponse) -> None:
        """Raise for a body that is not a JSON object: botocore parses it as an empty one."""
        body = response["body"]
        if not self._is_text and (body or not self._may_be_empty):
            self._parse(body)

    def _parse(self, body: bytes) -> t.Any:
        try:
            if self._is_text:
                return body.decode()
            value = from_json(body)
        except UnicodeDecodeError:
            raise MalformedError("a string in UTF-8") from None
        except ValueError as error:
            raise MalformedError("a JSON object", f"invalid JSON ({error})") from None
        if not isinstance(value, dict):
            raise MalformedError("a JSON object")
        return t.cast(dict[str, t.Any], value)


def _add_members(body: bytes, members: dict[str, t.Any]) -> bytes:
    """Add ``members`` at the end of the JSON object ``body``.

    A body that is not an object, or is truncated, stays invalid: pydantic reports what is wrong and where.
    """
    text = body.rstrip()
    if not members or text[-1:] != b"}":
        return body
    inside = text[:-1].rstrip()
    comma = b"" if inside[-1:] == b"{" else b","
    return inside + comma + to_json(members)[1:]
