"""``Plan``: when a wait polls again and how it ends, without a clock or a client."""

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
from typed_status.runtime.waiting.backoff import MAX_SECONDS, Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.runtime.waiting.stored import SavedWait
from typed_status.services import (
    batch,
    cloudcontrol,
    cloudformation,
    connect,
    dax,
    ec2,
    ecs,
    lambda_,
    rds,
    s3,
    sagemaker,
    servicediscovery,
    ssm_sap,
)
from typed_status.testing.client import isolated_client

NOW = datetime(2026, 1, 2, tzinfo=UTC)
REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
Status = servicediscovery.OperationStatus


def plan(
    request=REQUEST, until=None, select=None, *, timeout=100.0, delay=1.0, max_delay=8.0, **more
):
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=max_delay)
    return Plan(request, schedule, until, select, now=0.0, jitter=lambda low, high: low, **more)


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
    """Return a botocore waiter without a client: a wait uses only its configuration."""
    config = Loader().load_service_model(service, "waiters-2")["waiters"][name]
    return Waiter(name, SingleWaiterConfig(config), None)


def test_exponential_backoff_until_success():
    going = plan()
    delays = [going.on_response(operation("PENDING"), float(now), NOW) for now in range(6)]
    assert delays == [1.0, 2.0, 4.0, 4.0, 4.0, 4.0]
    assert going.seen.phase is Phase.IN_PROGRESS
    assert going.on_response(operation("SUCCESS"), 6.0, NOW) is None
    assert going.attempt == 7


def test_jitter_from_the_first_attempt_on():
    bounds = []
    going = plan()
    going.jitter = lambda low, high: bounds.append((low, high)) or high
    for now in range(5):
        going.on_response(operation("PENDING"), float(now), NOW)
    assert bounds == [(1.0, 2.0), (2.0, 4.0), (4.0, 8.0), (4.0, 8.0), (4.0, 8.0)]


def test_the_last_attempt_is_at_the_deadline():
    going = plan(timeout=10.0, delay=8.0)
    assert going.on_response(operation("PENDING"), 0.5, NOW) == 8.0
    assert going.on_response(operation("PENDING"), 9.0, NOW) == 1.0
    with pytest.raises(WaitTimeout) as caught:
        going.on_response(operation("PENDING"), 10.0, NOW)
    assert isinstance(caught.value, TimeoutError)
    assert str(caught.value) == (
        "servicediscovery GetOperation: timed out after 10 s (3 attempts); last status: PENDING"
    )


@given(
    st.floats(0.001, 1e6), st.floats(0.001, 1e3), st.floats(1.0, 1e3), st.lists(st.floats(0, 1e3))
)
def test_delays_are_within_their_bounds(timeout, delay, factor, steps):
    schedule = Schedule(timeout=timeout, delay=delay, max_delay=delay * factor)
    going = Plan(REQUEST, schedule, now=0.0)
    now = 0.0
    for step in steps:
        now += step
        try:
            next_delay = going.on_response(operation("PENDING"), now, NOW)
        except WaitTimeout:
            assert now >= timeout
            return
        assert next_delay is not None
        assert 0 < next_delay <= min(delay * factor, timeout - now) * (1 + 1e-9)


def test_a_failure_has_its_reason():
    with pytest.raises(WaitFailed) as caught:
        plan().on_response(operation("FAIL", ErrorMessage="no such zone"), 1.0, NOW)
    error = caught.value
    assert str(error) == "servicediscovery GetOperation: failed with status FAIL: no such zone"
    assert (error.status, error.reason, error.attempts) == ("FAIL", "no such zone", 1)
    assert error.response.operation.status is Status.FAIL
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is WaitFailed
        assert (str(again), again.response) == (str(error), error.response)


def test_a_canceled_operation():
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="token")
    event = {"RequestToken": "token", "OperationStatus": "CANCEL_COMPLETE", "EventTime": NOW}
    event |= {"TypeName": "AWS::Logs::LogGroup", "Operation": "CREATE"}
    response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
        {"ProgressEvent": event}
    )
    with pytest.raises(WaitCanceled, match="was canceled with status CANCEL_COMPLETE"):
        plan(request).on_response([response], 0.0, NOW)


def test_retry_after_overrides_the_backoff():
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="token")
    event = {"RequestToken": "token", "OperationStatus": "IN_PROGRESS", "EventTime": NOW}
    event |= {"TypeName": "AWS::Logs::LogGroup", "Operation": "CREATE"}
    later = event | {"RetryAfter": NOW + timedelta(seconds=33)}
    going = plan(request)
    for each, expected in ((later, 33.0), (event | {"RetryAfter": NOW}, 2.0), (event, 4.0)):
        response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
            {"ProgressEvent": each}
        )
        assert going.on_response([response], 0.0, NOW) == expected


@pytest.mark.parametrize(
    "error",
    [
        service_error("ThrottlingException"),
        service_error("RequestLimitExceeded", 503),
        service_error("Odd", 502),
        EndpointConnectionError(endpoint_url="http://localhost"),
    ],
)
def test_transient_errors_are_retried(error):
    going = plan()
    assert going.on_error(error, 0.0, NOW) == 1.0
    assert going.on_error(error, 0.0, NOW) == 2.0
    with pytest.raises(WaitTimeout):
        going.on_error(error, 100.0, NOW)


def test_the_retry_after_header_of_a_throttled_response():
    assert plan().on_error(service_error("Throttling", **{"retry-after": "17"}), 0.0, NOW) == 17.0


@pytest.mark.parametrize(
    "error",
    [service_error("AccessDenied", 403), ParamValidationError(report="x"), ValueError("x")],
)
def test_other_errors_are_raised(error):
    with pytest.raises(type(error)) as caught:
        plan().on_error(error, 0.0, NOW)
    assert caught.value is error


def test_until_a_status():
    started = plan(until=Status.PENDING)
    assert started.on_response(operation("SUBMITTED"), 0.0, NOW) == 1.0
    assert started.on_response(operation("PENDING"), 0.0, NOW) is None
    assert (
        plan(until={Status.FAIL}).on_response(operation("FAIL", ErrorMessage="w"), 0.0, NOW) is None
    )
    with pytest.raises(WaitFailed):
        plan(until=Status.SUCCESS).on_response(operation("FAIL", ErrorMessage="w"), 0.0, NOW)
    with pytest.raises(WaitFailed, match="status SUCCESS is final, PENDING cannot be reached"):
        plan(until=Status.PENDING).on_response(operation("SUCCESS"), 0.0, NOW)


def test_the_reported_status_is_not_one_that_was_waited_for():
    request = ec2.DescribeVolumesRequest()
    parsed = {"Volumes": [{"State": "error"}, {"State": "deleted"}, {"State": "error"}]}
    response = ec2.DescribeVolumesResponse.model_validate(parsed)
    wanted = plan(request, until={ec2.VolumeState.ERROR, ec2.VolumeState.DELETED})
    assert wanted.on_response([response], 0.0, NOW) is None
    with pytest.raises(WaitFailed, match="with status error"):
        plan(request, until=ec2.VolumeState.DELETED).on_response([response], 0.0, NOW)


def test_until_a_predicate():
    going = plan(until=lambda response: response.operation.update_date is not None)
    assert going.on_response(operation("SUCCESS"), 0.0, NOW) == 1.0
    assert going.on_response(operation("SUCCESS", UpdateDate=NOW), 0.0, NOW) is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timeout": 0}, "timeout must be a number of seconds above 0, got 0"),
        ({"timeout": -1}, "timeout must be"),
        ({"timeout": float("nan")}, "timeout must be"),
        ({"timeout": None}, "timeout must be"),
        ({"delay": 0}, "delay must be"),
        ({"delay": 9}, "delay=9 exceeds max_delay=8.0"),
        (
            {"until": "PEND"},
            "until='PEND' is not a value of OperationStatus; expected one of SUBMITTED, ",
        ),
        ({"until": servicediscovery.FilterCondition.EQ}, "is not a value of OperationStatus"),
        ({"until": []}, "until is empty"),
    ],
)
def test_invalid_options(options, words):
    with pytest.raises(ValueError, match=words):
        plan(**options)


def test_a_request_without_a_status():
    request = connect.UpdateTrafficDistributionRequest(id="tdg")
    with pytest.raises(
        TypeError, match="UpdateTrafficDistributionRequest reports no status; pass until="
    ):
        plan(request)


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_polling_continues_at_an_undeclared_status():
    assert plan().on_response(operation("RESTING"), 0.0, NOW) == 1.0


def application(status):
    parsed = {"Application": {"Status": status} if status else {}}
    return [ssm_sap.GetApplicationResponse.model_validate(parsed)]


def test_polling_continues_at_a_status_of_unknown_phase_and_warns_once():
    request = ssm_sap.GetApplicationRequest(application_id="app")
    going = plan(request)
    with pytest.warns(UnknownStatusWarning) as warned:
        delays = [
            each.on_response(application("UNKNOWN"), 0.0, NOW)
            for each in (going, going, plan(request))
        ]
    assert delays == [1.0, 2.0, 1.0]
    (message,) = [str(each.message) for each in warned]
    assert message.startswith("typed_status.services.ssm_sap.ApplicationStatus: ")
    assert "'UNKNOWN'" in message
    assert "until=" in message
    assert warned[0].filename == __file__


def test_no_warning_for_an_unknown_phase_that_does_not_decide():
    request = ssm_sap.GetApplicationRequest(application_id="app")
    unknown = ssm_sap.ApplicationStatus.UNKNOWN
    assert plan(request, until=unknown).on_response(application("UNKNOWN"), 0.0, NOW) is None
    pending = plan(request, until=lambda response: False)
    assert pending.on_response(application("UNKNOWN"), 0.0, NOW) == 1.0


def test_a_missing_status_is_an_error():
    request = ec2.DescribeInstancesRequest()
    response = ec2.DescribeInstancesResponse.model_validate({})
    assert plan(request).on_response([response], 0.0, NOW) == 1.0  # there may be none yet
    single = ssm_sap.GetApplicationRequest(application_id="app")
    for until in (None, GONE, ssm_sap.ApplicationStatus.ACTIVATED):
        going = plan(single, until=until)
        assert going.on_response(application("STARTING"), 0.0, NOW) == 1.0
        with pytest.raises(WaitError, match="the response has no status"):
            going.on_response(application(None), 0.0, NOW)
    with pytest.raises(WaitError, match="the response has no status"):
        plan(single).on_response(application(None), 0.0, NOW)


def test_polling_does_not_continue_for_items_without_a_status():
    def stages(*states):
        items = [{"VolumeId": "v"} | ({"State": each} if each else {}) for each in states]
        return [ec2.DescribeVolumesResponse.model_validate({"Volumes": items})]

    request = ec2.DescribeVolumesRequest()
    going = plan(request)
    assert going.on_response(stages("creating", None), 0.0, NOW) == 1.0
    with pytest.raises(
        WaitError, match="1 of 2 items have no status, and no other item is in progress"
    ):
        going.on_response(stages("available", None), 0.0, NOW)
    for until in (None, GONE, ec2.VolumeState.AVAILABLE):
        with pytest.raises(WaitError, match="2 of 2 items have no status"):
            plan(request, until=until).on_response(stages(None, None), 0.0, NOW)
    picking = plan(request, select=lambda volume: volume.state is not None)
    assert picking.on_response(stages("available", None), 0.0, NOW) is None


def test_a_predicate_decides_without_a_status_unless_it_disappears():
    request = ssm_sap.GetApplicationRequest(application_id="app")
    assert (
        plan(request, until=lambda response: True).on_response(application(None), 0.0, NOW) is None
    )
    going = plan(request, until=lambda response: False)
    assert going.on_response(application(None), 0.0, NOW) == 1.0
    assert going.on_response(application("STARTING"), 0.0, NOW) == 2.0
    with pytest.raises(WaitError, match="the response has no status"):
        going.on_response(application(None), 0.0, NOW)


def test_until_a_waiter_of_a_list_operation():
    going = plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "InstanceStopped"))
    assert going.on_response([instances("stopping", "stopped")], 0.0, NOW) == 1.0
    # All pages count.
    assert going.on_response([instances("stopped"), instances("running")], 0.0, NOW) == 2.0
    assert going.on_response([instances("stopped"), instances("stopped")], 0.0, NOW) is None


def test_the_failures_of_a_waiter():
    going = plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "InstanceStopped"))
    with pytest.raises(WaitFailed) as caught:
        going.on_response([instances("terminated")], 0.0, NOW)
    assert str(caught.value) == (
        "ec2 DescribeInstances: failed with status terminated (waiter InstanceStopped)"
    )
    with pytest.raises(
        WaitFailed, match=r"failed \(waiter InstanceStopped\) \(1 stopping, 1 terminated\)$"
    ):
        going.on_response([instances("stopping", "terminated")], 0.0, NOW)
    updated = plan(
        lambda_.GetFunctionConfigurationRequest(function_name="f"),
        until=waiter("lambda", "FunctionUpdated"),
    )
    parsed = {"State": "Failed", "StateReason": "out of memory", "LastUpdateStatus": "Failed"}
    response = lambda_.GetFunctionConfigurationResponse.model_validate(parsed)
    with pytest.raises(
        WaitFailed, match=r"with status Failed \(waiter FunctionUpdated\): out of memory"
    ):
        updated.on_response([response], 0.0, NOW)


def test_the_error_acceptors_of_a_waiter():
    deleted = plan(ec2.DescribeVolumesRequest(), until=waiter("ec2", "VolumeDeleted"))
    assert deleted.on_error(service_error("Throttling"), 0.0, NOW) == 1.0
    with pytest.raises(ClientError, match="AccessDenied"):
        deleted.on_error(service_error("AccessDenied", 403), 0.0, NOW)
    assert deleted.on_error(service_error("InvalidVolume.NotFound"), 0.0, NOW) is None
    assert deleted.result.pages == []
    running = plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "InstanceRunning"))
    assert running.on_error(service_error("InvalidInstanceID.NotFound"), 0.0, NOW) == 1.0
    created = plan(
        cloudformation.DescribeStacksRequest(),
        until=waiter("cloudformation", "StackCreateComplete"),
    )
    error = service_error("ValidationError")
    with pytest.raises(ClientError) as caught:
        created.on_error(error, 0.0, NOW)
    assert caught.value is error


def test_a_waiter_may_poll_an_operation_without_a_status():
    request = ec2.DescribeKeyPairsRequest()
    with pytest.raises(TypeError, match="reports no status"):
        plan(request)
    going = plan(request, until=waiter("ec2", "KeyPairExists"))
    none, one = (
        ec2.DescribeKeyPairsResponse.model_validate({"KeyPairs": each})
        for each in ([], [{"KeyName": "key"}])
    )
    assert going.on_response([none], 0.0, NOW) == 1.0
    assert going.seen.phase is Phase.UNKNOWN
    assert going.on_response([one], 0.0, NOW) is None


def test_gone_for_an_operation_without_a_status():
    going = plan(s3.HeadBucketRequest(bucket="bucket"), until=GONE)
    assert going.on_response([s3.HeadBucketResponse.model_validate({})], 0.0, NOW) == 1.0
    assert going.on_error(service_error("404", 404), 0.0, NOW) is None


def test_a_waiter_of_another_operation():
    with pytest.raises(
        ValueError, match="VolumeDeleted polls ec2 DescribeVolumes, not ec2 DescribeIns"
    ):
        plan(ec2.DescribeInstancesRequest(), until=waiter("ec2", "VolumeDeleted"))
    with pytest.raises(
        ValueError, match="InstanceStopped evaluates whole responses; select cannot be used"
    ):
        plan(ec2.DescribeInstancesRequest(), waiter("ec2", "InstanceStopped"), lambda item: True)


def test_a_wait_for_a_waiter_cannot_be_stored():
    with pytest.raises(TypeError, match="until is the waiter InstanceStopped and cannot be stored"):
        SavedWait(ec2.DescribeInstancesRequest(), timeout=1, until=waiter("ec2", "InstanceStopped"))


def test_a_response_that_a_waiter_cannot_evaluate():
    going = plan(rds.DescribeDBInstancesRequest(), until=waiter("rds", "DBInstanceDeleted"))
    with pytest.raises(
        WaitError, match=r"DBInstanceDeleted cannot evaluate the response: JMESPathTypeError"
    ):
        going.on_response([rds.DescribeDBInstancesResponse.model_validate({})], 0.0, NOW)


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
def test_not_found_errors_of_services_without_a_code_for_it(request_, error):
    assert plan(request_, until=GONE).on_error(error, 0.0, NOW) is None
    with pytest.raises(ClientError):
        plan(request_, until=GONE).on_error(service_error("ValidationError"), 0.0, NOW)


def test_gone():
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="tdg")
    deleting = {"Id": "tdg", "Arn": "arn", "Status": "PENDING_DELETION"}
    response = connect.DescribeTrafficDistributionGroupResponse.model_validate(
        {"TrafficDistributionGroup": deleting}
    )
    going = plan(request, until=GONE)
    assert going.on_response([response], 0.0, NOW) == 1.0
    assert going.on_error(service_error("ResourceNotFoundException", 404), 0.0, NOW) is None
    assert going.result is None
    with pytest.raises(ClientError):
        plan(request).on_error(service_error("ResourceNotFoundException", 404), 0.0, NOW)
    failed = connect.DescribeTrafficDistributionGroupResponse.model_validate(
        {"TrafficDistributionGroup": deleting | {"Status": "DELETION_FAILED"}}
    )
    with pytest.raises(WaitFailed):
        plan(request, until=GONE).on_response([failed], 0.0, NOW)
    assert pickle.loads(pickle.dumps(GONE)) is GONE


def test_gone_for_list_operations():
    going = plan(ec2.DescribeInstancesRequest(), until=GONE)
    assert going.on_response([instances("terminated", "shutting-down")], 0.0, NOW) == 1.0
    assert going.on_response([instances("terminated", "terminated")], 0.0, NOW) is None
    assert going.on_response([ec2.DescribeInstancesResponse.model_validate({})], 0.0, NOW) is None


def test_a_list_operation_waits_for_all_of_its_items():
    request = servicediscovery.ListOperationsRequest()
    going = plan(request)
    assert going.on_response(listed("SUCCESS", "PENDING", "FAIL"), 0.0, NOW) == 1.0
    with pytest.raises(WaitFailed) as caught:
        going.on_response([*listed("SUCCESS"), *listed("FAIL", "SUCCESS")], 0.0, NOW)
    response = caught.value.response
    assert (len(response), len(response.pages)) == (3, 2)
    again = pickle.loads(pickle.dumps(caught.value)).response
    assert again == response
    selecting = plan(request, select=lambda item: item.id == "0")
    assert selecting.on_response(listed("SUCCESS", "PENDING"), 0.0, NOW) is None
    with_none = plan(request, select=lambda item: False)
    assert with_none.on_response(listed("SUCCESS"), 0.0, NOW) == 1.0


def test_watching_ends_at_a_failed_status():
    assert plan(watching=True).on_response(operation("FAIL", ErrorMessage="w"), 0.0, NOW) is None


def test_the_earliest_retry_after_of_the_items_wins():
    def event(status, seconds):
        found = {"RequestToken": "t", "OperationStatus": status, "EventTime": NOW}
        return found | {"RetryAfter": NOW + timedelta(seconds=seconds)}

    listed = {"ResourceRequestStatusSummaries": [event("IN_PROGRESS", 40), event("PENDING", 30)]}
    listed["ResourceRequestStatusSummaries"].append(event("SUCCESS", 5))
    response = cloudcontrol.ListResourceRequestsResponse.model_validate(listed)
    going = plan(cloudcontrol.ListResourceRequestsRequest())
    assert going.on_response([response], 0.0, NOW) == 30


@pytest.mark.parametrize(
    ("error", "is_transient"),
    [
        (HTTPClientError(error=OSError("no route")), True),
        (HTTPClientError(error=TypeError("a bug")), False),
        (SSLError(endpoint_url="https://x", error="CERTIFICATE_VERIFY_FAILED"), False),
    ],
)
def test_programming_errors_and_bad_certificates_are_not_retried(error, is_transient):
    going = plan()
    if is_transient:
        assert going.on_error(error, 0.0, NOW) == 1.0
    else:
        with pytest.raises(type(error)):
            going.on_error(error, 0.0, NOW)


def test_a_timeout_names_the_last_error():
    going = plan(timeout=1.0)
    going.on_response(operation("PENDING"), 0.0, NOW)
    down = EndpointConnectionError(endpoint_url="http://x")
    with pytest.raises(WaitTimeout, match="PENDING; last error: EndpointConn") as caught:
        going.on_error(down, 2.0, NOW)
    assert caught.value.__cause__ is down


def test_a_timeout_has_the_reason_for_the_last_status():
    job = {"jobName": "n", "jobId": "j", "jobQueue": "q", "startedAt": 1, "jobDefinition": "d"}
    jobs = [job | {"status": "SUCCEEDED", "statusReason": "done"}, job | {"status": "RUNNABLE"}]
    jobs.append(job | {"status": "RUNNABLE", "statusReason": "MISCONFIGURATION: no such queue"})
    going = plan(batch.DescribeJobsRequest(jobs=["j"]), timeout=1.0)
    with pytest.raises(WaitTimeout) as caught:
        going.on_response([batch.DescribeJobsResponse.model_validate({"jobs": jobs})], 2.0, NOW)
    assert caught.value.reason == "MISCONFIGURATION: no such queue"
    assert str(caught.value).endswith(
        "(1 attempt); last statuses: 2 RUNNABLE, 1 SUCCEEDED: MISCONFIGURATION: no such queue"
    )


def test_a_timeout_says_that_a_list_stayed_empty_and_what_failed():
    request = ecs.DescribeServicesRequest(services=["web"])
    failure = {"arn": "arn:web", "reason": "MISSING"}
    with pytest.raises(WaitTimeout) as caught:
        plan(request, lambda _: False, timeout=1.0).on_response(
            [ecs.DescribeServicesResponse.model_validate({"services": [], "failures": [failure]})],
            2.0,
            NOW,
        )
    assert caught.value.reason == "MISSING"
    assert str(caught.value) == (
        "ecs DescribeServices: timed out after 1 s (1 attempt); the list was empty: MISSING"
    )
    with pytest.raises(WaitTimeout, match=r"no item was selected$"):
        plan(
            select=lambda _: False, request=servicediscovery.ListOperationsRequest(), timeout=1.0
        ).on_response(listed("PENDING"), 2.0, NOW)


def test_a_timeout_without_a_response_has_no_reason():
    with pytest.raises(WaitTimeout) as caught:
        plan(timeout=1.0).on_error(EndpointConnectionError(endpoint_url="http://x"), 2.0, NOW)
    assert caught.value.reason is None


@pytest.mark.parametrize("timeout", [float("inf"), float("nan"), MAX_SECONDS + 1])
def test_durations_are_finite(timeout):
    with pytest.raises(ValueError, match="timeout"):
        plan(timeout=timeout)


def test_copied_and_pickled_errors_keep_their_notes():
    going = plan(timeout=1.0)
    with pytest.raises(WaitTimeout) as caught:
        going.on_response(operation("PENDING"), 2.0, NOW)
    caught.value.add_note("seen at noon")
    for again in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert (str(again), again.status, again.__notes__) == (
            str(caught.value),
            "PENDING",
            ["seen at noon"],
        )


def test_on_poll_receives_the_last_attempt():
    polls = []
    going = plan()
    with pytest.raises(WaitError, match="failed with status FAIL"):
        going.record(operation("FAIL", ErrorMessage="zone"), 0.0, NOW, polls.append)
    with pytest.raises(ParamValidationError):
        going.record(ParamValidationError(report="x"), 0.0, NOW, polls.append)
    assert [(str(poll.status), type(poll.error)) for poll in polls] == [
        ("FAIL", type(None)),
        ("FAIL", ParamValidationError),
    ]
    assert [poll.next_delay for poll in polls] == [None, None]


def test_a_waiter_of_an_operation_of_the_same_name_in_another_service():
    client = isolated_client("redshift", "http://127.0.0.1:9", {})  # nothing listens there
    redshift = client.get_waiter("cluster_available")
    with pytest.raises(ValueError, match="polls redshift DescribeClusters, not dax"):
        plan(dax.DescribeClustersRequest(), redshift)
