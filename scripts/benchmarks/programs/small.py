"""One small service: Cloud Map's operations, with a client of boto3-stubs."""

from mypy_boto3_servicediscovery import ServiceDiscoveryClient
from pydantic import BaseModel

from typed_status import Phase, phase_of, status_of
from typed_status.services import servicediscovery as cloudmap


class Progress(BaseModel):
    """How far an operation is."""

    operation_id: str
    status: cloudmap.OperationStatus
    error: str | None = None


def progress(client: ServiceDiscoveryClient, operation_id: str) -> Progress:
    """Read an operation once."""
    response = cloudmap.get_operation(client, operation_id=operation_id)
    operation = response.operation
    # planted: print(operation.statuz)
    if phase_of(response) is Phase.FAILED:
        print(status_of(response), operation.error_code, operation.create_date)
    return Progress(
        operation_id=operation_id, status=operation.status, error=operation.error_message
    )


def of_namespace(client: ServiceDiscoveryClient, namespace: str) -> list[str]:
    """List the operations of a namespace that failed."""
    response = cloudmap.list_operations(
        client,
        filters=[
            cloudmap.OperationFilter(
                name=cloudmap.OperationFilterName.NAMESPACE_ID, values=[namespace]
            )
        ],
        max_results=50,
    )
    failed = cloudmap.OperationStatus.FAIL
    return [each.id for each in response.operations or [] if each.id and each.status == failed]


def main(client: ServiceDiscoveryClient) -> None:
    """Print the progress of one operation."""
    try:
        print(progress(client, "op-1").model_dump_json())
    except cloudmap.OperationNotFound as error:
        print(error)
    print(of_namespace(client, "ns-1"))
