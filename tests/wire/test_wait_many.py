"""``wait_all`` and ``as_completed`` with boto3 clients."""

import gc
import threading
import time
import weakref

import pytest
from wait_cases import Time
from wait_many_scenarios import *  # noqa: F403 - the tests

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

    def check_idle(self):
        assert not [each for each in threading.enumerate() if "typed-status" in each.name]


@pytest.fixture
def driver():
    return Driver()


def test_concurrency_is_the_maximum_of_concurrent_polls(endpoint):
    most = in_flight = 0
    lock = threading.Lock()

    class Slow:
        def get_operation(self, **params):
            nonlocal most, in_flight
            with lock:
                in_flight += 1
                most = max(most, in_flight)
            gate.wait(0.02)
            with lock:
                in_flight -= 1
            return {"Operation": {"Id": params["OperationId"], "Status": "SUCCESS"}}

    gate = threading.Event()
    requests = [servicediscovery.GetOperationRequest(operation_id=str(n)) for n in range(12)]
    found = wait_all(Slow(), requests, timeout=10, concurrency=3)
    assert [outcome.result().operation.id for outcome in found] == [str(n) for n in range(12)]
    assert 1 <= most <= 3


class Recorder:
    """A client of the user's own whose responses take some seconds."""

    def __init__(self, seconds, operation):
        self.polled = []
        self.seconds = seconds
        self.operation = operation

    def get_operation(self, **params):
        self.polled.append(params["OperationId"])
        time.sleep(self.seconds)
        return {"Operation": {"Id": "op"} | self.operation}


def test_waits_whose_turn_comes_after_their_deadline_time_out():
    client = Recorder(0.1, {"Status": "PENDING"})
    requests = [servicediscovery.GetOperationRequest(operation_id=str(n)) for n in range(20)]
    found = wait_all(client, requests, timeout=0.25, concurrency=1, delay=0.05, max_delay=0.05)
    assert {type(outcome.error) for outcome in found} == {WaitTimeout}
    # Each is polled once, and most of them never again: their deadline passed before their next turn.
    assert 20 <= len(client.polled) <= 28


def test_strict_and_without_rules_apply_in_the_threads():
    request = servicediscovery.GetOperationRequest(operation_id="op")
    drifted = Recorder(0, {"Status": "SUCCESS", "New": 1})
    with strict():
        (found,) = wait_all(drifted, [request], timeout=10)
    assert isinstance(found.error, ResponseValidationError)
    rule_broken = Recorder(0, {"Status": "FAIL"})
    with without_rules("servicediscovery.message-with-fail"):
        (found,) = wait_all(rule_broken, [request], timeout=10)
    assert isinstance(found.error, WaitFailed)


def test_no_reference_to_a_response_is_kept():
    request = servicediscovery.GetOperationRequest(operation_id="op")
    client = Recorder(0, {"Status": "SUCCESS"})
    alive = []
    gc.freeze()  # what other tests left need not be collected again and again
    for outcome in as_completed(client, [request] * 10, timeout=10, concurrency=1):
        alive = [each for each in alive if each() is not None]
        alive.append(weakref.ref(outcome.response))
        del outcome
        gc.collect()
    gc.unfreeze()
    assert len([each for each in alive if each() is not None]) <= 1
