"""The status of a response that has none, or that has many."""

from typed_status import status_of, statuses_of
from typed_status.services import connect, servicediscovery


def of_a_companion(response: connect.UpdateTrafficDistributionResponse) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    status_of(response)


def one_of_many(response: servicediscovery.ListOperationsResponse) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    status_of(response)


def many_of_one(response: servicediscovery.GetOperationResponse) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    statuses_of(response)


def of_another_enum(response: servicediscovery.GetOperationResponse) -> bool:
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return status_of(response) == servicediscovery.FilterCondition.EQ
