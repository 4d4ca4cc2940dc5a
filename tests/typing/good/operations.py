"""Every operation, through its function and through ``call``: the response is typed either way."""

from typing import assert_type

from mypy_boto3_cloudcontrol import CloudControlApiClient
from mypy_boto3_connect import ConnectClient
from mypy_boto3_greengrass import GreengrassClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import Request, call
from typed_status.services import cloudcontrol, connect, greengrass, servicediscovery


def cloudcontrol_operations(client: CloudControlApiClient) -> None:
    assert_type(
        cloudcontrol.get_resource_request_status(client, request_token="token"),
        cloudcontrol.GetResourceRequestStatusResponse,
    )
    assert_type(
        call(client, cloudcontrol.GetResourceRequestStatusRequest(request_token="token")),
        cloudcontrol.GetResourceRequestStatusResponse,
    )


def connect_operations(client: ConnectClient) -> None:
    assert_type(
        connect.describe_traffic_distribution_group(client, traffic_distribution_group_id="id"),
        connect.DescribeTrafficDistributionGroupResponse,
    )
    assert_type(
        call(
            client,
            connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="id"),
        ),
        connect.DescribeTrafficDistributionGroupResponse,
    )
    assert_type(
        connect.get_traffic_distribution(client, id="id"),
        connect.GetTrafficDistributionResponse,
    )
    assert_type(
        call(client, connect.GetTrafficDistributionRequest(id="id")),
        connect.GetTrafficDistributionResponse,
    )
    assert_type(
        connect.update_traffic_distribution(client, id="id", telephony_config=None),
        connect.UpdateTrafficDistributionResponse,
    )
    assert_type(
        call(client, connect.UpdateTrafficDistributionRequest(id="id")),
        connect.UpdateTrafficDistributionResponse,
    )


def greengrass_operations(client: GreengrassClient) -> None:
    assert_type(
        greengrass.get_bulk_deployment_status(client, bulk_deployment_id="id"),
        greengrass.GetBulkDeploymentStatusResponse,
    )
    assert_type(
        call(client, greengrass.GetBulkDeploymentStatusRequest(bulk_deployment_id="id")),
        greengrass.GetBulkDeploymentStatusResponse,
    )


def servicediscovery_operations(client: ServiceDiscoveryClient) -> None:
    assert_type(
        servicediscovery.get_operation(client, operation_id="id", owner_account="123456789012"),
        servicediscovery.GetOperationResponse,
    )
    assert_type(
        call(client, servicediscovery.GetOperationRequest(operation_id="id")),
        servicediscovery.GetOperationResponse,
    )


def kept_for_later(operation_id: str) -> Request[servicediscovery.GetOperationResponse]:
    return servicediscovery.GetOperationRequest(operation_id=operation_id)


def sent_later(client: ServiceDiscoveryClient) -> None:
    request: Request[servicediscovery.GetOperationResponse] = kept_for_later("id")
    assert_type(call(client, request), servicediscovery.GetOperationResponse)


def with_its_client(
    client: ServiceDiscoveryClient,
    request: Request[servicediscovery.GetOperationResponse, servicediscovery.GetOperationClient],
) -> None:
    assert_type(call(client, request), servicediscovery.GetOperationResponse)
