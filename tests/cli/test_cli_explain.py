"""``explain``: facts of an operation and of its members, in JSON and for people."""

import json

import pytest

from typed_status.cli.inspect.botocore_models import plain_text

PERCENTAGE = "telephony_config.distributions.percentage"


def facts(run, service: str, target: str) -> dict:
    done = run("explain", service, target)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "path",
    [
        PERCENTAGE,
        "TelephonyConfig.Distributions.Percentage",
        "TelephonyConfig.Distributions[0].Percentage",
        f"response.{PERCENTAGE}",
    ],
)
def test_a_member(run, path):
    told = facts(run, "connect", f"GetTrafficDistribution.{path}")
    assert told["path"] == PERCENTAGE
    assert told["wire_path"] == "TelephonyConfig.Distributions.Percentage"
    assert (told["side"], told["type"], told["required"]) == ("response", "integer", True)
    assert told["limits"] == ["0 to 100"]
    assert "increments of 10" in told["documentation"]
    step = told["rules"][1]
    assert (step["id"], step["severity"]) == ("connect.percentage-step", "error")
    assert step["expects"] == "a multiple of 10"
    assert step["why"] == "Amazon Connect shifts traffic in steps of ten percent."
    assert step["source"] == 'AWS\'s documentation of the member: "in increments of 10"'


def test_a_member_of_the_request(run):
    told = facts(run, "servicediscovery", "get-operation.operation_id")
    assert (told["side"], told["wire"], told["limits"]) == (
        "request",
        "OperationId",
        ["at most 255 characters"],
    )


def test_a_structure_has_members(run):
    told = facts(run, "connect", "GetTrafficDistribution.telephony_config.distributions")
    assert told["type"] == "list of Distribution"
    assert [each["name"] for each in told["members"]] == ["region", "percentage"]
    assert told["rules"][0]["id"] == "connect.telephony-adds-up"


def test_a_sensitive_member(run):
    told = facts(run, "cloudcontrol", "GetResourceRequestStatus.progress_event.resource_model")
    assert (told["type"], told["sensitive"]) == ("JSON text", True)
    assert told["rules"][0]["expects"] == "the string is JSON text"


def test_an_enum_that_tells_of_no_status(run):
    told = facts(run, "servicediscovery", "GetOperation.operation.type")
    assert "CREATE_NAMESPACE" in told["values"]


def test_limits_of_items(run):
    told = facts(run, "servicediscovery", "ListOperations.request.filters.values")
    assert told["limits"] == ["each 1 to 255 characters"]


def test_an_operation(run):
    told = facts(run, "servicediscovery", "GetOperation")
    assert told["status"] == "operation.status"
    assert told["phases"] == {
        "IN_PROGRESS": ["SUBMITTED", "PENDING"],
        "SUCCEEDED": ["SUCCESS"],
        "FAILED": ["FAIL"],
    }
    assert told["errors"] == ["InvalidInput", "OperationNotFound"]
    assert [each["name"] for each in told["request"]] == ["operation_id", "owner_account"]
    assert told["documentation"].startswith("Gets information about any operation")


def test_the_states_of_a_status_are_drawn(run):
    lines = run("explain", "servicediscovery", "GetOperation", "--output", "table").stdout
    assert (
        """
The states of OperationStatus (AWS may add others, which are UNKNOWN)
  IN_PROGRESS  SUBMITTED, PENDING
    ├─▶ SUCCEEDED  SUCCESS
    └─▶ FAILED     FAIL
"""
        in lines
    )


def test_a_member_for_people(run):
    target = f"GetTrafficDistribution.{PERCENTAGE}"
    lines = run("explain", "connect", target, "--output", "table").stdout
    assert "  wire name  Percentage (TelephonyConfig.Distributions.Percentage)\n" in lines
    assert "  rule       connect.percentage-step, error: a multiple of 10\n" in lines
    assert "             why: Amazon Connect shifts traffic in steps of ten percent.\n" in lines


@pytest.mark.parametrize(
    ("service", "target", "said"),
    [
        ("servicediscovry", "GetOperation", "did you mean 'servicediscovery'"),
        ("servicediscovery", "GetOperations", "did you mean 'get-operation' or 'list-operations'?"),
        ("servicediscovery", "GetOperation.operation.stauts", "has no member 'stauts', did you mean 'status"),
        ("deploy", "GetDeploymnt", "codedeploy has no operation 'GetDeploymnt', did you mean"),
        ("servicediscovery", "GetOperation.zzz", "has no member 'zzz'; it has operation"),
        ("servicediscovery", "GetOperation.operation.id.x", "Operation.Id is a string: it has no members."),
    ],
)  # fmt: skip
def test_what_there_is_not(run, service, target, said):
    done = run("explain", service, target)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One  <i>two</i>\n three.</p><p>Four.</p>", "One two three.\nFour."),
        ("<p>Either:</p> <ul> <li> <p>a</p> </li> <li>b &amp; c</li> </ul>", "Either:\n- a\n- b & c"),
        ("a<br/>b", "a\nb"),
        ("", ""),
    ],
)  # fmt: skip
def test_documentation_as_text(html, text):
    assert plain_text(html) == text
