"""Demonstrate the library: five operations with real boto3 clients, and a wait on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from datetime import UTC, datetime

from typed_status import ResponseValidationError, RuleWarning, SchemaDriftWarning
from typed_status.services import cloudcontrol, connect, greengrass, servicediscovery
from typed_status.testing import FakeEndpoint, Fault

TDG = "arn:aws:connect:us-east-1:123456789012:traffic-distribution-group/12345678-1234-1234-1234-123456789012"
TOKEN = "6f2b-4711"  # noqa: S105 - not a password: it identifies a request


def show(label: str, value: object) -> None:
    """Print a label and a value on one line."""
    print(f"  {label:<42} {value!r}")


def describe_group(endpoint: FakeEndpoint) -> None:
    """Amazon Connect: a group's status."""
    print("\nconnect.describe_traffic_distribution_group")
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest,
        {
            "TrafficDistributionGroup": {
                "Id": TDG[-36:],
                "Arn": TDG,
                "Name": "two-regions",
                "Status": "UPDATE_IN_PROGRESS",
                "IsDefault": True,
            }
        },
    )
    response = connect.describe_traffic_distribution_group(
        endpoint.client("connect"), traffic_distribution_group_id=TDG
    )
    show("traffic_distribution_group.status", response.traffic_distribution_group.status)
    show("response_metadata.request_id", response.response_metadata.request_id)


def get_distribution(endpoint: FakeEndpoint) -> None:
    """Amazon Connect: percentages, and the rule that they are multiples of ten."""
    print("\nconnect.get_traffic_distribution")

    def output(west: int, east: int) -> dict[str, object]:
        shares = [
            {"Region": "us-west-2", "Percentage": west},
            {"Region": "us-east-1", "Percentage": east},
        ]
        return {"Id": TDG[-36:], "Arn": TDG, "TelephonyConfig": {"Distributions": shares}}

    endpoint.script(connect.GetTrafficDistributionRequest, output(30, 70), output(15, 85))
    client = endpoint.client("connect")
    response = connect.get_traffic_distribution(client, id=TDG)
    for share in response.telephony_config.distributions:
        show("a share", share)
    try:
        connect.get_traffic_distribution(client, id=TDG)
    except ResponseValidationError as error:
        print("  15 percent is invalid:")
        print("   ", str(error).replace("\n", "\n    "))


def resource_request(endpoint: FakeEndpoint) -> None:
    """Cloud Control: timestamps in UTC, parsed JSON, redacted members, an unknown enum value."""
    print("\ncloudcontrol.get_resource_request_status")
    endpoint.script(
        cloudcontrol.GetResourceRequestStatusRequest,
        {
            "ProgressEvent": {
                "TypeName": "AWS::Logs::LogGroup",
                "RequestToken": TOKEN,
                "OperationStatus": "PAUSED_BY_AWS",
                "EventTime": datetime(2020, 4, 16, 16, 51, 0, 121000, tzinfo=UTC),
                "ResourceModel": '{"LogGroupName": "demo", "RetentionInDays": 7}',
            }
        },
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SchemaDriftWarning)
        response = cloudcontrol.get_resource_request_status(
            endpoint.client("cloudcontrol"), request_token=TOKEN
        )
    event = response.progress_event
    show("progress_event.operation_status", event.operation_status)
    show("  .is_known", event.operation_status.is_known)
    print(f"  {'  the warning':<42} {caught[0].message}")
    show("progress_event.event_time", event.event_time)
    show("progress_event", event)
    if event.resource_model is not None:
        show("progress_event.resource_model.parsed", event.resource_model.parsed)


def operation(endpoint: FakeEndpoint) -> None:
    """Cloud Map: a map keyed by an enum, a rule that warns, an AWS error caught by its class."""
    print("\nservicediscovery.get_operation")
    endpoint.script(
        servicediscovery.GetOperationRequest,
        {"Operation": {"Id": "op-1", "Status": "PENDING", "Targets": {"NAMESPACE": "ns-1"}}},
        {"Operation": {"Id": "op-1", "Status": "FAIL"}},
        Fault(servicediscovery.OperationNotFound, "no operation op-2"),
    )
    client = endpoint.client("servicediscovery")
    show("operation", servicediscovery.get_operation(client, operation_id="op-1").operation)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RuleWarning)
        servicediscovery.get_operation(client, operation_id="op-1")
    print(f"  {'a failure without a message warns':<42} {caught[0].message}")
    try:
        servicediscovery.get_operation(client, operation_id="op-2")
    except servicediscovery.OperationNotFound as error:
        show("caught as OperationNotFound", error.message)


def bulk_deployment(endpoint: FakeEndpoint) -> None:
    """Greengrass: a timestamp in a string."""
    print("\ngreengrass.get_bulk_deployment_status")
    endpoint.script(
        greengrass.GetBulkDeploymentStatusRequest,
        {
            "BulkDeploymentStatus": "Running",
            "CreatedAt": "2018-06-25T16:11:33.383Z",
            "BulkDeploymentMetrics": {"RecordsProcessed": 12, "InvalidInputRecords": 0},
            "tags": {"team": "edge"},
        },
    )
    response = greengrass.get_bulk_deployment_status(
        endpoint.client("greengrass"), bulk_deployment_id="bulk-1"
    )
    show("bulk_deployment_status", response.bulk_deployment_status)
    show("created_at", response.created_at)
    show("bulk_deployment_metrics", response.bulk_deployment_metrics)
    show("tags", response.tags)


def wait_for_it(endpoint: FakeEndpoint) -> None:
    """Run ``typed-status wait``, with live progress if stderr is a terminal."""
    statuses = ("SUBMITTED", "PENDING", "PENDING", "SUCCESS")
    pending, *rest = ({"Operation": {"Id": "op-3", "Status": status}} for status in statuses)
    slow_down = Fault("ThrottlingException", "slow down", status=400)
    endpoint.script(servicediscovery.GetOperationRequest, pending, slow_down, *rest)
    line = ["wait", "servicediscovery", "get-operation", "--operation-id", "op-3"]
    line += ["--endpoint-url", endpoint.url, "--delay", "0.8", "--max-delay", "1.2"]
    print("\n$ typed-status", *line, flush=True)
    access = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "1",  # no retries in botocore, so that wait shows the throttling
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    command = [sys.executable, "-m", "typed_status", *line]
    subprocess.run(command, check=True, env=os.environ | access)  # noqa: S603 - this interpreter, our own command


def main() -> None:
    """Run every demonstration against one endpoint."""
    with FakeEndpoint() as endpoint:
        print(f"real boto3 clients with the endpoint {endpoint.url}")
        describe_group(endpoint)
        get_distribution(endpoint)
        resource_request(endpoint)
        operation(endpoint)
        bulk_deployment(endpoint)
        wait_for_it(endpoint)


if __name__ == "__main__":
    main()
