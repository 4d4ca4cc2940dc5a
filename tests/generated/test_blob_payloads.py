"""Every operation of AWS whose response is a blob as a whole returns botocore's stream."""

import pytest
from generated_services import generated, smallest

from typed_status import call
from typed_status.codegen.models import botocore_source
from typed_status.runtime.types.fields import streams
from typed_status.testing import FakeEndpoint, Reply


def payloads():
    """The operations of AWS whose output's payload is a blob without ``streaming``."""
    for service in botocore_source.services():
        model = botocore_source.load(service).model
        shapes = model["shapes"]
        for name, operation in model["operations"].items():
            output = shapes.get(operation.get("output", {}).get("shape"), {})
            if "payload" in output:
                member = output["members"][output["payload"]]
                shape = shapes[member["shape"]]
                if shape["type"] == "blob" and not (
                    shape.get("streaming") or member.get("streaming")
                ):
                    yield service, name


@pytest.mark.filterwarnings(
    "ignore::typed_status.SchemaDriftWarning"
)  # required headers are left out
def test_every_payload_that_is_a_blob_is_a_stream():
    found = {}
    for service, operation in payloads():
        found.setdefault(service, []).append(operation)
    assert sum(map(len, found.values())) >= 36
    for service, operations in found.items():
        module = generated(service, *operations)
        with FakeEndpoint() as endpoint:
            client = endpoint.client(service)
            for name in operations:
                model = client.meta.service_model.operation_model(name)
                response_class = getattr(module, f"{name}Response")
                wire = model.output_shape.serialization["payload"]
                assert wire in streams(response_class).values(), (service, name)
                for body in (b"\x00 bytes", b""):
                    request = getattr(module, f"{name}Request")
                    params = smallest(model.input_shape)
                    endpoint.script((service, name), Reply(body=body))
                    response = call(client, request.model_validate(params))
                    assert response.to_boto3()[wire].read() == body
