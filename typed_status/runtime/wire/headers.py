"""Read the members of a response that are in HTTP headers, and the status code.

Header values stay strings, and the model parses them: a timestamp header such as ``Last-Modified`` becomes a datetime
in ``runtime.types.datetimes``, which reads ISO texts itself and leaves HTTP dates to botocore. Only numbers, booleans,
lists and JSON headers are converted here.

May import: the standard library, ``runtime.types.lone_surrogates`` and ``runtime.wire.raw_response``.
"""

from __future__ import annotations

import base64
import typing as t
from functools import partial

from typed_status.runtime.types.lone_surrogates import parse_json
from typed_status.runtime.wire.raw_response import LOCATIONS, MalformedError, RawResponse

__all__ = ["HeaderReader"]

_Shape = t.Any  # botocore has no types
_Read = t.Callable[[RawResponse], t.Any]
_ABSENT: t.Final = object()


class HeaderReader:
    """Reads the members of an output that are in headers, and the status code."""

    def __init__(self, shape: _Shape) -> None:
        self._reads: dict[str, _Read] = {}
        for name, member in shape.members.items():
            location = member.serialization.get("location")
            if location in LOCATIONS:
                header = member.serialization.get("name", name)
                self._reads[name] = _reader(location, header, member)
        self.names = frozenset(self._reads)

    def __bool__(self) -> bool:
        return bool(self._reads)

    def __call__(self, response: RawResponse) -> dict[str, t.Any]:
        """Return the members whose headers were sent, by name, as strings for the model to parse."""
        members: dict[str, t.Any] = {}
        for name, read in self._reads.items():
            try:
                value = read(response)
            except MalformedError as error:
                raise MalformedError(error.expected, path=name) from None
            except ValueError:
                # Not chained: the original message may quote the header, which may be sensitive.
                raise MalformedError("a JSON value in base64", path=name) from None
            if value is not _ABSENT:
                members[name] = value
        return members


def _reader(location: str, header: str, shape: _Shape) -> _Read:
    if location == "statusCode":
        return lambda response: response["status_code"]
    if location == "headers":
        prefix = header.lower() if shape.serialization.get("name") else ""
        return lambda response: {
            key[len(prefix) :]: value
            for key, value in response["headers"].items()
            if key.lower().startswith(prefix)
        }
    convert: t.Callable[[str], t.Any] = _CONVERSIONS.get(shape.type_name, str)
    if shape.serialization.get("jsonvalue"):
        convert = _json_value

    def read(response: RawResponse) -> t.Any:
        text = response["headers"].get(header)
        return _ABSENT if text is None else convert(text)

    return read


def _json_value(text: str) -> t.Any:
    return parse_json(base64.b64decode(text))


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")]


def _boolean(text: str) -> str:
    # pydantic would read "1" and "yes" as true, botocore reads them as false.
    if text not in ("", "true", "false"):
        raise MalformedError("true or false")
    return text or "false"


def _number(convert: t.Callable[[str], t.Any], text: str) -> t.Any:
    try:
        return convert(text)
    except ValueError:
        return text  # the model rejects it and reports its path


_CONVERSIONS: t.Final[dict[str, t.Callable[[str], t.Any]]] = {
    "boolean": _boolean,
    "list": _list,
    "integer": partial(_number, int),
    "long": partial(_number, int),
    "float": partial(_number, float),
    "double": partial(_number, float),
}
