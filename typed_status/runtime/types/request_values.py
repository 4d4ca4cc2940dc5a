"""Types of request members that botocore rewrites before it sends them.

May import: the standard library, pydantic, pydantic_core and typing_extensions (pydantic's own).
"""

from __future__ import annotations

import typing as t

import pydantic
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypedDict

__all__ = ["CopySource", "CopySourceDict", "TextOrBytes"]


@pydantic.with_config(pydantic.ConfigDict(extra="forbid"))
class CopySourceDict(TypedDict):
    """The source of a copy in S3; botocore percent-encodes the key."""

    Bucket: str
    Key: str
    VersionId: t.NotRequired[str | None]


def _without_none(source: t.Any) -> t.Any:
    return {name: value for name, value in source.items() if value is not None}


class _OneError:
    """Words what is wrong with a copy source as one error."""

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        union: t.Any = handler(source)
        return core_schema.union_schema(
            union["choices"],
            custom_error_type="copy_source",
            custom_error_message="'bucket/key', or a dict with Bucket, Key and optionally VersionId",
        )


if t.TYPE_CHECKING:
    CopySource: t.TypeAlias = str | CopySourceDict
else:
    CopySource = t.Annotated[
        str | t.Annotated[CopySourceDict, pydantic.AfterValidator(_without_none)], _OneError()
    ]
"""The source of a copy in S3: ``"bucket/key"``, or a dict."""


def _plain(value: t.Any, handler: pydantic.ValidatorFunctionWrapHandler) -> t.Any:
    if isinstance(value, (bytes, bytearray)):
        try:
            return value.decode()  # botocore encodes a text as UTF-8
        except UnicodeDecodeError:
            return bytes(value)
    return handler(value)


def _dumped(value: t.Any, info: pydantic.SerializationInfo) -> t.Any:
    if info.mode == "json" and isinstance(value, bytes):
        raise ValueError("these bytes are no text, which JSON holds here: exclude the member")
    return value


class _TextOrBytes:
    """Takes bytes beside a text, and keeps them where they are no text."""

    def __get_pydantic_core_schema__(
        self, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema()
        return core_schema.json_or_python_schema(
            text,
            core_schema.no_info_wrap_validator_function(_plain, text),
            serialization=core_schema.plain_serializer_function_ser_schema(_dumped, info_arg=True),
        )


if t.TYPE_CHECKING:
    TextOrBytes: t.TypeAlias = str | bytes
else:
    TextOrBytes = t.Annotated[str | bytes, _TextOrBytes()]
"""A text or bytes that botocore encodes as base64 before it sends them. JSON holds the text; bytes that are no text in
UTF-8 cannot be dumped as JSON."""
