"""Shipped starts with clients that cannot do both, and with what starts nothing."""

from typing import Any

from mypy_boto3_connect import ConnectClient

from typed_status import begin
from typed_status.services import ec2, servicediscovery

CREATE = servicediscovery.CreateHttpNamespaceRequest(name="web")


class OnlyStarts:
    def create_http_namespace(self, **members: object) -> dict[str, Any]:
        return {"OperationId": "1"}


def with_a_wrong_client(client: ConnectClient) -> None:
    # E: mypy=misc pyright=reportArgumentType
    begin(client, CREATE)
    # E: mypy=misc pyright=reportArgumentType
    begin(OnlyStarts(), CREATE)


def of_what_starts_nothing(client: Any) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    begin(client, servicediscovery.GetOperationRequest(operation_id="1"))


def until_another_status(client: Any) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    begin(client, CREATE, until=ec2.InstanceStateName.RUNNING)


def without_a_name() -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    servicediscovery.CreateHttpNamespaceRequest()


def with_a_misspelled_name() -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    servicediscovery.CreateHttpNamespacesRequest
