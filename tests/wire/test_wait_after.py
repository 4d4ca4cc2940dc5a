"""``after=`` of the waits: what somebody else started is waited for on its course."""

import pytest
from start_cases import (
    CreateHttpNamespaceRequest,
    DeleteTrafficDistributionGroupRequest,
    StopInstancesRequest,
    UpdateFunctionCodeRequest,
)
from wait_cases import Time

from typed_status import (
    GONE,
    Clock,
    SavedWait,
    WaitFailed,
    WaitTimeout,
    as_completed,
    wait,
    wait_all,
    watch,
)
from typed_status.services import connect, dms, ec2, ecs, lambda_
from typed_status.testing import FakeEndpoint, Fault

INSTANCES = ec2.DescribeInstancesRequest(instance_ids=["i-1", "i-2"])


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


@pytest.fixture
def clock():
    return Time().clock(Clock)


def instances(*states):
    found = [{"InstanceId": "i", "State": {"Name": each}} for each in states]
    return {"Reservations": [{"Instances": found}]}


def script_states(endpoint, *rows, **options):
    endpoint.script(ec2.DescribeInstancesRequest, *(instances(*row) for row in rows), **options)


def test_the_old_status_does_not_end_the_wait(endpoint, clock):
    rows = [("running", "running"), ("stopping", "running"), ("stopped", "stopping")]
    script_states(endpoint, *rows, ("stopped", "stopped"), repeat=True)
    client = endpoint.client("ec2")
    assert wait(client, INSTANCES, timeout=60, clock=clock).statuses == ["running", "running"]
    script_states(endpoint, *rows, ("stopped", "stopped"))
    found = wait(client, INSTANCES, after=StopInstancesRequest, timeout=60, clock=clock)
    assert found.statuses == ["stopped", "stopped"]


def test_one_of_several_goes_back(endpoint, clock):
    rows = [("running", "running"), ("stopping", "stopping"), ("running", "stopped")]
    script_states(endpoint, *rows, repeat=True)
    with pytest.raises(WaitFailed, match=r"back at status running.*1 running, 1 stopped"):
        wait(endpoint.client("ec2"), INSTANCES, after=StopInstancesRequest, timeout=99, clock=clock)


def test_a_slower_one_is_not_taken_for_one_that_goes_back(endpoint, clock):
    rows = [("stopped", "running")] * 5 + [("stopped", "stopping"), ("stopped", "stopped")]
    script_states(endpoint, *rows)
    found = wait(
        endpoint.client("ec2"), INSTANCES, after=StopInstancesRequest, timeout=600, clock=clock
    )
    assert found.statuses == ["stopped", "stopped"]


def test_a_contrary_end_waits_for_the_others(endpoint, clock):
    script_states(endpoint, ("terminated", "stopping"), ("terminated", "stopped"))
    with pytest.raises(WaitFailed, match="terminated: stopped cannot be reached"):
        wait(endpoint.client("ec2"), INSTANCES, after=StopInstancesRequest, timeout=99, clock=clock)
    assert len(endpoint.calls) == 2


def test_a_resource_that_is_gone(endpoint, clock):
    delete = DeleteTrafficDistributionGroupRequest
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="g")
    group = {"Id": "g", "Arn": "arn", "Name": "g", "Status": "CREATION_FAILED"}
    missing = Fault("ResourceNotFoundException", status=404)
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest,
        {"TrafficDistributionGroup": group},
        missing,
    )
    client = endpoint.client("connect")
    assert wait(client, request, after=delete, timeout=60, clock=clock) is None


def test_many_waits_after_a_start(endpoint, clock):
    script_states(endpoint, ("running",), ("stopping",), ("stopped",))
    one = ec2.DescribeInstancesRequest(instance_ids=["i-1"])
    client = endpoint.client("ec2")
    (outcome,) = wait_all(client, [one], after=StopInstancesRequest, timeout=60, clock=clock)
    assert outcome.result().statuses == ["stopped"]
    script_states(endpoint, ("stopped",))
    (outcome,) = as_completed(client, [one], after=StopInstancesRequest, timeout=60, clock=clock)
    assert outcome.result().statuses == ["stopped"]


@pytest.mark.parametrize(
    ("after", "until", "error", "message"),
    [
        (
            CreateHttpNamespaceRequest,
            None,
            ValueError,
            "GetOperationRequest reports on it, not Desc",
        ),
        (ec2.DescribeInstancesRequest, None, TypeError, "starts something, got DescribeInstancesR"),
        (StopInstancesRequest(instance_ids=["i"]), None, TypeError, "must be the class"),
        ("stop", None, TypeError, "must be the class"),
        (StopInstancesRequest, "halted", ValueError, "halted"),
        (StopInstancesRequest, [], ValueError, "until is empty"),
    ],
)
def test_what_does_not_fit_is_an_error(endpoint, after, until, error, message):
    with pytest.raises(error, match=message):
        wait(endpoint.client("ec2"), INSTANCES, after=after, until=until, timeout=60)
    with pytest.raises(error, match=message):
        SavedWait(INSTANCES, after=after, until=until, timeout=60)
    assert endpoint.calls == []


def test_a_start_without_a_known_end_needs_until(endpoint, clock):
    class Nudge(StopInstancesRequest):
        __start__ = type(StopInstancesRequest.__start__)(
            status_request=lambda: ec2.DescribeInstancesRequest,
            bindings={"instance_ids": "input.instance_ids[]"},
        )

    script_states(endpoint, ("stopped", "stopped"))
    client = endpoint.client("ec2")
    with pytest.raises(ValueError, match="not known what Nudge ends with; pass until="):
        wait(client, INSTANCES, after=Nudge, timeout=60, clock=clock)
    until = ec2.InstanceStateName.STOPPED
    assert wait(client, INSTANCES, after=Nudge, until=until, timeout=60, clock=clock)


def test_a_status_of_another_field(endpoint, clock):
    request = lambda_.GetFunctionConfigurationRequest(function_name="f")
    found = {"FunctionName": "f", "State": "Active", "LastUpdateStatus": "InProgress"}
    done = found | {"LastUpdateStatus": "Successful"}
    endpoint.script(lambda_.GetFunctionConfigurationRequest, done, found, done)
    wait(
        endpoint.client("lambda"), request, after=UpdateFunctionCodeRequest, timeout=60, clock=clock
    )
    assert len(endpoint.calls) == 3


def test_a_timeout_says_that_it_never_moved(endpoint, clock):
    script_states(endpoint, ("running", "running"), repeat=True)
    with pytest.raises(WaitTimeout, match="2 running; it never moved"):
        wait(endpoint.client("ec2"), INSTANCES, after=StopInstancesRequest, timeout=9, clock=clock)


@pytest.mark.parametrize(
    "request_",
    [
        ec2.DescribeInstancesRequest(instance_ids=[]),
        ecs.DescribeServicesRequest(services=[]),
        ecs.DescribeTasksRequest(cluster="c", tasks=[]),
    ],
)
def test_an_empty_list_of_ids_is_refused(endpoint, request_):
    client = endpoint.client(request_.__operation__.service)
    for use in (
        lambda: wait(client, request_, timeout=60),
        lambda: wait(client, request_, until=GONE, timeout=60),
        lambda: watch(client, request_, timeout=60),
        lambda: wait_all(client, [request_], timeout=60),
        lambda: SavedWait(request_, timeout=60),
    ):
        with pytest.raises(ValueError, match="is empty, which AWS reads as no filter"):
            use()
    assert endpoint.calls == []


def test_other_lists_may_be_empty(endpoint, clock):
    script_states(endpoint, ("running",))
    request = ec2.DescribeInstancesRequest(filters=[])
    assert wait(endpoint.client("ec2"), request, timeout=60, clock=clock)


def test_a_list_of_everything_needs_to_know_what_was_started(endpoint, clock):
    client, request = endpoint.client("dms"), dms.DescribeReplicationTasksRequest()
    stop = dms.StopReplicationTaskRequest
    for use in (
        lambda: wait(client, request, after=stop, timeout=60),
        lambda: as_completed(client, [request], after=stop, timeout=60),
        lambda: SavedWait(request, after=stop, timeout=60),
    ):
        with pytest.raises(ValueError, match="lists others, too; pass select="):
            use()
    assert endpoint.calls == []
    tasks = [
        {"ReplicationTaskArn": arn, "Status": each}
        for arn, each in (("a", "stopped"), ("b", "running"))
    ]
    endpoint.script(dms.DescribeReplicationTasksRequest, {"ReplicationTasks": tasks}, repeat=True)
    found = wait(
        client,
        request,
        after=stop,
        select=lambda task: task.replication_task_arn == "a",
        timeout=60,
        clock=clock,
    )
    assert found.statuses == ["stopped"]
    filters = [dms.Filter(name="replication-task-arn", values=["a"])]
    narrowed = dms.DescribeReplicationTasksRequest(filters=filters)
    SavedWait(narrowed, after=stop, timeout=60)
