"""Texts of the command line as JSON values: one click type for each kind of member.

What a member takes is JSON in the end, as the whole request is validated from JSON: a blob is base64, a time ISO text.

May import: the standard library, click, pydantic, ``typed_status.runtime`` and ``typed_status.cli.inspect.field_types``.
"""

from __future__ import annotations

import base64
import binascii
import json
import sys
import typing as t
from datetime import datetime
from pathlib import Path

import click
import pydantic
from click.shell_completion import CompletionItem

from typed_status.cli.inspect.field_types import bare, kind_name
from typed_status.runtime import JsonText, OpenEnum

__all__ = ["ListOf", "json_of", "text_of", "type_of"]


def _path(given: str) -> Path:
    """The path that stands after ``file://``; raises ``ValueError``."""
    path = Path(given)
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError(f"{path}: there is no home folder of {path.parts[0]}") from None


def text_of(given: str) -> str:
    """A text, or that of the file that ``file://`` names; raises ``ValueError``."""
    if given.startswith("file://"):
        path = _path(given.removeprefix("file://"))
        try:
            return path.read_text("utf-8")
        except OSError as error:
            raise ValueError(f"{path}: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{path} is no text in UTF-8") from None
    try:
        given.encode()
    except UnicodeEncodeError:
        raise ValueError("expected a text in UTF-8") from None
    return given


def json_of(given: str, *, stdin: bool = False) -> t.Any:
    """The value of a JSON text, of a file, or of ``-``; raises ``ValueError``, which does not show the text."""
    text = sys.stdin.read() if stdin and given == "-" else text_of(given)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"expected JSON, or file://PATH: {error.msg} at {where}") from None
    except RecursionError:
        raise ValueError("expected JSON of reasonable depth") from None


class _Value(click.ParamType[t.Any]):
    """A click type whose ``read`` raises ``ValueError`` for a text that is none of it."""

    # Whether AWS marks the member as sensitive: no error shows its value.
    is_secret = False

    def seen(self, text: str) -> str:
        """A text as an error shows it."""
        return "the value" if self.is_secret else repr(text)

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


class _Text(_Value):
    name = "text"

    def read(self, text: str) -> str:
        return text_of(text)


class _Number(_Value):
    def __init__(self, kind: type[int] | type[float]) -> None:
        self.kind = kind
        self.name = "integer" if kind is int else "number"

    def read(self, text: str) -> float:
        try:
            value = self.kind(text_of(text))
            json.dumps(value, allow_nan=False)
        except ValueError:
            raise ValueError(f"{self.seen(text)} is not a valid {self.name}.") from None
        return value


class _Time(_Value):
    name = "time"

    def __init__(self, kind: t.Any) -> None:
        self.kind = kind

    def read(self, text: str) -> float | str:
        text = text_of(text).strip()
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
                f"{self.seen(text)} is no time: expected ISO 8601, such as 2026-01-31T12:00:00Z, "
                "or a number since 1970"
            ) from None
        return value


class _Blob(_Value):
    name = "base64"

    def read(self, text: str) -> str:
        if text.startswith("fileb://"):
            path = _path(text.removeprefix("fileb://"))
            try:
                return base64.b64encode(path.read_bytes()).decode()
            except OSError as error:
                raise ValueError(f"{path}: {error.strerror or error}") from None
        text = "".join(text_of(text).split())
        try:
            base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("expected base64, or fileb://PATH for bytes as they are") from None
        return text


class _Open(_Text):
    """The values of an enum; others pass, and are warned of."""

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


class _Json(_Value):
    """A structure, a map or a document."""

    def __init__(self, kind: t.Any) -> None:
        self.kind = kind
        self.name = "json"

    def read(self, text: str) -> t.Any:
        value: object = json_of(text)
        takes_object = bare(self.kind) is not t.Any
        if takes_object and not isinstance(value, dict):
            raise ValueError(f"expected a JSON object, for a {kind_name(self.kind)}")
        return t.cast(t.Any, value)


class ListOf(_Value):
    """Items, given one by one or as a JSON array: what is read is a list of them."""

    def __init__(self, item: _Value) -> None:
        self.item = item
        self.name = item.name

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """That of an item."""
        return self.item.get_metavar(param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """As for an item."""
        return self.item.shell_complete(ctx, param, incomplete)

    def read(self, text: str) -> list[t.Any]:
        """One item, or those of a JSON array."""
        loaded = text if text.startswith("fileb://") else text_of(text)
        if loaded.lstrip().startswith("["):
            return t.cast(list[t.Any], json_of(loaded))
        self.item.is_secret = self.is_secret
        return [self.item.read(text)]


def type_of(kind: t.Any) -> _Value | None:
    """The click type for a field's type; none for a boolean, which is a flag without a value."""
    inner = bare(kind)
    if inner is bool:
        return None
    if t.get_origin(inner) is list:
        # A boolean in a list is JSON, too.
        return ListOf(type_of(t.get_args(inner)[0]) or _Json(t.Any))
    if t.get_origin(inner) is dict:
        return _Json(inner)
    if isinstance(inner, type):
        return _of_class(inner, kind)
    return _Json(t.Any)


def _of_class(inner: type, kind: t.Any) -> _Value:
    if issubclass(inner, OpenEnum):
        return _Open(inner)
    if issubclass(inner, (str, JsonText)):
        return _Text()
    if issubclass(inner, (int, float)):
        return _Number(inner)
    if issubclass(inner, datetime):
        return _Time(kind)
    if issubclass(inner, bytes):
        return _Blob()
    return _Json(inner)
