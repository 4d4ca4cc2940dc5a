"""Click parameter types for the members of a request: they convert text to JSON values.

The request is validated from JSON, so a blob is base64 and a timestamp an ISO 8601 string or a number. The text of an
option for a blob becomes base64 in ``with_base64``, by the binary format of the AWS CLI.

May import: the standard library, click, pydantic, ``typed_status.runtime`` and ``typed_status.cli.inspect.field_types``.
"""

from __future__ import annotations

import base64
import binascii
import json
import sys
import types
import typing as t
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
import pydantic
from click.shell_completion import CompletionItem

from typed_status.cli.inspect.field_types import model_of, type_name
from typed_status.runtime import JsonText, OpenEnum
from typed_status.runtime.types.annotations import unwrap
from typed_status.runtime.types.fields import members

__all__ = ["ListType", "param_type", "read_json", "read_text", "with_base64"]


def _path(text: str) -> Path:
    """Return the path after ``file://``; raise ``ValueError`` for an unknown home folder."""
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"{path}: no home folder for {path.parts[0]}") from None


def read_text(text: str) -> str:
    """Return the text, or the content of the file after ``file://``; raise ``ValueError``."""
    if text.startswith("file://"):
        path = _path(text.removeprefix("file://"))
        try:
            return path.read_text("utf-8")
        except OSError as error:
            raise ValueError(f"{path}: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{path}: expected UTF-8 text") from None
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("expected UTF-8 text") from None
    return text


def read_json(text: str, *, stdin: bool = False) -> t.Any:
    """Parse JSON from the text, a file, or stdin for ``-``; raise ``ValueError`` without the text in its message."""
    content = sys.stdin.read() if stdin and text == "-" else read_text(text)
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"expected JSON or file://PATH: {error.msg} at {where}") from None
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


class _JsonType(click.ParamType[t.Any]):
    """A click type whose ``read`` raises ``ValueError`` for an invalid value."""

    # Whether AWS marks the member as sensitive: then errors omit the value.
    is_sensitive = False

    def display(self, text: str) -> str:
        """Return the value for an error message."""
        return "the value" if self.is_sensitive else repr(text)

    def read(self, text: str) -> t.Any:
        raise NotImplementedError

    def convert(
        self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> t.Any:
        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _TextType(_JsonType):
    name = "text"

    def read(self, text: str) -> str:
        return read_text(text)


class _NumberType(_JsonType):
    def __init__(self, kind: type[int] | type[float]) -> None:
        self.kind = kind
        self.name = "integer" if kind is int else "number"

    def read(self, text: str) -> float:
        try:
            value = self.kind(read_text(text))
            json.dumps(value, allow_nan=False)
        except ValueError:
            raise ValueError(f"{self.display(text)} is not a valid {self.name}.") from None
        return value


class _TimestampType(_JsonType):
    name = "timestamp"

    def __init__(self, kind: t.Any) -> None:
        self.kind = kind

    def read(self, text: str) -> float | str:
        text = read_text(text).strip()
        value: float | str = text
        try:
            value = float(text)
            json.dumps(value, allow_nan=False)
        except ValueError:
            value = text
        try:
            pydantic.TypeAdapter(self.kind).validate_python(value)
        except pydantic.ValidationError:
            raise ValueError(
                f"{self.display(text)} is not a valid timestamp: expected ISO 8601, such as 2026-01-31T12:00:00Z, "
                "or a Unix timestamp"
            ) from None
        return value


class _FileBytes(str):
    """The bytes of a file in base64, whatever the binary format."""

    __slots__ = ()


class _BlobType(_JsonType):
    name = "blob"

    def read(self, text: str) -> str:
        if text.startswith("fileb://"):
            path = _path(text.removeprefix("fileb://"))
            try:
                return _FileBytes(base64.b64encode(path.read_bytes()).decode())
            except OSError as error:
                raise ValueError(f"{path}: {error.strerror or error}") from None
        return read_text(text)


def with_base64(kind: t.Any, value: object, is_raw: Callable[[], bool]) -> t.Any:
    """Return the JSON value of an option with its blobs, at any depth, in base64.

    ``is_raw`` is called where there is a blob: whether it is text rather than base64. Raises ``ValueError`` for text that
    is not base64.
    """
    kind = unwrap(kind)
    inner = t.get_args(kind)
    if isinstance(value, dict):
        given = t.cast(dict[str, object], value)
        model = None if inner else model_of(kind)
        kinds = _kinds(model) if model else dict.fromkeys(given, inner[-1] if inner else None)
        return {name: with_base64(kinds.get(name), item, is_raw) for name, item in given.items()}
    if isinstance(value, list):
        items = t.cast(list[object], value)
        return [with_base64(inner[0] if inner else None, item, is_raw) for item in items]
    if kind is bytes and isinstance(value, str) and not isinstance(value, _FileBytes):
        return base64.b64encode(value.encode()).decode() if is_raw() else _checked(value)
    return value


def _kinds(model: type[pydantic.BaseModel]) -> dict[str, t.Any]:
    """Return the types of the members of a structure, by each of their names."""
    return {
        key: model.model_fields[name].annotation
        for name, member in members(model).items()
        for key in (name, member.name, member.body)
        if key is not None
    }


def _checked(text: str) -> str:
    text = "".join(text.split())
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(
            "expected base64, or fileb://PATH to read bytes from a file; see --cli-binary-format"
        ) from None
    return text


class _EnumType(_TextType):
    """An enum; unknown values are accepted with a warning."""

    def __init__(self, enum: type[OpenEnum]) -> None:
        self.enum = enum
        self.name = enum.__name__

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        values = "|".join(map(str, self.enum))
        return f"[{values}]" if len(values) <= 60 else self.enum.__name__

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(str(each)) for each in self.enum if each.startswith(incomplete)]


class _ObjectType(_JsonType):
    """A structure, a map or a document."""

    def __init__(self, kind: t.Any) -> None:
        self.kind = kind
        self.name = "json"

    def read(self, text: str) -> t.Any:
        value: object = read_json(text)
        takes_object = unwrap(self.kind) is not t.Any
        if takes_object and not isinstance(value, dict):
            raise ValueError(f"expected a JSON object for a {type_name(self.kind)}")
        return t.cast(t.Any, value)


class ListType(_JsonType):
    """A list, passed one item at a time or as a JSON array."""

    def __init__(self, item: _JsonType) -> None:
        self.item = item
        self.name = item.name

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the metavar of an item."""
        return self.item.get_metavar(param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Complete an item."""
        return self.item.shell_complete(ctx, param, incomplete)

    def read(self, text: str) -> list[t.Any]:
        """Return one item, or the items of a JSON array, as a list."""
        loaded = text if text.startswith("fileb://") else read_text(text)
        if loaded.lstrip().startswith("["):
            return t.cast(list[t.Any], read_json(loaded))
        self.item.is_sensitive = self.is_sensitive
        return [self.item.read(text)]


def param_type(kind: t.Any) -> _JsonType | None:
    """Return the click type for a field's type, or none for a boolean, which is a flag."""
    inner = unwrap(kind)
    if inner is bool:
        return None
    if t.get_origin(inner) is list:
        # Booleans in a list are JSON.
        return ListType(param_type(t.get_args(inner)[0]) or _ObjectType(t.Any))
    if t.get_origin(inner) is dict:
        return _ObjectType(inner)
    if t.get_origin(inner) in (t.Union, types.UnionType):
        return _TextType()  # of a text and what is passed in Python only
    if isinstance(inner, type):
        return _class_type(inner, kind)
    return _ObjectType(t.Any)


def _class_type(inner: type, kind: t.Any) -> _JsonType:
    if issubclass(inner, OpenEnum):
        return _EnumType(inner)
    if issubclass(inner, (str, JsonText)):
        return _TextType()
    if issubclass(inner, (int, float)):
        return _NumberType(inner)
    if issubclass(inner, datetime):
        return _TimestampType(kind)
    if issubclass(inner, bytes):
        return _BlobType()
    return _ObjectType(inner)
