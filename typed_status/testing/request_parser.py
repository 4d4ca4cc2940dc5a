"""Parse an HTTP request into the members that the caller of boto3 passed.

May import: the standard library, botocore, ``testing.query_parser`` and ``testing.routing``.
"""

from __future__ import annotations

import typing as t

from botocore.awsrequest import HeadersDict
from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.parsers import create_parser
from botocore.utils import parse_timestamp

from typed_status.testing.query_parser import parse_members
from typed_status.testing.routing import HttpRequest, Route, parse_form

__all__ = ["parse_request"]


def parse_request(request: HttpRequest, route: Route) -> dict[str, t.Any]:
    """Return the request's members in boto3's form, from its URI, headers and body."""
    shape = route.operation.input_shape
    if shape is None:
        return {}
    protocol: str = route.operation.service_model.resolved_protocol
    if protocol in ("query", "ec2"):
        return parse_members(parse_form(request), shape, protocol, _from_text)
    # Elsewhere the content encoding is the caller's own, as of an object in S3.
    is_compressed = bool(route.operation.request_compression)
    body = request.content if is_compressed else request.body
    params = _from_body(request, body, shape, protocol)
    locations: dict[str, dict[str, Shape]] = {"uri": {}, "querystring": {}}
    for name, member in shape.members.items():
        locations.get(member.serialization.get("location", ""), {})[name] = member
    for name, member in locations["uri"].items():
        params[name] = _from_text(member, route.labels[_wire_name(name, member)])
    reserved = {_wire_name(name, member) for name, member in locations["querystring"].items()}
    for name, member in locations["querystring"].items():
        texts = [value for key, value in route.query if key == _wire_name(name, member)]
        if isinstance(member, MapShape):
            params[name] = _query_map(member, route.query, reserved)
        elif isinstance(member, ListShape) and texts:
            params[name] = [_from_text(member.member, text) for text in texts]
        elif texts:
            params[name] = _from_text(member, texts[-1])
    return params


def _from_body(
    request: HttpRequest, body: bytes, shape: StructureShape, protocol: str
) -> dict[str, t.Any]:
    payload = shape.serialization.get("payload")
    raw = shape.members[payload].type_name if payload else None
    # Requests and responses serialize bodies and headers alike, so botocore's response parser reads
    # them. It would decode every raw payload as text, though.
    response = {
        "status_code": 200,
        "headers": HeadersDict(request.headers),
        "body": b"" if raw in ("blob", "string") else body,
    }
    if protocol == "smithy-rpc-v2-cbor" and not body:
        response["body"] = b"\xa0"  # the parser returns nothing for an empty body

    params: dict[str, t.Any] = create_parser(protocol).parse(response, shape)
    params.pop("ResponseMetadata", None)
    if payload and raw in ("blob", "string"):
        params[payload] = body if raw == "blob" else body.decode()
    return params


def _wire_name(name: str, member: Shape) -> str:
    return t.cast(str, member.serialization.get("name", name))


def _query_map(
    shape: MapShape, query: tuple[tuple[str, str], ...], reserved: set[str]
) -> dict[str, t.Any]:
    found: dict[str, list[str]] = {}
    for key, value in query:
        if key not in reserved:
            found.setdefault(key, []).append(value)
    if isinstance(shape.value, ListShape):
        return dict(found)
    return {key: values[-1] for key, values in found.items()}


def _from_text(shape: Shape, text: str) -> t.Any:
    match shape.type_name:
        case "integer" | "long":
            return int(text)
        case "float" | "double":
            return float(text)
        case "boolean":
            return text == "true"
        case "timestamp":
            return parse_timestamp(text)
        case _:
            return text
