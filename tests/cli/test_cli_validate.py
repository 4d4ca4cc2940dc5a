"""``validate``: every format of a saved response, and every kind of error."""

import datetime
import json

import pytest

from typed_status.services import (
    appmesh,
    cloudformation,
    cloudwatchomni,
    ec2,
    pinpoint,
    servicediscovery,
)
from typed_status.testing import FakeEndpoint

GOOD = {
    "Id": "g-1",
    "Arn": "arn",
    "TelephonyConfig": {"Distributions": [{"Region": "us-west-2", "Percentage": 100}]},
}
BAD = GOOD | {"TelephonyConfig": {"Distributions": [{"Region": "r", "Percentage": 15}, {"Percentage": "x"}]}}  # fmt: skip
STACKS = {
    "Stacks": [
        {
            "StackName": "s",
            "CreationTime": datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC),
            "StackStatus": "CREATE_COMPLETE",
        }
    ]
}


@pytest.fixture
def validate(run):
    def check(service: str, operation: str, content: str | bytes, *options: str):
        done = run("validate", service, operation, "-", *options, input=content)
        report = json.loads(done.stdout)
        assert done.exit_code == (0 if report["valid"] else 3)
        assert report["valid"] == (report["problems"] == [])
        return report

    return check


def body_of(request, parsed: dict, **parameters: str) -> bytes:
    """Return the body that a server would send."""
    kept: list[bytes] = []
    with FakeEndpoint() as endpoint:
        endpoint.script(request, parsed)
        operation = request.__operation__
        client = endpoint.client(operation.service)
        client.meta.events.register(
            "before-parse", lambda response_dict, **_: kept.append(response_dict["body"])
        )
        getattr(client, operation.method)(**parameters)
    return kept[0]


def test_a_boto3_dict(validate):
    report = validate("connect", "GetTrafficDistribution", json.dumps(GOOD))
    assert (report["form"], report["warnings"]) == ("a boto3 dict", [])


def test_every_error_with_its_path(validate):
    report = validate("connect", "get-traffic-distribution", json.dumps(BAD))
    assert [(each["path"], each["rule"]) for each in report["problems"]] == [
        ("TelephonyConfig.Distributions[0].Percentage", "connect.percentage-step"),
        ("TelephonyConfig.Distributions[1].Percentage", None),
    ]


def test_table_output(run):
    done = run(
        "validate", "connect", "GetTrafficDistribution", "-", "--output", "table",
        input=json.dumps(BAD),
    )  # fmt: skip
    assert done.exit_code == 3
    lines = done.stdout.splitlines()
    assert lines[0] == "connect GetTrafficDistribution, read as a boto3 dict: 2 errors"
    assert lines[1] == (
        "  TelephonyConfig.Distributions[0].Percentage: "
        "expected a multiple of 10, found 15 (rule connect.percentage-step)"
    )


@pytest.mark.parametrize("time", ["2026-01-31T00:00:00+00:00", "2026-01-31 00:00:00+00:00", 1769817600])  # fmt: skip
def test_timestamp_formats(validate, time):
    parsed = {"Stacks": [STACKS["Stacks"][0] | {"CreationTime": time}]}
    assert validate("cloudformation", "DescribeStacks", json.dumps(parsed))["valid"]


def test_output_of_call_and_wait(invoke, endpoint, validate):
    endpoint.script(cloudformation.DescribeStacksRequest, STACKS, repeat=True)
    line = ["cloudformation", "describe-stacks"]
    printed = invoke("call", *line).stdout
    assert validate("cloudformation", "DescribeStacks", printed)["valid"]
    printed = invoke("wait", *line).stdout
    assert validate("cloudformation", "DescribeStacks", printed)["valid"]


def test_output_of_call_and_wait_in_nested_lists(invoke, endpoint, validate):
    good = {"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "running"}}]}]}
    endpoint.script(ec2.DescribeInstancesRequest, good, repeat=True)
    printed = invoke("wait", "ec2", "describe-instances").stdout
    assert validate("ec2", "DescribeInstances", printed)["valid"]
    report = validate("ec2", "DescribeInstances", printed.replace('"i-1"', "[1]"))
    paths = [each["path"] for each in report["problems"]]
    assert paths == ["[0].Reservations[0].Instances[0].InstanceId"]


def test_output_of_an_operation_with_a_payload_member(invoke, endpoint, validate):
    job = {
        "ApplicationId": "a", "CreationDate": "2026-01-31", "Definition": {"RoleArn": "r", "S3UrlPrefix": "s"},
        "Id": "1", "JobStatus": "COMPLETED", "Type": "EXPORT",
    }  # fmt: skip
    endpoint.script(pinpoint.GetExportJobsRequest, {"ExportJobsResponse": {"Item": [job]}})
    printed = invoke("call", "pinpoint", "get-export-jobs", "--application-id", "a").stdout
    assert json.loads(printed)["pages"] == [{"export_jobs_response": {"item": [0]}}]
    report = validate("pinpoint", "GetExportJobs", printed)
    assert (report["valid"], report["form"]) == (True, "a boto3 dict")


def test_pages(validate):
    report = validate("connect", "GetTrafficDistribution", json.dumps([GOOD, BAD]))
    assert report["problems"][0]["path"] == "[1].TelephonyConfig.Distributions[0].Percentage"


@pytest.mark.parametrize("options", [(), ("--strict",)])
@pytest.mark.parametrize(
    ("service", "operation", "printed"),
    [
        ("route53", "ListHostedZones", {"HostedZones": [], "NextToken": "of the AWS CLI"}),
        (
            "kinesis",
            "DescribeStream",
            {
                "StreamDescription": {
                    "Shards": [], "StreamARN": "arn", "StreamName": "n", "StreamStatus": "ACTIVE",
                    "RetentionPeriodHours": 24, "EnhancedMonitoring": [],
                    "StreamCreationTimestamp": "2026-01-31T00:00:00+00:00",
                }
            },
        ),
    ],
)  # fmt: skip
def test_merged_pages_of_the_aws_cli(validate, service, operation, printed, options):
    report = validate(service, operation, json.dumps(printed), *options)
    assert (report["valid"], report["warnings"]) == (True, [])


def test_what_merged_pages_lack_without_reason(validate):
    lists = {"HostedZones": [{"Id": "/hostedzone/Z1"}], "Other": 1}
    report = validate("route53", "ListHostedZones", json.dumps(lists))
    assert report["valid"]
    text = " ".join(report["warnings"])
    assert "HostedZones[].Name" in text
    assert "Other" in text
    report = validate("route53", "ListHostedZones", json.dumps(lists), "--strict")
    paths = [each["path"] for each in report["problems"]]
    assert "HostedZones[0].Name" in paths
    assert "Other" in paths
    assert "IsTruncated" not in paths
    report = validate("route53", "ListHostedZones", json.dumps({}))
    assert "the required member HostedZones is absent" in report["warnings"][0]
    # Without a paginator, nothing is left out.
    report = validate("connect", "GetTrafficDistribution", json.dumps(GOOD | {"NextToken": "t"}))
    assert "unknown member NextToken" in report["warnings"][0]


@pytest.mark.parametrize(
    ("request_class", "form"),
    [
        (cloudformation.DescribeStacksRequest, "a body in query"),
        (ec2.DescribeInstancesRequest, "a body in ec2"),
        (cloudwatchomni.ListSpacesRequest, "a body in smithy-rpc-v2-cbor"),
    ],
)
def test_raw_body(validate, request_class, form):
    parsed = {"ListSpaces": {"items": []}, "DescribeStacks": STACKS}
    operation = request_class.__operation__
    body = body_of(request_class, parsed.get(operation.name, {}))
    report = validate(operation.service, operation.name, body)
    assert (report["form"], report["valid"]) == (form, True)


def test_json_body(validate):
    parsed = {"Operations": [{"Id": "op-1", "Status": "FAIL"}]}
    body = body_of(servicediscovery.ListOperationsRequest, parsed)
    report = validate("servicediscovery", "ListOperations", body, "--form", "body")
    assert (report["form"], report["valid"]) == ("a body in json", True)
    report = validate("servicediscovery", "ListOperations", b'{"Operations": 1}', "--form", "body")
    assert report["problems"][0]["path"] == "Operations"


def test_payload_member_as_body(validate):
    time = datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC)
    metadata = {
        "arn": "arn", "version": 1, "uid": "u", "createdAt": time, "lastUpdatedAt": time,
        "meshOwner": "1", "resourceOwner": "1",
    }  # fmt: skip
    mesh = {"meshName": "m", "spec": {}, "metadata": metadata, "status": {"status": "ACTIVE"}}
    body = body_of(appmesh.DescribeMeshRequest, {"mesh": mesh}, meshName="m")
    assert "mesh" not in json.loads(body)
    report = validate("appmesh", "DescribeMesh", body)
    assert (report["form"], report["valid"]) == ("a body in rest-json", True)
    report = validate("appmesh", "DescribeMesh", b"{}")
    assert report["valid"]
    assert any("the required member mesh.meshName is absent" in each for each in report["warnings"])
    whole = json.dumps({"mesh": mesh}, default=str)
    assert validate("appmesh", "DescribeMesh", whole)["form"] == "a boto3 dict"


def test_invalid_body(validate):
    body = body_of(cloudformation.DescribeStacksRequest, STACKS)
    wrong = body.replace(b"2026-01-31", b"yesterday")
    report = validate("cloudformation", "DescribeStacks", wrong)
    assert [each["path"] for each in report["problems"]] == ["Stacks[0].CreationTime"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "invalid JSON"),
        ("{", "invalid JSON"),
        ("nope", "invalid JSON"),
        ("[]", ""),
        ("3", ""),
        ("<html></html>", "an HTML page"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "a document type"),
        ("<DescribeStacksResponse>", "invalid XML"),
    ],
)
def test_not_a_response(validate, content, found):
    (problem,) = validate("cloudformation", "DescribeStacks", content)["problems"]
    assert problem["path"] == ""
    assert found in problem["found"]


@pytest.mark.parametrize("form", ["auto", "dict", "body"])
@pytest.mark.parametrize(
    "content", ["[" * 100_000, "[" * 500 + "]" * 500, "[" * 950 + "]" * 950, '{"a":' * 100_000]
)
@pytest.mark.parametrize(
    ("service", "operation"), [("connect", "GetTrafficDistribution"), ("appmesh", "DescribeMesh")]
)
def test_too_deeply_nested(validate, service, operation, content, form):
    assert validate(service, operation, content, "--form", form)["problems"]


def test_body_of_another_protocol(run):
    done = run("validate", "connect", "GetTrafficDistribution", "-", input=b"\xa1\x61a\x01")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the body looks like CBOR, but connect uses rest-json" in done.stderr


def test_unknown_members_warn_and_fail_in_strict_mode(validate):
    content = json.dumps(GOOD | {"New": 1})
    report = validate("connect", "GetTrafficDistribution", content)
    assert report["valid"]
    assert "unknown member New" in report["warnings"][0]
    report = validate("connect", "GetTrafficDistribution", content, "--strict")
    assert [each["path"] for each in report["problems"]] == ["New"]


def test_sensitive_values_are_never_printed(run):
    event = {"RequestToken": "t", "OperationStatus": "SUCCESS", "EventTime": 0, "ResourceModel": "open-sesame"}  # fmt: skip
    for form in ("json", "table"):
        done = run(
            "validate", "cloudcontrol", "GetResourceRequestStatus", "-", "--output", form,
            input=json.dumps({"ProgressEvent": event}),
        )  # fmt: skip
        assert done.exit_code == 3
        assert "ProgressEvent.ResourceModel" in done.stdout
        assert "open-sesame" not in done.output


def test_a_file(run, tmp_path):
    path = tmp_path / "saved.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert run("validate", "connect", "GetTrafficDistribution", str(path)).exit_code == 0
    done = run("validate", "connect", "GetTrafficDistribution", str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert "No such file" in done.stderr
