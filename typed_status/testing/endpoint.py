"""``FakeEndpoint``: an HTTP server that returns scripted AWS responses.

May import: the standard library, boto3, botocore, ``typed_status.runtime`` and the rest of ``testing``.
"""

from __future__ import annotations

import dataclasses
import threading
import types
import typing as t
from collections.abc import Mapping

from botocore.model import OperationModel

from typed_status.runtime import Operation, Request, Response
from typed_status.runtime.warnings import warn
from typed_status.testing.client import isolated_client
from typed_status.testing.request_parser import parse_request
from typed_status.testing.response_serializer import serialize
from typed_status.testing.routing import (
    PROTOCOLS,
    HttpRequest,
    Key,
    find_route,
    likely_protocol,
    signing_name,
    supported_operation_model,
)
from typed_status.testing.script import (
    Drop,
    Impaired,
    ScriptError,
    Step,
    UnusedStepsWarning,
    error_reply,
)
from typed_status.testing.server import Delivery, Server

__all__ = ["Call", "FakeEndpoint"]


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """A request that the endpoint received for an operation it recognized.

    ``service`` and ``operation`` are botocore's names. ``params`` are the members in boto3's form,
    including those sent in the URI and headers. ``path`` is percent-encoded, as sent, and includes
    the query string. Names in ``headers`` are lower case.
    """

    service: str
    operation: str
    params: Mapping[str, t.Any]
    method: str
    path: str
    headers: Mapping[str, str]


@dataclasses.dataclass(slots=True)
class _Script:
    replies: tuple[Delivery, ...]
    repeat: bool
    played: int = 0

    @property
    def unused(self) -> int:
        """How many steps were never played; one that repeats may be."""
        return max(0, len(self.replies) - self.repeat - self.played)

    def play(self) -> Delivery | None:
        """Return the next reply, or none if the script is exhausted."""
        if self.played == len(self.replies):
            return self.replies[-1] if self.repeat else None
        self.played += 1
        return self.replies[self.played - 1]


class FakeEndpoint:
    """An HTTP server on 127.0.0.1 that sends scripted responses to boto3 clients and records their calls.

    ::

        with FakeEndpoint() as endpoint:
            endpoint.script(GetOperationRequest, pending, success)
            client = endpoint.client("servicediscovery")  # or boto3.client(..., endpoint_url=endpoint.url)
            ...
        assert [call.operation for call in endpoint.calls] == ["GetOperation", "GetOperation"]

    It listens only inside the ``with`` block and leaves no thread or socket behind. Entering the block
    again restarts the server with the same URL and the remaining steps of its scripts. Steps that were never asked for when the block
    ends are an ``UnusedStepsWarning``, unless ``allow_unused`` is true. All methods are thread-safe. A request without a scripted response gets an error with code ``FakeEndpointError`` and
    status 400; its message describes the request and lists what is scripted.
    """

    def __init__(self, *, allow_unused: bool = False) -> None:
        self._allow_unused = allow_unused
        self._lock = threading.Lock()
        self._scripts: dict[Key, _Script] = {}
        self._calls: list[Call] = []
        self._server: Server | None = None
        self._port = 0  # any free port

    def __enter__(self) -> t.Self:
        if self._server is not None:
            raise RuntimeError(
                "this FakeEndpoint is already running: its with block was entered twice"
            )
        self._server = Server(self._respond, self._port)
        self._port = self._server.server_port
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: types.TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None
        with self._lock:
            unused = {key: each.unused for key, each in self._scripts.items() if each.unused}
        # Below another error, it would only be a consequence.
        if unused and error is None and not self._allow_unused:
            warn(_unused_message(unused), UnusedStepsWarning)

    @property
    def url(self) -> str:
        """The ``endpoint_url`` for clients; raises ``RuntimeError`` outside the ``with`` block."""
        if self._server is None:
            raise RuntimeError(
                "a FakeEndpoint listens only inside its with block: with FakeEndpoint() as endpoint: ..."
            )
        return self._server.url

    @property
    def calls(self) -> list[Call]:
        """The calls so far, in the order of their responses."""
        with self._lock:
            return list(self._calls)

    def script(
        self,
        operation: type[Request[t.Any, t.Any]] | Key,
        *steps: Step,
        repeat: bool = False,
        unknown_members: bool = False,
    ) -> None:
        """Respond to calls of ``operation`` with ``steps``, in order.

        Args:
            operation: a request class, or botocore's names of a service and an operation.
            steps: each is a typed response; a dict in boto3's form, whose unknown enum values are sent unchanged; ``bytes``, a body with
                status 200; a ``Reply``; a ``Fault``; a ``Throttle``; a ``Drop``; or one that is ``Impaired`` by the network.
            repeat: whether to repeat the last step forever.
            unknown_members: whether dicts and faults may have members that the service model lacks, as AWS adds some.

        A second script for the same operation replaces the remaining steps of the first.

        Raises:
            ScriptError: the operation does not exist, its protocol is not supported, or a step does
                not match its shape. The previous script stays in effect.
        """
        service, name, response = _operation_names(operation)
        model = supported_operation_model(service, name)
        if not steps:
            raise ScriptError(f"{service} {name}: a script needs at least one step")
        replies: list[Delivery] = []
        for number, step in enumerate(steps, 1):
            try:
                given = step.step if isinstance(step, Impaired) else step
                if isinstance(given, Response) and not isinstance(given, response):
                    raise ScriptError(f"expected {response.__name__}, found {type(given).__name__}")
                replies.append(_delivery(model, step, unknown_members=unknown_members))
            except ScriptError as error:
                raise ScriptError(f"{service} {name}, step {number}: {error}") from None
        with self._lock:
            self._scripts[service, name] = _Script(tuple(replies), repeat)

    def client(self, service: str, **options: t.Any) -> t.Any:
        """Return a boto3 client of ``service`` that sends its requests to this endpoint.

        It uses dummy credentials, the region ``us-east-1`` and no retries, and ignores the user's
        environment and profiles. ``options`` are those of ``boto3.client`` and override these
        defaults; a ``config`` is merged with them. The type is ``Any``, since boto3 creates its
        classes at run time.
        """
        return isolated_client(service, self.url, options)

    def _respond(self, request: HttpRequest) -> Delivery:
        with self._lock:
            scripted = tuple(self._scripts)
        route = find_route(request, scripted)
        if route is None:
            protocol = likely_protocol(request, scripted)
            return Delivery(error_reply(_no_route_message(request, scripted), protocol))
        service, name = route.key
        protocol = route.operation.service_model.resolved_protocol
        params = parse_request(request, route)
        call = Call(service, name, params, request.method, request.target, request.headers)
        with self._lock:
            self._calls.append(call)
            script = self._scripts.get(route.key)
            reply = script.play() if script else None
        if reply is not None:
            return reply
        if script is None:
            message = f"no script for {service} {name} ({_scripted(scripted)})"
            return Delivery(error_reply(f"{message}: {_script_hint(service, name)}", protocol))
        steps = f"{len(script.replies)} step{'s' if len(script.replies) != 1 else ''}"
        message = f"the script of {service} {name} is exhausted after {steps}"
        hint = _script_hint(service, name, "..., repeat=True")
        text = f"{message}: add steps or repeat the last one: {hint}"
        return Delivery(error_reply(text, protocol))


def _delivery(model: OperationModel, step: Step, *, unknown_members: bool) -> Delivery:
    match step:
        case Drop():
            return Delivery(None)
        case Impaired(step=inner, latency=latency, truncate=truncate, drip=drip, chunk=chunk):
            reply = serialize(model, inner, unknown_members=unknown_members)
            return Delivery(reply, latency, truncate, drip, chunk)
        case _:
            return Delivery(serialize(model, step, unknown_members=unknown_members))


def _unused_message(unused: Mapping[Key, int]) -> str:
    steps = (f"{count} of {' '.join(key)}" for key, count in unused.items())
    return (
        f"steps that were never asked for: {', '.join(steps)}; remove them, or pass "
        "FakeEndpoint(allow_unused=True)"
    )


def _operation_names(operation: object) -> tuple[str, str, type[Response]]:
    declared = getattr(operation, "__operation__", None) if isinstance(operation, type) else None
    match declared or operation:
        case Operation(service=service, name=name, response=response):
            return service, name, response
        case (str(service), str(name)):
            return service, name, Response
        case _:
            raise ScriptError(
                "script() takes a request class or a (service, operation) tuple of botocore's names, "
                f"got {operation!r}"
            )


def _script_hint(service: str, name: str, steps: str = "...") -> str:
    return f"endpoint.script(({service!r}, {name!r}), {steps})"


def _scripted(scripted: tuple[Key, ...]) -> str:
    return f"scripted: {', '.join(map(' '.join, scripted)) or 'nothing'}"


def _no_route_message(request: HttpRequest, scripted: tuple[Key, ...]) -> str:
    signed = signing_name(request)
    target = request.headers.get("x-amz-target")
    sent = f"{request.method} {request.target}"
    sent += f" for X-Amz-Target {target!r}" if target else ""
    sent += f", signed for {signed!r}," if signed else ", unsigned,"
    return (
        f"{sent} does not match an operation of a scripted service ({_scripted(scripted)}; supported protocols: "
        f"{', '.join(PROTOCOLS)}): {_script_hint('<service>', '<Operation>')}"
    )
