"""Find the operation of an HTTP request, using botocore's service models.

May import: the standard library, botocore , ``suggestions`` and ``testing.script``.
"""

from __future__ import annotations

import dataclasses
import functools
import gzip
import os
import re
import typing as t
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import parse_qsl, unquote

from botocore.exceptions import UnknownServiceError
from botocore.loaders import create_loader
from botocore.model import OperationModel, OperationNotFoundError, ServiceModel

from typed_status.suggestions import did_you_mean
from typed_status.testing.script import ScriptError

__all__ = [
    "PROTOCOLS",
    "HttpRequest",
    "Key",
    "Route",
    "find_route",
    "is_server_fault",
    "likely_protocol",
    "operation_model",
    "parse_form",
    "signing_name",
    "supported_operation_model",
]

PROTOCOLS = ("json", "rest-json", "query", "ec2", "rest-xml", "smithy-rpc-v2-cbor")
"""The protocols that the endpoint supports, by botocore's names."""

Key: t.TypeAlias = tuple[str, str]
"""A service and an operation, by botocore's names."""

_LOADER = create_loader(os.environ.get("AWS_DATA_PATH"))
_LABEL = re.compile(r"\{(.+?)\}")
_FORM = "application/x-www-form-urlencoded"


@dataclasses.dataclass(frozen=True, slots=True)
class HttpRequest:
    """An HTTP request; ``target`` is path and query string, header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        """The body, decompressed if it was sent with gzip."""
        is_compressed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if is_compressed else self.body


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """The operation of a request, with the decoded labels and query string of its URI."""

    operation: OperationModel
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    query: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> Key:
        """The operation's service and name."""
        return self.operation.service_model.service_name, self.operation.name


def supported_operation_model(service: str, operation: str) -> OperationModel:
    """Return botocore's model of an operation; raise ``ScriptError`` if its protocol is not supported."""
    model = operation_model(service, operation)
    protocol = model.service_model.resolved_protocol
    if protocol not in PROTOCOLS:
        raise ScriptError(
            f"{service} uses the protocol {protocol}; supported: {', '.join(PROTOCOLS)}"
        )
    return model


def operation_model(service: str, operation: str) -> OperationModel:
    """Return botocore's model of an operation; raise ``ScriptError`` if there is none."""
    try:
        model = _service_model(service)
    except UnknownServiceError:
        known = _LOADER.list_available_services("service-2")
        raise ScriptError(
            f"botocore has no service {service!r}{did_you_mean(service, known)}"
        ) from None
    try:
        return model.operation_model(operation)
    except OperationNotFoundError:
        hint = did_you_mean(operation, model.operation_names)
        raise ScriptError(f"{service} has no operation {operation!r}{hint}") from None


def is_server_fault(service: ServiceModel, error: str) -> bool:
    """Return whether the model marks an error as a server fault; botocore's shapes drop that trait."""
    shapes = _LOADER.load_service_model(service.service_name, "service-2")["shapes"]
    return bool(shapes[error].get("fault"))


def find_route(request: HttpRequest, scripted: Collection[Key]) -> Route | None:
    """Return the operation of ``request``; where URIs are ambiguous, prefer one in ``scripted``."""
    services = [_service_model(name) for name in dict.fromkeys(service for service, _ in scripted)]
    signed = signing_name(request)
    # Services share URIs such as GET /tags/{resourceArn}; the signing name distinguishes them. It may
    # also be the name of a service that is not scripted, which is tried next.
    tiers = (
        [service for service in services if service.signing_name == signed],
        [_service_model(signed)] if signed in _LOADER.list_available_services("service-2") else [],
        services,
    )
    for tier in tiers:
        routes = [route for service in tier for route in _routes(service, request)]
        if routes:
            return next((route for route in routes if route.key in scripted), routes[0])
    return None


def signing_name(request: HttpRequest) -> str:
    """Return the service in the request's credential scope, or an empty string if unsigned."""
    scope = re.search(
        r"Credential=[^,\s]*/([^/,\s]+)/aws4_request", request.headers.get("authorization", "")
    )
    return scope[1] if scope else ""


@functools.cache
def _service_model(name: str) -> ServiceModel:
    return ServiceModel(_LOADER.load_service_model(name, "service-2"), name)


def _routes(service: ServiceModel, request: HttpRequest) -> Iterator[Route]:
    """Yield the operations that ``request`` may be for, the most specific first."""
    match service.resolved_protocol:
        case "json":
            prefix, _, name = request.headers.get("x-amz-target", "").rpartition(".")
            if prefix == service.metadata["targetPrefix"] and name in service.operation_names:
                yield Route(service.operation_model(name))
        case "query" | "ec2":
            form = dict(parse_form(request))
            name = form.get("Action", "")
            if form.get("Version") == service.api_version and name in service.operation_names:
                yield Route(service.operation_model(name))
        case "smithy-rpc-v2-cbor":
            prefix, _, name = request.target.strip("/").rpartition("/")
            expected = f"service/{service.metadata.get('targetPrefix', '')}/operation"
            if prefix == expected and name in service.operation_names:
                yield Route(service.operation_model(name))
        case "rest-json" | "rest-xml":
            path, _, query = request.target.partition("?")
            pairs = parse_qsl(query, keep_blank_values=True)
            for template in _templates(service.service_name):
                found = template.pattern.fullmatch(path)
                if found and template.is_met(request, pairs):
                    labels = zip(template.labels, map(unquote, found.groups()), strict=True)
                    yield Route(
                        service.operation_model(template.operation),
                        dict(labels),
                        tuple(pair for pair in pairs if pair not in template.query),
                    )
        case _:
            pass


def parse_form(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the key-value pairs of a form body; empty if the body is not a form."""
    if not request.headers.get("content-type", "").startswith(_FORM):
        return []
    return parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True)


def likely_protocol(request: HttpRequest, scripted: Collection[Key]) -> str:
    """Return the protocol that the client of an unrecognized request most likely parses."""
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "smithy-rpc-v2-cbor"
    if request.headers.get("content-type", "").startswith(_FORM):
        return "query"
    protocols = {_service_model(service).resolved_protocol for service, _ in scripted}
    return "rest-xml" if protocols == {"rest-xml"} else "json"


@dataclasses.dataclass(frozen=True, slots=True)
class _Template:
    """A ``requestUri`` of a service model, such as ``/a/{Name}/b/{Rest+}?list``."""

    operation: str
    method: str
    pattern: re.Pattern[str]
    labels: tuple[str, ...]
    query: frozenset[tuple[str, str]]
    # The names of query parameters and headers that the input requires: those of S3's operations distinguish some
    # that share a URI, such as PutObject, CopyObject and UploadPart.
    required_query: frozenset[str]
    required_headers: frozenset[str]
    # Smaller is more specific: per segment, literal (0), label (1), greedy label (2), end (3); then by
    # the number of required query parameters and headers.
    rank: tuple[tuple[int, ...], int]

    def is_met(self, request: HttpRequest, query: list[tuple[str, str]]) -> bool:
        """Return whether the request has the method, the query parameters and the headers."""
        return (
            self.method == request.method
            and self.query <= set(query)
            and self.required_query <= {name for name, _ in query}
            and self.required_headers <= request.headers.keys()
        )


@functools.cache
def _templates(service: str) -> list[_Template]:
    """Return the URI templates of a REST service, the most specific first."""
    model = _service_model(service)
    templates = (_template(model.operation_model(name)) for name in model.operation_names)
    return sorted(templates, key=lambda template: template.rank)


def _template(operation: OperationModel) -> _Template:
    uri: str = operation.http["requestUri"]
    path, _, query = uri.partition("?")
    pieces = _LABEL.split(path)
    labels = pieces[1::2]
    pieces[::2] = map(re.escape, pieces[::2])
    pieces[1::2] = ["(.+)" if label.endswith("+") else "([^/]+)" for label in labels]
    ranks = (*(2 if "+}" in part else "{" in part for part in path.split("/")), 3)
    pairs = frozenset(parse_qsl(query, keep_blank_values=True))
    required_query = _required(operation, "querystring")
    required_headers = frozenset(map(str.lower, _required(operation, "header")))
    return _Template(
        operation.name,
        operation.http["method"],
        re.compile("".join(pieces)),
        tuple(label.removesuffix("+") for label in labels),
        pairs,
        required_query,
        required_headers,
        (ranks, -len(pairs) - len(required_query) - len(required_headers)),
    )


def _required(operation: OperationModel, location: str) -> frozenset[str]:
    """Return the names of the required members of an input that are in this location."""
    shape = operation.input_shape
    if shape is None:
        return frozenset()
    serialized = {name: shape.members[name].serialization for name in shape.required_members}
    return frozenset(
        each.get("name", name)
        for name, each in serialized.items()
        if each.get("location") == location
    )
