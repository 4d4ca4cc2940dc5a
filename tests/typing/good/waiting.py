"""Waiting and watching: the response, and what may be waited for, come out of the request."""

from collections.abc import Generator, Sequence
from typing import assert_type

from botocore.waiter import Waiter
from mypy_boto3_cloudcontrol import CloudControlApiClient
from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import (
    GONE,
    Awaits,
    ListResult,
    Phase,
    Poll,
    WaitBlocked,
    items_of,
    phase_of,
    statuses_of,
    wait,
    watch,
)
from typed_status.services import cloudcontrol, connect, ec2, servicediscovery
from typed_status.services.servicediscovery import OperationStatus


def of_one(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    assert_type(wait(client, request, timeout=600), servicediscovery.GetOperationResponse)
    wait(client, request, timeout=600, until=OperationStatus.PENDING)
    wait(client, request, timeout=600, until={OperationStatus.PENDING, OperationStatus.SUCCESS})
    wait(client, request, timeout=600, until=lambda response: response.operation.targets is None)
    assert_type(
        watch(client, request, timeout=600),
        Generator[servicediscovery.GetOperationResponse, None, None],
    )


def of_one_that_awaits_somebody(client: ServiceDiscoveryClient) -> Awaits | None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    try:
        response = wait(client, request, timeout=600, poll_blocked=True)
    except WaitBlocked as error:
        assert_type(error.awaits, Awaits | None)
        return error.awaits
    assert_type(response.operation.status.awaits, Awaits)
    assert_type(response.operation.status.is_blocked, bool)
    return None


def observe(poll: Poll[servicediscovery.GetOperationResponse]) -> None:
    assert_type(poll.response, servicediscovery.GetOperationResponse | None)


def of_one_that_tells(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    wait(client, request, timeout=600, on_poll=observe)


def of_one_that_goes(client: ConnectClient) -> None:
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="id")
    assert_type(
        wait(client, request, timeout=600, until=GONE),
        connect.DescribeTrafficDistributionGroupResponse | None,
    )


def of_many(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.ListOperationsRequest()
    found = wait(client, request, timeout=600, select=lambda item: item.id != "op")
    assert_type(
        found,
        ListResult[
            servicediscovery.OperationSummary,
            OperationStatus,
            servicediscovery.ListOperationsResponse,
        ],
    )
    wait(client, request, timeout=600, until=OperationStatus.PENDING)
    wait(client, request, timeout=600, until=lambda result: result.statuses == [])
    wait(client, request, timeout=600, until=lambda result: result[0].id == "op")

    def on_poll(poll: Poll[ListResult[servicediscovery.OperationSummary]]) -> None:
        assert_type(poll.response, ListResult[servicediscovery.OperationSummary] | None)

    wait(client, request, timeout=600, on_poll=on_poll)
    for result in watch(client, request, timeout=600):
        assert_type(result.items, list[servicediscovery.OperationSummary])


def of_the_result(client: ec2.DescribeInstancesClient) -> None:
    found = wait(client, ec2.DescribeInstancesRequest(), timeout=600)
    for instance in found:
        assert_type(instance, ec2.Instance)
    assert_type(found[0], ec2.Instance)
    assert_type(found[1:], list[ec2.Instance])
    assert_type(found.items, list[ec2.Instance])
    assert_type(found.statuses, list[ec2.InstanceStateName])
    assert_type(found.pages, list[ec2.DescribeInstancesResponse])
    assert_type(found.phase, Phase)
    for each, status in found.with_statuses():
        assert_type(each, ec2.Instance)
        assert_type(status, ec2.InstanceStateName | None)
    assert_type(items_of(found), list[ec2.Instance])
    assert_type(statuses_of(found), list[ec2.InstanceStateName])
    assert_type(phase_of(found), Phase)
    short: ListResult[ec2.Instance] = found
    sequence: Sequence[ec2.Instance] = short
    assert_type(sequence[0], ec2.Instance)


def of_one_of_botocores_waiters(client: CloudControlApiClient) -> None:
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="token")
    until = client.get_waiter("resource_request_success")
    assert_type(
        wait(client, request, timeout=600, until=until),
        cloudcontrol.GetResourceRequestStatusResponse | None,
    )


def of_any_waiter(client: ec2.DescribeKeyPairsClient, until: Waiter) -> None:
    request = ec2.DescribeKeyPairsRequest()
    assert_type(
        wait(client, request, timeout=600, until=until), ec2.DescribeKeyPairsResponse | None
    )


def of_many_by_a_waiter(client: ec2.DescribeInstancesClient, until: Waiter) -> None:
    assert_type(
        wait(client, ec2.DescribeInstancesRequest(), timeout=600, until=until),
        ListResult[ec2.Instance, ec2.InstanceStateName, ec2.DescribeInstancesResponse],
    )
