"""Facts about formats: what their entries make of a field, and what botocore's examples say against them."""

import copy
import tomllib
from datetime import UTC, datetime

import pytest

from typed_status import ModelValidationError, ResponseValidationError, RuleWarning
from typed_status.codegen.emit.render import render
from typed_status.codegen.exceptions import GenerationError, OverlayError
from typed_status.codegen.facts import ledger
from typed_status.codegen.facts.apply import apply
from typed_status.codegen.facts.candidates import candidates, statuses
from typed_status.codegen.facts.examples import instances
from typed_status.codegen.facts.overlay import read_overlay
from typed_status.codegen.facts.units import with_units
from typed_status.codegen.statuses.status_paths import Search
from typed_status.runtime.types.fields import members

SHAPES = {
    "Moment": {"type": "string", "min": 20},
    "Count": {"type": "integer"},
    "Moments": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
    "Part": {
        "type": "structure",
        "members": {
            "Made": {"shape": "Moment", "documentation": "When it was made."},
            "Part": {"shape": "Part"},
        },
    },
    "Parts": {"type": "list", "member": {"shape": "Part"}},
    "Long": {"type": "long"},
    "Half": {"type": "double"},
    "State": {"type": "string", "enum": ["ON", "OFF"]},
    "GetThingOutput": {
        "type": "structure",
        "required": ["Needed"],
        "members": {
            "Since": {"shape": "String", "documentation": "A time in ISO format."},
            "Until": {"shape": "String", "documentation": "Another time in ISO format."},
            "Each": {"shape": "Moments", "documentation": "Times in ISO format."},
            "Counted": {"shape": "Long", "documentation": "Milliseconds since the epoch."},
            "Half": {"shape": "Half"},
            "Text": {"shape": "String", "documentation": "A JSON document."},
            "Step": {"shape": "Count", "documentation": "In increments of 10."},
            "Mode": {"shape": "String", "documentation": "FAST or SLOW."},
            "State": {"shape": "State"},
            "Needed": {"shape": "String"},
            "Parts": {"shape": "Parts"},
        },
    },
}


def entry(target="GetThingOutput.Since", check="iso_datetime", **members):
    values = {"id": f"tiny.{check.replace('_', '-')}", "check": check, "why": "it is"} | members
    if "targets" not in values:
        values["target"] = target
    if not {"doc_contains", "shape"} & set(values):
        values["source"] = "a test"
    return "[[rule]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in values.items())


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {each!r}" for key, each in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def test_a_rule_for_several_targets(fragment, overlay):
    module = fragment(
        SHAPES,
        overlay(
            entry(
                targets=["GetThingOutput.Since", "GetThingOutput.Until", "GetThingOutput.Each"],
                doc_contains="in ISO format",
            )
        ),
    )
    parsed = {"Since": "2026-01-01T00:00:00Z", "Each": {"a": "2026-01-02T00:00:00Z"}, "Needed": ""}
    response = module.GetThingResponse.model_validate(parsed)
    assert response.since == datetime(2026, 1, 1, tzinfo=UTC)
    assert response.each == {"a": datetime(2026, 1, 2, tzinfo=UTC)}
    assert response.to_boto3() == parsed
    with pytest.raises(ResponseValidationError, match=r"Each\.b: .*rule tiny\.iso-datetime"):
        module.GetThingResponse.model_validate({"Needed": "", "Each": {"b": "soon"}})
    assert "tiny.iso-datetime" in module.GetThingResponse.__doc__


def test_a_number_that_is_a_time(fragment, overlay):
    module = fragment(
        SHAPES, overlay(entry("GetThingOutput.Counted", "epoch", unit="milliseconds"))
    )
    parsed = {"Counted": 1480460782010, "Needed": ""}
    response = module.GetThingResponse.model_validate(parsed)
    assert response.counted == datetime(2016, 11, 29, 23, 6, 22, 10000, tzinfo=UTC)
    assert response.to_boto3() == parsed


def test_a_time_that_may_be_empty(fragment, overlay):
    module = fragment(SHAPES, overlay(entry(empty=True)))
    assert module.GetThingResponse.model_validate({"Since": "", "Needed": ""}).since is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (entry(targets=[]), "at least 1 item"),
        (entry(targets=["GetThingOutput.Since", "Gone.Since"]), "no structure 'Gone'"),
        (entry(target="x.y", targets=["x.y"]) + "target = 'x.y'\n", "either target or targets"),
        (entry("Part.Made", shape="Instant"), "the shape of Part.Made is Moment and not Instant"),
        (entry(shape="String", doc_contains="ISO"), "either doc_contains or source or shape"),
        (entry("GetThingOutput.Needed", empty=True), "is required: it cannot be empty"),
        (entry("GetThingOutput.Counted"), "type string, got 'int'"),
        (entry(check="epoch", unit="seconds"), "type integer, got 'str'"),
        (entry("GetThingOutput.Half", "epoch", unit="seconds"), "got 'float'"),
        (entry("GetThingOutput.Counted", "epoch", unit="minutes"), "unit"),
        (entry("GetThingOutput.Counted", "epoch"), "unit"),
        (entry() + entry(id="tiny.again"), "got 'iso_datetime'"),
        (entry(severity="warning"), "cannot be a warning"),
    ],
)
def test_entries_that_do_not_hold(fragment_text, overlay, text, reason):
    with pytest.raises(OverlayError, match=reason):
        fragment_text(SHAPES, overlay(text))


def applied(lowered, overlay, text, *outputs, shapes=None):
    service = lowered(shapes) if shapes else lowered
    shown = instances(service, {"GetThing": outputs})
    return apply(service, read_overlay(overlay(text)), "tiny.toml", shown)


WHEN = {"member": "State", "equals": "ON"}
WHEN_SEVERAL = {"member": "State", "equals": ["ON", "OFF"]}


@pytest.mark.parametrize(
    ("text", "output", "shown"),
    [
        (entry(), {"Since": "soon"}, "'soon'"),
        (entry(), {"Since": ""}, "''"),
        (entry("GetThingOutput.Each"), {"Each": {"a": "2020-01-01", "b": "soon"}}, "soon"),
        (entry("Part.Made"), {"Parts": [{}, {"Part": {"Made": "soon"}}]}, "'soon'"),
        (
            entry("GetThingOutput.Counted", "epoch", unit="seconds"),
            {"Counted": 1480460782010},
            "1480",
        ),
        (
            entry("GetThingOutput.Counted", "epoch", unit="milliseconds"),
            {"Counted": 1480460782},
            "1480",
        ),
        (entry("GetThingOutput.Counted", "epoch", unit="seconds"), {"Counted": "soon"}, "'soon'"),
        (entry("GetThingOutput.Text", "json_text"), {"Text": "no JSON"}, "'no JSON'"),
        (entry("GetThingOutput.Text", "json_text"), {"Text": 1}, "1"),
        (entry("GetThingOutput.Step", "multiple_of", factor=10), {"Step": 15}, "15"),
        (entry("GetThingOutput.Step", "range", low=1), {"Step": 0}, "0"),
        (entry("GetThingOutput.Step", "range", high=9, low=1), {"Step": 10}, "10"),
        (entry("GetThingOutput.Text", "length", high=3), {"Text": "four"}, "'four'"),
        (entry("GetThingOutput.Text", "pattern", pattern="[a-z]+"), {"Text": "four "}, "'four '"),
        (
            entry("GetThingOutput.Text", "exclusive", others=["Mode"]),
            {"Text": "a", "Mode": "b"},
            "'a'",
        ),
        (
            entry("GetThingOutput.Mode", "open_enum", name="Mode", values=["FAST"]),
            {"Mode": "X"},
            "'X'",
        ),
        (entry("GetThingOutput.Mode", "required"), {}, "none"),
        (entry("GetThingOutput.Mode", "only_when", when=WHEN), {"Mode": "FAST"}, "'FAST'"),
        (entry("GetThingOutput.Mode", "needed_when", when=WHEN), {"State": "ON"}, "none"),
        (entry("GetThingOutput.Mode", "needed_when", when=WHEN_SEVERAL), {"State": "OFF"}, "none"),
    ],
)
def test_an_example_that_contradicts_a_fact(lowered, overlay, text, output, shown):
    with pytest.raises(OverlayError, match=rf"tiny.toml: rule 'tiny\..*contradicts .*{shown}"):
        applied(lowered(SHAPES), overlay, text, output)


def test_examples_that_agree(lowered, overlay):
    text = (
        entry(targets=["GetThingOutput.Since", "Part.Made"], id="tiny.a", empty=True)
        + entry("GetThingOutput.Counted", "epoch", unit="milliseconds")
        + entry("GetThingOutput.Text", "json_text")
        + entry("GetThingOutput.Step", "multiple_of", factor=10)
        + entry("GetThingOutput.Mode", "only_when", when=WHEN)
    )
    output = {
        "Since": "",
        "Counted": 1480460782010,
        "Text": "[]",
        "Step": 20,
        "Mode": "FAST",
        "State": "ON",
        "Parts": [{"Made": "2020-01-01", "Part": {}}],
        "Unknown": {},
    }
    service = applied(lowered(SHAPES), overlay, text, output, {}, "odd")
    assert service.structs


def test_a_range_of_the_items_of_a_list(fragment, overlay):
    shapes = copy.deepcopy(SHAPES)
    shapes["Counts"] = {"type": "list", "member": {"shape": "Count"}}
    shapes["GetThingOutput"]["members"]["Codes"] = {
        "shape": "Counts",
        "documentation": "Each from 0 to 999.",
    }
    text = entry("GetThingOutput.Codes", "range", low=0, high=999, severity="warning")
    module = fragment(shapes, overlay(text))
    assert module.GetThingResponse.model_validate({"Codes": [7], "Needed": ""}).codes == [7]
    with pytest.warns(RuleWarning, match=r"from 0 to 999 \(rule tiny\.range\)"):
        response = module.GetThingResponse.model_validate({"Codes": [7, 1000], "Needed": ""})
    assert response.codes == [7, 1000]
    with pytest.raises(ModelValidationError, match=r"Codes\[1\]: .*from 0 to 999, found 1000"):
        module.GetThingResponse(codes=[7, 1000], needed="")


def test_a_unit(fragment, overlay):
    module = fragment(SHAPES, overlay(entry("GetThingOutput.Step", "unit", unit="GiB")))
    assert members(module.GetThingResponse)["step"].unit == "GiB"
    assert "Units: ``step`` in GiB." in module.GetThingResponse.__doc__
    assert "``Step``, in GiB: " in module.GetThingResponse.__doc__
    assert members(module.GetThingResponse)["counted"].unit is None


def test_units_of_the_documentation(lowered):
    shapes = copy.deepcopy(SHAPES)
    shapes["Part"]["members"]["Size"] = {"shape": "Count", "documentation": "The size, in GiB."}
    wait = {"Wait": {"shape": "Count", "documentation": "The number of seconds to wait."}}
    shapes["GetThingInput"] = {"type": "structure", "members": wait}
    refused = refusal("Part.Size", kind="unit"), refusal("GetThingInput.Wait", kind="range")
    for refusals, expected in (((), "GiB"), (refused, "")):
        service = with_units(lowered(shapes), refusals)
        (part,) = (each for each in service.structs if each.wire == "Part")
        assert part.field("Size").unit == expected
        assert part.field("Made").unit == ""
        assert service.operations[0].request.field("Wait").unit == "seconds"
        assert "wait: ``Wait``, in seconds (optional)." in render(service)


def test_a_unit_is_adopted_by_its_documentation(lowered, overlay):
    shapes = copy.deepcopy(SHAPES)
    shapes["Part"]["members"]["Size"] = {"shape": "Count", "documentation": "The size, in GiB."}
    others = [
        refusal(*(f"GetThingOutput.{each}" for each in ("Since", "Until", "Each"))),
        refusal("GetThingOutput.Counted", kind="epoch"),
        refusal("GetThingOutput.Text", kind="json"),
        refusal("GetThingOutput.Step", kind="steps"),
        refusal("GetThingOutput.Mode", kind="values"),
    ]
    found = ledger.review(lowered(shapes), [], others)
    assert [(each.target, rule) for each, rule in found.adopted] == [
        ("Part.Size", "by its documentation")
    ]
    found = ledger.review(lowered(shapes), [], [*others, refusal("Part.Size", kind="unit")])
    assert found.adopted == found.open == ()


# What the finder finds.


def test_candidates(lowered):
    found = {(each.target, each.kind) for each in candidates(lowered(SHAPES))}
    assert found == {
        ("GetThingOutput.Since", "time"),
        ("GetThingOutput.Until", "time"),
        ("GetThingOutput.Each", "time"),
        ("GetThingOutput.Counted", "epoch"),
        ("GetThingOutput.Text", "json"),
        ("GetThingOutput.Step", "steps"),
        ("GetThingOutput.Mode", "values"),
    }


@pytest.mark.parametrize(
    ("name", "shape", "documentation", "kind"),
    [
        ("CreatedAt", "String", "", "time"),
        ("dateCreated", "String", "", "time"),
        ("LastSeen", "String", "The date and time of the last sighting.", "time"),
        ("Start", "String", "The start time.", "time"),
        ("Made", "Rfc3339Text", "", "time"),
        ("TimeZone", "String", "The time zone of the time stamp.", None),
        ("Runtime", "String", "", None),
        ("DependsOn", "String", "", None),
        ("PreferredMaintenanceWindow", "String", "A range of time in UTC.", None),
        ("Duration", "String", "In ISO 8601 format.", None),
        ("Name", "String", "Unique at the time when it is made.", None),
        ("CreatedAt", "Long", "", "epoch"),
        ("Made", "Long", "The Unix timestamp when it was made.", "epoch"),
        ("WaitTime", "Long", "The number of seconds to wait.", "unit"),
        ("WaitTime", "Long", "The time to wait, in milliseconds.", "unit"),
        ("WaitTimeMillis", "Long", "The time to wait, in milliseconds.", None),
        ("Retries", "Long", "Specify a value between 1 and 10.", "range"),
        ("Epochs", "Long", "The number of epochs.", None),
        ("Policy", "String", "The policy, as a JSON document.", "json"),
        ("Path", "String", "A JSON path.", None),
        ("Lines", "String", "A file of JSON lines.", None),
        ("Size", "Long", "It must be a multiple of 64.", "steps"),
        ("Size", "Long", "Memory comes in 16 GB increments.", "steps"),
        ("Size", "Long", "It increments with each version.", None),
        ("State", "State", "The date and time.", None),
        ("State", "State", "Valid values: A | B", None),
        ("Mode", "String", "How it works. Valid values: FAST | SLOW", "values"),
        ("Date", "String", "Valid values: MONDAY | FRIDAY", "time"),
    ],
)
def test_what_is_a_candidate(lowered, name, shape, documentation, kind):
    member = {"shape": shape, "documentation": documentation}
    shapes = {
        "Long": {"type": "long"},
        "Rfc3339Text": {"type": "string"},
        "State": {"type": "string", "enum": ["A"]},
        "GetThingOutput": {"type": "structure", "members": {name: member}},
    }
    assert [each.kind for each in candidates(lowered(shapes))] == ([kind] if kind else [])


def test_what_only_requests_hold_is_no_candidate(lowered):
    shapes = {"GetThingInput": {"type": "structure", "members": {"CreatedAt": {"shape": "String"}}}}
    assert list(candidates(lowered(shapes))) == []


# What became of them.


def refusal(*targets, kind="time", service="tiny"):
    return ledger.Refusal(service=service, targets=targets, kind=kind, why="it is none")


def test_a_ledger(lowered, overlay):
    entries = read_overlay(overlay(entry("GetThingOutput.Since")))
    found = ledger.review(
        lowered(SHAPES), entries, [refusal("GetThingOutput.Until"), refusal("x.y", service="other")]
    )
    assert [(each.target, rule) for each, rule in found.adopted] == [
        ("GetThingOutput.Since", "tiny.iso-datetime")
    ]
    assert [(each.target, why) for each, why in found.refused] == [
        ("GetThingOutput.Until", "it is none")
    ]
    assert [each.target.split(".")[1] for each in found.open] == [
        "Each",
        "Counted",
        "Text",
        "Step",
        "Mode",
    ]
    assert ledger.question(found.open[1]) == (
        "tiny GetThingOutput.Counted: a point in time, and in which unit? "
        'It is documented as "Milliseconds since the epoch."'
    )


def test_a_question_shows_a_long_sentence_cut(lowered):
    documentation = "The time " + "x" * 1000
    shapes = {
        "GetThingOutput": {
            "type": "structure",
            "members": {"At": {"shape": "String", "documentation": documentation}},
        }
    }
    (candidate,) = candidates(lowered(shapes))
    assert len(candidate.sentence) < 200
    assert candidate.sentence.endswith("...")


def status_shapes(documentation="Valid values: ON | OFF"):
    member = {"shape": "String", "documentation": documentation}
    return {"GetThingOutput": {"type": "structure", "members": {"Status": member}}}


def test_what_may_be_a_status_is_a_candidate_for_values_once_it_is_refused_as_one(lowered, overlay):
    service, target = lowered(status_shapes()), "GetThingOutput.Status"
    found = list(statuses(service, ["GetThing"]))
    assert [(each.target, each.kind) for each in found] == [(target, "status")]

    def reviewed(*refusals, entries=()):
        led = ledger.review(service, entries, refusals, statuses=found)
        kinds = [[each.kind for each, *_ in part] for part in (led.adopted, led.refused)]
        return *kinds, [each.kind for each in led.open]

    none = refusal(target, kind="status")
    assert reviewed() == ([], [], ["status"])
    assert reviewed(none) == ([], ["status"], ["values"])
    assert reviewed(none, refusal(target, kind="values")) == ([], ["values", "status"], [])
    members = {"name": "Switch", "values": ["ON", "OFF"]}
    switch = read_overlay(overlay(entry(target, "open_enum", status=False, **members)))
    assert reviewed(none, entries=switch) == (["values"], ["status"], [])
    assert reviewed(entries=switch) == ([], [], ["status"])
    status = read_overlay(overlay(entry(target, "open_enum", **members)))
    assert reviewed(entries=status) == (["status"], [], [])


def test_the_question_about_values_shows_the_beginning_of_the_list(lowered):
    listed = " | ".join(f"VALUE_{number}" for number in range(100))
    (candidate,) = candidates(lowered(status_shapes(f"Whether. Valid values: {listed}")))
    assert candidate.sentence == f"Valid values: {listed}"
    question = ledger.question(candidate)
    assert 'one of which values? It is documented as "Valid values: VALUE_0 | VALUE_1' in question
    assert question.endswith('..."')
    assert len(question) < 300


# What is adopted as an enum.


def test_lists_of_the_same_values_share_an_enum(fragment, overlay):
    module = fragment(
        SHAPES,
        overlay(
            entry("GetThingOutput.Mode", "open_enum", name="Mode", values=["FAST", "SLOW"])
            + entry(
                "GetThingOutput.Text", "open_enum", id="tiny.text", name="Mode", values=["SLOW"]
            )
            + entry("GetThingOutput.Since", "open_enum", id="tiny.on", name="State", values=["ON"])
        ),
    )
    response = module.GetThingResponse.model_validate(
        {"Mode": "FAST", "Text": "SLOW", "Since": "ON", "State": "OFF", "Needed": ""}
    )
    assert (response.mode, response.text) == (module.Mode.FAST, module.Mode.SLOW)
    assert response.since is module.State.ON


def test_a_list_that_spells_the_values_in_another_way_shares_the_enum(fragment, overlay):
    module = fragment(
        SHAPES,
        overlay(
            entry("GetThingOutput.Mode", "open_enum", name="Mode", values=["FAST"])
            + entry("GetThingOutput.Mode", "more_values", values=["fast"])
            + entry("GetThingOutput.Text", "open_enum", id="tiny.t", name="Mode", values=["fast"])
        ),
    )
    response = module.GetThingResponse.model_validate({"Text": "fast", "Needed": ""})
    assert response.text == module.Mode.FAST
    assert response.text == "fast"


def test_another_enum_does_not_take_a_name(fragment_text, overlay):
    other = entry("GetThingOutput.Mode", "open_enum", name="State", values=["ON", "SLOW"])
    with pytest.raises(OverlayError, match="the name 'State' is taken"):
        fragment_text(SHAPES, overlay(other))


@pytest.mark.parametrize("status", [None, True, False])
def test_whether_an_enum_is_that_of_a_status(lowered, overlay, status):
    members = {} if status is None else {"status": status}
    text = entry(
        "GetThingOutput.Status", "open_enum", name="A", values=["CREATING", "DONE"], **members
    )
    service = applied(lowered, overlay, text, shapes=status_shapes("CREATING or DONE"))
    (operation,) = service.operations
    paths = Search(service).lifecycles_of(operation.response)
    assert paths == ([] if status is False else [("Status",)])


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (refusal("GetThingOutput.Since"), "GetThingOutput.Since is adopted by tiny.iso-datetime"),
        (refusal("GetThingOutput.Mode"), "GetThingOutput.Mode is not a candidate of kind 'time'"),
        (refusal("GetThingOutput.Text"), "not a candidate of kind 'time'"),
    ],
)
def test_refusals_that_do_not_hold(lowered, overlay, refused, reason):
    entries = read_overlay(overlay(entry("GetThingOutput.Since")))
    with pytest.raises(GenerationError, match=reason):
        ledger.review(lowered(SHAPES), entries, [refused])


TABLE = "[[refused]]\nservice = 'a'\nkind = 'time'\ntargets = ['B.C']\nwhy = 'x'\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "refused.toml"),
        ("", "refused.toml"),
        (TABLE.replace("'x'", "''"), "why"),
        (TABLE.replace("'time'", "'guess'"), "kind"),
        (TABLE.replace("['B.C']", "[]"), "targets"),
        (TABLE + "source = ''", "source"),
        (TABLE + TABLE, r"a B\.C time is refused twice"),
    ],
)
def test_files_of_refusals_that_do_not_hold(tmp_path, text, reason):
    path = tmp_path / "refused.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GenerationError, match=reason):
        ledger.read_refused(path)


def test_a_file_of_refusals(tmp_path):
    path = tmp_path / "refused.toml"
    path.write_text(TABLE + "source = 'y'\n" + TABLE.replace("B.C", "B.D"), "utf-8")
    refusals = ledger.read_refused(path)
    assert [(*each.targets, each.source) for each in refusals] == [("B.C", "y"), ("B.D", None)]
    assert tomllib.loads(ledger.REFUSED.read_text("utf-8"))
