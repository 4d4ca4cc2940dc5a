"""Structures built by field names, and models from and to dicts and JSON."""

from typing import Any, assert_type

from mypy_boto3_connect import ConnectClient

from typed_status import strict
from typed_status.services import connect, servicediscovery


def built(client: ConnectClient) -> None:
    halves = [
        connect.Distribution(region="us-east-1", percentage=50),
        connect.Distribution(region="us-west-2", percentage=50),
    ]
    connect.update_traffic_distribution(
        client,
        id="id",
        telephony_config=connect.TelephonyConfig(distributions=halves),
        sign_in_config=connect.SignInConfig(
            distributions=[connect.SignInDistribution(region="us-east-1", enabled=True)]
        ),
    )
    connect.UpdateTrafficDistributionRequest(
        id="id", agent_config=connect.AgentConfig(distributions=halves)
    )


def optional_members_left_out() -> servicediscovery.Operation:
    return servicediscovery.Operation(
        id="id",
        status=servicediscovery.OperationStatus.SUCCESS,
        targets={servicediscovery.OperationTargetType.SERVICE: "srv-1"},
    )


def there_and_back(parsed: dict[str, Any], body: bytes) -> None:
    response = servicediscovery.GetOperationResponse.model_validate(parsed)
    assert_type(response, servicediscovery.GetOperationResponse)
    assert_type(response.to_boto3(), dict[str, Any])
    assert_type(servicediscovery.Operation.model_validate_json(body), servicediscovery.Operation)
    assert_type(response.operation.model_dump_json(), str)


def stored_and_resumed(request: servicediscovery.GetOperationRequest) -> None:
    stored = request.model_dump_json()
    assert_type(stored, str)
    assert_type(
        servicediscovery.GetOperationRequest.model_validate_json(stored),
        servicediscovery.GetOperationRequest,
    )


def strictly(parsed: dict[str, Any]) -> servicediscovery.Operation:
    with strict() as nothing:
        assert_type(nothing, None)
        return servicediscovery.Operation.model_validate(parsed)
