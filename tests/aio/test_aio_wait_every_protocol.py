"""``aio.wait`` with aiobotocore clients of every protocol: success, failure, cancellation, timeout, retries, deletion."""

import asyncio

import pytest
from aio_clients import client_of
from botocore.exceptions import HTTPClientError
from wait_cases import Time
from wait_scenarios import *  # noqa: F403 - the tests

from typed_status import aio


class Driver:
    clock_class = aio.Clock
    truncated_error = HTTPClientError

    def __init__(self, runner):
        self.time = Time()
        self.runner = runner

    def wait(self, endpoint, service, request, **options):
        async def main():
            async with client_of(endpoint, service) as client:
                clock = self.time.clock(aio.Clock)
                return await aio.wait(client, request, clock=clock, **options)

        return self.runner.run(main())

    def check_idle(self):
        self.runner.run(asyncio.sleep(0.02))
        assert len(asyncio.all_tasks(self.runner.get_loop())) == 0


@pytest.fixture
def driver():
    with asyncio.Runner() as runner:
        yield Driver(runner)
