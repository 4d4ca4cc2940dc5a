"""``wait`` and ``watch`` over HTTP, with a clock that takes no time."""

import contextlib
import http.server
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError

import typed_status.runtime as rt
from typed_status import (
    GONE,
    Phase,
    WaitFailed,
    WaitTimeout,
    wait,
    watch,
)
from typed_status.services import (
    cloudcontrol,
    cloudformation,
    connect,
    customer_profiles,
    ec2,
    greengrass,
    lambda_,
    servicediscovery,
)
from typed_status.testing import FakeEndpoint, Fault, Reply
from typed_status.testing.client import isolated_client

REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
START = datetime(2026, 1, 2, tzinfo=UTC)


class Time:
    """A clock that only ``sleep`` advances."""

    def __init__(self):
        self.passed = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.passed += seconds

    @property
    def clock(self):
        return rt.Clock(
            monotonic=lambda: self.passed,
            now=lambda: START + timedelta(seconds=self.passed),
            sleep=self.sleep,
        )


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def operation(status, **more):
    return {"Operation": {"Id": "op", "Status": status} | more}


def event(status, **more):
    found = {"RequestToken": "t", "OperationStatus": status, "EventTime": START}
    return {"ProgressEvent": found | more}


def group(status):
    return {"TrafficDistributionGroup": {"Id": "tdg", "Arn": "arn", "Status": status}}


CASES = {
    "servicediscovery": (
        REQUEST,
        [operation("SUBMITTED"), operation("PENDING")],
        operation("SUCCESS"),
    ),
    "cloudcontrol": (
        cloudcontrol.GetResourceRequestStatusRequest(request_token="t"),
        [event("PENDING"), event("IN_PROGRESS", RetryAfter=START + timedelta(seconds=40))],
        event("SUCCESS"),
    ),
    "connect": (
        connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="tdg"),
        [group("CREATION_IN_PROGRESS"), group("UPDATE_IN_PROGRESS")],
        group("ACTIVE"),
    ),
    "greengrass": (
        greengrass.GetBulkDeploymentStatusRequest(bulk_deployment_id="b"),
        [{"BulkDeploymentStatus": "Initializing"}, {"BulkDeploymentStatus": "Running"}],
        {"BulkDeploymentStatus": "Completed"},
    ),
    "lambda": (
        lambda_.GetFunctionConfigurationRequest(function_name="f"),
        [{"State": "Pending"}, {"State": "Pending"}],
        {"State": "Active"},
    ),
}


@pytest.mark.parametrize("service", CASES)
def test_until_success(endpoint, time, service):
    request, in_progress, succeeded = CASES[service]
    endpoint.script(type(request), *in_progress, succeeded)
    polls = []
    client = endpoint.client(service)
    response = wait(
        client, request, timeout=100, delay=1, max_delay=8, on_poll=polls.append, clock=time.clock
    )
    assert rt.phase_of(response) is Phase.SUCCEEDED
    assert len(endpoint.calls) == 3
    assert [poll.phase for poll in polls] == [Phase.IN_PROGRESS] * 2 + [Phase.SUCCEEDED]
    assert [poll.next_delay for poll in polls] == [*time.slept, None]
    assert polls[-1].response == response
    if service == "cloudcontrol":
        assert time.slept[1] == pytest.approx(40 - time.slept[0])


LISTS = {
    "ec2": (
        ec2.DescribeInstancesRequest(),
        [
            {
                "Reservations": [
                    {"Instances": [{"InstanceId": "i", "State": {"Code": 0, "Name": name}}]}
                ]
            }
            for name in ("pending", "running")
        ],
    ),
    "cloudformation": (
        cloudformation.DescribeStacksRequest(),
        [
            {"Stacks": [{"StackName": "s", "CreationTime": START, "StackStatus": status}]}
            for status in ("CREATE_IN_PROGRESS", "CREATE_COMPLETE")
        ],
    ),
    "servicediscovery": (
        servicediscovery.ListOperationsRequest(),
        [{"Operations": [{"Id": "a", "Status": status}]} for status in ("PENDING", "SUCCESS")],
    ),
}


@pytest.mark.parametrize("service", LISTS)
def test_until_all_items_succeed(endpoint, time, service):
    request, steps = LISTS[service]
    endpoint.script(type(request), *steps)
    found = wait(endpoint.client(service), request, timeout=100, clock=time.clock)
    assert len(found) == 1
    assert found.phase is rt.phase_of(found.pages[0]) is Phase.SUCCEEDED
    assert len(endpoint.calls) == 2


def test_a_list_operation_polls_every_page(endpoint, time):
    first = {"Operations": [{"Id": "a", "Status": "SUCCESS"}], "NextToken": "more"}
    second = {"Operations": [{"Id": "b", "Status": "PENDING"}]}
    done = {"Operations": [{"Id": "b", "Status": "SUCCESS"}]}
    endpoint.script(servicediscovery.ListOperationsRequest, first, second, first, done)
    client = endpoint.client("servicediscovery")
    found = wait(client, servicediscovery.ListOperationsRequest(), timeout=100, clock=time.clock)
    assert [item.id for item in found] == ["a", "b"]


def test_failure_and_timeout(endpoint, time):
    endpoint.script(REQUEST.__class__, operation("PENDING"), operation("FAIL", ErrorMessage="zone"))
    client = endpoint.client("servicediscovery")
    with pytest.raises(WaitFailed, match="failed with status FAIL: zone"):
        wait(client, REQUEST, timeout=100, clock=time.clock)
    endpoint.script(REQUEST.__class__, operation("PENDING"), repeat=True)
    before = time.passed
    with pytest.raises(WaitTimeout):
        wait(client, REQUEST, timeout=100, clock=time.clock)
    assert time.passed - before == pytest.approx(100)
    # Two before; then one at the start and one after each sleep, the last of them at the deadline.
    assert len(endpoint.calls) == 2 + 1 + len(time.slept) - 1


def test_throttling_and_server_errors(endpoint, time):
    endpoint.script(
        REQUEST.__class__,
        Fault("ThrottlingException", status=429),
        Reply(status=503, body=b""),
        operation("SUCCESS"),
    )
    errors = []
    response = wait(
        endpoint.client("servicediscovery"),
        REQUEST,
        timeout=100,
        on_poll=lambda poll: errors.append(poll.error),
        clock=time.clock,
    )
    assert response.operation.status is servicediscovery.OperationStatus.SUCCESS
    assert [error is None for error in errors] == [False, False, True]


class Closing(http.server.BaseHTTPRequestHandler):
    """Closes the connection without a response."""

    def do_POST(self):
        self.connection.close()

    def log_message(self, *_):
        pass


class Succeeding(Closing):
    """Responds with a succeeded operation."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(operation("SUCCESS")).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def serving(handler, port=0):
    server = http.server.HTTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_closed_connection_and_a_restarted_server(time):
    errors = []
    with contextlib.ExitStack() as first, contextlib.ExitStack() as second:
        port = first.enter_context(serving(Closing))

        def on_poll(poll):
            errors.append(type(poll.error))
            if len(errors) == 1:
                first.close()
            if len(errors) == 3:
                second.enter_context(serving(Succeeding, port))

        client = isolated_client("servicediscovery", f"http://127.0.0.1:{port}", {})
        response = wait(client, REQUEST, timeout=1000, on_poll=on_poll, clock=time.clock)
    assert response.operation.status is servicediscovery.OperationStatus.SUCCESS
    refused = EndpointConnectionError
    assert errors == [ConnectionClosedError, refused, refused, type(None)]


def test_other_errors_are_raised_at_once(endpoint, time):
    endpoint.script(REQUEST.__class__, Fault(servicediscovery.OperationNotFound, "none"))
    with pytest.raises(servicediscovery.OperationNotFound):
        wait(endpoint.client("servicediscovery"), REQUEST, timeout=100, clock=time.clock)
    assert time.slept == []


def test_until_gone(endpoint, time):
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="tdg")
    endpoint.script(
        type(request),
        group("PENDING_DELETION"),
        Fault(connect.ResourceNotFoundException, "none", status=404),
    )
    client = endpoint.client("connect")
    assert wait(client, request, timeout=100, until=GONE, clock=time.clock) is None


def reservation(*states):
    found = [{"InstanceId": "i", "State": {"Name": name}} for name in states]
    return {"Reservations": [{"Instances": found}]}


def test_until_a_waiter(endpoint, time):
    request = ec2.DescribeInstancesRequest()
    endpoint.script(
        type(request),
        Fault("RequestLimitExceeded", status=503),
        reservation("stopping"),
        reservation("stopped") | {"NextToken": "more"},
        reservation("stopping"),
        reservation("stopped") | {"NextToken": "more"},
        reservation("stopped"),
    )
    client = endpoint.client("ec2")
    until = client.get_waiter("instance_stopped")
    found = wait(client, request, timeout=100, until=until, clock=time.clock)
    assert len(found) == 2
    assert len(endpoint.calls) == 6
    assert len(time.slept) == 3
    endpoint.script(type(request), reservation("terminated"))
    with pytest.raises(WaitFailed, match=r"with status terminated \(waiter InstanceStopped\)"):
        wait(client, request, timeout=100, until=until, clock=time.clock)


def test_until_a_waiter_that_accepts_an_error_as_success(endpoint, time):
    request = ec2.DescribeVolumesRequest()
    endpoint.script(
        type(request), {"Volumes": [{"State": "deleting"}]}, Fault("InvalidVolume.NotFound", "no")
    )
    client = endpoint.client("ec2")
    until = client.get_waiter("volume_deleted")
    gone = wait(client, request, timeout=100, until=until, clock=time.clock)
    assert (gone.items, gone.pages, bool(gone)) == ([], [], False)


def test_until_a_waiter_of_an_operation_without_a_status(endpoint, time):
    request = ec2.DescribeKeyPairsRequest(key_names=["key"])
    endpoint.script(
        type(request), Fault("InvalidKeyPair.NotFound", "no"), {"KeyPairs": [{"KeyName": "key"}]}
    )
    client = endpoint.client("ec2")
    until = client.get_waiter("key_pair_exists")
    response = wait(client, request, timeout=100, until=until, clock=time.clock)
    assert response.key_pairs[0].key_name == "key"


@pytest.mark.parametrize(("every_poll", "count"), [(False, 3), (True, 5)])
def test_watch(endpoint, time, every_poll, count):
    steps = ["SUBMITTED", "PENDING", "PENDING", "PENDING"]
    endpoint.script(REQUEST.__class__, *map(operation, steps), operation("FAIL", ErrorMessage="w"))
    client = endpoint.client("servicediscovery")
    seen = [
        str(response.operation.status)
        for response in watch(client, REQUEST, timeout=100, every_poll=every_poll, clock=time.clock)
    ]
    assert len(seen) == count
    assert (seen[0], seen[-1]) == ("SUBMITTED", "FAIL")


def test_watch_polls_only_when_iterated(endpoint, time):
    watch(endpoint.client("servicediscovery"), REQUEST, timeout=100, clock=time.clock)
    assert endpoint.calls == []


def test_threads_wait_with_one_client(endpoint):
    endpoint.script(REQUEST.__class__, operation("SUCCESS"), repeat=True)
    client = endpoint.client("servicediscovery")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(wait(client, REQUEST, timeout=10)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8


@pytest.mark.regression
@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_the_unknown_value_of_a_sensitive_status_is_in_no_message(endpoint, time):
    """A declared one is: it is in the service model."""
    request = customer_profiles.ListCalculatedAttributeDefinitionsRequest(domain_name="d")
    client = endpoint.client("customer-profiles")
    for status in ("s3cr3t", "IN_PROGRESS"):
        endpoint.script(type(request), {"Items": [{"Status": status}]}, repeat=True)
        with pytest.raises(WaitTimeout) as caught:
            wait(client, request, timeout=5, clock=time.clock)
        assert "s3cr3t" not in str(caught.value)
        assert "s3cr3t" not in repr(caught.value.response)
    assert "last status: IN_PROGRESS" in str(caught.value)
