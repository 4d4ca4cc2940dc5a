"""``status_of``, ``statuses_of``, ``items_of`` and ``phase_of``."""

import typing as t

import pytest

from typed_status import (
    ListResult,
    Phase,
    StatusEnum,
    catalog,
    items_of,
    phase_of,
    status_of,
    statuses_of,
)
from typed_status.services import connect, ec2, lambda_, organizations, servicediscovery

OperationStatus = servicediscovery.OperationStatus


def single(status: str) -> servicediscovery.GetOperationResponse:
    parsed = {"Operation": {"Id": "op", "Status": status, "ErrorMessage": "why"}}
    return servicediscovery.GetOperationResponse.model_validate(parsed)


def listed(*statuses: str | None) -> servicediscovery.ListOperationsResponse:
    items = [{"Id": "op"} | ({"Status": each} if each else {}) for each in statuses]
    return servicediscovery.ListOperationsResponse.model_validate({"Operations": items})


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("SUBMITTED", Phase.IN_PROGRESS),
        ("PENDING", Phase.IN_PROGRESS),
        ("SUCCESS", Phase.SUCCEEDED),
        ("FAIL", Phase.FAILED),
    ],
)
def test_the_phase_of_a_status(status, phase):
    response = single(status)
    assert status_of(response) is OperationStatus(status)
    assert OperationStatus(status).phase is phase
    assert phase_of(response) is phase


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_an_undeclared_value():
    response = single("RESTING")
    assert status_of(response) == "RESTING"
    assert phase_of(response) is Phase.UNKNOWN


def test_a_missing_status():
    response = lambda_.GetFunctionResponse.model_validate({})
    assert status_of(response) is None
    assert phase_of(response) is Phase.UNKNOWN


def test_each_status_has_a_phase():
    configuration = {"State": "Active", "LastUpdateStatus": "InProgress"}
    response = lambda_.GetFunctionResponse.model_validate({"Configuration": configuration})
    assert status_of(response) is lambda_.State.ACTIVE
    assert response.configuration is not None
    other = response.configuration.last_update_status
    assert other is not None
    assert other.phase is Phase.IN_PROGRESS
    entry = next(
        each for each in catalog() if (each.service, each.operation) == ("lambda", "GetFunction")
    )
    assert entry.status == ("configuration", "state")
    assert entry.other_statuses == (("configuration", "last_update_status"),)
    assert entry.phases["Pending"] is Phase.IN_PROGRESS


@pytest.mark.parametrize(
    ("statuses", "phase"),
    [
        (["SUCCESS", "SUCCESS"], Phase.SUCCEEDED),
        (["SUCCESS", "FAIL"], Phase.FAILED),
        (["SUCCESS", "FAIL", "PENDING"], Phase.IN_PROGRESS),
        (["SUCCESS", None], Phase.UNKNOWN),
        ([], Phase.UNKNOWN),
    ],
)
def test_the_phase_of_a_list_operation(statuses, phase):
    response = listed(*statuses)
    assert statuses_of(response) == [OperationStatus(each) for each in statuses if each]
    assert phase_of(response) is phase


def test_items_of_nested_lists():
    running = {"InstanceId": "i-1", "State": {"Code": 16, "Name": "running"}}
    parsed = {
        "Reservations": [
            {"Instances": [running, {"State": {"Name": "pending"}}]},
            {},
            {"Instances": [{"InstanceId": "i-2"}]},
        ]
    }
    response = ec2.DescribeInstancesResponse.model_validate(parsed)
    assert statuses_of(response) == ["running", "pending"]
    assert [each.instance_id for each in items_of(response)] == ["i-1", None, "i-2"]
    assert phase_of(response) is Phase.IN_PROGRESS
    del parsed["Reservations"][0]["Instances"][1]
    response = ec2.DescribeInstancesResponse.model_validate(parsed)
    assert phase_of(response) is Phase.UNKNOWN  # i-2 has no state


def test_responses_of_the_wrong_kind():
    companion = connect.UpdateTrafficDistributionResponse.model_validate({})
    of_list = "; use statuses_of() for list operations"
    of_single = "; use status_of() for single resources"
    either = "StatusResponse or ListResponse"
    for function, expected, wrong, hint in (
        (status_of, "StatusResponse", companion, ""),
        (status_of, "StatusResponse", listed("SUCCESS"), of_list),
        (status_of, "StatusResponse", ListResult([listed("SUCCESS")]), of_list),
        (statuses_of, "ListResponse", [listed("SUCCESS")], of_list),
        (statuses_of, "ListResponse", single("SUCCESS"), of_single),
        (items_of, "ListResponse", single("SUCCESS"), of_single),
        (phase_of, either, companion, ""),
        (phase_of, either, {"Status": "SUCCESS"}, ""),
    ):
        with pytest.raises(TypeError) as caught:
            function(wrong)
        assert str(caught.value) == f"expected {expected}, got {type(wrong).__name__}{hint}"


def test_items_in_a_structure_that_is_missing():
    for parsed in ({}, {"Organization": {}}):
        response = organizations.DescribeOrganizationResponse.model_validate(parsed)
        assert (items_of(response), statuses_of(response)) == ([], [])
        assert phase_of(response) is Phase.UNKNOWN


def test_terminal_phases():
    terminal = {phase for phase in Phase if phase.is_terminal}
    assert terminal == {Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELED}


def test_phases_of_a_users_enum():
    class Kettle(StatusEnum):
        COLD = "COLD"
        BOILING = "BOILING"

        __phases__: t.ClassVar = {"IN_PROGRESS": ("BOILING",)}

    assert list(Kettle) == ["COLD", "BOILING"]
    assert Kettle.BOILING.phase is Phase.IN_PROGRESS
    assert Kettle.COLD.phase is Phase.UNKNOWN
