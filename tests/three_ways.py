"""Deserialize one response in three ways: from its body, from the dict that botocore parses, and that dict itself."""

import string
from datetime import UTC, datetime, timedelta

from botocore.awsrequest import HeadersDict
from botocore.model import ListShape, MapShape, StructureShape
from botocore.parsers import create_parser
from botocore.utils import is_json_value_header
from hypothesis import strategies as st

import typed_status.runtime as rt
from typed_status import strict
from typed_status.runtime.wire.hook import validate_content
from typed_status.runtime.wire.registry import reader_of
from typed_status.testing.response_serializer import serialize


def message_of(model, parsed):
    """Serialize an output to a raw response."""
    reply = serialize(model, parsed)
    headers = HeadersDict({**reply.headers, "x-amzn-RequestId": "rq-1"})
    return {"status_code": reply.status, "headers": headers, "body": reply.body, "context": {}}


def members(parsed):
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def parse_with_botocore(model, message):
    return create_parser(model.service_model.resolved_protocol).parse(message, model.output_shape)


def deserialize(model, response_class, message):
    """Return the typed response and the stub body for botocore; raises what ``call`` would."""
    service = model.service_model.service_name
    operation = rt.Operation(service=service, name=model.name, method="", response=response_class)
    content = reader_of(model).read(message)
    return validate_content(operation, content, message), content.stub_body


def check(model, response_class, message):
    """Check that the three ways agree, and that the stub body has no member and the same metadata."""
    with strict():
        read, stub_body = deserialize(model, response_class, message)
    parsed_by_botocore = parse_with_botocore(model, message)
    assert read == response_class.model_validate(members(parsed_by_botocore))
    assert read.to_boto3() == members(parsed_by_botocore)
    rest = parse_with_botocore(model, message | {"body": stub_body})
    assert rest.get("ResponseMetadata") == parsed_by_botocore["ResponseMetadata"]
    return read


# XML cannot encode the last two.
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=8,
)
HEADER = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=8)
LEAVES = {
    "blob": st.binary(max_size=8),
    "boolean": st.booleans(),
    "double": st.floats(allow_nan=False, allow_infinity=False),
    "float": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "string": TEXTS,
}
SECONDS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(
    lambda value: value.replace(microsecond=0)
)
MILLISECONDS = st.builds(
    lambda value, milliseconds: value + timedelta(milliseconds=milliseconds),
    SECONDS,
    st.integers(0, 999),
)


def outputs(shape, depth=0):
    """Create a strategy for the values of a shape, as botocore would parse them."""
    location = shape.serialization.get("location")
    if is_json_value_header(shape):
        return st.recursive(TEXTS | st.integers(), st.lists, max_leaves=3)
    if isinstance(shape, StructureShape):
        parts = {
            name: outputs(member, depth + 1)
            for name, member in shape.members.items()
            if depth < 3 or not isinstance(member, StructureShape)
        }
        needed = {name: parts.pop(name) for name in shape.required_members}
        return st.fixed_dictionaries(needed, optional=parts)
    if isinstance(shape, ListShape):
        # An empty flattened list is not serialized; an empty list in a header is an empty string.
        least = 1 if location or shape.serialization.get("flattened") else 0
        inner = HEADER if location else outputs(shape.member, depth + 1)
        return st.lists(inner, min_size=least, max_size=3)
    if isinstance(shape, MapShape):
        least = 1 if location or shape.serialization.get("flattened") else 0
        inner = HEADER if location else outputs(shape.value, depth + 1)
        keys = HEADER.map(str.lower) if location else TEXTS
        return st.dictionaries(keys, inner, min_size=least, max_size=3)
    if shape.type_name == "timestamp":
        form = shape.serialization.get("timestampFormat", "rfc822" if location else "iso8601")
        return SECONDS if form == "rfc822" else MILLISECONDS
    if location == "header" and shape.type_name == "string":
        return HEADER
    return LEAVES[shape.type_name]
