"""One response three ways: off the wire, from the dict that botocore parses, and that dict itself."""

import string
from datetime import UTC, datetime, timedelta

from botocore.awsrequest import HeadersDict
from botocore.model import ListShape, MapShape, StructureShape
from botocore.parsers import create_parser
from botocore.utils import is_json_value_header
from hypothesis import strategies as st

import typed_status.runtime as rt
from typed_status import strict
from typed_status.runtime.wire.hook import modelled
from typed_status.runtime.wire.registry import reader_of
from typed_status.testing.response_serializer import serialize


def message_of(model, parsed):
    """The raw response that stands for an output."""
    reply = serialize(model, parsed)
    headers = HeadersDict({**reply.headers, "x-amzn-RequestId": "rq-1"})
    return {"status_code": reply.status, "headers": headers, "body": reply.body, "context": {}}


def members(parsed):
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def botocores(model, message):
    return create_parser(model.service_model.resolved_protocol).parse(message, model.output_shape)


def off_the_wire(model, response_class, message):
    """The typed response; raises what ``call`` would."""
    service = model.service_model.service_name
    operation = rt.Operation(service=service, name=model.name, method="", response=response_class)
    opened = reader_of(model).open(message)
    return modelled(operation, opened, message), opened.left


def check(model, response_class, message):
    """The three ways agree; what botocore is left has no member of the body and the same metadata."""
    with strict():
        read, left = off_the_wire(model, response_class, message)
    theirs = botocores(model, message)
    assert read == response_class.model_validate(members(theirs))
    assert read.to_boto3() == members(theirs)
    rest = botocores(model, message | {"body": left})
    assert rest.get("ResponseMetadata") == theirs["ResponseMetadata"]
    return read


# XML has no way to carry the last two.
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
    lambda moment: moment.replace(microsecond=0)
)
MILLISECONDS = st.builds(
    lambda moment, more: moment + timedelta(milliseconds=more), SECONDS, st.integers(0, 999)
)


def outputs(shape, depth=0):
    """A strategy for values of a shape of botocore's, as botocore would parse them."""
    place = shape.serialization.get("location")
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
        # Of an empty flattened list there is nothing on the wire, of one in a header an empty text.
        least = 1 if place or shape.serialization.get("flattened") else 0
        inner = HEADER if place else outputs(shape.member, depth + 1)
        return st.lists(inner, min_size=least, max_size=3)
    if isinstance(shape, MapShape):
        least = 1 if place or shape.serialization.get("flattened") else 0
        inner = HEADER if place else outputs(shape.value, depth + 1)
        keys = HEADER.map(str.lower) if place else TEXTS
        return st.dictionaries(keys, inner, min_size=least, max_size=3)
    if shape.type_name == "timestamp":
        form = shape.serialization.get("timestampFormat", "rfc822" if place else "iso8601")
        return SECONDS if form == "rfc822" else MILLISECONDS
    if place == "header" and shape.type_name == "string":
        return HEADER
    return LEAVES[shape.type_name]
