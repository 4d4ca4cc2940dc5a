"""Where a wait stops because somebody has to act, and what its errors say of it."""

import pickle
from datetime import UTC, datetime

import pytest
from botocore.loaders import Loader
from botocore.waiter import SingleWaiterConfig, Waiter

from typed_status import GONE, Awaits, WaitBlocked, WaitError, WaitFailed, WaitTimeout
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.services import acm, codeconnections, ec2

NOW = datetime(2026, 1, 2, tzinfo=UTC)
CONNECTION = codeconnections.GetConnectionRequest(connection_arn="arn:aws:codeconnections:a")
PEERINGS = ec2.DescribeVpcPeeringConnectionsRequest()
CERTIFICATE = acm.DescribeCertificateRequest(
    certificate_arn="arn:aws:acm:us-east-1:1:certificate/a"
)
Code = ec2.VpcPeeringConnectionStateReasonCode


def plan(request, until=None, select=None, *, poll_blocked=False, watching=False):
    schedule = Schedule(timeout=100, delay=1, max_delay=8, poll_blocked=poll_blocked)
    return Plan(request, schedule, until, select, now=0.0, watching=watching)


def connection(status):
    parsed = {"Connection": {"ConnectionStatus": status}}
    return [codeconnections.GetConnectionResponse.model_validate(parsed)]


def peerings(*codes, message=None):
    found = [
        {"VpcPeeringConnectionId": code, "Status": {"Code": code, "Message": message}}
        for code in codes
    ]
    parsed = {"VpcPeeringConnections": found}
    return [ec2.DescribeVpcPeeringConnectionsResponse.model_validate(parsed)]


def certificate(status):
    return [acm.DescribeCertificateResponse.model_validate({"Certificate": {"Status": status}})]


def test_the_first_poll_ends_the_wait():
    with pytest.raises(WaitBlocked) as caught:
        plan(CONNECTION).on_response(connection("PENDING"), 0.0, NOW)
    error = caught.value
    assert isinstance(error, WaitError)
    assert str(error) == (
        "codeconnections GetConnection: status PENDING awaits you; pass poll_blocked=True to poll on"
    )
    assert (error.status, error.awaits, error.attempts) == ("PENDING", Awaits.YOU, 1)
    assert error.response.connection.connection_status == "PENDING"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.awaits, str(again)) == (WaitBlocked, "YOU", str(error))


def test_the_reason_is_in_the_error():
    going = plan(PEERINGS)
    with pytest.raises(WaitBlocked) as caught:
        going.on_response(peerings("pending-acceptance", message="Pending Acceptance by 1"), 0, NOW)
    assert caught.value.reason == "Pending Acceptance by 1"
    assert caught.value.awaits == Awaits.ANOTHER_PARTY
    assert "status pending-acceptance awaits another party;" in str(caught.value)


def test_poll_blocked():
    going = plan(CONNECTION, poll_blocked=True)
    assert going.on_response(connection("PENDING"), 0.0, NOW) is not None
    assert going.on_response(connection("AVAILABLE"), 1.0, NOW) is None


@pytest.mark.parametrize("given", [1, "yes", None])
def test_poll_blocked_is_a_boolean(given):
    with pytest.raises(ValueError, match="poll_blocked must be True or False"):
        plan(CONNECTION, poll_blocked=given)


def test_a_value_that_others_poll_through():
    going = plan(CERTIFICATE)
    assert going.on_response(certificate("PENDING_VALIDATION"), 0.0, NOW) is not None
    with pytest.raises(WaitTimeout) as caught:
        going.on_response(certificate("PENDING_VALIDATION"), 100.0, NOW)
    assert str(caught.value) == (
        "acm DescribeCertificate: timed out after 100 s (2 attempts); "
        "last status: PENDING_VALIDATION, which awaits you"
    )
    assert (caught.value.awaits, caught.value.status) == ("YOU", "PENDING_VALIDATION")


def test_a_timeout_that_awaits_aws_names_nobody():
    going = plan(PEERINGS)
    with pytest.raises(WaitTimeout) as caught:
        going.on_response(peerings("provisioning"), 100.0, NOW)
    assert str(caught.value).endswith("; last status: provisioning")
    assert caught.value.awaits == Awaits.AWS
    with pytest.raises(WaitTimeout) as caught:
        plan(PEERINGS).on_response(peerings(), 100.0, NOW)
    assert caught.value.awaits is None


def test_a_timeout_with_several_items_names_who_has_to_act():
    going = plan(PEERINGS, poll_blocked=True)
    with pytest.raises(WaitTimeout) as caught:
        going.on_response(peerings("provisioning", "pending-acceptance", "active"), 100.0, NOW)
    assert str(caught.value).endswith("; status pending-acceptance of an item awaits another party")
    assert (caught.value.status, caught.value.awaits) == (None, "ANOTHER_PARTY")


def test_a_failure_awaits_nothing():
    with pytest.raises(WaitFailed) as caught:
        plan(PEERINGS).on_response(peerings("rejected"), 0.0, NOW)
    assert caught.value.awaits == Awaits.NOTHING


def test_of_a_list_every_item_has_to_be_blocked():
    going = plan(PEERINGS)
    assert going.on_response(peerings("pending-acceptance", "provisioning"), 0.0, NOW) is not None
    with pytest.raises(WaitBlocked) as caught:
        going.on_response(peerings("active", "pending-acceptance", "failed"), 1.0, NOW)
    assert caught.value.status == "pending-acceptance"
    assert len(caught.value.response) == 3


def test_items_that_are_not_selected_do_not_block():
    going = plan(PEERINGS, select=lambda item: item.vpc_peering_connection_id == "active")
    assert going.on_response(peerings("active", "pending-acceptance"), 0.0, NOW) is None


@pytest.mark.parametrize(
    "until",
    [
        lambda result: False,
        GONE,
        {Code.ACTIVE, Code.PENDING_ACCEPTANCE},
    ],
)
def test_what_until_names_or_decides_does_not_block(until):
    going = plan(PEERINGS, until)
    assert going.on_response(peerings("pending-acceptance", "provisioning"), 0.0, NOW) is not None


def test_until_a_blocked_status_it_is_reached():
    going = plan(PEERINGS, Code.PENDING_ACCEPTANCE)
    assert going.on_response(peerings("pending-acceptance"), 0.0, NOW) is None


def test_until_another_status_it_blocks():
    with pytest.raises(WaitBlocked):
        plan(PEERINGS, Code.ACTIVE).on_response(peerings("pending-acceptance"), 0.0, NOW)


def test_until_a_waiter_it_does_not_block():
    name = "VpcPeeringConnectionDeleted"
    config = Loader().load_service_model("ec2", "waiters-2")["waiters"][name]
    going = plan(PEERINGS, Waiter(name, SingleWaiterConfig(config), None))
    assert going.on_response(peerings("pending-acceptance"), 0.0, NOW) is not None


def test_watching_ends_at_a_blocked_status():
    assert plan(CONNECTION, watching=True).on_response(connection("PENDING"), 0.0, NOW) is None
    going = plan(CONNECTION, watching=True, poll_blocked=True)
    assert going.on_response(connection("PENDING"), 0.0, NOW) is not None
