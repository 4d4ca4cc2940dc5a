"""Further statuses: what keeps a resource from being ready although its leading status has succeeded."""

import pickle
from datetime import UTC, datetime

import pytest

from typed_status import (
    GONE,
    ListResult,
    Phase,
    WaitCanceled,
    WaitFailed,
    WaitTimeout,
    catalog,
    phase_of,
    status_of,
)
from typed_status.runtime.models.operations import Response
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.services import dms, dynamodb, ecs, fsx, glue, redshift, sagemaker
from typed_status.services import lambda_ as functions

pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
]
FUNCTION = functions.GetFunctionRequest(function_name="f")
SERVICES = ecs.DescribeServicesRequest(services=["a", "b"])
TABLE = dynamodb.DescribeTableRequest(table_name="t")
START = datetime(2026, 1, 1, tzinfo=UTC)


def plan_of(request, until=None, select=None, **options):
    schedule = Schedule(timeout=60.0, delay=1.0, max_delay=8.0)
    return Plan(request, schedule, until, select, now=0.0, **options)


def poll(plan, *responses, now=0.0):
    """The last attempt of a plan that gets the responses."""
    for response in responses:
        polled = plan.record([response], now, START)
    return polled


def function(update, state="Active", **more):
    configuration = {"State": state, "LastUpdateStatus": update} | more
    return functions.GetFunctionResponse.model_validate({"Configuration": configuration})


def deployment(state, status="PRIMARY", **more):
    return {"status": status, "rolloutState": state} | more


def services(*deployments, status="ACTIVE"):
    items = [
        {"serviceName": name, "status": status, "deployments": list(each)}
        for name, each in deployments
    ]
    return ecs.DescribeServicesResponse.model_validate({"services": items})


def test_a_wait_continues_until_the_further_status_has_succeeded():
    plan = plan_of(FUNCTION)
    first = poll(plan, function("InProgress"))
    assert (first.phase, first.status) == (Phase.IN_PROGRESS, functions.State.ACTIVE)
    assert first.next_delay is not None
    last = poll(plan, function("Successful"))
    assert (last.phase, last.next_delay) == (Phase.SUCCEEDED, None)


def test_the_error_says_which_member_failed_and_why():
    why = {"LastUpdateStatusReason": "No room.", "LastUpdateStatusReasonCode": "EniLimitExceeded"}
    failed = function("Failed", StateReason="of the state", **why)
    with pytest.raises(WaitFailed) as caught:
        poll(plan_of(FUNCTION), failed)
    error = caught.value
    assert (error.status, error.response) == ("Active", failed)
    assert error.reason == "configuration.last_update_status: Failed: EniLimitExceeded: No room."
    assert str(error) == f"lambda GetFunction: failed with status Active: {error.reason}"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_timeout_says_what_was_in_progress():
    with pytest.raises(
        WaitTimeout, match=r"last status: Active: configuration\.last_update_status: InProgress"
    ):
        poll(plan_of(FUNCTION), function("InProgress"), now=60.0)


def test_a_member_without_a_reason_of_its_own():
    with pytest.raises(WaitFailed) as caught:
        poll(plan_of(FUNCTION), function("Failed"))
    assert caught.value.reason == "configuration.last_update_status: Failed"


def test_a_leading_status_that_has_not_succeeded_decides_alone():
    assert poll(plan_of(FUNCTION), function("Failed", state="Pending")).phase is Phase.IN_PROGRESS
    with pytest.raises(WaitFailed) as caught:
        poll(plan_of(FUNCTION), function("Failed", state="Failed", StateReason="of the state"))
    assert caught.value.reason == "of the state"


@pytest.mark.parametrize("absent", [{}, {"LastUpdateStatus": ""}])
def test_a_further_status_that_is_not_sent_does_not_count(absent):
    sent = {"Configuration": {"State": "Active"} | absent}
    response = functions.GetFunctionResponse.model_validate(sent)
    assert poll(plan_of(FUNCTION), response).next_delay is None


def test_a_value_that_is_not_known_keeps_the_wait_going():
    polled = poll(plan_of(FUNCTION), function("Sideways"))
    assert (polled.phase, polled.next_delay is None) == (Phase.UNKNOWN, False)


def test_another_spelling_of_a_further_status():
    assert poll(plan_of(FUNCTION), function("SUCCESSFUL")).next_delay is None


@pytest.mark.parametrize(
    "until",
    [
        functions.State.ACTIVE,
        {functions.State.ACTIVE, functions.State.FAILED},
        lambda response: response.configuration.state == "Active",
    ],
)
@pytest.mark.parametrize("update", ["InProgress", "Failed"])
def test_until_says_what_is_enough(until, update):
    assert poll(plan_of(FUNCTION, until), function(update)).next_delay is None


@pytest.mark.parametrize(
    "until",
    [functions.State.INACTIVE, GONE, lambda response: response.configuration.state == "Inactive"],
)
@pytest.mark.parametrize("update", ["InProgress", "Failed"])
def test_until_that_is_not_reached_continues(until, update):
    """It does not fail for a further status, and the reason for a timeout is not that of one."""
    plan = plan_of(FUNCTION, until)
    assert poll(plan, function(update)).next_delay is not None
    with pytest.raises(WaitTimeout) as caught:
        poll(plan, function(update), now=60.0)
    assert caught.value.reason is None


def test_the_phase_of_a_response_is_that_of_the_poll():
    for update, phase in (
        ("InProgress", Phase.IN_PROGRESS),
        ("Failed", Phase.FAILED),
        ("Successful", Phase.SUCCEEDED),
    ):
        response = function(update)
        assert phase_of(response) is phase
        assert status_of(response).phase is Phase.SUCCEEDED


def test_watching_ends_without_an_error():
    plan = plan_of(FUNCTION, watching=True)
    assert poll(plan, function("Failed")).next_delay is None


def test_each_item_of_a_list():
    done, moving, failed = (deployment(each) for each in ("COMPLETED", "IN_PROGRESS", "FAILED"))
    plan = plan_of(SERVICES)
    polled = poll(plan, services(("a", [done]), ("b", [moving])))
    assert (polled.phase, polled.response.phase) == (Phase.IN_PROGRESS, Phase.IN_PROGRESS)
    assert phase_of(services(("a", [done]), ("b", [moving]))) is Phase.IN_PROGRESS
    assert poll(plan, services(("a", [moving]), ("b", [failed]))).phase is Phase.IN_PROGRESS
    with pytest.raises(WaitFailed, match=r"deployments\[\]\.rollout_state: FAILED: it broke"):
        poll(plan, services(("a", [done]), ("b", [failed | {"rolloutStateReason": "it broke"}])))
    assert poll(plan, services(("a", [done]), ("b", [done]))).next_delay is None


def test_a_status_that_failed_comes_before_a_further_one():
    """And one that is in progress before both."""
    statuses = (
        {"State": "Active", "LastUpdateStatus": "Failed"},
        {"State": "Failed", "StateReason": "worse"},
    )
    plan = plan_of(functions.ListFunctionsRequest())
    listed = functions.ListFunctionsResponse.model_validate({"Functions": list(statuses)})
    with pytest.raises(
        WaitFailed, match=r"failed with status Failed \(1 Active, 1 Failed\): worse"
    ):
        poll(plan, listed)
    more = [*statuses, {"State": "Active", "LastUpdateStatus": "InProgress"}]
    assert (
        poll(plan, functions.ListFunctionsResponse.model_validate({"Functions": more})).next_delay
        is not None
    )


def test_an_item_without_a_status_waits_for_one_whose_further_status_is_in_progress():
    items = [{"FunctionName": "a"}, {"State": "Active", "LastUpdateStatus": "InProgress"}]
    listed = functions.ListFunctionsResponse.model_validate({"Functions": items})
    assert poll(plan_of(functions.ListFunctionsRequest()), listed).next_delay is not None


def test_items_that_are_not_selected_do_not_count():
    listed = services(("a", [deployment("COMPLETED")]), ("b", [deployment("FAILED")]))
    plan = plan_of(SERVICES, select=lambda service: service.service_name == "a")
    polled = poll(plan, listed)
    assert (polled.phase, polled.next_delay) == (Phase.SUCCEEDED, None)
    assert ListResult([listed]).phase is Phase.FAILED


def test_only_the_primary_deployment_counts():
    old, new = deployment("FAILED", "ACTIVE"), deployment("COMPLETED")
    assert phase_of(services(("a", [new, old]))) is Phase.SUCCEEDED
    assert phase_of(services(("a", [deployment("IN_PROGRESS"), old]))) is Phase.IN_PROGRESS


def test_a_resource_at_its_end_has_nothing_more_to_wait_for():
    assert (
        phase_of(services(("a", [deployment("IN_PROGRESS")]), status="INACTIVE")) is Phase.SUCCEEDED
    )


def table(**more):
    return dynamodb.DescribeTableResponse.model_validate(
        {"Table": {"TableStatus": "ACTIVE"} | more}
    )


def test_of_several_further_statuses_one_in_progress_comes_first():
    indexes = {"GlobalSecondaryIndexes": [{"IndexStatus": "ACTIVE"}, {"IndexStatus": "CREATING"}]}
    failed = {"Replicas": [{"ReplicaStatus": "CREATION_FAILED", "ReplicaStatusDescription": "no"}]}
    assert phase_of(table(**indexes)) is Phase.IN_PROGRESS
    assert phase_of(table(**indexes, **failed)) is Phase.IN_PROGRESS
    with pytest.raises(
        WaitFailed, match=r"table\.replicas\[\]\.replica_status: CREATION_FAILED: no"
    ):
        poll(plan_of(TABLE), table(**failed))
    assert phase_of(table()) is Phase.SUCCEEDED


def crawler(status, state="READY"):
    sent = {"Crawler": {"State": state, "LastCrawl": {"Status": status, "ErrorMessage": "no role"}}}
    return glue.GetCrawlerResponse.model_validate(sent)


def test_the_last_crawl():
    plan = plan_of(glue.GetCrawlerRequest(name="c"))
    assert poll(plan, crawler("FAILED", "RUNNING")).phase is Phase.IN_PROGRESS
    with pytest.raises(WaitFailed, match=r"crawler\.last_crawl\.status: FAILED: no role"):
        poll(plan, crawler("FAILED"))
    with pytest.raises(WaitCanceled, match=r"was canceled with status READY: .*: CANCELLED"):
        poll(plan, crawler("CANCELLED"))
    assert poll(plan, crawler("SUCCEEDED")).next_delay is None


def task(status, reason):
    item = {"Status": status, "StopReason": reason, "LastFailureMessage": "no connection"}
    return dms.DescribeReplicationTasksResponse.model_validate({"ReplicationTasks": [item]})


@pytest.mark.parametrize("more", ["", " Error Level FATAL"])
def test_a_text_that_is_a_failure_at_one_status(more):
    fatal = f"Stop Reason FATAL_ERROR{more}"
    plan = plan_of(dms.DescribeReplicationTasksRequest())
    with pytest.raises(WaitFailed) as caught:
        poll(plan, task("stopped", fatal))
    assert caught.value.reason == f"stop_reason: {fatal}: no connection"
    assert phase_of(task("stopped", "Stop Reason FULL_LOAD_ONLY_FINISHED")) is Phase.SUCCEEDED
    assert phase_of(task("stopped", "Stop Reason FATAL_ERRORS")) is Phase.SUCCEEDED
    assert phase_of(task("ready", fatal)) is Phase.SUCCEEDED


def test_any_text_is_a_failure():
    sent = {"EndpointStatus": "InService", "FailureReason": "The model failed its checks."}
    rolled_back = sagemaker.DescribeEndpointResponse.model_validate(sent)
    with pytest.raises(WaitFailed, match="InService: failure_reason: The model failed its checks"):
        poll(plan_of(sagemaker.DescribeEndpointRequest(endpoint_name="e")), rolled_back)
    assert phase_of(rolled_back.model_copy(update={"failure_reason": None})) is Phase.SUCCEEDED


def test_it_counts_at_one_value_of_the_leading_status():
    def cluster(status):
        item = {"ClusterStatus": status, "ClusterAvailabilityStatus": "Unavailable"}
        return redshift.DescribeClustersResponse.model_validate({"Clusters": [item]})

    assert phase_of(cluster("available")) is Phase.IN_PROGRESS
    assert phase_of(cluster("paused")) is Phase.SUCCEEDED


def test_another_phase_here_than_elsewhere():
    def system(status, kind):
        action = {"AdministrativeActionType": kind, "Status": status}
        item = {"Lifecycle": "AVAILABLE", "AdministrativeActions": [action]}
        return fsx.DescribeFileSystemsResponse.model_validate({"FileSystems": [item]})

    assert phase_of(system("PENDING", "FILE_SYSTEM_UPDATE")) is Phase.IN_PROGRESS
    assert phase_of(system("UPDATED_OPTIMIZING", "FILE_SYSTEM_UPDATE")) is Phase.SUCCEEDED
    assert phase_of(system("PENDING", "STORAGE_OPTIMIZATION")) is Phase.SUCCEEDED


def test_the_catalog_and_the_classes_say_it():
    found = {(each.service, each.operation): each for each in catalog()}
    assert found["lambda", "GetFunction"].further == (("configuration", "last_update_status"),)
    assert "``configuration.last_update_status``" in functions.GetFunctionRequest.__doc__
    assert "``configuration.last_update_status``" in functions.get_function.__doc__
    assert not hasattr(Response, "__further__")
