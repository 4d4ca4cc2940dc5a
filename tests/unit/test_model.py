import pickle
from datetime import UTC, datetime

import pydantic
import pytest

import typed_status.runtime as rt
from typed_status.services import cloudcontrol, connect, greengrass, servicediscovery

TIME = datetime(2018, 1, 26, 0, 11, 30, 87000, tzinfo=UTC)
METADATA = {
    "RequestId": "r-1",
    "HTTPStatusCode": 200,
    "HTTPHeaders": {"x-amzn-requestid": "r-1"},
    "RetryAttempts": 0,
    "ChecksumAlgorithm": "crc32",
}

# One full boto3 dict for each response.
PARSED = {
    connect.DescribeTrafficDistributionGroupResponse: {
        "TrafficDistributionGroup": {
            "Id": "i",
            "Arn": "a",
            "Name": "n",
            "Status": "ACTIVE",
            "Tags": {"k": "v"},
            "IsDefault": False,
        },
        "ResponseMetadata": METADATA,
    },
    connect.GetTrafficDistributionResponse: {
        "TelephonyConfig": {"Distributions": [{"Region": "us-west-2", "Percentage": 100}]},
        "Id": "i",
        "Arn": "a",
        "SignInConfig": {"Distributions": [{"Region": "us-west-2", "Enabled": True}]},
        "AgentConfig": {"Distributions": []},
        "LastFailoverTime": TIME,
        "ResponseMetadata": METADATA,
    },
    connect.UpdateTrafficDistributionResponse: {"ResponseMetadata": METADATA},
    cloudcontrol.GetResourceRequestStatusResponse: {
        "ProgressEvent": {
            "TypeName": "AWS::Logs::LogGroup",
            "Identifier": "demo",
            "RequestToken": "t",
            "Operation": "CREATE",
            "OperationStatus": "FAILED",
            "EventTime": TIME,
            "ResourceModel": '{"a": 1}',
            "StatusMessage": "no",
            "ErrorCode": "NotFound",
            "RetryAfter": TIME,
        },
        "HooksProgressEvent": [{"HookStatus": "HOOK_FAILED", "HookEventTime": TIME}],
        "ResponseMetadata": METADATA,
    },
    servicediscovery.GetOperationResponse: {
        "Operation": {
            "Id": "op",
            "Type": "CREATE_NAMESPACE",
            "Status": "FAIL",
            "ErrorMessage": "no",
            "ErrorCode": "HOSTED_ZONE_NOT_FOUND",
            "CreateDate": TIME,
            "UpdateDate": TIME,
            "Targets": {"NAMESPACE": "ns-1"},
        },
        "ResponseMetadata": METADATA,
    },
    greengrass.GetBulkDeploymentStatusResponse: {
        "BulkDeploymentMetrics": {"InvalidInputRecords": 0, "RecordsProcessed": 2},
        "BulkDeploymentStatus": "Failed",
        "CreatedAt": "2018-01-26T00:11:30.087Z",
        "ErrorDetails": [{"DetailedErrorCode": "c", "DetailedErrorMessage": "m"}],
        "tags": {"k": "v"},
        "ResponseMetadata": METADATA,
    },
}
EVERY_RESPONSE = pytest.mark.parametrize(("model", "parsed"), PARSED.items())


@EVERY_RESPONSE
def test_a_boto3_dict_goes_in_and_an_equal_one_comes_out(model, parsed):
    assert model.model_validate(parsed).to_boto3() == parsed


@EVERY_RESPONSE
def test_a_response_survives_dumps_pickle_and_json(model, parsed):
    response = model.model_validate(parsed)
    assert model.model_validate(response.model_dump()) == response
    assert model.model_validate(response.model_dump(by_alias=True)) == response
    assert model.model_validate_json(response.model_dump_json()) == response
    assert model.model_validate_json(response.model_dump_json(by_alias=True)) == response
    assert pickle.loads(pickle.dumps(response)) == response


def test_without_metadata_none_is_made_up():
    parsed = {"Operation": {"Id": "op", "Status": "PENDING"}}
    response = servicediscovery.GetOperationResponse.model_validate(parsed)
    assert response.response_metadata.request_id is None
    assert response.to_boto3() == parsed


def test_models_are_frozen():
    operation = servicediscovery.Operation(id="op", status=servicediscovery.OperationStatus.PENDING)
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        operation.id = "other"


def test_a_name_that_is_not_there_is_refused_where_a_model_is_built_by_hand():
    with pytest.raises(rt.ModelValidationError) as caught:
        servicediscovery.Operation(id="op", status="PENDING", stauts="x")
    (problem,) = caught.value.problems
    assert str(problem) == "stauts: unknown parameter, did you mean 'status'?"


def test_unknown_members_and_values_are_kept_and_survive():
    parsed = {
        "Operation": {
            "Id": "op",
            "Status": "RESTING",
            "Targets": {"MOON": "m-1"},
            "Mood": {"Now": [1, None]},
        },
        "Colour": "red",
    }
    with pytest.warns(rt.SchemaDriftWarning) as caught:
        response = servicediscovery.GetOperationResponse.model_validate(parsed)
    warned = " ".join(str(each.message) for each in caught)
    assert all(
        what in warned for what in ("'RESTING'", "'MOON'", "Operation.Mood", "member Colour")
    )
    assert all(each.filename == __file__ for each in caught)
    assert response.model_extra == {"Colour": "red"}
    assert response.operation.model_extra == {"Mood": {"Now": [1, None]}}
    assert not response.operation.status.is_known
    assert "Colour" not in repr(response)
    assert "Mood" not in repr(response)
    assert response.to_boto3() == parsed
    for again in (
        servicediscovery.GetOperationResponse.model_validate(response.model_dump()),
        servicediscovery.GetOperationResponse.model_validate_json(response.model_dump_json()),
        pickle.loads(pickle.dumps(response)),
    ):
        assert again == response
        assert again.operation.status == "RESTING"


def test_drift_warns_once():
    parsed = {"Operation": {"Id": "op", "Status": "RESTING", "Mood": 1}}
    with pytest.warns(rt.SchemaDriftWarning) as caught:
        assert [servicediscovery.GetOperationResponse.model_validate(parsed) for _ in range(3)]
    assert len(caught) == 2


def test_strict_refuses_unknown_members_and_values_at_their_paths():
    parsed = {"Operation": {"Id": "op", "Status": "RESTING", "Mood": 1}, "Colour": "red"}
    with rt.strict(), pytest.raises(rt.ResponseValidationError) as caught:
        servicediscovery.GetOperationResponse.model_validate(parsed)
    assert {problem.path for problem in caught.value.problems} == {
        "Operation.Status",
        "Operation.Mood",
        "Colour",
    }


def test_strict_ends_with_its_block():
    with pytest.raises(RuntimeError), rt.strict():
        raise RuntimeError
    with pytest.warns(rt.SchemaDriftWarning):
        servicediscovery.OperationStatus("RESTING")


def test_every_problem_is_reported_with_its_wire_path():
    parsed = {
        "ProgressEvent": {"EventTime": "never", "OperationStatus": True, "Identifier": ["a"]},
        "HooksProgressEvent": [{"HookEventTime": 1}, {"HookEventTime": "x", "HookStatus": []}],
    }
    with pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate(parsed)
    error = caught.value
    assert {problem.path for problem in error.problems} == {
        "ProgressEvent.EventTime",
        "ProgressEvent.OperationStatus",
        "ProgressEvent.Identifier",
        "HooksProgressEvent[1].HookEventTime",
        "HooksProgressEvent[1].HookStatus",
    }
    assert "found True" in str(error)
    assert error.response == parsed


def test_errors_distinguish_the_keys_of_maps():
    with pytest.raises(rt.ResponseValidationError) as caught:
        servicediscovery.Operation.model_validate(
            {"Id": "op", "Status": "PENDING", "Targets": {"SERVICE": [], 2: "x"}}
        )
    assert {problem.path for problem in caught.value.problems} == {
        "Targets.SERVICE",
        "Targets[2] (key)",
    }


SECRET = "hunter2"


def progress(**members: object) -> dict[str, object]:
    event = {"RequestToken": "t", "EventTime": 1, "OperationStatus": "PENDING"}
    return {"ProgressEvent": event | members}


def everything_an_error_tells(error: BaseException) -> str:
    parts: list[str] = []
    each: BaseException | None = error
    while each is not None:
        parts += [str(each), repr(each), repr(vars(each)), repr(each.args)]
        each = each.__cause__ or each.__context__
    return " ".join(parts)


def test_what_is_sensitive_is_in_no_repr():
    response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
        progress(ResourceModel=f'{{"password": "{SECRET}"}}')
    )
    assert SECRET not in repr(response)
    assert SECRET not in str(response)
    assert SECRET not in repr(response.progress_event.resource_model)
    assert "resource_model=<sensitive>" in repr(response)
    assert response.progress_event.resource_model.parsed == {"password": SECRET}


@pytest.mark.parametrize(
    "members",
    [
        {"ResourceModel": f'{{"password": "{SECRET}"'},
        {"ResourceModel": [SECRET]},
        {"ResourceModel": {SECRET: SECRET}},
        {"ResourceModel": f'"{SECRET}"', "EventTime": "never"},
        {"ResourceModel": f'"{SECRET}"', "OperationStatus": True},
    ],
)
def test_what_is_sensitive_is_in_no_error(members):
    with pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate(progress(**members))
    assert "ProgressEvent." in str(caught.value)
    assert SECRET not in everything_an_error_tells(caught.value)
    assert caught.value.response is None


@pytest.mark.parametrize(
    "parsed",
    [
        {"ProgressEvent": f'{{"ResourceModel": "{SECRET}"}}'},
        {"ProgressEvent": [SECRET]},
        {"ProgressEvent": {"ResourceModel": {"a": SECRET}}},
    ],
)
def test_a_secret_in_the_wrong_place_is_in_no_error(parsed):
    with pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate(parsed)
    assert SECRET not in everything_an_error_tells(caught.value)
    assert caught.value.response is None
    with pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate_json(f'"{SECRET}"')
    assert SECRET not in everything_an_error_tells(caught.value)


def test_a_long_value_is_cut_in_an_error():
    with pytest.raises(rt.ResponseValidationError) as caught:
        servicediscovery.Operation.model_validate(
            {"Id": "op", "Status": "PENDING", "CreateDate": "x" * 10_000}
        )
    assert len(str(caught.value)) < 300


def test_a_boto3_dict_is_plain():
    response = servicediscovery.GetOperationResponse.model_validate(
        {"Operation": {"Id": "op", "Status": "PENDING", "Targets": {"NAMESPACE": "ns"}}}
    )
    parsed = response.to_boto3()["Operation"]
    assert type(parsed["Status"]) is str
    assert [type(key) for key in parsed["Targets"]] == [str]


def test_without_anything_sensitive_the_response_stays_on_the_error():
    parsed = progress(EventTime="never")
    with pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate(parsed)
    assert caught.value.response == parsed


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"<html>", b'{"Operation": {"Id"', b"5"])
def test_bodies_that_are_no_object_are_typed_errors(body):
    with pytest.raises(rt.ResponseValidationError) as caught:
        servicediscovery.GetOperationResponse.model_validate_json(body)
    assert "expected a" in str(caught.value)
    assert caught.value.response == body


def test_a_body_that_cannot_be_read_is_withheld_where_it_may_contain_a_secret():
    with pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate_json(f'{{"x": "{SECRET}')
    assert SECRET not in everything_an_error_tells(caught.value)


def test_errors_pickle():
    with pytest.raises(rt.ResponseValidationError) as caught:
        servicediscovery.GetOperationResponse.model_validate({"Operation": []})
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.problems == caught.value.problems
    assert again.response == {"Operation": []}
