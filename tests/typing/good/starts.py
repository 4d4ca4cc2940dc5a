"""Starts: the response, the result and the status come out of the request, and a client must be able to do both."""

from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any, ClassVar, Protocol, assert_type

from mypy_boto3_servicediscovery import ServiceDiscoveryClient
from types_aiobotocore_servicediscovery import ServiceDiscoveryClient as AsyncClient

import typed_status.runtime as rt
from typed_status import (
    ListResult,
    Outcome,
    Poller,
    SavedWait,
    StartOutcome,
    StartUnknown,
    aio,
    as_completed,
    begin,
    begin_all,
    follow,
    resume,
    wait,
    wait_all,
    with_token,
)
from typed_status.services import ec2, servicediscovery
from typed_status.services.servicediscovery import GetOperationResponse, OperationStatus


class CreateClient(servicediscovery.GetOperationClient, Protocol):
    @property
    def create_http_namespace(self) -> Callable[..., Any]: ...


class CreateResponse(rt.Response):
    operation_id: str | None = None


class Create(
    rt.StartingRequest[CreateResponse, CreateClient, GetOperationResponse, OperationStatus]
):
    __start__: ClassVar = rt.Start(
        status_request=lambda: servicediscovery.GetOperationRequest,
        bindings={"operation_id": "output.operation_id"},
        wanted=("SUCCESS",),
        token="creator_request_id",
    )
    name: str
    creator_request_id: str | None = None


class Delete(
    rt.StartingRequest[CreateResponse, CreateClient, GetOperationResponse | None, OperationStatus]
):
    name: str


Instances = ListResult[ec2.Instance, ec2.InstanceStateName, ec2.DescribeInstancesResponse]


class CreateMany(
    rt.StartingRequest[
        CreateResponse, ServiceDiscoveryClient, list[GetOperationResponse], OperationStatus
    ]
):
    names: list[str]


class Stop(
    rt.StartingRequest[
        CreateResponse, ec2.DescribeInstancesClient, Instances, ec2.InstanceStateName
    ]
):
    instance_ids: list[str]


CREATE = Create(name="web")


def starts(client: ServiceDiscoveryClient) -> None:
    poller = begin(client, CREATE)
    assert_type(poller, Poller[CreateResponse, GetOperationResponse, OperationStatus])
    assert_type(poller.response, CreateResponse)
    assert_type(poller.status(), OperationStatus | None)
    assert_type(poller.done(), bool)
    assert_type(poller.result(timeout=600), GetOperationResponse)
    assert_type(poller.watch(timeout=600), Generator[GetOperationResponse, None, None])
    assert_type(poller.save(timeout=600), SavedWait[GetOperationResponse, Any])
    assert_type(resume(client, poller.save(timeout=600)), GetOperationResponse)
    assert_type(begin(client, with_token(CREATE)).token, str | None)
    begin(client, CREATE, until=OperationStatus.PENDING)
    begin(client, CREATE, until={OperationStatus.PENDING, OperationStatus.SUCCESS})
    begin(client, CREATE, until=lambda response: response.operation.targets is None)
    assert_type(follow(client, CREATE, {"OperationId": "op"}).response, CreateResponse)
    assert_type(follow(client, CREATE, CreateResponse()).response, CreateResponse)


def removes(client: ServiceDiscoveryClient) -> None:
    done = begin(client, Delete(name="web")).result(timeout=600)
    assert_type(done, GetOperationResponse | None)


def lists(client: ec2.DescribeInstancesClient) -> None:
    done = begin(client, Stop(instance_ids=["i-1"])).result(timeout=600)
    assert_type(done, Instances)
    for instance in done:
        assert_type(instance, ec2.Instance)


def many(client: ServiceDiscoveryClient) -> None:
    for outcome in begin_all(client, [CREATE], timeout=600):
        assert_type(
            outcome,
            StartOutcome[
                GetOperationResponse, Poller[CreateResponse, GetOperationResponse, OperationStatus]
            ],
        )
        assert_type(outcome.result(), GetOperationResponse)
    for removed in begin_all(client, [Delete(name="web")], timeout=600):
        assert_type(removed.result(), GetOperationResponse | None)


def after(client: ServiceDiscoveryClient) -> None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    assert_type(wait(client, request, after=Create, timeout=600), GetOperationResponse)
    assert_type(wait(client, request, after=Delete, timeout=600), GetOperationResponse | None)
    assert_type(wait(client, request, after=CreateMany, timeout=600), GetOperationResponse)
    assert_type(
        wait_all(client, [request], after=Create, timeout=600), list[Outcome[GetOperationResponse]]
    )
    assert_type(
        as_completed(client, [request], after=Create, timeout=600),
        Generator[Outcome[GetOperationResponse], None, None],
    )
    saved = SavedWait(request, after=Create, timeout=600)
    assert_type(resume(client, saved), GetOperationResponse)


def lost(client: ServiceDiscoveryClient) -> str | None:
    try:
        begin(client, CREATE)
    except StartUnknown as error:
        return error.token
    return None


async def starts_async(client: AsyncClient) -> None:
    poller = await aio.begin(client, CREATE)
    assert_type(poller, aio.Poller[CreateResponse, GetOperationResponse, OperationStatus])
    assert_type(await poller.status(), OperationStatus | None)
    assert_type(await poller.result(timeout=600), GetOperationResponse)
    assert_type(poller.watch(timeout=600), AsyncGenerator[GetOperationResponse, None])
    assert_type(aio.follow(client, CREATE, {}).response, CreateResponse)
    async for outcome in aio.begin_all(client, [CREATE], timeout=600):
        assert_type(outcome.result(), GetOperationResponse)
    request = servicediscovery.GetOperationRequest(operation_id="op")
    assert_type(await aio.wait(client, request, after=Create, timeout=600), GetOperationResponse)
    assert_type(
        await aio.wait(client, request, after=CreateMany, timeout=600), GetOperationResponse
    )
