"""Which operation an HTTP request asks for, by botocore's service models.

May import: the standard library, botocore, ``testing.steps`` and ``suggestions``.
"""

from __future__ import annotations

import dataclasses
import functools
import gzip
import os
import re
import typing as t
from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl, unquote

from botocore.exceptions import UnknownServiceError
from botocore.loaders import create_loader
from botocore.model import OperationModel, OperationNotFoundError, ServiceModel

from typed_status.suggestions import did_you_mean
from typed_status.testing.steps import ScriptError

__all__ = [
    "PROTOCOLS",
    "HttpRequest",
    "Key",
    "Route",
    "form_of",
    "is_server_fault",
    "operation_model",
    "reading_protocol",
    "recognise",
    "signing_name",
    "spoken_model",
]

PROTOCOLS = ("json", "rest-json", "query", "ec2", "rest-xml", "smithy-rpc-v2-cbor")
"""The protocols that the endpoint speaks, under botocore's names."""

Key: t.TypeAlias = tuple[str, str]
"""A service and an operation, under botocore's names."""

_LOADER = create_loader(os.environ.get("AWS_DATA_PATH"))
_LABEL = re.compile(r"\{(.+?)\}")
_FORM = "application/x-www-form-urlencoded"


@dataclasses.dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came; ``target`` is path and query string, header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        """The body, unpacked where it came compressed."""
        is_packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if is_packed else self.body


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """An operation that a request asks for; the labels and the query of its URI, decoded."""

    operation: OperationModel
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    query: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> Key:
        """The operation's service and name."""
        return self.operation.service_model.service_name, self.operation.name


def spoken_model(service: str, operation: str) -> OperationModel:
    """As ``operation_model``; ``ScriptError`` also where the endpoint does not speak the protocol."""
    model = operation_model(service, operation)
    protocol = model.service_model.resolved_protocol
    if protocol not in PROTOCOLS:
        raise ScriptError(f"{service} speaks {protocol}, the endpoint only {', '.join(PROTOCOLS)}")
    return model


def operation_model(service: str, operation: str) -> OperationModel:
    """Botocore's model of an operation; ``ScriptError`` where there is none."""
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
    """Whether the model calls an error the server's; botocore's shapes do not keep that trait."""
    shapes = _LOADER.load_service_model(service.service_name, "service-2")["shapes"]
    return bool(shapes[error].get("fault"))


def recognise(request: HttpRequest, scripted: Collection[Key]) -> Route | None:
    """The operation that ``request`` asks for, one in ``scripted`` first where URIs are ambiguous."""
    services = [_service_model(name) for name in dict.fromkeys(service for service, _ in scripted)]
    signed = signing_name(request)
    # Services share URIs such as GET /tags/{resourceArn}; what the request is signed for tells them
    # apart. It is the service's own name or not, so the name is tried before giving up on it.
    tiers = (
        [service for service in services if service.signing_name == signed],
        [_service_model(signed)] if signed in _LOADER.list_available_services("service-2") else [],
        services,
    )
    for tier in tiers:
        routes = [route for route in (_route(service, request) for service in tier) if route]
        if routes:
            return next((route for route in routes if route.key in scripted), routes[0])
    return None


def signing_name(request: HttpRequest) -> str:
    """What the request is signed for: the service in its credential scope, empty where unsigned."""
    scope = re.search(
        r"Credential=[^,\s]*/([^/,\s]+)/aws4_request", request.headers.get("authorization", "")
    )
    return scope[1] if scope else ""


@functools.cache
def _service_model(name: str) -> ServiceModel:
    return ServiceModel(_LOADER.load_service_model(name, "service-2"), name)


def _route(service: ServiceModel, request: HttpRequest) -> Route | None:
    match service.resolved_protocol:
        case "json":
            prefix, _, name = request.headers.get("x-amz-target", "").rpartition(".")
            if prefix == service.metadata["targetPrefix"] and name in service.operation_names:
                return Route(service.operation_model(name))
        case "query" | "ec2":
            form = dict(form_of(request))
            name = form.get("Action", "")
            if form.get("Version") == service.api_version and name in service.operation_names:
                return Route(service.operation_model(name))
        case "smithy-rpc-v2-cbor":
            prefix, _, name = request.target.strip("/").rpartition("/")
            asked = f"service/{service.metadata.get('targetPrefix', '')}/operation"
            if prefix == asked and name in service.operation_names:
                return Route(service.operation_model(name))
        case "rest-json" | "rest-xml":
            path, _, query = request.target.partition("?")
            pairs = parse_qsl(query, keep_blank_values=True)
            for template in _templates(service.service_name):
                found = template.pattern.fullmatch(path)
                if found and template.method == request.method and template.query <= set(pairs):
                    labels = zip(template.labels, map(unquote, found.groups()), strict=True)
                    return Route(
                        service.operation_model(template.operation),
                        dict(labels),
                        tuple(pair for pair in pairs if pair not in template.query),
                    )
        case _:
            pass
    return None


def form_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form in the body says; nothing where the body is none."""
    if not request.headers.get("content-type", "").startswith(_FORM):
        return []
    return parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True)


def reading_protocol(request: HttpRequest, scripted: Collection[Key]) -> str:
    """A protocol in which the sender of a request that asks for no known operation may read an answer."""
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "smithy-rpc-v2-cbor"
    if request.headers.get("content-type", "").startswith(_FORM):
        return "query"
    spoken = {_service_model(service).resolved_protocol for service, _ in scripted}
    return "rest-xml" if spoken == {"rest-xml"} else "json"


@dataclasses.dataclass(frozen=True, slots=True)
class _Template:
    """A ``requestUri`` of a service model, such as ``/a/{Name}/b/{Rest+}?list``."""

    operation: str
    method: str
    pattern: re.Pattern[str]
    labels: tuple[str, ...]
    query: frozenset[tuple[str, str]]
    # Smaller is more specific: from the left a literal segment (0), a label (1), a greedy one (2), the
    # end (3); then by how much of the query string is given.
    rank: tuple[tuple[int, ...], int]


@functools.cache
def _templates(service: str) -> list[_Template]:
    """The templates of a rest service, the most specific first."""
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
    return _Template(
        operation.name,
        operation.http["method"],
        re.compile("".join(pieces)),
        tuple(label.removesuffix("+") for label in labels),
        pairs,
        (ranks, -len(pairs)),
    )
