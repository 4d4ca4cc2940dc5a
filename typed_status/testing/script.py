"""The steps of a script, ``ScriptError`` for an invalid one, and ``UnusedStepsWarning`` for steps that were never asked for.

May import: the standard library and ``typed_status.runtime``.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t
from collections.abc import Mapping
from xml.sax.saxutils import escape

from typed_status.runtime import Response, ServiceError, TypedStatusError, TypedStatusWarning

__all__ = [
    "Drop",
    "Fault",
    "Impaired",
    "Reply",
    "ScriptError",
    "Step",
    "Throttle",
    "UnusedStepsWarning",
    "error_reply",
]

# Headers that frame the response on its connection, set by the server.
_FRAMING = frozenset({"connection", "transfer-encoding"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t -~\xa0-\xff]*")


class ScriptError(TypedStatusError, ValueError):
    """An invalid script. The message names the step, the path in it and the reason."""


class UnusedStepsWarning(TypedStatusWarning):
    """The block of a ``FakeEndpoint`` ended, and steps of its scripts were never asked for."""


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


@dataclasses.dataclass(frozen=True, slots=True)
class Throttle:
    """AWS refuses the request because there were too many, with the code and status that are usual in the protocol.

    ``retry_after`` are the seconds of a ``Retry-After`` header; ``None`` for none.
    """

    retry_after: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Impaired:
    """A response that a bad network delivers.

    Args:
        step: the response: any step but a ``Drop`` or another ``Impaired``.
        latency: the seconds before it begins.
        truncate: how many bytes of the body are sent before the connection closes; ``Content-Length`` is that of the whole body.
        drip: the seconds before each chunk of the body.
        chunk: the bytes of a chunk, where ``drip`` is given.
    """

    step: Response | Mapping[str, t.Any] | bytes | Reply | Fault | Throttle
    _: dataclasses.KW_ONLY
    latency: float = 0
    truncate: int | None = None
    drip: float = 0
    chunk: int = 1

    def __post_init__(self) -> None:
        if isinstance(t.cast(object, self.step), (Drop, Impaired)):
            raise ScriptError(f"Impaired: expected a response, found {type(self.step).__name__}")
        if not (self.latency >= 0 and self.drip >= 0):
            raise ScriptError("Impaired: latency and drip are seconds of at least 0")
        if self.chunk < 1 or (self.truncate is not None and self.truncate < 0):
            raise ScriptError("Impaired: chunk is a number of bytes from 1, truncate one from 0")


def _cbor_text(text: str) -> bytes:
    octets = text.encode("utf-8", "replace")
    return b"\x7a" + len(octets).to_bytes(4, "big") + octets


Step: t.TypeAlias = (
    Response | Mapping[str, t.Any] | bytes | Reply | Fault | Throttle | Drop | Impaired
)
"""One scripted response: a typed response, a dict in boto3's form, a body, a ``Reply``, a ``Fault``, a ``Throttle``, a ``Drop``, or
an ``Impaired`` one."""


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
