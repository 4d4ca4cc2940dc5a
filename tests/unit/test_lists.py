"""``ListResult``: a sequence of the items of all pages."""

import copy
import pickle
from collections.abc import Sequence

import pytest

from typed_status import ListResult, Phase, items_of, phase_of, statuses_of
from typed_status.services import ec2, rds, servicediscovery


def page(*statuses: str | None, **more: str) -> rds.DescribeDBInstancesResponse:
    items = [
        {"DBInstanceIdentifier": str(number)} | ({"DBInstanceStatus": each} if each else {})
        for number, each in enumerate(statuses)
    ]
    return rds.DescribeDBInstancesResponse.model_validate({"DBInstances": items} | more)


PAGES = [page("available", "creating", Marker="m"), page(None, "failed")]


def test_it_is_a_sequence_of_the_items():
    result = ListResult(PAGES)
    items = [item for each in PAGES for item in each.db_instances]
    assert isinstance(result, Sequence)
    assert list(result) == result.items == items
    assert (len(result), bool(result)) == (4, True)
    assert (result[0], result[-1]) == (items[0], items[3])
    assert result[1:3] == items[1:3]
    assert items[1] in result
    assert result.index(items[3]) == 3
    assert list(reversed(result)) == items[::-1]
    with pytest.raises(IndexError):
        result[4]


def test_statuses_pages_and_the_phase():
    result = ListResult(PAGES)
    assert result.pages == PAGES
    assert result.statuses == statuses_of(result) == ["available", "creating", "failed"]
    assert [(item.db_instance_identifier, status) for item, status in result.with_statuses()] == [
        ("0", "available"),
        ("1", "creating"),
        ("0", None),
        ("1", "failed"),
    ]
    assert items_of(result) == result.items
    assert result.phase is phase_of(result) is Phase.IN_PROGRESS
    assert ListResult(PAGES[1:]).phase is Phase.UNKNOWN


def test_the_selected_items():
    result = ListResult(PAGES, lambda item: item.db_instance_identifier == "1")
    assert result.statuses == ["creating", "failed"]
    assert result.pages == PAGES
    assert result != ListResult(PAGES)


def test_no_items():
    assert not ListResult([page()])
    assert ListResult(()).phase is Phase.UNKNOWN
    assert (ListResult(()).items, ListResult(()).pages, ListResult(()).statuses) == ([], [], [])
    assert ListResult([page()]) != ListResult(())


def test_items_of_nested_lists_and_lists_of_lists_that_are_missing():
    parsed = {"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}, {}]}
    result = ListResult([ec2.DescribeInstancesResponse.model_validate(parsed)])
    assert [each.instance_id for each in result] == ["i-1"]
    assert not ListResult([ec2.DescribeInstancesResponse.model_validate({})])


@pytest.mark.parametrize("result", [ListResult(PAGES), ListResult(PAGES, lambda item: False)])
def test_pickle_and_copies(result):
    for again in (
        pickle.loads(pickle.dumps(result)),
        copy.copy(result),
        copy.deepcopy(result),
    ):
        assert type(again) is ListResult
        assert again == result
        assert (again.items, again.statuses, again.pages) == (
            result.items,
            result.statuses,
            result.pages,
        )
    with pytest.raises(TypeError, match="unhashable"):
        hash(result)
    assert result != result.items


def test_the_repr_is_short():
    assert repr(ListResult(PAGES)) == (
        "<ListResult: 4 items of 2 pages (1 available, 1 creating, 1 failed, 1 no status)>"
    )
    assert repr(ListResult([page("available")])) == "<ListResult: 1 item of 1 page (1 available)>"
    assert repr(ListResult(())) == "<ListResult: 0 items of 0 pages>"


def test_only_pages_of_list_operations():
    parsed = {"Operation": {"Id": "op", "Status": "SUCCESS"}}
    single = servicediscovery.GetOperationResponse.model_validate(parsed)
    with pytest.raises(TypeError, match=r"use status_of\(\) for single resources"):
        ListResult([single])


def test_a_subscript_at_run_time():
    assert ListResult[rds.DBInstance].__origin__ is ListResult
