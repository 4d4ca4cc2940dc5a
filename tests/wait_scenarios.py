"""How waits end over real HTTP, sync and async: a module that imports these tests provides the fixture ``driver``.

A driver has ``wait(endpoint, case.service, request, **options)`` and its clock as ``time``; ``check_idle`` asserts that no
background work is left.
"""

from datetime import timedelta

import pytest
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError
from wait_cases import CASES, THROTTLED, TRUNCATED

import typed_status.runtime as rt
from typed_status import GONE, Phase, WaitBlocked, WaitCanceled, WaitFailed, WaitTimeout
from typed_status.services import (
    cloudcontrol,
    codeconnections,
    connect,
    ec2,
    ecs,
    rds,
    servicediscovery,
    ssm,
)
from typed_status.testing import FakeEndpoint, Fault

every_case = pytest.mark.parametrize("case", CASES, ids=str)


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def wait(driver, endpoint, case, *steps, repeat=False, **options):
    """Wait with a script of responses; return the polls, and the final response or error."""
    endpoint.script(type(case.request), *steps, repeat=repeat)
    polls = []
    options = {"timeout": 1000, "delay": 1, "max_delay": 8, "on_poll": polls.append} | options
    try:
        result = driver.wait(endpoint, case.service, case.request, **options)
    except rt.WaitError as error:
        result = error
    before = len(endpoint.calls)
    driver.check_idle()
    assert len(endpoint.calls) == before  # no request after the end
    return polls, result


def phase_of(result):
    return rt.phase_of(result)


@every_case
def test_success(driver, endpoint, case):
    steps = [
        case.respond(case.in_progress),
        case.respond(case.in_progress),
        case.respond(case.succeeded),
    ]
    polls, response = wait(driver, endpoint, case, *steps)
    assert phase_of(response) is Phase.SUCCEEDED
    assert [poll.phase for poll in polls] == [Phase.IN_PROGRESS] * 2 + [Phase.SUCCEEDED]
    assert [poll.next_delay for poll in polls] == [*driver.time.slept, None]
    assert (polls[-1].response, polls[-1].request) == (response, case.request)
    assert len(endpoint.calls) == 3


@every_case
def test_failure(driver, endpoint, case):
    _, error = wait(
        driver,
        endpoint,
        case,
        case.respond(case.in_progress),
        case.respond(case.failed),
        repeat=True,
    )
    assert type(error) is WaitFailed
    assert (error.status, error.attempts, len(endpoint.calls)) == (case.failed, 2, 2)
    assert phase_of(error.response) is Phase.FAILED


@pytest.mark.parametrize("case", [case for case in CASES if case.canceled], ids=str)
def test_cancellation(driver, endpoint, case):
    _, error = wait(
        driver,
        endpoint,
        case,
        case.respond(case.in_progress),
        case.respond(case.canceled),
        repeat=True,
    )
    assert type(error) is WaitCanceled
    assert (error.status, error.attempts, len(endpoint.calls)) == (case.canceled, 2, 2)


@every_case
def test_timeout(driver, endpoint, case):
    polls, error = wait(
        driver, endpoint, case, case.respond(case.in_progress), repeat=True, timeout=100
    )
    assert type(error) is WaitTimeout
    assert driver.time.passed == pytest.approx(100)
    # One at the start and one after each sleep, the last of them at the deadline.
    assert len(endpoint.calls) == error.attempts == 1 + len(driver.time.slept) == len(polls)


@every_case
def test_throttling(driver, endpoint, case):
    polls, response = wait(
        driver,
        endpoint,
        case,
        THROTTLED,
        case.respond(case.in_progress),
        case.respond(case.succeeded),
    )
    assert [poll.error is None for poll in polls] == [False, True, True]
    assert polls[0].error.response["Error"]["Code"] == "ThrottlingException"
    assert phase_of(response) is Phase.SUCCEEDED
    assert len(endpoint.calls) == 3


@every_case
def test_truncated_responses(driver, endpoint, case):
    polls, response = wait(
        driver,
        endpoint,
        case,
        case.respond(case.in_progress),
        TRUNCATED,
        TRUNCATED,
        case.respond(case.succeeded),
    )
    assert [type(poll.error) for poll in polls[:1] + polls[3:]] == [type(None)] * 2
    assert all(isinstance(poll.error, driver.truncated_error) for poll in polls[1:3])
    assert phase_of(response) is Phase.SUCCEEDED
    assert len(endpoint.calls) == 4


@every_case
def test_a_restarted_server(driver, case):
    endpoint = FakeEndpoint(allow_unused=True)
    endpoint.__enter__()
    polls = []

    def on_poll(poll):
        polls.append(poll)
        if len(polls) == 1:
            endpoint.__exit__(None, None, None)
        if len(polls) == 3:
            endpoint.__enter__()

    try:
        _, response = wait(
            driver,
            endpoint,
            case,
            case.respond(case.in_progress),
            case.respond(case.succeeded),
            on_poll=on_poll,
        )
    finally:
        endpoint.__exit__(None, None, None)
    assert phase_of(response) is Phase.SUCCEEDED
    assert len(endpoint.calls) == 2
    # The pooled connection is closed; new ones are refused.
    refused = (EndpointConnectionError, ConnectionClosedError)
    assert [poll.error is None for poll in polls] == [True, False, False, True]
    assert all(isinstance(poll.error, refused) for poll in polls[1:3])


def distribution(percentage):
    return {
        "Arn": "arn",
        "Id": "tdg",
        "TelephonyConfig": {
            "Distributions": [
                {"Region": "us-east-1", "Percentage": percentage},
                {"Region": "us-west-2", "Percentage": 100 - percentage},
            ]
        },
    }


def test_an_operation_without_a_status_is_waited_for_with_a_predicate(driver, endpoint):
    request = connect.GetTrafficDistributionRequest(id="tdg")
    endpoint.script(type(request), distribution(100), THROTTLED, distribution(50), distribution(0))
    options = {"timeout": 1000, "delay": 1, "max_delay": 8}
    with pytest.raises(TypeError, match="reports no status"):
        driver.wait(endpoint, "connect", request, **options)
    assert endpoint.calls == []

    def is_shifted(response):
        return response.telephony_config.distributions[0].percentage == 0

    found = driver.wait(endpoint, "connect", request, until=is_shifted, **options)
    assert is_shifted(found)
    assert len(endpoint.calls) == 4
    endpoint.script(type(request), distribution(100), repeat=True)
    with pytest.raises(WaitTimeout):
        driver.wait(endpoint, "connect", request, until=is_shifted, **options)


def test_retry_after(driver, endpoint):
    case = next(case for case in CASES if case.service == "cloudcontrol")
    retry_after = driver.time.clock(driver.clock_class).now() + timedelta(seconds=40)
    in_progress = case.respond(case.in_progress)
    in_progress["ProgressEvent"] |= {"RetryAfter": retry_after}
    wait(driver, endpoint, case, in_progress, case.respond(case.succeeded))
    assert driver.time.slept == [pytest.approx(40)]  # above max_delay


def test_until_gone(driver, endpoint):
    case = CASES[0]
    gone = Fault(connect.ResourceNotFoundException, "none", status=404)
    _, response = wait(
        driver, endpoint, case, case.respond("PENDING_DELETION"), gone, repeat=True, until=GONE
    )
    assert response is None
    assert len(endpoint.calls) == 2


def test_a_status_that_cannot_be_reached_any_more(driver, endpoint):
    request = ecs.DescribeTasksRequest(tasks=["t"])
    stopped = {"tasks": [{"lastStatus": "STOPPED", "stoppedReason": "essential container exited"}]}
    going = {"tasks": [{"lastStatus": "PENDING"}]}
    endpoint.script(type(request), going, stopped, repeat=True)
    with pytest.raises(
        WaitFailed, match="status STOPPED is final, RUNNING cannot be reached"
    ) as caught:
        driver.wait(endpoint, "ecs", request, until=ecs.TaskLastStatus.RUNNING, timeout=100)
    assert (caught.value.status, caught.value.attempts) == ("STOPPED", 2)


def test_until_a_soft_end(driver, endpoint):
    request = ecs.DescribeServicesRequest(services=["s"])
    steps = [{"services": [{"status": status}]} for status in ("ACTIVE", "DRAINING", "INACTIVE")]
    endpoint.script(type(request), *steps)
    driver.wait(endpoint, "ecs", request, until=GONE, timeout=100)
    assert len(endpoint.calls) == 3


def test_what_is_not_visible_yet(driver, endpoint):
    request = ssm.GetCommandInvocationRequest(command_id="c" * 36, instance_id="i-0123456789")
    missing = Fault(ssm.InvocationDoesNotExist, "none", status=400)
    endpoint.script(type(request), missing, THROTTLED, missing, {"Status": "InProgress"}, missing)
    options = {"timeout": 100, "delay": 1, "max_delay": 4, "appears_within": 30}
    polls = []
    with pytest.raises(ssm.InvocationDoesNotExist):  # it was there
        driver.wait(endpoint, "ssm", request, on_poll=polls.append, **options)
    assert [isinstance(poll.error, ssm.InvocationDoesNotExist) for poll in polls] == [
        *(True, False, True, False, True)
    ]
    assert polls[3].status == ssm.CommandInvocationStatus.IN_PROGRESS
    endpoint.script(type(request), missing, repeat=True)
    before = driver.time.passed
    with pytest.raises(ssm.InvocationDoesNotExist):
        driver.wait(endpoint, "ssm", request, **options)
    assert driver.time.passed - before == pytest.approx(30)


def test_a_list_that_is_empty_at_first(driver, endpoint):
    request = ec2.DescribeInstancesRequest()
    instance = {"InstanceId": "i", "State": {"Name": "running"}}
    missing = Fault("InvalidInstanceID.NotFound", "none", status=400)
    there = {"Reservations": [{"Instances": [instance]}]}
    options = {"timeout": 100, "delay": 1, "max_delay": 4, "appears_within": 30}
    endpoint.script(type(request), missing, {"Reservations": []}, there)
    driver.wait(endpoint, "ec2", request, **options)
    assert len(endpoint.calls) == 3
    endpoint.script(type(request), {"Reservations": []}, repeat=True)
    before = driver.time.passed
    with pytest.raises(WaitTimeout, match="no item appeared within 30 s"):
        driver.wait(endpoint, "ec2", request, **options)
    assert driver.time.passed - before == pytest.approx(30)
    endpoint.script(type(request), {"Reservations": []}, there, {"Reservations": []})
    driver.wait(endpoint, "ec2", request, until=GONE, **options)
    assert len(endpoint.calls) > 10


def test_a_status_that_awaits_somebody(driver, endpoint):
    request = codeconnections.GetConnectionRequest(connection_arn="arn:aws:codeconnections:a")
    pending, available = (
        {"Connection": {"ConnectionStatus": status}} for status in ("PENDING", "AVAILABLE")
    )
    options = {"timeout": 100, "delay": 1, "max_delay": 4}
    endpoint.script(type(request), pending, repeat=True)
    with pytest.raises(WaitBlocked, match="status PENDING awaits you") as caught:
        driver.wait(endpoint, "codeconnections", request, **options)
    assert (len(endpoint.calls), driver.time.slept, caught.value.attempts) == (1, [], 1)
    with pytest.raises(WaitTimeout, match="last status: PENDING, which awaits you"):
        driver.wait(endpoint, "codeconnections", request, poll_blocked=True, **options)
    endpoint.script(type(request), pending, pending, available)
    response = driver.wait(endpoint, "codeconnections", request, poll_blocked=True, **options)
    assert response.connection.connection_status == "AVAILABLE"


def test_other_errors_are_raised_at_once(driver, endpoint):
    request = servicediscovery.GetOperationRequest(operation_id="op")
    endpoint.script(type(request), Fault(servicediscovery.OperationNotFound, "none"), repeat=True)
    with pytest.raises(servicediscovery.OperationNotFound):
        driver.wait(endpoint, "servicediscovery", request, timeout=100)
    assert (len(endpoint.calls), driver.time.slept) == (1, [])


def test_a_list_operation_polls_every_page(driver, endpoint):
    first = {"Operations": [{"Id": "a", "Status": "SUCCESS"}], "NextToken": "more"}
    second = {"Operations": [{"Id": "b", "Status": "PENDING"}]}
    done = {"Operations": [{"Id": "b", "Status": "SUCCESS"}]}
    request = servicediscovery.ListOperationsRequest()
    endpoint.script(type(request), first, second, first, done)
    found = driver.wait(endpoint, "servicediscovery", request, timeout=100)
    assert [item.id for item in found] == ["a", "b"]
    assert (found.statuses, len(found.pages)) == (["SUCCESS", "SUCCESS"], 2)


def db_instances(*statuses, marker=None):
    items = [
        {"DBInstanceIdentifier": name, "DBInstanceStatus": status} for name, status in statuses
    ]
    return {"DBInstances": items} | ({"Marker": marker} if marker else {})


def test_what_a_list_operation_gives_at_each_place(driver, endpoint):
    request = rds.DescribeDBInstancesRequest()
    endpoint.script(
        type(request),
        db_instances(("a", "available"), ("other", "creating"), marker="m"),
        db_instances(("b", "creating")),
        db_instances(("a", "available"), ("other", "creating"), marker="m"),
        db_instances(("b", "available")),
    )
    polls, results = [], []

    def until(result):
        results.append(result)
        return all(each.db_instance_status == "available" for each in result)

    found = driver.wait(
        endpoint,
        "rds",
        request,
        timeout=100,
        until=until,
        select=lambda item: item.db_instance_identifier != "other",
        on_poll=polls.append,
    )
    assert [each.db_instance_identifier for each in found] == ["a", "b"]
    assert found.statuses == ["available", "available"]
    assert [len(page.db_instances) for page in found.pages] == [2, 1]
    assert results == [poll.response for poll in polls]
    assert results[-1] is found
    assert rt.statuses_of(results[0]) == ["available", "creating"]


def test_progress_and_the_time_left(driver, endpoint):
    request = ec2.DescribeSnapshotsRequest()
    polled = [("pending", ""), ("pending", "0%"), ("pending", "20%"), THROTTLED, ("pending", "60%")]
    found = [
        each if each is THROTTLED else snapshots(*each) for each in (*polled, ("completed", "100%"))
    ]
    endpoint.script(type(request), *found)
    polls = []
    done = driver.wait(
        endpoint, "ec2", request, timeout=1000, delay=1, max_delay=1, on_poll=polls.append
    )
    percents = [poll.progress and poll.progress.percent for poll in polls]
    assert percents == [None, 0, 20, None, 60, 100]
    start, now = polls[1].elapsed, polls[4].elapsed
    left = pytest.approx(40 * (now - start) / 60)
    assert [poll.time_left for poll in polls] == [None, None, None, None, left, None]
    assert rt.progress_of(done) == rt.Progress(100)


def snapshots(state, progress):
    response = ec2.DescribeSnapshotsResponse.model_validate(
        {"Snapshots": [{"SnapshotId": "snap-1", "State": state, "Progress": progress}]}
    )
    return response.to_boto3()


def test_progress_in_counts(driver, endpoint):
    request = ssm.GetAutomationExecutionRequest(automation_execution_id="0" * 36)

    def execution(status, **counts):
        found = {"AutomationExecutionStatus": status, "ProgressCounters": counts}
        return {"AutomationExecution": found}

    endpoint.script(
        type(request),
        execution("Pending"),
        execution("InProgress", TotalSteps=4, SuccessSteps=1, FailedSteps=0),
        execution("Success", TotalSteps=4, SuccessSteps=3, TimedOutSteps=1),
    )
    polls = []
    driver.wait(endpoint, "ssm", request, timeout=100, on_poll=polls.append)
    assert [poll.progress for poll in polls] == [
        None,
        rt.Progress(25, 1, 4, 0),
        rt.Progress(100, 4, 4, 1),
    ]


def test_the_error_of_a_list_operation_has_the_result(driver, endpoint):
    request = rds.DescribeDBInstancesRequest()
    endpoint.script(
        type(request),
        db_instances(("a", "available"), marker="m"),
        db_instances(("b", "failed")),
        THROTTLED,
        repeat=True,
    )
    with pytest.raises(WaitFailed) as failed:
        driver.wait(endpoint, "rds", request, timeout=100)
    assert [each.db_instance_identifier for each in failed.value.response] == ["a", "b"]
    with pytest.raises(WaitTimeout) as timed_out:
        driver.wait(endpoint, "rds", request, timeout=100)
    assert timed_out.value.response == rt.ListResult(())


def test_invalid_options_are_refused_before_the_first_poll(driver, endpoint):
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="t")
    for options in (
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": 1, "delay": 3, "max_delay": 2},
        {"timeout": 1, "until": "SUCCEEDED"},
    ):
        with pytest.raises(ValueError, match=next(iter(options.keys() - {"timeout"}), "timeout")):
            driver.wait(endpoint, "cloudcontrol", request, **options)
    assert endpoint.calls == []
