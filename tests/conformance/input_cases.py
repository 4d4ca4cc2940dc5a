"""Cases about requests: the typed call and the untyped one send the same HTTP request, the one of the case."""

from __future__ import annotations

import base64
import contextlib
import json
import typing as t
import uuid
import xml.etree.ElementTree as ET
from unittest import mock

import cbor2
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape
from outcomes import Outcome, Verdict, compared, difference, read_whole
from suite_service import Service

from typed_status import call
from typed_status.testing import Reply
from typed_status.testing.routing import HttpRequest

TOKEN = uuid.UUID("00000000-0000-4000-8000-000000000000")
# What differs between any two requests, or is the business of HTTP.
_VOLATILE = frozenset(
    "accept-encoding amz-sdk-invocation-id amz-sdk-request authorization connection host user-agent"
    " x-amz-date".split()
)
_EMPTY = {"smithy-rpc-v2-cbor": b"\xa0", "json": b"{}", "rest-json": b"{}"}


def send(service: Service) -> Outcome:
    """Send the request of a case both ways, and compare."""
    case = service.case
    params = params_of(service)
    cbor = {"smithy-protocol": "rpc-v2-cbor"} if case.protocol == "smithy-rpc-v2-cbor" else {}
    body = _EMPTY.get(case.protocol, f"<{case.operation}Response/>".encode())
    service.wire.reply = Reply(headers=cbor, body=body)
    untyped = _sent(service, lambda: service.method(**params))
    if isinstance(untyped, Exception):
        reason = f"botocore: {type(untyped).__name__}: {' '.join(str(untyped).split())}"
        return Outcome(case.name, Verdict.NOT_RUN, (reason,), reason)
    typed = _sent(
        service, lambda: call(service.client, service.request_class.model_validate(params))
    )
    if isinstance(typed, Exception):
        reason = f"{type(typed).__name__}: {' '.join(str(typed).split())}"
        return Outcome(case.name, Verdict.DIFFERS, (reason,))
    expected = _expected(case.data["serialized"], case.protocol)
    ours, theirs = _plain(typed, case.protocol), _plain(untyped, case.protocol)
    return compared(
        case.name,
        typed=ours,
        untyped=theirs,
        typed_case=_of_interest(ours, expected),
        expected=expected,
        botocore=difference(_of_interest(theirs, expected), expected),
    )


def _sent(service: Service, send: t.Callable[[], t.Any]) -> HttpRequest | Exception:
    service.wire.request = None
    with mock.patch("uuid.uuid4", return_value=TOKEN):  # tokens that botocore fills in
        try:
            send()
        except Exception as error:  # whatever it is, it is reported
            return error
    if service.wire.request is None:
        raise AssertionError(f"{service.case.name}: nothing was sent")
    return service.wire.request


def params_of(service: Service) -> dict[str, t.Any]:
    """The parameters of a case; numbers that JSON cannot write are texts in the file."""
    model = ServiceModel(service.case.model, "conformance").operation_model(service.case.operation)
    return t.cast(dict[str, t.Any], _param(model.input_shape, service.case.data.get("params", {})))


def _param(shape: Shape | None, value: t.Any) -> t.Any:
    if isinstance(value, dict) and isinstance(shape, (StructureShape, MapShape)):
        members = t.cast(dict[str, t.Any], value)
        inner = shape.members.get if isinstance(shape, StructureShape) else lambda _: shape.value
        return {name: _param(inner(name), each) for name, each in members.items()}
    if isinstance(value, list) and isinstance(shape, ListShape):
        return [_param(shape.member, each) for each in t.cast(list[t.Any], value)]
    if shape is not None and shape.type_name in ("float", "double") and isinstance(value, str):
        return float(value)
    return value


def _plain(request: HttpRequest, protocol: str) -> dict[str, t.Any]:
    """A request as data."""
    headers = {name: value for name, value in request.headers.items() if name not in _VOLATILE}
    return {
        "method": request.method,
        "uri": request.target,
        "headers": {name: _header(value) for name, value in headers.items()},
        "body": _body(request.content, protocol),
    }


def _header(value: str) -> str:
    return value.replace(", ", ",")


def _body(body: bytes, protocol: str) -> t.Any:
    if not body:
        return ""
    if protocol == "smithy-rpc-v2-cbor":
        return read_whole(cbor2.loads(body))
    with contextlib.suppress(ValueError, ET.ParseError):  # a payload that is no document
        if protocol in ("json", "rest-json"):
            return json.loads(body)
        if protocol == "rest-xml":
            return ET.canonicalize(body.decode(), strip_text=True)
    return body.decode("utf-8", "backslashreplace")


def _expected(serialized: dict[str, t.Any], protocol: str) -> dict[str, t.Any]:
    """What a case says of the request, in the form of ``_plain``."""
    expected: dict[str, t.Any] = {"uri": serialized.get("uri", "/") or "/"}
    if "method" in serialized:
        expected["method"] = serialized["method"]
    if "body" in serialized:
        text = serialized["body"]
        is_cbor = protocol == "smithy-rpc-v2-cbor"
        expected["body"] = _body(base64.b64decode(text) if is_cbor else text.encode(), protocol)
    headers = {
        name.lower(): _header(value) for name, value in serialized.get("headers", {}).items()
    }
    # botocore adds the charset to forms, and has no Content-Type for payloads.
    headers.pop("content-type", None)
    headers.pop("content-length", None)
    forbidden = {name.lower(): None for name in serialized.get("forbidHeaders", ())}
    expected["headers"] = headers | forbidden
    return expected


def _of_interest(request: dict[str, t.Any], expected: dict[str, t.Any]) -> dict[str, t.Any]:
    """What the case says something about."""
    found = {name: request[name] for name in expected}
    headers: dict[str, str] = request["headers"]
    found["headers"] = {name: headers.get(name) for name in expected["headers"]}
    return found
