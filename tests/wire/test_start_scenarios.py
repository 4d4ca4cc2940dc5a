"""Every scenario of every start of the services that are reviewed by hand, over HTTP."""

import pytest
from botocore.config import Config
from start_scenarios import SCENARIOS, STARTS
from wait_cases import Time

from typed_status import Clock, StartUnknown, WaitError, begin
from typed_status.testing import FakeEndpoint

RETRIES = {"total_max_attempts": 3, "mode": "standard"}


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_every_start(endpoint, scenario, no_backoff):
    scenario.play(endpoint)
    config = Config(retries=RETRIES)
    client = endpoint.client(scenario.entry.service, config=config)

    def run():
        poller = begin(client, scenario.request, clock=Time().clock(Clock))
        return poller.result(timeout=600)

    if scenario.end in ("failed", "lost"):
        expected = WaitError if scenario.end == "failed" else StartUnknown
        with pytest.raises(expected) as caught:
            run()
        assert scenario.text in str(caught.value)
    else:
        assert (run() is None) == (scenario.end == "gone")
    scenario.check_calls(endpoint)


def test_all_starts_of_these_services_are_covered():
    counts = {}
    for each in STARTS:
        counts[each.service] = counts.get(each.service, 0) + 1
    assert counts == {"cloudcontrol": 4, "connect": 3, "greengrass": 4, "servicediscovery": 10}
