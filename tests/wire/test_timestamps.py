"""Timestamps side by side with botocore: the same value through every door that reads responses, or an error in both."""

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import boto3
import cbor2
import pytest
from botocore.awsrequest import HeadersDict
from botocore.utils import parse_timestamp
from hypothesis import example, given
from hypothesis import strategies as st
from three_ways import deserialize, parse_with_botocore

from typed_status import ResponseValidationError
from typed_status.runtime.wire.raw_response import MalformedError
from typed_status.services import cloudformation, eventbridgev2, s3, servicediscovery

# dateutil takes a zone that it does not know for none, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:tzname")

IDS = {"Id": "i", "Status": "SUCCESS"}
DATETIMES = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29))
OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
ISO = st.builds(
    lambda value, offset, precision, separator, end: (
        value.replace(tzinfo=offset).isoformat(separator, precision).removesuffix("+00:00") + end
    ),
    DATETIMES,
    st.none() | OFFSETS,
    st.sampled_from(["hours", "minutes", "seconds", "milliseconds", "microseconds"]),
    st.sampled_from("T "),
    st.sampled_from(["", "", "", "Z", "z", " ", " UTC"]),
)
BASIC = ISO.map(lambda text: text[:10].replace("-", "") + text[10:].replace(":", ""))
RFC_822 = st.builds(
    lambda value, offset: format_datetime(value.replace(tzinfo=offset, microsecond=0)),
    DATETIMES,
    st.none() | OFFSETS,
) | st.builds(
    lambda value, zone: value.strftime("%a, %d %b %Y %H:%M:%S ") + zone,
    DATETIMES,
    st.sampled_from(["GMT", "UTC", "Z", "EST", "PDT", "CET", "+0100", "-1200"]),
)
# Those of moto's that begin with the day are for the services appmesh, mediastore and shield.
FORMS = st.builds(
    lambda value, form: value.strftime(form),
    DATETIMES,
    st.sampled_from(
        [
            "%d/%m/%Y, %H:%M:%S",
            "%m/%d/%Y, %H:%M:%S",
            "%Y/%m/%d",
            "%Y-%m",
            "%Y%m%d%H%M%S",
            "%a %b %d %H:%M:%S %Y",
            "%d-%b-%Y %H:%M",
            "%B %d, %Y %I:%M %p",
            "%A %d %B %Y",
            "%y-%m-%d",
        ]
    ),
)
NUMBERS = (
    st.integers(-(2**36), 2**38)
    | st.integers()
    | st.floats(-(2**36), 2**38)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(-(2**32), 2**32, places=3).map(float)
)
# What Python's reader of ISO texts is lenient about.
NEARLY_ISO = st.builds(
    lambda text, at, removed, added: text[:at] + added + text[at + removed :],
    ISO | st.sampled_from(["2020-W01-1T01:02:03Z", "2020-01-02T01:02.03", "2020-002T01:02:03Z"]),
    st.integers(0, 30),
    st.integers(0, 1),
    st.sampled_from(["", *"0123456789:.,+-TZW "]),
)
TEXTS = (
    ISO
    | NEARLY_ISO
    | BASIC
    | RFC_822
    | FORMS
    | NUMBERS.map(str)
    | st.text("0123456789-+:/., TZGMTe", max_size=25)
    | st.text(max_size=10)
)


def as_utc(parse):
    """What botocore reads, aware and in UTC; ``None`` where it reads nothing, or no datetime in UTC."""
    try:
        value = parse()
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except Exception:  # botocore's parsers raise anything for what they do not expect
        return None


def is_extension(text):
    """ISO 8601 that botocore does not read: leap seconds, and the hour 24."""
    return isinstance(text, str) and any(each in text for each in ("23:59:60", "24:00"))


def check(ours, theirs, value):
    try:
        found = ours()
    except (ResponseValidationError, MalformedError):
        found = None
    if theirs is not None or not is_extension(value):
        assert found == theirs, value
    assert found is None or found.tzinfo is UTC


@given(TEXTS | NUMBERS)
@example("28/11/2026, 04:52:43")
@example("11/28/2026, 04:52:43")
@example("Thu, 01 Dec 2094 16:00:00 GMT")
@example("20240102103000")
@example("-1.5")
@example("1_000")
@example("nan")
@example("1e400")
@example(10**400)
@example(-62135510400)
@example(253402214400.5)
@example("")
def test_a_parsed_dict(value):
    check(
        lambda: servicediscovery.Operation.model_validate(IDS | {"CreateDate": value}).create_date,
        as_utc(lambda: parse_timestamp(value)),
        value,
    )


@pytest.mark.parametrize("value", [True, False, [], {}, math.inf, math.nan])
def test_what_is_no_timestamp(value):
    with pytest.raises(ResponseValidationError):
        servicediscovery.Operation.model_validate(IDS | {"CreateDate": value})


LENIENT = [
    "2020-01-02T01:02:033Z",  # Python 3.11 ignores the last digit
    "2020-01-02T01:02.03",  # botocore reads hours and minutes, as dateutil does
    "2020-01-02T01:02,5Z",
    "2020-01-02T0102.03Z",
    "2020-01-02T01:02:03+01:02:03.5",
    "2020-W01-1T01:02:03Z",
    "2020-01-02T24:00:005Z",
]


@pytest.mark.regression
@pytest.mark.parametrize("text", LENIENT)
def test_what_only_pythons_reader_takes(text):
    check(
        lambda: servicediscovery.Operation.model_validate(IDS | {"CreateDate": text}).create_date,
        as_utc(lambda: parse_timestamp(text)),
        None,  # no extension
    )


def message(body, headers=()):
    return {"status_code": 200, "headers": HeadersDict(headers), "body": body, "context": {}}


def model_of(service, operation):
    client = boto3.client(
        service, region_name="us-east-1", aws_access_key_id="i", aws_secret_access_key="s"
    )
    return client.meta.service_model.operation_model(operation)


MODELS = {
    each: model_of(*each)
    for each in [
        ("servicediscovery", "GetOperation"),
        ("cloudformation", "DescribeStacks"),
        ("s3", "HeadObject"),
        ("eventbridgev2", "DescribeEventBus"),
    ]
}


def compare(service, operation, response_class, raw, ours, theirs, value):
    model = MODELS[service, operation]
    check(
        lambda: ours(deserialize(model, response_class, raw)[0]),
        as_utc(lambda: theirs(parse_with_botocore(model, raw))),
        value,
    )


@given(TEXTS | NUMBERS)
def test_a_json_body(value):
    compare(
        "servicediscovery",
        "GetOperation",
        servicediscovery.GetOperationResponse,
        message(json.dumps({"Operation": IDS | {"CreateDate": value}}).encode()),
        lambda response: response.operation.create_date,
        lambda parsed: parsed["Operation"]["CreateDate"],
        value,
    )


# The texts of a timestamp; XML and headers cannot contain all others.
PLAIN = (
    ISO | NEARLY_ISO | BASIC | RFC_822 | FORMS | NUMBERS.map(str) | st.text("0123456789-+:/., TZ")
)


@given(PLAIN)
def test_an_xml_body(text):
    body = (
        "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName>"
        f"<CreationTime>{text}</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>"
        "</DescribeStacksResult></DescribeStacksResponse>"
    )
    compare(
        "cloudformation",
        "DescribeStacks",
        cloudformation.DescribeStacksResponse,
        message(body.encode()),
        lambda response: response.stacks[0].creation_time,
        lambda parsed: parsed["Stacks"][0]["CreationTime"],
        text,
    )


@given(PLAIN)
def test_a_header(text):
    compare(
        "s3",
        "HeadObject",
        s3.HeadObjectResponse,
        message(b"", {"Last-Modified": text}),
        lambda response: response.last_modified,
        lambda parsed: parsed["LastModified"],
        text,
    )


@given(NUMBERS.filter(lambda number: abs(number) < 2**64))
def test_a_cbor_body(value):
    compare(
        "eventbridgev2",
        "DescribeEventBus",
        eventbridgev2.DescribeEventBusResponse,
        message(cbor2.dumps({"CreationTime": cbor2.CBORTag(1, value)})),
        lambda response: response.creation_time,
        lambda parsed: parsed["CreationTime"],
        value,
    )
