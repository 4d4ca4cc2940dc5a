"""Calls next to ours: copied contexts, wrappers, forks, and references that keep a client alive."""

import asyncio
import gc
import os
import warnings
import weakref

import pytest
from pydantic_core import PydanticSerializationError

from typed_status import ResponseValidationError, SchemaDriftWarning
from typed_status.runtime.wire.gc_pause import gc_paused
from typed_status.services import ec2, s3, servicediscovery
from typed_status.testing import FakeEndpoint, Reply, reset_drift

SUCCESS = {"Operation": {"Id": "op", "Status": "SUCCESS"}}


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        endpoint.script(servicediscovery.GetOperationRequest, SUCCESS, repeat=True)
        yield endpoint


def members(parsed):
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def test_an_untyped_call_in_a_context_that_was_copied_during_a_typed_one(endpoint):
    client = endpoint.client("servicediscovery")
    found = []

    async def main():
        loop = asyncio.get_running_loop()
        done = asyncio.Event()

        async def audit():
            await done.wait()
            found.append(await asyncio.to_thread(client.get_operation, OperationId="audit"))

        tasks = []

        def before_send(**_):
            if not tasks:
                tasks.append(asyncio.run_coroutine_threadsafe(audit(), loop))

        client.meta.events.register("before-send.servicediscovery.GetOperation", before_send)
        await asyncio.to_thread(servicediscovery.get_operation, client, operation_id="x")
        done.set()
        await asyncio.wrap_future(tasks[0])

    asyncio.run(main())
    assert [members(each) for each in found] == [SUCCESS]


def test_a_client_whose_handler_refers_to_it_is_not_kept_alive(endpoint):
    client = endpoint.client("servicediscovery")
    client.meta.events.register("before-call", lambda client=client, **_: None)
    servicediscovery.get_operation(client, operation_id="x")
    gone = weakref.ref(client)
    del client
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("where", ["_make_api_call", "_make_request", "make_request"])
def test_a_wrapped_method_of_an_instance_gets_all_members_and_may_change_them(endpoint, where):
    client = endpoint.client("servicediscovery")
    holder = client._endpoint if where == "make_request" else client
    inner = getattr(holder, where)
    seen = []

    def wrap(*arguments, **options):
        result = inner(*arguments, **options)
        parsed = result if where == "_make_api_call" else result[1]
        seen.append(members(parsed))
        parsed["Operation"] = {"Id": "changed", "Status": "PENDING"}
        return result

    setattr(holder, where, wrap)
    response = servicediscovery.get_operation(client, operation_id="x")
    assert response.operation.id == "changed"
    assert seen == [SUCCESS]


def test_a_warning_raised_as_an_error_is_raised_after_the_call(endpoint):
    endpoint.script(
        servicediscovery.GetOperationRequest, {"Operation": {"Id": "op", "Status": "ODD"}}
    )
    reset_drift()
    client = endpoint.client("servicediscovery")
    seen = []
    client.meta.events.register_last("before-parse", lambda **_: seen.append("parsed"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Older versions of pydantic convert the warning to a validation error of the enum.
        with pytest.raises((SchemaDriftWarning, ResponseValidationError)):
            servicediscovery.get_operation(client, operation_id="x")
    assert seen == ["parsed"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_during_a_large_read_enables_the_collector():
    read, write = os.pipe()
    with gc_paused(1 << 20):
        child = os.fork()
        if child == 0:
            with gc_paused(1 << 20):
                pass
            os.write(write, b"on" if gc.isenabled() else b"off")
            os._exit(0)
        os.waitpid(child, 0)
    assert os.read(read, 3) == b"on"
    assert gc.isenabled()
    os.close(read)
    os.close(write)


def test_an_invalid_timestamp_that_botocore_fails_to_parse_for_an_observer(endpoint):
    body = b'{"Operation": {"Id": "op", "Status": "SUCCESS", "CreateDate": "soon"}}'
    endpoint.script(servicediscovery.GetOperationRequest, Reply(body=body))
    client = endpoint.client("servicediscovery")
    client.meta.events.register("after-call", lambda **_: None)
    with pytest.raises(ResponseValidationError, match=r"Operation\.CreateDate: expected"):
        servicediscovery.get_operation(client, operation_id="x")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "<Response><Errors><Error><Code>InternalError</Code></Error></Errors></Response>",
            "expected an EC2 response, found the error InternalError",
        ),
        ("<maintenance/>", "found the element maintenance"),
        (
            "<DescribeInstancesResponse><reservationSet><item><instancesSet><item>"
            "<tagSet><item/></tagSet><tagSet><item/></tagSet>"
            "</item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
            r"Reservations\[0\]\.Instances\[0\]\.Tags: expected a valid list",
        ),
        (
            "<DescribeInstancesResponse><reservationSet><item><instancesSet><item>"
            "<ebsOptimized>maybe</ebsOptimized>"
            "</item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
            r"EbsOptimized: expected a valid boolean.*'maybe'",
        ),
    ],
)
def test_a_body_that_is_not_an_ec2_response(endpoint, body, words):
    endpoint.script(ec2.DescribeInstancesRequest, Reply(body=body.encode()))
    with pytest.raises(ResponseValidationError, match=words):
        ec2.describe_instances(endpoint.client("ec2"))


def test_whitespace_around_xml_values_is_ignored(endpoint):
    body = (
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item>"
        "<launchTime> 2020-01-01T00:00:00Z\n</launchTime><ebsOptimized> true </ebsOptimized>"
        "</item></instancesSet></item></reservationSet></DescribeInstancesResponse>"
    )
    endpoint.script(ec2.DescribeInstancesRequest, Reply(body=body.encode()))
    response = ec2.describe_instances(endpoint.client("ec2"))
    (instance,) = response.reservations[0].instances
    assert instance.launch_time.year == 2020
    assert instance.ebs_optimized is True


def test_a_stream_cannot_be_serialized_to_json():
    with FakeEndpoint() as endpoint:
        endpoint.script(s3.GetObjectRequest, Reply(body=b"the body"))
        response = s3.get_object(endpoint.client("s3"), bucket="bucket", key="key")
    with pytest.raises(PydanticSerializationError, match="a stream can be read once"):
        response.model_dump_json()
    assert response.body.read() == b"the body"


def test_a_body_with_a_member_named_response_metadata(endpoint):
    body = b'{"Operation": {"Id": "op", "Status": "SUCCESS"}, "ResponseMetadata": "boo"}'
    endpoint.script(servicediscovery.GetOperationRequest, Reply(body=body))
    client = endpoint.client("servicediscovery")
    response = servicediscovery.get_operation(client, operation_id="x")
    assert response.response_metadata.http_status_code == 200
