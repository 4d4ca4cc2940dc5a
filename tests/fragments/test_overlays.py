"""Overlay entries that do not hold stop generation, with file, rule and reason."""

import pytest

from typed_status import ResponseValidationError, RuleWarning, strict
from typed_status.codegen.exceptions import OverlayError

SHAPES = {
    "State": {"type": "string", "enum": ["ON", "OFF"]},
    "Number": {"type": "integer", "min": 1, "max": 9},
    "Free": {"type": "integer"},
    "Part": {"type": "structure", "members": {"Share": {"shape": "Number"}}},
    "Parts": {"type": "list", "member": {"shape": "Part"}},
    "GetThingOutput": {
        "type": "structure",
        "members": {
            "State": {"shape": "State", "documentation": "<p>The <code>state</code> it is in.</p>"},
            "Since": {"shape": "String", "documentation": "A time, in ISO format."},
            "Number": {"shape": "Number"},
            "Free": {"shape": "Free"},
            "Parts": {"shape": "Parts"},
            "Mode": {"shape": "String", "documentation": "FAST or SLOW."},
        },
    },
}


def entry(**members):
    values = {
        "id": "tiny.rule",
        "target": "GetThingOutput.State",
        "check": "required",
        "why": "it is",
        "source": "a test",
    } | members
    lines = [
        f"{key} = {value}" if key == "when" else f"{key} = {value!r}"
        for key, value in values.items()
        if value is not None
    ]
    return "[[rule]]\n" + "\n".join(lines) + "\n"


def test_entries_that_hold(fragment, overlay):
    module = fragment(
        SHAPES,
        overlay(
            entry(doc_contains="The state it is in.", source=None)
            + entry(id="tiny.since", target="GetThingOutput.Since", check="iso_datetime")
            + entry(id="tiny.number", target="GetThingOutput.Number", check="limits")
            + entry(
                id="tiny.mode",
                target="GetThingOutput.Mode",
                check="open_enum",
                name="Mode",
                values=["FAST", "SLOW"],
                doc_contains="FAST or SLOW",
                source=None,
            )
            + entry(
                id="tiny.parts",
                target="GetThingOutput.Parts",
                check="sums_to",
                member="Share",
                total=9,
            )
        ),
    )
    parsed = {
        "State": "ON",
        "Since": "2026-01-01T00:00:00Z",
        "Mode": "FAST",
        "Parts": [{"Share": 9}],
    }
    response = module.GetThingResponse.model_validate(parsed)
    assert response.mode is module.Mode.FAST
    assert response.since.year == 2026
    assert response.to_boto3() == parsed


def test_a_rule_across_the_members_of_an_operations_own_response(fragment, overlay):
    module = fragment(
        SHAPES,
        overlay(
            entry(
                target="GetThingOutput.Mode",
                check="needed_when",
                when="{ member = 'State', equals = 'ON' }",
            )
        ),
    )
    assert module.GetThingResponse.model_validate({"State": "OFF"}).mode is None
    with pytest.warns(RuleWarning, match=r"Mode: expected a value, because State is ON"):
        module.GetThingResponse.model_validate({"State": "ON"})
    with strict(), pytest.raises(ResponseValidationError, match=r"Mode: expected a value"):
        module.GetThingResponse.model_validate({"State": "ON"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "not valid TOML"),
        ("[other]\n", "nothing else"),
        (entry(target="Gone.State"), "no structure 'Gone'"),
        (entry(target="GetThingOutpu.State"), "did you mean 'GetThingOutput'"),
        (entry(target="GetThingOutput.Stat"), "no member 'Stat', did you mean 'State'"),
        (entry(check="is_nice"), "is_nice"),
        (entry(doc_contains="something else", source=None), "without the words 'something else'"),
        (entry(doc_contains="The stat", source=None), "without the words"),
        (entry(doc_contains="<p></p>", source=None), "without the words"),
        (entry(id="other.rule"), "an id in this file starts with 'tiny.'"),
        (entry(doc_contains="The state"), "give either doc_contains or source"),
        (entry(source=None), "give either doc_contains or source"),
        (entry(why=""), "why"),
        (entry(severity="warning"), "cannot be a warning"),
        (entry(severity="fatal"), "severity"),
        (entry(colour="red"), "colour"),
        (entry() + entry(), "more than one rule of this id"),
        (entry(check="iso_datetime"), "type string, got 'enum'"),
        (entry(check="multiple_of", factor=10), "a number, got 'enum'"),
        (entry(check="multiple_of", factor=0), "greater than 0"),
        (entry(check="limits", target="GetThingOutput.Free"), "no lower limit"),
        (entry(check="sums_to", member="Share", total=9), "a list of structures"),
        (
            entry(check="sums_to", target="GetThingOutput.Parts", member="Weight", total=9),
            "no number 'Weight'",
        ),
        (
            entry(check="only_when", when="{ member = 'State', equals = 'ONN' }"),
            "State has no value 'ONN', did you mean 'ON'",
        ),
        (
            entry(check="needed_when", when="{ member = 'Stat', equals = 'ON' }"),
            "no member 'Stat'",
        ),
        (
            entry(
                check="open_enum",
                target="GetThingOutput.Mode",
                name="Mode",
                values=["FAST", "MEDIUM"],
                doc_contains="FAST or SLOW",
                source=None,
            ),
            "no longer lists MEDIUM",
        ),
        (
            entry(check="open_enum", target="GetThingOutput.Mode", name="State", values=["A"]),
            "'State' is taken",
        ),
    ],
)
def test_entries_that_do_not_hold(fragment_text, overlay, text, reason):
    with pytest.raises(OverlayError, match=reason) as caught:
        fragment_text(SHAPES, overlay(text))
    assert str(caught.value).startswith("tiny.toml: rule ")
