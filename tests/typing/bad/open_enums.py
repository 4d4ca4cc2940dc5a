"""Where the checkers take an enum's declared values for all that there are, and are wrong."""

from typed_status.services import servicediscovery


def a_value_of_tomorrow(status: servicediscovery.OperationStatus) -> bool:
    # E: pyright=reportUnnecessaryComparison
    return status == "ROLLING_BACK"


def after_a_value_of_today(status: servicediscovery.OperationStatus) -> bool:
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return status == servicediscovery.OperationStatus.SUCCESS or status == "ROLLING_BACK"


def after_all_values_of_today(kind: servicediscovery.OperationTargetType) -> int:
    match kind:
        case servicediscovery.OperationTargetType.NAMESPACE:
            return 1
        case servicediscovery.OperationTargetType.SERVICE:
            return 2
        case servicediscovery.OperationTargetType.INSTANCE:
            return 3
        case _:
            # Not seen: to the checkers no value is left that could come here.
            return kind
