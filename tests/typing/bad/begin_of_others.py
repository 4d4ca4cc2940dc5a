"""Starts with clients that cannot follow them, statuses of others, and requests that start nothing."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

import typed_status.runtime as rt
from typed_status import begin, begin_all, wait
from typed_status.services import connect, servicediscovery
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
    )
    name: str


class OnlyStarts:
    def create_http_namespace(self, **parameters: Any) -> dict[str, Any]:
        return parameters


REQUEST = servicediscovery.GetOperationRequest(operation_id="op")


def another_client(client: ConnectClient) -> None:
    # E: mypy=misc pyright=reportArgumentType
    begin(client, Create(name="web"))


def a_client_that_cannot_follow(client: OnlyStarts) -> None:
    # E: mypy=misc pyright=reportArgumentType
    begin(client, Create(name="web"))


def nothing_starts(client: ServiceDiscoveryClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    begin(client, REQUEST)
    # E: mypy=arg-type pyright=reportArgumentType
    begin_all(client, [REQUEST], timeout=600)


def another_status(client: ServiceDiscoveryClient) -> None:
    create = Create(name="web")
    # E: mypy=arg-type pyright=reportArgumentType
    begin(client, create, until=connect.TrafficDistributionGroupStatus.ACTIVE)
    # E: mypy=arg-type pyright=reportArgumentType
    begin(client, create, until="SUCCESS")


def without_an_end(client: ServiceDiscoveryClient) -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    begin(client, Create(name="web")).result()


def what_may_be_missing(client: ServiceDiscoveryClient) -> None:
    # E: mypy=arg-type pyright=reportCallIssue,reportArgumentType
    wait(client, REQUEST, after=servicediscovery.GetOperationRequest, timeout=600)
