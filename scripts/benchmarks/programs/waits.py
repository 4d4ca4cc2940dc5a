"""Calls, pages and waits, with and without asyncio."""

import asyncio
from typing import Any

from mypy_boto3_servicediscovery import ServiceDiscoveryClient
from types_aiobotocore_servicediscovery import ServiceDiscoveryClient as AsyncClient

from typed_status import GONE, WaitFailed, WaitTimeout, aio, call, pages, wait, wait_all, watch
from typed_status.services import cloudcontrol, connect
from typed_status.services import servicediscovery as cloudmap


def finished(client: ServiceDiscoveryClient, operation_id: str) -> cloudmap.Operation:
    """Wait for one operation."""
    request = cloudmap.GetOperationRequest(operation_id=operation_id)
    if call(client, request).operation.status == cloudmap.OperationStatus.SUBMITTED:
        for response in watch(client, request, timeout=60):
            print(response.operation.status)
    try:
        operation = wait(client, request, timeout=600, delay=2, max_delay=30).operation
    except WaitFailed as error:
        print(error)
        raise
    # planted: print(operation.statuz)
    return operation


def all_finished(client: ServiceDiscoveryClient) -> list[str]:
    """Wait for every operation that is pending, and list those that failed."""
    requests = [
        cloudmap.GetOperationRequest(operation_id=summary.id)
        for page in pages(client, cloudmap.ListOperationsRequest(max_results=100))
        for summary in page.operations or []
        if summary.id and summary.status == cloudmap.OperationStatus.PENDING
    ]
    outcomes = wait_all(client, requests, timeout=3600, concurrency=10)
    return [str(outcome.error) for outcome in outcomes if outcome.error]


def deleted(client: Any, group: str) -> bool:
    """Wait until a traffic distribution group does not exist any more."""
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id=group)
    try:
        return wait(client, request, timeout=300, until=GONE) is None
    except WaitTimeout:
        return False


def created(client: Any, token: str) -> str | None:
    """Wait for a resource request until its resource has an identifier."""
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token=token)
    response = wait(
        client,
        request,
        timeout=600,
        until=lambda found: found.progress_event.identifier is not None,
    )
    return response.progress_event.identifier


async def finished_async(client: AsyncClient, operation_ids: list[str]) -> list[str]:
    """Wait for some operations with asyncio, and list those that succeeded."""
    requests = [cloudmap.GetOperationRequest(operation_id=each) for each in operation_ids]
    first = await aio.call(client, requests[0])
    print(first.operation.targets, first.response_metadata.request_id)
    async for page in aio.pages(client, cloudmap.ListOperationsRequest()):
        print(len(page.operations or []))
    done = await aio.wait(client, requests[0], timeout=600)
    print(done.operation.update_date)
    outcomes = await aio.wait_all(client, requests, timeout=600, concurrency=100)
    return [each.response.operation.id for each in outcomes if each.response]


def main(client: ServiceDiscoveryClient, untyped: Any, async_client: AsyncClient) -> None:
    """Run all of them."""
    print(finished(client, "op-1").status, all_finished(client))
    print(deleted(untyped, "group-1"), created(untyped, "t"))
    print(asyncio.run(finished_async(async_client, ["op-1", "op-2"])))
