"""Statuses and phases: the enum of the operation comes out of its response, without a cast."""

from typing import Any, assert_type

from typed_status import Phase, call, catalog, items_of, phase_of, status_of, statuses_of
from typed_status.services import ec2, servicediscovery


def of_one(response: servicediscovery.GetOperationResponse) -> None:
    assert_type(status_of(response), servicediscovery.OperationStatus | None)
    assert_type(phase_of(response), Phase)
    assert_type(response.operation.status.phase, Phase)
    assert_type(response.operation.status.phase.is_terminal, bool)


def of_many(
    instances: ec2.DescribeInstancesResponse, operations: servicediscovery.ListOperationsResponse
) -> None:
    assert_type(statuses_of(instances), list[ec2.InstanceStateName])
    assert_type(statuses_of(operations), list[servicediscovery.OperationStatus])
    assert_type(items_of(instances), list[ec2.Instance])
    assert_type(phase_of(instances), Phase)


def of_a_call(client: Any) -> None:
    request = servicediscovery.GetOperationRequest(operation_id="op")
    assert_type(status_of(call(client, request)), servicediscovery.OperationStatus | None)


def every_phase(phase: Phase) -> str:
    match phase:
        case Phase.IN_PROGRESS | Phase.UNKNOWN:
            return "wait"
        case Phase.SUCCEEDED:
            return "good"
        case Phase.FAILED | Phase.CANCELED:
            return "bad"


def of_the_catalog() -> None:
    for entry in catalog():
        assert_type(entry.phases, dict[str, Phase])
        assert_type(entry.other_statuses, tuple[tuple[str, ...], ...])
        assert_type(entry.further, tuple[tuple[str, ...], ...])
        assert_type(entry.reason, tuple[tuple[str, ...], ...])
