"""Phases held against waiters and decisions, on a tiny service."""

import pytest

from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Acceptor, Source, Waiter
from typed_status.codegen.models.lower import lower
from typed_status.codegen.statuses import phases
from typed_status.codegen.statuses.catalog import Pick, with_statuses


def service(*values: str) -> ir.Service:
    model = {
        "metadata": {"apiVersion": "1", "serviceFullName": "Tiny", "protocol": "json"},
        "operations": {"GetThing": {"output": {"shape": "Output"}}},
        "shapes": {
            "Output": {
                "type": "structure",
                "members": {"Status": {"shape": "Status"}, "Colour": {"shape": "Colour"}},
            },
            "Status": {"type": "string", "enum": list(values)},
            "Colour": {"type": "string", "enum": ["RED", "PENDING"]},
        },
    }
    lowered = lower(Source("tiny", model, "1.0"), ["GetThing"])
    return with_statuses(lowered, [Pick("GetThing", "single", ("Status",))])


def waiter(*states: tuple[str, str], name: str = "Ready", path: str = "Status") -> Waiter:
    acceptors = tuple(Acceptor("path", path, value, state) for value, state in states)
    return Waiter(name, "GetThing", acceptors)


def decisions(**tables: object) -> phases.Decisions:
    return phases.Decisions.model_validate({name: [each] for name, each in tables.items()})


def phase(value: str, phase: str, enum: str = "Status") -> dict[str, object]:
    return {
        "service": "tiny",
        "enum": enum,
        "values": [value],
        "phase": phase,
        "why": "A test.",
    }


def judged(found: ir.Service, *waiters: Waiter, **tables: object) -> dict[str, tuple[str, str]]:
    """(phase, basis) of each value."""
    service, questions = phases.judge(found, waiters, decisions(**tables))
    assert questions == ()
    status = next(enum for enum in service.enums if enum.name == "Status")
    pairs = zip(status.values, status.phases, strict=True)
    return {value: (each.phase, each.basis) for (value, _), each in pairs}


def test_the_rule_alone():
    assert judged(service("CREATING", "ACTIVE", "UNKNOWN")) == {
        "CREATING": ("IN_PROGRESS", "rule"),
        "ACTIVE": ("SUCCEEDED", "rule"),
        "UNKNOWN": ("UNKNOWN", "rule"),
    }


def test_a_value_that_no_rule_covers_is_a_question():
    found, questions = phases.judge(service("CREATING", "ODD"), [], decisions())
    assert questions == ("tiny Status 'ODD': which phase?",)
    status = next(enum for enum in found.enums if enum.name == "Status")
    assert status.phases[1] == ir.Judged("UNKNOWN", "none")


def test_only_statuses_have_phases():
    found, _ = phases.judge(service("CREATING"), [], decisions())
    assert {enum.name: bool(enum.phases) for enum in found.enums} == {
        "Status": True,
        "Colour": False,
    }


def test_a_waiter_that_agrees_and_one_that_knows_more():
    found = judged(
        service("CREATING", "ACTIVE", "ODD", "BENT", "FAILED"),
        waiter(("ACTIVE", "success"), ("ODD", "failure"), ("BENT", "retry"), ("GONE", "success")),
    )
    assert found["ACTIVE"] == ("SUCCEEDED", "waiter")
    assert found["ODD"] == ("FAILED", "waiter")
    assert found["BENT"] == ("IN_PROGRESS", "waiter")
    assert found["FAILED"] == ("FAILED", "rule")


@pytest.mark.parametrize(("said", "phase"), [("success", "SUCCEEDED"), ("failure", "IN_PROGRESS")])
def test_a_waiter_that_sees_a_value_otherwise_leaves_a_question(said, phase):
    found, questions = phases.judge(
        service("CREATING", "ACTIVE"), [waiter(("CREATING", said))], decisions()
    )
    assert len(questions) == 1
    assert questions[0].startswith(f"tiny.Ready.CREATING: {said} to the waiter, but IN_PROGRESS")
    status = next(enum for enum in found.enums if enum.name == "Status")
    assert status.phases[0].phase == phase


def test_a_difference_that_has_its_reason():
    difference = {"why": "It waits for something else.", "seen": ["tiny.Ready.CREATING"]}
    found = judged(
        service("CREATING", "ACTIVE"), waiter(("CREATING", "failure")), difference=difference
    )
    assert found["CREATING"] == ("IN_PROGRESS", "waiter")


def test_a_decision_comes_first():
    found = judged(service("CREATING", "ODD"), phase=phase("ODD", "CANCELED"))
    assert found["ODD"] == ("CANCELED", "override")


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"phase": phase("GONE", "FAILED")}, "has no status Status with the value 'GONE'"),
        ({"phase": phase("RED", "FAILED", "Colour")}, "has no status Colour"),
        ({"phase": phase("CREATING", "IN_PROGRESS")}, "is IN_PROGRESS by the rule: drop it"),
        (
            {"difference": {"why": "None.", "seen": ["tiny.Ready.ACTIVE"]}},
            "tiny.Ready.ACTIVE is no difference: drop it",
        ),
    ],
)
def test_decisions_about_nothing(tables, words):
    with pytest.raises(GenerationError, match=r"phases\.toml") as caught:
        phases.judge(
            service("CREATING", "ACTIVE"), [waiter(("ACTIVE", "success"))], decisions(**tables)
        )
    assert words in str(caught.value)


def test_decisions_that_contradict(tmp_path):
    path = tmp_path / "phases.toml"
    one = '[[phase]]\nservice = "s"\nenum = "E"\nvalues = ["A"]\nphase = "FAILED"\nwhy = "w"\n'
    path.write_text(one + one.replace("FAILED", "SUCCEEDED"), "utf-8")
    with pytest.raises(GenerationError, match=r"phases\.toml.*(?s:.*)two decisions on s\.E\.A"):
        phases.read_decisions(path)
    path.write_text(one.replace("FAILED", "BROKEN"), "utf-8")
    with pytest.raises(GenerationError, match=r"phases\.toml"):
        phases.read_decisions(path)
