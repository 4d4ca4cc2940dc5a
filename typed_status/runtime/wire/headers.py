"""Members outside of the body: in headers, and the status code.

May import: the standard library, pydantic_core and ``runtime.wire.message``.
"""

from __future__ import annotations

import base64
import typing as t

from pydantic_core import from_json

from typed_status.runtime.wire.message import MalformedError, Message

__all__ = ["Located", "body_members"]

_Shape = t.Any  # botocore has no types
_Read = t.Callable[[Message], t.Any]
_ABSENT: t.Final = object()
_PLACES = frozenset({"header", "headers", "statusCode"})


def body_members(shape: _Shape) -> list[str]:
    """The members of an output that are in the body, or are the body."""
    return [
        name
        for name, member in shape.members.items()
        if member.serialization.get("location") not in _PLACES
    ]


class Located:
    """Reads the members of an output that are outside of the body."""

    def __init__(self, shape: _Shape) -> None:
        self._reads: dict[str, _Read] = {}
        for name, member in shape.members.items():
            place = member.serialization.get("location")
            if place in _PLACES:
                self._reads[name] = _read(place, member.serialization.get("name", name), member)

    def __bool__(self) -> bool:
        return bool(self._reads)

    def __call__(self, message: Message) -> dict[str, t.Any]:
        """The members that are there, by name, as texts for the model to convert."""
        found: dict[str, t.Any] = {}
        for name, read in self._reads.items():
            try:
                value = read(message)
            except MalformedError as error:
                raise MalformedError(error.expected, path=name) from None
            except ValueError:
                # The reason may quote the text, which may be secret.
                raise MalformedError("the base64 of a JSON value", path=name) from None
            if value is not _ABSENT:
                found[name] = value
        return found


def _read(place: str, name: str, shape: _Shape) -> _Read:
    if place == "statusCode":
        return lambda message: message["status_code"]
    if place == "headers":
        prefix = name.lower() if shape.serialization.get("name") else ""
        return lambda message: {
            key[len(prefix) :]: value
            for key, value in message["headers"].items()
            if key.lower().startswith(prefix)
        }
    convert: t.Callable[[str], t.Any] = _CONVERSIONS.get(shape.type_name, str)
    if shape.serialization.get("jsonvalue"):
        convert = _json_value

    def read(message: Message) -> t.Any:
        text = message["headers"].get(name)
        return _ABSENT if text is None else convert(text)

    return read


def _json_value(text: str) -> t.Any:
    return from_json(base64.b64decode(text))


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")]


def _boolean(text: str) -> str:
    # Not left to the model, to which "1" and "yes" are true; to botocore they are false.
    if text not in ("", "true", "false"):
        raise MalformedError("true or false")
    return text or "false"


_CONVERSIONS: t.Final[dict[str, t.Callable[[str], t.Any]]] = {
    "boolean": _boolean,
    "list": _list,
}
