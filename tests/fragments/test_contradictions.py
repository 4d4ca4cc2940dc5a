"""Facts about one member that contradict each other, or the documentation that they rest on, stop generation."""

import dataclasses

import pytest

from typed_status.codegen.exceptions import OverlayError
from typed_status.codegen.facts import ledger
from typed_status.codegen.facts.apply import apply
from typed_status.codegen.facts.candidates import candidates
from typed_status.codegen.facts.overlay import read_overlay

SHAPES = {
    "Count": {"type": "integer"},
    "Ratio": {"type": "double"},
    "State": {"type": "string", "enum": ["ON", "OFF", "LOST"]},
    "Part": {
        "type": "structure",
        "members": {
            "Weight": {"shape": "Count", "documentation": "All weights must sum to 100."},
            "Other": {"shape": "Count"},
        },
    },
    "Parts": {"type": "list", "member": {"shape": "Part"}},
    "Names": {"type": "list", "member": {"shape": "String"}},
    "GetThingInput": {
        "type": "structure",
        "members": {
            "Page": {"shape": "Count", "documentation": "A value between 1 and 50."},
            "Names": {"shape": "Names", "documentation": "You can specify up to 10 names."},
        },
    },
    "GetThingOutput": {
        "type": "structure",
        "members": {
            "Count": {"shape": "Count"},
            "Ratio": {"shape": "Ratio", "documentation": "Must be greater than 0."},
            "Text": {
                "shape": "String",
                "documentation": "Up to 9 characters. Contains only letters.",
            },
            "Names": {"shape": "Names"},
            "Parts": {"shape": "Parts"},
            "State": {"shape": "State"},
        },
    },
}


def rule(check, member, id="one", /, **parameters):
    lines = {"id": f"tiny.{id}", "target": member if "." in member else f"GetThingOutput.{member}"}
    lines |= {"check": check, "why": "it is"} | parameters
    if "doc_contains" not in lines:
        lines["source"] = "a test"
    return "[[rule]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in lines.items())


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + " }"
    return repr(list(value) if isinstance(value, tuple) else value)


def when(*values):
    return {"member": "State", "equals": values[0] if len(values) == 1 else values}


PAIRS = [
    (("range", "Count", {"high": 5}), ("range", "Count", {"low": 6}), True),
    (("range", "Count", {"high": 5}), ("range", "Count", {"low": 5}), False),
    (("range", "Ratio", {"above": 5}), ("range", "Ratio", {"high": 5}), True),
    (("range", "Ratio", {"above": 4}), ("range", "Ratio", {"high": 5}), False),
    (("range", "Count", {"low": 11, "high": 19}), ("multiple_of", "Count", {"factor": 10}), True),
    (("range", "Count", {"low": 11, "high": 20}), ("multiple_of", "Count", {"factor": 10}), False),
    (("length", "Text", {"high": 5}), ("length", "Text", {"low": 6}), True),
    (("length", "Text", {"high": 5}), ("length", "Text", {"low": 2}), False),
    (("length", "Names", {"high": 1, "of": "items"}), ("length", "Names", {"low": 2, "of": "items"}), True),
    (("length", "Text", {"high": 11}), ("pattern", "Text", {"pattern": "[0-9]{12}"}), True),
    (("length", "Text", {"high": 12}), ("pattern", "Text", {"pattern": "[0-9]{12}"}), False),
    (("pattern", "Text", {"pattern": "[a-z]+"}), ("pattern", "Text", {"pattern": "[A-Z]+"}), True),
    (("sums_to", "Parts", {"member": "Weight", "total": 1}), ("sums_to", "Parts", {"member": "Weight", "total": 2}), True),
    (("only_when", "Text", {"when": when("ON")}), ("needed_when", "Text", {"when": when("OFF")}), True),
    (("only_when", "Text", {"when": when("ON", "OFF")}), ("needed_when", "Text", {"when": when("OFF")}), False),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "contradict"), PAIRS)
@pytest.mark.parametrize("swapped", [False, True])
def test_two_facts_about_a_member(lowered, overlay, first, second, contradict, swapped):
    pair = (second, first) if swapped else (first, second)
    text = "".join(
        rule(check, member, name, **parameters)
        for name, (check, member, parameters) in zip(("one", "two"), pair, strict=True)
    )
    service = lowered(SHAPES)
    entries = read_overlay(overlay(text))
    if contradict:
        with pytest.raises(
            OverlayError, match=r"rule 'tiny\.two'.*no value satisfies the rule 'tiny\.one' as well"
        ):
            apply(service, entries, "tiny.toml")
    else:
        assert len(apply(service, entries, "tiny.toml").operations[0].response.facts) == 2


def test_a_users_fact_that_contradicts_the_librarys(lowered, overlay):
    service = apply(
        lowered(SHAPES), read_overlay(overlay(rule("range", "Count", high=5))), "tiny.toml"
    )
    own = read_overlay(overlay(rule("range", "Count", "two", low=6)))
    with pytest.raises(OverlayError, match=r"mine\.toml: rule 'tiny\.two'.*the rule 'tiny\.one'"):
        apply(service, own, "mine.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (rule("length", "Text", high=9, doc_contains="Up to 9 characters"), "Up to 9 characters"),
        (rule("pattern", "Text", pattern="[a-z]+", doc_contains="only letters"), "only letters"),
        (rule("sums_to", "Parts", member="Weight", total=100, doc_contains="must sum to 100"), "must sum to 100"),
        (rule("range", "Ratio", above=0, doc_contains="greater than 0"), "greater than 0"),
        (rule("length", "GetThingInput.Names", high=10, of="items", doc_contains="up to 10 names"), "up to 10 names"),
    ],
)  # fmt: skip
def test_a_fact_of_which_the_documentation_changed(lowered, overlay, text, words):
    apply(lowered(SHAPES), read_overlay(overlay(text)), "tiny.toml")
    changed = overlay(text.replace(words, f"{words} and more"))
    with pytest.raises(OverlayError, match=rf"documents .* without the words '{words} and more'"):
        apply(lowered(SHAPES), read_overlay(changed), "tiny.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (rule("range", "Ratio", low=1, above=0), "either low or above"),
        (rule("range", "Ratio", high=1, below=2), "either high or below"),
        (rule("range", "Ratio", above=1, below=1), "no number is within"),
        (rule("length", "Text", high=1, of="items"), "a member that is a list or map, got 'str'"),
        (rule("length", "Names", high=1), "a member that is a string, got 'list'"),
        (rule("length", "Text", low=-1), "greater than or equal to 0"),
        (rule("sums_to", "Parts", member="Waight", total=1), "no number 'Waight'"),
    ],
)
def test_facts_that_do_not_fit(lowered, overlay, text, reason):
    with pytest.raises(OverlayError, match=reason):
        apply(lowered(SHAPES), read_overlay(overlay(text)), "tiny.toml")


def test_candidates_in_responses_and_in_requests(lowered):
    service = lowered(SHAPES)
    found = {(each.target, each.kind): each.sent for each in candidates(service)}
    assert found == {
        ("GetThingOutput.Ratio", "range"): False,
        ("GetThingOutput.Text", "length"): False,
        ("GetThingOutput.Text", "pattern"): False,
        ("GetThingOutput.Parts", "sum"): False,
        ("GetThingInput.Page", "range"): True,
        ("GetThingInput.Names", "length"): True,
    }


def test_candidates_that_only_starts_have_are_marked(lowered):
    service = lowered(SHAPES)
    without = dataclasses.replace(service, operations=())
    marked = {each.target: each.starting for each in candidates(service, without)}
    assert marked == {
        "GetThingOutput.Ratio": False,
        "GetThingOutput.Text": False,
        "GetThingOutput.Parts": False,
        "GetThingInput.Page": True,
        "GetThingInput.Names": True,
    }
    assert not any(each.starting for each in candidates(service))


def test_facts_about_requests_are_adopted_refused_or_open(lowered, overlay):
    entries = read_overlay(
        overlay(
            rule("range", "GetThingInput.Page", low=1, high=50)
            + rule("sums_to", "Parts", "two", member="Weight", total=100)
        )
    )
    refusal = ledger.Refusal(
        service="tiny", kind="length", targets=("GetThingInput.Names",), why="Of another list."
    )
    reviewed = ledger.review(lowered(SHAPES), entries, [refusal])
    assert [(each.target, name) for each, name in reviewed.adopted] == [
        ("GetThingOutput.Parts", "tiny.two"),
        ("GetThingInput.Page", "tiny.one"),
    ]
    assert [each.target for each, _ in reviewed.refused] == ["GetThingInput.Names"]
    assert [ledger.question(each) for each in reviewed.open] == [
        'tiny GetThingOutput.Ratio: what always holds of its values, also in requests? It is documented as "'
        'Must be greater than 0. Ratio"',
        'tiny GetThingOutput.Text: how many characters or items? It is documented as "'
        'Up to 9 characters. Contains only letters. String"',
        'tiny GetThingOutput.Text: which characters, as a regular expression? It is documented as "'
        'Contains only letters."',
    ]
