"""Overlay entries that do not hold stop generation, with file, rule and reason."""

import pytest

from typed_status import RequestValidationError, ResponseValidationError, RuleWarning, strict
from typed_status.codegen.exceptions import OverlayError
from typed_status.codegen.facts.apply import apply
from typed_status.codegen.facts.overlay import read_overlay
from typed_status.codegen.statuses import catalog

SHAPES = {
    "State": {"type": "string", "enum": ["ON", "OFF"]},
    "Other": {"type": "string", "enum": ["A"]},
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
            "Other": {"shape": "Other"},
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


SENT = {
    "Texts": {"type": "list", "member": {"shape": "String"}},
    "Each": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Texts"}},
    "GetThingInput": {
        "type": "structure",
        "members": {
            "Mode": {"shape": "String"},
            "Modes": {"shape": "Texts"},
            "Each": {"shape": "Each"},
        },
    },
    "GetThingOutput": {"type": "structure", "members": {"Mode": {"shape": "String"}}},
}
MODES = entry(
    target=None,
    targets=[
        "GetThingInput.Mode",
        "GetThingInput.Modes",
        "GetThingInput.Each",
        "GetThingOutput.Mode",
    ],
    check="open_enum",
    name="Mode",
    values=["MELTING", "FROZEN"],
    status=True,
).replace("True", "true")


def test_what_is_sent_may_be_any_text_where_values_are_only_documented(
    fragment, fragment_text, overlay
):
    text = fragment_text(SENT, overlay(MODES))
    assert text.count("mode: rt.OrText[Mode] | None = None") == 2  # the request and the function
    assert text.count("modes: rt.OrTexts[Mode] | None = None") == 2
    assert text.count("each: rt.OrTextsMap[Mode] | None = None") == 2
    assert text.count("mode: Mode | None = None") == 1
    module = fragment(SENT, overlay(MODES))
    request = module.GetThingRequest(
        mode="FROZEN", modes=["MELTING", module.Mode.FROZEN], each={"a": ["FROZEN"]}
    )
    assert request.mode is module.Mode.FROZEN
    assert request.modes == [module.Mode.MELTING, module.Mode.FROZEN]
    assert request.each == {"a": [module.Mode.FROZEN]}
    assert request.to_boto3() == {
        "Mode": "FROZEN",
        "Modes": ["MELTING", "FROZEN"],
        "Each": {"a": ["FROZEN"]},
    }
    with pytest.raises(RequestValidationError, match="Mode"):
        module.GetThingRequest(mode=1)


def test_a_documented_status_is_one_whatever_it_is_called(lowered, overlay):
    entries = read_overlay(
        overlay(
            entry(
                target="GetThingOutput.Mode",
                check="open_enum",
                name="Mode",
                values=["FAST", "SLOW"],
                status=True,
            ).replace("True", "true")
        )
    )
    found = catalog.find(apply(lowered(SHAPES), entries, "tiny.toml"), {}, catalog.Exceptions())
    assert found == (catalog.Pick("GetThing", "single", ("Mode",)),)


def test_more_values_of_an_enum(fragment, overlay):
    module = fragment(SHAPES, overlay(entry(check="more_values", values=["PAUSED", "o-n"])))
    assert [str(each) for each in module.State] == ["ON", "OFF", "PAUSED"]
    with strict():
        response = module.GetThingResponse.model_validate({"State": "o-n"})
        assert (
            module.GetThingResponse.model_validate({"State": "PAUSED"}).state is module.State.PAUSED
        )
    assert response.state == module.State.ON
    assert response.to_boto3() == {"State": "o-n"}


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
        (
            entry(check="more_values", values=["ON"], target="Gone.Mode"),
            "no structure 'Gone'",
        ),
        (entry(check="multiple_of", factor=10), "a number, got 'enum'"),
        (entry(check="multiple_of", factor=0), "greater than 0"),
        (entry(check="limits", target="GetThingOutput.Free"), "no limits for shape Free"),
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
            entry(check="only_when", when="{ member = 'State', equals = ['ON', 'OF'] }"),
            "State has no value 'OF', did you mean 'OFF'",
        ),
        (
            entry(check="only_when", when="{ member = 'State', equals = ['ON'] }"),
            "at least 2 items",
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
        (entry(check="more_values", values=["ON"]), "State has the value 'ON' already"),
        (
            entry(check="more_values", values=["on"])
            + entry(check="more_values", id="tiny.on", values=["on"]),
            "State has the value 'on' already",
        ),
        (
            entry(check="more_values", target="GetThingOutput.Mode", values=["on"]),
            "an enum, got 'str'",
        ),
        (
            entry(
                check="more_values",
                target=None,
                targets=["GetThingOutput.State", "GetThingOutput.Other"],
                values=["on"],
            ),
            "GetThingOutput.Other is of another enum",
        ),
    ],
)
def test_entries_that_do_not_hold(fragment_text, overlay, text, reason):
    with pytest.raises(OverlayError, match=reason) as caught:
        fragment_text(SHAPES, overlay(text))
    assert str(caught.value).startswith("tiny.toml: rule ")
