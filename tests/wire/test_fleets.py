"""``wait_all`` and ``as_completed`` with boto3 clients."""

import gc
import threading
import time
import weakref

import pytest
from fleet_scenarios import *  # noqa: F403 - the tests
from waiting_cases import Time

from typed_status import (
    Clock,
    ResponseValidationError,
    WaitFailed,
    WaitTimeout,
    as_completed,
    strict,
    wait_all,
    without_rules,
)
from typed_status.services import servicediscovery


class Driver:
    def __init__(self):
        self.time = Time()

    def wait_all(self, endpoint, service, requests, **options):
        clock = self.time.clock(Clock)
        return wait_all(endpoint.client(service), requests, clock=clock, **options)

    def first_completed(self, count, endpoint, service, requests, **options):
        found = as_completed(endpoint.client(service), requests, **options)
        taken = [next(found) for _ in range(count)]
        found.close()
        return taken

    def settle(self):
        assert not [each for each in threading.enumerate() if "typed-status" in each.name]


@pytest.fixture
def driver():
    return Driver()


def test_no_more_questions_at_once_than_asked_for(endpoint):
    most = under_way = 0
    lock = threading.Lock()

    class Slow:
        def get_operation(self, **asked):
            nonlocal most, under_way
            with lock:
                under_way += 1
                most = max(most, under_way)
            gate.wait(0.02)
            with lock:
                under_way -= 1
            return {"Operation": {"Id": asked["OperationId"], "Status": "SUCCESS"}}

    gate = threading.Event()
    requests = [servicediscovery.GetOperationRequest(operation_id=str(n)) for n in range(12)]
    found = wait_all(Slow(), requests, timeout=10, concurrency=3)
    assert [outcome.result().operation.id for outcome in found] == [str(n) for n in range(12)]
    assert 1 <= most <= 3


class Recorder:
    """A client of the user's own, whose answers take a while."""

    def __init__(self, seconds, answer):
        self.asked = []
        self.seconds = seconds
        self.answer = answer

    def get_operation(self, **asked):
        self.asked.append(asked["OperationId"])
        time.sleep(self.seconds)
        return {"Operation": {"Id": "op"} | self.answer}


def test_what_is_asked_too_late_has_timed_out():
    client = Recorder(0.2, {"Status": "PENDING"})
    requests = [servicediscovery.GetOperationRequest(operation_id=str(n)) for n in range(20)]
    found = wait_all(client, requests, timeout=0.5, concurrency=1, delay=0.1, max_delay=0.1)
    assert {type(outcome.error) for outcome in found} == {WaitTimeout}
    # Each is asked once, and most of them no more: their deadline was over before it was their turn.
    assert 20 <= len(client.asked) <= 28


def test_strict_and_without_rules_hold_in_the_threads():
    request = servicediscovery.GetOperationRequest(operation_id="op")
    odd = Recorder(0, {"Status": "SUCCESS", "New": 1})
    with strict():
        (found,) = wait_all(odd, [request], timeout=10)
    assert isinstance(found.error, ResponseValidationError)
    against_a_rule = Recorder(0, {"Status": "FAIL"})
    with without_rules("servicediscovery.message-with-fail"):
        (found,) = wait_all(against_a_rule, [request], timeout=10)
    assert isinstance(found.error, WaitFailed)


def test_outcomes_are_the_users_alone():
    request = servicediscovery.GetOperationRequest(operation_id="op")
    client = Recorder(0, {"Status": "SUCCESS"})
    alive = []
    for outcome in as_completed(client, [request] * 10, timeout=10, concurrency=1):
        alive = [each for each in alive if each() is not None]
        alive.append(weakref.ref(outcome.response))
        del outcome
        gc.collect()
    assert len([each for each in alive if each() is not None]) <= 1
