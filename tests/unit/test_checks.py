import pytest

import typed_status.runtime as rt
from typed_status.services import connect, greengrass, kms, servicediscovery

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


def key(origin: str) -> dict[str, object]:
    return {"KeyId": "k", "Origin": origin, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}


def test_an_expiration_model_of_a_key_that_was_not_imported_warns():
    kms.KeyMetadata.model_validate(key("EXTERNAL"))
    with pytest.warns(rt.RuleWarning, match=r"KeyMetadata\.ExpirationModel: expected no value"):
        kms.KeyMetadata.model_validate(key("AWS_KMS"))


def test_a_rule_across_members_names_the_member_in_strict_mode():
    with rt.strict(), pytest.raises(rt.ResponseValidationError) as caught:
        kms.DescribeKeyResponse.model_validate({"KeyMetadata": key("AWS_KMS")})
    (problem,) = caught.value.problems
    assert str(problem) == (
        "KeyMetadata.ExpirationModel: expected no value unless Origin is EXTERNAL, "
        "found 'KEY_MATERIAL_DOES_NOT_EXPIRE' (rule kms.key-metadata-expiration-model-only)"
    )
    assert problem.rule == "kms.key-metadata-expiration-model-only"


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
