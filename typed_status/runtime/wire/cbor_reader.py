"""Deserialize CBOR bodies with cbor2, where it is installed. The model validates the values as decoded.

May import: the standard library, cbor2 and ``runtime.wire.raw_response``.
"""

from __future__ import annotations

import importlib
import typing as t

from typed_status.runtime.wire.raw_response import Content, MalformedError, RawResponse

__all__ = ["CborReader", "has_cbor"]


def has_cbor() -> bool:
    """Check whether the extra ``cbor`` is installed; cbor2 is imported on first use, as few programs need it."""
    try:
        importlib.import_module("cbor2")
    except ImportError:
        return False
    return True


class CborReader:
    """Reads smithy-rpc-v2-cbor. An empty body is read as an empty map; botocore fails to parse it."""

    empty_body = b"\xa0"

    def read(self, response: RawResponse) -> Content:
        """Decode the members; timestamps (tag 1) become datetimes."""
        import cbor2

        body = response["body"] or self.empty_body
        # Like botocore, drop members that are null. These bytes may also occur in other values.
        has_null = b"\xf6" in body or b"\xf7" in body
        try:
            decoded = cbor2.loads(
                body,
                tag_hook=_refuse_tag,
                semantic_decoders=_TAGS,
                object_hook=_drop_null(cbor2.undefined) if has_null else None,
                strict_hashable_types=True,
            )
        except cbor2.CBORError as error:
            raise MalformedError("a CBOR map", f"invalid CBOR ({error})") from None
        if not isinstance(decoded, dict):
            raise MalformedError("a CBOR map")
        members = t.cast(dict[str, t.Any], decoded)
        if b"\xf7" in body:
            _replace_undefined(members, cbor2.undefined)
        return Content(members, self.empty_body, None)

    def check(self, response: RawResponse) -> None:
        """Do nothing: botocore raises an error for a body that is not CBOR."""


def _drop_null(undefined: object) -> t.Callable[[t.Mapping[t.Any, t.Any], bool], t.Any]:
    def hook(members: t.Mapping[t.Any, t.Any], _: bool) -> dict[t.Any, t.Any]:
        return {
            name: value
            for name, value in members.items()
            if value is not None and value is not undefined
        }

    return hook


def _replace_undefined(value: object, undefined: object) -> None:
    """Replace ``undefined`` in lists with ``None``, as botocore does."""
    if isinstance(value, dict):
        for each in t.cast(dict[object, object], value).values():
            _replace_undefined(each, undefined)
    elif isinstance(value, list):
        items = t.cast(list[object], value)
        for at, each in enumerate(items):
            if each is undefined:
                items[at] = None
            else:
                _replace_undefined(each, undefined)


def _refuse_tag(*_: object) -> t.Any:
    raise ValueError("the protocol allows only tag 1, for timestamps")


# Every other tag that cbor2 decodes. Some of them are references, with which a small body expands to a large value.
_TAGS: t.Final = dict.fromkeys(
    map(int, "0 2 3 4 5 25 28 29 30 35 36 37 52 54 100 256 258 260 261 1004 43000 55799".split()),
    _refuse_tag,
)
