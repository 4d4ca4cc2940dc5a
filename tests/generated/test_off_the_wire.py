"""Every shipped operation's response is the same off the wire, from the dict, and as botocore parses it."""

import importlib

import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser

import typed_status.runtime as rt
from typed_status import catalog, strict
from typed_status.runtime.wire.handler import _modelled
from typed_status.runtime.wire.readers import reader_of
from typed_status.testing import example_output
from typed_status.testing.encode import encode
from typed_status.testing.routing import operation_model

SERVICES = sorted({(entry.service, entry.module) for entry in catalog()})
# Streams are not read off the wire; botocore hands them out.
STREAMING = {
    ("datazone", "GetLineageEvent"),
    ("s3", "GetObject"),
    ("s3", "GetObjectAnnotation"),
}


def message_of(model, parsed):
    reply = encode(model, parsed)
    headers = HeadersDict({**reply.headers, "x-amzn-RequestId": "rq-1"})
    return {"status_code": reply.status, "headers": headers, "body": reply.body, "context": {}}


def members(parsed):
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def metadata_of(model, message):
    parser = create_parser(model.service_model.resolved_protocol)
    return parser.parse(message, model.output_shape).get("ResponseMetadata")


def check(entry, response_class):
    model = operation_model(entry.service, entry.operation)
    parsed = example_output(entry.service, entry.operation)
    for name, member in model.output_shape.members.items() if model.output_shape else ():
        if member.serialization.get("location") == "statusCode":
            parsed[name] = 202
    reader = reader_of(model)
    if reader is None:
        assert model.output_shape is None or (entry.service, entry.operation) in STREAMING
        return
    message = message_of(model, parsed)
    operation = rt.Operation(
        service=entry.service, name=entry.operation, method="", response=response_class
    )
    opened = reader.open(message)
    with strict():
        read = _modelled(operation, opened, message)
    theirs = create_parser(model.service_model.resolved_protocol).parse(message, model.output_shape)
    assert read == response_class.model_validate(members(theirs))
    assert read.to_boto3() == members(theirs)
    # What botocore makes of the body that it is left: no member of the body, and the same metadata.
    assert metadata_of(model, message | {"body": opened.left}) == theirs["ResponseMetadata"]


@pytest.mark.filterwarnings("ignore::typed_status.RuleWarning")
@pytest.mark.parametrize(("service", "name"), SERVICES)
def test_the_three_ways_agree(service, name):
    module = importlib.import_module(f"typed_status.services.{name}")
    for entry in catalog():
        if entry.service == service and (service, entry.operation) not in BY_RULE:
            check(entry, getattr(module, f"{entry.operation}Response"))


# Made up from shapes alone, an example may break a rule of an overlay.
BY_RULE = {
    ("cloudcontrol", "GetResourceRequestStatus"),
    ("cloudcontrol", "ListResourceRequests"),
    ("connect", "GetTrafficDistribution"),
    ("greengrass", "GetBulkDeploymentStatus"),
    ("servicediscovery", "GetOperation"),
}
