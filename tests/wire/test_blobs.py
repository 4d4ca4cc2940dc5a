"""Blobs: what a text means at each place where one can be passed, as docs/requests.md lists them, and streams of botocore."""

import io
import json

import click
import pytest
from click.testing import CliRunner
from generated_services import generated

import typed_status.runtime as rt
from typed_status import RequestValidationError, SavedWait, call
from typed_status.cli.main import main
from typed_status.cli.params.request_options import build_request
from typed_status.cli.params.types import param_type
from typed_status.testing import FakeEndpoint, ScriptError, example_output

TEXT, BASE64 = "aGk=", "YUdrPQ=="  # the second is the first in base64
BYTES = TEXT.encode()


@pytest.fixture(scope="module")
def kms():
    return generated("kms", "Encrypt")


@pytest.fixture(scope="module")
def s3():
    return generated("s3", "PutObject")


@pytest.fixture(scope="module")
def dynamodb():
    return generated("dynamodb", "PutItem")


@pytest.mark.parametrize("value", [TEXT, BYTES, bytearray(BYTES)])
def test_python_takes_text_as_utf8(kms, value):
    given = {"KeyId": "k", "Plaintext": value}
    for request in (
        kms.EncryptRequest(key_id="k", plaintext=value),
        kms.EncryptRequest.model_validate(given),
        kms.EncryptRequest.model_validate_json(json.dumps({"KeyId": "k", "Plaintext": BASE64})),
    ):
        assert request.to_boto3() == {"KeyId": "k", "Plaintext": BYTES}
        assert kms.EncryptRequest.model_validate_json(request.model_dump_json()) == request


def test_text_outside_ascii_and_no_text(kms):
    assert kms.EncryptRequest(key_id="k", plaintext="\xe9").plaintext == b"\xc3\xa9"
    with pytest.raises(RequestValidationError, match="Plaintext: expected bytes") as caught:
        kms.EncryptRequest(key_id="k", plaintext="secret\ud800")
    assert "secret" not in str(caught.value)
    with pytest.raises(RequestValidationError, match="Plaintext"):
        kms.EncryptRequest.model_validate_json('{"KeyId": "k", "Plaintext": "?"}')


def test_blobs_inside_structures_lists_and_maps(dynamodb):
    item = {"a": {"M": {"b": {"BS": [TEXT]}}}, "c": {"B": TEXT}}
    request = dynamodb.PutItemRequest(table_name="table", item=item)
    assert request.to_boto3()["Item"] == {"a": {"M": {"b": {"BS": [BYTES]}}}, "c": {"B": BYTES}}
    assert dynamodb.PutItemRequest.model_validate_json(request.model_dump_json()) == request


@pytest.mark.parametrize("value", [TEXT, BYTES])
def test_the_same_bytes_are_sent_as_boto3_sends(kms, value):
    with FakeEndpoint() as endpoint:
        endpoint.script(("kms", "Encrypt"), {"CiphertextBlob": "text"}, repeat=True)
        client = endpoint.client("kms")
        response = call(client, kms.EncryptRequest(key_id="k", plaintext=value))
        client.encrypt(KeyId="k", Plaintext=value)
        assert [each.params["Plaintext"] for each in endpoint.calls] == [BYTES, BYTES]
    assert response.ciphertext_blob == b"text"


def test_a_parsed_response_and_a_response_in_json(kms):
    response = kms.EncryptResponse.model_validate({"CiphertextBlob": TEXT})
    assert response.ciphertext_blob == BYTES
    assert kms.EncryptResponse.model_validate_json(response.model_dump_json()) == response


@pytest.mark.parametrize("body", [b"hello", "hello", bytearray(b"hello")])
def test_a_stored_request_keeps_its_body(body):
    module = generated("lambda", "InvokeAsync")
    request = module.InvokeAsyncRequest(function_name="f", invoke_args=body)
    stored = module.InvokeAsyncRequest.model_validate_json(request.model_dump_json())
    assert stored == request
    with FakeEndpoint() as endpoint:
        endpoint.script(("lambda", "InvokeAsync"), {}, repeat=True)
        client = endpoint.client("lambda")
        call(client, stored)
        client.invoke_async(FunctionName="f", InvokeArgs=body)
        assert [each.params["InvokeArgs"] for each in endpoint.calls] == [b"hello", b"hello"]


@pytest.mark.parametrize("body", [b"hello", "hello"])
def test_a_stored_put_object_keeps_its_body(s3, body):
    request = s3.PutObjectRequest(bucket="bucket", key="key", body=body)
    stored = s3.PutObjectRequest.model_validate_json(request.model_dump_json())
    assert stored.to_boto3()["Body"] == b"hello"


def test_a_readable_body_is_passed_on(s3):
    body = io.BytesIO(b"hello")
    assert s3.PutObjectRequest(bucket="bucket", key="key", body=body).to_boto3()["Body"] is body


def test_a_stored_wait_keeps_the_bytes(kms):
    request = kms.EncryptRequest(key_id="k", plaintext=TEXT)
    text = SavedWait(request, timeout=60, until=rt.GONE).to_json()
    assert json.loads(text)["request"]["plaintext"] == BASE64
    assert SavedWait.from_json(kms.EncryptRequest, text).request == request


# The doors of the command line.
RAW = ("--cli-binary-format", "raw-in-base64-out")


def image(*, blob):
    return json.dumps({"Bytes": blob})


@pytest.mark.parametrize(
    "options",
    [
        ["--image", image(blob=BASE64)],
        ["--image", image(blob=BASE64), "--cli-binary-format", "base64"],
        ["--image", image(blob=TEXT), *RAW],
        ["--cli-input-json", json.dumps({"CollectionId": "c", "Image": {"Bytes": BASE64}})],
        ["--request", json.dumps({"CollectionId": "c", "Image": {"Bytes": BASE64}}), *RAW],
    ],
)
def test_what_the_command_line_sends(options):
    with FakeEndpoint() as endpoint:
        endpoint.script(("rekognition", "SearchUsersByImage"), {})
        command = ["call", "rekognition", "search-users-by-image", "--endpoint-url", endpoint.url]
        done = CliRunner().invoke(main, [*command, "--collection-id", "c", *options], env=ACCESS)
        assert done.exit_code == 0, done.output
        assert endpoint.calls[0].params == {"CollectionId": "c", "Image": {"Bytes": BYTES}}


ACCESS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def test_options_of_the_command_line(kms, dynamodb, s3, tmp_path, monkeypatch):
    def plaintext(value, **arguments):
        given = {"member_key_id": "k", "member_plaintext": value, **arguments}
        return build_request(kms.EncryptRequest, given).plaintext

    raw = {"cli_binary_format": "raw-in-base64-out"}
    assert plaintext(BASE64) == plaintext("YUdr\nPQ==\n") == BYTES
    assert plaintext("\xe9", **raw) == b"\xc3\xa9"
    (tmp_path / "bytes").write_bytes(b"\xff")
    file = param_type(bytes).convert(f"fileb://{tmp_path}/bytes", None, None)
    assert plaintext(file) == plaintext(file, **raw) == b"\xff"
    with pytest.raises(click.BadParameter, match="--cli-binary-format") as caught:
        plaintext("secret?")
    assert "secret" not in caught.value.format_message()

    config = tmp_path / "config"
    config.write_text(
        "[default]\ncli_binary_format = raw-in-base64-out\n"
        "[profile other]\ncli_binary_format = base64\n[profile odd]\ncli_binary_format = hex\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert plaintext(TEXT) == BYTES
    assert plaintext(BASE64, profile="other") == BYTES
    assert plaintext(BASE64, cli_binary_format="base64") == BYTES
    with pytest.raises(click.UsageError, match="'hex'"):
        plaintext(TEXT, profile="odd")

    item = {"a": {"M": {"b": {"BS": [TEXT]}}}, "c": {"B": TEXT}, "d": {"S": TEXT}}
    given = {"member_table_name": "t", "member_item": item, **raw}
    assert build_request(dynamodb.PutItemRequest, given).to_boto3()["Item"] == {
        "a": {"M": {"b": {"BS": [BYTES]}}},
        "c": {"B": BYTES},
        "d": {"S": TEXT},
    }
    whole = json.dumps({"Bucket": "bucket", "Key": "key", "Body": BASE64})
    assert build_request(s3.PutObjectRequest, {"request": whole, **raw}).body == BYTES


@pytest.mark.parametrize(("blob", "code"), [(BASE64, 0), ("?", 3)])
def test_a_saved_response_holds_base64(blob, code):
    scraper = example_output("amp", "DescribeScraper")["scraper"]
    scraper["scrapeConfiguration"] = {"configurationBlob": blob}
    text = json.dumps({"scraper": scraper}, default=str)
    done = CliRunner().invoke(main, ["validate", "amp", "DescribeScraper", "-"], input=text)
    assert done.exit_code == code, done.output
    assert ("configurationBlob" in done.output) == (code == 3)


@pytest.mark.parametrize(
    "value", [TEXT, BYTES, bytearray(BYTES), io.BytesIO(BYTES), io.StringIO(TEXT)]
)
def test_a_fake_endpoint_takes_what_boto3_takes(kms, value):
    with FakeEndpoint() as endpoint:
        endpoint.script(("kms", "Encrypt"), {"CiphertextBlob": value}, repeat=True)
        client = endpoint.client("kms")
        for _ in range(2):
            assert kms.encrypt(client, key_id="k", plaintext=b"x").ciphertext_blob == BYTES


def test_a_fake_endpoint_does_not_quote_a_text_that_cannot_be_encoded():
    with FakeEndpoint() as endpoint, pytest.raises(ScriptError, match="UTF-8") as caught:
        endpoint.script(("kms", "Encrypt"), {"CiphertextBlob": "secret\ud800"})
    assert "secret" not in str(caught.value)
