"""Services and operations by any of their names, and the names that are suggested for others."""

import pytest

from typed_status import lookup
from typed_status.codegen.models import botocore_source
from typed_status.lookup import find, find_service, kebab
from typed_status.suggestions import did_you_mean, suggest

SERVICES = ("codedeploy", "cognito-idp", "config", "lambda", "logs", "s3", "s3control", "sms-voice")


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("codedeploy", "codedeploy"),
        ("deploy", "codedeploy"),
        ("configservice", "config"),
        ("s3api", "s3"),
        ("s3", "s3"),
        ("S3Control", "s3control"),
        ("cognito_idp", "cognito-idp"),
        ("Cognito Identity Provider", "cognito-idp"),
        ("lambda_", "lambda"),
        ("cloudwatch-logs", "logs"),
        ("", None),
        ("-", None),
        ("ec2", None),
        ("stepfunctions", None),
    ],
)
def test_a_service_by_any_of_its_names(name, service):
    assert find_service(name, SERVICES) == service


@pytest.mark.parametrize("name", ["GetDeployment", "get_deployment", "get-deployment"])
def test_an_operation_by_any_of_its_names(name):
    assert find(name, ["GetDeploymentConfig", "GetDeployment"]) == "GetDeployment"


def test_a_name_that_is_spelled_exactly_so_comes_first():
    assert find("get-it", ["GetIt", "get-it"]) == "get-it"


def test_the_aliases_are_names_of_no_other_service():
    names = botocore_source.services()
    assert {*lookup.SERVICE_ALIASES.values()} <= {*names}
    assert [alias for alias in lookup.SERVICE_ALIASES if find(alias, names)] == []


def test_kebab():
    assert kebab("describe_services") == "describe-services"
    assert kebab("lambda_") == "lambda"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("AssumeRoll", ["AssumeRole", "AssumeRoleWithSAML"]),
        ("assume_role_with", ["AssumeRoleWithSAML", "AssumeRole"]),
        ("Assume", ["AssumeRole", "AssumeRoleWithSAML"]),
        ("Decode", []),
        ("", []),
    ],
)
def test_suggestions(name, found):
    assert suggest(name, ["AssumeRole", "AssumeRoleWithSAML", "GetToken"]) == found


def test_no_more_than_three_are_suggested():
    assert suggest("name", ["name1", "name2", "name3", "name4"]) == ["name1", "name2", "name3"]


def test_a_hint_for_the_end_of_a_message():
    assert did_you_mean("sqss", ["s3", "sqs"]) == ", did you mean 'sqs'?"
    assert did_you_mean("ab", ["abc", "abd"]) == ", did you mean 'abc' or 'abd'?"
    assert did_you_mean("xyz", ["abc"]) == ""
