"""``FakeEndpoint``: AWS as a script says, over real HTTP.

May import: the standard library, boto3, botocore, ``typed_status.runtime`` and the rest of ``testing``.
"""

from __future__ import annotations

import dataclasses
import threading
import types
import typing as t
from collections.abc import Mapping

from typed_status.runtime import Operation, Request, Response
from typed_status.testing.client import isolated_client
from typed_status.testing.decode import decode
from typed_status.testing.encode import encode
from typed_status.testing.routing import (
    PROTOCOLS,
    HttpRequest,
    Key,
    reading_protocol,
    recognise,
    signing_name,
    spoken_model,
)
from typed_status.testing.server import Server
from typed_status.testing.steps import Reply, ScriptError, Step, refusal

__all__ = ["Call", "FakeEndpoint"]


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """A request that reached the endpoint and asked for an operation that it recognised.

    ``service`` and ``operation`` are botocore's names. ``params`` are the members in boto3's form:
    those of the URI and the headers too. ``path`` is as it was sent, percent-encoded and with the
    query string; the names in ``headers`` are in lower case.
    """

    service: str
    operation: str
    params: Mapping[str, t.Any]
    method: str
    path: str
    headers: Mapping[str, str]


@dataclasses.dataclass(slots=True)
class _Script:
    replies: tuple[Reply, ...]
    repeat: bool
    played: int = 0

    def play(self) -> Reply | None:
        """The next reply; none where the script is used up."""
        if self.played == len(self.replies):
            return self.replies[-1] if self.repeat else None
        self.played += 1
        return self.replies[self.played - 1]


class FakeEndpoint:
    """An HTTP server on 127.0.0.1 that answers boto3 clients from a script, and records their calls.

    ::

        with FakeEndpoint() as endpoint:
            endpoint.script(GetOperationRequest, pending, success)
            client = endpoint.client("servicediscovery")  # or boto3.client(..., endpoint_url=endpoint.url)
            ...
        assert [call.operation for call in endpoint.calls] == ["GetOperation", "GetOperation"]

    It listens inside the ``with`` block only, and closes with no thread or socket left over. A second block
    with the same endpoint is a server that is started again: same URL, what is left of the scripts. All of
    it may be used from any thread. A request that the script has no answer for gets an error of the
    code ``FakeEndpointError`` and the status 400, whose message says what was asked and scripted.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scripts: dict[Key, _Script] = {}
        self._calls: list[Call] = []
        self._server: Server | None = None
        self._port = 0  # any that is free

    def __enter__(self) -> t.Self:
        if self._server is not None:
            raise RuntimeError("this FakeEndpoint is already inside its with block")
        self._server = Server(self._answer, self._port)
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

    @property
    def url(self) -> str:
        """The ``endpoint_url`` for clients; raises ``RuntimeError`` outside of the ``with`` block."""
        if self._server is None:
            raise RuntimeError(
                "a FakeEndpoint listens only inside its block: with FakeEndpoint() as ..."
            )
        return self._server.url

    @property
    def calls(self) -> list[Call]:
        """The calls so far, in the order of their answers."""
        with self._lock:
            return list(self._calls)

    def script(
        self, operation: type[Request[t.Any, t.Any]] | Key, *steps: Step, repeat: bool = False
    ) -> None:
        """Answer the calls of ``operation`` with ``steps``, one after the other.

        Args:
            operation: a request class, or the names of a service and an operation, as botocore has them.
            steps: each a typed response; a dict in boto3's form, where members and enum values that
                the service model does not know go out unchanged; ``bytes``, a body with status 200; a
                ``Reply``; or a ``Fault``.
            repeat: whether the last step is repeated for ever.

        A second script of the same operation replaces what is left of the first.

        Raises:
            ScriptError: there is no such operation, its protocol is none of the endpoint's, or a step
                does not fit its shape. What was scripted before still holds.
        """
        service, name, response = _named(operation)
        model = spoken_model(service, name)
        if not steps:
            raise ScriptError(f"{service} {name}: a script has at least one step")
        replies: list[Reply] = []
        for number, step in enumerate(steps, 1):
            try:
                if isinstance(step, Response) and not isinstance(step, response):
                    raise ScriptError(f"expected {response.__name__}, found {type(step).__name__}")
                replies.append(encode(model, step))
            except ScriptError as error:
                raise ScriptError(f"{service} {name}, step {number}: {error}") from None
        with self._lock:
            self._scripts[service, name] = _Script(tuple(replies), repeat)

    def client(self, service: str, **options: t.Any) -> t.Any:
        """A boto3 client of ``service`` that talks to this endpoint.

        It has dummy credentials, the region ``us-east-1`` and no retries, and nothing of the
        environment and profiles of whoever runs it. ``options`` are those of ``boto3.client`` and go
        first; a ``config`` is merged over the defaults. It is ``Any``, as boto3 makes its classes at
        run time.
        """
        return isolated_client(service, self.url, options)

    def _answer(self, request: HttpRequest) -> Reply:
        with self._lock:
            scripted = tuple(self._scripts)
        route = recognise(request, scripted)
        if route is None:
            protocol = reading_protocol(request, scripted)
            return refusal(_unrecognised(request, scripted), protocol)
        service, name = route.key
        protocol = route.operation.service_model.resolved_protocol
        params = decode(request, route)
        call = Call(service, name, params, request.method, request.target, request.headers)
        with self._lock:
            self._calls.append(call)
            script = self._scripts.get(route.key)
            reply = script.play() if script else None
        if reply is not None:
            return reply
        if script is None:
            said = f"{service} {name} has no script ({_summary(scripted)})"
            return refusal(f"{said}: {_how(service, name)}", protocol)
        used_up = f"{len(script.replies)} step{'s' if len(script.replies) != 1 else ''}"
        said = f"the script of {service} {name} is used up after {used_up}"
        hint = _how(service, name, "..., repeat=True")
        return refusal(f"{said}: script more of them, or repeat the last: {hint}", protocol)


def _named(operation: object) -> tuple[str, str, type[Response]]:
    declared = getattr(operation, "__operation__", None) if isinstance(operation, type) else None
    match declared or operation:
        case Operation(service=service, name=name, response=response):
            return service, name, response
        case (str(service), str(name)):
            return service, name, Response
        case _:
            raise ScriptError(
                "script takes a request class or the names of a service and an operation, "
                f"not {operation!r}"
            )


def _how(service: str, name: str, steps: str = "...") -> str:
    return f"endpoint.script(({service!r}, {name!r}), {steps})"


def _summary(scripted: tuple[Key, ...]) -> str:
    return f"scripted: {', '.join(map(' '.join, scripted)) or 'nothing'}"


def _unrecognised(request: HttpRequest, scripted: tuple[Key, ...]) -> str:
    signed = signing_name(request)
    target = request.headers.get("x-amz-target")
    asked = f"{request.method} {request.target}"
    asked += f" for X-Amz-Target {target!r}" if target else ""
    asked += f", signed for {signed!r}," if signed else ", unsigned,"
    return (
        f"{asked} is no operation of a scripted service ({_summary(scripted)}; the endpoint speaks "
        f"{', '.join(PROTOCOLS)}): {_how('<service>', '<Operation>')}"
    )
