"""Every further status of every shipped operation: one in progress keeps a wait going, a failure fails it, a success ends it."""

from datetime import UTC, datetime

import pytest
from test_reason_paths import kind_at, put, request_of, sensitive_at

from typed_status import Phase, WaitCanceled, WaitFailed, catalog, phase_of
from typed_status.runtime.statuses.status import status_enum
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.types.fields import members
from typed_status.runtime.types.further import ANY
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan

# The responses have the members that matter here, and break what the service model demands.
pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
]
SCHEDULE = Schedule(timeout=60.0, delay=1.0, max_delay=8.0)
ENTRIES = [entry for entry in catalog() if entry.further]
CASES = [
    pytest.param(entry, index, id=f"{entry.service}.{entry.operation}.{'.'.join(path)}")
    for entry in ENTRIES
    for index, path in enumerate(entry.further)
]


def values(kind, further):
    """The values of a further status, each with its phase here."""
    found = {}
    if issubclass(kind, StatusEnum):
        found = {str(each): each.phase for each in kind}
    for phase, listed in further.phases.items():
        found |= {("a text" if each == ANY else each): Phase[phase] for each in listed}
    if not issubclass(kind, StatusEnum) and ANY not in str(further.phases):
        found["another text"] = Phase.SUCCEEDED
    return found


def responses(entry, index):
    """For each value of a further status: its phase, and a response in which the leading status has succeeded."""
    model = request_of(entry).__operation__.response
    further, path = model.__further__[index], entry.further[index]
    leads = (
        each for each in status_enum(model) if each.phase is Phase.SUCCEEDED and not each.is_gone
    )
    lead = further.when[0] if further.when else str(next(leads))
    for value, phase in values(kind_at(model, path), further).items():
        parsed = put(model, put(model, {}, entry.status, lead), path, value)
        if further.only:
            put(model, parsed, (*path[:-1], further.only[0]), further.only[1])
        yield value, phase, model.model_validate(parsed)


def polled(entry, response):
    plan = Plan(request_of(entry).model_construct(), SCHEDULE, now=0.0)
    return plan.record([response], 0.0, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(("entry", "index"), CASES)
def test_each_value_of_each_further_status(entry, index):
    phases = set()
    name = request_of(entry).__operation__.response.__further__[index].path
    for value, phase, response in responses(entry, index):
        phases.add(phase)
        assert phase_of(response) is phase, value
        if phase.is_terminal and phase is not Phase.SUCCEEDED:
            kind = WaitCanceled if phase is Phase.CANCELED else WaitFailed
            with pytest.raises(kind) as caught:
                polled(entry, response)
            assert caught.value.reason.startswith(f"{name}: {value}")
            continue
        poll = polled(entry, response)
        assert poll.phase is phase, value
        assert (poll.next_delay is None) is (phase is Phase.SUCCEEDED), value
    assert Phase.UNKNOWN not in phases
    assert phases & {Phase.IN_PROGRESS, Phase.FAILED}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.service}.{entry.operation}")
def test_what_is_declared(entry):
    model = request_of(entry).__operation__.response
    listed = [index for index, name in enumerate(entry.status) if name.endswith("[]")]
    item = entry.status[: listed[-1] + 1] if listed else ()
    paths = [".".join(path[len(item) :]) for path in entry.further]
    assert paths == [each.path for each in model.__further__]
    for path, further in zip(entry.further, model.__further__, strict=True):
        assert path[: len(item)] == item
        holder = kind_at(model, path[:-1])
        assert not sensitive_at(model, path)
        for reason in further.reasons:
            assert kind_at(holder, reason.split("."))
            assert not sensitive_at(holder, reason.split("."))
        assert not further.only or further.only[0] in members(holder)
        assert {*further.when} <= {str(each) for each in status_enum(model)}


def test_those_that_must_be_there():
    found = {(each.service, each.operation): each.further for each in ENTRIES}
    for wanted in (
        ("lambda", "GetFunction"),
        ("lambda", "GetFunctionConfiguration"),
        ("dynamodb", "DescribeTable"),
        ("ecs", "DescribeServices"),
        ("glue", "GetCrawler"),
        ("dms", "DescribeReplicationTasks"),
        ("sagemaker", "DescribeEndpoint"),
    ):
        assert found[wanted]
