"""CBOR: cbor2, where it is installed, reads the body; the model takes its values as they are.

May import: the standard library, cbor2 and ``runtime.wire.message``.
"""

from __future__ import annotations

import importlib
import typing as t

from typed_status.runtime.wire.message import MalformedError, Message, Opened

__all__ = ["CborReader", "has_cbor"]


def has_cbor() -> bool:
    """Whether the extra ``cbor`` is installed. Imported when it is first needed, which mostly is never."""
    try:
        importlib.import_module("cbor2")
    except ImportError:
        return False
    return True


class CborReader:
    """Reads smithy-rpc-v2-cbor."""

    nothing = b"\xa0"

    def open(self, message: Message) -> Opened:
        """Find the members."""
        import cbor2

        body = message["body"]
        # Members that are null are not there, as botocore has it; the byte may also mean something else.
        has_null = b"\xf6" in body or b"\xf7" in body
        try:
            found = cbor2.loads(
                body,
                tag_hook=_refuse_tag,
                semantic_decoders=_TAGS,
                object_hook=_without(cbor2.undefined) if has_null else None,
                strict_hashable_types=True,
            )
        except cbor2.CBORError as error:
            raise MalformedError("a CBOR map", f"invalid CBOR ({error})") from None
        if not isinstance(found, dict):
            raise MalformedError("a CBOR map")
        return Opened(t.cast(dict[str, t.Any], found), self.nothing, None)

    def check(self, message: Message) -> None:
        """Nothing: botocore refuses what is no CBOR."""


def _without(undefined: object) -> t.Callable[[t.Mapping[t.Any, t.Any], bool], t.Any]:
    def given(members: t.Mapping[t.Any, t.Any], _: bool) -> dict[t.Any, t.Any]:
        return {
            name: value
            for name, value in members.items()
            if value is not None and value is not undefined
        }

    return given


def _refuse_tag(*_: object) -> t.Any:
    raise ValueError("the protocol has tag 1 alone, for timestamps")


# What cbor2 would give a meaning to. References among it make a small body large.
_TAGS: t.Final = dict.fromkeys(
    map(int, "0 2 3 4 5 25 28 29 30 35 36 37 52 54 100 256 258 260 261 1004 43000 55799".split()),
    _refuse_tag,
)
