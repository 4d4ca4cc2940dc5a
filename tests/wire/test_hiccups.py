"""What a proxy sends in place of AWS's response: a wait polls again, and a start is not sent again."""

from datetime import UTC, datetime

import pytest
from start_cases import CreateHttpNamespaceRequest, DeleteNamespaceRequest
from wait_cases import Time

from typed_status import (
    GONE,
    Clock,
    ResponseValidationError,
    SavedWait,
    StartUnknown,
    WaitTimeout,
    begin,
    call,
    poll_once,
    resume,
    wait,
    watch,
)
from typed_status.services import cloudformation, cloudfront, ec2, eventbridgev2, quicksight
from typed_status.services import servicediscovery as cloudmap
from typed_status.testing import FakeEndpoint, Reply

OPERATION = cloudmap.GetOperationRequest(operation_id="op")
DATE = datetime(2026, 1, 2, tzinfo=UTC)
DONE = {"Operation": {"Id": "op", "Status": "SUCCESS"}}
BUS = {"EventBusArn": "arn", "Name": "n", "State": "ACTIVE", "CreationTime": DATE}
STACK = {"StackName": "s", "CreationTime": DATE, "StackStatus": "CREATE_COMPLETE"}
INSTANCE = {"InstanceId": "i", "State": {"Code": 16, "Name": "running"}}
INVALIDATION = {
    "Id": "i",
    "Status": "Completed",
    "CreateTime": DATE,
    "InvalidationBatch": {"Paths": {"Quantity": 0}, "CallerReference": "c"},
}
# By protocol: a request, and the response that ends a wait.
CASES = {
    "json": (OPERATION, DONE),
    "json list": (cloudmap.ListOperationsRequest(), {"Operations": [DONE["Operation"]]}),
    "rest-json": (
        quicksight.DescribeAnalysisRequest(aws_account_id="123456789012", analysis_id="a"),
        {"Status": 200, "Analysis": {"Status": "CREATION_SUCCESSFUL"}},
    ),
    "query": (cloudformation.DescribeStacksRequest(), {"Stacks": [STACK]}),
    "ec2": (ec2.DescribeInstancesRequest(), {"Reservations": [{"Instances": [INSTANCE]}]}),
    "rest-xml": (
        cloudfront.GetInvalidationRequest(distribution_id="d", id="i"),
        {"Invalidation": INVALIDATION},
    ),
    "cbor": (eventbridgev2.DescribeEventBusRequest(event_bus_arn="arn"), BUS),
}
PAGE = b"<html><body>Service Unavailable<hr></body></html>"
NOISE = b"\xff upstream connect error"
HICCUPS = [
    Reply(status=status, body=body) for status in (429, 502, 503, 504) for body in (PAGE, NOISE)
]


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


@pytest.fixture
def clock():
    return Time().clock(Clock)


def client_of(endpoint, request, *steps, observed=False, **options):
    operation = request.__operation__
    endpoint.script(type(request), *steps, **options)
    client = endpoint.client(operation.service)
    if observed:
        client.meta.events.register("after-call", lambda **_: None)
    return client


def waits(client, request, clock):
    return wait(client, request, timeout=1_000, clock=clock)


def watches(client, request, clock):
    return list(watch(client, request, timeout=1_000, clock=clock))


def resumes(client, request, clock):
    return resume(client, SavedWait(request, timeout=1_000), clock=clock)


@pytest.mark.regression
@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
@pytest.mark.parametrize("observed", [False, True])
@pytest.mark.parametrize("protocol", CASES)
@pytest.mark.parametrize("follow", [waits, watches, resumes])
def test_polling_continues(endpoint, clock, follow, protocol, observed):
    request, done = CASES[protocol]
    client = client_of(endpoint, request, *HICCUPS, Reply(), done, observed=observed)
    assert follow(client, request, clock)
    assert len(endpoint.calls) == len(HICCUPS) + 2


@pytest.mark.regression
@pytest.mark.parametrize("hiccup", [HICCUPS[3], Reply()])
def test_a_poll_that_is_made_alone(endpoint, clock, hiccup):
    client = client_of(endpoint, OPERATION, hiccup, DONE)
    saved = SavedWait(OPERATION, timeout=1_000)
    poll = poll_once(client, saved, clock=clock)
    assert isinstance(poll.error, ResponseValidationError)
    assert poll.next_delay is not None
    assert poll_once(client, saved, clock=clock).next_delay is None


@pytest.mark.regression
def test_the_timeout_names_it(endpoint, clock):
    client = client_of(endpoint, OPERATION, HICCUPS[3], repeat=True)
    with pytest.raises(WaitTimeout, match="HTTP status 502"):
        wait(client, OPERATION, timeout=10, clock=clock)


@pytest.mark.regression
def test_an_empty_list_that_nobody_sent_is_not_the_end_of_a_resource(endpoint, clock):
    request = cloudmap.ListOperationsRequest()
    client = client_of(
        endpoint, request, CASES["json list"][1], Reply(), CASES["json list"][1], repeat=True
    )
    with pytest.raises(WaitTimeout):
        wait(client, request, timeout=100, until=GONE, clock=clock)


def test_other_errors_end_the_wait(endpoint, clock):
    for reply in (Reply(status=400, body=NOISE), Reply(body=PAGE)):
        client = client_of(endpoint, OPERATION, reply)
        with pytest.raises(ResponseValidationError):
            wait(client, OPERATION, timeout=100, clock=clock)


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_what_is_empty_by_right(endpoint, clock):
    """A call reads an empty body as botocore does, and status 204 has none."""
    client = client_of(endpoint, OPERATION, Reply())
    assert "operation" not in call(client, OPERATION).model_fields_set
    client = client_of(endpoint, OPERATION, Reply(status=204))
    assert wait(client, OPERATION, timeout=9, until=lambda _: True, clock=clock) is not None


@pytest.mark.parametrize("reply", HICCUPS[1::2], ids=["429", "502", "503", "504"])
@pytest.mark.parametrize(
    "start", [DeleteNamespaceRequest(id="ns"), CreateHttpNamespaceRequest(name="web")]
)
def test_a_start_is_sent_once(endpoint, start, reply):
    """Also with 429: nobody knows whether it is AWS that refused it."""
    operation = start.__operation__
    endpoint.script((operation.service, operation.name), reply, repeat=True)
    with pytest.raises(StartUnknown):
        begin(endpoint.client(operation.service), start)
    assert len(endpoint.calls) == 1


@pytest.mark.regression
def test_a_poller_polls_again(endpoint, clock):
    start = DeleteNamespaceRequest(id="ns")
    operation = start.__operation__
    endpoint.script((operation.service, operation.name), {"OperationId": "op"})
    endpoint.script(type(OPERATION), *HICCUPS, Reply(), DONE)
    client = endpoint.client("servicediscovery")
    assert begin(client, start, clock=clock).result(timeout=1_000)
