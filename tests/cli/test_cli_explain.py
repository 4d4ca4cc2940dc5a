"""``explain``: descriptions of operations and members, as JSON and text."""

import json
import sys

import pytest

from typed_status.documentation_text import to_paragraphs

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
    described = facts(run, "connect", f"GetTrafficDistribution.{path}")
    assert described["path"] == PERCENTAGE
    assert described["wire_path"] == "TelephonyConfig.Distributions.Percentage"
    assert (described["side"], described["type"], described["required"]) == (
        "response",
        "integer",
        True,
    )
    assert described["limits"] == ["0 to 100"]
    assert "increments of 10" in described["documentation"]
    step = described["rules"][1]
    assert (step["id"], step["severity"]) == ("connect.percentage-step", "error")
    assert step["expects"] == "a multiple of 10"
    assert step["why"] == "Amazon Connect shifts traffic in steps of ten percent."
    assert step["source"] == 'documentation of the member: "in increments of 10"'


def test_a_number_with_a_unit_and_a_range(run):
    path = "task_definition.container_definitions.health_check.interval"
    described = facts(run, "ecs", f"DescribeTaskDefinition.{path}")
    assert described["unit"] == "seconds"
    (rule,) = described["rules"]
    assert (rule["severity"], rule["expects"]) == ("warning", "a number from 5 to 300")
    lines = run("explain", "ecs", f"DescribeTaskDefinition.{path}", "--output", "table").stdout
    assert "  type       integer\n  wire name" in lines
    assert "  unit       seconds\n" in lines
    assert facts(run, "connect", f"GetTrafficDistribution.{PERCENTAGE}")["unit"] is None


def test_a_range_of_items(run):
    described = facts(
        run, "personalize", "DescribeCampaign.campaign.campaignConfig.rankingInfluence"
    )
    assert [each["expects"] for each in described["rules"]] == ["a number from 0 to 1"]


def test_a_member_of_the_request(run):
    described = facts(run, "servicediscovery", "get-operation.operation_id")
    assert (described["side"], described["wire"], described["limits"]) == (
        "request",
        "OperationId",
        ["at most 255 characters"],
    )


def test_a_structure_has_members(run):
    described = facts(run, "connect", "GetTrafficDistribution.telephony_config.distributions")
    assert described["type"] == "list of Distribution"
    assert [each["name"] for each in described["members"]] == ["region", "percentage"]
    assert described["rules"][0]["id"] == "connect.telephony-adds-up"


def test_a_sensitive_member(run):
    described = facts(run, "cloudcontrol", "GetResourceRequestStatus.progress_event.resource_model")
    assert (described["type"], described["sensitive"]) == ("JSON text", True)
    assert described["rules"][0]["expects"] == "a string with JSON"


def test_an_enum_that_is_not_a_status(run):
    described = facts(run, "servicediscovery", "GetOperation.operation.type")
    assert "CREATE_NAMESPACE" in described["values"]


def test_limits_of_items(run):
    described = facts(run, "servicediscovery", "ListOperations.request.filters.values")
    assert described["limits"] == ["each 1 to 255 characters"]


def test_an_operation(run):
    described = facts(run, "servicediscovery", "GetOperation")
    assert described["status"] == "operation.status"
    assert described["phases"] == {
        "IN_PROGRESS": ["SUBMITTED", "PENDING"],
        "SUCCEEDED": ["SUCCESS"],
        "FAILED": ["FAIL"],
    }
    assert described["errors"] == ["InvalidInput", "OperationNotFound"]
    assert [each["name"] for each in described["request"]] == ["operation_id", "owner_account"]
    assert described["documentation"].startswith("Gets information about any operation")


def test_status_diagram(run):
    lines = run("explain", "servicediscovery", "GetOperation", "--output", "table").stdout
    assert (
        """
Status values of OperationStatus by phase (AWS may add others, which are UNKNOWN)
  IN_PROGRESS  SUBMITTED, PENDING
    ├─▶ SUCCEEDED  SUCCESS
    └─▶ FAILED     FAIL
"""
        in lines
    )


def test_progress(run):
    facts = json.loads(run("explain", "ssm", "ListCommands").stdout)
    total, done, failed = (
        {"role": role, "path": f"commands[].{name}"}
        for role, name in (
            ("total", "target_count"),
            ("done", "completed_count"),
            ("failed", "error_count"),
        )
    )
    assert facts["progress"] == [[total, done, failed]]
    lines = run("explain", "rds", "DescribeDBInstances", "--output", "table").stdout
    assert "  progress   db_instances[].percent_progress (percent)\n" in lines
    assert "progress" not in json.loads(run("explain", "servicediscovery", "GetOperation").stdout)


def test_whom_statuses_await(run):
    described = facts(run, "networkmanager", "GetVpcAttachment")
    assert described["awaits"] == {
        "ANOTHER_PARTY": ["PENDING_ATTACHMENT_ACCEPTANCE", "PENDING_TAG_ACCEPTANCE"]
    }
    assert described["blocked"] == ["PENDING_TAG_ACCEPTANCE"]
    member = facts(run, "networkmanager", "GetVpcAttachment.vpc_attachment.attachment.state")
    assert (member["awaits"], member["blocked"]) == (described["awaits"], described["blocked"])
    assert "awaits" not in facts(run, "servicediscovery", "GetOperation")
    lines = run("explain", "networkmanager", "GetVpcAttachment", "--output", "table").stdout
    assert "  Awaits another party (wait stops): PENDING_TAG_ACCEPTANCE\n" in lines
    assert "  Awaits another party (wait polls on): PENDING_ATTACHMENT_ACCEPTANCE\n" in lines


def test_a_member_as_text(run):
    target = f"GetTrafficDistribution.{PERCENTAGE}"
    lines = run("explain", "connect", target, "--output", "table").stdout
    assert "  wire name  Percentage (TelephonyConfig.Distributions.Percentage)\n" in lines
    assert "  rule       connect.percentage-step, error: a multiple of 10\n" in lines
    assert "             reason: Amazon Connect shifts traffic in steps of ten percent.\n" in lines


@pytest.mark.parametrize(
    ("service", "target", "message"),
    [
        ("servicediscovry", "GetOperation", "did you mean 'servicediscovery'"),
        ("servicediscovery", "GetOperations", "did you mean 'get-operation' or 'list-operations'?"),
        ("servicediscovery", "GetOperation.operation.stauts", "has no member 'stauts', did you mean 'status"),
        ("deploy", "GetDeploymnt", "codedeploy has no operation 'GetDeploymnt', did you mean"),
        ("servicediscovery", "GetOperation.zzz", "has no member 'zzz'; it has operation"),
        ("servicediscovery", "GetOperation.operation.id.x", "Operation.Id is a string: it has no members."),
    ],
)  # fmt: skip
def test_unknown_names(run, service, target, message):
    done = run("explain", service, target)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


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
    assert to_paragraphs(html) == text


def test_further_statuses(run):
    assert facts(run, "lambda", "GetFunction")["further"] == ["configuration.last_update_status"]
    lines = run("explain", "lambda", "GetFunction", "--output", "table").stdout.splitlines()
    assert "  further    configuration.last_update_status (must succeed, too)" in lines
    assert "  also       configuration.last_update_status" not in lines
    assert "further" not in facts(run, "servicediscovery", "GetOperation")


def test_what_an_operation_starts(run):
    start = facts(run, "ec2", "start-instances")["start"]
    assert start["follows"] == "DescribeInstances"
    assert start["bindings"] == {"instance_ids": "input.instance_ids[]"}
    assert (start["wanted"], start["initial"], start["gone"]) == (["running"], ["stopped"], False)
    assert "terminated" in start["contrary"]
    assert start["basis"] in ("same_noun", "documentation", "reviewed")
    assert start["known_from"]
    text = run("explain", "ec2", "start-instances", "--output", "table").stdout
    assert "\n  follows    DescribeInstances, the status of the resource\n" in text
    assert "\n  binds      instance_ids to input.instance_ids[]\n" in text
    assert "\n  wanted     running\n  initial    stopped\n" in text
    assert "\n  known from " in text


def test_a_token_and_an_end_at_which_nothing_is_left(run):
    created = run("explain", "servicediscovery", "create-http-namespace", "--output", "table")
    assert "\n  token      creator_request_id, " in created.stdout
    deleted = run("explain", "dynamodb", "DeleteTable", "--output", "table").stdout
    assert "\n  wanted     (gone)\n" in deleted


def test_what_an_operation_starts_that_is_not_shipped(run):
    described = facts(run, "ec2", "CreateIpam")
    assert described.keys() == {"service", "operation", "start"}
    assert described["start"]["follows"] == "DescribeIpams"
    assert described["start"]["token"] == "client_token"
    text = run("explain", "ec2", "create-ipam", "--output", "table").stdout
    assert "\n  follows    DescribeIpams, the status of the resource\n" in text
    assert "typed-status generate ec2 CreateIpam --out DIR" in text


def test_an_operation_that_is_not_shipped_and_starts_nothing(run):
    done = run("explain", "ec2", "create-tags")
    assert done.exit_code == 2
    assert "typed-status generate ec2 CreateTags --out DIR" in done.stderr


def test_without_the_extra_codegen_nothing_is_found(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "typed_status.codegen.build", None)
    done = run("explain", "ec2", "CreateIpam")
    assert done.exit_code == 2
    assert "ec2 CreateIpam is not shipped" in done.stderr
