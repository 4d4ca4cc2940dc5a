"""What a script is made of: ``Reply``, ``Fault``, and the error for a script that cannot be played.

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

__all__ = ["Fault", "Reply", "ScriptError", "Step", "refusal"]

# What frames a response on its connection is the server's business alone.
_FRAMING = frozenset({"connection", "transfer-encoding"})
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t -~\xa0-\xff]*")


class ScriptError(TypedStatusError, ValueError):
    """A script that the endpoint cannot play. The message says which step, where in it and why."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP response, sent as it is.

    ``status`` is from 200 to 599. The endpoint adds what is missing of ``Content-Length``,
    ``Content-Type`` (the protocol's) and ``x-amzn-RequestId`` (a fresh one for each call). With a
    ``Content-Length`` that is not the body's the connection breaks off after the body. Raises
    ``ScriptError``.
    """

    status: int = 200
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    body: bytes = b""

    def __post_init__(self) -> None:
        if not 200 <= self.status <= 599:
            raise ScriptError(f"status: expected a number from 200 to 599, found {self.status}")
        if not isinstance(t.cast(object, self.body), bytes):
            raise ScriptError(f"body: expected bytes, found {type(self.body).__name__}")
        for name, value in self.headers.items():
            if name.lower() in _FRAMING:
                raise ScriptError(f"header {name}: the endpoint sets it itself")
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
                raise ScriptError(f"header {name!r}: HTTP cannot carry it with the value {value!r}")


@dataclasses.dataclass(init=False, slots=True)
class Fault:
    """An error of AWS.

    ``error`` is a generated error class or any code. A code that the service models gets the model's
    HTTP status unless ``status`` (400 to 599) is given, any other code 400. ``members`` are the
    error's further members in boto3's form. Raises ``ScriptError``.
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
            raise ScriptError(f"a Fault takes a generated error class or a code, not {error!r}")
        if status is not None and not 400 <= status <= 599:
            raise ScriptError(f"the status of a Fault is from 400 to 599, not {status}")
        self.code = code
        self.message = message
        self.status = status
        self.members = members
        self.is_modelled = not isinstance(error, str)


def _cbor_text(text: str) -> bytes:
    octets = text.encode("utf-8", "replace")
    return b"\x7a" + len(octets).to_bytes(4, "big") + octets


Step: t.TypeAlias = Response | Mapping[str, t.Any] | bytes | Reply | Fault
"""One answer: a typed response, a dict in boto3's form, a body, a whole reply or an error."""


def refusal(message: str, protocol: str = "json") -> Reply:
    """The endpoint's own error, in a form that the protocol's clients read and do not retry."""
    code = "FakeEndpointError"
    if protocol in ("query", "ec2", "rest-xml"):
        said = "".join(each if each.isprintable() else "?" for each in message)
        error = f"<Error><Code>{code}</Code><Message>{escape(said)}</Message></Error>"
        text = f"<Response><Errors>{error}</Errors>{error}</Response>"  # ec2 looks into Errors
        return Reply(status=400, headers={"Content-Type": "text/xml"}, body=text.encode())
    if protocol == "smithy-rpc-v2-cbor":
        body = b"\xa2" + b"".join(map(_cbor_text, ("__type", code, "message", message)))
        return Reply(status=400, headers={"Content-Type": "application/cbor"}, body=body)
    return Reply(
        status=400,
        headers={"Content-Type": "application/json", "x-amzn-errortype": code},
        body=json.dumps({"__type": code, "message": message}).encode(),
    )
