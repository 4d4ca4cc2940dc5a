"""What was sent for a value that has another form in a structure, so that ``to_boto3`` gives it back.

A note is beside the fields in the ``__dict__`` of the structure: by the field's name, what was sent for each form that
``to_boto3`` would otherwise give; ``None`` is that of a field without a value. Dumps, equality and hashes ignore it; copies
and pickles keep it. Where the value of the field is replaced in a copy, the note does not apply.

May import: the standard library, pydantic, pydantic_core and ``runtime.types.internals``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

import pydantic
from pydantic_core import core_schema

from typed_status.runtime.types.internals import fields_of

__all__ = ["RESTORES", "TextForm", "keep", "keeping", "restored", "sent_of"]

RESTORES: t.Final = "typed_status_restores"
"""The key in the metadata of a schema for how the text of a value is made again: a ``TextForm``."""


class TextForm(t.NamedTuple):
    """The form of a text: that of a value, and whether a text that was read is in it already."""

    text_of: Callable[[t.Any], str]
    matches: Callable[[str], object]


_PLACE: t.Final = "__typed_status_sent__"


def keep(info: pydantic.ValidationInfo, form: str | None, sent: str) -> None:
    """Note that the field that is being validated was sent as ``sent``, where ``to_boto3`` would give ``form``."""
    notes = fields_of(info).setdefault(_PLACE, {})
    notes.setdefault(info.field_name, {})[form] = sent


def keeping(schema: t.Any) -> t.Any:
    """Change the schema of a value with ``RESTORES`` so that it keeps a text that would not be made again."""
    parse: Callable[[t.Any], t.Any] = schema["function"]["function"]
    text_of, matches = t.cast(TextForm, schema["metadata"][RESTORES])

    def parse_and_keep(value: t.Any, info: core_schema.ValidationInfo) -> t.Any:
        parsed = parse(value)
        if isinstance(value, str) and not matches(value):
            form = text_of(parsed)
            if form != value:
                keep(info, form, str(value))
        return parsed

    return {**schema, "function": {"type": "with-info", "function": parse_and_keep}}


def sent_of(structure: pydantic.BaseModel) -> dict[str, dict[str | None, str]]:
    """Return the notes of a structure."""
    return t.cast(dict[str, dict[str | None, str]], vars(structure).get(_PLACE, {}))


def restored(value: t.Any, sent: dict[str | None, str]) -> t.Any:
    """Return ``value`` as it was sent; in a list or map, each item."""
    if isinstance(value, list):
        return [restored(each, sent) for each in t.cast(list[object], value)]
    if isinstance(value, dict):
        items = t.cast(dict[object, object], value).items()
        return {key: restored(each, sent) for key, each in items}
    return sent.get(value, value) if value is None or isinstance(value, str) else value
