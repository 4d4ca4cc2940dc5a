"""Waits on operations with further statuses over HTTP: Lambda (a single resource) and ECS (a list operation)."""

import asyncio

import pytest
from wait_cases import START, Time

from typed_status import (
    Clock,
    Phase,
    SavedWait,
    WaitFailed,
    aio,
    poll_once,
    resume,
    wait,
    wait_all,
    watch,
)
from typed_status.services import ecs, lambda_
from typed_status.testing import FakeEndpoint

FUNCTION = lambda_.GetFunctionRequest(function_name="f")
SERVICES = ecs.DescribeServicesRequest(services=["a", "b"])


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def clock():
    return Time().clock(Clock)


def function(state, update, **more):
    return {"Configuration": {"State": state, "LastUpdateStatus": update} | more}


CREATED = [
    function("Pending", "InProgress"),
    function("Active", "InProgress"),
    function("Active", "Successful"),
]
BROKEN = function(
    "Active",
    "Failed",
    LastUpdateStatusReason="No room.",
    LastUpdateStatusReasonCode="SubnetOutOfIPAddresses",
)
BECAUSE = "configuration.last_update_status: Failed: SubnetOutOfIPAddresses: No room."


def services(*rollouts, reason="tasks failed to start"):
    deployments = (
        [
            {"status": "PRIMARY", "rolloutState": rollout, "rolloutStateReason": reason},
            {"status": "ACTIVE", "rolloutState": "FAILED"},
        ]
        for rollout in rollouts
    )
    names = zip("ab", deployments, strict=False)
    return {
        "services": [
            {"serviceName": name, "status": "ACTIVE", "deployments": each} for name, each in names
        ]
    }


def test_a_function(endpoint, clock):
    endpoint.script(lambda_.GetFunctionRequest, *CREATED)
    polls = []
    found = wait(endpoint.client("lambda"), FUNCTION, timeout=60, clock=clock, on_poll=polls.append)
    assert found.configuration.last_update_status == "Successful"
    assert [(str(each.status), each.phase) for each in polls] == [
        ("Pending", Phase.IN_PROGRESS),
        ("Active", Phase.IN_PROGRESS),
        ("Active", Phase.SUCCEEDED),
    ]


def test_a_function_whose_update_fails(endpoint, clock):
    endpoint.script(lambda_.GetFunctionRequest, *CREATED[:2], BROKEN)
    with pytest.raises(WaitFailed) as caught:
        wait(endpoint.client("lambda"), FUNCTION, timeout=60, clock=clock)
    assert (caught.value.status, caught.value.reason, caught.value.attempts) == (
        "Active",
        BECAUSE,
        3,
    )


def test_until_is_not_affected(endpoint, clock):
    endpoint.script(lambda_.GetFunctionRequest, *CREATED[:2])
    until = lambda_.State.ACTIVE
    found = wait(endpoint.client("lambda"), FUNCTION, timeout=60, clock=clock, until=until)
    assert found.configuration.last_update_status == "InProgress"


def test_until_a_waiter_is_not_affected(endpoint, clock):
    endpoint.script(lambda_.GetFunctionRequest, *CREATED[:2])
    client = endpoint.client("lambda")
    waiter = client.get_waiter("function_active_v2")
    wait(client, FUNCTION, timeout=60, clock=clock, until=waiter)
    assert len(endpoint.calls) == 2


def test_services(endpoint, clock):
    attempts = [
        services("IN_PROGRESS", "IN_PROGRESS"),
        services("COMPLETED", "IN_PROGRESS"),
        services("COMPLETED", "COMPLETED"),
    ]
    endpoint.script(ecs.DescribeServicesRequest, *attempts)
    polls = []
    found = wait(endpoint.client("ecs"), SERVICES, timeout=60, clock=clock, on_poll=polls.append)
    assert [str(each) for each in found.statuses] == ["ACTIVE", "ACTIVE"]
    assert [each.phase for each in polls] == [Phase.IN_PROGRESS] * 2 + [Phase.SUCCEEDED]
    assert [each.response.phase for each in polls] == [each.phase for each in polls]


def test_a_service_whose_rollout_fails(endpoint, clock):
    endpoint.script(
        ecs.DescribeServicesRequest,
        services("IN_PROGRESS", "FAILED"),
        services("COMPLETED", "FAILED"),
    )
    with pytest.raises(WaitFailed, match=r"deployments\[\]\.rollout_state: FAILED: tasks failed"):
        wait(endpoint.client("ecs"), SERVICES, timeout=60, clock=clock)
    assert len(endpoint.calls) == 2


def test_watch_yields_the_end(endpoint, clock):
    """The leading status is the same as in the attempt before."""
    endpoint.script(lambda_.GetFunctionRequest, *CREATED)
    seen = [
        (str(each.configuration.state), str(each.configuration.last_update_status))
        for each in watch(endpoint.client("lambda"), FUNCTION, timeout=60, clock=clock)
    ]
    assert seen == [("Pending", "InProgress"), ("Active", "InProgress"), ("Active", "Successful")]


def test_many_waits(endpoint, clock):
    endpoint.script(lambda_.GetFunctionRequest, CREATED[1], BROKEN)
    (outcome,) = wait_all(endpoint.client("lambda"), [FUNCTION], timeout=60, clock=clock)
    assert isinstance(outcome.error, WaitFailed)
    assert outcome.error.reason == BECAUSE


def test_stored_waits(endpoint, clock):
    endpoint.script(lambda_.GetFunctionRequest, *CREATED[1:])
    client, saved = endpoint.client("lambda"), SavedWait(FUNCTION, timeout=60, started=START)
    poll = poll_once(client, saved, clock=clock)
    assert (poll.phase, poll.next_delay is None) == (Phase.IN_PROGRESS, False)
    again = SavedWait.from_json(lambda_.GetFunctionRequest, saved.to_json())
    assert resume(client, again, clock=clock).configuration.last_update_status == "Successful"


class Awaited:
    """The client of a service whose methods are awaited."""

    def __init__(self, client):
        self.client = client
        self.meta = client.meta

    async def get_function(self, **params):
        return self.client.get_function(**params)


def test_asyncio(endpoint):
    endpoint.script(lambda_.GetFunctionRequest, *CREATED[1:], BROKEN)
    client = Awaited(endpoint.client("lambda"))

    async def main():
        clock = Time().clock(aio.Clock)
        done = await aio.wait(client, FUNCTION, timeout=60, clock=clock)
        assert done.configuration.last_update_status == "Successful"
        with pytest.raises(WaitFailed, match="SubnetOutOfIPAddresses"):
            await aio.wait(client, FUNCTION, timeout=60, clock=clock)

    asyncio.run(main())
    assert len(endpoint.calls) == 3
