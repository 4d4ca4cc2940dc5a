"""``wait_all`` and ``as_settled`` with boto3 clients."""

import threading

import pytest
from fleet_scenarios import *  # noqa: F403 - the tests
from waiting_cases import Time

from typed_status import Clock, as_settled, wait_all
from typed_status.services import servicediscovery


class Driver:
    def __init__(self):
        self.time = Time()

    def wait_all(self, endpoint, service, requests, **options):
        clock = self.time.clock(Clock)
        return wait_all(endpoint.client(service), requests, clock=clock, **options)

    def first_settled(self, count, endpoint, service, requests, **options):
        found = as_settled(endpoint.client(service), requests, **options)
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
