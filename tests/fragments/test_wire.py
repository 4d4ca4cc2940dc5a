"""What each protocol can do with a response, on tiny service models: the three ways agree, whatever is sent."""

import hypothesis
import pytest
from botocore.model import ServiceModel
from hypothesis import strategies as st
from three_ways import check, deserialize, message_of, outputs, parse_with_botocore
from tiny_service import Fragment

from typed_status import ResponseValidationError, SchemaDriftWarning
from typed_status.runtime.wire.raw_response import MalformedError

SHAPES = {
    "S": {"type": "string"},
    "I": {"type": "integer"},
    "L": {"type": "long"},
    "F": {"type": "float"},
    "D": {"type": "double"},
    "B": {"type": "boolean"},
    "Z": {"type": "blob"},
    "T": {"type": "timestamp"},
    "Iso": {"type": "timestamp", "timestampFormat": "iso8601"},
    "Epoch": {"type": "timestamp", "timestampFormat": "unixTimestamp"},
    "Http": {"type": "timestamp", "timestampFormat": "rfc822"},
    "E": {"type": "string", "enum": ["ONE", "TWO"]},
    "Strings": {"type": "list", "member": {"shape": "S"}},
    "Named": {"type": "list", "member": {"shape": "S", "locationName": "item"}},
    "Booleans": {"type": "list", "member": {"shape": "B"}},
    "Things": {"type": "list", "member": {"shape": "Thing", "locationName": "thing"}},
    "Lists": {"type": "list", "member": {"shape": "Named"}},
    "Map": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "Thing"}},
    "Texts": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}},
    "NamedMap": {
        "type": "map",
        "key": {"shape": "S", "locationName": "k"},
        "value": {"shape": "I", "locationName": "v"},
    },
    "Thing": {
        "type": "structure",
        "members": {
            "Text": {"shape": "S"},
            "Inner": {"shape": "Thing"},
            "Blob": {"shape": "Z"},
            "When": {"shape": "T"},
        },
    },
    **{
        f"{kind}{name}": {**shape, "flattened": True}
        for kind, name, shape in (
            ("Flat", "Strings", {"type": "list", "member": {"shape": "S"}}),
            (
                "Flat",
                "Things",
                {"type": "list", "member": {"shape": "Thing", "locationName": "one"}},
            ),
            ("Flat", "Map", {"type": "map", "key": {"shape": "S"}, "value": {"shape": "Thing"}}),
        )
    },
}
BODY = {
    name: {"shape": name}
    for name in (
        *("S", "I", "L", "F", "D", "B", "Z", "T", "Iso", "Epoch", "Http", "Strings", "Named"),
        *("Booleans", "Things", "Lists", "Map", "Texts", "NamedMap", "Thing"),
    )
}
FLAT = {name: {"shape": name} for name in ("FlatStrings", "FlatThings", "FlatMap")}
RENAMED = {"Renamed": {"shape": "S", "locationName": "otherName"}}
XML = {**BODY, **FLAT, **RENAMED}
LOCATED = {
    "HS": {"shape": "S", "location": "header", "locationName": "x-text"},
    "HI": {"shape": "I", "location": "header", "locationName": "x-number"},
    "HD": {"shape": "D", "location": "header", "locationName": "x-double"},
    "HB": {"shape": "B", "location": "header", "locationName": "x-truth"},
    "HT": {"shape": "T", "location": "header", "locationName": "x-time"},
    "HIso": {"shape": "Iso", "location": "header", "locationName": "x-iso"},
    "HL": {"shape": "Strings", "location": "header", "locationName": "x-list"},
    "HM": {"shape": "Texts", "location": "headers", "locationName": "x-map-"},
}
JSON_VALUE = {
    "HJ": {"shape": "S", "location": "header", "locationName": "x-json", "jsonvalue": True}
}
ATTRIBUTE = {
    "type": "structure",
    "members": {
        "Kind": {"shape": "S", "locationName": "xsi:kind", "xmlAttribute": True},
        "Plain": {"shape": "S", "locationName": "plain", "xmlAttribute": True},
        "Text": {"shape": "S"},
    },
    "xmlNamespace": {"prefix": "xsi", "uri": "http://www.w3.org/2001/XMLSchema-instance"},
}
WRAPPED = {"operation": {"output": {"shape": "GetThingOutput", "resultWrapper": "GetThingResult"}}}


def case(protocol, members, *, operation=None, shapes=None, output=None, **metadata):
    whole = {"type": "structure", "members": members, **(output or {})}
    shapes = {**SHAPES, **(shapes or {}), "GetThingOutput": whole}
    return {
        "shapes": shapes,
        "operation": {"http": {"method": "GET", "requestUri": "/"}, **(operation or {})},
        "metadata": {"protocol": protocol, "protocols": [protocol], **metadata},
    }


def payload(shape):
    return {"payload": "Body"}, {"Body": {"shape": shape, "locationName": "Root"}}


CASES = {
    "json 1.0": case("json", {**BODY, **RENAMED}, jsonVersion="1.0", targetPrefix="Tiny"),
    "json 1.1": case("json", BODY, jsonVersion="1.1", targetPrefix="Tiny"),
    "rest-json": case("rest-json", {**BODY, **RENAMED, **LOCATED, **JSON_VALUE}),
    "rest-json, a payload": case(
        "rest-json", {**payload("Thing")[1], **LOCATED}, output=payload("Thing")[0]
    ),
    "rest-json, a text": case("rest-json", payload("S")[1], output=payload("S")[0]),
    "rest-json, headers alone": case("rest-json", LOCATED),
    "query": case(
        "query", XML, operation=WRAPPED["operation"], xmlNamespace="https://tiny.amazonaws.com/"
    ),
    "query, no wrapper": case("query", XML),
    "ec2": case("ec2", XML, xmlNamespace="http://ec2.amazonaws.com/"),
    "rest-xml": case(
        "rest-xml",
        {**XML, **LOCATED, "Attributed": {"shape": "Attributed"}},
        shapes={"Attributed": ATTRIBUTE},
    ),
    "rest-xml, a payload": case(
        "rest-xml", {**payload("Thing")[1], **LOCATED}, output=payload("Thing")[0]
    ),
    "rest-xml, a text": case("rest-xml", payload("S")[1], output=payload("S")[0]),
    "rest-xml, headers alone": case("rest-xml", LOCATED),
    "smithy-rpc-v2-cbor": case("smithy-rpc-v2-cbor", BODY, targetPrefix="Tiny"),
}


class Made:
    """A case: botocore's model of the operation, the generated response class, a strategy for outputs."""

    def __init__(self, name):
        fragment = Fragment(**CASES[name])
        words = name.translate({ord(char): "_" for char in " ,.-"})
        self.response = fragment.module(f"wire_{words}").GetThingResponse
        self.service = ServiceModel(fragment.source.model, "tiny")
        self.model = self.service.operation_model("GetThing")
        self.outputs = outputs(self.model.output_shape)

    def valid(self, data):
        return message_of(self.model, data.draw(self.outputs, "output"))

    def read(self, message):
        return deserialize(self.model, self.response, message)[0]


@pytest.fixture(params=CASES, scope="module")
def made(request):
    return Made(request.param)


MODERATE = hypothesis.settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[*hypothesis.HealthCheck],
)


@MODERATE
@hypothesis.given(data=st.data())
def test_the_three_ways_agree(made, data):
    check(made.model, made.response, made.valid(data))


@MODERATE
@hypothesis.given(data=st.data())
@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_a_damaged_body_is_refused_or_read(made, data):
    message = made.valid(data)
    body = bytearray(message["body"])
    for _ in range(data.draw(st.integers(1, 3))):
        if body:
            at = data.draw(st.integers(0, len(body) - 1))
            match data.draw(st.sampled_from(["cut", "change", "double", "insert"])):
                case "cut":
                    del body[at:]
                case "change":
                    body[at] = data.draw(st.integers(0, 255))
                case "double":
                    body[at:at] = body[at : at + 20]
                case "insert":
                    body[at:at] = data.draw(st.binary(max_size=5))
    check_odd(made, message | {"body": bytes(body)})


@MODERATE
@hypothesis.given(
    body=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode())
)
@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_noise_is_refused_or_read(made, body):
    message = message_of(made.model, {})
    check_odd(made, message | {"body": body})


def check_odd(made, message):
    """What is read off the wire is what botocore reads, where both can."""
    try:
        read = made.read(message)
    except (MalformedError, ResponseValidationError):
        return
    try:
        theirs = parse_with_botocore(made.model, message)
        parsed = made.response.model_validate(theirs)
    except Exception:  # botocore has no one error for what it cannot parse
        return
    known = set(made.response.model_fields) - {"response_metadata"}
    for name in known:
        ours, other = getattr(read, name), getattr(parsed, name)
        assert without_extra(ours) == without_extra(other), name


def without_extra(value):
    """Values without what botocore drops: members that it does not know, and null."""
    if hasattr(value, "model_fields_set"):
        fields = type(value).model_fields
        return {name: without_extra(getattr(value, name)) for name in fields}
    if isinstance(value, list):
        return [without_extra(each) for each in value]
    if isinstance(value, dict):
        return {key: without_extra(each) for key, each in value.items()}
    return value


def xml_of(inside, name="query"):
    made = Made(name)
    body = f"<GetThingResponse><GetThingResult>{inside}</GetThingResult></GetThingResponse>"
    return made, {"status_code": 200, "headers": {}, "body": body.encode(), "context": {}}


def test_members_that_aws_added_to_xml_are_kept_and_reported():
    made, message = xml_of("<S>a</S><New>b</New><Deep><In>1</In><In>2</In></Deep>")
    with pytest.warns(SchemaDriftWarning) as caught:
        read = made.read(message)
    assert read.model_extra == {"New": "b", "Deep": {"In": ["1", "2"]}}
    assert {str(each.message).split(":")[1].split(".")[0] for each in caught} == {
        " unknown member New",
        " unknown member Deep",
    }


def test_an_element_called_like_a_member_on_another_wire_is_not_taken_for_it():
    made, message = xml_of("<Renamed>wrong</Renamed><otherName>right</otherName><s>x</s>")
    with pytest.warns(SchemaDriftWarning):  # of s alone
        read = made.read(message)
    assert (read.renamed, read.s, read.model_extra) == ("right", None, {"s": "x"})


def test_namespaces_do_not_matter_however_many_there_are():
    things = "".join(
        f'<n:thing xmlns:n="urn:{at}"><n:Text>{at}</n:Text></n:thing>' for at in range(300)
    )
    made, message = xml_of(f"<Things>{things}</Things>")
    assert [each.text for each in made.read(message).things] == [str(at) for at in range(300)]
    check(made.model, made.response, message)


@pytest.mark.parametrize(
    ("inside", "path"),
    [
        ("<S>a</S><S>b</S>", "S"),
        ("<Thing/><Thing/>", "Thing"),
        ("<Lists/><Lists/>", "Lists"),
        ("<Z>no base64!</Z>", "Z"),
        ("<Map><entry><key>k</key></entry></Map>", "Map"),
        ("<Map><entry><key>k</key><value/><value/></entry></Map>", "Map"),
        ("<Map><entry><key>k</key><value/><other/></entry></Map>", "Map"),
        ("<FlatMap><key>k</key></FlatMap>", "FlatMap"),
        ("<Map>text</Map>", "Map"),
        ("<Booleans><member>true</member><member>True</member></Booleans>", "Booleans[1]"),
        ("<B>1</B>", "B"),
        ("<I>12.5</I>", "I"),
        ("<B>maybe</B>", "B"),
        ("<T>yesterday</T>", "T"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(inside, path):
    made, message = xml_of(inside)
    with pytest.raises(ResponseValidationError) as caught:
        made.read(message)
    assert [each.path for each in caught.value.problems] == [path]


def test_an_empty_truth_is_false_as_botocore_has_it():
    made, message = xml_of("<B/><S/><Strings/><Thing/>")
    check(made.model, made.response, message)
