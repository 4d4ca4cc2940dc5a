"""The plan of a wait: pure, so that no test here takes time."""

import copy
import pickle
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
    SSLError,
)
from botocore.loaders import Loader
from botocore.waiter import SingleWaiterConfig, Waiter
from hypothesis import given
from hypothesis import strategies as st

from typed_status import (
    GONE,
    Phase,
    UnknownStatusWarning,
    WaitCanceled,
    WaitError,
    WaitFailed,
    WaitTimeout,
)
from typed_status.runtime.waiting.conditions import says_gone
from typed_status.runtime.waiting.plan import Plan, Schedule
from typed_status.runtime.waiting.stored import SavedWait
from typed_status.services import (
    cloudcontrol,
    cloudformation,
    connect,
    dax,
    ec2,
    lambda_,
    rds,
    s3,
    sagemaker,
    servicediscovery,
    ssm_sap,
)
from typed_status.testing.client import isolated_client

WALL = datetime(2026, 1, 2, tzinfo=UTC)
REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
Status = servicediscovery.OperationStatus


def plan(
    request=REQUEST, until=None, select=None, *, timeout=100.0, delay=1.0, max_delay=8.0, **more
):
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    return Plan(request, schedule, until, select, now=0.0, spread=lambda low, high: low, **more)


def operation(status, **more):
    parsed = {"Operation": {"Id": "op", "Status": status} | more}
    return [servicediscovery.GetOperationResponse.model_validate(parsed)]


def listed(*statuses):
    items = [{"Id": str(number), "Status": each} for number, each in enumerate(statuses)]
    return [servicediscovery.ListOperationsResponse.model_validate({"Operations": items})]


def instances(*states):
    found = [{"InstanceId": "i", "State": {"Name": each}} for each in states]
    return ec2.DescribeInstancesResponse.model_validate({"Reservations": [{"Instances": found}]})


def service_error(code, status=400, message="no", **headers):
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers}
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, "GetOperation"
    )


def waiter(service, name):
    """A waiter of botocore's, in so far as a wait looks at it."""
    told = Loader().load_service_model(service, "waiters-2")["waiters"][name]
    return Waiter(name, SingleWaiterConfig(told), None)


def test_it_backs_off_and_ends():
    going = plan()
    pauses = [going.heard(operation("PENDING"), float(now), WALL) for now in range(6)]
    assert pauses == [1.0, 2.0, 4.0, 4.0, 4.0, 4.0]
    assert going.phase is Phase.IN_PROGRESS
    assert going.heard(operation("SUCCESS"), 6.0, WALL) is None
    assert going.attempt == 7


def test_pauses_are_spread_from_the_first_on():
    spread = []
    going = plan()
    going.spread = lambda low, high: spread.append((low, high)) or high
    for now in range(5):
        going.heard(operation("PENDING"), float(now), WALL)
    assert spread == [(1.0, 2.0), (2.0, 4.0), (4.0, 8.0), (4.0, 8.0), (4.0, 8.0)]


def test_it_never_oversleeps():
    going = plan(timeout=10.0, delay=8.0)
    assert going.heard(operation("PENDING"), 0.5, WALL) == 8.0
    assert going.heard(operation("PENDING"), 9.0, WALL) == 1.0
    with pytest.raises(WaitTimeout) as caught:
        going.heard(operation("PENDING"), 10.0, WALL)
    assert isinstance(caught.value, TimeoutError)
    assert str(caught.value) == (
        "servicediscovery GetOperation: timed out after 10 s and 3 questions, with status PENDING"
    )


@given(
    st.floats(0.001, 1e6), st.floats(0.001, 1e3), st.floats(1.0, 1e3), st.lists(st.floats(0, 1e3))
)
def test_pauses_keep_to_their_bounds(timeout, delay, factor, steps):
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=delay * factor)
    going = Plan(REQUEST, schedule, now=0.0)
    now = 0.0
    for step in steps:
        now += step
        try:
            pause = going.heard(operation("PENDING"), now, WALL)
        except WaitTimeout:
            assert now >= timeout
            return
        assert pause is not None
        assert 0 < pause <= min(delay * factor, timeout - now) * (1 + 1e-9)


def test_a_bad_end_tells_why():
    with pytest.raises(WaitFailed) as caught:
        plan().heard(operation("FAIL", ErrorMessage="no such zone"), 1.0, WALL)
    error = caught.value
    assert str(error) == "servicediscovery GetOperation: failed with status FAIL: no such zone"
    assert (error.status, error.reason, error.attempts) == ("FAIL", "no such zone", 1)
    assert error.response.operation.status is Status.FAIL
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is WaitFailed
        assert (str(again), again.response) == (str(error), error.response)


def test_a_canceled_one():
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="token")
    event = {"RequestToken": "token", "OperationStatus": "CANCEL_COMPLETE", "EventTime": WALL}
    event |= {"TypeName": "AWS::Logs::LogGroup", "Operation": "CREATE"}
    response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
        {"ProgressEvent": event}
    )
    with pytest.raises(WaitCanceled, match="was canceled with status CANCEL_COMPLETE"):
        plan(request).heard([response], 0.0, WALL)


def test_the_services_own_wish_wins():
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="token")
    event = {"RequestToken": "token", "OperationStatus": "IN_PROGRESS", "EventTime": WALL}
    event |= {"TypeName": "AWS::Logs::LogGroup", "Operation": "CREATE"}
    later = event | {"RetryAfter": WALL + timedelta(seconds=33)}
    going = plan(request)
    for each, pause in ((later, 33.0), (event | {"RetryAfter": WALL}, 2.0), (event, 4.0)):
        response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
            {"ProgressEvent": each}
        )
        assert going.heard([response], 0.0, WALL) == pause


@pytest.mark.parametrize(
    "error",
    [
        service_error("ThrottlingException"),
        service_error("RequestLimitExceeded", 503),
        service_error("Odd", 502),
        EndpointConnectionError(endpoint_url="http://localhost"),
    ],
)
def test_errors_that_pass(error):
    going = plan()
    assert going.missed(error, 0.0, WALL) == 1.0
    assert going.missed(error, 0.0, WALL) == 2.0
    with pytest.raises(WaitTimeout):
        going.missed(error, 100.0, WALL)


def test_a_throttle_that_says_how_long():
    assert plan().missed(service_error("Throttling", **{"retry-after": "17"}), 0.0, WALL) == 17.0


@pytest.mark.parametrize(
    "error",
    [service_error("AccessDenied", 403), ParamValidationError(report="x"), ValueError("x")],
)
def test_errors_that_do_not_pass(error):
    with pytest.raises(type(error)) as caught:
        plan().missed(error, 0.0, WALL)
    assert caught.value is error


def test_until_a_status():
    started = plan(until=Status.PENDING)
    assert started.heard(operation("SUBMITTED"), 0.0, WALL) == 1.0
    assert started.heard(operation("PENDING"), 0.0, WALL) is None
    assert plan(until={Status.FAIL}).heard(operation("FAIL", ErrorMessage="w"), 0.0, WALL) is None
    with pytest.raises(WaitFailed):
        plan(until=Status.SUCCESS).heard(operation("FAIL", ErrorMessage="w"), 0.0, WALL)
    assert plan(until=Status.PENDING).heard(operation("SUCCESS"), 0.0, WALL) == 1.0


def test_what_is_told_of_is_not_what_was_waited_for():
    request = ec2.DescribeVolumesRequest()
    parsed = {"Volumes": [{"State": "error"}, {"State": "deleted"}, {"State": "error"}]}
    response = ec2.DescribeVolumesResponse.model_validate(parsed)
    wanted = plan(request, until={ec2.VolumeState.ERROR, ec2.VolumeState.DELETED})
    assert wanted.heard([response], 0.0, WALL) is None
    with pytest.raises(WaitFailed, match="with status error"):
        plan(request, until=ec2.VolumeState.DELETED).heard([response], 0.0, WALL)


def test_until_a_predicate():
    going = plan(until=lambda response: response.operation.update_date is not None)
    assert going.heard(operation("SUCCESS"), 0.0, WALL) == 1.0
    assert going.heard(operation("SUCCESS", UpdateDate=WALL), 0.0, WALL) is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timeout": 0}, "timeout is a number of seconds above 0, not 0"),
        ({"timeout": -1}, "timeout is"),
        ({"timeout": float("nan")}, "timeout is"),
        ({"timeout": None}, "timeout is"),
        ({"delay": 0}, "delay is"),
        ({"delay": 9}, "delay=9 is above max_delay=8.0"),
        ({"until": "PEND"}, "until='PEND': OperationStatus has no such value; it has SUBMITTED, "),
        ({"until": servicediscovery.FilterCondition.EQ}, "OperationStatus has no such value"),
        ({"until": []}, "empty set"),
    ],
)
def test_what_is_refused_before_the_first_question(options, words):
    with pytest.raises(ValueError, match=words):
        plan(**options)


def test_a_request_without_a_status():
    request = connect.UpdateTrafficDistributionRequest(id="tdg")
    with pytest.raises(TypeError, match="UpdateTrafficDistributionRequest asks for no status"):
        plan(request)


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_a_status_that_is_unknown_goes_on():
    assert plan().heard(operation("RESTING"), 0.0, WALL) == 1.0


def application(status):
    parsed = {"Application": {"Status": status} if status else {}}
    return [ssm_sap.GetApplicationResponse.model_validate(parsed)]


def test_a_declared_status_that_tells_nothing_goes_on_and_warns_once():
    request = ssm_sap.GetApplicationRequest(application_id="app")
    going = plan(request)
    with pytest.warns(UnknownStatusWarning) as warned:
        pauses = [
            each.heard(application("UNKNOWN"), 0.0, WALL) for each in (going, going, plan(request))
        ]
    assert pauses == [1.0, 2.0, 1.0]
    assert [str(each.message) for each in warned] == [
        "typed_status.services.ssm_sap.ApplicationStatus: the phase of the status 'UNKNOWN' is unknown, so polling "
        "continues. To wait for this status, pass it in until=."
    ]
    assert warned[0].filename == __file__


def test_a_status_that_tells_nothing_is_no_matter_where_it_is_not_what_decides():
    request = ssm_sap.GetApplicationRequest(application_id="app")
    unknown = ssm_sap.ApplicationStatus.UNKNOWN
    assert plan(request, until=unknown).heard(application("UNKNOWN"), 0.0, WALL) is None
    asking = plan(request, until=lambda response: False)
    assert asking.heard(application("UNKNOWN"), 0.0, WALL) == 1.0


def test_a_status_that_is_missing_ends_it():
    request = ec2.DescribeInstancesRequest()
    response = ec2.DescribeInstancesResponse.model_validate({})
    assert plan(request).heard([response], 0.0, WALL) == 1.0  # there may be none yet
    single = ssm_sap.GetApplicationRequest(application_id="app")
    for until in (None, GONE, ssm_sap.ApplicationStatus.ACTIVATED):
        going = plan(single, until=until)
        assert going.heard(application("STARTING"), 0.0, WALL) == 1.0
        with pytest.raises(WaitError, match="the response carries no status"):
            going.heard(application(None), 0.0, WALL)
    with pytest.raises(WaitError, match="the response carries no status"):
        plan(single).heard(application(None), 0.0, WALL)


def test_items_without_a_status_do_not_keep_it_going():
    def stages(*states):
        items = [{"VolumeId": "v"} | ({"State": each} if each else {}) for each in states]
        return [ec2.DescribeVolumesResponse.model_validate({"Volumes": items})]

    request = ec2.DescribeVolumesRequest()
    going = plan(request)
    assert going.heard(stages("creating", None), 0.0, WALL) == 1.0
    with pytest.raises(
        WaitError, match="1 of 2 items carry no status, and no other is in progress"
    ):
        going.heard(stages("available", None), 0.0, WALL)
    for until in (None, GONE, ec2.VolumeState.AVAILABLE):
        with pytest.raises(WaitError, match="2 of 2 items carry no status"):
            plan(request, until=until).heard(stages(None, None), 0.0, WALL)
    picking = plan(request, select=lambda volume: volume.state is not None)
    assert picking.heard(stages("available", None), 0.0, WALL) is None


def test_a_predicate_decides_of_what_has_no_status_until_one_goes_missing():
    request = ssm_sap.GetApplicationRequest(application_id="app")
    assert plan(request, until=lambda response: True).heard(application(None), 0.0, WALL) is None
    going = plan(request, until=lambda response: False)
    assert going.heard(application(None), 0.0, WALL) == 1.0
    assert going.heard(application("STARTING"), 0.0, WALL) == 2.0
    with pytest.raises(WaitError, match="the response carries no status"):
        going.heard(application(None), 0.0, WALL)


def test_until_a_waiter():
    going = plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "InstanceStopped"))
    assert going.heard([instances("stopping", "stopped")], 0.0, WALL) == 1.0
    # Of several pages none is left out.
    assert going.heard([instances("stopped"), instances("running")], 0.0, WALL) == 2.0
    assert going.heard([instances("stopped"), instances("stopped")], 0.0, WALL) is None


def test_what_a_waiter_takes_for_a_failure():
    going = plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "InstanceStopped"))
    with pytest.raises(WaitFailed) as caught:
        going.heard([instances("terminated")], 0.0, WALL)
    assert str(caught.value) == (
        "ec2 DescribeInstances: failed for the waiter InstanceStopped with status terminated"
    )
    with pytest.raises(WaitFailed, match=r"failed for the waiter InstanceStopped$"):
        going.heard([instances("stopping", "terminated")], 0.0, WALL)
    updated = plan(
        lambda_.GetFunctionConfigurationRequest(function_name="f"),
        until=waiter("lambda", "FunctionUpdated"),
    )
    parsed = {"State": "Failed", "StateReason": "out of memory", "LastUpdateStatus": "Failed"}
    response = lambda_.GetFunctionConfigurationResponse.model_validate(parsed)
    with pytest.raises(WaitFailed, match="with status Failed: out of memory"):
        updated.heard([response], 0.0, WALL)


def test_errors_that_a_waiter_knows():
    terms = plan(ec2.DescribeVolumesRequest(), until=waiter("ec2", "VolumeDeleted"))
    assert terms.missed(service_error("Throttling"), 0.0, WALL) == 1.0
    with pytest.raises(ClientError, match="AccessDenied"):
        terms.missed(service_error("AccessDenied", 403), 0.0, WALL)
    assert terms.missed(service_error("InvalidVolume.NotFound"), 0.0, WALL) is None
    assert terms.answer == []
    there = plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "InstanceRunning"))
    assert there.missed(service_error("InvalidInstanceID.NotFound"), 0.0, WALL) == 1.0
    issued = plan(
        cloudformation.DescribeStacksRequest(),
        until=waiter("cloudformation", "StackCreateComplete"),
    )
    error = service_error("ValidationError")
    with pytest.raises(ClientError) as caught:
        issued.missed(error, 0.0, WALL)
    assert caught.value is error


def test_a_waiter_may_poll_what_has_no_status():
    request = ec2.DescribeKeyPairsRequest()
    with pytest.raises(TypeError, match="asks for no status"):
        plan(request)
    going = plan(request, until=waiter("ec2", "KeyPairExists"))
    none, one = (
        ec2.DescribeKeyPairsResponse.model_validate({"KeyPairs": each})
        for each in ([], [{"KeyName": "key"}])
    )
    assert going.heard([none], 0.0, WALL) == 1.0
    assert going.phase is Phase.UNKNOWN
    assert going.heard([one], 0.0, WALL) is None


def test_gone_of_what_has_no_status():
    going = plan(s3.HeadBucketRequest(bucket="bucket"), until=GONE)
    assert going.heard([s3.HeadBucketResponse.model_validate({})], 0.0, WALL) == 1.0
    assert going.missed(service_error("404", 404), 0.0, WALL) is None


def test_a_waiter_that_does_not_fit():
    with pytest.raises(
        ValueError, match="VolumeDeleted: it polls ec2 DescribeVolumes, not ec2 DescribeIns"
    ):
        plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "VolumeDeleted"))
    with pytest.raises(
        ValueError, match="InstanceStopped: it looks at whole responses, select has"
    ):
        plan(ec2.DescribeInstancesRequest(), waiter("ec2", "InstanceStopped"), lambda item: True)


def test_a_wait_for_a_waiter_cannot_be_stored():
    with pytest.raises(
        TypeError, match="until is the waiter InstanceStopped, which cannot be stored"
    ):
        SavedWait(ec2.DescribeInstancesRequest(), timeout=1, until=waiter("ec2", "InstanceStopped"))


def test_a_response_that_a_waiter_can_make_nothing_of():
    going = plan(rds.DescribeDBInstancesRequest(), until=waiter("rds", "DBInstanceDeleted"))
    with pytest.raises(
        WaitError, match=r"DBInstanceDeleted can make nothing of .*JMESPathTypeError"
    ):
        going.heard([rds.DescribeDBInstancesResponse.model_validate({})], 0.0, WALL)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (
            cloudformation.DescribeStacksRequest(),
            service_error("ValidationError", message="Stack with id s does not exist"),
        ),
        (
            sagemaker.DescribeEndpointRequest(endpoint_name="e"),
            service_error("ValidationException", message='Could not find endpoint "e".'),
        ),
        (
            sagemaker.DescribeNotebookInstanceRequest(notebook_instance_name="n"),
            service_error("ValidationException", message="RecordNotFound"),
        ),
        (s3.HeadObjectRequest(bucket="bucket", key="key"), service_error("404", 404)),
    ],
)
def test_gone_as_some_services_tell_it(request_, error):
    assert plan(request_, until=GONE).missed(error, 0.0, WALL) is None
    with pytest.raises(ClientError):
        plan(request_, until=GONE).missed(service_error("ValidationError"), 0.0, WALL)


def test_gone():
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="tdg")
    deleting = {"Id": "tdg", "Arn": "arn", "Status": "PENDING_DELETION"}
    response = connect.DescribeTrafficDistributionGroupResponse.model_validate(
        {"TrafficDistributionGroup": deleting}
    )
    going = plan(request, until=GONE)
    assert going.heard([response], 0.0, WALL) == 1.0
    assert going.missed(service_error("ResourceNotFoundException", 404), 0.0, WALL) is None
    assert going.answer == []
    with pytest.raises(ClientError):
        plan(request).missed(service_error("ResourceNotFoundException", 404), 0.0, WALL)
    failed = connect.DescribeTrafficDistributionGroupResponse.model_validate(
        {"TrafficDistributionGroup": deleting | {"Status": "DELETION_FAILED"}}
    )
    with pytest.raises(WaitFailed):
        plan(request, until=GONE).heard([failed], 0.0, WALL)
    assert pickle.loads(pickle.dumps(GONE)) is GONE


def test_gone_of_what_is_listed_for_a_while():
    going = plan(ec2.DescribeInstancesRequest(), until=GONE)
    assert going.heard([instances("terminated", "shutting-down")], 0.0, WALL) == 1.0
    assert going.heard([instances("terminated", "terminated")], 0.0, WALL) is None
    assert going.heard([ec2.DescribeInstancesResponse.model_validate({})], 0.0, WALL) is None


def test_a_listing_waits_for_all_of_its_items():
    request = servicediscovery.ListOperationsRequest()
    going = plan(request)
    assert going.heard(listed("SUCCESS", "PENDING", "FAIL"), 0.0, WALL) == 1.0
    with pytest.raises(WaitFailed) as caught:
        going.heard([*listed("SUCCESS"), *listed("FAIL", "SUCCESS")], 0.0, WALL)
    assert len(caught.value.response) == 2
    selecting = plan(request, select=lambda item: item.id == "0")
    assert selecting.heard(listed("SUCCESS", "PENDING"), 0.0, WALL) is None
    with_none = plan(request, select=lambda item: False)
    assert with_none.heard(listed("SUCCESS"), 0.0, WALL) == 1.0


def test_a_watcher_sees_a_bad_end():
    assert plan(watching=True).heard(operation("FAIL", ErrorMessage="w"), 0.0, WALL) is None


@pytest.mark.parametrize(
    ("status", "is_gone"),
    [
        *((status, True) for status in ("DELETED", "DELETE_COMPLETE", "DELETE_SUCCESSFUL")),
        *((status, True) for status in ("ResourceDeleted", "DeleteCompleted", "deregistered")),
        *((status, True) for status in ("terminated", "AWS_TERMINATED", "RUNS_DELETED")),
        *((status, False) for status in ("PARTIALLY_DELETED", "BASE_TABLE_REMOVED")),
        *((status, False) for status in ("queued-deleted", "DELETE_UNSUCCESSFUL", "DELETE_FAILED")),
        *((status, False) for status in ("DeletePartialSuccess", "DELETION_IN_PROGRESS")),
    ],
)
def test_which_statuses_say_that_it_is_gone(status, is_gone):
    assert says_gone(status) is is_gone


def test_the_earliest_wish_of_what_is_listed_wins():
    def event(status, seconds):
        found = {"RequestToken": "t", "OperationStatus": status, "EventTime": WALL}
        return found | {"RetryAfter": WALL + timedelta(seconds=seconds)}

    listed = {"ResourceRequestStatusSummaries": [event("IN_PROGRESS", 40), event("PENDING", 30)]}
    listed["ResourceRequestStatusSummaries"].append(event("SUCCESS", 5))
    answer = cloudcontrol.ListResourceRequestsResponse.model_validate(listed)
    going = plan(cloudcontrol.ListResourceRequestsRequest())
    assert going.heard([answer], 0.0, WALL) == 30


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (HTTPClientError(error=OSError("no route")), True),
        (HTTPClientError(error=TypeError("a bug")), False),
        (SSLError(endpoint_url="https://x", error="CERTIFICATE_VERIFY_FAILED"), False),
    ],
)
def test_mistakes_and_certificates_do_not_pass(error, goes_on):
    going = plan()
    if goes_on:
        assert going.missed(error, 0.0, WALL) == 1.0
    else:
        with pytest.raises(type(error)):
            going.missed(error, 0.0, WALL)


def test_a_time_out_says_which_error_came_last():
    going = plan(timeout=1.0)
    going.heard(operation("PENDING"), 0.0, WALL)
    down = EndpointConnectionError(endpoint_url="http://x")
    with pytest.raises(WaitTimeout, match="PENDING; the last answer was EndpointConn") as caught:
        going.missed(down, 2.0, WALL)
    assert caught.value.__cause__ is down


@pytest.mark.parametrize("timeout", [float("inf"), float("nan"), 1e12])
def test_a_wait_has_an_end(timeout):
    with pytest.raises(ValueError, match="timeout"):
        plan(timeout=timeout)


def test_errors_come_back_with_all_that_was_added_to_them():
    going = plan(timeout=1.0)
    with pytest.raises(WaitTimeout) as caught:
        going.heard(operation("PENDING"), 2.0, WALL)
    caught.value.add_note("seen at noon")
    for again in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert (str(again), again.status, again.__notes__) == (
            str(caught.value),
            "PENDING",
            ["seen at noon"],
        )


def test_the_last_answer_is_told_of_too():
    told = []
    going = plan()
    with pytest.raises(WaitError, match="failed with status FAIL"):
        going.take(operation("FAIL", ErrorMessage="zone"), 0.0, WALL, told.append)
    with pytest.raises(ParamValidationError):
        going.take(ParamValidationError(report="x"), 0.0, WALL, told.append)
    assert [(str(poll.status), type(poll.error)) for poll in told] == [
        ("FAIL", type(None)),
        ("FAIL", ParamValidationError),
    ]
    assert [poll.pause for poll in told] == [None, None]


def test_a_waiter_of_another_service():
    client = isolated_client("redshift", "http://127.0.0.1:9", {})  # which nobody listens at
    redshift = client.get_waiter("cluster_available")
    with pytest.raises(ValueError, match="polls redshift DescribeClusters, not dax"):
        plan(dax.DescribeClustersRequest(), redshift)
