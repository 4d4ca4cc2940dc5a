"""Pollers that are stored and resumed, and ``SavedWait`` after a start."""

import json
import pickle
from datetime import timedelta

import pytest
from start_cases import (
    AddJobFlowStepsRequest,
    CreateHttpNamespaceRequest,
    DeleteTrafficDistributionGroupRequest,
    StopInstancesRequest,
    UpdateFunctionCodeRequest,
    UpdateTrafficDistributionRequest,
)
from wait_cases import START, Time

from typed_status import (
    Clock,
    SavedWait,
    WaitFailed,
    WaitTimeout,
    begin,
    follow,
    poll_once,
    resume,
)
from typed_status.services import connect, ec2, emr, lambda_, servicediscovery
from typed_status.testing import FakeEndpoint, Fault

STOP = StopInstancesRequest(instance_ids=["i-1"])


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def clock(time):
    return time.clock(Clock)


def reloaded(saved):
    """Return the wait as another process loads it, from JSON and from pickle."""
    text = saved.to_json()
    found = SavedWait.from_json(type(saved.request), text)
    assert found == saved == pickle.loads(pickle.dumps(saved))
    assert found.to_json() == text
    return found


def instances(*states):
    found = [{"InstanceId": "i-1", "State": {"Name": each}} for each in states]
    return {"Reservations": [{"Instances": found}]}


def script_states(endpoint, *states):
    endpoint.script(ec2.DescribeInstancesRequest, *map(instances, states))


def test_it_remembers_that_the_status_has_moved(endpoint, clock, time):
    script_states(endpoint, "running", "stopping", "running", "running")
    client = endpoint.client("ec2")
    poller = follow(client, STOP, {}, clock=clock)
    assert poller.status() == "running"
    assert poller.status() == "stopping"
    time.sleep(30)
    saved = reloaded(poller.save(timeout=3600))
    assert saved.started == START + timedelta(seconds=30)
    assert saved.deadline == START + timedelta(seconds=3630)
    assert saved.attempts == 2
    assert saved.has_appeared
    saved = reloaded(saved)
    assert poll_once(client, saved, clock=clock).next_delay
    saved = reloaded(saved)
    with pytest.raises(WaitFailed, match="back at status running"):
        poll_once(client, saved, clock=clock)


def test_it_remembers_what_is_wanted(endpoint, clock):
    script_states(endpoint, "running", "running", "stopping", "stopped")
    client = endpoint.client("ec2")
    saved = reloaded(follow(client, STOP, {}, clock=clock).save(timeout=600))
    assert resume(client, saved, clock=clock).statuses == ["stopped"]
    assert saved.motion.has_moved


def test_it_remembers_another_status_and_another_end(endpoint, clock):
    update = UpdateFunctionCodeRequest(function_name="f")
    client = endpoint.client("lambda")
    found = {"FunctionName": "f", "State": "Active", "LastUpdateStatus": "InProgress"}
    endpoint.script(
        lambda_.GetFunctionConfigurationRequest, found, found | {"LastUpdateStatus": "Failed"}
    )
    until = lambda_.LastUpdateStatus.FAILED
    for saved in (
        follow(client, update, {}, until=until, clock=clock).save(timeout=600),
        SavedWait(
            lambda_.GetFunctionConfigurationRequest(function_name="f"),
            timeout=600,
            after=UpdateFunctionCodeRequest,
            until={until},
            started=START,
        ),
    ):
        assert reloaded(saved).course.wanted == ("Failed",)
    saved = reloaded(saved)
    saved.motion.record(["InProgress"], frozenset(), frozenset())
    assert resume(client, saved, clock=clock).last_update_status == "Failed"


def test_it_remembers_the_token(endpoint, clock):
    operation = ("servicediscovery", "CreateHttpNamespace")
    endpoint.script(operation, {"OperationId": "op"})
    create = CreateHttpNamespaceRequest(name="web")
    poller = begin(endpoint.client("servicediscovery"), create, clock=clock)
    assert reloaded(poller.save(timeout=60)).token == poller.token
    assert endpoint.calls[0].params["CreatorRequestId"] == poller.token


def test_a_deletion_is_resumed_until_it_is_gone(endpoint, clock):
    delete = DeleteTrafficDistributionGroupRequest(traffic_distribution_group_id="g")
    client = endpoint.client("connect")
    saved = reloaded(follow(client, delete, {}, clock=clock).save(timeout=600))
    group = {"Id": "g", "Arn": "arn", "Name": "g", "Status": "ACTIVE"}
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest,
        {"TrafficDistributionGroup": group},
        Fault("ResourceNotFoundException", status=404),
    )
    assert resume(client, saved, clock=clock) is None


def test_each_of_many_requests_is_stored(endpoint, clock):
    add = AddJobFlowStepsRequest(job_flow_id="j", steps=[])
    client = endpoint.client("emr")
    poller = follow(client, add, {"StepIds": ["s-1", "s-2"]}, clock=clock)
    endpoint.script(
        emr.DescribeStepRequest, {"Step": {"Status": {"State": "COMPLETED"}}}, repeat=True
    )
    for saved, step in zip(poller.save_all(timeout=60), ["s-1", "s-2"], strict=True):
        assert reloaded(saved).request.step_id == step
        assert resume(client, saved, clock=clock).step.status.state == "COMPLETED"


def test_what_cannot_be_stored_or_is_over_is_refused(endpoint, clock):
    client = endpoint.client("ec2")
    poller = follow(client, STOP, {}, until=lambda result: True, clock=clock)
    with pytest.raises(TypeError, match="until is a function"):
        poller.save(timeout=60)
    script_states(endpoint, "terminated")
    poller = follow(client, STOP, {}, appears_within=0, clock=clock)
    assert poller.done()
    with pytest.raises(WaitFailed, match="terminated"):
        poller.save(timeout=60)


def test_waits_of_earlier_versions_are_read():
    text = SavedWait(
        servicediscovery.GetOperationRequest(operation_id="op"), timeout=60, started=START
    ).to_json()
    assert not {"course", "motion", "token", "moves_within"} & set(json.loads(text))


def stored(client, **changes):
    state = json.loads(follow(client, STOP, {}).save(timeout=600).to_json())
    for path, value in changes.items():
        *parents, name = path.split("__")
        inner = state
        for parent in parents:
            inner = inner[parent]
        inner[name] = value
    return json.dumps(state)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"course__wanted": ["halted"]}, "halted"),
        ({"course__speed": 3}, "speed"),
        ({"course__initial": None}, "None"),
        ({"motion__left": -1}, "-1"),
        ({"motion__seen": 1}, "seen"),
        ({"course": "x"}, "."),
        ({"moves_within": "soon"}, "moves_within"),
        ({"service": "rds"}, r"rds\.DescribeInstances, not for DescribeInstancesRequest"),
    ],
)
def test_what_another_version_stored_is_a_clear_error(endpoint, changes, message):
    text = stored(endpoint.client("ec2"), **changes)
    with pytest.raises(ValueError, match=f"not a saved wait: .*{message}"):
        SavedWait.from_json(ec2.DescribeInstancesRequest, text)


def test_where_no_status_reports_the_end_the_response_has_what_was_sent(endpoint, clock):
    shares = [("us-east-1", 30), ("us-west-2", 70)]

    def distributed(pairs, **more):
        found = [{"Region": region, "Percentage": share} for region, share in pairs]
        return {"TelephonyConfig": {"Distributions": found}} | more

    update = UpdateTrafficDistributionRequest.model_validate({"Id": "g"} | distributed(shares))
    endpoint.script(("connect", "UpdateTrafficDistribution"), {})
    ids = {"Id": "g", "Arn": "arn"}
    endpoint.script(
        connect.GetTrafficDistributionRequest,
        distributed([("us-east-1", 100)], **ids),
        distributed([("us-east-1", 70), ("us-west-2", 30)], **ids),
        distributed(shares[::-1], **ids),
    )
    client = endpoint.client("connect")
    poller = begin(client, update, clock=clock)
    assert poller.status() is None
    saved = reloaded(poller.save(timeout=600))
    assert resume(client, saved, clock=clock).telephony_config.distributions[0].percentage == 70
    assert len(endpoint.calls) == 4
    with pytest.raises(ValueError, match="telephony_config, agent_config is empty or absent"):
        begin(client, UpdateTrafficDistributionRequest(id="g"))
    with pytest.raises(ValueError, match="its end is what it sent"):
        SavedWait(
            connect.GetTrafficDistributionRequest(id="g"),
            after=UpdateTrafficDistributionRequest,
            timeout=60,
        )


def snapshot(percent):
    found = {"SnapshotId": "snap-1", "State": "pending", "Progress": f"{percent}%"}
    return {"Snapshots": [found]}


def test_the_time_left_is_right_after_a_timeout_and_in_another_process(endpoint, clock, time):
    endpoint.script(ec2.DescribeSnapshotsRequest, *map(snapshot, (10, 20, 40, 50, 60)))
    client = endpoint.client("ec2")
    start = ec2.CreateSnapshotRequest(volume_id="vol-1")
    poller = follow(client, start, {"SnapshotId": "snap-1"}, clock=clock)
    poller.status()
    time.sleep(100)
    poller.status()
    time.sleep(200)
    polls = []
    with pytest.raises(WaitTimeout):
        poller.result(timeout=100, delay=100, max_delay=100, on_poll=polls.append)
    assert polls[0].time_left == pytest.approx(60 / (30 / 300))
    assert polls[1].time_left is None  # after the last attempt
    saved = reloaded(poller.save(timeout=1000))
    time.sleep(100)
    poll = poll_once(client, saved, clock=clock)
    assert poll.time_left == pytest.approx(40 / (50 / 500))
