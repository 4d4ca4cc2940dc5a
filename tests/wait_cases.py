"""The operations of the tests of sync and async waits, at least one of each protocol, and a clock that takes no time."""

import dataclasses
import typing as t
from datetime import UTC, datetime, timedelta

from typed_status import Clock, Request
from typed_status.services import (
    cloudcontrol,
    cloudformation,
    cloudfront,
    cloudwatchomni,
    connect,
    ec2,
    greengrass,
    servicediscovery,
)
from typed_status.testing import Fault, Reply

START = datetime(2026, 1, 2, tzinfo=UTC)


class Time:
    """A clock for sync and async waits that only ``sleep`` advances."""

    def __init__(self):
        self.passed = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.passed += seconds

    async def async_sleep(self, seconds):
        self.sleep(seconds)

    def clock(self, kind):
        sleep = self.sleep if kind is Clock else self.async_sleep
        return kind(
            monotonic=lambda: self.passed,
            now=lambda: START + timedelta(seconds=self.passed),
            sleep=sleep,
        )


@dataclasses.dataclass(frozen=True)
class Case:
    """A request, its response with a given status, and a status of each phase (``None`` if the enum has none)."""

    service: str
    protocol: str
    request: Request
    respond: t.Callable[[str], dict]
    in_progress: str
    succeeded: str
    failed: str | None = None
    canceled: str | None = None

    def __str__(self):
        return f"{self.service}-{self.protocol}"


CASES = [
    Case(
        "connect",
        "rest-json",
        connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="tdg"),
        lambda status: {"TrafficDistributionGroup": {"Id": "tdg", "Arn": "arn", "Status": status}},
        "CREATION_IN_PROGRESS",
        "ACTIVE",
        "CREATION_FAILED",
    ),
    Case(
        "cloudcontrol",
        "json",
        cloudcontrol.GetResourceRequestStatusRequest(request_token="t"),
        lambda status: {
            "ProgressEvent": {"RequestToken": "t", "OperationStatus": status, "EventTime": START}
        },
        "IN_PROGRESS",
        "SUCCESS",
        "FAILED",
        "CANCEL_COMPLETE",
    ),
    Case(
        "servicediscovery",
        "json",
        servicediscovery.GetOperationRequest(operation_id="op"),
        lambda status: {
            "Operation": {"Id": "op", "Status": status}
            | ({"ErrorMessage": "zone"} if status == "FAIL" else {})
        },
        "PENDING",
        "SUCCESS",
        "FAIL",
    ),
    Case(
        "greengrass",
        "rest-json",
        greengrass.GetBulkDeploymentStatusRequest(bulk_deployment_id="b"),
        lambda status: {"BulkDeploymentStatus": status},
        "Running",
        "Completed",
        "Failed",
        "Stopped",
    ),
    Case(
        "cloudformation",
        "query",
        cloudformation.DescribeStackSetOperationRequest(stack_set_name="s", operation_id="o"),
        lambda status: {"StackSetOperation": {"OperationId": "o", "Status": status}},
        "RUNNING",
        "SUCCEEDED",
        "FAILED",
        "STOPPED",
    ),
    Case(
        "ec2",
        "ec2",
        ec2.DescribeImportSnapshotTasksRequest(),
        lambda status: {"ImportSnapshotTasks": [{"SnapshotTaskDetail": {"Status": status}}]},
        "active",
        "completed",
        "error",
        "deleted",
    ),
    Case(
        "cloudfront",
        "rest-xml",
        cloudfront.GetManagedCertificateDetailsRequest(identifier="c"),
        lambda status: {"ManagedCertificateDetails": {"CertificateStatus": status}},
        "pending-validation",
        "issued",
        "failed",
        "revoked",
    ),
    Case(
        "cloudwatchomni",
        "smithy-rpc-v2-cbor",
        cloudwatchomni.GetTelemetryQueryResultsRequest(query_id="q"),
        lambda status: {"status": status},
        "Running",
        "Complete",
        "Failed",
        "Cancelled",
    ),
]
# A response that ends before its Content-Length.
TRUNCATED = Reply(headers={"Content-Length": "1000"}, body=b"{")
THROTTLED = Fault("ThrottlingException", "slow down", status=429)
