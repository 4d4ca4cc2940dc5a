"""A response without a body: one without members, in every protocol but those whose XML botocore cannot parse."""

import warnings

import pytest

from typed_status import SchemaDriftWarning, call, strict
from typed_status.runtime import ResponseValidationError
from typed_status.services import apprunner, cloudfront, connect, ec2, eventbridgev2, quicksight
from typed_status.services import servicediscovery as cloudmap
from typed_status.testing import FakeEndpoint, Reply

JSON = cloudmap.GetOperationRequest(operation_id="op")
REST_JSON = quicksight.DescribeAnalysisRequest(aws_account_id="123456789012", analysis_id="a")
REST_XML = cloudfront.GetInvalidationRequest(distribution_id="d", id="i")
CBOR = eventbridgev2.ListEventBusesRequest()


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def client_for(endpoint, request, reply):
    endpoint.script(type(request), reply, repeat=True)
    return endpoint.client(type(request).__operation__.service)


def members(response):
    return {
        name: value for name, value in response.to_boto3().items() if name != "ResponseMetadata"
    }


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("observed", [False, True])
@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (JSON, {}),
        (REST_JSON, {"Status": ...}),
        (REST_XML, {"Invalidation": {}}),
        (CBOR, {}),
    ],
    ids=["json", "rest-json", "rest-xml", "cbor"],
)
def test_an_empty_body_is_a_response_without_members(
    endpoint, request_, expected, observed, status
):
    client = client_for(endpoint, request_, Reply(status=status))
    if observed:
        client.meta.events.register("after-call", lambda **_: None)
    expected = {name: status if each is ... else each for name, each in expected.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SchemaDriftWarning)
        response = call(client, request_)
    assert members(response) == expected
    assert response.response_metadata.http_status_code == status


def test_required_members_are_drift(endpoint):
    request = apprunner.DescribeServiceRequest(service_arn="a" * 20)
    client = client_for(endpoint, request, Reply())
    with pytest.warns(SchemaDriftWarning, match="the required member"):
        assert members(call(client, request)) == {}
    with strict(), pytest.raises(ResponseValidationError):
        call(client, request)


def test_an_operation_without_output(endpoint):
    request = connect.UpdateTrafficDistributionRequest(id="t-1")
    assert members(call(client_for(endpoint, request, Reply(status=204)), request)) == {}


ERROR = b"<Response><Errors><Error><Code>InvalidThing.NotFound</Code></Error></Errors></Response>"


@pytest.mark.parametrize("observed", [False, True])
def test_an_ec2_error_with_status_200_is_no_response_without_members(endpoint, observed):
    request = ec2.DescribeInstancesRequest()
    client = client_for(endpoint, request, Reply(body=ERROR, headers={"x-amzn-RequestId": "r-1"}))
    if observed:
        client.meta.events.register("after-call", lambda **_: None)
    with pytest.raises(ResponseValidationError, match=r"InvalidThing\.NotFound") as caught:
        call(client, request)
    assert caught.value.request_id == "r-1"
