"""Many waits, waits that are stored, and waits for what has no status."""

from collections.abc import Generator
from typing import TypeAlias, assert_type

from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import (
    GONE,
    ListResult,
    Outcome,
    Poll,
    SavedWait,
    as_completed,
    poll_once,
    resume,
    wait,
    wait_all,
)
from typed_status.services import connect, servicediscovery
from typed_status.services.servicediscovery import OperationStatus

REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
LISTING = servicediscovery.ListOperationsRequest()
Listed: TypeAlias = ListResult[
    servicediscovery.OperationSummary,
    OperationStatus,
    servicediscovery.ListOperationsResponse,
]


def at_once(client: ServiceDiscoveryClient) -> None:
    found = wait_all(client, [REQUEST], timeout=600, until={OperationStatus.SUCCESS})
    assert_type(found, list[Outcome[servicediscovery.GetOperationResponse]])
    assert_type(found[0].result(), servicediscovery.GetOperationResponse)
    assert_type(found[0].response, servicediscovery.GetOperationResponse | None)
    assert_type(
        as_completed(client, [LISTING], timeout=600),
        Generator[Outcome[Listed], None, None],
    )


def with_the_item_alone(client: ServiceDiscoveryClient) -> None:
    found = wait_all(client, [LISTING], timeout=600)
    outcome: Outcome[ListResult[servicediscovery.OperationSummary]] = found[0]
    assert_type(outcome.result().items, list[servicediscovery.OperationSummary])


def stored(client: ServiceDiscoveryClient, text: str) -> None:
    saved = SavedWait(REQUEST, timeout=600, until=OperationStatus.SUCCESS)
    assert_type(poll_once(client, saved), Poll[servicediscovery.GetOperationResponse])
    again = SavedWait.from_json(servicediscovery.GetOperationRequest, text)
    # It may have been a wait until it is gone.
    assert_type(resume(client, again), servicediscovery.GetOperationResponse | None)
    gone = SavedWait(REQUEST, timeout=600, until=GONE)
    assert_type(resume(client, gone), servicediscovery.GetOperationResponse | None)
    assert_type(resume(client, saved), servicediscovery.GetOperationResponse)
    listed = SavedWait.from_json(servicediscovery.ListOperationsRequest, text)
    assert_type(resume(client, listed), Listed)


def without_a_status(client: ConnectClient) -> None:
    request = connect.GetTrafficDistributionRequest(id="tdg")
    found = wait(client, request, timeout=600, until=lambda response: response.id == "tdg")
    assert_type(found, connect.GetTrafficDistributionResponse)


def many_without_a_status(client: ConnectClient) -> None:
    request = connect.GetTrafficDistributionRequest(id="tdg")
    found = wait_all(client, [request], timeout=600, until=lambda response: response.id == "tdg")
    assert_type(found, list[Outcome[connect.GetTrafficDistributionResponse]])
    assert_type(
        as_completed(client, [request], timeout=600, until=GONE),
        Generator[Outcome[connect.GetTrafficDistributionResponse], None, None],
    )
