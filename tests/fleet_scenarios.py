"""Many waits at once over real HTTP, for any driver: a module that imports these tests gives a fixture ``driver``.

A driver has ``wait_all(endpoint, service, requests, **options)`` and ``first_completed``, which takes so many
outcomes of ``as_completed`` and leaves.
"""

import pytest
from waiting_cases import THROTTLED

from typed_status import GONE, WaitFailed, WaitTimeout
from typed_status.services import servicediscovery
from typed_status.testing import FakeEndpoint, Fault

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


def test_all_end_well(driver, endpoint):
    steps = ["PENDING"] * 30 + ["SUCCESS"]
    endpoint.script(Request, *map(operation, steps), repeat=True)
    polls = []
    found = driver.wait_all(
        endpoint, "servicediscovery", requests(20), on_poll=polls.append, concurrency=4, **OPTIONS
    )
    assert [outcome.request for outcome in found] == requests(20)
    assert {outcome.result().operation.status for outcome in found} == {"SUCCESS"}
    assert len(endpoint.calls) == len(polls) == 50  # thirty times to no end, twenty times to one
    assert {poll.request.operation_id for poll in polls} == {f"op-{n}" for n in range(20)}
    driver.settle()
    assert len(endpoint.calls) == 50


def test_one_that_ends_badly_ends_no_other(driver, endpoint):
    # One at a time: the script says what the first, second and third hear.
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


def test_errors_are_outcomes_and_gone_is_a_good_one(driver, endpoint):
    none = Fault(servicediscovery.OperationNotFound, "none")
    endpoint.script(Request, none, repeat=True)
    (found,) = driver.wait_all(endpoint, "servicediscovery", requests(1), **OPTIONS)
    assert isinstance(found.error, servicediscovery.OperationNotFound)
    (found,) = driver.wait_all(endpoint, "servicediscovery", requests(1), until=GONE, **OPTIONS)
    assert (found.response, found.error) == (None, None)
    with pytest.raises(LookupError, match="it is gone"):
        found.result()


def test_each_has_its_timeout(driver, endpoint):
    endpoint.script(Request, operation("PENDING"), repeat=True)
    found = driver.wait_all(endpoint, "servicediscovery", requests(5), **OPTIONS | {"timeout": 20})
    assert [type(outcome.error) for outcome in found] == [WaitTimeout] * 5
    asked = len(endpoint.calls)
    assert asked == sum(outcome.error.attempts for outcome in found)
    driver.settle()
    assert len(endpoint.calls) == asked


def test_none_at_all(driver, endpoint):
    assert driver.wait_all(endpoint, "servicediscovery", [], **OPTIONS) == []


def test_who_leaves_early_ends_the_others(driver, endpoint):
    endpoint.script(Request, operation("SUCCESS"), operation("PENDING"), repeat=True)
    options = OPTIONS | {"delay": 0.01, "max_delay": 0.01}
    (found,) = driver.first_completed(1, endpoint, "servicediscovery", requests(8), **options)
    assert found.result().operation.status == "SUCCESS"
    driver.settle()
    asked = len(endpoint.calls)
    driver.settle()
    assert len(endpoint.calls) == asked


def test_an_error_of_the_users_own_surfaces(driver, endpoint):
    endpoint.script(Request, operation("PENDING"), repeat=True)

    def on_poll(poll):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        driver.wait_all(endpoint, "servicediscovery", requests(3), on_poll=on_poll, **OPTIONS)
    driver.settle()
    asked = len(endpoint.calls)
    driver.settle()
    assert len(endpoint.calls) == asked <= 3


@pytest.mark.parametrize("bad", [{"concurrency": 0}, {"concurrency": True}, {"timeout": 0}])
def test_bad_options_are_refused_before_the_first_question(driver, endpoint, bad):
    for of in (driver.wait_all, lambda *a, **o: driver.first_completed(1, *a, **o)):
        with pytest.raises(ValueError, match=next(iter(bad))):
            of(endpoint, "servicediscovery", requests(2), **OPTIONS | bad)
    assert endpoint.calls == []


def test_listings(driver, endpoint):
    kind = servicediscovery.ListOperationsRequest
    pending = {"Operations": [{"Id": "a", "Status": "PENDING"}, {"Id": "b", "Status": "FAIL"}]}
    done = {"Operations": [{"Id": "a", "Status": "SUCCESS"}, {"Id": "b", "Status": "FAIL"}]}
    endpoint.script(kind, pending, done)
    (found,) = driver.wait_all(
        endpoint, "servicediscovery", [kind()], select=lambda item: item.id == "a", **OPTIONS
    )
    assert [page.operations[0].status for page in found.result()] == ["SUCCESS"]
