"""Requests whose body is a payload: ``FakeEndpoint`` finds their operation and takes their bytes, in all of AWS."""

import gzip
import io

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from urllib3.util.wait import wait_for_read as wait

from typed_status.testing import FakeEndpoint, Fault
from typed_status.testing.routing import PROTOCOLS

S3 = {"Bucket": "bucket", "Key": "a/key"}


def payload_operations():
    session = botocore.session.Session()
    for service in session.get_available_services():
        model = session.get_service_model(service)
        for name in model.operation_names if model.resolved_protocol in PROTOCOLS else ():
            shape = model.operation_model(name).input_shape
            payload = shape.serialization.get("payload") if shape else None
            if payload and shape.members[payload].type_name in ("blob", "string"):
                yield pytest.param(model.operation_model(name), payload, id=f"{service}-{name}")


def required(shape):
    return {name: example(shape.members[name]) for name in shape.required_members}


def example(shape):
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else "x" * shape.metadata.get("min", 1)
    return 1 if shape.type_name in ("integer", "long") else b""


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def s3(endpoint):
    for name in (
        "PutObject",
        "CopyObject",
        "UploadPart",
        "UploadPartCopy",
        "GetObject",
        "ListParts",
    ):
        endpoint.script(("s3", name), {}, repeat=True)
    return endpoint.client("s3")


@pytest.mark.parametrize(("operation", "payload"), [*payload_operations()])
def test_every_payload_arrives(endpoint, operation, payload):
    service = operation.service_model.service_name
    # The outputs are of many kinds: an error is read alike.
    endpoint.script((service, operation.name), Fault("Any"), repeat=True)
    method = getattr(endpoint.client(service), xform_name(operation.name))
    is_text = operation.input_shape.members[payload].type_name == "string"
    bodies = ["text", ""] if is_text else [b"\x00\xff", b"", "\u00e9", io.BytesIO(b"a file")]
    for body in bodies:
        with pytest.raises(ClientError, match="Any"):
            method(**required(operation.input_shape) | {payload: body})
        call = endpoint.calls[-1]
        sent = body.getvalue() if isinstance(body, io.BytesIO) else body
        expected = sent.encode() if isinstance(sent, str) and not is_text else sent
        assert (call.operation, call.params[payload]) == (operation.name, expected)


def test_an_object_of_s3(endpoint, s3):
    s3.put_object(**S3, Body=b"hello", Metadata={"a": "b"})
    (call,) = endpoint.calls
    assert call.operation == "PutObject"
    expected = {**S3, "Body": b"hello", "Metadata": {"a": "b"}, "ContentLength": 5}
    assert expected.items() <= call.params.items()


def test_the_encoding_of_an_object_is_the_callers(endpoint, s3):
    body = gzip.compress(b"hello")
    for each in (body, b"not what it says"):
        s3.put_object(**S3, Body=each, ContentEncoding="gzip")
        assert endpoint.calls[-1].params["Body"] == each
        assert endpoint.calls[-1].params["ContentEncoding"] == "gzip"


def test_the_endpoint_says_at_once_that_the_body_may_be_sent(s3, monkeypatch):
    """botocore would send the body after a second without it."""
    said = []

    def wait_for_read(sock, timeout):
        said.append(wait(sock, 60 * timeout))
        return said[-1]

    monkeypatch.setattr("urllib3.util.wait_for_read", wait_for_read)
    s3.put_object(**S3, Body=b"hello")
    assert said == [True]


@pytest.mark.parametrize(
    ("method", "more", "operation"),
    [
        ("put_object", {}, "PutObject"),
        ("copy_object", {"CopySource": "b/k"}, "CopyObject"),
        ("upload_part", {"PartNumber": 1, "UploadId": "u"}, "UploadPart"),
        (
            "upload_part_copy",
            {"PartNumber": 1, "UploadId": "u", "CopySource": "b/k"},
            "UploadPartCopy",
        ),
        ("get_object", {}, "GetObject"),
        ("list_parts", {"UploadId": "u"}, "ListParts"),
    ],
)
def test_operations_that_share_a_uri(endpoint, s3, method, more, operation):
    getattr(s3, method)(**S3, **more)
    assert [call.operation for call in endpoint.calls] == [operation]


def test_of_two_operations_that_nothing_distinguishes_the_scripted_one_is_called(endpoint):
    endpoint.script(("s3", "GetBucketLifecycleConfiguration"), {"Rules": []})
    endpoint.client("s3").get_bucket_lifecycle_configuration(Bucket="b")
    assert [call.operation for call in endpoint.calls] == ["GetBucketLifecycleConfiguration"]
