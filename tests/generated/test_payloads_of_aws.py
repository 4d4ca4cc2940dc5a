"""Requests whose body is a payload: ``FakeEndpoint`` finds their operation and takes their bytes, in all of AWS."""

import io

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from typed_status.testing import FakeEndpoint, Fault
from typed_status.testing.routing import PROTOCOLS


def payload_operations():
    session = botocore.session.Session()
    for service in session.get_available_services():
        model = session.get_service_model(service)
        for name in model.operation_names if model.resolved_protocol in PROTOCOLS else ():
            shape = model.operation_model(name).input_shape
            payload = shape.serialization.get("payload") if shape else None
            if payload and shape.members[payload].type_name in ("blob", "string"):
                yield pytest.param(model.operation_model(name), payload, id=f"{service}-{name}")


def required(shape):
    return {name: example(shape.members[name]) for name in shape.required_members}


def example(shape):
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else "x" * shape.metadata.get("min", 1)
    return 1 if shape.type_name in ("integer", "long") else b""


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.mark.parametrize(("operation", "payload"), [*payload_operations()])
def test_every_payload_arrives(endpoint, operation, payload):
    service = operation.service_model.service_name
    # The outputs are of many kinds: an error is read alike.
    endpoint.script((service, operation.name), Fault("Any"), repeat=True)
    method = getattr(endpoint.client(service), xform_name(operation.name))
    is_text = operation.input_shape.members[payload].type_name == "string"
    bodies = ["text", ""] if is_text else [b"\x00\xff", b"", "\u00e9", io.BytesIO(b"a file")]
    for body in bodies:
        with pytest.raises(ClientError, match="Any"):
            method(**required(operation.input_shape) | {payload: body})
        call = endpoint.calls[-1]
        sent = body.getvalue() if isinstance(body, io.BytesIO) else body
        expected = sent.encode() if isinstance(sent, str) and not is_text else sent
        assert (call.operation, call.params[payload]) == (operation.name, expected)
