"""The result of a list operation: its items, not its pages, and of the item's type."""

from typed_status import ListResult, status_of, wait
from typed_status.services import ec2, rds

REQUEST = ec2.DescribeInstancesRequest()


def pages_are_not_items(client: ec2.DescribeInstancesClient) -> None:
    for instance in wait(client, REQUEST, timeout=600):
        # E: mypy=attr-defined pyright=reportAttributeAccessIssue
        instance.reservations


def an_item_of_another_operation(client: ec2.DescribeInstancesClient) -> ListResult[rds.DBInstance]:
    # E: mypy=arg-type pyright=reportReturnType
    return wait(client, REQUEST, timeout=600)


def a_status_of_another_enum(client: ec2.DescribeInstancesClient) -> bool:
    found = wait(client, REQUEST, timeout=600)
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return found.statuses[0] == rds.DBInstanceStatus.AVAILABLE


def a_predicate_of_the_page(client: ec2.DescribeInstancesClient) -> None:
    # mypy tries each overload, and that for any request accepts it.
    # E: pyright=reportAttributeAccessIssue
    wait(client, REQUEST, timeout=600, until=lambda result: result.reservations is None)


def one_status(client: ec2.DescribeInstancesClient) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    status_of(wait(client, REQUEST, timeout=600))


def items_is_no_method(client: ec2.DescribeInstancesClient) -> None:
    # E: mypy=operator pyright=reportCallIssue
    wait(client, REQUEST, timeout=600).items()


def it_cannot_be_changed(client: ec2.DescribeInstancesClient) -> None:
    found = wait(client, REQUEST, timeout=600)
    # E: mypy=index pyright=reportIndexIssue
    found[0] = found[1]
