"""Exceptions of another service, members that they do not have, and members that may be ``None``."""

from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import RequestValidationError, ResponseValidationError, strict
from typed_status.services import connect, greengrass, servicediscovery


def no_exception(client: ServiceDiscoveryClient) -> None:
    try:
        servicediscovery.get_operation(client, operation_id="id")
    # E: mypy=misc pyright=reportGeneralTypeIssues
    except servicediscovery.OperationStatus:
        pass
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    except servicediscovery.ResourceNotFoundException:
        pass


def wrong_members(
    not_found: servicediscovery.OperationNotFound,
    invalid: connect.InvalidRequestException,
    bad: greengrass.BadRequestException,
) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    not_found.reason
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    invalid.error_details
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    invalid.reason.attached_file_invalid_request_exception_reason
    # E: mypy=index pyright=reportOptionalSubscript
    bad.error_details[0]
    # E: mypy=misc pyright=reportAttributeAccessIssue
    bad.message = "changed"


def wrong_members_of_ours(
    request: RequestValidationError, response: ResponseValidationError
) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    request.request_id
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    response.request_id.lower()
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    response.problems[0].wire_path
    # E: mypy=misc pyright=reportAttributeAccessIssue
    response.problems[0].path = "changed"


def no_context() -> None:
    # E: mypy=attr-defined pyright=reportGeneralTypeIssues
    with strict:
        pass
    # E: mypy=call-arg pyright=reportCallIssue
    strict(True)
