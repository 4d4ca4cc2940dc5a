"""Shipped starts: they are in the modules of their services, and say what a wait for their end returns."""

from typing import Any, assert_type

from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import ListResult, Poller, begin, call
from typed_status.services import cloudcontrol, ec2, servicediscovery

CREATE = servicediscovery.CreateHttpNamespaceRequest(name="web")


class Fake:
    def create_http_namespace(self, **members: object) -> dict[str, Any]:
        return {"OperationId": "1"}

    def get_operation(self, **members: object) -> dict[str, Any]:
        return {"Operation": {"Id": "1", "Status": "SUCCESS"}}


def of_an_operation(client: ServiceDiscoveryClient) -> None:
    poller = begin(client, CREATE)
    assert_type(
        poller,
        Poller[
            servicediscovery.CreateHttpNamespaceResponse,
            servicediscovery.GetOperationResponse,
            servicediscovery.OperationStatus,
        ],
    )
    assert_type(poller.response.operation_id, str | None)
    assert_type(poller.result(timeout=600).operation.status, servicediscovery.OperationStatus)
    assert_type(call(client, CREATE), servicediscovery.CreateHttpNamespaceResponse)
    assert_type(
        servicediscovery.create_http_namespace(client, name="web"),
        servicediscovery.CreateHttpNamespaceResponse,
    )


def of_any_client(client: Any, both: servicediscovery.CreateHttpNamespaceClient) -> None:
    assert_type(begin(both, CREATE).status(), servicediscovery.OperationStatus | None)
    assert_type(begin(Fake(), CREATE).result(timeout=1), servicediscovery.GetOperationResponse)
    resource = cloudcontrol.CreateResourceRequest(type_name="AWS::S3::Bucket", desired_state="{}")
    assert_type(
        begin(client, resource).result(timeout=1), cloudcontrol.GetResourceRequestStatusResponse
    )


def of_a_list(client: Any) -> None:
    stopped = begin(client, ec2.StopInstancesRequest(instance_ids=["i-1"])).result(timeout=600)
    assert_type(
        stopped, ListResult[ec2.Instance, ec2.InstanceStateName, ec2.DescribeInstancesResponse]
    )
