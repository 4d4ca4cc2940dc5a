"""``Motion`` and ``StartGoal``: what a status means after a start, without a clock or a client."""

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typed_status import WaitBlocked, WaitCanceled, WaitError, WaitFailed, WaitTimeout
from typed_status.runtime.waiting.after.course import course_until
from typed_status.runtime.waiting.after.motion import Course, Motion
from typed_status.runtime.waiting.after.start_goal import selector
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.services import cloudformation, connect, ec2, lambda_

NOW = datetime(2026, 1, 2, tzinfo=UTC)
STEP = 10.0
State = ec2.InstanceStateName
STOP = Course(
    wanted=("stopped",), initial=("running",), contrary=("terminated",), pending=("stopping",)
)
REBOOT = Course(wanted=("running",), initial=("running",))
TERMINATE = Course(wanted=("terminated",), gone=True, initial=("running", "stopped"))
INSTANCES = ec2.DescribeInstancesRequest(instance_ids=["i"])


def plan(course, request=INSTANCES, *, moves_within=60.0, timeout=10_000.0, **options):
    schedule = Schedule(
        timeout=timeout, delay=STEP, max_delay=STEP, moves_within=moves_within, **options
    )
    return Plan(request, schedule, now=0.0, course=course, jitter=lambda low, high: low)


def instances(states):
    found = [{"InstanceId": "i", "State": {"Name": each}} for each in states]
    return [ec2.DescribeInstancesResponse.model_validate({"Reservations": [{"Instances": found}]})]


def play(course, *rows, **options):
    """Return after which row of statuses the wait is done; ``None`` if it goes on. Raises what ends it."""
    made = plan(course, **options)
    for number, row in enumerate(rows, 1):
        states = [row] if isinstance(row, str) else row
        if made.on_response(instances(states), number * STEP, NOW) is None:
            return number
    return None


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (["stopped"], 1),
        (["running", "running", "stopped"], 3),
        (["running", "stopping", "stopped"], 3),
        (["running"] * 50, None),
        # One sighting of the old status may be that of a replica that lags behind.
        (["stopping", "running", "stopping", "running", "stopped"], 5),
        (["running", "stopping", "running"], None),
        (["stopping", "shutting-down", "pending"], None),
        ([["stopped", "running"]] * 9, None),
        ([["stopped", "running"], ["stopped", "stopped"]], 2),
        ([["running", "stopped"], ["stopped", "running"], ["stopped", "stopped"]], 3),
    ],
)
def test_it_is_done_when_all_have_a_wanted_status(rows, end):
    assert play(STOP, *rows) == end


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["terminated"], "terminated: stopped cannot be reached any more"),
        (["running", "terminated"], "terminated: stopped cannot be reached any more"),
        (["stopping", "running", "running"], "is back at status running"),
        ([["stopping"] * 2, ["stopped", "running"], ["stopped", "running"]], "is back at"),
        ([["terminated", "stopping"], ["terminated", "stopped"]], "terminated"),
    ],
)
def test_it_has_failed_when_the_wanted_status_cannot_come(rows, message):
    with pytest.raises(WaitFailed, match=message):
        play(STOP, *rows)
    assert play(STOP, *rows[:-1]) is None


@pytest.mark.parametrize(
    ("rows", "options", "end"),
    [
        (["running", "pending", "running"], {}, 3),
        (["running"] * 5, {}, None),
        (["running"] * 9, {}, 6),
        (["running"] * 9, {"moves_within": 0}, 2),
        # One of two has moved; the other may not have yet.
        ([["pending", "running"], ["running"] * 2, ["running"] * 2, ["running"] * 2], {}, None),
        ([["pending", "pending"], ["running", "running"]], {}, 2),
        ([["pending", "running"], *[["running"] * 2] * 9], {}, 6),
    ],
)
def test_a_wanted_status_from_before_counts_once_all_have_moved(rows, options, end):
    assert play(REBOOT, *rows, **options) == end


def test_where_the_start_reported_the_motion_two_sightings_in_a_row_are_enough():
    begun = dataclasses.replace(REBOOT, begun=True)
    assert play(begun, "running") is None
    assert play(begun, "running", "running") == 2
    assert play(begun, "running", "pending", "running") == 3
    # For a contrary end, the status operation itself must have shown the motion.
    assert play(dataclasses.replace(STOP, begun=True), *["running"] * 9) is None


def test_a_removal_is_done_when_nothing_is_left():
    assert play(TERMINATE, "running", "shutting-down", []) == 3
    made = plan(TERMINATE)
    assert made.on_response(instances(["running", "terminated"]), 1.0, NOW) is not None
    assert len(made.result) == 2
    assert made.on_response(instances(["terminated", "terminated"]), 2.0, NOW) is None
    assert made.result is None


GROUP = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="g")


def group(status):
    found = {"Id": "g", "Arn": "arn", "Name": "g", "Status": status}
    parsed = {"TrafficDistributionGroup": found}
    return [connect.DescribeTrafficDistributionGroupResponse.model_validate(parsed)]


def test_what_is_removed_may_have_failed_before():
    made = plan(Course(gone=True, contrary=("DELETION_FAILED",)), GROUP)
    assert made.on_response(group("CREATION_FAILED"), 1.0, NOW)
    with pytest.raises(WaitFailed, match="DELETION_FAILED"):
        made.on_response(group("DELETION_FAILED"), 2.0, NOW)
    with pytest.raises(WaitFailed, match="CREATION_FAILED"):
        made.on_response(group("CREATION_FAILED"), 61.0, NOW)


STACK = cloudformation.DescribeStacksRequest(stack_name="s")


def stack(status):
    found = {"StackName": "s", "CreationTime": NOW, "StackStatus": status}
    return [cloudformation.DescribeStacksResponse.model_validate({"Stacks": [found]})]


def test_a_failure_from_before_is_an_old_status():
    update = Course(wanted=("UPDATE_COMPLETE",), initial=("UPDATE_COMPLETE", "UPDATE_FAILED"))
    made = plan(update, STACK)
    for status in ("UPDATE_FAILED", "UPDATE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_FAILED"):
        assert made.on_response(stack(status), 1.0, NOW)
    with pytest.raises(WaitFailed, match="failed with status UPDATE_FAILED"):
        made.on_response(stack("UPDATE_FAILED"), 1.0, NOW)


def test_a_canceled_status_is_a_success_where_it_is_wanted():
    request = cloudformation.DescribeStackSetOperationRequest(stack_set_name="s", operation_id="o")

    def operation(status):
        parsed = {"StackSetOperation": {"OperationId": "o", "Status": status}}
        return [cloudformation.DescribeStackSetOperationResponse.model_validate(parsed)]

    assert (
        plan(Course(wanted=("STOPPED",)), request).on_response(operation("STOPPED"), 1.0, NOW)
        is None
    )
    with pytest.raises(WaitCanceled):
        plan(Course(wanted=("SUCCEEDED",)), request).on_response(operation("STOPPED"), 1.0, NOW)


def test_statuses_of_the_course_are_not_blocked():
    request = ec2.DescribeVpcPeeringConnectionsRequest(vpc_peering_connection_ids=["p"])

    def peering(code):
        found = {"VpcPeeringConnectionId": "p", "Status": {"Code": code}}
        parsed = {"VpcPeeringConnections": [found]}
        return [ec2.DescribeVpcPeeringConnectionsResponse.model_validate(parsed)]

    waiting = "pending-acceptance"
    with pytest.raises(WaitBlocked, match="pending-acceptance awaits another party"):
        plan(Course(wanted=("active",)), request).on_response(peering(waiting), 1.0, NOW)
    for course in (
        Course(wanted=("active",), pending=(waiting,)),
        Course(wanted=("active",), initial=(waiting,)),
    ):
        assert plan(course, request).on_response(peering(waiting), 1.0, NOW)
    done = plan(Course(wanted=(waiting,)), request).on_response(peering(waiting), 1.0, NOW)
    assert done is None
    polling = plan(Course(wanted=("active",)), request, poll_blocked=True)
    assert polling.on_response(peering(waiting), 1.0, NOW)


def test_a_timeout_says_that_it_never_moved():
    for rows, message in (
        (["running"] * 2, "last status: running; it never moved from the status"),
        (["stopping"] * 2, "last status: stopping$"),
    ):
        with pytest.raises(WaitTimeout, match=message):
            play(STOP, *rows, timeout=15.0)


def test_a_status_that_is_absent_is_awaited_for_a_while():
    watch = Course(wanted=("attached",), watch=("reservations[]", "instances[]", "state", "name"))
    made = plan(dataclasses.replace(watch, wanted=("running",)))
    assert made.on_response(instances([None]), 1.0, NOW)
    with pytest.raises(WaitError, match="no status"):
        made.on_response(instances([None]), 61.0, NOW)


def test_a_status_inside_of_the_items_is_watched():
    request = ec2.DescribeVolumesRequest(volume_ids=["v"])

    def volume(*states):
        found = {
            "VolumeId": "v",
            "State": "in-use",
            "Attachments": [{"State": each} for each in states],
        }
        return [ec2.DescribeVolumesResponse.model_validate({"Volumes": [found]})]

    path = ("volumes[]", "attachments[]", "state")
    attach = plan(Course(wanted=("attached",), watch=path), request)
    assert attach.on_response(volume("attaching"), 1.0, NOW)
    assert attach.on_response(volume("attached"), 2.0, NOW) is None
    assert [each.volume_id for each in attach.result] == ["v"]
    detach = plan(Course(gone=True, initial=("attached",), watch=path), request)
    assert detach.on_response(volume("attached"), 1.0, NOW)
    assert detach.on_response(volume("detaching"), 2.0, NOW)
    assert detach.on_response(volume(), 3.0, NOW) is None


def test_of_the_parts_of_an_item_those_that_were_started_count():
    """The attachment to another instance is attached, and then detached, without an effect."""
    request = ec2.DescribeVolumesRequest(volume_ids=["v"])

    def volume(**states):
        attachments = [{"InstanceId": each, "State": state} for each, state in states.items()]
        found = {"VolumeId": "v", "State": "in-use", "Attachments": attachments}
        return [ec2.DescribeVolumesResponse.model_validate({"Volumes": [found]})]

    path = ("volumes[]", "attachments[]", "state")
    select = {"attachments[].instance_id": ("i",)}
    attach = plan(Course(wanted=("attached",), watch=path, select=select), request)
    assert attach.on_response(volume(j="attached"), 1.0, NOW)
    assert attach.on_response(volume(j="attached", i="attaching"), 2.0, NOW)
    assert attach.on_response(volume(j="detached", i="attached"), 3.0, NOW) is None
    assert [each.volume_id for each in attach.result] == ["v"]
    detach = plan(Course(gone=True, initial=("attached",), watch=path, select=select), request)
    assert detach.on_response(volume(j="attached", i="detaching"), 1.0, NOW)
    assert detach.on_response(volume(j="attached"), 2.0, NOW) is None


def test_items_and_their_parts_are_selected_alike():
    path = ("volumes[]", "attachments[]", "state")
    select = {"volume_id": ("v",), "attachments[].instance_id": ("i",)}
    course = Course(wanted=("attached",), watch=path, select=select)
    found = [
        {"VolumeId": each, "Attachments": [{"InstanceId": "i", "State": state}]}
        for each, state in (("v", "attached"), ("w", "attaching"))
    ]
    page = ec2.DescribeVolumesResponse.model_validate({"Volumes": found})
    made = Plan(
        ec2.DescribeVolumesRequest(volume_ids=["v"]),
        Schedule(timeout=60.0, delay=STEP, max_delay=STEP),
        select=selector(course),
        now=0.0,
        course=course,
    )
    assert made.on_response([page], 1.0, NOW) is None
    assert [each.volume_id for each in made.result] == ["v"]


@pytest.mark.parametrize("name", ["wanted", "initial", "contrary", "pending"])
def test_statuses_must_be_those_of_the_operation(name):
    with pytest.raises(ValueError, match="'halted' is not a value of InstanceStateName"):
        plan(Course(**{name: ("halted",)}))


STATES = st.sampled_from(["pending", "running", "stopping", "stopped", "shutting-down"])


def motion(rows, initial=("running",), wanted=("stopped",)):
    made = Motion()
    for row in rows:
        made.record(
            [None if each is None else State(each) for each in row],
            frozenset(map(State, initial)),
            frozenset(map(State, wanted)),
        )
    return made


@given(st.lists(STATES, max_size=8))
def test_one_item_has_returned_exactly_if_it_had_left_and_is_old_twice_in_a_row(states):
    left = any(each != "running" for each in states[:-2])
    expected = left and states[-2:] == ["running", "running"]
    assert motion([each] for each in states).has_returned == expected


@given(st.lists(st.lists(STATES, min_size=3, max_size=3), max_size=8), st.randoms())
def test_the_order_of_items_does_not_matter(rows, random):
    shuffled = [random.sample(row, len(row)) for row in rows]
    assert motion(rows) == motion(shuffled)


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3), st.integers(1, 3))
def test_items_that_only_go_forward_have_not_returned(delays, lag):
    """Each item goes from running over stopping to stopped, at its own time."""
    course = ["running", "stopping", "stopped"]

    def state(now, delay):
        return course[max(0, min((now - delay) // lag, 2))]

    rows = [[state(now, delay) for delay in delays] for now in range(16)]
    for end in range(len(rows) + 1):
        assert not motion(rows[:end]).has_returned
    assert play(STOP, *rows) == next(
        number for number, row in enumerate(rows, 1) if set(row) == {"stopped"}
    )


@given(st.lists(STATES, min_size=1, max_size=12))
def test_the_end_is_always_a_wanted_status_or_a_return(states):
    """A wait never ends at the first old status, and never with success at another one than is wanted."""
    try:
        end = play(STOP, *states)
    except WaitFailed:
        assert "running" in states
        return
    if end is None:
        assert "stopped" not in states
    else:
        assert states[end - 1] == "stopped"
        assert "stopped" not in states[: end - 1]


@given(st.lists(st.sampled_from(["running", "pending"]), min_size=1, max_size=5))
def test_a_wanted_status_from_before_never_ends_the_wait_unmoved(states):
    end = play(REBOOT, *states)
    if end is not None:
        assert "pending" in states[:end]
        assert states[end - 1] == "running"


@pytest.mark.parametrize(
    ("until", "is_done"), [(None, False), ("Active", True), (lambda_.State.ACTIVE, True)]
)
def test_further_statuses_count_beside_the_end_of_the_start_and_not_with_until(until, is_done):
    course = course_until(Course(wanted=("Active",), initial=("Pending",)), until)
    made = plan(course, lambda_.GetFunctionConfigurationRequest(function_name="web"))
    updating = {"State": "Active", "LastUpdateStatus": "InProgress"}
    response = lambda_.GetFunctionConfigurationResponse.model_validate(updating)
    assert (made.on_response([response], STEP, NOW) is None) is is_done
