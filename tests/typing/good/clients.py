"""Clients: one without a type fits, and a fake needs only the method that is called."""

from collections.abc import Callable
from typing import Any, assert_type

from typed_status import call
from typed_status.services import servicediscovery


def untyped(client: Any) -> None:
    assert_type(
        servicediscovery.get_operation(client, operation_id="id"),
        servicediscovery.GetOperationResponse,
    )
    assert_type(
        call(client, servicediscovery.GetOperationRequest(operation_id="id")),
        servicediscovery.GetOperationResponse,
    )


class Fake:
    def get_operation(self, *, OperationId: str) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return {"Operation": {"Id": OperationId, "Status": "SUCCESS"}}


class Recorder:
    get_operation: Callable[..., dict[str, Any]]


def faked(fake: Fake, recorder: Recorder) -> None:
    assert_type(
        servicediscovery.get_operation(fake, operation_id="id"),
        servicediscovery.GetOperationResponse,
    )
    assert_type(
        call(fake, servicediscovery.GetOperationRequest(operation_id="id")),
        servicediscovery.GetOperationResponse,
    )
    assert_type(
        servicediscovery.get_operation(recorder, operation_id="id"),
        servicediscovery.GetOperationResponse,
    )


def required(client: servicediscovery.GetOperationClient) -> None:
    assert_type(
        servicediscovery.get_operation(client, operation_id="id"),
        servicediscovery.GetOperationResponse,
    )
