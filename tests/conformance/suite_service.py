"""The service of a case, both ways: a boto3 client that talks to a loopback server, and the generated module."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
import tempfile
import types
import typing as t
from collections.abc import Iterator, Sequence
from pathlib import Path

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader
from protocol_suites import Case

from typed_status.codegen.emit.render import render
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.testing import Reply
from typed_status.testing.routing import HttpRequest
from typed_status.testing.server import Server

_CONFIG = Config(
    retries={"total_max_attempts": 1},
    proxies={},
    inject_host_prefix=False,  # "foo.127.0.0.1" is nowhere
)


@dataclasses.dataclass(slots=True)
class Wire:
    """What the server sends, and the last request that it got."""

    reply: Reply = dataclasses.field(default_factory=Reply)
    request: HttpRequest | None = None

    def answer(self, request: HttpRequest) -> Reply:
        """Record the request, and send the reply."""
        self.request = request
        return self.reply


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """A case, its client, its module and the wire between them."""

    case: Case
    client: t.Any
    module: types.ModuleType
    wire: Wire

    @property
    def method(self) -> t.Any:
        """The client's method for the operation."""
        return getattr(self.client, self.request_class.__operation__.method)

    @property
    def request_class(self) -> t.Any:
        """The generated class of requests."""
        return getattr(self.module, f"{self.case.operation}Request")


class GeneratorError(Exception):
    """No module can be generated from the model of a case."""


class Services:
    """Serves the cases given, one after the other, inside its ``with`` block."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._names = {case.name: f"conformance-{at}" for at, case in enumerate(cases)}
        self._cases = cases
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> t.Self:
        folder = self._stack.enter_context(tempfile.TemporaryDirectory())
        for case in self._cases:  # all of them first: a loader looks for services once
            path = Path(folder) / self._names[case.name] / case.version / "service-2.json"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(case.model), "utf-8")
        core = botocore.session.Session()
        core.register_component("data_loader", Loader(extra_search_paths=[folder]))
        self._session = boto3.Session(botocore_session=core)
        self._wire = Wire()
        self._server = Server(self._wire.answer, 0)
        self._stack.callback(self._server.close)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextlib.contextmanager
    def serve(self, case: Case) -> Iterator[Service]:
        """The service of a case; ``GeneratorError`` where there is no module for it."""
        name = self._names[case.name]
        client: t.Any = self._session.client(
            name,
            endpoint_url=self._server.url,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=_CONFIG,
        )
        module = types.ModuleType(name.replace("-", "_"))
        sys.modules[module.__name__] = module
        try:
            try:
                text = render(lower(Source(name, case.model, "0"), [case.operation]))
                exec(compile(text, f"{name}.py", "exec"), module.__dict__)
            except Exception as error:  # whatever it is, it is reported
                raise GeneratorError(f"{type(error).__name__}: {error}") from error
            yield Service(case, client, module, self._wire)
        finally:
            client.close()
            del sys.modules[module.__name__]
