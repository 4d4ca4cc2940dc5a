"""``wait`` with boto3 clients of every protocol: success, failure, cancellation, timeout, retries, deletion."""

import pytest
from wait_cases import Time
from wait_scenarios import *  # noqa: F403 - the tests

from typed_status import Clock, IncompleteResponseError, wait


class Driver:
    clock_class = Clock
    truncated_error = IncompleteResponseError

    def __init__(self):
        self.time = Time()

    def wait(self, endpoint, service, request, **options):
        clock = self.time.clock(Clock)
        return wait(endpoint.client(service), request, clock=clock, **options)

    def check_idle(self):
        """Do nothing: sync waits leave no background work."""


@pytest.fixture
def driver():
    return Driver()
