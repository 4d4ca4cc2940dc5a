"""A step becomes an HTTP reply, by the shapes of botocore's service model.

May import: the standard library, botocore, ``typed_status.runtime``, and of ``testing`` ``routing``,
``steps`` and ``values``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Mapping

from botocore.model import OperationModel, ServiceModel, StructureShape
from botocore.utils import has_header

from typed_status.runtime import Response
from typed_status.testing.routing import is_server_fault, nearest
from typed_status.testing.steps import Fault, Reply, ScriptError, Step
from typed_status.testing.values import (
    dumps,
    header_text,
    integer,
    mapping,
    misfit,
    plain,
    raw,
    string,
    structure,
    value_of,
)

__all__ = ["encode"]

_ERROR_TYPE = "x-amzn-errortype"


def encode(operation: OperationModel, step: Step) -> Reply:
    """The reply that ``step`` stands for; ``ScriptError`` names the member that does not fit."""
    service = operation.service_model
    match step:
        case Reply():
            reply = step
        case bytes():
            reply = Reply(body=step)
        case Fault():
            reply = _fault(service, step)
        case Response():
            reply = _output(operation, _typed_members(operation, step))
        case Mapping():
            reply = _output(operation, step)
        case _:
            raise misfit("", "a response, a dict, bytes, a Reply or a Fault", step)
    headers = dict(reply.headers)
    if not has_header("Content-Type", headers):
        headers["Content-Type"] = _content_type(service)
    return dataclasses.replace(reply, headers=headers)


def _content_type(service: ServiceModel) -> str:
    if service.resolved_protocol == "json":
        return f"application/x-amz-json-{service.metadata['jsonVersion']}"
    return "application/json"


def _typed_members(operation: OperationModel, response: Response) -> dict[str, t.Any]:
    members = response.to_boto3()
    known = operation.output_shape.members if operation.output_shape else {}
    foreign = members.keys() - known.keys() - (response.model_extra or {}).keys()
    if foreign - {"ResponseMetadata"}:
        raise ScriptError(f"{type(response).__name__} is no response of this operation")
    return members


def _output(operation: OperationModel, members: Mapping[str, t.Any]) -> Reply:
    if operation.has_event_stream_output:
        raise ScriptError("it answers with an event stream: script its bytes")
    members = {name: value for name, value in members.items() if name != "ResponseMetadata"}
    status: int = operation.http.get("responseCode", 200)
    return _message(operation.service_model, operation.output_shape, members, status)


def _fault(service: ServiceModel, fault: Fault) -> Reply:
    errors = {
        error.error_code: error for error in t.cast(list[StructureShape], service.error_shapes)
    }
    shape = errors.get(fault.code)
    if shape is None and fault.is_modelled:
        hint = nearest(fault.code, errors)
        raise ScriptError(f"{service.service_name} models no error {fault.code!r}{hint}")
    status = fault.status or (_error_status(service, shape) if shape else 400)
    members = dict(fault.members)
    spelled = [name for name in (shape.members if shape else ()) if name.lower() == "message"]
    members[spelled[0] if spelled else "message"] = fault.message
    if service.resolved_protocol == "json":
        return _message(service, shape, {"__type": fault.code, **members}, status)
    reply = _message(service, shape, members, status)
    # Some errors have this header as a member; the code is what it says.
    named = {name: value for name, value in reply.headers.items() if name.lower() != _ERROR_TYPE}
    headers = {**named, _ERROR_TYPE: fault.code}
    return dataclasses.replace(reply, headers=headers)


def _error_status(service: ServiceModel, shape: StructureShape) -> int:
    default = 500 if is_server_fault(service, shape.name) else 400
    return t.cast(int, shape.metadata.get("error", {}).get("httpStatusCode", default))


def _message(
    service: ServiceModel, shape: StructureShape | None, members: Mapping[str, t.Any], status: int
) -> Reply:
    """A whole output or error, its members where the protocol puts them."""
    if shape is None:
        return Reply(status=status, body=dumps(plain(members, "")))
    if service.resolved_protocol == "json":
        return Reply(status=status, body=dumps(structure(shape, members, "")))
    headers: dict[str, str] = {}
    rest: dict[str, t.Any] = {}
    for name, value in members.items():
        member = shape.members.get(name)
        wire_name = member.serialization.get("name", name) if member else name
        match member.serialization.get("location") if member else None:
            case "statusCode" | "header" | "headers" if value is None:
                pass  # these have no null
            case "statusCode":
                status = integer(value, name)
            case "header" if member:
                headers[wire_name] = header_text(member, value, name)
            case "headers":
                for key, text in mapping(value, name).items():
                    headers[wire_name + key] = string(text, f"{name}.{key}")
            case _:
                rest[name] = value
    return Reply(status=status, headers=headers, body=_body(shape, rest))


def _body(shape: StructureShape, members: dict[str, t.Any]) -> bytes:
    payload: str | None = shape.serialization.get("payload")
    if payload is None:
        return dumps(structure(shape, members, ""))
    value = members.pop(payload, None)
    for name, other in members.items():
        raise misfit(name, f"nothing beside {payload}, which is the whole body", other)
    if value is None:
        return b""
    member = shape.members[payload]
    match member.type_name:
        case "blob":
            return raw(value, payload)
        case "string":
            return string(value, payload).encode()
        case _:
            return dumps(value_of(member, value, payload))
