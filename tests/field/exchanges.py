"""A documented output as the response that it represents: the bytes on the wire, and the dict that boto3 returns for them.

The AWS CLI prints what botocore parsed, with timestamps as they came and blobs as base64. Where the whole output is one
JSON body, the documented JSON is that body, with the members under their wire names. Elsewhere it is encoded by the
service model, as ``FakeEndpoint`` does.
"""

from __future__ import annotations

import base64
import io
import json
import typing as t
from functools import cache
from urllib.parse import quote

from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.handlers import BUILTIN_HANDLERS
from botocore.hooks import HierarchicalEmitter
from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape
from botocore.parsers import create_parser
from botocore.response import StreamingBody
from botocore.utils import parse_timestamp

from typed_status.testing import ScriptError
from typed_status.testing.response_serializer import serialize

# Texts that botocore's handlers decode, by the names of their shapes, and how AWS sends them.
_DOCUMENTS = {"policyDocumentType": quote, "TemplateBody": str}
REQUEST_ID = "00000000-0000-4000-8000-000000000000"
Message = dict[str, t.Any]


class UntypedError(Exception):
    """botocore does not read the documented output either: the documentation is wrong."""


def exchange(model: OperationModel, value: t.Any) -> tuple[Message, dict[str, t.Any]]:
    """The message that carries the output ``value``, and the dict that boto3 returns for it.

    Raises:
        UntypedError: with the reason.
    """
    try:
        message = _message(model, value)
    except ScriptError as error:
        raise UntypedError(f"no {model.name} response has this form: {error}") from error
    body: bytes | StreamingBody = message["body"]
    if model.has_streaming_output:
        body = StreamingBody(io.BytesIO(message["body"]), len(message["body"]))
    parser = create_parser(model.service_model.resolved_protocol)
    try:
        parsed = parser.parse(message | {"body": body}, model.output_shape)
    except (
        Exception
    ) as error:  # for values that they do not expect, botocore's parsers raise anything
        raise UntypedError(f"botocore's parser: {type(error).__name__}: {error}") from error
    service_id = model.service_model.service_id.hyphenize()
    _handlers().emit(
        f"after-call.{service_id}.{model.name}",
        http_response=AWSResponse("", message["status_code"], message["headers"], None),
        parsed=parsed,
        model=model,
        context={},
    )
    return message, {name: each for name, each in parsed.items() if name != "ResponseMetadata"}


@cache
def _handlers() -> HierarchicalEmitter:
    """botocore's own handlers, which decode some members after they are parsed."""
    events = HierarchicalEmitter()
    for event, handler, *_ in BUILTIN_HANDLERS:
        if event.startswith("after-call."):
            events.register(event, handler)
    return events


def _message(model: OperationModel, value: t.Any) -> Message:
    shape = model.output_shape
    if isinstance(value, dict):
        value = {name: each for name, each in value.items() if name != "ResponseMetadata"}
    if shape is None and value:
        raise ScriptError("the operation has no output")
    protocol = model.service_model.resolved_protocol
    headers: dict[str, str] = {}
    status = model.http.get("responseCode", 200)
    if shape is not None and protocol in ("json", "rest-json") and _is_one_body(shape):
        body = json.dumps(_named(shape, value)).encode()
    else:
        reply = serialize(model, _parsed(shape, value, protocol, ""))
        body, headers, status = reply.body, dict(reply.headers), reply.status
    headers["x-amzn-RequestId"] = REQUEST_ID
    return {
        "status_code": status,
        "headers": HeadersDict(headers),
        "body": body,
        "context": {"operation_name": model.name},
    }


def _is_one_body(shape: StructureShape) -> bool:
    is_split = any(each.serialization.get("location") for each in shape.members.values())
    return not is_split and not shape.serialization.get("payload")


def _named(shape: Shape, value: t.Any) -> t.Any:
    """``value`` with the members of its structures under their wire names, and nothing else changed."""
    if isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        found: dict[str, t.Any] = {}
        for name, each in t.cast(dict[str, t.Any], value).items():
            member = shape.members.get(name)
            if member is None:
                found[name] = each
            else:
                found[member.serialization.get("name", name)] = _named(member, each)
        return found
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_named(shape.member, each) for each in t.cast(list[t.Any], value)]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        entries = t.cast(dict[str, t.Any], value).items()
        return {key: _named(shape.value, each) for key, each in entries}
    return value


def _parsed(shape: Shape | None, value: t.Any, protocol: str, path: str) -> t.Any:
    """``value`` as boto3 would give it: datetimes, bytes, and in XML each scalar read from its text."""
    if value is None:
        return None
    if isinstance(value, dict) and (shape is None or shape.type_name in ("structure", "map")):
        members = t.cast(dict[str, t.Any], value)
        return {
            name: _parsed(_member(shape, name), each, protocol, f"{path}.{name}".lstrip("."))
            for name, each in members.items()
        }
    if isinstance(value, list) and (shape is None or isinstance(shape, ListShape)):
        items = enumerate(t.cast(list[t.Any], value))
        inner = None if shape is None else shape.member
        return [_parsed(inner, each, protocol, f"{path}[{index}]") for index, each in items]
    if isinstance(shape, StringShape) and shape.name in _DOCUMENTS:
        return _DOCUMENTS[shape.name](json.dumps(value)) if isinstance(value, dict) else value
    if isinstance(value, (dict, list)):
        found = "a list" if isinstance(value, list) else "an object"
        raise ScriptError(f"{path or 'the output'}: expected {shape.type_name}, found {found}")
    try:
        return _scalar(shape, value, protocol)
    except (OverflowError, TypeError, ValueError) as error:
        raise ScriptError(f"{path}: {error}") from error


def _member(shape: Shape | None, name: str) -> Shape | None:
    if isinstance(shape, MapShape):
        return shape.value
    return shape.members.get(name) if isinstance(shape, StructureShape) else None


def _scalar(shape: Shape | None, value: t.Any, protocol: str) -> t.Any:
    is_text = protocol in ("query", "ec2", "rest-xml")
    match shape.type_name if shape else "":
        case "timestamp":
            return parse_timestamp(value)
        case "blob":
            return base64.b64decode(value)
        case "integer" | "long" | "short" | "byte" if isinstance(value, str):
            return int(value)
        case "double" | "float" if isinstance(value, str):
            return float(value)
        case "boolean" if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        case "string" | "character" | "" if is_text and not isinstance(value, str):
            return json.dumps(value)
        case _:
            return value
