"""When a member is present, as AWS documents it in prose."""

import pytest

from typed_status.codegen.facts.documented_presence import about_presence, documented_presence
from typed_status.codegen.models import ir

VALUES = {"Status": ("RUNNING", "FAILED", "TIMED_OUT")}


def presence(documentation, *, sent=False, required=False, name="Reason"):
    field = ir.Field(name, "reason", ir.Type("str"), "String", required, doc=documentation)
    status = ir.Field("JobStatus", "job_status", ir.Type("enum", "Status"), "Status")
    other = ir.Field("GroupName", "group_name", ir.Type("str"), "String")
    struct = ir.Struct("Job", "Job", (field, status, other), sent=sent)
    return documented_presence(struct, field, VALUES)


@pytest.mark.parametrize(
    ("documentation", "values"),
    [
        ("Present only when the status is FAILED.", ("FAILED",)),
        ("Why. This field is populated only if JobStatus is FAILED.", ("FAILED",)),
        ("Only returned for jobs with a job status of FAILED or TIMED_OUT.", ("FAILED", "TIMED_OUT")),
        ("The service returns this value only when jobStatus is TIMED_OUT.", ("TIMED_OUT",)),
    ],
)  # fmt: skip
def test_only_when(documentation, values):
    found = presence(documentation)
    assert found is not None
    assert found[:3] == ("only_when", ("JobStatus",), values)
    assert found.words in documentation
    assert presence(documentation, sent=True) is None or "returns" in documentation


@pytest.mark.parametrize("sent", [True, False])
def test_needed_when(sent):
    found = presence("This parameter is required if JobStatus is FAILED.", sent=sent)
    assert found == ("needed_when", ("JobStatus",), ("FAILED",), "required if JobStatus is FAILED.")


def test_exclusive_binds_senders_only():
    text = "Specify either Reason or GroupName, but not both."
    assert presence(text, sent=True)[:3] == ("exclusive", ("GroupName",), ())
    assert presence(text) is None


@pytest.mark.parametrize(
    "documentation",
    [
        "Present only when the status is not FAILED.",
        "Present only when the color is FAILED.",
        "Present only when the status is DONE.",
        "Present only if there are more results.",
        "Applies only when the status is FAILED.",
        "Not required when the status is FAILED.",
        "The reason of a job, for example one whose status is FAILED.",
    ],
)
def test_other_sentences_state_no_condition(documentation):
    assert presence(documentation) is None


def test_what_is_always_present_and_tokens_have_no_condition():
    text = "Present only when the status is FAILED."
    assert presence(text, required=True) is None
    assert presence(text, name="NextToken") is None


def test_sentences_about_presence():
    text = "Why it failed. Present only if there is a reason. May be long."
    assert about_presence(text) == ["Present only if there is a reason"]
