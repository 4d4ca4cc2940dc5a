"""Waiting and watching: the response, and what may be waited for, come out of the request."""

from collections.abc import Iterator
from typing import assert_type

from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import GONE, Poll, wait, watch
from typed_status.services import connect, servicediscovery
from typed_status.services.servicediscovery import OperationStatus


def of_one(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    assert_type(wait(client, request, timeout=600), servicediscovery.GetOperationResponse)
    wait(client, request, timeout=600, until=OperationStatus.PENDING)
    wait(client, request, timeout=600, until={OperationStatus.PENDING, OperationStatus.SUCCESS})
    wait(client, request, timeout=600, until=lambda response: response.operation.targets is None)
    assert_type(
        watch(client, request, timeout=600), Iterator[servicediscovery.GetOperationResponse]
    )


def told(poll: Poll[servicediscovery.GetOperationResponse]) -> None:
    assert_type(poll.response, servicediscovery.GetOperationResponse | None)


def of_one_that_tells(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    wait(client, request, timeout=600, on_poll=told)


def of_one_that_goes(client: ConnectClient) -> None:
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="id")
    assert_type(
        wait(client, request, timeout=600, until=GONE),
        connect.DescribeTrafficDistributionGroupResponse | None,
    )


def of_many(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.ListOperationsRequest()
    found = wait(client, request, timeout=600, select=lambda item: item.id != "op")
    assert_type(found, list[servicediscovery.ListOperationsResponse])
    wait(client, request, timeout=600, until=OperationStatus.PENDING)
    assert_type(
        watch(client, request, timeout=600), Iterator[list[servicediscovery.ListOperationsResponse]]
    )
