"""The requests of all of AWS: no key of a member is that of another, and idempotency tokens are filled in."""

import socket
import uuid

import pytest
from botocore.config import Config
from generated_services import generated, smallest

from typed_status import call
from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.lower import lower
from typed_status.testing import FakeEndpoint


def keys(field):
    """The keys of a dict that a field takes."""
    return {field.wire, field.body, field.also, field.name} - {None}


@pytest.fixture(scope="module")
def services():
    """All of AWS."""
    sources = map(botocore_source.load, botocore_source.services())
    return [lower(source, source.model["operations"]) for source in sources]


def test_no_key_of_a_member_is_that_of_another(services):
    seen = 0
    twice = []
    for service in services:
        for struct in service.all_structs:
            seen += len(struct.fields)
            taken: dict[str, str] = {}
            for field in struct.fields:
                for key in keys(field):
                    if taken.setdefault(key, field.wire) != field.wire:
                        twice.append((service.name, struct.name, key))
    assert twice == []
    assert seen > 150_000


def test_no_required_token_is_required_of_a_request(services):
    count = 0
    for service in services:
        model = botocore_source.load(service.name).model
        for operation in service.operations:
            members = model["shapes"].get(operation.request.wire, {}).get("members", {})
            needed = model["shapes"].get(operation.request.wire, {}).get("required", ())
            for wire, member in members.items():
                shape = model["shapes"][member["shape"]]
                if member.get("idempotencyToken", shape.get("idempotencyToken")):
                    count += wire in needed
                    assert not operation.request.field(wire).required
    assert count >= 190


def required_tokens():
    """The operations of AWS that require an idempotency token, and the wire names of these."""
    for service in botocore_source.services():
        model = botocore_source.load(service).model
        shapes = model["shapes"]
        for name, operation in model["operations"].items():
            given = shapes.get(operation.get("input", {}).get("shape"), {})
            for wire, member in given.get("members", {}).items():
                marked = member.get(
                    "idempotencyToken", shapes[member["shape"]].get("idempotencyToken")
                )
                if marked and wire in given.get("required", ()):
                    yield service, name, wire


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")  # the responses are empty
def test_every_required_token_is_filled_in_when_a_request_is_sent(monkeypatch):
    # S3 Control sends to <account>.<host>.
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more: resolve(host.removeprefix("x."), *more)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for service, operation, wire in required_tokens():
        found.setdefault(service, []).append((operation, wire))
    assert sum(map(len, found.values())) >= 190
    for service, tokens in found.items():
        module = generated(service, *(operation for operation, _ in tokens))
        with FakeEndpoint() as endpoint:
            client = endpoint.client(service, config=Config(inject_host_prefix=False))
            for operation, wire in tokens:
                model = client.meta.service_model.operation_model(operation)
                params = smallest(model.input_shape)
                del params[wire]
                request = getattr(module, f"{operation}Request").model_validate(params)
                assert request == type(request).model_validate(params)
                assert type(request).model_validate_json(request.model_dump_json()) == request
                assert wire not in request.to_boto3()
                endpoint.script((service, operation), {}, repeat=True)
                sent = []
                for _ in range(2):
                    call(client, request)
                    sent.append(endpoint.calls[-1].params[wire])
                    uuid.UUID(sent[-1])
                assert sent[0] != sent[1]
                assert wire not in request.to_boto3()
