"""Comparisons that can never hold."""

from typed_status.services import cloudcontrol, servicediscovery


def with_another_service(status: servicediscovery.OperationStatus) -> list[bool]:
    return [
        # E: mypy=comparison-overlap
        status == cloudcontrol.OperationStatus.SUCCESS,
        # E: mypy=comparison-overlap
        status is cloudcontrol.OperationStatus.SUCCESS,
        # E: mypy=comparison-overlap
        status in (cloudcontrol.OperationStatus.SUCCESS, cloudcontrol.OperationStatus.FAILED),
    ]


def with_another_enum(status: servicediscovery.OperationStatus) -> bool:
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return status == servicediscovery.OperationType.CREATE_NAMESPACE


def with_another_type(status: servicediscovery.OperationStatus) -> bool:
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return status == 3


def with_a_misspelt_member() -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    servicediscovery.OperationStatus.SUCESS
