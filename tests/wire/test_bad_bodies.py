"""Malformed bodies: an error that names the fault and the request; never a crash, a hang or a wrong value."""

import json
import pickle
import sys
import zlib

import pytest
from botocore.config import Config
from botocore.exceptions import HTTPClientError

import typed_status.runtime as rt
from typed_status import call
from typed_status.runtime.wire import cbor_reader
from typed_status.runtime.wire.raw_response import MalformedError
from typed_status.services import cloudformation, cloudfront, connect, dynamodb, ec2, eventbridgev2
from typed_status.services import servicediscovery as cloudmap
from typed_status.testing import FakeEndpoint, Reply
from typed_status.testing.cbor_serializer import serialize_cbor

JSON = cloudmap.GetOperationRequest(operation_id="op")
QUERY = cloudformation.DescribeStacksRequest()
EC2 = ec2.DescribeInstancesRequest()
REST_XML = cloudfront.GetInvalidationRequest(distribution_id="d", id="i")
CBOR = eventbridgev2.DescribeEventBusRequest(event_bus_arn="arn")
HTML = b"<html><body>Sign in to the hotel's network</body></html>"
DEEP = 10_000
BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">%b]><r><x>&z;</x></r>"""
    % b"".join(
        b'<!ENTITY %c "%b">' % (name, b"&%c;" % (name - 1) * 10)
        for name in range(ord("b"), ord("z") + 1)
    )
)
XML = b'<?xml version="1.0"?>'


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def response_to(endpoint, request, body, **options):
    operation = type(request).__operation__
    reply = Reply(body=body, headers={"x-amzn-RequestId": "rq-1"}, **options)
    endpoint.script(type(request), reply, repeat=True)
    return call(endpoint.client(operation.service), request)


def problem(endpoint, request, body, **options):
    """Return the problems of the error, which has the request's id."""
    with pytest.raises(rt.ResponseValidationError) as caught:
        response_to(endpoint, request, body, **options)
    assert caught.value.request_id == "rq-1"
    assert caught.value.operation == type(request).__operation__.name
    return "; ".join(map(str, caught.value.problems))


@pytest.mark.parametrize(
    "request_", [JSON, QUERY, EC2, REST_XML, CBOR], ids=lambda each: type(each).__name__
)
class TestEveryProtocol:
    @pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "application/json"])
    def test_an_html_page(self, endpoint, request_, kind):
        reply = Reply(body=HTML, headers={"x-amzn-RequestId": "rq-1", "Content-Type": kind})
        endpoint.script(type(request_), reply)
        client = endpoint.client(type(request_).__operation__.service)
        with pytest.raises(
            rt.ResponseValidationError, match=r"(?s)request id rq-1.*(HTML|invalid (JSON|CBOR))"
        ):
            call(client, request_)

    def test_random_bytes(self, endpoint, request_):
        assert problem(endpoint, request_, b"\x00\xff\xfe noise")

    def test_plain_text(self, endpoint, request_):
        assert problem(endpoint, request_, b"Service Unavailable")

    def test_an_empty_body_with_a_content_length(self, endpoint, request_):
        reply = Reply(headers={"x-amzn-RequestId": "rq-1", "Content-Length": "5"})
        endpoint.script(type(request_), reply)
        client = endpoint.client(type(request_).__operation__.service)
        with pytest.raises((rt.ResponseValidationError, HTTPClientError)):
            call(client, request_)

    def test_the_client_can_be_used_after_an_error(self, endpoint, request_):
        operation = type(request_).__operation__
        endpoint.script(type(request_), b"\x00", b"\x00", repeat=True)
        client = endpoint.client(operation.service)
        for _ in range(2):
            with pytest.raises(rt.ResponseValidationError):
                call(client, request_)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"Operation": {"Id": "op-1", "Sta', "invalid JSON"),
        (b'{"Operation": []}', "Operation: expected an object"),
        (b"[]", "expected an object"),
        (b"null", "expected an object"),
        (b'{"Operation": {"Id": true, "Status": "FAIL"}}', "Operation.Id: expected a valid string, found True"),
        (b'{"Operation": {"Id": "\xed\xa0\x80", "Status": "SUCCESS"}}', "invalid unicode"),
        (b'{"Operation": {"Id": "a", "Status": "SUCCESS", "CreateDate": 1e400}}', "CreateDate"),
        (b'{"Operation": {"Id": "a", "Status": "SUCCESS", "CreateDate": %b}}' % (b"9" * 400), "CreateDate"),
        (b'{"Operation": ' * DEEP + b"1" + b"}" * DEEP, "recursion limit"),
        (b"[" * DEEP, "recursion limit"),
        (b'{"Operation": {"Id": "a", "Status": "SUCCESS"}} trailing', "trailing characters"),
    ],
)  # fmt: skip
def test_json(endpoint, body, words):
    assert words in problem(endpoint, JSON, body)


@pytest.mark.parametrize("request_", [QUERY, EC2], ids=lambda each: type(each).__name__)
def test_xml_that_botocore_cannot_parse_as_empty(endpoint, request_):
    assert "invalid XML" in problem(endpoint, request_, b"")


def test_the_last_of_duplicate_keys_wins_as_in_botocore(endpoint):
    body = b'{"Operation": {"Id": "a", "Id": "b", "Status": "FAIL", "Status": "SUCCESS"}}'
    assert response_to(endpoint, JSON, body).operation.id == "b"


def stacks(inside):
    return (
        XML + b"<DescribeStacksResponse><DescribeStacksResult>%b</DescribeStacksResult>"
        b"<ResponseMetadata><RequestId>rq-1</RequestId></ResponseMetadata>"
        b"</DescribeStacksResponse>" % inside
    )


def stack(inside):
    whole = b"<StackName>s</StackName><CreationTime>2026-01-02T03:04:05Z</CreationTime>"
    whole += b"<StackStatus>CREATE_COMPLETE</StackStatus>" + inside
    return stacks(b"<Stacks><member>%b</member></Stacks>" % whole)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (stacks(b"")[:60], "invalid XML"),
        (XML + b"<DescribeStacksResponse/>", "one element DescribeStacksResult in the root, found 0"),
        (stacks(b"<Stacks>all of them</Stacks>"), "Stacks: expected a valid list"),
        (stacks(b"<Stacks><member>one</member></Stacks>"), "Stacks[0]: expected an object"),
        (stacks(b"none"), "elements in DescribeStacksResult"),
        (stack(b"<StackName>t</StackName>"), "Stacks[0].StackName: expected a valid string"),
        (stack(b"<DisableRollback>maybe</DisableRollback>"), "DisableRollback: expected a valid boolean"),
        (stack(b"<TimeoutInMinutes>soon</TimeoutInMinutes>"), "TimeoutInMinutes: expected a valid integer"),
        (stack(b"<TimeoutInMinutes>%b</TimeoutInMinutes>" % (b"9" * 5000)), "TimeoutInMinutes"),
        (stack(b"<TimeoutInMinutes/>"), "TimeoutInMinutes: expected a valid integer"),
        (stack(b"<StackId><b>1</b></StackId>"), "StackId: expected a valid string"),
        (stack(b"<DeletionTime>yesterday</DeletionTime>"), "DeletionTime: expected a valid datetime"),
        (stack(b"<New>" * 200 + b"</New>" * 200), "no more than 100 deep"),
        (b"<a>" * DEEP, "invalid XML"),
        (stack(b"<StackId>\xff</StackId>"), "invalid XML"),
        (stack(b"<StackId>&unknown;</StackId>"), "undefined entity"),
        (stack(b"<StackId>&#xD800;</StackId>"), "invalid XML"),
    ],
)  # fmt: skip
def test_xml(endpoint, body, words):
    assert words in problem(endpoint, QUERY, body)


def test_deeply_nested_xml_is_rejected(endpoint):
    deep = b"<New>" * DEEP + b"</New>" * DEEP
    assert "deep" in problem(endpoint, QUERY, stack(deep))
    assert "deep" in problem(endpoint, EC2, XML + b"<rResponse>" + deep + b"</rResponse>")


@pytest.mark.parametrize("request_", [QUERY, EC2, REST_XML], ids=lambda each: type(each).__name__)
@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b"<!DOCTYPE html><html/>",
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
        b'<!-- <!DOCTYPE x> --> <!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/">]><r>&x;</r>',
        b'<!DOCTYPE r [<!ENTITY %% p SYSTEM "http://127.0.0.1/"> %%p;]><r/>',
    ],
)
def test_a_document_type_is_rejected(endpoint, request_, body):
    assert "a document type, which may declare entities" in problem(endpoint, request_, body)


def test_text_that_looks_like_a_document_type_is_accepted(endpoint):
    text = b"<StackId><![CDATA[<!DOCTYPE html>]]></StackId><!-- <!DOCTYPE x> -->"
    assert response_to(endpoint, QUERY, stack(text)).stacks[0].stack_id == "<!DOCTYPE html>"


def test_utf_16_does_not_hide_a_document_type(endpoint):
    assert "invalid XML" in problem(endpoint, QUERY, "<!DOCTYPE r><r/>".encode("utf-16"))


BUS = {"EventBusArn": "arn", "Name": "n", "State": "ACTIVE"}


def bus(**changes):
    """Encode an event bus in CBOR; a value in bytes is an encoded data item."""
    items = {**BUS, "CreationTime": b"\xc1\x00", **changes}
    parts = [
        serialize_cbor(None, key)
        + (item if isinstance(item, bytes) else serialize_cbor(None, item))
        for key, item in items.items()
    ]
    return bytes([0xA0 | len(parts)]) + b"".join(parts)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (bus()[:20], "premature end"),
        (b"\x80", "expected a CBOR map"),
        (b"\xf6", "expected a CBOR map"),
        (b"\x9b" + b"\xff" * 8, "premature end"),
        (b"\xbb" + b"\xff" * 8, "premature end"),
        (b"\x5b\x7f" + b"\xff" * 7, "premature end"),
        (b"\x81" * DEEP + b"\x00", "nesting depth"),
        (bus(CreationTime=b"\xc1\x61a"), "invalid CBOR"),
        (bus(CreationTime=b"\xc1\xfb\x7f\xf0\0\0\0\0\0\0"), "invalid CBOR"),
        (bus(CreationTime=b"\xc1\x1b" + b"\xff" * 8), "invalid CBOR"),
        (bus(Name=b"\x61\xff"), "invalid CBOR"),
        (bus(Name=b"\x63\xed\xa0\x80"), "invalid CBOR"),
        (bus(Name=b"\xa0"), "Name: expected a valid string"),
        (bus(Name=b"\xe0"), "Name: expected a valid string"),
        (bus(Name=b"\xff"), "invalid CBOR"),
        (b"\xa1\x80\x00", "CBOR"),
    ],
)  # fmt: skip
def test_cbor(endpoint, body, words):
    assert words in problem(endpoint, CBOR, body)


def test_cbor_allows_one_tag():
    for tag in [*range(3000), 43000, 55799, 2**32]:
        head = b"\xdb" + tag.to_bytes(8, "big")
        for value in (b"\x00", b"\x61a", b"\x41a", b"\x80", b"\xa0", b"\x82\x00\x01"):
            response = {"status_code": 200, "headers": {}, "body": b"\xa1\x61a" + head + value}
            if (tag, value) != (1, b"\x00"):
                with pytest.raises(MalformedError):
                    cbor_reader.CborReader().read(response)


@pytest.mark.parametrize("null", [b"\xf6", b"\xf7"])
def test_null_in_cbor_is_dropped(endpoint, null):
    assert "name" not in response_to(endpoint, CBOR, bus(Name=null)).model_fields_set


def test_cbor_of_indefinite_lengths(endpoint):
    body = b"\xbf" + bus(Name=b"\x7f\x61a\x61b\xff", Tags=b"\xbf\xff")[1:] + b"\xff"
    with pytest.warns(rt.SchemaDriftWarning):
        assert response_to(endpoint, CBOR, body).name == "ab"


def test_without_cbor2_the_parsed_dict_is_validated(endpoint, monkeypatch):
    monkeypatch.setitem(sys.modules, "cbor2", None)
    assert response_to(endpoint, CBOR, bus()).name == "n"


def test_a_body_with_a_wrong_checksum_is_retried(endpoint):
    """DynamoDB sends a CRC32 of the body; botocore retries if it does not match."""
    good = json.dumps({"Table": {"TableName": "t", "TableStatus": "ACTIVE"}}).encode()
    request = dynamodb.DescribeTableRequest(table_name="t")
    crc = {"x-amz-crc32": str(zlib.crc32(good))}
    endpoint.script(
        type(request), Reply(body=good[:-5], headers=crc), Reply(body=good, headers=crc)
    )
    client = endpoint.client(
        "dynamodb", config=Config(retries={"total_max_attempts": 3, "mode": "legacy"})
    )
    response = call(client, request)
    assert response.table.table_status == "ACTIVE"
    assert response.response_metadata.retry_attempts == 1


def test_an_html_page_is_rejected_with_an_observer(endpoint):
    for request in (connect.UpdateTrafficDistributionRequest(id="t-1"), EC2):
        operation = type(request).__operation__
        endpoint.script(type(request), HTML)
        client = endpoint.client(operation.service)
        client.meta.events.register("after-call", lambda **_: None)
        with pytest.raises(rt.ResponseValidationError, match=r"HTML|invalid JSON"):
            call(client, request)


def test_the_error_contains_the_response(endpoint):
    with pytest.raises(rt.ResponseValidationError) as caught:
        response_to(endpoint, QUERY, stack(b"<DisableRollback>maybe</DisableRollback>"))
    response = caught.value.response
    assert response["Stacks"][0]["DisableRollback"] == "maybe"
    assert pickle.loads(pickle.dumps(caught.value)).response == response
