"""The steps of a script, ``Reply`` and ``Fault``, and ``ScriptError`` for an invalid script.

May import: the standard library and ``typed_status.runtime``.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t
from collections.abc import Mapping
from xml.sax.saxutils import escape

from typed_status.runtime import Response, ServiceError, TypedStatusError

__all__ = ["Drop", "Fault", "Reply", "ScriptError", "Step", "error_reply"]

# Headers that frame the response on its connection, set by the server.
_FRAMING = frozenset({"connection", "transfer-encoding"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t -~\xa0-\xff]*")


class ScriptError(TypedStatusError, ValueError):
    """An invalid script. The message names the step, the path in it and the reason."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP response, sent as is.

    ``status`` is from 200 to 599. The endpoint adds ``Content-Length``, ``Content-Type`` (the
    protocol's) and ``x-amzn-RequestId`` (new for each call) if they are missing. If
    ``Content-Length`` differs from the length of the body, the connection closes after the body.
    Raises ``ScriptError`` if HTTP cannot represent it.
    """

    status: int = 200
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    body: bytes = b""

    def __post_init__(self) -> None:
        if not 200 <= self.status <= 599:
            raise ScriptError(f"status: expected an integer from 200 to 599, found {self.status}")
        if not isinstance(t.cast(object, self.body), bytes):
            raise ScriptError(f"body: expected bytes, found {type(self.body).__name__}")
        for name, value in self.headers.items():
            if name.lower() in _FRAMING:
                raise ScriptError(f"header {name}: set by the endpoint, remove it")
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
                raise ScriptError(f"header {name!r}: invalid name or value {value!r}")


@dataclasses.dataclass(init=False, slots=True)
class Fault:
    """An error response of AWS.

    ``error`` is a generated error class or any error code. ``status`` (400 to 599) defaults to the
    service model's HTTP status for a modeled error and to 400 for other codes. ``members`` are the
    error's other members in boto3's form. Raises ``ScriptError`` for an invalid argument.
    """

    code: str
    message: str
    status: int | None
    members: Mapping[str, t.Any]
    is_modelled: bool

    def __init__(
        self,
        error: type[ServiceError] | str,
        message: str = "",
        /,
        *,
        status: int | None = None,
        **members: t.Any,
    ) -> None:
        code: object = error if isinstance(error, str) else getattr(error, "code", None)
        if not isinstance(code, str):
            raise ScriptError(
                f"Fault takes a generated error class or an error code, got {error!r}"
            )
        if status is not None and not 400 <= status <= 599:
            raise ScriptError(f"Fault status: expected an integer from 400 to 599, found {status}")
        self.code = code
        self.message = message
        self.status = status
        self.members = members
        self.is_modelled = not isinstance(error, str)


@dataclasses.dataclass(frozen=True, slots=True)
class Drop:
    """No response: the endpoint receives the request, records the call, and closes the connection."""


def _cbor_text(text: str) -> bytes:
    octets = text.encode("utf-8", "replace")
    return b"\x7a" + len(octets).to_bytes(4, "big") + octets


Step: t.TypeAlias = Response | Mapping[str, t.Any] | bytes | Reply | Fault | Drop
"""One scripted response: a typed response, a dict in boto3's form, a body, a ``Reply``, a ``Fault``, or a ``Drop``."""


def error_reply(message: str, protocol: str = "json") -> Reply:
    """Return an error of the endpoint itself, which clients of the protocol can parse and do not retry."""
    code = "FakeEndpointError"
    if protocol in ("query", "ec2", "rest-xml"):
        printable = "".join(each if each.isprintable() else "?" for each in message)
        error = f"<Error><Code>{code}</Code><Message>{escape(printable)}</Message></Error>"
        text = f"<Response><Errors>{error}</Errors>{error}</Response>"  # ec2 parses Errors
        return Reply(status=400, headers={"Content-Type": "text/xml"}, body=text.encode())
    if protocol == "smithy-rpc-v2-cbor":
        body = b"\xa2" + b"".join(map(_cbor_text, ("__type", code, "message", message)))
        return Reply(status=400, headers={"Content-Type": "application/cbor"}, body=body)
    return Reply(
        status=400,
        headers={"Content-Type": "application/json", "x-amzn-errortype": code},
        body=json.dumps({"__type": code, "message": message}).encode(),
    )
