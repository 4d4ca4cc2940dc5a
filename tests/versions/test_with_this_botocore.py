"""The typed code with the botocore that is installed, which may be older or newer than the one it was generated from.

``scripts/versions`` runs this in an environment of its own for each version.
"""

import importlib
import json
import warnings
from datetime import UTC, datetime

import botocore
import pytest
from botocore.loaders import Loader
from three_ways import check, message_of

from typed_status import (
    Phase,
    WaitFailed,
    WrongClientError,
    call,
    catalog,
    pages,
    phase_of,
    strict,
    wait,
)
from typed_status.runtime.types.fields import members
from typed_status.runtime.wire.registry import reader_of
from typed_status.services import cloudcontrol, servicediscovery
from typed_status.testing import FakeEndpoint, Fault, Reply, example_output
from typed_status.testing.routing import operation_model
from typed_status.testing.script import ScriptError

SERVICES = sorted({(entry.service, entry.module) for entry in catalog()})
KNOWN = {*Loader().list_available_services("service-2")}
SHARED = [each for each in SERVICES if each[0] in KNOWN]
# An example that is made up from shapes alone may break a rule of an overlay.
BY_RULE = {
    ("cloudcontrol", "GetResourceRequestStatus"),
    ("cloudcontrol", "ListResourceRequests"),
    ("connect", "GetTrafficDistribution"),
    ("greengrass", "GetBulkDeploymentStatus"),
    ("servicediscovery", "GetOperation"),
}
# AWS keeps the date in a text, and said that it was a timestamp before 1.43.
RETYPED = {
    ("chime-sdk-voice", "GetPhoneNumberOrder"),
    ("chime-sdk-voice", "ListPhoneNumberOrders"),
}


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def shared_operations(service):
    """The entries of a service whose operations this botocore has, each with its model."""
    for entry in catalog():
        if entry.service == service:
            try:
                yield entry, operation_model(service, entry.operation)
            except ScriptError:
                continue


def test_most_of_the_catalog_is_shared():
    shared = [each for service, _ in SHARED for each in shared_operations(service)]
    assert len(shared) > 2_000
    apart = [entry for entry, model in shared if differing(response_of(entry), model)]
    assert len(apart) < len(shared) / 20


@pytest.mark.filterwarnings("ignore::typed_status.RuleWarning")
@pytest.mark.parametrize(("service", "name"), SHARED)
def test_what_this_botocore_knows_is_read(service, name):
    """Off the wire, from the dict, and back: with the shapes that this botocore has."""
    module = importlib.import_module(f"typed_status.services.{name}")
    for entry, model in shared_operations(service):
        response = getattr(module, f"{entry.operation}Response")
        is_apart = (service, entry.operation) in BY_RULE | RETYPED or differing(response, model)
        if is_apart or reader_of(model) is None:
            continue
        parsed = example_output(service, entry.operation)
        for member, shape in model.output_shape.members.items() if model.output_shape else ():
            if shape.serialization.get("location") == "statusCode":
                parsed[member] = 202
        check(model, response, message_of(model, parsed))


def response_of(entry):
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    return getattr(module, f"{entry.operation}Response")


def differing(response, model):
    """The members that AWS always sends by now and this botocore does not know, and those that AWS has dropped
    since: an example made from its shapes is no response of today's."""
    found, seen = [], set()

    def visit(kind, shape):
        if kind is None or shape is None or (kind, shape.name) in seen:
            return
        seen.add((kind, shape.name))
        fields = {each.name: kind.model_fields[name] for name, each in members(kind).items()}
        found.extend(f"{shape.name}.{wire}" for wire in shape.members if wire not in fields)
        for wire, field in fields.items():
            if wire in shape.members:
                visit(*innermost(field.annotation, shape.members[wire]))
            elif field.is_required():
                found.append(f"{shape.name}.{wire}")

    if model.output_shape is not None:
        visit(response, model.output_shape)
    return found


def innermost(annotation, shape):
    """The model and the shape at the heart of lists and maps; nothing where there is none."""
    while shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    kinds = [annotation]
    while kinds:
        kind = kinds.pop()
        kinds += getattr(kind, "__args__", ())
        if isinstance(kind, type) and hasattr(kind, "model_fields"):
            return kind, shape if shape.type_name == "structure" else None
    return None, None


def test_clients_have_the_methods():
    """By the rule by which botocore makes their names."""
    for service, _ in SHARED:
        for entry, _ in shared_operations(service):
            request = getattr(
                importlib.import_module(f"typed_status.services.{entry.module}"),
                f"{entry.operation}Request",
            )
            assert request.__operation__.method == botocore.xform_name(entry.operation)


def test_a_member_that_this_botocore_may_not_know_is_read(endpoint):
    body = {"Operation": {"Id": "op-1", "Status": "SUCCESS", "OwnerAccount": "123456789012"}}
    endpoint.script(servicediscovery.GetOperationRequest, Reply(body=json.dumps(body).encode()))
    client = endpoint.client("servicediscovery")
    with strict():
        response = servicediscovery.get_operation(client, operation_id="op-1")
    assert response.operation.owner_account == "123456789012"
    assert phase_of(response) is Phase.SUCCEEDED


def test_waiting_and_errors(endpoint):
    event = {"OperationStatus": "FAILED", "RequestToken": "t", "EventTime": datetime.now(UTC)}
    output = {"ProgressEvent": event | {"Operation": "CREATE", "TypeName": "A::B::C"}}
    endpoint.script(cloudcontrol.GetResourceRequestStatusRequest, output, repeat=True)
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="t")
    with pytest.raises(WaitFailed):
        wait(endpoint.client("cloudcontrol"), request, timeout=5)
    endpoint.script(
        servicediscovery.GetOperationRequest, Fault(servicediscovery.OperationNotFound, "none")
    )
    with pytest.raises(servicediscovery.OperationNotFound):
        servicediscovery.get_operation(endpoint.client("servicediscovery"), operation_id="op")


def test_pages(endpoint):
    steps = [
        {"Operations": [{"Id": "a", "Status": "SUCCESS"}], "NextToken": "n"},
        {"Operations": [{"Id": "b", "Status": "SUCCESS"}]},
    ]
    endpoint.script(servicediscovery.ListOperationsRequest, *steps)
    client = endpoint.client("servicediscovery")
    found = pages(client, servicediscovery.ListOperationsRequest())
    assert [each.id for page in found for each in page.operations] == ["a", "b"]


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [
        ("servicediscovery", "ListOperations", {}),
        ("eks", "DescribeCluster", {"name": "c"}),
        ("rds", "DescribeDBInstances", {}),
        ("ec2", "DescribeInstances", {}),
        ("route53", "GetChange", {"Id": "c"}),
    ],
)
def test_a_call_in_each_protocol(service, operation, params, endpoint):
    module = importlib.import_module(f"typed_status.services.{service}")
    output = example_output(service, operation)
    endpoint.script((service, operation), output)
    request = getattr(module, f"{operation}Request").model_validate(params)
    response = call(endpoint.client(service), request)
    assert response.response_metadata.http_status_code == 200
    sent = getattr(module, f"{operation}Response").model_validate(output)
    assert response == sent.model_copy(update={"response_metadata": response.response_metadata})


def test_what_this_botocore_lacks_is_said(endpoint):
    lacking = [
        entry
        for service, _ in SHARED
        for entry in catalog()
        if entry.service == service
        and entry.operation not in {each.operation for each, _ in shared_operations(service)}
    ]
    for entry in lacking[:3]:
        module = importlib.import_module(f"typed_status.services.{entry.module}")
        request = getattr(module, f"{entry.operation}Request").model_construct()
        with pytest.raises(WrongClientError, match="its botocore may be too old"):
            call(endpoint.client(entry.service), request)


def test_this_version_is_one_of_those_that_are_tested(endpoint):
    endpoint.script(servicediscovery.ListOperationsRequest, {})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        servicediscovery.list_operations(endpoint.client("servicediscovery"))
