"""The reason for a status, as ``WaitFailed`` and ``WaitTimeout`` have it."""

import pytest

from typed_status import catalog
from typed_status.runtime.statuses.reasons import reason_of
from typed_status.services import acm, codebuild, ec2, eks, emr, imagebuilder, ssm

pytestmark = pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")


def nodegroup(*issues):
    health = {"issues": list(issues)}
    return eks.DescribeNodegroupResponse.model_validate({"nodegroup": {"health": health}})


def of(response, item=None, status=None):
    return reason_of([response], response if item is None else item, status)


def test_a_code_comes_before_its_message():
    assert of(nodegroup({"message": "Failed to join", "code": "NodeCreationFailure"})) == (
        "NodeCreationFailure: Failed to join"
    )


def test_up_to_three_texts_each_once():
    issues = [{"message": f"text {number // 2}"} for number in range(10)]
    assert of(nodegroup(*issues)) == "text 0; text 1; text 2; and 2 more"


def test_a_text_of_several_lines_is_one():
    assert of(nodegroup({"message": " no\n  such\tsubnet "})) == "no such subnet"


@pytest.mark.parametrize("nothing", ["", " ", "None", "NO_ERROR", "n/a", "-"])
def test_what_says_that_there_is_no_error_is_no_reason(nothing):
    assert of(nodegroup({"code": nothing})) is None


def test_the_status_itself_is_no_reason():
    response = ssm.GetCommandInvocationResponse.model_validate(
        {"Status": "TimedOut", "StatusDetails": "Timed Out"}
    )
    assert of(response, status=response.status) is None
    assert of(response) == "Timed Out"


def test_the_reason_of_one_item_and_not_of_another():
    images = [
        {"ImageId": "a", "State": "failed", "StateReason": {"Message": "of a"}},
        {"ImageId": "b", "State": "failed", "StateReason": {"Code": "C", "Message": "of b"}},
    ]
    response = ec2.DescribeImagesResponse.model_validate({"Images": images})
    assert of(response, response.images[1]) == "C: of b"
    assert reason_of([response]) is None
    assert reason_of([]) is None


def test_reasons_in_several_structures():
    status = {
        "State": "FAILED",
        "StateChangeReason": {"Message": "Shut down"},
        "FailureDetails": {"Reason": "Unknown Error", "Message": "Exception in thread main"},
    }
    response = emr.DescribeStepResponse.model_validate({"Step": {"Status": status}})
    assert of(response) == "Shut down; Unknown Error: Exception in thread main"


def test_an_enum_is_a_reason():
    response = acm.DescribeCertificateResponse.model_validate(
        {"Certificate": {"Status": "FAILED", "FailureReason": "CAA_ERROR"}}
    )
    assert of(response) == "CAA_ERROR"


def test_the_reasons_of_parts_where_the_whole_has_none():
    contexts = [{"statusCode": "COMMAND_EXECUTION_ERROR", "message": "exit status 1"}]
    phases = [{"phaseType": "INSTALL", "contexts": [{"message": ""}]}, {"contexts": contexts}]
    response = codebuild.BatchGetBuildsResponse.model_validate(
        {"builds": [{"buildStatus": "FAILED", "phases": phases}], "buildsNotFound": ["b"]}
    )
    assert of(response, response.builds[0]) == "exit status 1"


def test_an_empty_response_has_none():
    assert reason_of([imagebuilder.GetImageResponse()], imagebuilder.GetImageResponse()) is None


def test_the_catalog_has_the_paths():
    entries = {(entry.service, entry.operation): entry.reason for entry in catalog()}
    assert entries["eks", "DescribeNodegroup"][:2] == (
        ("nodegroup", "health", "issues[]", "code"),
        ("nodegroup", "health", "issues[]", "message"),
    )
    assert entries["lambda", "GetFunctionConfiguration"][0] == ("state_reason",)
    assert ("last_update_status_reason",) not in entries["lambda", "GetFunctionConfiguration"]
