"""What is no request, and a request kept under the wrong type."""

from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import Request, call
from typed_status.services import connect, servicediscovery


def no_request(
    client: ServiceDiscoveryClient, response: servicediscovery.GetOperationResponse
) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    call(client, response)
    # E: mypy=arg-type pyright=reportArgumentType
    call(client, servicediscovery.GetOperationRequest)
    # E: mypy=arg-type pyright=reportArgumentType
    call(client, {"OperationId": "id"})


def another_response(client: ServiceDiscoveryClient) -> connect.GetTrafficDistributionResponse:
    # E: mypy=return-value pyright=reportReturnType
    return call(client, servicediscovery.GetOperationRequest(operation_id="id"))


def kept(
    request: servicediscovery.GetOperationRequest,
) -> Request[connect.GetTrafficDistributionResponse]:
    # E: mypy=return-value pyright=reportReturnType
    return request


# E: mypy=type-var pyright=reportInvalidTypeArguments
def no_response(request: Request[int]) -> None: ...
