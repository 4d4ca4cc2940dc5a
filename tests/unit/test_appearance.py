"""What a wait says of things that never appeared, of earlier ones at their end, and of what is missing."""

from datetime import UTC, datetime

import pytest

from typed_status import GONE, Awaits, WaitTimeout
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.services import cloudformation, ecs, lambda_

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def plan(request, **options):
    schedule = Schedule(timeout=600.0, delay=1.0, max_delay=8.0, appears_within=30)
    return Plan(request, schedule, now=0.0, **options)


def stacks(*statuses):
    described = [
        {"StackName": "web", "CreationTime": NOW, "StackStatus": status} for status in statuses
    ]
    return [cloudformation.DescribeStacksResponse.model_validate({"Stacks": described})]


def test_an_earlier_resource_at_its_end_is_not_the_one_that_was_waited_for():
    going = plan(cloudformation.DescribeStacksRequest(stack_name="web"))
    assert going.on_response(stacks("DELETE_COMPLETE"), 0.0, NOW)
    with pytest.raises(
        WaitTimeout,
        match=r"only an earlier resource at its end \(1 DELETE_COMPLETE\) appeared within 30 s",
    ):
        going.on_response(stacks("DELETE_COMPLETE"), 30.0, NOW)


@pytest.mark.parametrize("until", [GONE, cloudformation.StackStatus.DELETE_COMPLETE])
def test_whoever_waits_for_the_end_gets_it(until):
    going = plan(cloudformation.DescribeStacksRequest(stack_name="web"), until=until)
    ends = [going.on_response(stacks("DELETE_COMPLETE"), at, NOW) for at in (0.0, 30.0)]
    assert ends[-1] is None


def test_that_nothing_appeared_has_the_reason_of_aws():
    going = plan(ecs.DescribeServicesRequest(services=["web"]))
    none = ecs.DescribeServicesResponse.model_validate(
        {"services": [], "failures": [{"arn": "web", "reason": "MISSING"}]}
    )
    assert going.on_response([none], 0.0, NOW)
    with pytest.raises(WaitTimeout, match="no item appeared within 30 s: MISSING") as caught:
        going.on_response([none], 30.0, NOW)
    assert caught.value.reason == "MISSING"


def test_a_timeout_for_a_further_status_awaits_aws():
    going = plan(lambda_.GetFunctionConfigurationRequest(function_name="f"))
    updating = lambda_.GetFunctionConfigurationResponse.model_validate(
        {"State": "Active", "LastUpdateStatus": "InProgress"}
    )
    with pytest.raises(WaitTimeout) as caught:
        going.on_response([updating], 600.0, NOW)
    assert caught.value.awaits is Awaits.AWS
