"""Progress: what is read from responses, together for several items, and the time left that is estimated from it."""

import math
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typed_status import ListResult, Poll, Progress, catalog, progress_of
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.estimate import Estimate
from typed_status.runtime.waiting.plan import Plan
from typed_status.services import (
    batch,
    codedeploy,
    connect,
    ec2,
    fsx,
    glue,
    iot,
    opensearch,
    rds,
    servicediscovery,
    ssm,
)

pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.UnknownStatusWarning"),
]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def snapshots(*texts, state="pending"):
    found = [{"State": state, "Progress": text} for text in texts]
    return ec2.DescribeSnapshotsResponse.model_validate({"Snapshots": found})


def command(**counts):
    found = [{"Status": "InProgress", **counts}]
    return ssm.ListCommandsResponse.model_validate({"Commands": found})


def array(status="RUNNING", **counts):
    found = {"status": status, "arrayProperties": {"statusSummary": counts}}
    return batch.DescribeJobsResponse.model_validate({"jobs": [found]})


def deployment(**counts):
    found = {"status": "InProgress", "deploymentOverview": counts}
    return codedeploy.GetDeploymentResponse.model_validate({"deploymentInfo": found})


@pytest.mark.parametrize(
    ("text", "percent"),
    [("80%", 80), ("80", 80), (" 7.5 % ", 7.5), ("0%", 0), ("100%", 100), ("100.0", 100)],
)
def test_a_percentage_in_a_text(text, percent):
    assert progress_of(snapshots(text)) == Progress(percent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "250%",
        "-1%",
        "1e1",
        "nan",
        "inf",
        "50,5%",
        "\u0665\u0660%",
        "50%%",
        "half",
        "9" * 999,
    ],
)
def test_a_text_that_is_no_percentage(text):
    assert progress_of(snapshots(text)) is None


@given(st.text())
def test_any_text_gives_a_percentage_or_nothing(text):
    progress = progress_of(snapshots(text))
    assert progress is None or 0 <= progress.percent <= 100


@given(st.integers() | st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_gives_a_percentage_or_nothing(number):
    clusters = rds.DBInstance.model_construct(storage_operation_percent_progress=number)
    response = rds.DescribeDBInstancesResponse.model_construct(db_instances=[clusters])
    progress = progress_of(response)
    if 0 <= number <= 100:
        assert progress == Progress(float(number))
    else:
        assert progress is None


@given(st.integers(-3, 10**400), st.integers(-3, 10**400))
def test_any_counts_give_progress_or_nothing(done, total):
    found = ssm.Command.model_construct(
        target_count=total, completed_count=done, status=ssm.CommandStatus.IN_PROGRESS
    )
    progress = progress_of(ssm.ListCommandsResponse.model_construct(commands=[found]))
    if 0 <= done <= total < 10**300 and total:
        assert progress is not None
        assert (progress.done, progress.total, progress.failed) == (done, total, None)
        assert 0 <= progress.percent <= 100
        assert math.isclose(progress.percent, 100 * (done / total), abs_tol=1e-9)
    elif total < 10**299:  # near the limit, neither is promised
        assert progress is None


def test_a_fraction():
    statement = {"State": "RUNNING", "Progress": 0.25}
    response = glue.GetStatementResponse.model_validate({"Statement": statement})
    assert progress_of(response) == Progress(25)
    statement["Progress"] = 1.5
    response = glue.GetStatementResponse.model_validate({"Statement": statement})
    assert progress_of(response) is None


def test_counts_with_a_total():
    assert progress_of(command(TargetCount=10, CompletedCount=4, ErrorCount=1)) == (
        Progress(40, 4, 10, 1)
    )
    assert progress_of(command(TargetCount=10, CompletedCount=0)) == Progress(0, 0, 10)


@pytest.mark.parametrize(
    "counts",
    [
        {"TargetCount": 0, "CompletedCount": 0},
        {"TargetCount": 3, "CompletedCount": 4},
        {"TargetCount": 3, "CompletedCount": -1},
        {"TargetCount": 3, "CompletedCount": 1, "ErrorCount": -1},
        {"TargetCount": 3},
        {"CompletedCount": 3},
        {},
    ],
)
def test_counts_that_cannot_be_right(counts):
    assert progress_of(command(**counts)) is None


def test_counts_that_together_are_all():
    progress = progress_of(deployment(Pending=1, InProgress=2, Ready=1, Succeeded=3, Failed=1))
    assert progress == Progress(50, 4, 8, 1)
    # What AWS leaves out is none.
    assert progress_of(deployment(Pending=2)) == Progress(0, 0, 2)
    assert progress_of(deployment()) is None


def test_what_is_left_of_a_total():
    found = {
        "LastStatus": "InProgress",
        "DeletionSummary": {"TotalCount": 8, "RemainingCount": 6},
    }
    response = ssm.DescribeInventoryDeletionsResponse.model_validate(
        {"InventoryDeletions": [found]}
    )
    assert progress_of(response) == Progress(25, 2, 8)


def test_counts_by_status():
    assert progress_of(array(SUCCEEDED=4, FAILED=1, RUNNING=3, RUNNABLE=2)) == (
        Progress(50, 5, 10, 1)
    )
    # A status that is unknown has not ended.
    assert progress_of(array(SUCCEEDED=1, PAUSED=1)) == Progress(50, 1, 2, 0)
    assert progress_of(array()) is None
    assert progress_of(array(SUCCEEDED=-1)) is None
    single = batch.DescribeJobsResponse.model_validate({"jobs": [{"status": "RUNNING"}]})
    assert progress_of(single) is None


@pytest.mark.parametrize(
    ("step", "status", "done"),
    [
        ("PRE_UPGRADE_CHECK", "IN_PROGRESS", 0),
        ("SNAPSHOT", "IN_PROGRESS", 1),
        ("UPGRADE", "SUCCEEDED", 3),
        ("UPGRADE", "FAILED", 2),
    ],
)
def test_steps(step, status, done):
    response = opensearch.GetUpgradeStatusResponse.model_validate(
        {"UpgradeStep": step, "StepStatus": status}
    )
    assert progress_of(response) == Progress(100 * done / 3, done, 3)


@pytest.mark.parametrize("step", ["CLEANUP", None])
def test_an_unknown_step(step):
    response = opensearch.GetUpgradeStatusResponse.model_validate(
        {"UpgradeStep": step, "StepStatus": "IN_PROGRESS"}
    )
    assert progress_of(response) is None


def test_what_a_wait_does_not_wait_for_is_no_progress():
    """FSx optimizes the storage of a file system that is available."""
    actions = [{"AdministrativeActionType": "STORAGE_OPTIMIZATION", "ProgressPercent": 30}]
    system = {"Lifecycle": "AVAILABLE", "AdministrativeActions": actions}
    response = fsx.DescribeFileSystemsResponse.model_validate({"FileSystems": [system]})
    assert progress_of(response) is None


def test_the_parts_of_one_resource():
    counts = {
        "A": {"totalFindingsCount": 4, "succeededFindingsCount": 1, "skippedFindingsCount": 1},
        "B": {"totalFindingsCount": 6, "succeededFindingsCount": 3, "failedFindingsCount": 0},
    }
    response = iot.DescribeAuditMitigationActionsTaskResponse.model_validate(
        {"taskStatus": "IN_PROGRESS", "taskStatistics": counts}
    )
    assert progress_of(response) == Progress(50, 5, 10, 1)


def test_the_first_percentage_that_is_right():
    found = {"PercentProgress": "soon", "StorageOperationPercentProgress": 12}
    response = rds.DescribeDBInstancesResponse.model_validate({"DBInstances": [found]})
    assert progress_of(response) == Progress(12)


class TestSeveralItems:
    def test_the_average_of_percentages(self):
        response = snapshots("20%", "50%", "80%")
        assert progress_of(response) == Progress(50)
        assert progress_of(response, response.snapshots[0]) == Progress(20)
        assert progress_of(ListResult([response, snapshots("10%")])) == Progress(40)

    def test_an_item_that_has_ended_counts_as_done(self):
        ended = snapshots("", state="completed")
        assert progress_of(ListResult([snapshots("50%"), ended])) == Progress(75)
        assert progress_of(ended) is None

    def test_an_item_in_progress_without_progress(self):
        assert progress_of(snapshots("50%", "")) is None
        assert progress_of(snapshots("50%", "", state=None)) is None

    def test_the_sums_of_counts(self):
        result = ListResult(
            [
                command(TargetCount=90, CompletedCount=0),
                command(TargetCount=10, CompletedCount=10, ErrorCount=2),
            ]
        )
        assert progress_of(result) == Progress(10, 10, 100, 2)

    def test_what_is_selected(self):
        result = ListResult([snapshots("20%", "50%")], lambda item: item.progress == "50%")
        assert progress_of(result) == Progress(50)

    def test_another_item_than_one_of_the_response(self):
        assert progress_of(snapshots("20%"), snapshots("20%").snapshots[0]) is None

    def test_nothing(self):
        assert progress_of(ListResult(())) is None
        assert progress_of(ListResult([snapshots()])) is None


def test_an_operation_without_progress():
    operation = {"Operation": {"Status": "PENDING"}}
    response = servicediscovery.GetOperationResponse.model_validate(operation)
    assert progress_of(response) is None


def test_a_response_without_a_status():
    with pytest.raises(TypeError, match="expected StatusResponse or ListResponse"):
        progress_of(connect.UpdateTrafficDistributionResponse.model_construct())


def test_progress_is_a_value():
    progress = Progress(40, 4, 10, 1)
    assert pickle.loads(pickle.dumps(progress)) == progress
    assert len({progress, Progress(40, 4, 10, 1)}) == 1
    with pytest.raises(AttributeError):
        progress.percent = 5


class TestEstimate:
    def estimate(self, *readings):
        estimate = Estimate()
        for elapsed, percent in readings:
            estimate.record(percent, elapsed)
        return estimate.time_left()

    def test_the_average_speed(self):
        assert self.estimate((0, 0), (10, 10), (20, 50)) == 20
        # Time in which nothing moves counts.
        assert self.estimate((0, 0), (10, 50), (50, 50)) == 50
        # What had been done before the wait says nothing about the speed.
        assert self.estimate((0, 90), (5, 91), (10, 92)) == 40

    @pytest.mark.parametrize(
        "readings",
        [
            (),
            ((0, 0),),
            ((0, 0), (10, 50)),
            ((0, 50), (10, 50), (20, 50)),
            ((0, 0), (10, 50), (20, 100)),
            ((0, 0), (0, 1), (0, 2)),
            ((0, None), (10, 5), (20, 6)),
            ((0, 0), (1e300, 1e-300), (1e308, 1e-300)),
        ],
    )
    def test_too_little_to_estimate(self, readings):
        assert self.estimate(*readings) is None

    def test_an_attempt_without_progress(self):
        assert self.estimate((0, 0), (10, None), (20, 20), (30, 30)) == 70

    def test_progress_that_falls_begins_again(self):
        assert self.estimate((0, 0), (10, 50), (20, 90), (30, 10)) is None
        assert self.estimate((0, 0), (10, 90), (20, 10), (30, 20), (40, 30)) == 70

    @given(
        st.lists(
            st.tuples(st.floats(0, 1e6), st.none() | st.floats(0, 100)), min_size=1, max_size=9
        )
    )
    def test_any_readings(self, readings):
        left = self.estimate(*readings)
        assert left is None or (left >= 0 and math.isfinite(left))


class TestPolls:
    def plan(self, **options):
        schedule = Schedule(timeout=600.0, delay=1.0, max_delay=8.0)
        return Plan(ec2.DescribeSnapshotsRequest(), schedule, now=100.0, **options)

    def test_progress_and_time_left(self):
        polls, plan = [], self.plan()
        for second, text in ((0, "0%"), (10, ""), (20, "20%"), (30, "30%")):
            plan.record([snapshots(text)], 100.0 + second, NOW, polls.append)
        plan.record([snapshots("100%", state="completed")], 150.0, NOW, polls.append)
        assert [poll.progress for poll in polls] == [
            Progress(0),
            None,
            Progress(20),
            Progress(30),
            Progress(100),
        ]
        assert [poll.time_left for poll in polls] == [None, None, None, 70, None]

    def test_after_the_last_attempt_no_time_is_left(self):
        polls, plan = [], self.plan(watching=True)
        for second, text in ((0, "0%"), (10, "10%"), (20, "20%")):
            state = "error" if second == 20 else "pending"
            plan.record([snapshots(text, state=state)], 100.0 + second, NOW, polls.append)
        assert (polls[-1].progress, polls[-1].time_left) == (Progress(20), None)

    def test_nothing_is_read_if_nobody_reads_it(self, monkeypatch):
        reads = []
        monkeypatch.setattr(
            "typed_status.runtime.waiting.plan.progress_in", lambda *given: reads.append(given)
        )
        plan = self.plan()
        assert plan.record([snapshots("20%")], 101.0, NOW).progress is None
        plan.reports_progress = False
        plan.record([snapshots("20%")], 102.0, NOW, [].append)
        assert reads == []
        plan.reports_progress = True
        plan.record([snapshots("20%")], 103.0, NOW)
        assert len(reads) == 1

    def test_a_poll_made_by_hand_has_none(self):
        assert Poll(1, None, None, None, None, 0.0, None, None).progress is None


def test_the_catalog_has_the_paths():
    entries = {(entry.service, entry.operation): entry.progress for entry in catalog()}
    assert entries["rds", "DescribeDBInstances"] == (
        (("percent", ("db_instances[]", "percent_progress")),),
        (("percent", ("db_instances[]", "storage_operation_percent_progress")),),
    )
    assert entries["ssm", "ListCommands"] == (
        (
            ("total", ("commands[]", "target_count")),
            ("done", ("commands[]", "completed_count")),
            ("failed", ("commands[]", "error_count")),
        ),
    )
    assert entries["servicediscovery", "GetOperation"] == ()
