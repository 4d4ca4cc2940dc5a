"""The verbs of asyncio: the response comes out of the request, through each of them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeAlias, assert_type

from types_aiobotocore_servicediscovery import ServiceDiscoveryClient

from typed_status import GONE, ListResult, Outcome, Poll, SavedWait, aio
from typed_status.services import servicediscovery
from typed_status.services.servicediscovery import OperationStatus

REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
LISTING = servicediscovery.ListOperationsRequest()
Listed: TypeAlias = ListResult[
    servicediscovery.OperationSummary,
    OperationStatus,
    servicediscovery.ListOperationsResponse,
]


async def calls(client: ServiceDiscoveryClient) -> None:
    assert_type(await aio.call(client, REQUEST), servicediscovery.GetOperationResponse)
    assert_type(
        aio.pages(client, LISTING), AsyncGenerator[servicediscovery.ListOperationsResponse, None]
    )
    async for page in aio.pages(client, LISTING):
        assert_type(page, servicediscovery.ListOperationsResponse)


async def waits(client: ServiceDiscoveryClient) -> None:
    assert_type(await aio.wait(client, REQUEST, timeout=600), servicediscovery.GetOperationResponse)
    assert_type(
        await aio.wait(client, REQUEST, timeout=600, until=OperationStatus.PENDING),
        servicediscovery.GetOperationResponse,
    )
    assert_type(
        await aio.wait(client, REQUEST, timeout=600, until=GONE),
        servicediscovery.GetOperationResponse | None,
    )
    assert_type(
        await aio.wait(client, LISTING, timeout=600, select=lambda item: item.id != "op"),
        Listed,
    )
    assert_type(
        aio.watch(client, REQUEST, timeout=600),
        AsyncGenerator[servicediscovery.GetOperationResponse, None],
    )
    assert_type(
        aio.watch(client, LISTING, timeout=600),
        AsyncGenerator[Listed, None],
    )


async def fleets(client: ServiceDiscoveryClient) -> None:
    assert_type(
        await aio.wait_all(client, [REQUEST], timeout=600),
        list[Outcome[servicediscovery.GetOperationResponse]],
    )
    assert_type(
        await aio.wait_all(client, [LISTING], timeout=600),
        list[Outcome[Listed]],
    )
    async with aclosing(aio.as_completed(client, [REQUEST], timeout=600, concurrency=50)) as found:
        async for outcome in found:
            assert_type(outcome.result(), servicediscovery.GetOperationResponse)


async def saved(client: ServiceDiscoveryClient) -> None:
    waiting = SavedWait(REQUEST, timeout=600)
    assert_type(await aio.poll_once(client, waiting), Poll[servicediscovery.GetOperationResponse])
    assert_type(await aio.resume(client, waiting), servicediscovery.GetOperationResponse)
