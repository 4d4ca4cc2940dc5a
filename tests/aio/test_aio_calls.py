"""``aio.call``, ``aio.pages`` and ``aio.watch`` with aiobotocore clients."""

import asyncio

import pytest
from aio_clients import client_of
from wait_many_scenarios import endpoint, operation, requests  # noqa: F401 - a fixture

from typed_status import ResponseValidationError, WaitFailed, WrongClientError, aio
from typed_status.runtime.wire import Deserialization
from typed_status.services import connect, ec2, servicediscovery
from typed_status.testing import Fault

Request = servicediscovery.GetOperationRequest
REQUEST = Request(operation_id="op")


def with_client(endpoint, use, service="servicediscovery"):  # noqa: F811 - a fixture by name
    async def main():
        async with client_of(endpoint, service) as client:
            return await use(client)

    return asyncio.run(main())


def test_the_response_is_read_from_the_body(endpoint, monkeypatch):  # noqa: F811 - a fixture by name
    read = []
    original = Deserialization.raise_error
    monkeypatch.setattr(
        Deserialization,
        "raise_error",
        lambda self: (read.append(self.response), original(self)),
    )
    endpoint.script(Request, operation("SUCCESS"))
    found = with_client(endpoint, lambda client: aio.call(client, REQUEST))
    assert found.operation.status is servicediscovery.OperationStatus.SUCCESS
    assert read == [found]
    assert found.response_metadata.http_status_code == 200


def test_botocore_parses_only_for_wrappers(endpoint):  # noqa: F811 - a fixture by name
    endpoint.script(Request, operation("SUCCESS"))

    async def use(client):
        parsed = []
        make = client._make_api_call

        async def wrapper(*args):
            parsed.append(await make(*args))
            return parsed[-1]

        found = await aio.call(client, REQUEST)
        assert found.operation.id == "op"
        # A wrapper may need botocore's parsed response: then botocore parses, and the typed response is built from that.
        endpoint.script(Request, operation("PENDING"))
        client._make_api_call = wrapper
        found = await aio.call(client, REQUEST)
        return parsed, found

    (parsed,), found = with_client(endpoint, use)
    assert parsed["Operation"]["Status"] == found.operation.status == "PENDING"


def test_errors(endpoint):  # noqa: F811 - a fixture by name
    endpoint.script(Request, Fault(servicediscovery.OperationNotFound, "none"))
    with pytest.raises(servicediscovery.OperationNotFound):
        with_client(endpoint, lambda client: aio.call(client, REQUEST))
    endpoint.script(Request, b'{"Operation": []}')
    with pytest.raises(ResponseValidationError, match="Operation: expected"):
        with_client(endpoint, lambda client: aio.call(client, REQUEST))


def test_tasks_with_one_client(endpoint):  # noqa: F811 - a fixture by name
    list_request = servicediscovery.ListOperationsRequest
    endpoint.script(Request, operation("SUCCESS"), repeat=True)
    endpoint.script(list_request, {"Operations": [{"Id": "a", "Status": "FAIL"}]}, repeat=True)

    async def use(client):
        async def untyped():
            return await client.get_operation(OperationId="op")

        calls = [
            each
            for request in requests(20)
            for each in (aio.call(client, request), untyped(), aio.call(client, list_request()))
        ]
        return await asyncio.gather(*calls)

    found = with_client(endpoint, use)
    assert {each.operation.status for each in found[::3]} == {"SUCCESS"}
    assert {each["Operation"]["Status"] for each in found[1::3]} == {"SUCCESS"}
    assert {each.operations[0].status for each in found[2::3]} == {"FAIL"}


def test_calls_in_a_task_that_a_handler_starts_are_untyped(endpoint):  # noqa: F811 - a fixture by name
    endpoint.script(Request, *[operation("SUCCESS")] * 2)

    async def use(client):
        tasks = []

        async def more(**_):
            if not tasks:
                tasks.append(asyncio.create_task(client.get_operation(OperationId="other")))

        client.meta.events.register("before-send.servicediscovery.GetOperation", more)
        found = await aio.call(client, REQUEST)
        return found, await tasks[0]

    found, untyped = with_client(endpoint, use)
    assert found.operation.status == untyped["Operation"]["Status"] == "SUCCESS"


def test_pages(endpoint):  # noqa: F811 - a fixture by name
    kind = servicediscovery.ListOperationsRequest
    endpoint.script(kind, {"Operations": [{"Id": "a"}], "NextToken": "x"}, {"Operations": []})

    async def use(client):
        return [page async for page in aio.pages(client, kind())]

    first, second = with_client(endpoint, use)
    assert (first.operations[0].id, second.operations) == ("a", [])
    assert [call.params for call in endpoint.calls] == [{}, {"NextToken": "x"}]


def test_pages_of_an_operation_without_pages(endpoint):  # noqa: F811 - a fixture by name
    request = connect.DescribeTrafficDistributionGroupRequest(traffic_distribution_group_id="t")
    endpoint.script(
        type(request), {"TrafficDistributionGroup": {"Id": "t", "Arn": "a", "Status": "ACTIVE"}}
    )

    async def use(client):
        return [page async for page in aio.pages(client, request)]

    (page,) = with_client(endpoint, use, "connect")
    assert page.traffic_distribution_group.id == "t"


@pytest.mark.parametrize(("every_poll", "count"), [(False, 2), (True, 4)])
def test_watch(endpoint, every_poll, count):  # noqa: F811 - a fixture by name
    endpoint.script(Request, *map(operation, ["PENDING", "PENDING", "PENDING", "FAIL"]))

    async def use(client):
        watching = aio.watch(
            client, REQUEST, timeout=10, delay=0.01, max_delay=0.01, every_poll=every_poll
        )
        return [str(response.operation.status) async for response in watching]

    seen = with_client(endpoint, use)
    assert (len(seen), seen[0], seen[-1]) == (count, "PENDING", "FAIL")


def test_wrong_clients(endpoint):  # noqa: F811 - a fixture by name
    endpoint.script(Request, operation("SUCCESS"), repeat=True)
    ours = endpoint.client("servicediscovery")
    with pytest.raises(WrongClientError, match=r"awaited.*use typed_status.call"):
        asyncio.run(aio.call(ours, REQUEST))

    async def first_page():
        return await anext(aio.pages(ours, servicediscovery.ListOperationsRequest()))

    with pytest.raises(WrongClientError, match="awaited"):
        asyncio.run(first_page())
    assert endpoint.calls == []
    with pytest.raises(WrongClientError, match="'servicediscovery'"):
        with_client(endpoint, lambda client: aio.call(client, REQUEST), "ec2")

    class Mine:
        def get_operation(self, **_):
            return operation("SUCCESS")

    with pytest.raises(WrongClientError, match="awaited"):
        asyncio.run(aio.call(Mine(), REQUEST))


def test_a_users_own_client():
    class Mine:
        async def describe_instance_status(self, **_):
            return {"InstanceStatuses": []}

    found = asyncio.run(aio.call(Mine(), ec2.DescribeInstanceStatusRequest()))
    assert found.instance_statuses == []


def test_until_a_waiter_of_aiobotocore(endpoint):  # noqa: F811 - a fixture by name
    request = ec2.DescribeInstancesRequest(instance_ids=["i-1"])

    def instance(name):
        return {"Reservations": [{"Instances": [{"State": {"Code": 0, "Name": name}}]}]}

    async def use(client):
        waiter = client.get_waiter("instance_stopped")
        options = {"timeout": 10, "delay": 0.01, "max_delay": 0.01, "until": waiter}
        return await aio.wait(client, request, **options)

    endpoint.script(type(request), instance("running"), instance("stopping"), instance("stopped"))
    (instance_,) = with_client(endpoint, use, "ec2")
    assert instance_.state.name == "stopped"
    endpoint.script(type(request), instance("terminated"))
    with pytest.raises(WaitFailed, match=r"with status terminated \(waiter InstanceStopped\)"):
        with_client(endpoint, use, "ec2")
