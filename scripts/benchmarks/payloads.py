"""The measured responses: a small and a large one per protocol.

May import: the standard library, botocore and typed_status.
"""

from __future__ import annotations

import dataclasses
import importlib
import typing as t
from datetime import UTC, datetime

from botocore.awsrequest import HeadersDict
from botocore.model import OperationModel

from typed_status.runtime import Operation, Request
from typed_status.testing.response_serializer import serialize
from typed_status.testing.routing import operation_model

TIME = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


@dataclasses.dataclass(frozen=True)
class Payload:
    """A response and its request."""

    protocol: str
    size: str
    request: Request[t.Any, t.Any]
    output: dict[str, t.Any]

    @property
    def operation(self) -> Operation:
        """The operation in typed-status."""
        return type(self.request).__operation__

    @property
    def model(self) -> OperationModel:
        """The operation in botocore."""
        return operation_model(self.operation.service, self.operation.name)

    def message(self) -> dict[str, t.Any]:
        """Return the raw response, as botocore passes it to its parser."""
        reply = serialize(self.model, self.output)
        headers = HeadersDict({**reply.headers, "x-amzn-RequestId": "request-1"})
        return {"status_code": 200, "headers": headers, "body": reply.body, "context": {}}


def _progress(number: int) -> dict[str, t.Any]:
    return {
        "TypeName": "AWS::Logs::LogGroup",
        "Identifier": f"group-{number}",
        "RequestToken": f"token-{number:08}",
        "Operation": "CREATE",
        "OperationStatus": "SUCCESS",
        "EventTime": TIME,
    }


def _group(number: int) -> dict[str, t.Any]:
    return {
        "Id": f"id-{number}",
        "Arn": f"arn:aws:connect:us-east-1:1:traffic-distribution-group/id-{number}",
        "Name": f"group {number}",
        "InstanceArn": "arn:aws:connect:us-east-1:1:instance/i-1",
        "Status": "ACTIVE",
        "IsDefault": False,
    }


def _stack(number: int) -> dict[str, t.Any]:
    return {
        "StackId": f"arn:aws:cloudformation:us-east-1:1:stack/s{number}/1",
        "StackName": f"s{number}",
        "CreationTime": TIME,
        "StackStatus": "CREATE_COMPLETE",
        "DisableRollback": False,
        "EnableTerminationProtection": True,
        "Parameters": [{"ParameterKey": "Size", "ParameterValue": "4"}],
        "Outputs": [{"OutputKey": "Name", "OutputValue": f"n{number}"}],
        "Tags": [{"Key": "team", "Value": "blue"}],
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def _instance(number: int) -> dict[str, t.Any]:
    group = {"GroupId": "sg-1", "GroupName": "default"}
    attached = {"Status": "attached", "AttachTime": TIME, "DeleteOnTermination": True}
    return {
        "InstanceId": f"i-{number:08x}",
        "ImageId": "ami-1",
        "State": {"Code": 16, "Name": "running"},
        "PrivateDnsName": "ip-10-0-0-1.ec2.internal",
        "PublicDnsName": "",
        "AmiLaunchIndex": 0,
        "InstanceType": "m5.large",
        "LaunchTime": TIME,
        "Placement": {"AvailabilityZone": "us-east-1a", "GroupName": "", "Tenancy": "default"},
        "Monitoring": {"State": "disabled"},
        "SubnetId": "subnet-1",
        "VpcId": "vpc-1",
        "PrivateIpAddress": "10.0.0.1",
        "SourceDestCheck": True,
        "SecurityGroups": [group],
        "Architecture": "x86_64",
        "RootDeviceType": "ebs",
        "RootDeviceName": "/dev/xvda",
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": f"vol-{number:08x}", **attached}}
        ],
        "VirtualizationType": "hvm",
        "Tags": [{"Key": f"key-{at}", "Value": f"value {at}"} for at in range(4)],
        "Hypervisor": "xen",
        "NetworkInterfaces": [
            {
                "NetworkInterfaceId": f"eni-{number:08x}",
                "SubnetId": "subnet-1",
                "VpcId": "vpc-1",
                "OwnerId": "123456789012",
                "Status": "in-use",
                "MacAddress": "02:00:00:00:00:01",
                "PrivateIpAddress": "10.0.0.1",
                "SourceDestCheck": True,
                "Groups": [group],
                "Attachment": {"AttachmentId": "eni-attach-1", "DeviceIndex": 0, **attached},
            }
        ],
        "EbsOptimized": False,
    }


def _reservation(number: int) -> dict[str, t.Any]:
    return {
        "ReservationId": f"r-{number:08x}",
        "OwnerId": "123456789012",
        "Groups": [],
        "Instances": [_instance(number)],
    }


def _store(number: int) -> dict[str, t.Any]:
    return {
        "Id": f"store-{number}",
        "Arn": f"arn:aws:cloudfront::1:trust-store/store-{number}",
        "Name": f"store {number}",
        "Status": "active",
        "NumberOfCaCertificates": 3,
        "LastModifiedTime": TIME,
        "ETag": f"E{number}",
    }


def _bus(number: int) -> dict[str, t.Any]:
    return {
        "Name": f"bus-{number}",
        "EventBusArn": f"arn:aws:events:us-east-1:1:event-bus/bus-{number}",
        "CreationTime": TIME,
        "LastModifiedTime": TIME,
        "State": "ACTIVE",
        "EventBusAccountId": "123456789012",
    }


def _request(service: str, name: str, **members: t.Any) -> Request[t.Any, t.Any]:
    module = importlib.import_module(f"typed_status.services.{service}")
    made: Request[t.Any, t.Any] = getattr(module, f"{name}Request")(**members)
    return made


def payloads() -> list[Payload]:
    """Return all payloads, the small one of a protocol before the large one."""
    metrics = {"InvalidInputRecords": 0, "RecordsProcessed": 97, "RetryAttempts": 2}
    status = {"BulkDeploymentStatus": "Running", "CreatedAt": "2026-01-02T03:04:05.678Z"}
    status |= {"BulkDeploymentMetrics": metrics, "tags": {"team": "blue"}}
    operation = {"Id": "op-1", "Status": "SUCCESS", "Type": "CREATE_NAMESPACE"}
    operation |= {"OwnerAccount": "123456789012", "Targets": {"NAMESPACE": "ns-1"}}
    operation |= {"CreateDate": TIME, "UpdateDate": TIME}
    cases = [
        ("json", "small", _request("servicediscovery", "GetOperation", operation_id="op-1"),
         {"Operation": operation}),
        ("json", "1,000 items", _request("cloudcontrol", "ListResourceRequests"),
         {"ResourceRequestStatusSummaries": [_progress(each) for each in range(1000)]}),
        ("rest-json", "small",
         _request("greengrass", "GetBulkDeploymentStatus", bulk_deployment_id="b-1"), status),
        ("rest-json", "1,000 items", _request("connect", "ListTrafficDistributionGroups"),
         {"TrafficDistributionGroupSummaryList": [_group(each) for each in range(1000)]}),
        ("query", "small", _request("cloudformation", "DescribeStacks"), {"Stacks": [_stack(1)]}),
        ("query", "1,000 items", _request("cloudformation", "DescribeStacks"),
         {"Stacks": [_stack(each) for each in range(1000)]}),
        ("ec2", "small", _request("ec2", "DescribeInstances"), {"Reservations": [_reservation(1)]}),
        ("ec2", "500 instances", _request("ec2", "DescribeInstances"),
         {"Reservations": [_reservation(each) for each in range(500)]}),
        ("rest-xml", "small", _request("cloudfront", "ListTrustStores"),
         {"TrustStoreList": [_store(1)]}),
        ("rest-xml", "1,000 items", _request("cloudfront", "ListTrustStores"),
         {"TrustStoreList": [_store(each) for each in range(1000)]}),
        ("smithy-rpc-v2-cbor", "small", _request("eventbridgev2", "ListEventBuses"),
         {"EventBuses": [_bus(1)]}),
        ("smithy-rpc-v2-cbor", "1,000 items", _request("eventbridgev2", "ListEventBuses"),
         {"EventBuses": [_bus(each) for each in range(1000)]}),
    ]  # fmt: skip
    return [Payload(*case) for case in cases]
