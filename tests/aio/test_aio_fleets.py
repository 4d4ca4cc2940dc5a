"""``aio.wait_all`` and ``aio.as_completed`` with aiobotocore clients; who cancels ends all of it."""

import asyncio

import pytest
from aio_clients import client_of
from fleet_scenarios import *  # noqa: F403 - the tests
from fleet_scenarios import OPTIONS, Request, operation, requests
from waiting_cases import Time

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
                await asyncio.sleep(0.02)  # the loop closes what was left
            return taken

        return self.runner.run(main())

    def settle(self):
        self.runner.run(asyncio.sleep(0.05))
        assert len(asyncio.all_tasks(self.runner.get_loop())) == 0


@pytest.fixture
def driver():
    with asyncio.Runner() as runner:
        yield Driver(runner)


def cancelled(endpoint, start):
    """Cancel what ``start`` gives once it has asked a few times; what still runs, and whether more was asked."""

    async def main():
        async with client_of(endpoint, "servicediscovery") as client:
            task = asyncio.ensure_future(start(client))
            while len(endpoint.calls) < 8:
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            left = asyncio.all_tasks() - {asyncio.current_task()}
            asked = len(endpoint.calls)
            await asyncio.sleep(0.1)
            # A question that was on its way when its task was cancelled may still arrive.
            return left, len(endpoint.calls) - asked

    return asyncio.run(main())


async def watched(client):
    async for _ in aio.watch(client, requests(1)[0], every_poll=True, **FAST):
        pass


async def settled(client):
    async for _ in aio.as_completed(client, requests(4), **FAST):
        pass


@pytest.mark.parametrize(
    "start",
    [
        lambda client: aio.wait(client, requests(1)[0], **FAST),
        lambda client: aio.wait_all(client, requests(4), concurrency=2, **FAST),
        watched,
        settled,
    ],
    ids=["wait", "wait_all", "watch", "as_completed"],
)
def test_cancelled_nothing_keeps_polling(endpoint, start):
    endpoint.script(Request, operation("PENDING"), repeat=True)
    left, more = cancelled(endpoint, start)
    assert left == set()
    assert more <= 1


def test_a_time_limit_of_asyncios(endpoint):
    endpoint.script(Request, operation("PENDING"), repeat=True)

    async def main():
        async with client_of(endpoint, "servicediscovery") as client:
            async with asyncio.timeout(0.1):
                await aio.wait_all(client, requests(4), **FAST)

    with pytest.raises(TimeoutError):
        asyncio.run(main())
