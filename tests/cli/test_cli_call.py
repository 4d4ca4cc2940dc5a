"""``call``: options for members of every type, validation before the call, output, exit codes."""

import contextlib
import io
import json
import typing as t
from datetime import UTC, datetime

import click
import pytest
from botocore.exceptions import ParamValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import typed_status.runtime as rt
from typed_status import SchemaDriftWarning
from typed_status.cli.display.response import shown
from typed_status.cli.exit_codes import to_cli_error
from typed_status.cli.params.request_options import build_request, member_options
from typed_status.cli.params.types import param_type
from typed_status.services import (
    cloudcontrol,
    connect,
    customer_profiles,
    ec2,
    s3,
    servicediscovery,
)
from typed_status.testing import Fault, Reply

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)

SHARES = [{"Region": "us-west-2", "Percentage": 30}, {"Region": "us-east-1", "Percentage": 70}]
TRAFFIC = {"Id": "g-1", "Arn": "arn", "TelephonyConfig": {"Distributions": SHARES}}
FILTER = {"Name": "STATUS", "Values": ["FAIL"]}
EVENT = {
    "RequestToken": "t-1",
    "OperationStatus": "SUCCESS",
    "EventTime": NOON,
    "ResourceModel": '{"Password": "open-sesame"}',
}


def request_from(request, *arguments: str) -> dict:
    """Return the request that the options of a command line build, as a boto3 dict."""
    options = [*member_options(request), click.Option(["--request"])]
    context = click.Command("made", params=options).make_context("made", list(arguments))
    return build_request(request, context.params).to_boto3()


@pytest.mark.parametrize(
    "name", ["GetTrafficDistribution", "get-traffic-distribution", "get_traffic_distribution"]
)
def test_operations_are_found_by_aws_cli_and_boto3_names(invoke, endpoint, name):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC)
    done = invoke("call", "connect", name, "--id", "g-1")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "telephony_config": {
            "distributions": [
                {"region": "us-west-2", "percentage": 30},
                {"region": "us-east-1", "percentage": 70},
            ]
        },
        "id": "g-1",
        "arn": "arn",
    }
    assert [call.params for call in endpoint.calls] == [{"Id": "g-1"}]


@pytest.mark.parametrize(
    "line",
    [
        ["servicediscovery", "get-operation", "--operation-id", "file://~nobodyx/foo"],
        ["servicediscovery", "get-operation", "--request", "file://~nobodyx/foo"],
    ],
)
def test_unknown_home_folder(run, line):
    done = run("call", *line)
    assert done.exit_code == 2
    assert "~nobodyx/foo: no home folder for ~nobodyx" in done.stderr
    with pytest.raises(click.BadParameter, match="no home folder for ~nobodyx"):
        param_type(bytes).convert("fileb://~nobodyx/foo", None, None)


@pytest.mark.parametrize(
    ("name", "operation"),
    [("configservice", "describe-delivery-channel-status"), ("deploy", "get-deployment")],
)
def test_services_are_found_by_aws_cli_names(run, name, operation):
    assert run("call", name, operation, "--help").exit_code == 0


def test_aws_options_before_the_operation(run, endpoint):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC, repeat=True)
    options = ["--endpoint-url", endpoint.url, "--region", "eu-west-1"]
    words = ["connect", "get-traffic-distribution"]
    for place in range(3):
        line = [*words[:place], *options, *words[place:], "--id", "g-1"]
        assert run("call", *line, env={"AWS_DEFAULT_REGION": None}).exit_code == 0
    signed = [call.headers["authorization"] for call in endpoint.calls]
    assert len(signed) == 3
    assert all("/eu-west-1/" in each for each in signed)


def test_without_signing(invoke, endpoint):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC)
    line = ["connect", "get-traffic-distribution", "--id", "g-1", "--no-sign-request"]
    done = invoke("call", *line, env={"AWS_ACCESS_KEY_ID": ""})
    assert done.exit_code == 0
    assert "authorization" not in endpoint.calls[0].headers


def test_a_profile(invoke, endpoint, tmp_path):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC)
    config = tmp_path / "config"
    config.write_text(
        "[profile other]\nregion = ap-south-1\naws_access_key_id = a\naws_secret_access_key = b\n"
    )
    line = ["connect", "get-traffic-distribution", "--id", "g-1", "--profile"]
    env = {"AWS_CONFIG_FILE": str(config), "AWS_DEFAULT_REGION": None}
    assert invoke("call", *line, "other", env=env).exit_code == 0
    assert "/ap-south-1/" in endpoint.calls[0].headers["authorization"]
    done = invoke("call", *line, "missing", env=env)
    assert done.exit_code == 5
    assert done.stderr == "Error: The config profile (missing) could not be found\n"


@pytest.mark.parametrize(
    ("request_class", "arguments", "wanted"),
    [
        (
            servicediscovery.ListOperationsRequest,
            ["--max-results", "7", "--next-token", "n"],
            {"MaxResults": 7, "NextToken": "n"},
        ),
        (
            servicediscovery.ListOperationsRequest,
            ["--filters", json.dumps(FILTER), "--filters", json.dumps(FILTER)],
            {"Filters": [FILTER, FILTER]},
        ),
        (
            servicediscovery.ListOperationsRequest,
            ["--filters", json.dumps([FILTER, FILTER])],
            {"Filters": [FILTER, FILTER]},
        ),
        (servicediscovery.ListOperationsRequest, ["--filters", "[]"], {"Filters": []}),
        (
            ec2.DescribeInstancesRequest,
            ["--instance-ids", "i-1", "--instance-ids", "i-2", "--no-dry-run"],
            {"InstanceIds": ["i-1", "i-2"], "DryRun": False},
        ),
        (ec2.DescribeInstancesRequest, ["--dry-run"], {"DryRun": True}),
        (
            ec2.DescribeInstancesRequest,
            ["--request", '{"instance_ids": ["i-1"], "MaxResults": 5}', "--max-results", "6"],
            {"InstanceIds": ["i-1"], "MaxResults": 6},
        ),
    ],
)
def test_request_from_options(request_class, arguments, wanted):
    assert request_from(request_class, *arguments) == wanted


class MadeResponse(rt.Response):
    pass


class MadeRequest(rt.Request[MadeResponse, t.Any]):
    """A request with member types that are rare in the catalog."""

    __operation__: t.ClassVar = rt.Operation(
        service="made", name="Make", method="make", response=MadeResponse
    )
    blob: t.Annotated[bytes | None, rt.wire("Blob")] = None
    blobs: t.Annotated[list[bytes] | None, rt.wire("Blobs")] = None
    number: t.Annotated[float | None, rt.wire("Number")] = None
    tags: t.Annotated[dict[str, str] | None, rt.wire("Tags")] = None
    document: t.Annotated[t.Any | None, rt.wire("Document")] = None
    booleans: t.Annotated[list[bool] | None, rt.wire("Booleans")] = None
    since: t.Annotated[rt.UtcDatetime | None, rt.wire("Since")] = None
    millis: t.Annotated[rt.EpochMillis | None, rt.wire("Millis")] = None
    iso: t.Annotated[rt.IsoDatetime | None, rt.wire("Iso")] = None
    pin: t.Annotated[int | None, rt.wire("Pin", sensitive=True)] = None
    region: t.Annotated[str | None, rt.wire("Region")] = None


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--blob", "aGVsbG8="], {"Blob": b"hello"}),
        (["--blobs", "aGVsbG8=", "--blobs", '["aGVsbG8="]'], {"Blobs": [b"hello", b"hello"]}),
        (["--number", "1e3"], {"Number": 1000.0}),
        (["--tags", '{"a": "b"}'], {"Tags": {"a": "b"}}),
        (["--document", '[1, {"a": null}]'], {"Document": [1, {"a": None}]}),
        (["--booleans", "true", "--booleans", "[false]"], {"Booleans": [True, False]}),
        (["--since", "2026-01-31T13:00:00+01:00"], {"Since": NOON}),
        (["--since", "1769860800"], {"Since": NOON}),
        (["--millis", "1769860800000"], {"Millis": 1769860800000}),
        (["--iso", "20260131T120000Z"], {"Iso": "2026-01-31T12:00:00Z"}),
        (["--member-region", "moon"], {"Region": "moon"}),
        ([], {}),
    ],
)
def test_members_of_every_type(arguments, wanted):
    assert request_from(MadeRequest, *arguments) == wanted


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--blob", "?"], "'--blob': expected base64"),
        (["--blob", "fileb://nowhere"], "'--blob': nowhere: No such file"),
        (["--number", "nan"], "'--number': 'nan' is not a valid number"),
        (["--tags", "{"], "'--tags': expected JSON or file://PATH"),
        (["--tags", "[]"], "'--tags': expected a JSON object for a map of string to string"),
        (["--since", "soon"], "'--since': 'soon' is not a valid timestamp: expected ISO 8601"),
        (["--pin", "o77"], "'--pin': the value is not a valid integer"),
        (["--member-region", "file://nowhere"], "'--member-region': nowhere: No such file"),
        (["--member-region", "\udcff"], "'--member-region': expected UTF-8 text"),
        (["--tags", "[" * 100_000], "'--tags': the JSON is nested too deeply"),
    ],
)
def test_invalid_value_names_its_option(arguments, message):
    with pytest.raises(click.BadParameter) as caught:
        request_from(MadeRequest, *arguments)
    assert message in caught.value.format_message()


def test_values_from_files(tmp_path):
    (tmp_path / "text").write_text("moon")
    (tmp_path / "bytes").write_bytes(b"\x00\xff")
    (tmp_path / "tags.json").write_text('{"a": "b"}')
    arguments = [
        f"--member-region=file://{tmp_path}/text",
        f"--blob=fileb://{tmp_path}/bytes",
        f"--tags=file://{tmp_path}/tags.json",
    ]
    wanted = {"Region": "moon", "Blob": b"\x00\xff", "Tags": {"a": "b"}}
    assert request_from(MadeRequest, *arguments) == wanted


def test_request_from_stdin(invoke, endpoint):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC)
    line = ["connect", "get-traffic-distribution", "--request", "-"]
    assert invoke("call", *line, input='{"Id": "g-2"}').exit_code == 0
    assert endpoint.calls[0].params == {"Id": "g-2"}


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (["conect"], 2, "no shipped service 'conect', did you mean 'connect'"),
        (["no-such-thing-at-all"], 2, "no shipped service 'no-such-thing-at-all'; see: typed-status list"),
        (["connect", "GetTrafic"], 2, "connect has no operation 'GetTrafic', did you mean 'get-traffic"),
        (["ec2", "CreateTags"], 2, "typed-status generate ec2 CreateTags --out DIR"),
        (["pricing", "x"], 2, "typed-status generate pricing --out DIR"),
        (["connect", "get-traffic-distribution"], 2, "Missing required options: --id. Pass them, or the whole request with --request."),
        (["connect", "get-traffic-distribution", "--idd", "x"], 2, "No such option '--idd', did you mean '--id'?"),
        (["connect", "get-traffic-distribution", "--regoin", "us-east-1"], 2, "No such option '--regoin', did you mean '--region'?"),
        (["connect", "get-traffic-distribution", "--no-color"], 2, "No such option '--no-color'"),
        (["connect", "get-traffic-distribution", "--id", ""], 3, "--id: Id: expected at least 1 characters"),
        (["connect", "get-traffic-distribution", "--request", "[]"], 2, "'--request': expected a JSON object"),
        (["connect", "get-traffic-distribution", "--request", '{"Id": "x", "I": 1}'], 3, "I: unknown parameter, did you mean 'Id'?"),
        (["servicediscovery", "list-operations", "--max-results", "x"], 2, "'--max-results': 'x' is not a valid integer"),
        (["servicediscovery", "list-operations", "--max-results", "101"], 3, "--max-results: MaxResults: expected a number of at most 100"),
        (["servicediscovery", "list-operations", "--filters", '{"Name": "STATUS"}'], 3, "--filters: Filters[0].Values: required, but missing"),
    ],
)  # fmt: skip
def test_invalid_command_lines_send_nothing(invoke, endpoint, line, code, message):
    done = invoke("call", *line)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr
    assert endpoint.calls == []


def test_unknown_enum_value_is_sent_with_a_warning(invoke, endpoint):
    endpoint.script(servicediscovery.ListOperationsRequest, {"Operations": []})
    filters = '{"Name": "COLOUR", "Values": ["red"]}'
    done = invoke("call", "servicediscovery", "list-operations", "--filters", filters)
    assert done.exit_code == 0
    assert done.stderr.startswith("warning: ")
    assert "unknown value 'COLOUR'" in done.stderr
    assert endpoint.calls[0].params["Filters"][0]["Name"] == "COLOUR"


def test_sensitive_members_are_redacted_by_default(invoke, endpoint):
    endpoint.script(
        cloudcontrol.GetResourceRequestStatusRequest, {"ProgressEvent": EVENT}, repeat=True
    )
    line = ["cloudcontrol", "get-resource-request-status", "--request-token", "t-1", "--output"]
    for form in ("json", "table"):
        hidden = invoke("call", *line, form).output
        assert "<sensitive>" in hidden
        assert "open-sesame" not in hidden
        assert "open-sesame" in invoke("call", *line, form, "--show-sensitive").stdout


@pytest.mark.regression
def test_a_sensitive_list_is_redacted_as_a_whole(invoke, endpoint):
    item = {"CalculatedAttributeName": "open-sesame", "Status": "COMPLETED", "Ours": "open-sesame"}
    endpoint.script(
        customer_profiles.ListCalculatedAttributeDefinitionsRequest,
        {"Items": [item]},
        repeat=True,
        unknown_members=True,
    )
    line = [
        "customer-profiles",
        "list-calculated-attribute-definitions",
        "--domain-name",
        "d",
        "--output",
    ]
    for form in ("json", "table"):
        hidden = invoke("call", *line, form).output
        assert "<sensitive>" in hidden
        assert "open-sesame" not in hidden
        assert "open-sesame" in invoke("call", *line, form, "--show-sensitive").stdout


@pytest.mark.regression
def test_an_unknown_member_of_a_sensitive_structure_is_redacted():
    kind = customer_profiles.ListCalculatedAttributeDefinitionItem
    with pytest.warns(SchemaDriftWarning, match="Ours"):
        found = shown(kind.model_validate({"DisplayName": "n", "Ours": "open-sesame"}))
    assert found == {"display_name": "<sensitive>", "Ours": "<sensitive>"}


@pytest.mark.regression
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:99999",
        "http://127.0.0.1:abc",
        "http://[::1]:-1",
        "http://x:80:90",
        "ftp://x",
    ],
)
def test_an_invalid_endpoint_url_is_a_usage_error(run, url):
    line = ["servicediscovery", "get-operation", "--operation-id", "op-1"]
    done = run("call", *line, "--endpoint-url", url)
    assert done.exit_code == 2
    assert f"Invalid endpoint: {url}" in done.stderr
    assert "check --endpoint-url" in done.stderr


def test_table_output(invoke, endpoint):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC)
    line = ["connect", "get-traffic-distribution", "--id", "g-1", "--output", "table"]
    rows = [line.split() for line in invoke("call", *line).stdout.splitlines()]
    assert ["telephony_config.distributions[1].percentage", "70"] in rows
    assert ["id", "g-1"] in rows


def test_table_of_a_list_operation_has_a_row_per_item(invoke, endpoint):
    operations = [{"Id": f"op-{n}", "Status": "SUCCESS"} for n in range(3)]
    endpoint.script(
        servicediscovery.ListOperationsRequest, {"Operations": operations, "NextToken": "more"}
    )
    shown = invoke("call", "servicediscovery", "list-operations", "--output", "table").stdout
    rows = [line.split() for line in shown.splitlines()]
    assert [row for row in rows if row[:1] == ["SUCCESS"]] == [
        ["SUCCESS", "op-0"],
        ["SUCCESS", "op-1"],
        ["SUCCESS", "op-2"],
    ]
    assert ["next_token", "more"] in rows


def test_control_characters_from_aws_are_escaped(invoke, endpoint):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC | {"Id": "\x1b[31m[bold]red"})
    line = ["connect", "get-traffic-distribution", "--id", "g-1", "--output", "table"]
    shown = invoke("call", *line).stdout
    assert "\x1b" not in shown
    assert "[bold]red" in shown


def test_aws_error(invoke, endpoint):
    endpoint.script(
        servicediscovery.GetOperationRequest,
        Fault(servicediscovery.OperationNotFound, "no operation op-9"),
    )
    done = invoke("call", "servicediscovery", "get-operation", "--operation-id", "op-9")
    assert (done.exit_code, done.stdout) == (5, "")
    assert len(done.stderr.splitlines()) == 1
    assert (
        "An error occurred (OperationNotFound) when calling the GetOperation operation"
        in done.stderr
    )
    assert "(request id " in done.stderr


def test_invalid_response(invoke, endpoint):
    endpoint.script(connect.GetTrafficDistributionRequest, TRAFFIC | {"TelephonyConfig": {"Distributions": [{"Region": "us-west-2", "Percentage": 15}]}})  # fmt: skip
    done = invoke("call", "connect", "get-traffic-distribution", "--id", "g-1")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "Percentage: expected a multiple of 10, found 15" in done.stderr


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"AWS_DEFAULT_REGION": None}, "You must specify a region."),
        ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "Unable to locate credentials"),
    ],
)  # fmt: skip
def test_missing_region_or_credentials(run, env, message):
    done = run("call", "connect", "get-traffic-distribution", "--id", "g-1", env=env)
    assert (done.exit_code, done.stdout, done.stderr) == (5, "", f"Error: {message}\n")


def test_botocore_parameter_validation(run):
    done = run("call", "s3api", "get-object", "--bucket", "No Bucket", "--key", "k")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: Parameter validation failed: Invalid bucket name")


def test_botocore_validation_errors_omit_values():
    report = "Invalid length for parameter Pin, value: 12\n, 34, valid min length: 6\nMissing"
    end = to_cli_error(ParamValidationError(report=report))
    message = (
        "Parameter validation failed: Invalid length for parameter Pin, valid min length: 6 Missing"
    )
    assert (str(end), end.exit_code) == (message, 3)


def test_the_help_of_an_operation_has_an_example(run):
    done = run("call", "lambda", "GetFunctionConfiguration", "--help")
    assert (
        "Example:\n    typed-status call lambda GetFunctionConfiguration --function-name ...\n"
        in done.stdout
    )
    assert "--function-name TEXT" in done.stdout
    assert "[required]" in done.stdout


def test_connection_error(run):
    line = [
        "connect",
        "get-traffic-distribution",
        "--id",
        "x",
        "--endpoint-url",
        "http://127.0.0.1:9",
    ]
    done = run("call", *line)
    assert done.exit_code == 5
    assert done.stderr.startswith("Error: Could not connect to the endpoint URL")


def test_invalid_endpoint_url(run):
    done = run("call", "connect", "get-traffic-distribution", "--id", "x", "--endpoint-url", "x")
    assert done.exit_code == 2
    assert "Invalid endpoint: x; check --endpoint-url" in done.stderr


def test_streaming_body_is_not_read(invoke, endpoint):
    endpoint.script(s3.GetObjectRequest, Reply(body=b"abc"))
    done = invoke("call", "s3api", "get-object", "--bucket", "b", "--key", "k")
    assert json.loads(done.stdout)["body"] == "<stream>"


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(), st.sampled_from(["--max-results", "--next-token", "--filters", "--request"]))
@example("-", "--request")  # which reads stdin
def test_no_input_causes_a_traceback(text, flag):
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(click.ClickException):
        patch.setattr("sys.stdin", io.StringIO())
        request_from(servicediscovery.ListOperationsRequest, f"{flag}={text}")
