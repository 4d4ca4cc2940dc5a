"""Members that botocore fills in, rewrites or knows by another name: requests take what boto3 takes, and the typed call
sends what the untyped one sends."""

import contextlib
import inspect
import json
import typing as t
import uuid
from unittest import mock

import botocore.exceptions
import pytest
from botocore.config import Config
from generated_services import generated, smallest

from typed_status import RequestValidationError, call
from typed_status.codegen.models import botocore_source
from typed_status.services import ec2
from typed_status.testing import FakeEndpoint, Reply
from typed_status.testing.client import isolated_client
from typed_status.testing.routing import HttpRequest
from typed_status.testing.server import Server

# Not UTF-8.
SECRET = bytes(range(224, 256))
COPY = {"Bucket": "bucket", "Key": "key"}
ARN = "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-1"


def test_a_token_of_the_callers_own_is_sent_as_it_is():
    module = generated("efs", "CreateFileSystem")
    assert inspect.signature(module.create_file_system).parameters["creation_token"].default is None
    with FakeEndpoint() as endpoint:
        endpoint.script(("efs", "CreateFileSystem"), Reply(body=b"{}"))
        client = endpoint.client("efs")
        with pytest.warns(match="absent"):
            call(client, module.CreateFileSystemRequest(creation_token="mine"))
        assert endpoint.calls[0].params["CreationToken"] == "mine"


CASES: list[tuple[str, str, dict[str, t.Any]]] = [
    *(
        ("s3", operation, more | {"Bucket": "to", "Key": "to", "CopySource": source})
        for operation, more in (
            ("CopyObject", {}),
            ("UploadPartCopy", {"PartNumber": 1, "UploadId": "1"}),
        )
        for source in (
            "bucket/a key",
            {"Bucket": "bucket", "Key": "a key"},
            {"Bucket": "bucket", "Key": "k\u00e9y", "VersionId": "1"},
            {"Bucket": "bucket", "Key": "key", "VersionId": None},
        )
    ),
    *(
        ("s3", operation, more | {"Bucket": "to", "Key": "to", f"{prefix}SSECustomerKey": key})
        for operation, more, prefix in (
            ("CompleteMultipartUpload", {"UploadId": "1"}, ""),
            ("CopyObject", {"CopySource": COPY}, ""),
            ("CopyObject", {"CopySource": COPY}, "CopySource"),
            ("CreateMultipartUpload", {}, ""),
            ("HeadObject", {}, ""),
            ("UploadPartCopy", {"CopySource": COPY, "PartNumber": 1, "UploadId": "1"}, ""),
            (
                "UploadPartCopy",
                {"CopySource": COPY, "PartNumber": 1, "UploadId": "1"},
                "CopySource",
            ),
        )
        for key in (SECRET, bytearray(SECRET), b"text", "text")
    ),
    ("s3", "GetObject", {"Bucket": "to", "Key": "to", "SSECustomerKey": SECRET}),
    ("s3", "PutObject", {"Bucket": "to", "Key": "to", "Body": "text", "SSECustomerKey": SECRET}),
    (
        "s3",
        "UploadPart",
        {
            "Bucket": "to",
            "Key": "to",
            "PartNumber": 1,
            "UploadId": "1",
            "Body": b"bytes",
            "SSECustomerKey": SECRET,
        },
    ),
    (
        "s3",
        "HeadObject",
        {"Bucket": "to", "Key": "to", "SSECustomerKey": "dGV4dA==", "SSECustomerKeyMD5": "mine"},
    ),
    *(
        ("ec2", "RunInstances", {"MinCount": 1, "MaxCount": 1, "UserData": data})
        for data in (SECRET, bytearray(SECRET), b"text", "t\u00e9xt")
    ),
    *(
        (
            "autoscaling",
            "CreateLaunchConfiguration",
            {"LaunchConfigurationName": "name", "UserData": data},
        )
        for data in (SECRET, "text")
    ),
    *(
        ("ec2", operation, {name: [{"Name": "name", "Values": ["value"]}]})
        for operation in (
            "DescribeFlowLogs",
            "DescribeHostReservationOfferings",
            "DescribeHostReservations",
            "DescribeHosts",
            "DescribeNatGateways",
        )
        for name in ("Filter", "Filters")
    ),
    *(
        ("logs", "CreateExportTask", {name: 1, "logGroupName": "g", "to": 2, "destination": "d"})
        for name in ("from", "fromTime")
    ),
    *(
        ("cloudsearchdomain", "Search", {"query": "q", name: "field"})
        for name in ("return", "returnFields")
    ),
    ("route53", "GetHostedZone", {"Id": "/hostedzone/Z1"}),
    ("route53", "GetChange", {"Id": "/change/C1"}),
    ("s3control", "GetBucket", {"Bucket": f"{ARN}/bucket/name"}),
    ("s3control", "GetAccessPoint", {"Name": f"{ARN}/accesspoint/name"}),
]


@pytest.fixture(scope="module")
def modules():
    operations: dict[str, set[str]] = {}
    for service, operation, _ in CASES:
        operations.setdefault(service, set()).add(operation)
    return {service: generated(service, *names) for service, names in operations.items()}


def value_name(value):
    return value if isinstance(value, str) else ""


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")  # the responses are empty
@pytest.mark.parametrize(("service", "operation", "params"), CASES, ids=value_name)
def test_the_same_is_sent_as_without_types(modules, service, operation, params):
    request = getattr(modules[service], f"{operation}Request").model_validate(params)
    with sending_to_nobody(service) as (client, sent):
        call(client, request)
        getattr(client, request.__operation__.method)(**params)
    typed, untyped = sent
    assert typed == untyped
    assert type(request).model_validate(request.to_boto3()) == request


@contextlib.contextmanager
def sending_to_nobody(service):
    """A client, and a list of what it sent: request line, headers and body. Responses are empty."""
    sent: list[t.Any] = []

    def respond(request: HttpRequest) -> Reply:
        headers = {name: value for name, value in request.headers.items() if name not in VOLATILE}
        sent.append((request.method, request.target, headers, in_order(request.content)))
        return Reply(body=b"{}" if service in ("cloudsearchdomain", "logs") else b"<Response/>")

    server = Server(respond, 0)
    config = Config(
        inject_host_prefix=False, request_checksum_calculation="when_required", proxies={}
    )
    try:
        with mock.patch("uuid.uuid4", return_value=uuid.UUID(int=0)):
            yield isolated_client(service, server.url, {"config": config}), sent
    finally:
        server.close()


def in_order(body: bytes) -> t.Any:
    """A body without the order of its members."""
    return json.loads(body) if body.startswith(b"{") else sorted(body.split(b"&"))


# What differs between any two requests.
VOLATILE = frozenset("amz-sdk-invocation-id authorization x-amz-date".split())


def test_the_account_of_glacier_is_filled_in():
    operations = botocore_source.load("glacier").model["operations"]
    module = generated("glacier", *operations)
    with FakeEndpoint() as endpoint:
        client = endpoint.client("glacier")
        for operation in operations:
            model = client.meta.service_model.operation_model(operation)
            params = smallest(model.input_shape)
            assert params.pop("accountId")
            endpoint.script(("glacier", operation), Reply())
            request = getattr(module, f"{operation}Request").model_validate(params)
            endpoint.script(("glacier", operation), {})
            call(client, request)
            assert endpoint.calls[-1].params["accountId"] == "-"
            assert endpoint.calls[-1].path.startswith("/-/")


def test_what_a_copy_source_must_be(modules):
    request = modules["s3"].CopyObjectRequest
    given = {"Bucket": "to", "Key": "to"}
    for source in ({"Bucket": "bucket"}, {**COPY, "VersionID": "1"}, 1):
        with pytest.raises(RequestValidationError, match="CopySource: expected 'bucket/key', or"):
            request.model_validate(given | {"CopySource": source})
    with pytest.raises(RequestValidationError, match="CopySource: required"):
        request.model_validate(given)


@pytest.mark.parametrize("source", ["bucket/key", COPY, {**COPY, "VersionId": "1"}])
def test_a_stored_copy_is_the_same(modules, source):
    request = modules["s3"].CopyObjectRequest(bucket="to", key="to", copy_source=source)
    stored = type(request).model_validate_json(request.model_dump_json())
    assert stored == request
    assert stored.to_boto3()["CopySource"] == source


@pytest.mark.parametrize("key", ["text", b"text"])
def test_a_stored_key_is_the_same(modules, key):
    request = modules["s3"].HeadObjectRequest(bucket="to", key="to", sse_customer_key=key)
    assert request.sse_customer_key == "text"
    assert type(request).model_validate_json(request.model_dump_json()) == request
    assert json.loads(request.model_dump_json())["sse_customer_key"] == "text"


def test_bytes_that_are_no_text_are_not_stored_as_another_text(modules):
    request = modules["s3"].HeadObjectRequest(bucket="to", key="to", sse_customer_key=SECRET)
    assert request.sse_customer_key == SECRET
    assert repr(SECRET) not in repr(request)
    with pytest.raises(ValueError, match="exclude the member") as caught:
        request.model_dump_json()
    assert repr(SECRET) not in str(caught.value)
    assert '"sse_customer_key":' not in request.model_dump_json(exclude={"sse_customer_key"})


def test_both_names_of_a_member_are_an_error_as_in_boto3():
    params = {"Filter": [], "Filters": []}
    with pytest.raises(RequestValidationError, match="Filters"):
        ec2.DescribeHostsRequest.model_validate(params)
    with FakeEndpoint() as endpoint, pytest.raises(botocore.exceptions.AliasConflictParameterError):
        endpoint.client("ec2").describe_hosts(**params)


def test_an_error_in_a_member_by_boto3s_name_is_at_that_name():
    with pytest.raises(RequestValidationError, match=r"Filters\[0\]\.Name"):
        ec2.DescribeHostsRequest.model_validate({"Filters": [{"Name": 1, "Values": []}]})


def test_the_name_of_a_member_in_a_body_is_that_of_another():
    module = generated("apigateway", "PutIntegration")
    params = {"restApiId": "a", "resourceId": "r", "httpMethod": "GET", "type": "HTTP"}
    request = module.PutIntegrationRequest.model_validate(params)
    assert request.integration_http_method is None
    assert request.to_boto3() == params
    both = params | {"integrationHttpMethod": "POST"}
    request = module.PutIntegrationRequest.model_validate(both)
    assert module.PutIntegrationRequest.model_validate(request.to_boto3()) == request
    with FakeEndpoint() as endpoint:
        endpoint.script(("apigateway", "PutIntegration"), {})
        call(endpoint.client("apigateway"), request)
        assert endpoint.calls[0].params == both
