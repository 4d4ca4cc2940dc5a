"""Every scenario of every start of the services that are reviewed by hand, with asyncio."""

import asyncio

import pytest
from aio_clients import client_of
from start_scenarios import SCENARIOS
from wait_cases import Time

from typed_status import StartUnknown, WaitError, aio
from typed_status.testing import FakeEndpoint


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    async def sleep(self, seconds):
        return None

    monkeypatch.setattr("aiobotocore.endpoint.AioEndpoint._sleep", sleep)


async def run(endpoint, scenario):
    retries = {"total_max_attempts": 3, "mode": "standard"}
    async with client_of(endpoint, scenario.entry.service, retries=retries) as client:
        poller = await aio.begin(client, scenario.request, clock=Time().clock(aio.Clock))
        return await poller.result(timeout=600)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_every_start(scenario):
    with FakeEndpoint() as endpoint:
        scenario.play(endpoint)
        if scenario.end in ("failed", "lost"):
            expected = WaitError if scenario.end == "failed" else StartUnknown
            with pytest.raises(expected) as caught:
                asyncio.run(run(endpoint, scenario))
            assert scenario.text in str(caught.value)
        else:
            result = asyncio.run(run(endpoint, scenario))
            assert (result is None) == (scenario.end == "gone")
        scenario.check_calls(endpoint)
