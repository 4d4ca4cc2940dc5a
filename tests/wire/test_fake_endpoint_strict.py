"""``FakeEndpoint`` refuses what AWS never sends, reports steps that were never asked for, and imitates a bad network."""

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError

from typed_status import IncompleteResponseError, call, wait
from typed_status.services import cloudformation, ec2, quicksight, rds, s3, servicediscovery
from typed_status.testing import (
    Drop,
    FakeEndpoint,
    Fault,
    Impaired,
    Reply,
    ScriptError,
    Throttle,
    UnusedStepsWarning,
)

REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
KIND = type(REQUEST)
SUCCESS = {"Operation": {"Id": "op", "Status": "SUCCESS"}}
LIST = rds.DescribeDBInstancesRequest


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


def refusal(operation, step):
    with pytest.raises(ScriptError) as caught:
        FakeEndpoint().script(operation, step)
    return str(caught.value)


@pytest.mark.regression
@pytest.mark.parametrize(
    ("step", "path", "known"),
    [
        ({"DBInstance": []}, "DBInstance", "'DBInstances'"),
        ({"db_instances": []}, "db_instances", "'DBInstances'"),
        ({"DBInstances": [{}, {"DBInstanceState": "x"}]}, "DBInstances[1].DBInstanceState", "'DBInstanceStatus'"),
        ({"DBInstances": [{"Endpoint": {"port": 1}}]}, "DBInstances[0].Endpoint.port", "'Port'"),
        ({"DBInstances": [], "Ours": 1}, "Ours", "; known: DBInstances, Marker"),
    ],
)  # fmt: skip
def test_a_member_that_the_operation_does_not_have(step, path, known):
    message = refusal(LIST, step)
    assert message.startswith(
        f"rds DescribeDBInstances, step 1: {path}: the service model has no such member"
    )
    assert known in message
    assert "unknown_members=True" in message


@pytest.mark.regression
def test_in_errors_and_where_there_are_no_members():
    fault = Fault("InvalidInput", "no", Mesage="no")
    assert "Mesage: the service model has no such member, did you mean 'Message'" in refusal(
        KIND, fault
    )
    nothing = ("servicediscovery", "DeleteService")
    assert "Id: the service model has no such member; there is none at all" in refusal(
        nothing, {"Id": "x"}
    )
    assert "Operation.Id" in refusal(KIND, Impaired({"Operation": {"Idd": "x"}}))


def test_what_is_a_member_of_its_own(endpoint):
    """The keys of maps, metadata, what AWS may add, and what a typed response has kept."""
    endpoint.script(KIND, SUCCESS | {"ResponseMetadata": {"RequestId": "x"}})
    call(endpoint.client("servicediscovery"), REQUEST)
    endpoint.script(
        KIND, SUCCESS | {"Ours": 1}, Fault("OperationNotFound", "no", Ours=1), unknown_members=True
    )
    with pytest.warns(match="unknown member Ours"):
        response = call(endpoint.client("servicediscovery"), REQUEST)
    with pytest.raises(ClientError):
        call(endpoint.client("servicediscovery"), REQUEST)
    endpoint.script(KIND, response)
    assert call(endpoint.client("servicediscovery"), REQUEST).model_extra == {"Ours": 1}


def leave_steps(**options):
    with FakeEndpoint(**options) as endpoint:
        endpoint.script(KIND, SUCCESS, SUCCESS, SUCCESS)
        endpoint.script(LIST, {}, {}, repeat=True)
        call(endpoint.client("servicediscovery"), REQUEST)


def fail_with_steps_left():
    with FakeEndpoint() as endpoint:
        endpoint.script(KIND, SUCCESS)
        raise ZeroDivisionError


@pytest.mark.regression
def test_steps_that_were_never_asked_for():
    with pytest.warns(UnusedStepsWarning) as caught:
        leave_steps()
    (warning,) = caught
    assert str(warning.message).startswith(
        "steps that were never asked for: 2 of servicediscovery GetOperation, 1 of rds DescribeDBInstances;"
    )
    assert warning.filename == __file__


def test_steps_that_may_be_left_over():
    leave_steps(allow_unused=True)
    with pytest.raises(ZeroDivisionError):
        fail_with_steps_left()
    with FakeEndpoint() as endpoint:
        endpoint.script(KIND, SUCCESS, SUCCESS)
        endpoint.script(KIND, SUCCESS, repeat=True)  # replaces them


@pytest.mark.regression
@pytest.mark.parametrize(
    ("operation", "code", "status"),
    [
        (REQUEST, "ThrottlingException", 400),
        (quicksight.DescribeAnalysisRequest(aws_account_id="123456789012", analysis_id="a"), "TooManyRequestsException", 429),
        (cloudformation.DescribeStacksRequest(), "Throttling", 400),
        (ec2.DescribeInstancesRequest(), "RequestLimitExceeded", 503),
        (s3.HeadObjectRequest(bucket="bucket", key="k"), "503", 503),  # without a body
    ],
)  # fmt: skip
def test_throttling(endpoint, operation, code, status):
    endpoint.script(type(operation), Throttle(retry_after=3))
    with pytest.raises(ClientError) as caught:
        call(endpoint.client(type(operation).__operation__.service), operation)
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert response["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "3"


@pytest.mark.regression
def test_a_wait_through_a_bad_network(endpoint):
    endpoint.script(
        KIND,
        Throttle(),
        Drop(),
        Impaired(SUCCESS, truncate=10),
        Impaired(Reply(status=503, body=b"<html>"), drip=0.001),
        Impaired(SUCCESS, latency=0.01, drip=0.0001, chunk=7),
    )
    client = endpoint.client("servicediscovery")
    response = wait(client, REQUEST, timeout=60, delay=0.001, max_delay=0.001)
    assert response.operation.status == "SUCCESS"
    assert len(endpoint.calls) == 5


@pytest.mark.regression
@pytest.mark.parametrize("truncate", [0, 10])
def test_a_truncated_body(endpoint, truncate):
    endpoint.script(KIND, Impaired(SUCCESS, truncate=truncate), SUCCESS)
    client = endpoint.client("servicediscovery")
    with pytest.raises(IncompleteResponseError, match="bytes fewer"):
        call(client, REQUEST)
    assert call(client, REQUEST).operation.status == "SUCCESS"


@pytest.mark.regression
@pytest.mark.parametrize("step", [Impaired(SUCCESS, latency=3_600), Impaired(SUCCESS, drip=3_600)])
def test_a_client_gives_up_and_the_block_ends(step):
    """Neither waits for the other: the endpoint closes while it would sleep for an hour."""
    with FakeEndpoint() as endpoint:
        endpoint.script(KIND, step)
        client = endpoint.client("servicediscovery", config=Config(read_timeout=0.1))
        with pytest.raises(ReadTimeoutError):
            call(client, REQUEST)


@pytest.mark.parametrize(
    "options",
    [{"latency": -1}, {"latency": float("nan")}, {"drip": -0.1}, {"chunk": 0}, {"truncate": -1}],
)
def test_options_of_a_bad_network(options):
    with pytest.raises(ScriptError, match="Impaired: "):
        Impaired(SUCCESS, **options)


@pytest.mark.parametrize("step", [Drop(), Impaired(SUCCESS)])
def test_what_no_network_impairs(step):
    with pytest.raises(ScriptError, match="expected a response, found"):
        Impaired(step)
