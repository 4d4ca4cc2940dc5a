"""Members that do not exist, that may be ``None``, or that cannot be set."""

from typed_status.services import cloudcontrol, connect, servicediscovery


def misspelt(response: servicediscovery.GetOperationResponse) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    response.operation.stauts
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    response.opration
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    response.response_metadata.requestid


def wire_name(response: servicediscovery.GetOperationResponse) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    response.operation.ErrorMessage


def of_another_structure(event: cloudcontrol.ProgressEvent) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    event.hook_status


def may_be_none(
    response: servicediscovery.GetOperationResponse, event: cloudcontrol.ProgressEvent
) -> None:
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    response.operation.error_message.upper()
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    response.operation.targets.keys()
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    event.resource_model.parsed
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    event.error_code.is_known
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    response.response_metadata.request_id.lower()


def another_type(distribution: connect.Distribution) -> str:
    # E: mypy=return-value pyright=reportReturnType
    return distribution.percentage


def another_enum(operation: servicediscovery.Operation) -> servicediscovery.OperationType:
    # E: mypy=return-value pyright=reportReturnType
    return operation.status


def frozen(
    response: servicediscovery.GetOperationResponse, request: servicediscovery.GetOperationRequest
) -> None:
    # E: mypy=misc pyright=reportAttributeAccessIssue
    response.operation.error_message = "changed"
    # E: mypy=misc pyright=reportAttributeAccessIssue
    request.operation_id = "changed"


def unknown_and_set(response: servicediscovery.GetOperationResponse) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    response.operation.stauts = servicediscovery.OperationStatus.FAIL
