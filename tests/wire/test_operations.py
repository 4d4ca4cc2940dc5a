"""Typed operations with real boto3 clients over HTTP."""

import pickle
import time
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

import typed_status.runtime as rt
from typed_status.services import cloudcontrol, connect, greengrass, servicediscovery
from typed_status.testing import FakeEndpoint, Fault, Reply, reset_drift

TDG = "arn:aws:connect:us-east-1:1:traffic-distribution-group/t-1"
SHARES = [{"Region": "us-west-2", "Percentage": 30}, {"Region": "us-east-1", "Percentage": 70}]
TIMESTAMP = datetime(2018, 1, 26, 0, 11, 30, 87000, tzinfo=UTC)


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def discovery(endpoint):
    return endpoint.client("servicediscovery")


def get_operation(client):
    return servicediscovery.get_operation(client, operation_id="op")


def test_describe_traffic_distribution_group(endpoint):
    group = {"Id": "t-1", "Arn": TDG, "Status": "UPDATE_IN_PROGRESS", "Tags": {"a": "b"}}
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest, {"TrafficDistributionGroup": group}
    )
    response = connect.describe_traffic_distribution_group(
        endpoint.client("connect"), traffic_distribution_group_id=TDG
    )
    status = response.traffic_distribution_group.status
    assert status is connect.TrafficDistributionGroupStatus.UPDATE_IN_PROGRESS
    assert response.traffic_distribution_group.tags == {"a": "b"}
    assert endpoint.calls[0].params == {"TrafficDistributionGroupId": TDG}


def test_get_traffic_distribution(endpoint):
    endpoint.script(
        connect.GetTrafficDistributionRequest,
        {
            "TelephonyConfig": {"Distributions": SHARES},
            "Id": "t-1",
            "Arn": TDG,
            "SignInConfig": {"Distributions": [{"Region": "us-west-2", "Enabled": True}]},
            "LastFailoverTime": TIMESTAMP,
        },
    )
    response = connect.get_traffic_distribution(endpoint.client("connect"), id="t-1")
    assert [each.percentage for each in response.telephony_config.distributions] == [30, 70]
    assert response.last_failover_time == TIMESTAMP
    assert response.agent_config is None
    assert response.sign_in_config is not None
    assert response.sign_in_config.distributions[0].enabled is True


def test_update_traffic_distribution(endpoint):
    endpoint.script(connect.UpdateTrafficDistributionRequest, {}, b"")
    client = endpoint.client("connect")
    config = connect.TelephonyConfig(
        distributions=[
            connect.Distribution(region="us-west-2", percentage=30),
            connect.Distribution(region="us-east-1", percentage=70),
        ]
    )
    for _ in range(2):  # AWS may send no body at all
        response = connect.update_traffic_distribution(client, id="t-1", telephony_config=config)
        assert isinstance(response, connect.UpdateTrafficDistributionResponse)
        assert response.response_metadata.http_status_code == 200
    assert endpoint.calls[0].params == {
        "Id": "t-1",
        "TelephonyConfig": {"Distributions": SHARES},
    }


def test_get_resource_request_status(endpoint):
    endpoint.script(
        cloudcontrol.GetResourceRequestStatusRequest,
        b'{"ProgressEvent": {"RequestToken": "t", "OperationStatus": "IN_PROGRESS",'
        b' "EventTime": 1587055860.121, "RetryAfter": 1587055861, "ResourceModel": "{\\"a\\": 1}"}}',
    )
    response = cloudcontrol.get_resource_request_status(
        endpoint.client("cloudcontrol"), request_token="t"
    )
    event = response.progress_event
    assert event.operation_status is cloudcontrol.OperationStatus.IN_PROGRESS
    assert event.event_time == datetime(2020, 4, 16, 16, 51, 0, 121000, tzinfo=UTC)
    assert event.retry_after == datetime(2020, 4, 16, 16, 51, 1, tzinfo=UTC)
    assert event.resource_model == '{"a": 1}'
    assert event.resource_model.parsed == {"a": 1}


def test_get_operation(endpoint, discovery):
    endpoint.script(
        servicediscovery.GetOperationRequest,
        b'{"Operation": {"Id": "op", "Status": "FAIL", "ErrorCode": "EXPIRED_TOKEN",'
        b' "ErrorMessage": "no", "CreateDate": 1516925490.087, "UpdateDate": "2018-01-26T00:11:30.087",'
        b' "Targets": {"NAMESPACE": "ns-1"}}}',
    )
    operation = get_operation(discovery).operation
    assert operation.error_code is servicediscovery.OperationErrorCode.EXPIRED_TOKEN
    assert operation.create_date == operation.update_date == TIMESTAMP
    assert operation.targets == {servicediscovery.OperationTargetType.NAMESPACE: "ns-1"}


def test_get_bulk_deployment_status(endpoint):
    endpoint.script(
        greengrass.GetBulkDeploymentStatusRequest,
        {
            "BulkDeploymentStatus": "Running",
            "CreatedAt": "2018-01-26T00:11:30.087Z",
            "BulkDeploymentMetrics": {"RecordsProcessed": 3},
            "tags": {"a": "b"},
        },
    )
    response = greengrass.get_bulk_deployment_status(
        endpoint.client("greengrass"), bulk_deployment_id="b-1"
    )
    assert response.bulk_deployment_status is greengrass.BulkDeploymentStatus.RUNNING
    assert response.created_at == TIMESTAMP
    assert response.tags == {"a": "b"}
    assert response.bulk_deployment_metrics is not None
    assert response.bulk_deployment_metrics.records_processed == 3


def test_to_boto3_returns_the_dict_that_boto3_returned(endpoint, discovery):
    operation = {
        "Id": "op",
        "Status": "SUCCESS",
        "CreateDate": TIMESTAMP,
        "Targets": {"NAMESPACE": "ns-1"},
    }
    reply = {"Operation": operation}
    endpoint.script(servicediscovery.GetOperationRequest, reply, repeat=True)
    untyped = discovery.get_operation(OperationId="op")
    typed = get_operation(discovery)
    from_dict = servicediscovery.GetOperationResponse.model_validate(untyped)
    assert from_dict.to_boto3() == untyped
    assert typed.operation == from_dict.operation
    parsed = typed.to_boto3()
    for each in (parsed, untyped):  # these differ from call to call
        for name in ("date", "x-amzn-requestid"):
            del each["ResponseMetadata"]["HTTPHeaders"][name]
        del each["ResponseMetadata"]["RequestId"]
    assert parsed == untyped


def test_the_metadata_of_a_response(endpoint, discovery):
    endpoint.script(
        servicediscovery.GetOperationRequest, {"Operation": {"Id": "op", "Status": "SUCCESS"}}
    )
    metadata = get_operation(discovery).response_metadata
    assert metadata.http_status_code == 200
    assert metadata.retry_attempts == 0
    assert metadata.http_headers is not None
    assert metadata.request_id == metadata.http_headers["x-amzn-requestid"]


def test_typed_models_can_be_scripted(endpoint, discovery):
    models = [
        servicediscovery.GetOperationResponse(
            operation=servicediscovery.Operation(id="op", status=status)
        )
        for status in (
            servicediscovery.OperationStatus.PENDING,
            servicediscovery.OperationStatus.SUCCESS,
        )
    ]
    endpoint.script(servicediscovery.GetOperationRequest, *models)
    assert [get_operation(discovery).operation for _ in models] == [
        model.operation for model in models
    ]


def test_unknown_members_and_values_are_kept_and_reported(endpoint, discovery):
    endpoint.script(
        servicediscovery.GetOperationRequest,
        {"Operation": {"Id": "op", "Status": "RESTING", "Mood": 1}, "Colour": "red"},
        unknown_members=True,
    )
    with pytest.warns(rt.SchemaDriftWarning) as caught:
        response = get_operation(discovery)
    assert {each.filename for each in caught} == {__file__}
    assert any("servicediscovery GetOperation" in str(each.message) for each in caught)
    assert response.operation.status == "RESTING"
    assert response.operation.model_extra == {"Mood": 1}
    assert response.model_extra == {"Colour": "red"}
    assert pickle.loads(pickle.dumps(response)) == response


def test_a_field_name_in_a_body_is_not_the_member(endpoint, discovery):
    endpoint.script(
        servicediscovery.GetOperationRequest, b'{"operation": {"Id": "op", "Status": "PENDING"}}'
    )
    reset_drift()
    with pytest.warns(rt.SchemaDriftWarning) as caught:
        response = get_operation(discovery)
    assert [str(each.message).split(". ")[0] for each in caught] == [
        "servicediscovery GetOperation: unknown member operation",
        "servicediscovery GetOperation: the required member Operation is absent",
    ]
    assert not hasattr(response, "operation")


def test_strict_rejects_drift_in_a_body(endpoint, discovery):
    endpoint.script(
        servicediscovery.GetOperationRequest, {"Operation": {"Id": "op", "Status": "RESTING"}}
    )
    with rt.strict(), pytest.raises(rt.ResponseValidationError, match=r"Operation\.Status"):
        get_operation(discovery)


def test_the_error_for_an_invalid_response(endpoint):
    endpoint.script(
        connect.GetTrafficDistributionRequest,
        Reply(
            headers={"x-amzn-RequestId": "r-7"},
            body=b'{"Id": "t-1", "TelephonyConfig": {"Distributions": [{"Region": "us-west-2",'
            b' "Percentage": 15}, {"Percentage": "much"}]}}',
        ),
    )
    with pytest.raises(rt.ResponseValidationError) as caught:
        connect.get_traffic_distribution(endpoint.client("connect"), id="t-1")
    error = caught.value
    assert (error.service, error.operation, error.request_id) == (
        "connect",
        "GetTrafficDistribution",
        "r-7",
    )
    assert [(problem.path, problem.rule) for problem in error.problems] == [
        ("TelephonyConfig.Distributions[0].Percentage", "connect.percentage-step"),
        ("TelephonyConfig.Distributions[1].Percentage", None),
    ]
    assert error.response is not None
    assert error.response["Id"] == "t-1"
    assert str(error).startswith(
        "connect GetTrafficDistribution: invalid GetTrafficDistributionResponse (request id r-7): "
        "2 errors\n"
    )


BODIES = [
    b"null",
    b"[]",
    b"5",
    b'"text"',
    b"{",
    b'{"Operation": {"Id": "op", "Status": "PENDI',
    b"<html><body>Proxy says hello</body></html>",
    b"\xff\xfe\x00",
    b"[" * 5000,
]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_not_an_object_raises_a_typed_error(endpoint, discovery, body):
    endpoint.script(
        servicediscovery.GetOperationRequest, Reply(headers={"x-amzn-RequestId": "r-8"}, body=body)
    )
    with pytest.raises(rt.ResponseValidationError) as caught:
        get_operation(discovery)
    assert caught.value.request_id == "r-8"
    assert caught.value.response == body


@pytest.mark.parametrize("body", BODIES)
def test_an_operation_without_output_rejects_a_body_that_is_not_an_object(endpoint, body):
    endpoint.script(connect.UpdateTrafficDistributionRequest, body)
    with pytest.raises(rt.ResponseValidationError):
        connect.update_traffic_distribution(endpoint.client("connect"), id="t-1")


def test_an_error_contains_no_sensitive_value(endpoint):
    secret = "hunter2"
    endpoint.script(
        cloudcontrol.GetResourceRequestStatusRequest,
        f'{{"ProgressEvent": {{"ResourceModel": "{secret}"}}}}'.encode(),
        f'{{"ProgressEvent": {{"ResourceModel": "{secret}"'.encode(),
    )
    client = endpoint.client("cloudcontrol")
    for _ in range(2):
        with pytest.raises(rt.ResponseValidationError) as caught:
            cloudcontrol.get_resource_request_status(client, request_token="t")
        error = caught.value
        assert secret not in str(error) + repr(error) + repr(vars(error))
        assert error.response is None
        assert error.__cause__ is error.__context__ is None


def test_an_aws_error_can_be_caught_by_three_classes(endpoint, discovery):
    endpoint.script(
        servicediscovery.GetOperationRequest,
        Fault(servicediscovery.OperationNotFound, "no operation op"),
        repeat=True,
    )
    with pytest.raises(servicediscovery.OperationNotFound) as caught:
        get_operation(discovery)
    assert caught.value.message == "no operation op"
    assert caught.value.http_status_code == 404
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert caught.value.request_id
    with pytest.raises(discovery.exceptions.OperationNotFound):
        get_operation(discovery)
    with pytest.raises(ClientError):
        get_operation(discovery)


def test_an_error_that_is_not_modelled_stays_a_client_error(endpoint, discovery):
    endpoint.script(servicediscovery.GetOperationRequest, Fault("SlowDown", "please", status=429))
    with pytest.raises(ClientError) as caught:
        get_operation(discovery)
    assert type(caught.value) is ClientError


def test_modelled_members_of_an_error(endpoint):
    endpoint.script(
        greengrass.GetBulkDeploymentStatusRequest,
        Fault(
            greengrass.BadRequestException,
            "bad",
            ErrorDetails=[{"DetailedErrorCode": "c", "DetailedErrorMessage": "m"}],
        ),
    )
    with pytest.raises(greengrass.BadRequestException) as caught:
        greengrass.get_bulk_deployment_status(
            endpoint.client("greengrass"), bulk_deployment_id="b-1"
        )
    assert caught.value.error_details == [
        greengrass.ErrorDetail(detailed_error_code="c", detailed_error_message="m")
    ]


@pytest.fixture(params=["America/New_York", "Asia/Kolkata", "UTC"])
def local_zone(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def test_timestamps_are_utc_in_any_local_time_zone(endpoint, local_zone):
    assert time.tzname[0] == {"America/New_York": "EST", "Asia/Kolkata": "IST"}.get(
        local_zone, "UTC"
    )
    endpoint.script(
        servicediscovery.GetOperationRequest,
        b'{"Operation": {"Id": "op", "Status": "PENDING", "CreateDate": 1516925490.087,'
        b' "UpdateDate": "2018-01-26T00:11:30.087"}}',
        repeat=True,
    )
    client = endpoint.client("servicediscovery")
    parsed = client.get_operation(OperationId="op")
    for response in (
        servicediscovery.get_operation(client, operation_id="op"),
        servicediscovery.GetOperationResponse.model_validate(parsed),
    ):
        for moment in (response.operation.create_date, response.operation.update_date):
            assert moment.isoformat() == "2018-01-26T00:11:30.087000+00:00"
            assert moment.tzname() == "UTC"
