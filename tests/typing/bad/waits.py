"""Waits for what will not come, and waits of what has no status."""

from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import wait, watch
from typed_status.services import connect, servicediscovery

REQUEST = servicediscovery.GetOperationRequest(operation_id="op")


def without_an_end(client: ServiceDiscoveryClient) -> None:
    # E: mypy=call-overload pyright=reportCallIssue
    wait(client, REQUEST)


def another_enum(client: ServiceDiscoveryClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType,reportCallIssue
    wait(client, REQUEST, timeout=600, until=servicediscovery.FilterCondition.EQ)


def a_text(client: ServiceDiscoveryClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType,reportCallIssue
    wait(client, REQUEST, timeout=600, until="PENDING")


def another_client(client: ConnectClient) -> None:
    # E: mypy=misc pyright=reportArgumentType,reportCallIssue
    wait(client, REQUEST, timeout=600)


def a_companion(client: ConnectClient) -> None:
    request = connect.UpdateTrafficDistributionRequest(id="tdg")
    # E: mypy=call-overload pyright=reportArgumentType,reportCallIssue
    wait(client, request, timeout=600)
    # E: mypy=call-overload pyright=reportArgumentType,reportCallIssue
    watch(client, request, timeout=600)
