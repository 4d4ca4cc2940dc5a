"""A client of another service, something that is no client, and fakes without the method."""

from mypy_boto3_connect import ConnectClient
from mypy_boto3_greengrass import GreengrassClient

from typed_status import Request, call, pages
from typed_status.services import connect, greengrass, servicediscovery


def another_service(client: GreengrassClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    connect.get_traffic_distribution(client, id="id")
    # E: mypy=misc pyright=reportArgumentType
    call(client, connect.GetTrafficDistributionRequest(id="id"))
    # E: mypy=misc pyright=reportArgumentType
    pages(client, connect.ListTrafficDistributionGroupsRequest())
    kept = connect.GetTrafficDistributionRequest(id="id")
    # E: mypy=misc pyright=reportArgumentType
    call(client, kept)


def kept_with_its_client(
    client: GreengrassClient,
    request: Request[connect.GetTrafficDistributionResponse, connect.GetTrafficDistributionClient],
) -> None:
    # E: mypy=misc pyright=reportArgumentType
    call(client, request)


def kept_without(
    client: GreengrassClient, request: Request[connect.GetTrafficDistributionResponse]
) -> None:
    # Only at run time: an annotation that leaves the client out accepts any.
    call(client, request)


def no_client(client: ConnectClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    greengrass.get_bulk_deployment_status("greengrass", bulk_deployment_id="id")
    # E: mypy=misc pyright=reportArgumentType
    call(None, connect.GetTrafficDistributionRequest(id="id"))
    # E: mypy=arg-type pyright=reportArgumentType
    call(connect.GetTrafficDistributionRequest(id="id"), client)


class OtherMethod:
    def describe_operation(self) -> None: ...


class NoMethod:
    get_operation = "done"


def fakes() -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    servicediscovery.get_operation(OtherMethod(), operation_id="id")
    # E: mypy=arg-type pyright=reportArgumentType
    servicediscovery.get_operation(NoMethod(), operation_id="id")
    # E: mypy=misc pyright=reportArgumentType
    call(OtherMethod(), servicediscovery.GetOperationRequest(operation_id="id"))
