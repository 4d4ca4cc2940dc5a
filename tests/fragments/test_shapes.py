"""One tiny service model for each oddity: generated, imported, used."""

import ast
import dataclasses
import io
from datetime import UTC, datetime

import pytest
from tiny_service import Fragment

from typed_status import ResponseValidationError, SchemaDriftWarning
from typed_status.codegen import package
from typed_status.codegen.emit import reuse
from typed_status.codegen.emit.render import render
from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower


def output(members, **more):
    return {"GetThingOutput": {"type": "structure", "members": members, **more}}


def ref(shape, **more):
    return {"shape": shape, **more}


def test_scalars(fragment):
    kinds = {
        "S": "string",
        "C": "character",
        "I": "integer",
        "L": "long",
        "F": "float",
        "D": "double",
        "B": "boolean",
        "T": "timestamp",
        "Z": "blob",
    }
    module = fragment(
        {kind: {"type": kind} for kind in kinds.values()}
        | output({wire: ref(kind) for wire, kind in kinds.items()})
    )
    parsed = {
        "S": "a",
        "C": "b",
        "I": 1,
        "L": 2**60,
        "F": 0.5,
        "D": 1.5,
        "B": True,
        "T": datetime(2026, 1, 1, tzinfo=UTC),
        "Z": b"\xff\x00",
    }
    response = module.GetThingResponse.model_validate(parsed)
    assert response.to_boto3() == parsed
    assert (response.z, response.l) == (b"\xff\x00", 2**60)
    assert module.GetThingResponse.model_validate_json(b'{"Z": "/wA="}').z == b"\xff\x00"
    assert module.GetThingResponse.model_validate_json(response.model_dump_json()) == response


def test_members_that_are_keywords_or_would_hide_something(fragment):
    wires = [
        "From",
        "class",
        "None",
        "copy",
        "json",
        "model_fields",
        "list",
        "str",
        "Schema",
        "id",
        "T",
        "RT",
    ]
    module = fragment(output({wire: ref("String") for wire in wires}))
    parsed = {wire: f"value of {wire}" for wire in wires}
    response = module.GetThingResponse.model_validate(parsed)
    assert response.to_boto3() == parsed
    assert response.from_ == "value of From"
    assert response.class_ == "value of class"
    assert response.copy_ == "value of copy"
    assert response.list_ == "value of list"
    assert response.id == "value of id"
    assert response.t_ == "value of T"


def test_members_that_differ_in_case_only(fragment):
    module = fragment(output({"Type": ref("String"), "type": ref("String"), "TYPE": ref("String")}))
    parsed = {"Type": "a", "type": "b", "TYPE": "c"}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed
    for wire, value in parsed.items():
        assert module.GetThingResponse.model_validate({wire: value}).to_boto3() == {wire: value}


def test_enum_values_that_are_no_identifiers(fragment):
    values = ["", "a-b", "a_b", "A b", "1.0", "None", "*", "+", "mro", "é", "is_known"]
    module = fragment({"Odd": {"type": "string", "enum": values}} | output({"Odd": ref("Odd")}))
    assert [each.value for each in module.Odd] == values
    for value in values:
        member = module.GetThingResponse.model_validate({"Odd": value}).odd
        assert member == value
        assert member.is_known


def test_recursive_and_mutually_recursive_shapes(fragment):
    module = fragment(
        {
            "Tree": {
                "type": "structure",
                "members": {"Left": ref("Tree"), "Leaves": ref("Leaves")},
            },
            "Leaves": {"type": "list", "member": ref("Leaf")},
            "Leaf": {"type": "structure", "members": {"Tree": ref("Tree"), "Name": ref("String")}},
        }
        | output({"Tree": ref("Tree")})
    )
    parsed = {"Tree": {"Left": {"Leaves": [{"Name": "a"}, {"Tree": {"Leaves": []}}]}}}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed
    with pytest.raises(ResponseValidationError) as caught:
        module.GetThingResponse.model_validate({"Tree": {"Left": {"Leaves": [{"Name": []}]}}})
    assert caught.value.problems[0].path == "Tree.Left.Leaves[0].Name"


def test_lists_and_maps_of_lists_and_maps(fragment):
    module = fragment(
        {
            "Colour": {"type": "string", "enum": ["red", "green"]},
            "Times": {"type": "list", "member": ref("Time")},
            "Time": {"type": "timestamp"},
            "ByColour": {"type": "map", "key": ref("Colour"), "value": ref("Times")},
            "Maps": {"type": "list", "member": ref("ByColour")},
        }
        | output({"Maps": ref("Maps")})
    )
    at = datetime(2026, 1, 1, tzinfo=UTC)
    parsed = {"Maps": [{"red": [at], "green": []}]}
    response = module.GetThingResponse.model_validate(parsed)
    assert response.maps[0][module.Colour.RED] == [at]
    assert response.to_boto3() == parsed


def test_documents_keep_what_they_hold(fragment):
    module = fragment(
        {"Any": {"type": "structure", "members": {}, "document": True}}
        | output({"Any": ref("Any")})
    )
    parsed = {"Any": {"a": [1, None, {"b": 2.5}], "c": None}}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed


def test_shapes_named_like_what_the_module_uses(fragment):
    names = ["t", "rt", "None", "list", "Client", "GetThingResponse", "type", "Any"]
    module = fragment(
        {name: {"type": "structure", "members": {"Of": ref("String")}} for name in names}
        | output({f"M{index}": ref(name) for index, name in enumerate(names)})
    )
    parsed = {f"M{index}": {"Of": name} for index, name in enumerate(names)}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed


def test_streams_are_passed_on(fragment):
    module = fragment(
        {
            "Body": {"type": "blob", "streaming": True},
            "Events": {"type": "structure", "eventstream": True, "members": {"E": ref("Event")}},
            "Event": {"type": "structure", "event": True, "members": {}},
        }
        | output(
            {"Body": ref("Body"), "Events": ref("Events"), "Name": ref("String")},
            required=["Events"],
        )
    )
    body, events = io.BytesIO(b"x"), iter([1])
    response = module.GetThingResponse.model_validate({"Body": body, "Events": events, "Name": "a"})
    assert response.body is body
    assert response.to_boto3() == {"Body": body, "Events": events, "Name": "a"}
    assert not hasattr(module, "Event")


def test_members_with_another_name_in_the_body(fragment):
    module = fragment(
        output(
            {
                "CodeName": ref("String", locationName="codeName"),
                "Id": ref("String", locationName="ID"),
            }
        )
    )
    parsed = {"CodeName": "a", "Id": "b"}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed
    off_the_wire = module.GetThingResponse.model_validate_json(b'{"codeName": "a", "ID": "b"}')
    assert off_the_wire.to_boto3() == parsed
    with pytest.raises(ResponseValidationError, match="CodeName: expected a valid string"):
        module.GetThingResponse.model_validate_json(b'{"codeName": {}}')


def test_headers_have_no_other_name_in_the_body(fragment_text):
    text = fragment_text(output({"Tag": ref("String", location="header", locationName="x-tag")}))
    assert "x-tag" not in text


def test_a_union_has_exactly_one_member(fragment):
    module = fragment(
        {
            "Either": {
                "type": "structure",
                "union": True,
                "members": {"A": ref("String"), "B": ref("String")},
            }
        }
        | output({"Either": ref("Either")})
    )
    validate = module.GetThingResponse.model_validate
    assert validate({"Either": {"A": "a"}}).either.a == "a"
    with pytest.warns(SchemaDriftWarning, match=r"Either\.C"):
        assert validate({"Either": {"C": "c"}}).either.model_extra == {"C": "c"}
    unknown = {"Either": {"SDK_UNKNOWN_MEMBER": {"name": "C"}}}
    with pytest.warns(SchemaDriftWarning):
        assert validate(unknown).to_boto3() == unknown
    assert validate({"Either": {"A": "a", "__type": "Either", "B": None}}).either.b is None
    for wrong in ({}, {"A": "a", "B": "b"}, {"A": None}):
        with pytest.raises(ResponseValidationError, match="Either: expected exactly one member"):
            validate({"Either": wrong})


def test_a_sensitive_structure(fragment):
    module = fragment(
        {"Vault": {"type": "structure", "sensitive": True, "members": {"Key": ref("String")}}}
        | output({"Vault": ref("Vault")})
    )
    response = module.GetThingResponse.model_validate({"Vault": {"Key": "hunter2"}})
    assert response.vault.key == "hunter2"
    assert "hunter2" not in repr(response) + repr(response.vault)
    for model, parsed in (
        (module.GetThingResponse, {"Vault": {"Key": ["hunter2"]}}),
        (module.Vault, {"Key": ["hunter2"]}),
    ):
        with pytest.raises(ResponseValidationError) as caught:
            model.model_validate(parsed)
        assert "hunter2" not in str(caught.value)
        assert caught.value.response is None


@pytest.mark.regression
def test_what_is_inside_of_a_sensitive_structure(fragment):
    """Also where it is used elsewhere: a class does not know how it was reached."""
    module = fragment(
        {
            "Lock": {"type": "structure", "members": {"Code": ref("String"), "Inner": ref("Lock")}},
            "Locks": {"type": "list", "member": ref("Lock")},
            "Vault": {"type": "structure", "sensitive": True, "members": {"Locks": ref("Locks")}},
        }
        | output({"Vault": ref("Vault"), "Lock": ref("Lock"), "Name": ref("String")})
    )
    lock = {"Code": "hunter2", "Inner": {"Code": "hunter2"}}
    response = module.GetThingResponse.model_validate(
        {"Vault": {"Locks": [lock]}, "Lock": lock, "Name": "n"}
    )
    assert "vault=<sensitive>, lock=Lock(code=<sensitive>, inner=<sensitive>), name='n'" in repr(
        response
    )
    assert "hunter2" not in repr(response.vault.locks) + repr(response.lock.inner)
    with pytest.raises(ResponseValidationError) as caught:
        module.Lock.model_validate({"Code": ["hunter2"], "Inner": {"Code": ["hunter2"]}})
    assert "hunter2" not in str(caught.value)
    assert caught.value.response is None


def test_an_unknown_value_of_a_sensitive_enum_is_not_told(fragment):
    module = fragment(
        {"Pin": {"type": "string", "enum": ["0000"], "sensitive": True}}
        | output({"Pin": ref("Pin")})
    )
    with pytest.warns(SchemaDriftWarning) as caught:
        assert module.GetThingResponse.model_validate({"Pin": "4711"}).pin == "4711"
    assert "4711" not in str(caught[0].message)


def test_members_outside_of_the_body(fragment):
    members = {
        "Tag": ref("String", location="header", locationName="x-tag"),
        "Meta": ref("Meta", location="headers", locationName="x-meta-"),
        "Code": ref("Number", location="statusCode"),
        "Body": ref("Inner"),
    }
    module = fragment(
        {
            "Meta": {"type": "map", "key": ref("String"), "value": ref("String")},
            "Number": {"type": "integer"},
            "Inner": {"type": "structure", "members": {"A": ref("String")}},
        }
        | output(members, payload="Body"),
        metadata={"protocol": "rest-json"},
    )
    parsed = {"Tag": "t", "Meta": {"a": "b"}, "Code": 201, "Body": {"A": "a"}}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed


def test_numbers_that_are_none(fragment):
    module = fragment(
        {"F": {"type": "float"}} | output({"A": ref("F"), "B": ref("F"), "C": ref("F")})
    )
    parsed = {"A": float("inf"), "B": float("-inf"), "C": float("nan")}
    back = module.GetThingResponse.model_validate(parsed).to_boto3()
    assert (back["A"], back["B"], str(back["C"])) == (float("inf"), float("-inf"), "nan")
    off_the_wire = b'{"A": "Infinity", "B": "-Infinity", "C": "NaN"}'
    response = module.GetThingResponse.model_validate_json(off_the_wire)
    assert (response.a, response.b, str(response.c)) == (float("inf"), float("-inf"), "nan")


@pytest.mark.parametrize("format", ["iso8601", "rfc822", "unixTimestamp", None])
def test_timestamps_in_every_format(fragment, format):
    shape = {"type": "timestamp"} | ({"timestampFormat": format} if format else {})
    module = fragment({"Time": shape} | output({"At": ref("Time")}))
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    for text in (b'"2026-01-02T03:04:05Z"', b'"Fri, 02 Jan 2026 03:04:05 GMT"', b"1767323045"):
        response = module.GetThingResponse.model_validate_json(b'{"At": %s}' % text)
        assert response.to_boto3() == {"At": at}


def test_soft_keywords_and_empty_and_deprecated(fragment):
    wires = ["match", "case", "type", "object", "bytes"]
    module = fragment(
        {
            "Empty": {"type": "structure", "members": {}},
            "XmlList": {"type": "list", "member": ref("String"), "flattened": True},
            "XmlMap": {
                "type": "map",
                "key": ref("String", locationName="k"),
                "value": ref("String", locationName="v"),
                "flattened": True,
            },
        }
        | output(
            {wire: ref("String", deprecated=True) for wire in wires}
            | {"Empty": ref("Empty"), "List": ref("XmlList"), "Map": ref("XmlMap")}
        ),
        operation={"deprecated": True},
        metadata={"protocol": "query"},
    )
    parsed = {wire: wire for wire in wires} | {"Empty": {}, "List": ["a"], "Map": {"a": "b"}}
    response = module.GetThingResponse.model_validate(parsed)
    assert response.to_boto3() == parsed
    assert (response.match, response.type, response.bytes_) == ("match", "type", "bytes")


def test_shapes_and_functions_that_get_the_same_name(fragment):
    module = fragment(
        {
            "Get-Thing": {"type": "structure", "members": {"A": ref("String")}},
            "GetThing": {"type": "structure", "members": {"B": ref("String")}},
            "GetThingRequest": {"type": "structure", "members": {"C": ref("String")}},
        }
        | output({"X": ref("Get-Thing"), "Y": ref("GetThing"), "Z": ref("GetThingRequest")})
    )
    parsed = {"X": {"A": "a"}, "Y": {"B": "b"}, "Z": {"C": "c"}}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed
    assert module.GetThingRequest().to_boto3() == {}


def test_operations_that_get_the_same_function_name():
    model = {
        "metadata": {"apiVersion": "1", "serviceFullName": "Tiny", "protocol": "json"},
        "operations": {"GetThing": {}, "getThing": {}},
        "shapes": {"String": {"type": "string"}},
    }
    service = lower(Source("tiny", model, "1.0"), ["GetThing", "getThing"])
    assert [each.function for each in service.operations] == ["get_thing", "get_thing_2"]
    assert len(set(service.classes)) == len(service.classes)


@pytest.mark.parametrize("part", ["metadata", "operations", "shapes"])
def test_a_model_without_a_part(part):
    model = {"metadata": {"apiVersion": "1"}, "operations": {"Get": {}}, "shapes": {"S": {}}}
    del model[part]
    with pytest.raises(
        GenerationError, match=rf"^tiny/service-2\.json: {part}: it is missing or empty"
    ):
        lower(Source("tiny", model, "1.0"), [])


def test_a_model_of_an_unknown_protocol(fragment_text):
    with pytest.raises(GenerationError, match=r"none of its protocols is known: .*telepathy"):
        fragment_text({}, metadata={"protocol": "telepathy"})


def test_json_in_a_header_arrives_parsed(fragment):
    module = fragment(
        {"Json": {"type": "string", "jsonvalue": True}}
        | output({"Attributes": ref("Json", location="header", locationName="x-attributes")})
    )
    parsed = {"Attributes": {"a": [1]}}
    assert module.GetThingResponse.model_validate(parsed).to_boto3() == parsed


def test_sensitive_strings_lists_and_maps(fragment):
    module = fragment(
        {
            "Secret": {"type": "string", "sensitive": True},
            "Secrets": {"type": "list", "member": ref("Secret")},
            "Vault": {"type": "map", "key": ref("Secret"), "value": ref("String")},
        }
        | output({"One": ref("Secret"), "Many": ref("Secrets"), "Kept": ref("Vault")})
    )
    response = module.GetThingResponse.model_validate(
        {"One": "hunter2", "Many": ["hunter2"], "Kept": {"hunter2": "x"}}
    )
    assert "hunter2" not in repr(response)
    assert repr(response).count("<sensitive>") == 3
    for parsed in ({"One": ["hunter2"]}, {"Many": [["hunter2"]]}, {"Kept": {"hunter2": []}}):
        with pytest.raises(ResponseValidationError) as caught:
            module.GetThingResponse.model_validate(parsed)
        assert "hunter2" not in str(caught.value)
        assert caught.value.response is None


def test_an_operation_without_input_output_and_errors(fragment):
    module = fragment({}, operation={"input": {"shape": "GetThingInput"}})
    assert module.GetThingRequest().to_boto3() == {}
    assert module.GetThingResponse.model_validate({}).to_boto3() == {}


def test_an_error_with_a_code_of_its_own(fragment):
    module = fragment(
        {
            "Gone": {
                "type": "structure",
                "members": {"message": ref("String"), "Since": ref("String")},
                "exception": True,
                "error": {"code": "Thing.Gone", "httpStatusCode": 410},
            }
        },
        operation={"errors": [{"shape": "Gone"}]},
    )
    assert module.Gone.code == "Thing.Gone"
    assert module.GetThingRequest.__operation__.errors == (module.Gone,)
    error = module.Gone({"Error": {"Message": "no"}, "Since": "2026"}, "GetThing")
    assert (error.message, error.since) == ("no", "2026")


HOSTILE = '"""\nimport os\nos.abort()\n"""\\'


def test_texts_of_a_model_cannot_become_code(fragment_text):
    text = fragment_text(
        {"Odd": {"type": "string", "enum": [HOSTILE, "'", "\\", "{{ 1 }}"]}}
        | output({HOSTILE: ref("Odd")}),
        metadata={"serviceFullName": HOSTILE, "apiVersion": HOSTILE, "uid": HOSTILE},
    )
    imports = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert [alias.name for node in imports for alias in node.names] == [
        "annotations",
        "typing",
        "Callable",
        "typed_status.runtime",
    ]
    with pytest.raises(GenerationError, match="its HTTP status is not a number"):
        fragment_text(
            {"Gone": {"type": "structure", "members": {}, "error": {"httpStatusCode": HOSTILE}}},
            operation={"errors": [{"shape": "Gone"}]},
        )
    with pytest.raises(GenerationError, match="is not a number"):
        fragment_text({"Odd": {"type": "string", "max": HOSTILE}} | output({"A": ref("Odd")}))
    assert "os.abort()" not in [
        ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)
    ]


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        (output({"A": ref("Gone")}), "Gone: the shape is used but not defined"),
        (
            {"Loop": {"type": "list", "member": ref("Loop")}} | output({"A": ref("Loop")}),
            "Loop: the list or map contains itself",
        ),
        (
            {"Odd": {"type": "string", "enum": [1]}} | output({"A": ref("Odd")}),
            "the enum value 1 is not a string",
        ),
        ({"../Odd": {"type": "string"}}, r"'../Odd': it is not a valid name"),
        ({'A"; import os': {"type": "string"}}, "it is not a valid name"),
        ({"Odd": {"type": "quaternion"}} | output({"A": ref("Odd")}), "'quaternion' is unknown"),
    ],
)
def test_a_broken_model_stops_generation(fragment_text, shapes, reason):
    with pytest.raises(GenerationError, match=reason):
        fragment_text(shapes)


# What a field declares.


def fields_of(text, name):
    (node,) = [
        each
        for each in ast.parse(text).body
        if isinstance(each, ast.ClassDef) and each.name == name
    ]
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    return {
        each.target.id: ast.unparse(each.annotation)
        for each in fields
        if not each.target.id.startswith("__")
    }, [f"{each.arg}={ast.unparse(each.value)}" for each in node.keywords]


@pytest.mark.parametrize(
    ("members", "metadata", "keywords", "fields"),
    [
        (
            {"FirstName": ref("String"), "RoleARN": ref("String")},
            {},
            [],
            {"first_name": "str | None", "role_arn": "t.Annotated[str | None, rt.wire('RoleARN')]"},
        ),
        (
            {"firstName": ref("String"), "eTag": ref("String"), "Odd": ref("String")},
            {},
            ["alias_generator=rt.camel"],
            {
                "first_name": "str | None",
                "e_tag": "str | None",
                "odd": "t.Annotated[str | None, rt.wire('Odd')]",
            },
        ),
        (
            {
                "FirstName": ref("String", locationName="firstName"),
                "LastName": ref("String", locationName="lastName"),
                "Nick": ref("String", locationName="alias"),
                "Same": ref("String"),
            },
            {"protocol": "rest-json"},
            ["alias_generator=rt.camel_in_body"],
            {
                "first_name": "str | None",
                "last_name": "str | None",
                "nick": "t.Annotated[str | None, rt.wire('Nick', body='alias')]",
                "same": "t.Annotated[str | None, rt.wire('Same')]",
            },
        ),
        ({"A": ref("String"), "b": ref("String")}, {}, [], None),
    ],
)
def test_a_field_declares_a_wire_name_only_where_it_does_not_follow(
    fragment_text, members, metadata, keywords, fields
):
    found, options = fields_of(
        fragment_text(output(members), metadata=metadata), "GetThingResponse"
    )
    assert options == keywords
    assert fields is None or found == fields


def test_wire_names_of_each_spelling_are_read_and_sent(fragment):
    shapes = {
        "Inner": {
            "type": "structure",
            "members": {"userName": ref("String"), "userId": ref("String"), "ARN": ref("String")},
        },
        "Other": {
            "type": "structure",
            "members": {"UserName": ref("String", locationName="userName"), "X": ref("Inner")},
        },
    }
    module = fragment(
        shapes | output({"Inner": ref("Inner"), "Other": ref("Other")}),
        metadata={"protocol": "rest-json"},
    )
    parsed = {
        "Inner": {"userName": "a", "userId": "b", "ARN": "c"},
        "Other": {"UserName": "d", "X": {"userName": "e"}},
    }
    response = module.GetThingResponse.model_validate(parsed)
    assert (response.inner.user_name, response.inner.arn, response.other.user_name) == (
        "a",
        "c",
        "d",
    )
    assert response.to_boto3() == parsed
    body = b'{"Other": {"userName": "d"}}'
    assert module.GetThingResponse.model_validate_json(body).other.user_name == "d"


LIMITED = {
    "Short": {"type": "string", "max": 3},
    "Part": {"type": "structure", "members": {"Word": ref("Short")}},
    "Seen": {"type": "structure", "members": {"Word": ref("Short")}},
    "PutThingInput": {"type": "structure", "members": {"Part": ref("Part")}},
    **output({"Part": ref("Part"), "Seen": ref("Seen"), "Word": ref("Short")}),
}


def lowered_of(shapes, picked):
    source = Fragment(shapes).source
    source.model["operations"]["PutThing"] = {
        "name": "PutThing",
        "input": {"shape": "PutThingInput"},
    }
    return lower(source, picked)


def test_limits_are_declared_where_a_request_of_the_service_sends_them():
    text = render(lowered_of(LIMITED, ["GetThing"]))
    limited = {"word": "t.Annotated[str | None, rt.wire(max_length=3)]"}
    # No request that was picked holds a Part; PutThing does, in a module that may be generated beside this one.
    assert fields_of(text, "Part")[0] == limited
    assert fields_of(text, "Seen")[0] == {"word": "str | None"}
    assert fields_of(text, "GetThingResponse")[0]["word"] == "str | None"


def test_a_structure_is_declared_the_same_whatever_is_picked():
    shipped = render(lowered_of(LIMITED, ["GetThing"]))
    service = lowered_of(LIMITED, ["GetThing", "PutThing"])
    compared = reuse.compare(service, render(service), shipped)
    assert {"Part", "Seen", "GetThingResponse", "get_thing"} <= compared.same
    assert compared.changed == set()


def test_a_class_without_facts_has_no_docstring(fragment_text):
    text = fragment_text(
        {"Part": {"type": "structure", "members": {}}} | output({"Part": ref("Part")})
    )
    classes = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.ClassDef)]
    assert {each.name for each in classes} >= {"Part", "GetThingRequest", "GetThingResponse"}
    assert [ast.get_docstring(each) for each in classes] == [None] * len(classes)


def test_a_module_depends_on_its_service_and_not_on_the_version_of_botocore():
    newer = dataclasses.replace(Fragment({}).source, botocore_version="9.9.9")
    service, same = (lower(source, ["GetThing"]) for source in (newer, Fragment({}).source))
    assert service != same
    assert package.files([service]) == package.files([same])
