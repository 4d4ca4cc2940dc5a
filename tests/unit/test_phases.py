"""The rule that gives a status value its phase, from its words and those beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typed_status.codegen.facts import phase_rule

JOB = ["PENDING", "RUNNING", "COMPLETED", "FAILED"]
RESOURCE = ["CREATING", "ACTIVE", "DELETING"]


@pytest.mark.parametrize(
    ("value", "phase"),
    [
        ("CREATING", "IN_PROGRESS"),
        ("update-in-progress", "IN_PROGRESS"),
        ("InProgress", "IN_PROGRESS"),
        ("PENDING_DELETION", "IN_PROGRESS"),
        ("CREATE_FAILED_CLEANUP_IN_PROGRESS", "IN_PROGRESS"),
        ("NOT_STARTED", "IN_PROGRESS"),
        ("shutting-down", "IN_PROGRESS"),
        ("FAILING_OVER", "IN_PROGRESS"),
        ("CREATE_FAILED", "FAILED"),
        ("FAILED_DISABLING", "FAILED"),
        ("UpdateRollbackComplete", "FAILED"),
        ("COMPLETED_WITH_ERRORS", "FAILED"),
        ("COMPLETED_WITH_WARNINGS", "SUCCEEDED"),
        ("TimedOut", "FAILED"),
        ("un-healthy", "FAILED"),
        ("cancelled", "CANCELED"),
        ("CANCEL_COMPLETE", "CANCELED"),
        ("CANCEL_FAILED", "FAILED"),
        ("SKIPPED", "CANCELED"),
        ("TRAINING_COMPLETED", "SUCCEEDED"),
        ("in-sync", "SUCCEEDED"),
        ("NOT_SHARED", "SUCCEEDED"),
        ("needs_attention", "IN_PROGRESS"),
        ("USER_ATTENTION_REQUIRED", "IN_PROGRESS"),
        ("AVAILABLE_NEEDS_ATTENTION", "SUCCEEDED"),
        ("UNKNOWN", "UNKNOWN"),
        ("FOO", "UNKNOWN"),
        ("", "UNKNOWN"),
    ],
)
def test_what_needs_no_company(value, phase):
    assert phase_rule.by_rule(value, [value, *RESOURCE]) == phase
    assert phase_rule.by_rule(value, [value, *JOB]) == phase


@pytest.mark.parametrize(
    ("value", "of_a_job", "of_a_resource"),
    [
        ("RUNNING", "IN_PROGRESS", "SUCCEEDED"),
        ("CREATED", "IN_PROGRESS", "SUCCEEDED"),
        ("STOPPED", "CANCELED", "SUCCEEDED"),
        ("Terminated", "CANCELED", "SUCCEEDED"),
    ],
)
def test_what_means_one_thing_of_a_job_and_another_of_a_resource(value, of_a_job, of_a_resource):
    assert phase_rule.by_rule(value, [value, *JOB]) == of_a_job
    assert phase_rule.by_rule(value, [value, *RESOURCE]) == of_a_resource


@given(st.text(), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_gets_a_phase(value, siblings):
    assert phase_rule.by_rule(value, siblings) in phase_rule.PHASES
