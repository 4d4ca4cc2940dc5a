"""``status_of``, ``statuses_of`` and ``phase_of``: what a response says, in words common to all of AWS."""

import typing as t

import pytest

from typed_status import Phase, StatusEnum, catalog, items_of, phase_of, status_of, statuses_of
from typed_status.services import connect, ec2, lambda_, servicediscovery

OperationStatus = servicediscovery.OperationStatus


def one(status: str) -> servicediscovery.GetOperationResponse:
    parsed = {"Operation": {"Id": "op", "Status": status, "ErrorMessage": "why"}}
    return servicediscovery.GetOperationResponse.model_validate(parsed)


def many(*statuses: str | None) -> servicediscovery.ListOperationsResponse:
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
    response = one(status)
    assert status_of(response) is OperationStatus(status)
    assert OperationStatus(status).phase is phase
    assert phase_of(response) is phase


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_a_value_that_this_version_does_not_know():
    response = one("RESTING")
    assert status_of(response) == "RESTING"
    assert phase_of(response) is Phase.UNKNOWN


def test_a_status_that_is_not_there():
    response = lambda_.GetFunctionResponse.model_validate({})
    assert status_of(response) is None
    assert phase_of(response) is Phase.UNKNOWN


def test_the_other_status_has_a_phase_of_its_own():
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
def test_the_phase_of_a_listing(statuses, phase):
    response = many(*statuses)
    assert statuses_of(response) == [OperationStatus(each) for each in statuses if each]
    assert phase_of(response) is phase


def test_a_listing_of_listings():
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
    assert phase_of(response) is Phase.UNKNOWN  # of i-2 there is no state


def test_what_reports_no_status():
    companion = connect.UpdateTrafficDistributionResponse.model_validate({})
    for function, wrong in (
        (status_of, companion),
        (status_of, many("SUCCESS")),
        (statuses_of, one("SUCCESS")),
        (items_of, one("SUCCESS")),
        (phase_of, companion),
        (phase_of, {"Status": "SUCCESS"}),
    ):
        with pytest.raises(TypeError, match=f"and {type(wrong).__name__} is none"):
            function(wrong)


def test_settled():
    settled = {phase for phase in Phase if phase.is_terminal}
    assert settled == {Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELED}


def test_phases_of_ones_own():
    class Kettle(StatusEnum):
        COLD = "COLD"
        BOILING = "BOILING"

        __phases__: t.ClassVar = {"IN_PROGRESS": ("BOILING",)}

    assert list(Kettle) == ["COLD", "BOILING"]
    assert Kettle.BOILING.phase is Phase.IN_PROGRESS
    assert Kettle.COLD.phase is Phase.UNKNOWN
