import pickle

import pytest

import typed_status.runtime as rt
from typed_status.services import cloudcontrol, connect, greengrass, mq, route53, servicediscovery

UPDATE = connect.UpdateTrafficDistributionRequest(
    id="tdg",
    telephony_config=connect.TelephonyConfig(
        distributions=[
            connect.Distribution(region="us-west-2", percentage=100),
            connect.Distribution(region="us-east-1", percentage=0),
        ]
    ),
)


def problem_of(make):
    with pytest.raises(rt.RequestValidationError) as caught:
        make()
    (problem,) = caught.value.problems
    return problem


def test_a_request_is_data():
    assert UPDATE.to_boto3() == {
        "Id": "tdg",
        "TelephonyConfig": {
            "Distributions": [
                {"Region": "us-west-2", "Percentage": 100},
                {"Region": "us-east-1", "Percentage": 0},
            ]
        },
    }
    kind = type(UPDATE)
    assert kind.model_validate(UPDATE.to_boto3()) == UPDATE
    assert kind.model_validate_json(UPDATE.model_dump_json()) == UPDATE
    assert pickle.loads(pickle.dumps(UPDATE)) == UPDATE
    assert repr(UPDATE).startswith("UpdateTrafficDistributionRequest(id='tdg', telephony_config=")


def test_a_request_knows_its_operation():
    operation = servicediscovery.GetOperationRequest.__operation__
    assert (operation.service, operation.name) == ("servicediscovery", "GetOperation")
    assert operation.response is servicediscovery.GetOperationResponse
    assert operation.response.__status__ == ("operation", "status")
    assert servicediscovery.OperationNotFound in operation.errors


def test_a_missing_argument():
    problem = problem_of(servicediscovery.GetOperationRequest)
    assert problem.path == "OperationId"
    assert problem.message == "required, but missing"


def test_an_unknown_argument():
    problem = problem_of(lambda: servicediscovery.GetOperationRequest(operation_id="a", owner="b"))
    assert problem.path == "owner"
    assert problem.message == "unknown parameter, did you mean 'owner_account'?"


def test_an_argument_under_two_names():
    problem = problem_of(
        lambda: servicediscovery.GetOperationRequest(operation_id="a", OperationId="a")
    )
    expected = "unknown parameter: the member is also given under another of its names"
    assert problem.message == expected


@pytest.mark.parametrize(
    ("given", "suggested"),
    [
        ("OperationIdd", "OperationId"),
        ("operation_idd", "operation_id"),
        ("operationIdd", "operation_id"),
        ("operationid", "operation_id"),
    ],
)
def test_the_suggestion_for_an_unknown_argument_is_spelled_like_it(given, suggested):
    def request():
        known = {"OperationId": "op"}
        return servicediscovery.GetOperationRequest.model_validate(known | {given: "op"})

    problem = problem_of(request)
    assert str(problem) == f"{given}: unknown parameter, did you mean {suggested!r}?"


@pytest.mark.parametrize(
    ("given", "suggested"),
    [
        ("consoleUrll", "consoleURL"),
        ("ConsoleUrll", "ConsoleURL"),
        ("console_urll", "console_url"),
    ],
)
def test_a_suggestion_where_the_name_in_a_json_body_is_another(given, suggested):
    with pytest.raises(rt.ModelValidationError) as caught:
        mq.BrokerInstance(**{given: "x"})
    (problem,) = caught.value.problems
    assert str(problem) == f"{given}: unknown parameter, did you mean {suggested!r}?"


def test_a_suggestion_inside_a_structure_in_a_list():
    def request():
        return servicediscovery.ListOperationsRequest(
            filters=[{"name": "TYPE", "valuez": ["x"], "values": ["y"]}]
        )

    problem = problem_of(request)
    assert str(problem) == "Filters[0].valuez: unknown parameter, did you mean 'values'?"


def test_an_argument_of_the_wrong_type():
    problem = problem_of(lambda: servicediscovery.GetOperationRequest(operation_id=5))
    assert str(problem) == "OperationId: expected a valid string, found 5"


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: cloudcontrol.GetResourceRequestStatusRequest(request_token=""), "at least 1 char"),
        (lambda: connect.GetTrafficDistributionRequest(id=""), "at least 1 char"),
        (lambda: greengrass.GetBulkDeploymentStatusRequest(bulk_deployment_id=""), "at least 1"),
        (
            lambda: cloudcontrol.GetResourceRequestStatusRequest(request_token="x" * 129),
            "at most 128 char",
        ),
        (
            lambda: servicediscovery.GetOperationRequest(operation_id="a", owner_account="1" * 11),
            "at least 12 char",
        ),
    ],
)
def test_limits_bind_a_request(make, expected):
    assert expected in problem_of(make).expected


def test_limits_bind_what_is_deep_inside_a_request():
    config = connect.TelephonyConfig.model_validate(
        {
            "Distributions": [
                {"Region": "us-west-2", "Percentage": 100},
                {"Region": "x", "Percentage": 0},
            ]
        }
    )
    problem = problem_of(
        lambda: connect.UpdateTrafficDistributionRequest(id="tdg", telephony_config=config)
    )
    assert problem.path == "TelephonyConfig.Distributions[1].Region"
    assert problem.expected == "at least 8 characters"


def test_an_id_that_botocore_cuts_down_may_be_as_long_as_aws_gives_it():
    given = "/hostedzone/Z0123456789ABCDEFGHIJ"
    request = route53.GetHostedZoneRequest(id=given)
    assert request.to_boto3() == {"Id": given}


def test_what_aws_does_not_know_is_not_sent():
    with pytest.warns(rt.SchemaDriftWarning):
        config = connect.TelephonyConfig.model_validate({"Distributions": [], "Mood": 1})
    problem = problem_of(
        lambda: connect.UpdateTrafficDistributionRequest(id="tdg", telephony_config=config)
    )
    assert problem.path == "TelephonyConfig.Mood"


def test_rules_bind_what_was_changed_since_it_was_validated():
    (half, _) = UPDATE.telephony_config.distributions
    odd = half.model_copy(update={"percentage": 15})
    config = UPDATE.telephony_config.model_copy(update={"distributions": [odd]})
    other = UPDATE.telephony_config.model_copy(update={"distributions": [half, half]})
    problem = problem_of(
        lambda: connect.UpdateTrafficDistributionRequest(id="tdg", telephony_config=other)
    )
    assert problem.rule == "connect.telephony-adds-up"
    problem = problem_of(
        lambda: connect.UpdateTrafficDistributionRequest(id="tdg", telephony_config=config)
    )
    assert problem.path == "TelephonyConfig.Distributions[0].Percentage"
    assert problem.rule == "connect.percentage-step"


def test_rules_bind_a_request():
    problem = problem_of(
        lambda: connect.UpdateTrafficDistributionRequest.model_validate(
            {
                "Id": "tdg",
                "TelephonyConfig": {"Distributions": [{"Region": "us-west-2", "Percentage": 15}]},
            }
        )
    )
    assert problem.path == "TelephonyConfig.Distributions[0].Percentage"
    assert problem.rule == "connect.percentage-step"


def test_limits_do_not_bind_a_response():
    distribution = connect.Distribution.model_validate({"Region": "moon", "Percentage": 100})
    assert distribution.region == "moon"


def test_errors_pickle():
    with pytest.raises(rt.RequestValidationError) as caught:
        servicediscovery.GetOperationRequest()
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
