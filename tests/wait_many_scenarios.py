"""Many waits at once over real HTTP, sync and async: a module that imports these tests provides the fixture ``driver``.

A driver has ``wait_all(endpoint, service, requests, **options)`` and ``first_completed``, which takes a number of
outcomes of ``as_completed`` and closes it; ``check_idle`` asserts that no background work is left.
"""

import pytest
from wait_cases import THROTTLED

from typed_status import GONE, Progress, WaitBlocked, WaitFailed, WaitTimeout, progress_of
from typed_status.services import codeconnections, iot, servicediscovery
from typed_status.testing import FakeEndpoint, Fault, Reply

OPTIONS = {"timeout": 1000, "delay": 1, "max_delay": 8}
Request = servicediscovery.GetOperationRequest


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def operation(status):
    more = {"ErrorMessage": "zone"} if status == "FAIL" else {}
    return {"Operation": {"Id": "op", "Status": status} | more}


def requests(count):
    return [Request(operation_id=f"op-{number}") for number in range(count)]


def test_all_succeed(driver, endpoint):
    steps = ["PENDING"] * 30 + ["SUCCESS"]
    endpoint.script(Request, *map(operation, steps), repeat=True)
    polls = []
    found = driver.wait_all(
        endpoint, "servicediscovery", requests(20), on_poll=polls.append, concurrency=4, **OPTIONS
    )
    assert [outcome.request for outcome in found] == requests(20)
    assert {outcome.result().operation.status for outcome in found} == {"SUCCESS"}
    assert len(endpoint.calls) == len(polls) == 50  # thirty in progress, twenty terminal
    assert {poll.request.operation_id for poll in polls} == {f"op-{n}" for n in range(20)}
    driver.check_idle()
    assert len(endpoint.calls) == 50


def test_progress_in_each_poll(driver, endpoint):
    endpoint.script(
        iot.DescribeThingRegistrationTaskRequest,
        *({"status": "InProgress", "percentageProgress": each} for each in (10, 20, 40)),
        {"status": "Completed", "percentageProgress": 100},
        repeat=True,
    )
    waited = [iot.DescribeThingRegistrationTaskRequest(task_id="task-1")] * 2
    polls = []
    found = driver.wait_all(endpoint, "iot", waited, on_poll=polls.append, concurrency=1, **OPTIONS)
    assert [progress_of(outcome.result()) for outcome in found] == [Progress(100)] * 2
    assert [poll.progress for poll in polls] == list(map(Progress, (10, 20, 40, 100, 100)))


@pytest.mark.regression
def test_what_a_proxy_sends_in_place_of_the_response(driver, endpoint):
    hiccups = [Reply(status=502, body=b"\xff"), Reply(status=503, body=b"<html>"), Reply()]
    endpoint.script(Request, *hiccups, operation("SUCCESS"))
    (outcome,) = driver.wait_all(endpoint, "servicediscovery", requests(1), timeout=1_000)
    assert outcome.result() is outcome.response
    assert len(endpoint.calls) == 4


def test_an_error_ends_only_its_own_wait(driver, endpoint):
    # One at a time, so that the script gives the responses to the first, second and third request.
    endpoint.script(
        Request, operation("FAIL"), THROTTLED, operation("SUCCESS"), operation("SUCCESS")
    )
    first, second, third = driver.wait_all(
        endpoint, "servicediscovery", requests(3), concurrency=1, **OPTIONS
    )
    assert type(first.error) is WaitFailed
    assert first.response is None
    with pytest.raises(WaitFailed, match="zone"):
        first.result()
    assert [second.error, third.error] == [None, None]


def test_outcomes_of_errors_and_of_gone_resources(driver, endpoint):
    none = Fault(servicediscovery.OperationNotFound, "none")
    endpoint.script(Request, none, repeat=True)
    (found,) = driver.wait_all(endpoint, "servicediscovery", requests(1), **OPTIONS)
    assert isinstance(found.error, servicediscovery.OperationNotFound)
    (found,) = driver.wait_all(endpoint, "servicediscovery", requests(1), until=GONE, **OPTIONS)
    assert (found.response, found.error) == (None, None)
    with pytest.raises(LookupError, match="the resource is gone"):
        found.result()


def test_what_is_not_visible_yet(driver, endpoint):
    none = Fault(servicediscovery.OperationNotFound, "none")
    endpoint.script(Request, none, none, operation("SUCCESS"), repeat=True)
    found = driver.wait_all(
        endpoint, "servicediscovery", requests(3), concurrency=1, appears_within=60, **OPTIONS
    )
    assert [outcome.error for outcome in found] == [None] * 3
    endpoint.script(Request, none, repeat=True)
    (outcome,) = driver.wait_all(
        endpoint, "servicediscovery", requests(1), appears_within=60, **OPTIONS
    )
    assert isinstance(outcome.error, servicediscovery.OperationNotFound)


def test_a_status_that_awaits_somebody(driver, endpoint):
    kind = codeconnections.GetConnectionRequest
    several = [kind(connection_arn=f"arn:aws:codeconnections:{number}") for number in range(2)]
    endpoint.script(kind, {"Connection": {"ConnectionStatus": "PENDING"}}, repeat=True)
    found = driver.wait_all(endpoint, "codeconnections", several, **OPTIONS)
    assert [(type(each.error), each.error.awaits) for each in found] == [(WaitBlocked, "YOU")] * 2
    found = driver.wait_all(endpoint, "codeconnections", several, poll_blocked=True, **OPTIONS)
    assert [type(each.error) for each in found] == [WaitTimeout] * 2


def test_timeout(driver, endpoint):
    endpoint.script(Request, operation("PENDING"), repeat=True)
    found = driver.wait_all(endpoint, "servicediscovery", requests(5), **OPTIONS | {"timeout": 20})
    assert [type(outcome.error) for outcome in found] == [WaitTimeout] * 5
    polled = len(endpoint.calls)
    assert polled == sum(outcome.error.attempts for outcome in found)
    driver.check_idle()
    assert len(endpoint.calls) == polled


def test_no_requests(driver, endpoint):
    assert driver.wait_all(endpoint, "servicediscovery", [], **OPTIONS) == []


def test_closing_the_iterator_ends_the_other_waits(driver, endpoint):
    endpoint.script(Request, operation("SUCCESS"), operation("PENDING"), repeat=True)
    options = OPTIONS | {"delay": 0.01, "max_delay": 0.01}
    (found,) = driver.first_completed(1, endpoint, "servicediscovery", requests(8), **options)
    assert found.result().operation.status == "SUCCESS"
    driver.check_idle()
    polled = len(endpoint.calls)
    driver.check_idle()
    assert len(endpoint.calls) == polled


def test_an_error_in_on_poll_is_raised(driver, endpoint):
    endpoint.script(Request, operation("PENDING"), repeat=True)

    def on_poll(poll):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        driver.wait_all(endpoint, "servicediscovery", requests(3), on_poll=on_poll, **OPTIONS)
    driver.check_idle()
    polled = len(endpoint.calls)
    driver.check_idle()
    assert len(endpoint.calls) == polled <= 3


@pytest.mark.parametrize("bad", [{"concurrency": 0}, {"concurrency": True}, {"timeout": 0}])
def test_invalid_options_are_refused_before_the_first_poll(driver, endpoint, bad):
    for function in (driver.wait_all, lambda *a, **o: driver.first_completed(1, *a, **o)):
        with pytest.raises(ValueError, match=next(iter(bad))):
            function(endpoint, "servicediscovery", requests(2), **OPTIONS | bad)
    assert endpoint.calls == []


def test_list_operations(driver, endpoint):
    kind = servicediscovery.ListOperationsRequest
    pending = {"Operations": [{"Id": "a", "Status": "PENDING"}, {"Id": "b", "Status": "FAIL"}]}
    done = {"Operations": [{"Id": "a", "Status": "SUCCESS"}, {"Id": "b", "Status": "FAIL"}]}
    endpoint.script(kind, pending, done)
    (found,) = driver.wait_all(
        endpoint, "servicediscovery", [kind()], select=lambda item: item.id == "a", **OPTIONS
    )
    result = found.result()
    assert [(item.id, item.status) for item in result] == [("a", "SUCCESS")]
    assert [len(page.operations) for page in result.pages] == [2]
