"""Requests to S3, whose body is a payload: ``FakeEndpoint`` finds their operation and takes their bytes."""

import gzip

import pytest
from urllib3.util.wait import wait_for_read as wait

from typed_status.testing import FakeEndpoint

S3 = {"Bucket": "bucket", "Key": "a/key"}


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
