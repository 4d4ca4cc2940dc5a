"""What changed between two releases: every kind of change, its impact in either direction, and nothing missed."""

import dataclasses
from pathlib import Path

import pytest
from tiny_service import Fragment

from typed_status.codegen import build
from typed_status.codegen.diff.compare import compare
from typed_status.codegen.diff.impact import IMPACTS, KINDS, impact_of
from typed_status.codegen.diff.releases_diff import Side, report_on
from typed_status.codegen.facts import ledger
from typed_status.codegen.facts.candidates import Candidate
from typed_status.codegen.models import ir
from typed_status.codegen.statuses import catalog

STRING = {"type": "string"}
NUMBER = {"type": "integer"}


def structure(*required, **members):
    shapes = {name: {"shape": shape} for name, shape in members.items()}
    return {"type": "structure", "members": shapes, "required": list(required)}


def tiny(output=None, given=None, errors=(), **shapes):
    shapes = {"Number": NUMBER} | shapes
    shapes["GetThingInput"] = given or structure()
    shapes["GetThingOutput"] = output or structure()
    operation = {
        "input": {"shape": "GetThingInput"},
        "output": {"shape": "GetThingOutput"},
        "errors": [{"shape": each} for each in errors],
    }
    return Fragment(shapes, operation=operation).lowered()


def changes(old, new):
    found = compare([old], [new], {"tiny": {"GetThing"}}, {"tiny": {"GetThing"}})
    return {(each.kind, each.where): each.impact for each in found}


ENUM = {"type": "string", "enum": ["A", "B"]}
FAULT = {"type": "structure", "members": {}, "error": {"code": "Fault", "httpStatusCode": 400}}

# old, new (each the members of one structure), what is found where it is received, and where it is sent
MEMBERS = [
    (structure(), structure(A="String"), "member-added", "additive", "additive"),
    (structure(), structure("A", A="String"), "required-member-added", "breaking", "breaking"),
    (structure(A="String"), structure(), "member-removed", "breaking", "breaking"),
    (structure(A="String"), structure(A="Number"), "member-retyped", "breaking", "breaking"),
    (structure(A="String"), structure(A="Enum"), "text-became-enum", "additive", "breaking"),
    (structure(A="Enum"), structure(A="String"), "enum-became-text", "breaking", "additive"),
    (structure(A="String"), structure("A", A="String"), "member-required", "breaking", "breaking"),
    (structure("A", A="String"), structure(A="String"), "member-optional", "breaking", "additive"),
    (structure(A="String"), structure(A="Short"), "limits-tightened", "documentation", "breaking"),
    (structure(A="Short"), structure(A="String"), "limits-loosened", "documentation", "additive"),
    (structure(A="Short"), structure(A="Shorter"), "limits-tightened", "documentation", "breaking"),
    (structure(A="Shorts"), structure(A="Strings"), "limits-loosened", "documentation", "additive"),
    (structure(A="String"), structure(A="Secret"), "sensitive-on", "additive", "additive"),
    (structure(A="Secret"), structure(A="String"), "sensitive-off", "additive", "additive"),
    (
        structure(OldName="String"),
        structure(OldNames="String"),
        "member-renamed",
        *["breaking"] * 2,
    ),
]
SHAPES = {
    "Enum": ENUM,
    "Short": STRING | {"min": 1, "max": 9},
    "Shorter": STRING | {"min": 1, "max": 8},
    "Shorts": {"type": "list", "member": {"shape": "Short"}},
    "Strings": {"type": "list", "member": {"shape": "String"}},
    "Secret": STRING | {"sensitive": True},
}


@pytest.mark.parametrize(("old", "new", "kind", "received", "sent"), MEMBERS)
def test_a_member(old, new, kind, received, sent):
    member = next(iter(old["members"] or new["members"]))
    found = changes(tiny(old, **SHAPES), tiny(new, **SHAPES))
    assert found[kind, f"GetThingResponse.{member}"] == received
    found = changes(tiny(given=old, **SHAPES), tiny(given=new, **SHAPES))
    assert found[kind, f"GetThingRequest.{member}"] == sent
    both = changes(
        tiny(structure(In="Part"), structure(In="Part"), Part=old, **SHAPES),
        tiny(structure(In="Part"), structure(In="Part"), Part=new, **SHAPES),
    )
    assert both[kind, f"Part.{member}"] == min(received, sent, key=IMPACTS.index)


def test_what_lists_hold_is_looked_at():
    lists = {
        name: {"type": "list", "member": {"shape": name[:-1]}}
        for name in ("Strings", "Enums", "Numbers")
    }
    shapes = {"Enum": ENUM, **lists}
    texts, enums, numbers = (tiny(structure(A=name), **shapes) for name in lists)
    assert changes(texts, enums)["text-became-enum", "GetThingResponse.A"] == "additive"
    assert changes(texts, numbers)["member-retyped", "GetThingResponse.A"] == "breaking"
    one = tiny(structure(A="Enum"), **shapes)
    assert changes(texts, one)["member-retyped", "GetThingResponse.A"] == "breaking"


def test_a_renamed_class_is_one_change_and_not_one_for_each_who_holds_it():
    part = structure(Name="String", Size="Number")
    old = tiny(structure(A="Part", B="Part"), Part=part)
    new = tiny(structure(A="Piece", B="Piece"), Piece=part)
    assert changes(old, new) == {("class-renamed", "Part"): "breaking"}


def test_what_may_have_been_renamed_to_two_is_gone():
    part = structure(Name="String")
    old = tiny(structure(A="Part"), Part=part)
    new = tiny(structure(A="Piece", B="Slice"), Piece=part, Slice=part)
    found = changes(old, new)
    assert found["class-removed", "Part"] == "breaking"
    assert found["class-added", "Piece"] == found["class-added", "Slice"] == "additive"
    old = tiny(structure(Value="String"))
    new = tiny(structure(Values="String", ValueA="String"))
    assert changes(old, new)["member-removed", "GetThingResponse.Value"] == "breaking"


def test_members_of_unlike_names_are_not_taken_for_each_other():
    found = changes(tiny(structure(Arn="String")), tiny(structure(Owner="String")))
    assert set(found) == {
        ("member-removed", "GetThingResponse.Arn"),
        ("member-added", "GetThingResponse.Owner"),
    }


def test_values():
    old = tiny(structure(A="Enum"), Enum=STRING | {"enum": ["A", "B"]})
    new = tiny(structure(A="Enum"), Enum=STRING | {"enum": ["A", "C"]})
    assert changes(old, new) == {
        ("value-removed", "Enum.B"): "breaking",
        ("value-added", "Enum.C"): "additive",
    }


def test_errors():
    other = {"type": "structure", "members": {}, "error": {"code": "Other"}}
    shapes = {"Fault": FAULT, "Other": other}
    old, new = tiny(errors=["Fault"], **shapes), tiny(errors=["Other"], **shapes)
    assert changes(old, new) == {
        ("error-added", "GetThing"): "additive",
        ("error-removed", "GetThing"): "breaking",
        ("class-added", "Other"): "additive",
        ("class-removed", "Fault"): "breaking",
    }


def with_status(service, phase):
    enum = dataclasses.replace(service.enums[0], phases=(ir.Judged(phase, "rule"),) * 2)
    return dataclasses.replace(service, enums=(enum,))


def test_phases():
    plain = tiny(structure(A="Enum"), Enum=ENUM)
    good, bad = with_status(plain, "SUCCEEDED"), with_status(plain, "FAILED")
    assert changes(good, bad)["phase-changed", "Enum.A"] == "breaking"
    (enum,) = good.enums
    judged = tuple(dataclasses.replace(each, gone=True) for each in enum.phases)
    gone = dataclasses.replace(good, enums=(dataclasses.replace(enum, phases=judged),))
    assert changes(good, gone)["phase-changed", "Enum.A"] == "breaking"
    assert changes(plain, good) == {("status-began", "Enum"): "additive"}
    assert changes(good, plain) == {("status-ended", "Enum"): "breaking"}
    more = with_status(tiny(structure(A="Enum"), Enum=STRING | {"enum": ["A", "C"]}), "IN_PROGRESS")
    (added,) = [
        each for each in compare([good], [more], {}, {}) if each.kind == "status-value-added"
    ]
    assert (added.where, added.what) == ("Enum.C", "new: IN_PROGRESS, by the rule")


def test_whole_services_and_operations():
    service = tiny()
    (arrived, operation) = compare([], [service], {}, {})
    assert (arrived.kind, arrived.what) == ("service-added", "new in botocore")
    assert (operation.kind, operation.where) == ("operation-added", "GetThing")
    (left, operation) = compare([service], [], {"tiny": {"GetThing"}}, {})
    assert (left.kind, left.what, left.impact) == (
        "service-removed",
        "gone from botocore",
        "breaking",
    )
    assert (operation.kind, operation.what) == ("operation-removed", "gone from botocore")
    without = dataclasses.replace(service, operations=())
    (dropped,) = compare([service], [without], {}, {"tiny": {"GetThing", "GetOther"}})
    assert dropped.what == "it no longer qualifies"
    (qualified,) = compare([without], [service], {"tiny": {"GetThing"}}, {})
    assert qualified.what.startswith("it now qualifies")


def test_the_same_is_no_change():
    (service,) = build.shipped(["connect"]).services
    assert changes(service, service) == {}


def test_the_impacts_are_graded():
    for kind, row in KINDS.items():
        assert {row.sent, row.received} <= set(IMPACTS), kind
        both = impact_of(kind, sent=True, received=True)
        assert IMPACTS.index(both) == min(map(IMPACTS.index, (row.sent, row.received)))


def test_the_table_is_the_documented_one():
    text = (Path(__file__).parents[2] / "docs" / "upgrades.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{kind}` | {row.what} | {row.sent} | {row.received} |" for kind, row in KINDS.items()
    ]


# Each attribute of the IR: another value for it, or why it is nothing that users see.
UNSEEN = "not seen by users"
FACT = "comes from a fact, and facts are compared"
OTHER = ir.Type("json_text")
MUTATIONS = {
    ir.Field: {
        "wire": "Other",
        "name": "other",
        "type": ir.Type("bytes"),
        "shape": UNSEEN,
        "required": lambda value: not value,
        "sensitive": lambda value: not value,
        "limits": ir.Limits(3, 4),
        "body": "other",
        "also": "other",
        "unit": "seconds",
        "rules": FACT,
        "doc": UNSEEN + " unless a fact rests on it",
        "pattern": UNSEEN + " unless a fact rests on it",
        "empty": FACT,
        "demanded": FACT,
        "documented": FACT,
        "token": lambda value: not value,
    },
    ir.Type: {
        "kind": "bytes",
        "name": "Other",
        "args": (OTHER,),
        "rule": FACT,
        "checks": FACT,
    },
    ir.Limits: {
        "low": 1.5,
        "high": 98765,
        "of_size": lambda value: not value,
        "keys": ir.Limits(3),
        "items": ir.Limits(3),
    },
    ir.Rule: {
        "id": "other.rule",
        "member": "Other",
        "kind": "other",
        "severity": "warning",
        "why": "other",
        "check": "Other",
        "args": (7,),
    },
    ir.Judged: {
        "phase": "UNKNOWN",
        "basis": UNSEEN + " but with the phase",
        "gone": lambda value: not value,
        "party": "YOU",
        "polled": UNSEEN + " but with the party",
    },
    ir.Struct: {
        "wire": UNSEEN,
        "name": "Other",
        "fields": (),
        "union": lambda value: not value,
        "sensitive": lambda value: not value,
        "sent": UNSEEN,
        "rules": FACT,
        "facts": (),
    },
    ir.Enum: {
        "name": "Other",
        "values": (("X", "X"),),
        "phases": lambda value: tuple(ir.Judged("UNKNOWN", "none") for _ in value),
        "rule": FACT,
        "sensitive": lambda value: not value,
        "status": UNSEEN + " but with the phases",
        "spellings": ("other",),
    },
    ir.Error: {
        "wire": UNSEEN,
        "name": "Other",
        "code": "Other",
        "status": 599,
        "fields": (ir.Field("A", "a", OTHER, "A"),),
    },
    ir.Operation: {
        "wire": "Other",
        "method": "other",
        "function": "other",
        "client": "Other",
        "request": ir.Struct("", "R", (ir.Field("Z", "z", OTHER, "Z"),)),
        "response": ir.Struct("", "R", (ir.Field("Z", "z", OTHER, "Z"),)),
        "errors": ("Other",),
        "url": "other",
        "status": ("other",),
        "status_type": OTHER,
        "other_statuses": (("other",),),
        "reasons": (("other",),),
        "further": (ir.Further(("other",)),),
        "unreturned": ("other",),
        "progress": ((("percent", ("other",)),),),
        "item_type": OTHER,
        "kind": "other",
        "last_step": ("other", "OTHER"),
        "start": ir.Start("Other", (), "reviewed"),
        "doc": UNSEEN + ": rules look in it",
    },
    ir.Start: {
        "status": "Other",
        "bindings": (("other", ("input", "other")),),
        "basis": UNSEEN + " but with what is found",
        "tracks": lambda value: "resource" if value == "operation" else "operation",
        "select": ((("other",), ("input", "other")),),
        "optional": ("other",),
        "echoed": ((("other",), ("input", "other")),),
        "wanted": ("OTHER",),
        "gone": lambda value: not value,
        "initial": ("OTHER",),
        "contrary": ("OTHER",),
        "pending": ("OTHER",),
        "watch": ("other",),
        "reports": ("other",),
        "refused": ("other",),
        "source": UNSEEN + " but with what is found",
    },
    ir.Further: {
        "path": ("other",),
        "reasons": (("other",),),
        "when": ("OTHER",),
        "only": ("other", "OTHER"),
        "phases": (("FAILED", ("OTHER",)),),
    },
    ir.Service: {
        "name": "the key by which services are compared",
        "module": "other",
        "title": "other",
        "api_version": "other",
        "botocore_version": "it is what was upgraded",
        "enums": (),
        "structs": (),
        "errors": (),
        "operations": (),
    },
}


def places(service):
    """One of each thing of the service: what it is, and a service with another in its place."""

    def holding(kind, index):
        items = getattr(service, kind)

        def put(other):
            new = (*items[:index], other, *items[index + 1 :])
            return dataclasses.replace(service, **{kind: new})

        return put

    yield service, lambda other: other
    operation, put_operation = service.operations[0], holding("operations", 0)
    yield operation, put_operation
    for further in operation.further:
        yield (
            further,
            lambda other: put_operation(dataclasses.replace(operation, further=(other,))),
        )
    start = next(each.start for each in service.operations if each.start is not None)
    yield start, lambda other: put_operation(dataclasses.replace(operation, start=other))
    for kind in ("structs", "enums", "errors"):
        yield getattr(service, kind)[0], holding(kind, 0)
    for index, struct in enumerate(service.structs):
        put = holding("structs", index)
        for place, field in enumerate(struct.fields):

            def put_field(other, put=put, struct=struct, place=place):
                fields = (*struct.fields[:place], other, *struct.fields[place + 1 :])
                return put(dataclasses.replace(struct, fields=fields))

            yield field, put_field
            yield (
                field.type,
                (
                    lambda other, put=put_field, field=field: put(
                        dataclasses.replace(field, type=other)
                    )
                ),
            )
            if field.limits is not None:
                yield (
                    field.limits,
                    (
                        lambda other, put=put_field, field=field: put(
                            dataclasses.replace(field, limits=other)
                        )
                    ),
                )
        for place, rule in enumerate(struct.facts):
            facts = struct.facts[:place], struct.facts[place + 1 :]
            yield (
                rule,
                (
                    lambda other, put=put, struct=struct, facts=facts: put(
                        dataclasses.replace(struct, facts=(*facts[0], other, *facts[1]))
                    )
                ),
            )
    for index, enum in enumerate(service.enums):
        put = holding("enums", index)
        for place, judged in enumerate(enum.phases):
            phases = enum.phases[:place], enum.phases[place + 1 :]
            yield (
                judged,
                (
                    lambda other, put=put, enum=enum, phases=phases: put(
                        dataclasses.replace(enum, phases=(*phases[0], other, *phases[1]))
                    )
                ),
            )


def test_every_class_of_the_ir_is_in_the_table():
    classes = {each for each in vars(ir).values() if dataclasses.is_dataclass(each)}
    assert MUTATIONS.keys() == classes


def test_a_lead_that_moved_is_a_question():
    moves = {"type": "string", "enum": ["CREATING", "ACTIVE"]}
    shapes = {"Moves": moves, "Part": structure(Status="Moves")}

    def side(output):
        service = tiny(output, **shapes)
        picks = catalog.find(service, {}, catalog.Exceptions())
        led = catalog.with_statuses(service, picks)
        return Side("1", build.Shipped((led,), (), ("an old question",)), {"tiny": {"GetThing"}})

    near = structure(Status="Moves", Part="Part")
    found = report_on(side(near), side(structure(Part="Part")))
    assert "status-moved" in {each.kind for each in found.changes}
    assert found.questions == (
        "tiny GetThing: another status leads, single, status status (Moves) -> single, status part.status "
        "(Moves): is it that of the thing itself? If not, add a [[lead]] to catalog.toml",
    )
    assert report_on(side(near), side(near)).questions == ()


def test_what_is_started_is_a_question_where_it_differs():
    start = ir.Start("GetThing", (("id", ("output", "id")),), "same_noun", wanted=("ACTIVE",))

    def side(**starts):
        return Side(
            "1", build.Shipped((tiny(),), (), (), (), {"tiny": starts}), {"tiny": {"GetThing"}}
        )

    def questions(old, new):
        return report_on(old, new).questions

    one, none = side(MakeThing=start), side()
    assert questions(none, one) == (
        "tiny MakeThing: is it right that it starts something: status GetThing, bindings id=output.id, tracks resource, "
        "wanted ACTIVE (found by same_noun)? If not, decide it in starts.toml",
    )
    assert questions(one, none) == (
        "tiny MakeThing: is it right that it no longer starts what GetThing reports on? If not, decide it in starts.toml",
    )
    other = side(MakeThing=dataclasses.replace(start, wanted=("READY",), gone=True))
    assert questions(one, other) == (
        "tiny MakeThing: is it right that what it starts is another: wanted ACTIVE -> READY, gone? "
        "If not, decide it in starts.toml",
    )
    found = side(MakeThing=dataclasses.replace(start, basis="reviewed", source="somewhere"))
    assert questions(one, found) == ()


def test_an_adopted_list_that_aws_documents_in_other_words_is_a_question():
    def side(sentence, kind="values"):
        candidate = Candidate("tiny", "Thing.Mode", kind, sentence)
        ledgers = (ledger.Ledger("tiny", ((candidate, "tiny.mode"),), (), ()),)
        return Side("1", build.Shipped((tiny(),), ledgers, ()), {"tiny": {"GetThing"}})

    def questions(old, new):
        return report_on(old, new).questions

    two = side("Valid values: FAST | SLOW")
    assert questions(two, side("Valid values: FAST | STEADY")) == (
        "tiny Thing.Mode: does AWS still document the values of tiny.mode, and no others? "
        "The documentation of the list has the new words 'STEADY' and no longer 'SLOW'",
    )
    assert len(questions(two, side("Valid values: FAST | SLOW | NONE"))) == 1
    assert questions(two, side("Valid values: SLOW | FAST")) == ()
    assert questions(two, side("Other words", "status")) == ()
    new = Side("1", build.Shipped((tiny(),), (), ()), {"tiny": {"GetThing"}})
    assert questions(new, two) == ()


def test_a_fact_that_binds_otherwise():
    """Its arguments are made from the limits, which differ from release to release."""
    (service,) = build.shipped(["connect"]).services
    (index,) = [i for i, each in enumerate(service.structs) if each.wire == "Distribution"]
    struct = service.structs[index]
    rule = next(each for each in struct.facts if each.check)
    other = dataclasses.replace(rule, args=(7,))
    facts = tuple(other if each is rule else each for each in struct.facts)
    structs = list(service.structs)
    structs[index] = dataclasses.replace(struct, facts=facts)
    changed = dataclasses.replace(service, structs=tuple(structs))
    assert changes(service, changed) == {
        ("rules-changed", f"Distribution.{rule.member}"): "breaking"
    }


def test_every_attribute_that_users_see_is_compared():
    (service,) = build.shipped(["cloudcontrol"]).services
    further = (ir.Further(("progress_event", "operation_status")),)
    start = next(each.start for each in service.operations if each.start is not None)
    operations = (dataclasses.replace(service.operations[0], further=further, start=start),)
    service = dataclasses.replace(service, operations=operations + service.operations[1:])
    seen = {type(thing) for thing, _ in places(service)} | {ir.Service}
    assert seen == MUTATIONS.keys()
    for thing, put in places(service):
        table = MUTATIONS[type(thing)]
        assert table.keys() == {each.name for each in dataclasses.fields(thing)}
        for name, other in table.items():
            value = getattr(thing, name)
            if isinstance(other, str) and " " in other:
                continue  # the reason why not
            mutated = other(value) if callable(other) else other
            if mutated == value or (name == "facts" and not value):
                continue
            if isinstance(thing, ir.Type) and name != (
                "args" if thing.args else "name" if thing.name else "kind"
            ):
                continue  # one of the three identifies a type
            changed = put(dataclasses.replace(thing, **{name: mutated}))
            assert changes(service, changed), f"{type(thing).__name__}.{name} of {thing}"
            assert changes(changed, service), f"{type(thing).__name__}.{name} of {thing}"


def test_documentation_counts_where_a_fact_rests_on_it():
    (service,) = build.shipped(["connect"]).services
    (index,) = [i for i, each in enumerate(service.structs) if each.wire == "Distribution"]
    struct = service.structs[index]
    fields = tuple(dataclasses.replace(each, doc=each.doc + " More.") for each in struct.fields)
    structs = list(service.structs)
    structs[index] = dataclasses.replace(struct, fields=fields)
    changed = dataclasses.replace(service, structs=tuple(structs))
    assert changes(service, changed) == {
        ("documentation-changed", "Distribution.Percentage"): "documentation"
    }
