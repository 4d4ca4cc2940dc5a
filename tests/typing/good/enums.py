"""Open enums: members, their strings, and values that AWS added."""

from typing import assert_type

from typed_status import OpenEnum
from typed_status.services import servicediscovery


def compare(status: servicediscovery.OperationStatus) -> bool:
    if status == servicediscovery.OperationStatus.FAIL:
        return False
    return status == "SUCCESS"


def is_finished(status: servicediscovery.OperationStatus) -> bool:
    return status in (
        servicediscovery.OperationStatus.SUCCESS,
        servicediscovery.OperationStatus.FAIL,
    )


def choose(kind: servicediscovery.OperationTargetType) -> str:
    match kind:
        case servicediscovery.OperationTargetType.NAMESPACE:
            return "a name"
        case servicediscovery.OperationTargetType.SERVICE:
            return "a service"
        case _:
            return f"something else: {kind}"


def growth(sent: str) -> str:
    status = servicediscovery.OperationStatus(sent)
    assert_type(status, servicediscovery.OperationStatus)
    assert_type(status.is_known, bool)
    return status.name if status.is_known else status.upper()


def any_service(status: OpenEnum) -> str:
    return status


any_service(servicediscovery.OperationStatus.PENDING)
