"""Every scenario of every start of the services that are reviewed by hand, on the command line."""

import types

import botocore.endpoint
import pytest
from start_scenarios import SCENARIOS, as_json
from wait_cases import Time

from typed_status import Clock, begin

CODES = {"reached": 0, "gone": 0, "failed": 1, "lost": 7}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_every_start(invoke, endpoint, scenario, monkeypatch):
    monkeypatch.setattr(botocore.endpoint, "time", types.SimpleNamespace(sleep=lambda _: None))
    monkeypatch.setitem(begin.__kwdefaults__, "clock", Time().clock(Clock))
    scenario.play(endpoint)
    line = [scenario.entry.service, scenario.entry.operation]
    line += ["--request", as_json(scenario.request)]
    done = invoke("run", *line, env={"AWS_MAX_ATTEMPTS": "3"})
    assert done.exit_code == CODES[scenario.end], done.output
    assert scenario.text in done.stderr
    assert (done.stdout == "null\n") == (scenario.end == "gone")
    scenario.check_calls(endpoint)
