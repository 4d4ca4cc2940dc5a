"""``begin``, ``follow`` and ``Poller`` over HTTP."""

import pytest
from start_cases import (
    AddJobFlowStepsRequest,
    CreateHttpNamespaceRequest,
    DeleteNamespaceRequest,
    DeleteTrafficDistributionGroupRequest,
    RebootInstancesRequest,
    RunTaskRequest,
    StopInstancesRequest,
    UpdateFunctionCodeRequest,
)
from wait_cases import START, Time

from typed_status import (
    Clock,
    StartError,
    StartRefused,
    StartUnknown,
    WaitFailed,
    WaitTimeout,
    WrongClientError,
    begin,
    follow,
)
from typed_status.services import connect, ec2, ecs, emr, lambda_, servicediscovery
from typed_status.testing import Drop, FakeEndpoint, Fault


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


def script(endpoint, kind, *steps, **options):
    operation = kind.__operation__
    endpoint.script((operation.service, operation.name), *steps, **options)


def operations(endpoint):
    return [call.operation for call in endpoint.calls]


def operation(status, **more):
    return {"Operation": {"Id": "op", "Status": status} | more}


def instances(*states, **more):
    found = [
        {"InstanceId": f"i-{number}", "State": {"Name": each}} | more
        for number, each in enumerate(states, 1)
    ]
    return {"Reservations": [{"Instances": found}]}


CREATE = CreateHttpNamespaceRequest(name="web")
STOP = StopInstancesRequest(instance_ids=["i-1"])


def test_a_start_is_sent_and_followed_to_its_end(endpoint, clock):
    script(endpoint, CreateHttpNamespaceRequest, {"OperationId": "op"})
    endpoint.script(
        servicediscovery.GetOperationRequest, operation("PENDING"), operation("SUCCESS")
    )
    poller = begin(endpoint.client("servicediscovery"), CREATE, clock=clock)
    assert poller.response.operation_id == "op"
    assert poller.requests == (servicediscovery.GetOperationRequest(operation_id="op"),)
    done = poller.result(timeout=600)
    assert done.operation.status == "SUCCESS"
    assert poller.result(timeout=600) == done
    assert operations(endpoint) == ["CreateHttpNamespace", "GetOperation", "GetOperation"]
    assert endpoint.calls[0].params["CreatorRequestId"] == poller.token


def test_status_and_done_poll_once(endpoint, clock, time):
    script(endpoint, CreateHttpNamespaceRequest, {"OperationId": "op"})
    statuses = ["SUBMITTED", "PENDING", "SUCCESS"]
    endpoint.script(servicediscovery.GetOperationRequest, *map(operation, statuses))
    poller = begin(endpoint.client("servicediscovery"), CREATE, clock=clock)
    assert poller.status() is servicediscovery.OperationStatus.SUBMITTED
    assert not poller.done()
    assert poller.done()
    assert poller.status() is servicediscovery.OperationStatus.SUCCESS
    assert poller.result(timeout=1).operation.status == "SUCCESS"
    assert len(endpoint.calls) == 4
    assert time.slept == []


def test_a_failure_has_its_reason(endpoint, clock):
    script(endpoint, CreateHttpNamespaceRequest, {"OperationId": "op"})
    endpoint.script(
        servicediscovery.GetOperationRequest, operation("FAIL", ErrorMessage="zone exists")
    )
    poller = begin(endpoint.client("servicediscovery"), CREATE, clock=clock)
    assert poller.status() == "FAIL"
    assert poller.done()
    for _ in range(2):
        with pytest.raises(WaitFailed, match="FAIL: zone exists"):
            poller.result(timeout=600)
    assert len(endpoint.calls) == 2


def test_the_old_status_is_not_the_end(endpoint, clock):
    script(
        endpoint,
        StopInstancesRequest,
        {"StoppingInstances": [{"InstanceId": "i-1", "CurrentState": {"Name": "stopping"}}]},
    )
    states = ["running", "running", "running", "stopping", "running", "stopping", "stopped"]
    endpoint.script(ec2.DescribeInstancesRequest, *map(instances, states))
    poller = begin(endpoint.client("ec2"), STOP, clock=clock)
    done = poller.result(timeout=600)
    assert done.statuses == [ec2.InstanceStateName.STOPPED]
    assert len(endpoint.calls) == 8


def test_back_at_the_old_status_it_has_failed(endpoint, clock):
    script(endpoint, StopInstancesRequest, {"StoppingInstances": []})
    states = ["running", "stopping", "running"]
    endpoint.script(ec2.DescribeInstancesRequest, *map(instances, states), repeat=True)
    poller = begin(endpoint.client("ec2"), STOP, clock=clock)
    with pytest.raises(WaitFailed, match="back at status running") as caught:
        poller.result(timeout=600)
    assert caught.value.status == "running"
    assert len(endpoint.calls) == 5


def test_a_contrary_status_ends_it(endpoint, clock):
    script(endpoint, StopInstancesRequest, {"StoppingInstances": []})
    reason = {"StateReason": {"Code": "Client.UserInitiatedShutdown", "Message": "terminated"}}
    endpoint.script(
        ec2.DescribeInstancesRequest, instances("stopping"), instances("terminated", **reason)
    )
    poller = begin(endpoint.client("ec2"), STOP, clock=clock)
    with pytest.raises(WaitFailed, match=r"terminated: stopped cannot be reached.*UserInitiated"):
        poller.result(timeout=600)


def test_a_timeout_says_that_it_never_moved(endpoint, clock):
    script(endpoint, StopInstancesRequest, {"StoppingInstances": []})
    endpoint.script(ec2.DescribeInstancesRequest, instances("running"), repeat=True)
    poller = begin(endpoint.client("ec2"), STOP, clock=clock)
    with pytest.raises(WaitTimeout, match="last status: running; it never moved"):
        poller.result(timeout=100)


def test_a_timeout_can_be_extended(endpoint, clock):
    script(endpoint, StopInstancesRequest, {"StoppingInstances": []})
    endpoint.script(ec2.DescribeInstancesRequest, *map(instances, ["stopping"] * 3 + ["stopped"]))
    poller = begin(endpoint.client("ec2"), STOP, clock=clock)
    with pytest.raises(WaitTimeout):
        poller.result(timeout=1)
    assert poller.result(timeout=100).statuses == ["stopped"]


def test_a_wanted_status_from_before_needs_a_motion(endpoint, clock):
    reboot = RebootInstancesRequest(instance_ids=["i-1"])
    script(endpoint, StopInstancesRequest, {"StoppingInstances": []}, repeat=True)
    states = ["running", "pending", "running"]
    endpoint.script(ec2.DescribeInstancesRequest, *map(instances, states))
    assert begin(endpoint.client("ec2"), reboot, clock=clock).result(timeout=600)
    assert len(endpoint.calls) == 4


def test_a_status_that_never_moves_counts_after_a_while(endpoint, clock, time):
    reboot = RebootInstancesRequest(instance_ids=["i-1"])
    script(endpoint, StopInstancesRequest, {"StoppingInstances": []})
    endpoint.script(ec2.DescribeInstancesRequest, instances("running"), repeat=True)
    begin(endpoint.client("ec2"), reboot, clock=clock, moves_within=20).result(timeout=600)
    assert 20 <= time.passed < 60


def test_where_the_start_reports_the_motion_two_sightings_are_enough(endpoint, clock):
    script(endpoint, UpdateFunctionCodeRequest, {"LastUpdateStatus": "InProgress"})
    done = {"FunctionName": "f", "State": "Active", "LastUpdateStatus": "Successful"}
    endpoint.script(lambda_.GetFunctionConfigurationRequest, done, repeat=True)
    update = UpdateFunctionCodeRequest(function_name="f", image_uri="i")
    poller = begin(endpoint.client("lambda"), update, clock=clock)
    assert poller.result(timeout=600).last_update_status == "Successful"
    assert poller.status() is lambda_.LastUpdateStatus.SUCCESSFUL
    assert len(endpoint.calls) == 3


def test_another_status_than_the_leading_one_fails(endpoint, clock):
    script(endpoint, UpdateFunctionCodeRequest, {"LastUpdateStatus": "InProgress"})
    found = {"FunctionName": "f", "State": "Active", "LastUpdateStatus": "InProgress"}
    failed = {"LastUpdateStatus": "Failed", "LastUpdateStatusReason": "no such image"}
    endpoint.script(lambda_.GetFunctionConfigurationRequest, found, found | failed, repeat=True)
    update = UpdateFunctionCodeRequest(function_name="f", image_uri="i")
    with pytest.raises(WaitFailed, match=r"status Failed.*no such image"):
        begin(endpoint.client("lambda"), update, clock=clock).result(timeout=600)


GROUP = DeleteTrafficDistributionGroupRequest(traffic_distribution_group_id="g")


def group(status):
    return {"TrafficDistributionGroup": {"Id": "g", "Arn": "arn", "Name": "g", "Status": status}}


def test_a_deletion_ends_with_none(endpoint, clock):
    script(endpoint, DeleteTrafficDistributionGroupRequest, {})
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest,
        group("ACTIVE"),
        group("PENDING_DELETION"),
        Fault("ResourceNotFoundException", status=404),
    )
    poller = begin(endpoint.client("connect"), GROUP, clock=clock)
    seen = list(poller.watch(timeout=600))
    statuses = [each and each.traffic_distribution_group.status for each in seen]
    assert statuses == ["ACTIVE", "PENDING_DELETION", None]
    assert poller.result(timeout=600) is None


def test_a_deletion_that_fails_has_failed(endpoint, clock):
    script(endpoint, DeleteTrafficDistributionGroupRequest, {})
    statuses = ["CREATION_FAILED", "PENDING_DELETION", "DELETION_FAILED"]
    endpoint.script(connect.DescribeTrafficDistributionGroupRequest, *map(group, statuses))
    with pytest.raises(WaitFailed, match="DELETION_FAILED"):
        begin(endpoint.client("connect"), GROUP, clock=clock).result(timeout=600)


def test_what_is_not_visible_at_first_is_awaited(endpoint, clock):
    script(endpoint, CreateHttpNamespaceRequest, {"OperationId": "op"})
    missing = Fault(servicediscovery.OperationNotFound, "no")
    endpoint.script(
        servicediscovery.GetOperationRequest, missing, missing, operation("SUCCESS"), missing
    )
    client = endpoint.client("servicediscovery")
    assert begin(client, CREATE, clock=clock).result(timeout=600)
    script(endpoint, CreateHttpNamespaceRequest, {"OperationId": "op"})
    with pytest.raises(servicediscovery.OperationNotFound):
        begin(client, CREATE, clock=clock, appears_within=0).result(timeout=600)


def test_a_request_follows_each_of_many_things(endpoint, clock):
    script(endpoint, AddJobFlowStepsRequest, {"StepIds": ["s-1", "s-2"]}, repeat=True)

    def step(state, **more):
        return {"Step": {"Id": "s", "Status": {"State": state} | more}}

    endpoint.script(emr.DescribeStepRequest, *map(step, ["RUNNING", "COMPLETED", "COMPLETED"]))
    add = AddJobFlowStepsRequest(job_flow_id="j", steps=[])
    poller = begin(endpoint.client("emr"), add, clock=clock)
    assert [each.step_id for each in poller.requests] == ["s-1", "s-2"]
    assert [each.step.status.state for each in poller.result(timeout=60)] == ["COMPLETED"] * 2
    with pytest.raises(ValueError, match="save_all"):
        poller.save(timeout=60)
    reason = {"FailureDetails": {"Reason": "out of memory"}}
    endpoint.script(
        emr.DescribeStepRequest, step("FAILED", **reason), step("RUNNING"), step("COMPLETED")
    )
    with pytest.raises(WaitFailed, match="out of memory"):
        begin(endpoint.client("emr"), add, clock=clock).result(timeout=60)
    assert operations(endpoint).count("DescribeStep") == 6


def task(number, status):
    return {"taskArn": f"arn:{number}", "lastStatus": status}


def test_nothing_begun_is_an_error_and_the_rest_is_followed(endpoint, clock):
    run = RunTaskRequest(task_definition="t")
    failure = {"arn": "arn:2", "reason": "RESOURCE:CPU"}
    script(
        endpoint,
        RunTaskRequest,
        {"tasks": [], "failures": [failure]},
        {"tasks": [task(1, "PENDING")], "failures": [failure]},
    )
    endpoint.script(ecs.DescribeTasksRequest, {"tasks": [task(1, "RUNNING")], "failures": []})
    client = endpoint.client("ecs")
    with pytest.raises(StartRefused, match="RESOURCE:CPU") as caught:
        begin(client, run, clock=clock)
    assert [each.arn for each in caught.value.refused] == ["arn:2"]
    assert caught.value.response.failures == list(caught.value.refused)
    poller = begin(client, run, clock=clock)
    assert [each.reason for each in poller.refused] == ["RESOURCE:CPU"]
    assert poller.requests == (ecs.DescribeTasksRequest(tasks=["arn:1"]),)
    assert poller.result(timeout=60).statuses == ["RUNNING"]


def attachments(**states):
    found = [
        {"InstanceId": each, "Device": "/dev/sdf", "State": state} for each, state in states.items()
    ]
    return {"Volumes": [{"VolumeId": "v", "State": "in-use", "Attachments": found}]}


def test_one_of_several_attachments_is_followed(endpoint, clock):
    attach = ec2.AttachVolumeRequest(device="/dev/sdf", instance_id="i", volume_id="v")
    script(endpoint, ec2.AttachVolumeRequest, {"VolumeId": "v", "State": "attaching"})
    endpoint.script(
        ec2.DescribeVolumesRequest,
        attachments(j="detaching"),
        attachments(j="detached", i="attached"),
    )
    client = endpoint.client("ec2")
    poller = begin(client, attach, clock=clock)
    assert poller.requests == (ec2.DescribeVolumesRequest(volume_ids=["v"]),)
    assert [each.volume_id for each in poller.result(timeout=600)] == ["v"]


@pytest.mark.parametrize(("instance", "polls"), [("i", 2), (None, 3)])
def test_what_the_start_left_out_is_not_selected_by(endpoint, clock, instance, polls):
    """Without the instance, all attachments of the volume are meant."""
    detach = ec2.DetachVolumeRequest(volume_id="v", instance_id=instance)
    script(endpoint, ec2.DetachVolumeRequest, {"VolumeId": "v", "State": "detaching"})
    described = [
        attachments(i="detaching", j="detaching"),
        attachments(j="detaching"),
        attachments(),
    ]
    endpoint.script(ec2.DescribeVolumesRequest, *described[:polls])
    begin(endpoint.client("ec2"), detach, clock=clock).result(timeout=600)
    polled = [each for each in endpoint.calls if each.operation == "DescribeVolumes"]
    assert len(polled) == polls


def test_a_response_without_the_id_is_an_error(endpoint, clock):
    script(endpoint, CreateHttpNamespaceRequest, {})
    client = endpoint.client("servicediscovery")
    with pytest.raises(StartError, match="no operation_id") as caught:
        begin(client, CREATE, clock=clock)
    assert caught.value.response.operation_id is None
    assert len(endpoint.calls) == 1
    with pytest.raises(StartError, match="no operation_id"):
        follow(client, CREATE, {}, clock=clock)
    assert len(endpoint.calls) == 1


def test_what_others_started_is_followed(endpoint, clock):
    endpoint.script(servicediscovery.GetOperationRequest, operation("SUCCESS"))
    client = endpoint.client("servicediscovery")
    poller = follow(client, CREATE, {"OperationId": "op"}, clock=clock)
    assert poller.result(timeout=60).operation.id == "op"
    assert operations(endpoint) == ["GetOperation"]
    typed = CREATE.__operation__.response(operation_id="op")
    assert follow(client, CREATE, typed).response is typed
    with pytest.raises(TypeError, match="expected a dict or CreateHttpNamespaceResponse"):
        follow(client, CREATE, StopInstancesRequest.__operation__.response())


@pytest.mark.parametrize(
    ("client", "request_", "options", "error", "message"),
    [
        ("ec2", CREATE, {}, WrongClientError, "servicediscovery"),
        (
            "servicediscovery",
            servicediscovery.GetOperationRequest(operation_id="o"),
            {},
            TypeError,
            "GetOperationRequest starts nothing, and reports a status: pass it to wait()",
        ),
        (
            "servicediscovery",
            {"Name": "web"},
            {},
            TypeError,
            "expected a request of a service, such as .*, got dict; make one with model_validate",
        ),
        (
            "servicediscovery",
            type(CREATE),
            {},
            TypeError,
            r"got the class: pass an instance, CreateHttpNamespaceRequest\(...\)",
        ),
        ("ec2", StopInstancesRequest(instance_ids=[]), {}, ValueError, "instance_ids is empty"),
        ("servicediscovery", CREATE, {"until": "PAUSED"}, ValueError, "PAUSED"),
        ("servicediscovery", CREATE, {"until": []}, ValueError, "until is empty"),
        ("servicediscovery", CREATE, {"appears_within": -1}, ValueError, "appears_within"),
        ("servicediscovery", CREATE, {"moves_within": "1"}, ValueError, "moves_within"),
    ],
)
def test_bad_input_is_an_error_before_anything_is_sent(
    endpoint, client, request_, options, error, message
):
    with pytest.raises(error, match=message):
        begin(endpoint.client(client), request_, **options)
    assert endpoint.calls == []


def test_until_is_another_end(endpoint, clock):
    script(endpoint, StopInstancesRequest, {}, repeat=True)
    states = ["running", "stopping", "terminated"]
    endpoint.script(ec2.DescribeInstancesRequest, *map(instances, states))
    client = endpoint.client("ec2")
    poller = begin(client, STOP, until=ec2.InstanceStateName.STOPPING, clock=clock)
    assert poller.result(timeout=60).statuses == ["stopping"]
    poller = begin(client, STOP, until=lambda result: len(result) == 1, clock=clock)
    assert poller.result(timeout=60).statuses == ["terminated"]


def test_a_lost_answer(endpoint, clock):
    script(endpoint, DeleteNamespaceRequest, Drop(), repeat=True)
    with pytest.raises(StartUnknown, match="no idempotency token") as caught:
        begin(endpoint.client("servicediscovery"), DeleteNamespaceRequest(id="n"), clock=clock)
    assert caught.value.token is None
    assert len(endpoint.calls) == 1
    assert START


def unsuccessful(*fleets):
    error = {"Code": "fleetIdDoesNotExist", "Message": "no such fleet"}
    return [{"FleetId": each, "Error": error} for each in fleets]


def test_what_was_refused_of_the_ids_in_the_request_is_not_followed(endpoint):
    client = endpoint.client("ec2")
    start = ec2.DeleteFleetsRequest(fleet_ids=["fleet-1", "fleet-2"], terminate_instances=True)
    response = {"UnsuccessfulFleetDeletions": unsuccessful("fleet-2")}
    poller = follow(client, start, response)
    assert poller.requests == (ec2.DescribeFleetsRequest(fleet_ids=["fleet-1"]),)
    assert [each.fleet_id for each in poller.refused] == ["fleet-2"]


def test_all_refused_ids_of_the_request_are_a_refusal(endpoint):
    client = endpoint.client("ec2")
    start = ec2.DeleteFleetsRequest(fleet_ids=["fleet-1", "fleet-2"], terminate_instances=True)
    response = {"UnsuccessfulFleetDeletions": unsuccessful("fleet-1", "fleet-2")}
    with pytest.raises(StartRefused) as caught:
        follow(client, start, response)
    assert caught.value.reason == "fleetIdDoesNotExist: no such fleet"


def test_a_refused_id_may_be_named_by_its_arn(endpoint):
    client = endpoint.client("ecs")
    start = ecs.DeleteTaskDefinitionsRequest(task_definitions=["web:1", "web:11"])
    arn = "arn:aws:ecs:us-east-1:1:task-definition/web:1"
    poller = follow(client, start, {"failures": [{"arn": arn, "reason": "INVALID"}]})
    assert [each.task_definition for each in poller.requests] == ["web:11"]


def test_a_predicate_of_several_responses_is_refused_before_anything_is_sent(endpoint):
    client = endpoint.client("emr")
    add = AddJobFlowStepsRequest(job_flow_id="j-1", steps=[])
    with pytest.raises(ValueError, match="each of its ids has a request of its own"):
        begin(client, add, until=lambda responses: len(responses) == 2)
    assert endpoint.calls == []
