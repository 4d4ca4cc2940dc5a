"""Whatever arrives, only documented errors leave ``call``, ``pages`` and ``wait``; tests/aio has their async versions."""

import contextlib
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from any_response import DOCUMENTED, REQUESTS, RESPONSES, Clock, Responder
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import typed_status.runtime as rt
from typed_status import ResponseValidationError, call, pages, wait
from typed_status.runtime.waiting import retry
from typed_status.runtime.waiting.retry import retry_after_error
from typed_status.services import iam
from typed_status.testing.client import isolated_client

pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
]


def client_of(service, kind):
    retries = {"total_max_attempts": 2, "mode": "standard"} if kind == "retried" else {}
    options = {"config": Config(retries=retries)} if retries else {}
    client = isolated_client(service, "http://127.0.0.1:1", options)
    if kind == "observed":
        client.meta.events.register("after-call", lambda **_: None)
    return client, Responder(client)


@pytest.fixture(scope="module")
def clients():
    services = {request.__operation__.service for request in REQUESTS}
    kinds = ("plain", "observed", "retried")
    return {(service, kind): client_of(service, kind) for service in services for kind in kinds}


def first_pages(client, request):
    for number, _ in enumerate(pages(client, request)):
        if number == 3:
            break


def wait_a_while(client, request):
    clock = Clock()
    wait(
        client,
        request,
        timeout=100,
        until=None if isinstance(request, rt.StatusRequest | rt.ListRequest) else lambda _: False,
        clock=rt.Clock(monotonic=lambda: clock.passed, sleep=clock.advance),
    )


OPERATION = b'{"Operation": {"Id": "op", "Status": "SUCCESS"}}'
LONG = "9" * 5_000


@pytest.mark.regression
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(REQUESTS),
    st.sampled_from(["plain", "observed", "retried"]),
    st.sampled_from([call, first_pages, wait_a_while]),
    RESPONSES,
)
@example(REQUESTS[2], "plain", call, (200, {"content-length": LONG}, b"{}"))
@example(
    REQUESTS[2],
    "plain",
    wait_a_while,
    (503, {"retry-after": "Fri, 01 Jan 99999999999 00:00:00 GMT"}, b"{}"),
)
@example(REQUESTS[2], "plain", call, (502, {}, b"\xff"))
@example(REQUESTS[0], "plain", call, (502, {}, b"<html>"))
@example(REQUESTS[4], "retried", call, (200, {"x-amz-crc32": "abc"}, b"{}"))
@example(REQUESTS[9], "plain", call, (301, {"x-amz-bucket-region": "us-west-2"}, b""))
def test_only_documented_errors(no_backoff, clients, request_, kind, use, response):
    client, responder = clients[request_.__operation__.service, kind]
    responder.response = response
    with contextlib.suppress(*DOCUMENTED):
        use(client, request_)


def role(date):
    return (
        b"<GetRoleResponse><GetRoleResult><Role><RoleName>r</RoleName><Path>/</Path><RoleId>i</RoleId><Arn>a</Arn>"
        b"<CreateDate>%b</CreateDate></Role></GetRoleResult></GetRoleResponse>" % date
    )


@pytest.mark.regression
@pytest.mark.parametrize("date", [b"2016-12-31T23:59:60Z", b"1e400"])
def test_a_timestamp_that_only_botocores_parser_refuses(date):
    """botocore itself reads the responses of IAM, as its handlers decode policies in them."""
    client, responder = client_of("iam", "plain")
    responder.response = 200, {"x-amzn-requestid": "rq-1"}, role(date)
    with pytest.raises(ResponseValidationError) as caught:
        call(client, iam.GetRoleRequest(role_name="r"))
    assert caught.value.request_id == "rq-1"
    assert caught.value.operation == "GetRole"
    assert "Role.CreateDate" in str(caught.value) or "botocore cannot read" in str(caught.value)


@pytest.mark.regression
def test_an_error_response_that_botocore_cannot_read():
    client, responder = client_of("cloudformation", "plain")
    responder.response = 502, {"x-amzn-requestid": "rq-1"}, b"<secret"
    with pytest.raises(ResponseValidationError) as caught:
        call(client, REQUESTS[0])
    assert str(caught.value) == (
        "cloudformation DescribeStacks: invalid DescribeStacksResponse (request id rq-1): 1 error\n"
        "  top level: botocore cannot read this response, HTTP status 502 (ResponseParserError)"
    )
    assert (caught.value.http_status, caught.value.response) == (502, None)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


class OursError(ValueError):
    pass


def fail(*_args, **_options):
    raise OursError


@pytest.mark.parametrize(
    "event", ["before-parse", "response-received", "needs-retry", "after-call"]
)
def test_the_error_of_a_handler_stays_what_it_is(event):
    client, responder = client_of("servicediscovery", "plain")
    responder.response = 200, {}, b"{}"
    client.meta.events.register(event, fail)
    with pytest.raises(OursError):
        call(client, REQUESTS[2])


def test_the_error_of_a_wrapper_stays_what_it_is(monkeypatch):
    client, responder = client_of("servicediscovery", "plain")
    responder.response = 200, {}, b"{}"
    made = client._make_api_call

    def wrapper(*args):
        made(*args)
        fail()

    monkeypatch.setattr(client, "_make_api_call", wrapper)
    with pytest.raises(OursError):
        call(client, REQUESTS[2])


@pytest.mark.regression
def test_a_header_that_is_no_text():
    """As a handler of ``before-send`` may return it: moto's, or a recorder's."""
    client, responder = client_of("servicediscovery", "plain")
    responder.response = 200, {"x-amzn-requestid": "rq-1", "x-count": 5}, OPERATION
    with pytest.raises(ResponseValidationError, match=r"HTTPHeaders\.x-count") as caught:
        call(client, REQUESTS[2])
    assert caught.value.request_id == "rq-1"


@pytest.mark.parametrize(
    "metadata", [{"RequestId": 5}, {"HTTPStatusCode": "ok"}, {"HTTPHeaders": []}, {"RetryAttempts": {}}]
)  # fmt: skip
def test_metadata_that_a_handler_changed(metadata):
    client, responder = client_of("servicediscovery", "plain")
    responder.response = 200, {}, OPERATION
    client.meta.events.register(
        "after-call", lambda parsed, **_: parsed["ResponseMetadata"].update(metadata)
    )
    with pytest.raises(ResponseValidationError, match=next(iter(metadata))):
        call(client, REQUESTS[2])


@pytest.mark.regression
def test_a_date_to_retry_after_that_is_none():
    metadata = {"HTTPHeaders": {"retry-after": "Fri, 01 Jan 99999999999 00:00:00 GMT"}}
    error = ClientError({"Error": {}, "ResponseMetadata": metadata}, "GetOperation")
    assert retry_after_error(error, datetime(2026, 1, 1, tzinfo=UTC)) is None


@pytest.mark.regression
def test_a_number_of_seconds_that_no_float_can_hold():
    after = SimpleNamespace(retry_after=10**400)
    assert retry._member(after, datetime(2026, 1, 1, tzinfo=UTC)) == 10**12
