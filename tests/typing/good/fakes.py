"""``typed_status.testing``: what a script takes, and what was called."""

from collections.abc import Mapping
from typing import Any, assert_type

from typed_status.services import servicediscovery
from typed_status.testing import Call, FakeEndpoint, Fault, Reply, Step


def scripted(response: servicediscovery.GetOperationResponse) -> None:
    with FakeEndpoint() as endpoint:
        assert_type(endpoint, FakeEndpoint)
        endpoint.script(
            servicediscovery.GetOperationRequest,
            response,
            {"Operation": {"Id": "op-1", "Status": "SUCCESS"}},
            b"{}",
            Reply(status=503, headers={"Retry-After": "1"}, body=b""),
            Fault(servicediscovery.OperationNotFound, "no such operation"),
            Fault("ThrottlingException", status=429, RetryAfterSeconds=1),
            repeat=True,
        )
        endpoint.script(("servicediscovery", "GetOperation"), {})
        assert_type(
            servicediscovery.get_operation(endpoint.client("servicediscovery"), operation_id="id"),
            servicediscovery.GetOperationResponse,
        )
        assert_type(endpoint.url, str)
        assert_type(endpoint.calls, list[Call])
        assert_type(endpoint.calls[0].operation, str)
        assert_type(endpoint.calls[0].params, Mapping[str, Any])


def steps(response: servicediscovery.GetOperationResponse, fault: Fault) -> list[Step]:
    return [response, {}, b"", fault]
