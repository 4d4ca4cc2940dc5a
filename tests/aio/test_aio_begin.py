"""``aio.begin`` and ``aio.follow``, and how often a start reaches the server when its answer is lost."""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
from aio_clients import client_of
from lossy_server import LossyServer, close, error, garble, reset, silence, success, truncate
from start_cases import (
    CreateHttpNamespaceRequest,
    DeleteNamespaceRequest,
    DeleteTrafficDistributionGroupRequest,
)
from wait_cases import Time

from typed_status import StartUnknown, WaitFailed, WrongClientError, aio, begin
from typed_status.services import connect, servicediscovery
from typed_status.testing import FakeEndpoint, Fault
from typed_status.testing.client import isolated_client

CREATE = CreateHttpNamespaceRequest(name="web")
DELETE = DeleteNamespaceRequest(id="ns")
DELETE_GROUP = DeleteTrafficDistributionGroupRequest(traffic_distribution_group_id="g")
LOST = {
    "closed": close,
    "reset": reset,
    "silent": silence,
    "truncated": truncate,
    "garbled": garble,
    "500": error(500, "InternalServerError"),
}
MODES = ["legacy", "standard", "adaptive"]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    async def sleep(self, seconds):
        return None

    monkeypatch.setattr("aiobotocore.endpoint.AioEndpoint._sleep", sleep)


def run(server, use, service="servicediscovery", mode="standard"):
    async def main():
        retries = {"mode": mode, "total_max_attempts": 3}
        async with client_of(server, service, retries=retries, read_timeout=0.3) as client:
            return await use(client)

    return asyncio.run(main())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", LOST)
def test_without_a_token_it_is_sent_once(way, mode):
    with LossyServer(LOST[way]) as server:
        with pytest.raises(StartUnknown):
            run(server, lambda client: aio.begin(client, DELETE), mode=mode)
        assert len(server.bodies) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", LOST)
def test_by_the_method_delete_it_is_sent_once(way, mode):
    """aiohttp sends requests of this method again by itself where the connection is lost."""
    with LossyServer(LOST[way]) as server:
        with pytest.raises(StartUnknown):
            run(server, lambda client: aio.begin(client, DELETE_GROUP), "connect", mode)
        assert len(server.bodies) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", LOST)
def test_with_a_token_it_is_sent_again_with_the_same(way, mode):
    with LossyServer(LOST[way]) as server:
        with pytest.raises(StartUnknown) as caught:
            run(server, lambda client: aio.begin(client, CREATE), mode=mode)
        assert len(server.bodies) == (1 if way == "garbled" else 3)
        assert all(caught.value.token.encode() in each for each in server.bodies)


@pytest.mark.parametrize("mode", MODES)
def test_a_connection_that_is_refused_leaves_nothing_in_doubt(mode):
    with LossyServer(close) as server:
        pass
    with pytest.raises(Exception, match="Could not connect") as caught:
        run(server, lambda client: aio.begin(client, DELETE), mode=mode)
    assert type(caught.value).__name__ == "EndpointConnectionError"


def test_starts_of_other_tasks_do_not_mix():
    async def both(client):
        return await asyncio.gather(
            aio.begin(client, DELETE), aio.begin(client, CREATE), return_exceptions=True
        )

    with LossyServer(close) as server:
        raised = run(server, both)
        assert [type(each) for each in raised] == [StartUnknown, StartUnknown]
        assert len(server.bodies) == 1 + 3


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


def script(endpoint, kind, *steps, **options):
    operation = kind.__operation__
    endpoint.script((operation.service, operation.name), *steps, **options)


def operation(status, **more):
    return {"Operation": {"Id": "op", "Status": status} | more}


def test_a_start_is_followed_to_its_end(endpoint):
    clock = Time().clock(aio.Clock)
    script(endpoint, CreateHttpNamespaceRequest, {"OperationId": "op"})
    statuses = ["SUBMITTED", "PENDING", "SUCCESS"]
    endpoint.script(servicediscovery.GetOperationRequest, *map(operation, statuses))

    async def use(client):
        poller = await aio.begin(client, CREATE, clock=clock)
        assert await poller.status() == "SUBMITTED"
        assert not await poller.done()
        assert (await poller.result(timeout=60)).operation.status == "SUCCESS"
        assert await poller.done()

    run(endpoint, use)
    assert len(endpoint.calls) == 4


def test_a_deletion_is_watched(endpoint):
    clock = Time().clock(aio.Clock)
    script(endpoint, DeleteTrafficDistributionGroupRequest, {})
    group = {"Id": "g", "Arn": "arn", "Name": "g", "Status": "PENDING_DELETION"}
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest,
        {"TrafficDistributionGroup": group},
        Fault("ResourceNotFoundException", status=404),
    )

    async def use(client):
        poller = await aio.begin(client, DELETE_GROUP, clock=clock)
        return [each async for each in poller.watch(timeout=60)]

    first, last = run(endpoint, use, "connect")
    assert first.traffic_distribution_group.status == "PENDING_DELETION"
    assert last is None


def test_a_followed_start_is_saved_and_resumed(endpoint):
    clock = Time().clock(aio.Clock)
    endpoint.script(
        servicediscovery.GetOperationRequest,
        operation("PENDING"),
        operation("FAIL", ErrorMessage="zone"),
    )

    async def use(client):
        poller = aio.follow(client, CREATE, {"OperationId": "op"}, clock=clock)
        assert await poller.status() == "PENDING"
        saved = poller.save(timeout=60)
        with pytest.raises(WaitFailed, match="zone"):
            await aio.resume(client, saved, clock=clock)
        assert saved.attempts == 2

    run(endpoint, use)


def test_a_boto3_client_is_refused_before_anything_is_sent(endpoint):
    client = endpoint.client("servicediscovery")
    with pytest.raises(WrongClientError, match="async client"):
        asyncio.run(aio.begin(client, CREATE))
    assert endpoint.calls == []


def test_many_are_started_each_once(endpoint):
    clock = Time().clock(aio.Clock)
    script(
        endpoint,
        CreateHttpNamespaceRequest,
        {"OperationId": "op"},
        Fault("NamespaceAlreadyExists"),
        {"OperationId": "op"},
    )
    endpoint.script(servicediscovery.GetOperationRequest, operation("SUCCESS"), repeat=True)
    starts = [CreateHttpNamespaceRequest(name=name) for name in "abc"]

    async def use(client):
        outcomes = aio.begin_all(client, starts, timeout=60, concurrency=1, clock=clock)
        return [each async for each in outcomes]

    found = run(endpoint, use)
    assert sorted(each.request.name for each in found) == ["a", "b", "c"]
    assert [each.error for each in found].count(None) == 2
    assert all(each.result().operation.id == "op" for each in found if each.poller)
    sent = [call.params for call in endpoint.calls if call.operation == "CreateHttpNamespace"]
    assert sorted(each["Name"] for each in sent) == ["a", "b", "c"]


def test_lost_answers_of_many_are_not_sent_again():
    starts = [DeleteNamespaceRequest(id=f"ns-{number}") for number in range(6)]

    async def use(client):
        return [each async for each in aio.begin_all(client, starts, timeout=60, concurrency=3)]

    with LossyServer(close) as server:
        assert [type(each.error) for each in run(server, use)] == [StartUnknown] * 6
        assert len(set(server.bodies)) == len(server.bodies) == 6


def test_a_wait_after_a_start_does_not_end_at_the_old_status(endpoint):
    clock = Time().clock(aio.Clock)
    group = {"Id": "g", "Arn": "arn", "Name": "g", "Status": "ACTIVE"}
    endpoint.script(
        connect.DescribeTrafficDistributionGroupRequest,
        {"TrafficDistributionGroup": group},
        {"TrafficDistributionGroup": group | {"Status": "PENDING_DELETION"}},
        Fault("ResourceNotFoundException", status=404),
    )
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="g")
    after = DeleteTrafficDistributionGroupRequest

    async def use(client):
        found = await aio.wait_all(client, [request], after=after, timeout=60, clock=clock)
        return found[0]

    found = run(endpoint, use, "connect")
    assert (found.response, found.error) == (None, None)
    assert len(endpoint.calls) == 3


def test_a_cancelled_task_says_what_is_safe():
    async def cancel(client):
        task = asyncio.create_task(aio.begin(client, DELETE))
        while not server.bodies:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return caught.value

    with LossyServer(silence) as server:
        error = run(server, cancel)
    (note,) = error.__notes__
    assert note.startswith("servicediscovery DeleteNamespace: the request may have arrived")


def test_a_call_of_a_thread_with_the_context_of_the_task_is_left_alone():
    """As of a boto3 client that fetches credentials in asyncio.to_thread."""

    async def both(client):
        def call_in_thread(**_):
            context = contextvars.copy_context()
            with ThreadPoolExecutor(1) as pool:
                pool.submit(context.run, boto3_client.delete_namespace, Id="ns").result()

        client.meta.events.register("before-send", call_in_thread)
        return await aio.begin(client, DELETE)

    with LossyServer(success) as server:
        boto3_client = isolated_client("servicediscovery", server.url, {})
        begin(boto3_client, DELETE)
        poller = run(server, both)
        assert poller.response.operation_id == "op"
        assert len(server.bodies) == 3
