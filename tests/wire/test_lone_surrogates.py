"""A lone surrogate in a JSON body: the value that botocore reads, in every way in and out."""

import json
import math
import pickle

import pydantic
import pytest
from pydantic_core import PydanticSerializationError

import typed_status.runtime as rt
from typed_status import RequestValidationError, ResponseValidationError, call
from typed_status.runtime.models.base import ResponseModel
from typed_status.runtime.types.lone_surrogates import parse_json, parse_lone_surrogates
from typed_status.services import cloudcontrol, servicediscovery
from typed_status.testing import FakeEndpoint, Reply

LONE = "a\ud800b"
BODY = json.dumps(
    {"Operation": {"Id": LONE, "Status": "SUCCESS", "Targets": {"INSTANCE": "\udfff"}}}
).encode()
REQUEST = servicediscovery.GetOperationRequest(operation_id="x")


@pytest.fixture
def client():
    with FakeEndpoint() as endpoint:
        endpoint.script(servicediscovery.GetOperationRequest, Reply(body=BODY), repeat=True)
        yield endpoint.client("servicediscovery")


@pytest.mark.parametrize("observed", [False, True])
def test_it_is_read_as_botocore_reads_it(client, observed):
    if observed:
        client.meta.events.register("after-call", lambda **_: None)
    parsed = client.get_operation(OperationId="x")
    response = call(client, REQUEST)
    assert response.operation.id == LONE
    assert response.to_boto3()["Operation"] == parsed["Operation"]
    assert response.model_dump()["operation"]["id"] == LONE
    assert pickle.loads(pickle.dumps(response)) == response


def test_json_has_its_escape_and_is_read_again(client):
    response = call(client, REQUEST)
    text = response.model_dump_json(by_alias=True)
    assert json.loads(text)["Operation"]["Id"] == LONE
    assert text.isascii()
    assert type(response).model_validate_json(text) == response
    assert type(response).model_validate_json(text.encode()) == response
    indented = response.model_dump_json(indent=1, exclude={"response_metadata"})
    assert indented.startswith('{\n "operation": {')


class Numbers(ResponseModel):
    """Texts and numbers."""

    text: str
    numbers: list[float]
    data: bytes = b""


def test_other_values_are_written_as_pydantic_writes_them():
    numbers = [1.5, math.nan, math.inf]
    with_it = Numbers(text=LONE, numbers=numbers, data=b"\xff").model_dump_json()
    without = Numbers(text="", numbers=numbers, data=b"\xff").model_dump_json()
    assert json.loads(with_it) == json.loads(without) | {"text": LONE}
    assert with_it.replace(json.dumps(LONE), '""') == without


def test_an_error_that_it_does_not_cause_is_still_an_error():
    class Odd(ResponseModel):
        value: object

    with pytest.raises(PydanticSerializationError):
        Odd(value=object()).model_dump_json()


class PutRequest(rt.Request):
    """A request with a blob."""

    key: str
    data: rt.Blob


def test_a_stored_request_keeps_its_text_and_its_bytes():
    request = PutRequest(key=LONE, data=b"\xfb\xff")
    text = request.model_dump_json()
    assert PutRequest.model_validate_json(text) == request
    assert PutRequest.model_validate_json(text.replace(r"\ud800", "\ud800")) == request
    with pytest.raises(RequestValidationError, match="Keyy"):
        PutRequest.model_validate_json(text.replace('"key"', '"Keyy"'))
    with pytest.raises(RequestValidationError, match="Data"):
        PutRequest.model_validate_json(text.replace('"-_8="', '"%"'))


def test_a_json_text_may_contain_it():
    text = r'{"a": "\ud800"}'
    found = pydantic.TypeAdapter(rt.JsonText).validate_python(text)
    assert (found, found.parsed) == (text, {"a": "\ud800"})


def test_what_is_sensitive_stays_out_of_the_error():
    text = r'{"ProgressEvent": {"ResourceModel": "hunter2\ud800", "EventTime": []}}'
    with pytest.raises(ResponseValidationError) as caught:
        cloudcontrol.GetResourceRequestStatusResponse.model_validate_json(text)
    assert "EventTime" in str(caught.value)
    assert "hunter2" not in str(caught.value) + repr(vars(caught.value))
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "data",
    [
        rb'{"a": "\ud800", "b": ',
        rb'{"a": "\ud800"} trailing',
        b'{"a": "\\ud800", "b": "\xed\xa0\x80"}',
        rb'{"a": "\ud800", "b": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        rb'{"a": "\ud8"}',
        b'{"a": "\\ud800\n"}',
    ],
)
def test_anything_else_that_is_wrong_is_still_wrong(data):
    assert parse_lone_surrogates(data) is None
    with pytest.raises(ValueError, match=r"."):
        parse_json(data)


@pytest.mark.parametrize("data", [rb'{"a": "\\ud800"}', rb'{"a": "\ud83d\ude00"}', b"{}", "{}", 5])
def test_only_a_lone_surrogate_is_one(data):
    assert parse_lone_surrogates(data) is None


def test_pydantic_itself_does_not_write_it():
    """Why a model of a user's own that contains a response cannot be written as JSON: the docs say so."""
    model = pydantic.create_model("Users", operation=servicediscovery.Operation)
    inner = servicediscovery.Operation(id=LONE, status="SUCCESS")
    with pytest.raises(PydanticSerializationError, match="surrogates not allowed"):
        model(operation=inner).model_dump_json()
