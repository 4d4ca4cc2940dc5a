"""What the checkers refuse although it is right: they take an enum's declared values for all of them."""

from typed_status.services import servicediscovery


def a_value_of_tomorrow(status: servicediscovery.OperationStatus) -> bool:
    # E: pyright=reportUnnecessaryComparison
    return status == "ROLLING_BACK"


def after_a_value_of_today(status: servicediscovery.OperationStatus) -> bool:
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return status == servicediscovery.OperationStatus.SUCCESS or status == "ROLLING_BACK"
