"""What AWS says that it could not return: the lists that say so, by rule, and what a wait makes of them."""

from datetime import UTC, datetime

import pytest

from typed_status import GONE, WaitFailed, WaitTimeout
from typed_status.codegen.facts.unreturned import unreturned
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.services import ecs, glue

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SERVICES = ecs.DescribeServicesRequest(services=["a", "b"])
CRAWLERS = glue.BatchGetCrawlersRequest(crawler_names=["a", "b"])
MISSING = {"arn": "arn:b", "reason": "MISSING"}
ACTIVE = ecs.ServiceStatus.ACTIVE


def plan(request=SERVICES, until=None, **options):
    schedule = Schedule(timeout=100.0, delay=1.0, max_delay=8.0, **options)
    return Plan(request, schedule, until, now=0.0)


def services(*statuses, failures=(MISSING,)):
    items = [{"serviceName": "a", "status": each} for each in statuses]
    parsed = {"services": items, "failures": list(failures)}
    return ecs.DescribeServicesResponse.model_validate(parsed)


def crawlers(*missing):
    parsed = {"Crawlers": [{"Name": "a", "State": "READY"}], "CrawlersNotFound": list(missing)}
    return glue.BatchGetCrawlersResponse.model_validate(parsed)


@pytest.mark.parametrize("until", [None, ACTIVE, {ACTIVE}])
@pytest.mark.parametrize("statuses", [["ACTIVE"], []])
def test_what_is_missing_fails(until, statuses):
    with pytest.raises(WaitFailed) as caught:
        plan(until=until).on_response([services(*statuses)], 0.0, NOW)
    assert (caught.value.reason, caught.value.status) == ("MISSING", None)
    assert str(caught.value) == (
        "ecs DescribeServices: AWS did not return all that was requested (1 in failures): MISSING"
    )


def test_names_without_a_reason():
    with pytest.raises(WaitFailed, match=r"\(2 in crawlers_not_found\)$") as caught:
        plan(CRAWLERS).on_response([crawlers("b", "c")], 0.0, NOW)
    assert caught.value.reason is None
    assert plan(CRAWLERS).on_response([crawlers()], 0.0, NOW) is None


def test_all_pages_count():
    pages = [services("ACTIVE"), services("ACTIVE", failures=[MISSING, MISSING])]
    with pytest.raises(WaitFailed, match=r"\(3 in failures\): MISSING$"):
        plan().on_response(pages, 0.0, NOW)


def test_what_was_returned_comes_first():
    assert plan().on_response([services("DRAINING")], 0.0, NOW) is not None


@pytest.mark.parametrize("until", [lambda _: True, GONE])
def test_a_predicate_and_gone_decide_themselves(until):
    assert plan(until=until).on_response([services("INACTIVE")], 0.0, NOW) is None


def test_what_may_still_appear_is_polled():
    waiting = plan(appears_within=30.0)
    assert waiting.on_response([services()], 0.0, NOW) is not None
    assert waiting.on_response([services("ACTIVE", failures=[])], 5.0, NOW) is None
    with pytest.raises(WaitTimeout, match="no item appeared within 30 s: MISSING"):
        plan(appears_within=30.0).on_response([services()], 30.0, NOW)


def test_what_appeared_in_part_fails():
    with pytest.raises(WaitFailed, match="MISSING"):
        plan(appears_within=30.0).on_response([services("ACTIVE")], 0.0, NOW)


def test_watch_ends_without_an_error():
    schedule = Schedule(timeout=100.0, delay=1.0, max_delay=8.0)
    watching = Plan(SERVICES, schedule, now=0.0, watching=True)
    assert watching.on_response([services("ACTIVE")], 0.0, NOW) is None


def lists_in(**members):
    shapes = {"Names": {"type": "list", "member": {"shape": "Name"}}, "Name": {"type": "string"}}
    output = {"type": "structure", "members": {wire: {"shape": s} for wire, s in members.items()}}
    model = {
        "metadata": {"apiVersion": "1", "serviceFullName": "Tiny", "protocol": "json"},
        "operations": {"GetThings": {"output": {"shape": "Output"}}},
        "shapes": shapes | {"Output": output},
    }
    (operation,) = lower(Source("tiny", model, "1.0"), ["GetThings"]).operations
    return unreturned(operation.response, "failures")


def test_the_rule():
    named = ("ThingErrors", "UnprocessedThings", "MissingThings", "ThingsNotFound", "failedSet")
    found = lists_in(**dict.fromkeys(named, "Names"))
    assert len(found) == len(named)
    others = ("failures", "QueryErrors", "Things", "NotThings", "FoundThings")
    assert lists_in(**dict.fromkeys(others, "Names"), FailureReason="Name") == ()
