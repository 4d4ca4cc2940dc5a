"""What happens to a start, made from its ``__start__``: the steps of a scripted endpoint, and how ``begin`` has to end.

The scenarios are the same for sync and async clients and on the command line.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import types
import typing as t
from collections.abc import Iterator

from typed_status import CatalogEntry, Phase, StartingRequest, StatusEnum, catalog
from typed_status.runtime.models.operations import Request
from typed_status.runtime.models.starts import Start
from typed_status.runtime.statuses.status import status_enum
from typed_status.runtime.types.annotations import innermost
from typed_status.runtime.types.fields import members
from typed_status.runtime.waiting.retry import is_not_found
from typed_status.testing import Drop, FakeEndpoint, Fault, example_output
from typed_status.testing.example_values import adapt
from typed_status.testing.examples import example_of
from typed_status.testing.routing import operation_model

SERVICES = {"cloudcontrol", "servicediscovery", "greengrass"}
REASON = "because of the test"


def is_covered(entry: CatalogEntry) -> bool:
    """Whether a start is one of those of the services that are reviewed by hand."""
    is_of_group = entry.service == "connect" and "TrafficDistribution" in entry.operation
    return bool(entry.follows) and (entry.service in SERVICES or is_of_group)


@dataclasses.dataclass(frozen=True)
class Scenario:
    """The steps of the start and of the status operation, and the end: ``reached``, ``gone``, ``failed`` or ``lost``.

    ``sent`` is how often the start reaches the server, and ``text`` is in the message of the error.
    """

    entry: CatalogEntry
    name: str
    starts: tuple[t.Any, ...]
    polls: tuple[t.Any, ...]
    end: t.Literal["reached", "gone", "failed", "lost"]
    text: str = ""
    sent: int = 1

    def __str__(self) -> str:
        return f"{self.entry.service}-{self.entry.operation}-{self.name}"

    @property
    def request(self) -> StartingRequest:
        return example_request(self.entry)

    def play(self, endpoint: FakeEndpoint) -> None:
        """Script the endpoint."""
        # Repeated, as not every step has to be asked for: some starts must not be sent again.
        endpoint.script((self.entry.service, self.entry.operation), *self.starts, repeat=True)
        if self.polls:
            endpoint.script((self.entry.service, self.entry.follows), *self.polls)

    def check_calls(self, endpoint: FakeEndpoint) -> None:
        """Check what reached the endpoint: the start as often as it may, with one token, and each poll with the ids."""
        calls = endpoint.calls
        sent = [call for call in calls if call.operation == self.entry.operation]
        assert len(sent) == self.sent
        assert len(calls) - len(sent) == len(self.polls)
        token = kind_of(self.entry).__start__.token
        if token is not None:
            wire = members(kind_of(self.entry))[token].name
            assert len({call.params[wire] for call in sent}) == 1
        given = kind_of(self.entry).__start__.bindings
        kind = kind_of(self.entry).__start__.status_request()
        for call in calls:
            if call.operation == self.entry.follows:
                assert {members(kind)[field].name for field in given} <= set(call.params)


def kind_of(entry: CatalogEntry) -> type[StartingRequest]:
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    return getattr(module, f"{entry.operation}Request")


def example_request(entry: CatalogEntry) -> StartingRequest:
    """Return a valid request with its required members, and those that its status request or its end is made from."""
    kind = kind_of(entry)
    start = kind.__start__
    shape = operation_model(entry.service, entry.operation).input_shape
    example = adapt(kind, example_of(t.cast(t.Any, types.SimpleNamespace(output_shape=shape))))
    sources = (*start.bindings.values(), *start.equals.values())
    bound = {path.split(".")[1].removesuffix("[]") for path in sources if path.startswith("input.")}
    if start.equals:
        example["TelephonyConfig"] = {"Distributions": percentages(100)}
        bound = {"id", "telephony_config"}
    needed = {
        member.name
        for name, member in members(kind).items()
        if kind.model_fields[name].is_required() or name in bound
    }
    return kind.model_validate({name: example[name] for name in example if name in needed})


def percentages(*values: int) -> list[dict[str, t.Any]]:
    return [{"Region": f"us-east-{at}", "Percentage": each} for at, each in enumerate(values, 1)]


def put(kind: t.Any, body: dict[str, t.Any], path: tuple[str, ...], value: object) -> None:
    """Set what is at a path of field names in a dict of wire names."""
    at: t.Any = body
    for number, name in enumerate(path, 1):
        field = name.removesuffix("[]")
        wire = members(kind)[field].name
        if number == len(path):
            at[wire] = [value] if name.endswith("[]") else value
            return
        at = at[wire][0] if name.endswith("[]") else at[wire]
        kind = innermost(kind.model_fields[field].annotation)


def raised(kind: t.Any) -> Exception:
    """Return an error as a client raises it."""
    metadata = {"HTTPStatusCode": 404}
    return kind({"Error": {"Code": kind.code}, "ResponseMetadata": metadata}, "Operation")


class _Maker:
    """Makes the scenarios of a start."""

    def __init__(self, entry: CatalogEntry) -> None:
        self.entry = entry
        self.start: Start = kind_of(entry).__start__
        self.kind: type[Request] = self.start.status_request()
        operation = self.kind.__operation__
        self.response = operation.response
        self.reports = next(
            each
            for each in catalog()
            if (each.service, each.operation) == (operation.service, operation.name)
        )
        self.path = self.start.watch or self.reports.status
        self.enum = () if self.start.equals else status_enum(self.response, self.path)
        errors = [each for each in operation.errors if is_not_found(raised(each), operation)]
        self.missing = Fault(errors[0], "not there", status=404) if errors else None

    def status(self, status: object, reason: str | None = None) -> dict[str, t.Any]:
        body = example_output(self.entry.service, self.entry.follows)
        put(self.response, body, self.path, str(status))
        if reason is not None and self.reports.reason:
            put(self.response, body, self.reports.reason[0], reason)
        return body

    def started(self) -> dict[str, t.Any]:
        body = example_output(self.entry.service, self.entry.operation)
        response = kind_of(self.entry).__operation__.response
        if self.start.reports:
            put(response, body, self.start.reports, str(self.going[0]))
        return body

    def of(self, *phases: Phase) -> list[StatusEnum]:
        meant = {*self.start.wanted, *self.start.initial, *self.start.contrary, *self.start.pending}
        return [each for each in self.enum if each.phase in phases and str(each) not in meant]

    @property
    def going(self) -> list[t.Any]:
        pending = [each for each in self.enum if str(each) in self.start.pending]
        return self.of(Phase.IN_PROGRESS) + pending

    def make(self) -> Iterator[Scenario]:
        def scenario(name: str, polls: list[t.Any], end: t.Any, **more: t.Any) -> Scenario:
            starts = more.pop("starts", (self.started(),))
            return Scenario(self.entry, name, tuple(starts), tuple(polls), end, **more)

        if self.start.equals:
            moving, last = self.equals(50, 50), self.equals(100)
        else:
            moving = self.status(self.going[0])
            last = self.missing if self.start.gone else self.status(self.start.wanted[0])
        end = "gone" if self.start.gone else "reached"
        yield scenario("success", [moving, last], end)
        if not self.start.equals:
            yield from self.failures(scenario, moving)
        for each in self.start.initial:
            old = self.status(each)
            yield scenario(f"old-{each}-first", [old, old, moving, last], end)
            back = [old, moving, old, old]
            yield scenario(f"back-at-old-{each}", back, "failed", text=each)
        if self.missing is not None and not self.start.gone:
            yield scenario("not-visible-at-first", [self.missing, self.missing, moving, last], end)
        if self.start.gone:
            for each in (value for value in self.enum if value.is_gone):
                yield scenario(f"deleted-as-{each}", [moving, self.status(each)], "gone")
            yield scenario("gone-at-once", [last], "gone")
        yield from self.losses(scenario, [moving, last], end)

    def failures(self, scenario: t.Any, moving: t.Any) -> Iterator[Scenario]:
        """Each contrary status, and each failed or canceled one, after a poll that was on the way."""
        texts = dict.fromkeys(
            [*self.start.contrary, *map(str, self.of(Phase.FAILED, Phase.CANCELED))]
        )
        for each in texts:
            name = "contrary" if each in self.start.contrary else "failure"
            body = self.status(each, REASON)
            text = REASON if self.reports.reason else each
            yield scenario(f"{name}-{each}", [moving, body], "failed", text=text)

    def losses(self, scenario: t.Any, polls: list[t.Any], end: str) -> Iterator[Scenario]:
        """A lost response: with an idempotency token, the client's retries apply."""
        if self.start.token is None:
            yield scenario("lost-answer", [], "lost", starts=(Drop(), self.started()))
        else:
            yield scenario("lost-answers", [], "lost", starts=(Drop(),) * 3, sent=3)
            starts = (Drop(), self.started())
            yield scenario("lost-and-repeated", polls, end, starts=starts, sent=2)

    def equals(self, *values: int) -> dict[str, t.Any]:
        """What reports on a start without a status: the percentages."""
        body = example_output(self.entry.service, self.entry.follows)
        del body["AgentConfig"], body["SignInConfig"]  # theirs would have to add up, too
        return body | {"TelephonyConfig": {"Distributions": percentages(*values)}}


STARTS = [each for each in catalog() if is_covered(each)]
SCENARIOS = [scenario for entry in STARTS for scenario in _Maker(entry).make()]


def as_json(request: StartingRequest) -> str:
    """Return the request for ``--request`` of the command line."""
    return json.dumps(json.loads(request.model_dump_json(exclude_none=True)))
