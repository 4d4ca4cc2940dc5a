"""Fleets and stored waits of another client, another enum, or of what has no status."""

from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import SavedWait, resume, wait_all
from typed_status.services import connect, servicediscovery

REQUEST = servicediscovery.GetOperationRequest(operation_id="op")


def another_client(client: ConnectClient) -> None:
    # E: mypy=misc pyright=reportArgumentType
    resume(client, SavedWait(REQUEST, timeout=600))
    # E: mypy=misc pyright=reportArgumentType,reportCallIssue
    wait_all(client, [REQUEST], timeout=600)


def another_enum(client: ServiceDiscoveryClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType,reportCallIssue
    wait_all(client, [REQUEST], timeout=600, until=servicediscovery.FilterCondition.EQ)
    # E: mypy=misc pyright=reportArgumentType,reportCallIssue
    SavedWait(REQUEST, timeout=600, until=servicediscovery.FilterCondition.EQ)


def no_status() -> None:
    # E: mypy=call-overload pyright=reportArgumentType,reportCallIssue
    SavedWait(connect.GetTrafficDistributionRequest(id="tdg"), timeout=600)
