"""The rule that finds the operations that report a status, on tiny service models."""

import pytest

from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.codegen.statuses import catalog
from typed_status.codegen.statuses.status_paths import is_lifecycle

STRING = {"type": "string"}
MOVES = {"type": "string", "enum": ["CREATING", "ACTIVE", "FAILED"]}
SWITCH = {"type": "string", "enum": ["ENABLED", "DISABLED"]}
NONE = catalog.Exceptions()


def service(output: dict[str, str], *, name: str = "GetThing", **shapes: object) -> ir.Service:
    members = {wire: {"shape": shape} for wire, shape in output.items()}
    model = {
        "metadata": {"apiVersion": "1", "serviceFullName": "Tiny", "protocol": "json"},
        "operations": {name: {"output": {"shape": "Output"}}},
        "shapes": {
            "Output": {"type": "structure", "members": members},
            "String": STRING,
            "Moves": MOVES,
            "Switch": SWITCH,
            **shapes,
        },
    }
    return lower(Source("tiny", model, "1.0"), [name])


def holding(shape: str, wire: str = "Status") -> dict[str, object]:
    return {"type": "structure", "members": {wire: {"shape": shape}}}


def pick(found: ir.Service, **polled: list[str]) -> tuple[str, str, tuple[str, ...]] | None:
    return next((each[:3] for each in catalog.find(found, polled, NONE)), None)


def test_a_status_of_the_response_itself():
    assert pick(service({"JobStatus": "Moves"})) == ("GetThing", "single", ("JobStatus",))


def test_a_status_in_a_structure():
    found = service({"Thing": "Thing"}, Thing=holding("Moves", "state"))
    assert pick(found) == ("GetThing", "single", ("Thing", "state"))


def test_the_nearest_status_leads():
    found = service({"Thing": "Thing", "Status": "Moves"}, Thing=holding("Moves"))
    assert pick(found) == ("GetThing", "single", ("Status",))


def structure(**members: str) -> dict[str, object]:
    return {
        "type": "structure",
        "members": {wire: {"shape": shape} for wire, shape in members.items()},
    }


def test_the_nearest_status_leads_across_members():
    """Not the one of the member that comes first."""
    found = service(
        {"Part": "Part", "Thing": "Thing"}, Part=holding("Thing", "Inner"), Thing=holding("Moves")
    )
    assert pick(found) == ("GetThing", "single", ("Thing", "Status"))


def test_of_statuses_as_near_the_one_of_the_thing_itself_leads():
    thing = structure(ActivityStatus="Moves", FleetState="Moves")
    found = service({"Fleet": "FleetConfig"}, FleetConfig=thing)
    assert pick(found) == ("GetThing", "single", ("Fleet", "FleetState"))
    thing = structure(CheckStatus="Moves", Status="Moves")
    assert pick(service({"Fleet": "Fleet"}, Fleet=thing)) == (
        "GetThing",
        "single",
        ("Fleet", "Status"),
    )


@pytest.mark.parametrize(
    ("holder", "member"),
    [("Status", "Code"), ("state", "name"), ("Status", "statusCode"), ("LifecycleState", "value")],
)
def test_the_value_of_a_status_that_is_a_structure(holder, member):
    found = service(
        {"Thing": "Thing"},
        Thing=structure(**{"Part": "Part", holder: "Inner"}),
        Part=holding("Moves"),
        Inner=holding("Moves", member),
    )
    assert pick(found) == ("GetThing", "single", ("Thing", holder, member))


def test_a_status_code():
    assert pick(service({"StatusCode": "Moves"})) == ("GetThing", "single", ("StatusCode",))
    # Beside a status it says why.
    found = service({"StatusCode": "Moves", "Status": "Moves"})
    (operation,) = catalog.with_statuses(found, catalog.find(found, {}, NONE)).operations
    assert (operation.status, operation.other_statuses) == (("status",), ())
    assert pick(service({"FailureCode": "Moves"})) is None


def test_the_branches_of_a_choice():
    branches = {"Lambda": "Lambda", "Ecs": "Ecs", "Kind": "Switch", "Other": "Empty"}
    found = service(
        {"Target": "Target"},
        Target=structure(**branches),
        Lambda=holding("Moves"),
        Ecs=holding("Moves"),
        Empty=structure(),
    )
    assert pick(found) == ("GetThing", "single", ("Target", "Lambda|Ecs", "Status"))
    (operation,) = catalog.with_statuses(found, catalog.find(found, {}, NONE)).operations
    assert operation.status == ("target", "lambda_|ecs", "status")
    assert operation.other_statuses == ()


def test_parts_of_a_thing_are_no_choice():
    parts = {"Id": "String", "First": "Part", "Second": "Part"}
    found = service({"Thing": "Thing"}, Thing=structure(**parts), Part=holding("Moves"))
    assert pick(found) == ("GetThing", "single", ("Thing", "First", "Status"))


@pytest.mark.parametrize(
    ("entry", "stamp", "expected"),
    [
        ("ThingEvent", "Timestamp", ("GetThing", "companion", ())),
        ("ThingEvent", "StartTime", ("GetThing", "list", ("Things", "Status"))),
        ("Thing", "Timestamp", ("GetThing", "list", ("Things", "Status"))),
    ],
)
def test_a_log_has_no_status_to_wait_for(entry, stamp, expected):
    things = {"type": "list", "member": {"shape": entry}}
    shapes = {entry: structure(**{stamp: "String", "Status": "Moves"})}
    assert pick(service({"Things": "Things"}, Things=things, **shapes)) == expected


@pytest.mark.parametrize(
    "things",
    [
        {"type": "list", "member": {"shape": "Thing"}},
        {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Thing"}},
    ],
)
def test_the_statuses_of_a_listing(things):
    found = service({"Things": "Things"}, Things=things, Thing=holding("Moves"))
    assert pick(found) == ("GetThing", "list", ("Things", "Status"))


@pytest.mark.parametrize("name", ["CreateThing", "Getaway", "UpdateThing", "StartThing"])
def test_an_operation_that_does_more_than_read(name):
    assert pick(service({"Status": "Moves"}, name=name)) is None


@pytest.mark.parametrize(
    "output",
    [{"Status": "Switch"}, {"Status": "String"}, {"Color": "Moves"}, {"Statuses": "Moves"}],
)
def test_what_is_no_lifecycle_status(output):
    assert pick(service(output)) is None


PURCHASES = {"type": "string", "enum": ["spot", "scheduled", "capacity-block"]}
STEPS = {"type": "string", "enum": ["Submitted", "Acknowledged", "Analysis"]}


def test_a_lifecycle_that_is_a_purchase_option_is_not_a_status():
    found = service({"InstanceLifecycle": "Purchases"}, Purchases=PURCHASES)
    assert pick(found) is None
    assert pick(service({"InstanceLifecycle": "Moves"})) is not None
    # Of what is called a status, a participle alone means progress.
    found = service({"CaseStatus": "Steps"}, Steps=STEPS)
    assert pick(found) == ("GetThing", "single", ("CaseStatus",))


def test_what_waiters_poll():
    found = service({"Thing": "Thing"}, name="HeadThing", Thing=holding("String"))
    assert pick(found) is None
    assert pick(found, HeadThing=[]) == ("HeadThing", "companion", ())
    assert pick(found, HeadThing=["length(x)", "Thing.Status"]) == (
        "HeadThing",
        "single",
        ("Thing", "Status"),
    )
    assert pick(found, HeadThing=["Thing.Gone"]) == ("HeadThing", "companion", ())


def test_what_waiters_look_at_leads():
    found = service({"Status": "Moves", "ThingStatus": "String", "Reason": "String"})
    assert pick(found, GetThing=["Reason", "ThingStatus"]) == (
        "GetThing",
        "single",
        ("ThingStatus",),
    )
    assert pick(found, GetThing=["Gone"]) == ("GetThing", "single", ("Status",))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["in-progress", "ready"], True),
        (["Succeeded", "Failed"], True),
        (["queued", "done"], True),
        (["ENABLED", "DISABLED"], False),
        (["MATCHING", "MISSING"], False),
        (["FAILED"], False),
        ([], False),
    ],
)
def test_lifecycles(values, expected):
    enum = ir.Enum("E", tuple((value, f"V{index}") for index, value in enumerate(values)))
    assert is_lifecycle(enum) is expected


def exceptions(**entries: str) -> catalog.Exceptions:
    return catalog.Exceptions.model_validate(
        {
            kind: [{"service": "tiny", "name": name, "why": "a test"}]
            for kind, name in entries.items()
        }
    )


def test_exceptions():
    moving, still = service({"Status": "Moves"}), service({"Color": "Moves"})
    assert catalog.find(moving, {}, exceptions(remove="GetThing")) == ()
    assert catalog.find(still, {}, exceptions(add="GetThing")) == (
        catalog.Pick("GetThing", "companion"),
    )
    for found, wrong in (
        (moving, exceptions(add="GetThing")),
        (still, exceptions(remove="GetThing")),
    ):
        with pytest.raises(GenerationError, match="needs no exception"):
            catalog.find(found, {}, wrong)
    with pytest.raises(GenerationError, match="has no operation 'GetThin'"):
        catalog.find(moving, {}, exceptions(add="GetThin"))


def tiny(kind: str, **values: str) -> catalog.Exceptions:
    entry = {"service": "tiny", "name": "GetThing", "why": "a test"} | values
    return catalog.Exceptions.model_validate({kind: [entry]})


def test_a_log_that_the_rule_does_not_find():
    found = service({"Status": "Moves"})
    assert catalog.find(found, {}, tiny("log")) == (catalog.Pick("GetThing", "companion"),)
    with pytest.raises(GenerationError, match="no status that a log could have"):
        catalog.find(service({"Color": "Moves"}), {}, tiny("log"))


def test_a_status_of_steps():
    found = service(
        {"Status": "Moves", "Step": "Names"}, Names={"type": "string", "enum": ["A", "B"]}
    )
    (picked,) = catalog.find(found, {}, tiny("steps", step="Step", last="B"))
    assert picked.last_step == ("Step", "B")
    (operation,) = catalog.with_statuses(found, [picked]).operations
    assert operation.last_step == ("step", "B")
    for wrong in ({"step": "Step", "last": "C"}, {"step": "Stop", "last": "B"}):
        with pytest.raises(GenerationError, match="has no status of steps"):
            catalog.find(found, {}, tiny("steps", **wrong))


def test_a_list_operation_has_no_steps():
    found = service(
        {"Things": "Things", "Step": "Names"},
        Things={"type": "list", "member": {"shape": "Thing"}},
        Thing=holding("Moves"),
        Names={"type": "string", "enum": ["A", "B"]},
    )
    with pytest.raises(GenerationError, match="is a list operation, which has no steps"):
        catalog.find(found, {}, tiny("steps", step="Step", last="B"))


def test_an_enum_that_is_judged_to_be_a_status():
    found = service({"Access": "Switch"})
    assert pick(found) is None
    judged = catalog.judged(found, tiny("status", name="Switch"))
    assert pick(judged) == ("GetThing", "single", ("Access",))
    with pytest.raises(GenerationError, match="has no enum 'Swatch'"):
        catalog.judged(found, tiny("status", name="Swatch"))


def test_an_exception_gives_its_reason(tmp_path):
    path = tmp_path / "catalog.toml"
    path.write_text('[[add]]\nservice = "s"\nname = "N"\n', "utf-8")
    with pytest.raises(GenerationError, match=r"(?s)^catalog\.toml: .*why"):
        catalog.read_exceptions(path)
