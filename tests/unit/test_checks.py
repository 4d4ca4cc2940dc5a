import pytest

import typed_status.runtime as rt
from typed_status.services import cloudcontrol, connect, greengrass, servicediscovery

WEST, EAST = "us-west-2", "us-east-1"


def shares(*percentages: int) -> dict[str, object]:
    return {
        "Distributions": [
            {"Region": region, "Percentage": each}
            for region, each in zip((WEST, EAST), percentages, strict=True)
        ]
    }


@pytest.mark.parametrize("percentage", range(0, 101, 10))
def test_percentages_that_are_multiples_of_ten_are_valid(percentage):
    config = connect.TelephonyConfig.model_validate(shares(percentage, 100 - percentage))
    assert config.distributions[0].percentage == percentage


@pytest.mark.parametrize(
    ("percentage", "rules"),
    [
        (15, ["connect.percentage-step"]),
        (110, ["connect.percentage-range"]),
        (-10, ["connect.percentage-range"]),
        (99, ["connect.percentage-step"]),
    ],
)
def test_other_percentages_are_errors(percentage, rules):
    with pytest.raises(rt.ResponseValidationError) as caught:
        connect.Distribution.model_validate({"Region": WEST, "Percentage": percentage})
    assert [problem.rule for problem in caught.value.problems] == rules
    assert caught.value.problems[0].found == str(percentage)


def test_rules_apply_to_constructors():
    with pytest.raises(rt.ModelValidationError, match=r"connect\.percentage-step"):
        connect.Distribution(region=WEST, percentage=15)


@pytest.mark.parametrize(
    ("config", "rule"), [("TelephonyConfig", "telephony"), ("AgentConfig", "agents")]
)
def test_percentages_that_do_not_add_up_warn(config, rule):
    with pytest.warns(rt.RuleWarning, match=rf"100 \(rule connect\.{rule}-adds?-up\)") as caught:
        getattr(connect, config).model_validate(shares(50, 40))
    assert caught[0].filename == __file__


def test_percentages_that_do_not_add_up_are_an_error_in_strict_mode():
    with rt.strict(), pytest.raises(rt.ResponseValidationError) as caught:
        connect.TelephonyConfig.model_validate(shares(50, 40))
    (problem,) = caught.value.problems
    assert problem.path == "Distributions"
    assert problem.rule == "connect.telephony-adds-up"
    assert problem.expected == "items whose Percentage adds up to 100"


def event(**members: object) -> dict[str, object]:
    return {"RequestToken": "t", "EventTime": 1, "OperationStatus": "FAILED", **members}


def test_an_error_code_without_a_failure_warns():
    cloudcontrol.ProgressEvent.model_validate(event(ErrorCode="NotFound"))
    with pytest.warns(rt.RuleWarning, match=r"ProgressEvent\.ErrorCode: expected no value unless"):
        cloudcontrol.ProgressEvent.model_validate(
            event(ErrorCode="NotFound", OperationStatus="SUCCESS")
        )


def test_a_rule_across_members_names_the_member_in_strict_mode():
    with rt.strict(), pytest.raises(rt.ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate(
            {"ProgressEvent": event(ErrorCode="NotFound", OperationStatus="SUCCESS")}
        )
    (problem,) = caught.value.problems
    assert str(problem) == (
        "ProgressEvent.ErrorCode: expected no value unless OperationStatus is FAILED, "
        "found 'NotFound' (rule cloudcontrol.error-code-with-failed)"
    )
    assert problem.rule == "cloudcontrol.error-code-with-failed"


def test_a_failed_operation_without_a_message_warns():
    fail = {"Id": "op", "Status": "FAIL"}
    servicediscovery.Operation.model_validate({**fail, "ErrorMessage": "no zone"})
    servicediscovery.Operation.model_validate({"Id": "op", "Status": "SUCCESS"})
    with pytest.warns(rt.RuleWarning, match=r"servicediscovery\.message-with-fail"):
        servicediscovery.Operation.model_validate(fail)


@pytest.mark.parametrize("member", ["InvalidInputRecords", "RecordsProcessed", "RetryAttempts"])
def test_counts_are_not_negative(member):
    assert greengrass.BulkDeploymentMetrics.model_validate({member: 0}).to_boto3() == {member: 0}
    with pytest.raises(
        rt.ResponseValidationError, match=f"{member}: expected a number of at least"
    ):
        greengrass.BulkDeploymentMetrics.model_validate({member: -1})
