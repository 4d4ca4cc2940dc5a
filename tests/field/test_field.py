"""What AWS documents of the shipped operations is read. The wheel of the AWS CLI is downloaded into ``.cache`` once."""

import pytest
from documented import awscli_outputs, botocore_outputs
from readings import is_shipped, read_all

# Reading them imports a hundred services.
pytestmark = pytest.mark.timeout(900)

# What botocore does not read either: the documentation is wrong.
UNTYPED = {
    **dict.fromkeys(
        (
            "apprunner/create-service.rst, output 1",
            "apprunner/create-service.rst, output 2",
            "apprunner/create-service.rst, output 3",
            "apprunner/delete-service.rst, output 1",
            "apprunner/describe-service.rst, output 1",
            "apprunner/pause-service.rst, output 1",
            "apprunner/resume-service.rst, output 1",
            "apprunner/update-service.rst, output 1",
        ),
        "a list of pairs in place of a map",
    ),
    **dict.fromkeys(
        (
            "ec2/attach-volume.rst, output 1",
            "ec2/create-volume.rst, output 1",
            "ec2/create-volume.rst, output 2",
            "ec2/create-volume.rst, output 3",
        ),
        "the form of a timestamp in place of one",
    ),
    "cloudformation/list-stacks.rst, output 1": "a list in place of the whole response",
    "deploy/get-deployment-group.rst, output 1": "texts in place of structures",
    "detective/list-invitations.rst, output 1": "milliseconds in place of seconds",
    "detective/list-members.rst, output 1": "milliseconds in place of seconds",
    "iam/get-policy.rst, output 1": "a semicolon in a timestamp",
    "rds/describe-db-proxy-target-groups.rst, output 1": "an object in place of a list",
    "redshift/describe-reserved-nodes.rst, output 1": "an empty text in place of a number",
}


def where(reading):
    return reading.document.source.split(" ", 2)[2]


@pytest.fixture(scope="module")
def readings():
    return read_all(filter(is_shipped, awscli_outputs()))


@pytest.fixture(scope="module")
def responses(readings):
    return [each for each in readings if not each.document.broken]


def test_the_documentation_shows_hundreds_of_responses(readings, responses):
    assert len(responses) > 1_200
    assert len(responses) > 0.85 * len(readings)


def test_what_botocore_does_not_read_is_known(responses):
    assert {where(each) for each in responses if each.broken} == UNTYPED.keys()


def test_none_that_botocore_reads_is_refused(responses):
    assert [where(each) for each in responses if each.problems] == []


def test_more_than_98_of_a_hundred_responses_are_read(responses):
    """The others are those that botocore does not read either, and 12 of these 19 are of App Runner and EBS."""
    assert sum(each.is_read for each in responses) > 0.98 * len(responses)


def test_all_of_botocores_examples_are_read():
    readings = read_all(filter(is_shipped, botocore_outputs()))
    assert len(readings) > 100
    assert [each for each in readings if not each.is_read] == []
