"""A run that has succeeded never gets another status: a wait for one fails at once, for every operation that reports runs."""

import importlib
from datetime import UTC, datetime

import pytest

from typed_status import Phase, WaitFailed, catalog
from typed_status.runtime.statuses.status import status_enum
from typed_status.runtime.waiting.appearance import cannot_reach

RUNS = ("Job", "JobRun", "Execution", "Operation", "Run", "Build", "Statement", "Invocation")


def values_of(entry):
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    operation = getattr(module, f"{entry.operation}Request").__operation__
    enum = status_enum(operation.response)
    going = {each for each in enum if each.phase is Phase.IN_PROGRESS}
    ended = [each for each in enum if cannot_reach(each, going, operation) and not each.is_gone]
    return operation, going, ended


def test_runs_end_once():
    concerned, others = [], []
    for entry in catalog():
        if not entry.enum:
            continue
        operation, going, ended = values_of(entry)
        if not going:
            continue
        name = f"{entry.service} {entry.operation}"
        (concerned if ended else others).append(name)
        assert all(each.phase is Phase.SUCCEEDED for each in ended), name
        # What waits for that very end is not out of its reach.
        assert not any(cannot_reach(each, {each}, operation) for each in ended), name
    assert len(concerned) > 350
    assert {"batch DescribeJobs", "glue GetJobRun", "stepfunctions DescribeExecution"} <= {
        *concerned
    }
    assert "cloudcontrol GetResourceRequestStatus" in concerned
    # A configuration whose last run succeeded runs again, and a stack that is complete is updated.
    again = {"config DescribeRemediationExecutionStatus", "cloudformation DescribeStacks"}
    assert again | {"s3tables GetTableMaintenanceJobStatus", "glue GetCrawler"} <= {*others}
    assert not [each for each in concerned if each.startswith("deadline ")]


def test_the_wait_fails_at_once(endpoint_free_plan):
    cloudcontrol = importlib.import_module("typed_status.services.cloudcontrol")
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token="t")
    plan = endpoint_free_plan(request, cloudcontrol.OperationStatus.IN_PROGRESS)
    done = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
        {"ProgressEvent": {"RequestToken": "t", "OperationStatus": "SUCCESS", "EventTime": 1}}
    )
    with pytest.raises(WaitFailed, match="status SUCCESS is final, IN_PROGRESS cannot be reached"):
        plan.on_response([done], 0.0, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def endpoint_free_plan():
    from typed_status.runtime.waiting.backoff import Schedule
    from typed_status.runtime.waiting.plan import Plan

    return lambda request, until: Plan(
        request, Schedule(timeout=60.0, delay=1.0, max_delay=8.0), until, now=0.0
    )
