"""Serialize a step of a script to an HTTP response, following the shapes of botocore's service model.

May import: the standard library, botocore, ``typed_status.runtime``, ``typed_status.suggestions``, ``testing.routing``, ``testing.script``,
``testing.unknown_members`` and the serializers of ``testing``.
"""

from __future__ import annotations

import dataclasses
import typing as t
import uuid
from collections.abc import Mapping

from botocore.model import OperationModel, ServiceModel, StructureShape
from botocore.utils import has_header

from typed_status.runtime import Response
from typed_status.suggestions import did_you_mean
from typed_status.testing.cbor_serializer import serialize_cbor
from typed_status.testing.json_serializer import (
    integer,
    mapping,
    mismatch,
    string,
    structure,
    to_bytes,
    to_header,
    to_json,
    to_json_bytes,
    unmodeled,
)
from typed_status.testing.routing import is_server_fault
from typed_status.testing.script import Fault, Reply, ScriptError, Throttle
from typed_status.testing.unknown_members import refuse_unknown
from typed_status.testing.xml_serializer import element, members_of

__all__ = ["serialize"]

_ERROR_TYPE = "x-amzn-errortype"
_REST = frozenset({"rest-json", "rest-xml"})
_NAMELESS = StructureShape("Error", {"type": "structure", "members": {}})
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


# How services of a protocol refuse a request because there were too many: the code and the HTTP status.
_THROTTLED: t.Final = {
    "query": ("Throttling", 400),
    "ec2": ("RequestLimitExceeded", 503),
    "rest-json": ("TooManyRequestsException", 429),
    "rest-xml": ("SlowDown", 503),
}


def serialize(
    operation: OperationModel,
    step: Response | Mapping[str, t.Any] | bytes | Reply | Fault | Throttle,
    *,
    unknown_members: bool = True,
) -> Reply:
    """Return the HTTP response for ``step``; raise ``ScriptError`` for a member that does not match its shape.

    ``unknown_members``: members of dicts and faults that the service model lacks are sent as they are. Those of a typed response
    always are.
    """
    service = operation.service_model
    match step:
        case Reply():
            reply = step
        case bytes():
            reply = Reply(body=step)
        case Fault():
            reply = _error_reply_for(service, step, unknown_members=unknown_members)
        case Throttle():
            code, status = _THROTTLED.get(service.resolved_protocol, ("ThrottlingException", 400))
            reply = _error_reply_for(service, Fault(code, "Rate exceeded", status=status))
            if step.retry_after is not None:
                headers = {**reply.headers, "Retry-After": str(step.retry_after)}
                reply = dataclasses.replace(reply, headers=headers)
        case Response():
            reply = _output(operation, _typed_members(operation, step))
        case Mapping():
            if not unknown_members:
                members = {name: each for name, each in step.items() if name != "ResponseMetadata"}
                refuse_unknown(operation.output_shape or _NAMELESS, members)
            reply = _output(operation, step)
        case _:
            expected = (
                "a response, a dict, bytes, a Reply, a Fault, a Throttle, a Drop or an Impaired"
            )
            raise mismatch("", expected, step)
    headers = dict(reply.headers)
    if not has_header("Content-Type", headers):
        headers["Content-Type"] = _content_type(service)
    if service.resolved_protocol == "smithy-rpc-v2-cbor":
        headers.setdefault("smithy-protocol", "rpc-v2-cbor")
    return dataclasses.replace(reply, headers=headers)


def _content_type(service: ServiceModel) -> str:
    match service.resolved_protocol:
        case "json":
            return f"application/x-amz-json-{service.metadata['jsonVersion']}"
        case "rest-json":
            return "application/json"
        case "smithy-rpc-v2-cbor":
            return "application/cbor"
        case _:
            return "text/xml"


def _typed_members(operation: OperationModel, response: Response) -> dict[str, t.Any]:
    members = response.to_boto3()
    known = operation.output_shape.members if operation.output_shape else {}
    foreign = members.keys() - known.keys() - (response.model_extra or {}).keys()
    if foreign - {"ResponseMetadata"}:
        raise ScriptError(f"{type(response).__name__} is not the response of this operation")
    return members


def _output(operation: OperationModel, members: Mapping[str, t.Any]) -> Reply:
    if operation.has_event_stream_output:
        raise ScriptError("the response is an event stream: script it as bytes")
    members = {name: value for name, value in members.items() if name != "ResponseMetadata"}
    status: int = operation.http.get("responseCode", 200)
    service, shape = operation.service_model, operation.output_shape
    match service.resolved_protocol:
        case "query" | "ec2" as protocol:
            return Reply(status=status, body=_query_output(operation, members, protocol))
        case _:
            return _reply(service, shape, members, status)


def _error_reply_for(service: ServiceModel, fault: Fault, *, unknown_members: bool = True) -> Reply:
    errors = {
        error.error_code: error for error in t.cast(list[StructureShape], service.error_shapes)
    }
    shape = errors.get(fault.code)
    if shape is None and fault.is_modelled:
        hint = did_you_mean(fault.code, errors)
        raise ScriptError(f"{service.service_name} models no error {fault.code!r}{hint}")
    if shape is not None and not unknown_members:
        refuse_unknown(shape, fault.members)
    status = fault.status or (_error_status(service, shape) if shape else 400)
    members = dict(fault.members)
    spelled = [name for name in (shape.members if shape else ()) if name.lower() == "message"]
    match service.resolved_protocol:
        case "query" | "ec2" | "rest-xml" as protocol:
            members.pop(spelled[0] if spelled else "message", None)
            return Reply(status=status, body=_xml_error(protocol, fault, shape, members, status))
        case protocol:
            members[spelled[0] if spelled else "message"] = fault.message
    if protocol != "rest-json":
        return _reply(service, shape, {"__type": fault.code, **members}, status)
    reply = _reply(service, shape, members, status)
    # Some errors model this header as a member; the error code takes precedence.
    named = {name: value for name, value in reply.headers.items() if name.lower() != _ERROR_TYPE}
    headers = {**named, _ERROR_TYPE: fault.code}
    return dataclasses.replace(reply, headers=headers)


def _xml_error(
    protocol: str,
    fault: Fault,
    shape: StructureShape | None,
    members: Mapping[str, t.Any],
    status: int,
) -> bytes:
    error = {"Code": fault.code, "Message": fault.message}
    if protocol != "ec2":
        error["Type"] = "Receiver" if status >= 500 else "Sender"
    inside = members_of(_NAMELESS, error, "") + members_of(shape or _NAMELESS, members, "")
    request_id = uuid.uuid4()
    if protocol == "ec2":
        text = f"<Response><Errors><Error>{inside}</Error></Errors><RequestID>{request_id}</RequestID></Response>"
    else:
        text = f"<ErrorResponse><Error>{inside}</Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    return _DECLARATION + text.encode()


def _error_status(service: ServiceModel, shape: StructureShape) -> int:
    default = 500 if is_server_fault(service, shape.name) else 400
    error: dict[str, t.Any] = shape.metadata.get("error", {})
    return t.cast(int, error.get("httpStatusCode", default))


def _query_output(operation: OperationModel, members: Mapping[str, t.Any], protocol: str) -> bytes:
    """Return the body of a query or ec2 response, where every member is in the body."""
    shape = operation.output_shape or StructureShape("Output", {"type": "structure", "members": {}})
    inside = members_of(shape, members, "")
    request_id = uuid.uuid4()
    if protocol == "ec2":
        inside = f"<requestId>{request_id}</requestId>{inside}"
    else:
        wrapper: str | None = shape.serialization.get("resultWrapper")
        inside = f"<{wrapper}>{inside}</{wrapper}>" if wrapper else inside
        inside += f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
    namespace: str = operation.service_model.metadata.get("xmlNamespace", "")
    named = f' xmlns="{namespace}"' if namespace else ""
    tag = f"{operation.name}Response"
    return _DECLARATION + f"<{tag}{named}>{inside}</{tag}>".encode()


def _reply(
    service: ServiceModel, shape: StructureShape | None, members: Mapping[str, t.Any], status: int
) -> Reply:
    """Return the response for an output or an error, with members in the body, headers or status code."""
    protocol: str = service.resolved_protocol
    if protocol not in _REST or shape is None:
        return Reply(status=status, body=_single_body(protocol, shape, members))
    headers: dict[str, str] = {}
    rest: dict[str, t.Any] = {}
    for name, value in members.items():
        member = shape.members.get(name)
        wire_name = member.serialization.get("name", name) if member else name
        match member.serialization.get("location") if member else None:
            case "statusCode" | "header" | "headers" if value is None:
                pass  # headers and the status code have no null
            case "statusCode":
                status = integer(value, name)
            case "header" if member:
                headers[wire_name] = to_header(member, value, name)
            case "headers":
                for key, text in mapping(value, name).items():
                    headers[wire_name + key] = string(text, f"{name}.{key}")
            case _:
                rest[name] = value
    return Reply(status=status, headers=headers, body=_body(protocol, shape, rest))


def _single_body(
    protocol: str, shape: StructureShape | None, members: Mapping[str, t.Any]
) -> bytes:
    match protocol:
        case "smithy-rpc-v2-cbor":
            return serialize_cbor(shape, members)
        case "rest-xml":
            return b""
        case _:
            return to_json_bytes(
                unmodeled(members, "") if shape is None else structure(shape, members, "")
            )


def _body(protocol: str, shape: StructureShape, members: dict[str, t.Any]) -> bytes:
    payload: str | None = shape.serialization.get("payload")
    if payload is None:
        if protocol == "rest-xml":
            return _xml_document(shape, members, shape.serialization.get("name", shape.name), "")
        return to_json_bytes(structure(shape, members, ""))
    value = members.pop(payload, None)
    for name, other in members.items():
        raise mismatch(name, f"no other member, since {payload} is the whole body", other)
    if value is None:
        return b""
    member = shape.members[payload]
    match member.type_name:
        case "blob":
            return to_bytes(value, payload)
        case "string":
            return string(value, payload).encode()
        case _ if protocol == "rest-xml":
            tag = member.serialization.get("name", member.name)
            return _xml_document(t.cast(StructureShape, member), value, tag, payload)
        case _:
            return to_json_bytes(to_json(member, value, payload))


def _xml_document(shape: StructureShape, members: t.Any, tag: str, path: str) -> bytes:
    namespace: str = shape.serialization.get("namespace", {}).get("uri", "")
    return _DECLARATION + element(tag, shape, members, path, namespace).encode()
