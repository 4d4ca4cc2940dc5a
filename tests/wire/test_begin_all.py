"""``begin_all``: many starts, each sent once and followed to its end."""

import pytest
from lossy_server import LossyServer, close
from start_cases import (
    CreateHttpNamespaceRequest,
    DeleteNamespaceRequest,
    DeleteTrafficDistributionGroupRequest,
)
from wait_cases import Time

from typed_status import (
    Clock,
    RequestValidationError,
    StartError,
    StartUnknown,
    WaitFailed,
    WaitTimeout,
    begin_all,
)
from typed_status.services import connect, servicediscovery
from typed_status.testing import FakeEndpoint, Fault
from typed_status.testing.client import isolated_client

START_OPERATION = ("servicediscovery", "CreateHttpNamespace")


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


@pytest.fixture
def clock():
    return Time().clock(Clock)


def creates(*names):
    return [CreateHttpNamespaceRequest(name=name) for name in names]


def operation(status, **more):
    return {"Operation": {"Id": "op", "Status": status} | more}


def sent(endpoint):
    return [call.params for call in endpoint.calls if call.operation.startswith("Create")]


def test_each_is_sent_once_and_followed(endpoint, clock):
    endpoint.script(START_OPERATION, {"OperationId": "op"}, repeat=True)
    endpoint.script(servicediscovery.GetOperationRequest, operation("SUCCESS"), repeat=True)
    names = [f"n-{number}" for number in range(20)]
    client = endpoint.client("servicediscovery")
    found = list(begin_all(client, creates(*names), timeout=60, concurrency=4, clock=clock))
    assert {each.request.name for each in found} == set(names)
    assert all(each.result().operation.status == "SUCCESS" for each in found)
    assert sorted(each["Name"] for each in sent(endpoint)) == sorted(names)
    tokens = {each["CreatorRequestId"] for each in sent(endpoint)}
    assert (
        tokens
        == {each.request.creator_request_id for each in found}
        == {each.poller.token for each in found}
    )
    assert len(tokens) == 20


def test_an_error_ends_only_its_own(endpoint, clock):
    endpoint.script(
        START_OPERATION,
        {"OperationId": "a"},
        Fault("NamespaceAlreadyExists"),
        {},
        {"OperationId": "d"},
    )
    endpoint.script(
        servicediscovery.GetOperationRequest,
        operation("FAIL", ErrorMessage="zone"),
        operation("SUCCESS"),
    )
    client = endpoint.client("servicediscovery")
    found = begin_all(client, creates(*"abcd"), timeout=60, concurrency=1, clock=clock)
    by_name = {each.request.name: each for each in found}
    assert isinstance(by_name["a"].error, WaitFailed)
    assert by_name["a"].poller.response.operation_id == "a"
    assert by_name["b"].poller is None
    assert "NamespaceAlreadyExists" in str(by_name["b"].error)
    assert isinstance(by_name["c"].error, StartError)
    assert by_name["d"].result().operation.status == "SUCCESS"
    with pytest.raises(WaitFailed, match="zone"):
        by_name["a"].result()


def test_a_deletion_has_no_response(endpoint, clock):
    delete = DeleteTrafficDistributionGroupRequest(traffic_distribution_group_id="g")
    endpoint.script(("connect", "DeleteTrafficDistributionGroup"), {})
    missing = Fault("ResourceNotFoundException", status=404)
    endpoint.script(connect.DescribeTrafficDistributionGroupRequest, missing)
    (found,) = begin_all(endpoint.client("connect"), [delete], timeout=60, clock=clock)
    assert found.error is None
    assert found.result() is None


def test_what_timed_out_can_be_waited_for_later(endpoint, clock):
    endpoint.script(START_OPERATION, {"OperationId": "op"})
    statuses = ["PENDING"] * 3 + ["SUCCESS"]
    endpoint.script(servicediscovery.GetOperationRequest, *map(operation, statuses))
    client = endpoint.client("servicediscovery")
    polls = []
    (found,) = begin_all(client, creates("a"), timeout=4, on_poll=polls.append, clock=clock)
    assert isinstance(found.error, WaitTimeout)
    assert found.poller.result(timeout=600).operation.status == "SUCCESS"
    assert [each.phase for each in polls] == ["IN_PROGRESS"] * len(polls)
    assert len(polls) >= 2


def test_nothing_is_sent_before_all_are_valid(endpoint):
    client = endpoint.client("servicediscovery")
    invalid = servicediscovery.GetOperationRequest(operation_id="op")
    with pytest.raises(TypeError, match="starts nothing"):
        begin_all(client, [*creates("a"), invalid], timeout=60)
    with pytest.raises(TypeError, match="expected an iterable of requests, got one request"):
        begin_all(client, *creates("a"), timeout=60)
    with pytest.raises(ValueError, match="concurrency"):
        begin_all(client, creates("a"), timeout=60, concurrency=0)
    with pytest.raises(ValueError, match="timeout"):
        begin_all(client, creates("a"), timeout=-1)
    with pytest.raises(RequestValidationError):
        begin_all(client, (CreateHttpNamespaceRequest(nam=each) for each in "ab"), timeout=1)
    begin_all(client, creates("a"), timeout=60)  # not iterated over
    assert endpoint.calls == []


def test_nothing_is_sent_after_it_is_closed(endpoint, clock):
    endpoint.script(START_OPERATION, {"OperationId": "op"}, repeat=True)
    endpoint.script(servicediscovery.GetOperationRequest, operation("SUCCESS"), repeat=True)
    client = endpoint.client("servicediscovery")
    outcomes = begin_all(client, creates(*"abcdef"), timeout=60, concurrency=1, clock=clock)
    next(outcomes)
    outcomes.close()
    count = len(endpoint.calls)
    assert list(outcomes) == []
    assert len(endpoint.calls) == count
    assert len({each["Name"] for each in sent(endpoint)}) == len(sent(endpoint))


def test_lost_answers_are_not_sent_again():
    with LossyServer(close) as server:
        client = isolated_client("servicediscovery", server.url, {})
        starts = [DeleteNamespaceRequest(id=f"ns-{number}") for number in range(6)]
        found = list(begin_all(client, starts, timeout=60, concurrency=3))
        assert [type(each.error) for each in found] == [StartUnknown] * 6
        assert len(server.bodies) == 6
        assert len(set(server.bodies)) == 6
