"""A tour of what moto's server answers: for each service some resources are created, then its shipped operations are read.

Each read is sent once, by an untyped client. What the server answers is replayed to a typed call by a second server on
loopback, so that both read the same bytes, and the results are compared.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import importlib
import logging
import typing as t
import urllib.request
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import boto3
import jmespath
import moto
from absence import Sighting, required, sightings, structures
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import ListShape, OperationModel, Shape
from moto.backends import list_of_moto_modules
from moto.server import ThreadedMotoServer
from moto_resources import ACCOUNT, CREATES, READS, Params
from outcomes import difference, read_whole
from output_cases import known
from suite_service import Wire

from typed_status import (
    CatalogEntry,
    RequestValidationError,
    ResponseValidationError,
    SchemaDriftWarning,
    call,
    catalog,
)
from typed_status.testing import Reply, reset_drift
from typed_status.testing.server import Server

Pool = dict[str, str]
"""The texts that a service was sent or has answered, by the name of the member in lower case; the last one of each."""

SOURCE = f"moto {moto.__version__}"
# moto's names for services that it calls otherwise than botocore does.
_MODULES = {"lambda": "awslambda"}
_FRAMING = frozenset({"connection", "content-length", "transfer-encoding"})
_CONFIG = Config(
    retries={"total_max_attempts": 1}, proxies={}, inject_host_prefix=False, read_timeout=30
)


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """What became of one read.

    ``result`` is ``equal``, ``refused`` (by the typed call), ``unequal``, ``error`` (of the server, the same one both ways),
    ``untyped`` (botocore does not read the answer either) or ``unasked`` (no parameters are known). ``problems`` says why.
    ``is_empty`` says that a list in the response has no items, or that there is no member.
    """

    service: str
    operation: str
    result: t.Literal["equal", "refused", "unequal", "error", "untyped", "unasked"]
    problems: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    is_empty: bool = False
    evidence: tuple[Sighting, ...] = ()
    seen: t.Mapping[tuple[str, str], int] = dataclasses.field(
        default_factory=dict[tuple[str, str], int]
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Created:
    """A call that created something; ``error`` says why it did not."""

    service: str
    method: str
    error: str = ""


@cache
def shipped() -> dict[str, list[CatalogEntry]]:
    """The shipped operations of the services that moto has, by service; what others need comes first."""
    there = set(list_of_moto_modules())
    found: dict[str, list[CatalogEntry]] = {}
    for entry in catalog():
        if entry.kind == "start":  # which would change what was created
            continue
        if _MODULES.get(entry.service, entry.service.replace("-", "")) in there:
            found.setdefault(entry.service, []).append(entry)
    first = [name for name in CREATES if name in found]
    return {name: found[name] for name in dict.fromkeys([*first, *found])}


class Tour:
    """Inside its ``with`` block, a fresh moto behind a server, and a server that replays its answers."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._made: dict[str, dict[str, t.Any]] = {}

    def __enter__(self) -> t.Self:
        self._stack.callback(logging.disable, logging.root.manager.disable)
        logging.disable(logging.CRITICAL)  # moto logs each request, and what it has not implemented
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        self._stack.callback(server.stop)
        host, port = server.get_host_and_port()
        self._url = f"http://{host}:{port}"
        reset = urllib.request.Request(f"{self._url}/moto-api/reset", method="POST")
        urllib.request.urlopen(reset).close()
        self._wire = Wire()
        replays = Server(self._wire.answer, 0)
        self._stack.callback(replays.close)
        self._replays = replays.url
        self._session = boto3.Session(
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            region_name="us-east-1",
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _client(self, service: str, url: str) -> t.Any:
        return self._session.client(t.cast(t.Any, service), endpoint_url=url, config=_CONFIG)

    def visit(self, service: str) -> Iterator[Created | Read]:
        """Create what the tour creates in a service, then read its shipped operations."""
        made = self._made[service] = {}
        pool: Pool = {"accountid": ACCOUNT, "awsaccountid": ACCOUNT}
        client, typed = self._client(service, self._url), self._client(service, self._replays)
        client.meta.events.register("before-parse", self._record)
        with contextlib.closing(client), contextlib.closing(typed):
            for method, params in CREATES.get(service, ()):
                yield self._create(client, method, params, made, pool)
            for entry in shipped()[service]:
                yield self._read(entry, client, typed, pool)

    def _record(self, response_dict: Mapping[str, t.Any], event_name: str, **_: t.Any) -> None:
        """Keep an answer for the replay."""
        body = response_dict["body"]
        if not isinstance(body, bytes):
            raise AssertionError(f"{event_name}: a stream can be read once only")
        headers = {
            name: value
            for name, value in response_dict["headers"].items()
            # Of a HEAD the length says something else than how many bytes there are.
            if name.lower() not in _FRAMING or (name.lower() == "content-length" and not body)
        }
        self._wire.reply = Reply(status=response_dict["status_code"], headers=headers, body=body)

    def _create(
        self, client: t.Any, method: str, params: Params, made: dict[str, t.Any], pool: Pool
    ) -> Created:
        service = client.meta.service_model.service_name
        given = self._resolved(params, made)
        try:
            response = getattr(client, method)(**given)
        except (BotoCoreError, ClientError) as error:
            return Created(service, method, " ".join(str(error).split()))
        response.pop("ResponseMetadata", None)
        made[f"{method}_2" if method in made else method] = response
        pool.update(_texts(given))
        pool.update(_texts(response))
        return Created(service, method)

    def _resolved(self, value: t.Any, made: dict[str, t.Any]) -> t.Any:
        if isinstance(value, dict):
            members = t.cast(Params, value)
            return {name: self._resolved(each, made) for name, each in members.items()}
        if isinstance(value, list):
            return [self._resolved(each, made) for each in t.cast(list[t.Any], value)]
        if isinstance(value, str) and value.startswith("$"):
            return jmespath.search(value[1:], self._made | made)
        return value

    def _read(self, entry: CatalogEntry, client: t.Any, typed: t.Any, pool: Pool) -> Read:
        service, operation = entry.service, entry.operation
        model = client.meta.service_model.operation_model(operation)
        given = READS.get(service, {}).get(operation)
        params = (
            suggested(model, pool) if given is None else self._resolved(given, self._made[service])
        )
        if params is None:
            return Read(service, operation, "unasked")
        module = importlib.import_module(f"typed_status.services.{entry.module}")
        request_class = getattr(module, f"{operation}Request")
        method = getattr(client, request_class.__operation__.method)
        try:
            theirs = method(**params)
        except ClientError as error:
            return self._failed(entry, typed, request_class, params, error)
        except Exception as error:  # for what they do not expect, botocore's parsers raise anything
            return Read(service, operation, "untyped", (_said(error),))
        theirs.pop("ResponseMetadata", None)
        reset_drift()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                response = call(typed, request_class.model_validate(params))
            except ResponseValidationError as error:
                return _with_evidence(
                    model, theirs, "refused", tuple(map(str, error.problems)), caught
                )
            except RequestValidationError as error:
                return Read(service, operation, "unequal", (_said(error),))
        ours = response.to_boto3()
        ours.pop("ResponseMetadata", None)
        theirs = read_whole(theirs)
        unequal = difference(known(model.output_shape, read_whole(ours)), theirs)
        result = "unequal" if unequal else "equal"
        return _with_evidence(model, theirs, result, (unequal,) if unequal else (), caught)

    def _failed(
        self,
        entry: CatalogEntry,
        typed: t.Any,
        request_class: t.Any,
        params: Params,
        theirs: ClientError,
    ) -> Read:
        """A read that the server refused: the typed call is to raise the same error."""
        try:
            call(typed, request_class.model_validate(params))
        except ClientError as ours:
            unequal = difference(ours.response["Error"], theirs.response["Error"])
            result = "unequal" if unequal else "error"
            said = (unequal or _said(theirs),)
        except RequestValidationError as error:  # a guess of ours that neither side takes
            result, said = "error", (f"{_said(error)}; untyped: {_said(theirs)}",)
        except ResponseValidationError as error:
            result, said = "unequal", (f"{_said(error)}; untyped: {_said(theirs)}",)
        else:
            result, said = "unequal", (f"no error, and {_said(theirs)}",)
        return Read(entry.service, entry.operation, result, said)


def _with_evidence(
    model: OperationModel,
    value: Params,
    result: t.Literal["equal", "refused", "unequal"],
    problems: tuple[str, ...],
    caught: Iterable[warnings.WarningMessage],
) -> Read:
    service = model.service_model.service_name
    seen: dict[tuple[str, str], int] = {}
    for each in structures(model.output_shape, value):
        for name in required(service, each.shape):
            key = each.shape.name, name
            seen[key] = seen.get(key, 0) + 1
    drift = [str(each.message) for each in caught if each.category is SchemaDriftWarning]
    return Read(
        service,
        model.name,
        result,
        problems,
        tuple(drift),
        is_empty=not value or any(each == [] for each in value.values()),
        evidence=tuple(sightings(model, value, paged=False)),
        seen=seen,
    )


def suggested(model: OperationModel, pool: Pool) -> Params | None:
    """Parameters for a read: each required member is the text that was seen under its name; none where one was not."""
    shape = model.input_shape
    params: Params = {}
    for name in shape.required_members if shape else ():
        value = _suggested(shape.members[name], name, pool)
        if value is None:
            return None
        params[name] = value
    return params


def _suggested(shape: Shape, name: str, pool: Pool) -> t.Any:
    if isinstance(shape, ListShape) and shape.member.type_name == "string":
        names = [name, name.removesuffix("List"), name.removesuffix("s"), name.removesuffix("es")]
        found = _first(names, pool)
        return None if found is None else [found]
    if shape.type_name != "string":
        return None
    enum = getattr(shape, "enum", None)
    if enum:
        return enum[0]
    base = name.removesuffix("Identifier")
    others = [f"{base}Id", f"{base}Arn", f"{base}Name"] if base != name else []
    others += (
        ["id", "arn", "name"] if name.lower().endswith(("id", "arn", "name", "identifier")) else []
    )
    return _first([name, *others], pool)


def _first(names: Iterable[str], pool: Pool) -> str | None:
    return next((pool[each.lower()] for each in names if each.lower() in pool), None)


def _texts(value: t.Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The texts in a value, by the names of their members; the outermost come last."""
    if isinstance(value, dict):
        members = t.cast(Params, value)
        for key, each in members.items():
            if not isinstance(each, str):
                yield from _texts(each, key)
        for key, each in members.items():
            if isinstance(each, str) and each:
                yield key.lower(), each
    elif isinstance(value, list):
        for each in t.cast(list[t.Any], value):
            if isinstance(each, str):
                yield name.lower(), each
            else:
                yield from _texts(each, name)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """A required member that answers lack (``how`` is ``absent`` or ``null``), or a list or map with ``null`` items.

    As ``scripts/evidence`` has it: ``target`` is ``Shape.member``, ``sightings`` counts the structures that lack it, of
    the ``structures`` of that shape, ``empty`` those of them without any member.
    """

    service: str
    target: str
    how: str
    sightings: int
    structures: int
    empty: int
    operations: list[str]


def evidence_in(reads: Iterable[Read]) -> list[Evidence]:
    """The evidence in ``reads``, by service; what was seen most often comes first."""
    found: dict[tuple[str, str, str], list[tuple[Read, Sighting]]] = {}
    seen: collections.Counter[tuple[str, str]] = collections.Counter()
    for read in reads:
        for (shape, member), count in read.seen.items():
            seen[read.service, f"{shape}.{member}"] += count
        for each in read.evidence:
            key = read.service, f"{each.shape}.{each.member}", each.how
            found.setdefault(key, []).append((read, each))
    evidence = [
        Evidence(
            service,
            target,
            how,
            sightings=len(group),
            structures=seen[service, target],
            empty=sum(each.empty for _, each in group),
            operations=sorted({read.operation for read, _ in group}),
        )
        for (service, target, how), group in found.items()
    ]
    return sorted(evidence, key=lambda each: (each.service, -each.sightings, each.target))
