"""The baseline: pydantic, and a client of boto3-stubs, without typed-status."""

from mypy_boto3_servicediscovery import ServiceDiscoveryClient
from pydantic import BaseModel


class Progress(BaseModel):
    """How far an operation is."""

    operation_id: str
    status: str
    error: str | None = None


def progress(client: ServiceDiscoveryClient, operation_id: str) -> Progress:
    """Read an operation once."""
    operation = client.get_operation(OperationId=operation_id)["Operation"]
    # planted: print(operation["Statuz"])
    return Progress(
        operation_id=operation_id,
        status=operation.get("Status", "SUBMITTED"),
        error=operation.get("ErrorMessage"),
    )


def main(client: ServiceDiscoveryClient) -> None:
    """Print the progress of one operation."""
    print(progress(client, "op-1").model_dump_json())
