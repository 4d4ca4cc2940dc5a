"""``aio.wait_all`` and ``aio.as_completed`` with aiobotocore clients, and cancellation of all async waits."""

import asyncio

import pytest
from aio_clients import client_of
from wait_cases import Time
from wait_many_scenarios import *  # noqa: F403 - the tests
from wait_many_scenarios import OPTIONS, Request, operation, requests

from typed_status import aio

FAST = OPTIONS | {"delay": 0.01, "max_delay": 0.01}


class Driver:
    def __init__(self, runner):
        self.time = Time()
        self.runner = runner

    def wait_all(self, endpoint, service, requests, **options):
        async def main():
            async with client_of(endpoint, service) as client:
                clock = self.time.clock(aio.Clock)
                return await aio.wait_all(client, requests, clock=clock, **options)

        return self.runner.run(main())

    def first_completed(self, count, endpoint, service, requests, **options):
        async def main():
            taken = []
            async with client_of(endpoint, service) as client:
                async for outcome in aio.as_completed(client, requests, **options):
                    taken.append(outcome)
                    if len(taken) == count:
                        break
                await asyncio.sleep(0.02)  # the loop closes the generator
            return taken

        return self.runner.run(main())

    def check_idle(self):
        self.runner.run(asyncio.sleep(0.05))
        assert len(asyncio.all_tasks(self.runner.get_loop())) == 0


@pytest.fixture
def driver():
    with asyncio.Runner() as runner:
        yield Driver(runner)


def cancel(endpoint, start):
    """Cancel the task of ``start`` after a few polls; return the tasks that still run, and the number of later polls."""

    async def main():
        polls = []
        async with client_of(endpoint, "servicediscovery") as client:
            # Counted where they start: a request that is being sent at the cancellation may still arrive.
            client.meta.events.register("provide-client-params", lambda **_: polls.append(1))
            task = asyncio.ensure_future(start(client))
            while len(polls) < 8:
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            left = asyncio.all_tasks() - {asyncio.current_task()}
            before = len(polls)
            await asyncio.sleep(0.1)
            return left, len(polls) - before

    return asyncio.run(main())


async def watch_all(client):
    async for _ in aio.watch(client, requests(1)[0], every_poll=True, **FAST):
        pass


async def complete_all(client):
    async for _ in aio.as_completed(client, requests(4), **FAST):
        pass


@pytest.mark.parametrize(
    "start",
    [
        lambda client: aio.wait(client, requests(1)[0], **FAST),
        lambda client: aio.wait_all(client, requests(4), concurrency=2, **FAST),
        watch_all,
        complete_all,
    ],
    ids=["wait", "wait_all", "watch", "as_completed"],
)
def test_cancellation_stops_polling(endpoint, start):
    endpoint.script(Request, operation("PENDING"), repeat=True)
    left, more = cancel(endpoint, start)
    assert (left, more) == (set(), 0)


def test_asyncio_timeout(endpoint):
    endpoint.script(Request, operation("PENDING"), repeat=True)

    async def main():
        async with client_of(endpoint, "servicediscovery") as client:
            async with asyncio.timeout(0.1):
                await aio.wait_all(client, requests(4), **FAST)

    with pytest.raises(TimeoutError):
        asyncio.run(main())
