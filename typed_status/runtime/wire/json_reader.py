"""JSON: pydantic reads the body itself, so what is done here is to put beside it what is outside of it.

May import: the standard library, pydantic_core, ``runtime.wire.headers`` and ``runtime.wire.message``.
"""

from __future__ import annotations

import typing as t

from pydantic_core import from_json, to_json

from typed_status.runtime.wire.headers import Located
from typed_status.runtime.wire.message import MalformedError, Message, Opened

__all__ = ["JsonReader"]

_Shape = t.Any  # botocore has no types


class JsonReader:
    """Reads json 1.0 and 1.1, and rest-json."""

    nothing = b"{}"

    def __init__(self, shape: _Shape, *, may_be_empty: bool) -> None:
        self._located = Located(shape)
        self._payload: str | None = shape.serialization.get("payload")
        self._is_text = bool(self._payload) and shape.members[self._payload].type_name == "string"
        # botocore takes no body for an empty payload.
        self._may_be_empty = may_be_empty or self._payload is not None

    def open(self, message: Message) -> Opened:
        """Find the JSON of the whole response."""
        body = message["body"]
        if not body and self._may_be_empty and not self._is_text:
            body = self.nothing
        if self._payload is not None:
            value = self._value(body)  # checks that the body is one value, so that it stays one
            body = b"{%b:%b}" % (to_json(self._payload), to_json(value) if self._is_text else body)
        if self._located:
            body = _joined(body, self._located(message))
        return Opened(body, b"" if self._is_text else self.nothing, None)

    def check(self, message: Message) -> None:
        """Refuse what is no JSON object: botocore takes it for an empty one."""
        body = message["body"]
        if not self._is_text and (body or not self._may_be_empty):
            self._value(body)

    def _value(self, body: bytes) -> t.Any:
        try:
            if self._is_text:
                return body.decode()
            value = from_json(body)
        except UnicodeDecodeError:
            raise MalformedError("a text in UTF-8") from None
        except ValueError as error:
            raise MalformedError("a JSON object", f"invalid JSON ({error})") from None
        if not isinstance(value, dict):
            raise MalformedError("a JSON object")
        return t.cast(dict[str, t.Any], value)


def _joined(body: bytes, members: dict[str, t.Any]) -> bytes:
    """``members`` added at the end of the object ``body``.

    What is no object, or is cut off, is none afterwards: pydantic tells what is wrong and where.
    """
    text = body.rstrip()
    if not members or text[-1:] != b"}":
        return body
    inside = text[:-1].rstrip()
    comma = b"" if inside[-1:] == b"{" else b","
    return inside + comma + to_json(members)[1:]
