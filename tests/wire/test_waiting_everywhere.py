"""``wait`` with boto3 clients, through every end."""

import pytest
from waiting_cases import Time
from waiting_scenarios import *  # noqa: F403 - the tests

from typed_status import Clock, IncompleteResponseError, wait


class Driver:
    clock_class = Clock
    broken_off = IncompleteResponseError

    def __init__(self):
        self.time = Time()

    def wait(self, endpoint, service, request, **options):
        clock = self.time.clock(Clock)
        return wait(endpoint.client(service), request, clock=clock, **options)

    def settle(self):
        """Sync waits leave nothing that runs."""


@pytest.fixture
def driver():
    return Driver()
