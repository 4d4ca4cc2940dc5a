"""Each protocol over HTTP: the same response untyped, deserialized from its body, and with an observer."""

import copy
import logging
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

import typed_status.runtime as rt
from typed_status import call, pages
from typed_status.runtime.wire import hook
from typed_status.runtime.wire.observers import has_observers
from typed_status.services import (
    cloudformation,
    cloudfront,
    ec2,
    eventbridgev2,
    greengrass,
    quicksight,
    s3,
    servicediscovery,
)
from typed_status.testing import FakeEndpoint, Fault, Reply

TIMESTAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
INSTANCE = {
    "InstanceId": "i-1",
    "State": {"Code": 16, "Name": "running"},
    "LaunchTime": TIMESTAMP,
    "EbsOptimized": False,
    "Tags": [{"Key": "a<b", "Value": "c & d"}, {"Key": "empty", "Value": ""}],
}
CASES = {
    "json": (
        servicediscovery.GetOperationRequest(operation_id="op"),
        {"Operation": {"Id": "op", "Status": "SUCCESS", "CreateDate": TIMESTAMP}},
    ),
    "rest-json": (
        greengrass.GetBulkDeploymentStatusRequest(bulk_deployment_id="b"),
        {"BulkDeploymentStatus": "Running", "CreatedAt": "2026-01-02T03:04:05Z"},
    ),
    "rest-json, a status code": (
        quicksight.DescribeAnalysisRequest(aws_account_id="123456789012", analysis_id="a"),
        {"Analysis": {"AnalysisId": "a", "CreatedTime": TIMESTAMP}, "Status": 202},
    ),
    "query": (
        cloudformation.DescribeStacksRequest(stack_name="s"),
        {
            "Stacks": [
                {
                    "StackName": "s",
                    "CreationTime": TIMESTAMP,
                    "StackStatus": "CREATE_COMPLETE",
                    "DisableRollback": True,
                    "Tags": [{"Key": "k", "Value": "v"}],
                }
            ]
        },
    ),
    "ec2": (
        ec2.DescribeInstancesRequest(instance_ids=["i-1", "i-2"]),
        {"Reservations": [{"ReservationId": "r-1", "Instances": [INSTANCE]}]},
    ),
    "rest-xml": (
        cloudfront.GetInvalidationRequest(distribution_id="d", id="i"),
        {
            "Invalidation": {
                "Id": "i",
                "Status": "Completed",
                "CreateTime": TIMESTAMP,
                "InvalidationBatch": {
                    "Paths": {"Quantity": 2, "Items": ["/a", "/b"]},
                    "CallerReference": "me",
                },
            }
        },
    ),
    "rest-xml, headers": (
        s3.HeadObjectRequest(bucket="b", key="k/l"),
        {
            "ContentLength": 0,
            "ContentType": "text/plain",
            "LastModified": TIMESTAMP,
            "Restore": 'ongoing-request="true"',
            "Metadata": {"a": "b"},
            "DeleteMarker": False,
        },
    ),
    "smithy-rpc-v2-cbor": (
        eventbridgev2.DescribeEventBusRequest(event_bus_arn="arn"),
        {
            "EventBusArn": "arn",
            "Name": "n",
            "CreationTime": TIMESTAMP,
            "State": "ACTIVE",
        },
    ),
}


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def on(endpoint, request, *steps, repeat=True, **options):
    operation = type(request).__operation__
    endpoint.script(type(request), *steps, repeat=repeat)
    return endpoint.client(operation.service, **options)


def untyped(client, request):
    return getattr(client, type(request).__operation__.method)(**request.to_boto3())


def members(parsed):
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


@pytest.fixture
def stub_bodies(monkeypatch):
    """Record the bodies that botocore parses."""
    seen = []
    original = hook._before_parse

    def spy(*, response_dict, **options):
        original(response_dict=response_dict, **options)
        seen.append(response_dict["body"])

    spy.__module__ = original.__module__
    monkeypatch.setattr(hook, "_before_parse", spy)
    return seen


@pytest.mark.parametrize("name", CASES)
class TestEveryProtocol:
    def test_both_ways_agree(self, endpoint, name, stub_bodies):
        request, parsed = CASES[name]
        client = on(endpoint, request, parsed)
        theirs = untyped(client, request)
        typed = call(client, request)
        assert len(stub_bodies) == 1  # our handlers were not registered for the untyped call
        assert len(stub_bodies[0]) < 150
        # S3 adds the unparsed text of a member that it does not have here.
        assert members(typed.to_boto3()) == members(theirs) == parsed
        metadata = typed.to_boto3()["ResponseMetadata"]
        for each in (metadata, theirs["ResponseMetadata"]):
            if name not in ("query", "ec2"):  # there the body has it, the same each time
                assert each.pop("RequestId")
            each["HTTPHeaders"] = {
                key: value
                for key, value in each["HTTPHeaders"].items()
                if key not in ("x-amzn-requestid", "date")
            }
        assert metadata == theirs["ResponseMetadata"]
        client.meta.events.register("after-call", lambda **_: None)
        observed = call(client, request)
        assert len(stub_bodies[1]) > len(stub_bodies[0]) or name == "rest-xml, headers"
        assert observed.model_copy(update={"response_metadata": typed.response_metadata}) == typed

    def test_all_parameters_are_sent(self, endpoint, name):
        request, parsed = CASES[name]
        call(on(endpoint, request, parsed), request)
        params = request.to_boto3()
        assert endpoint.calls[0].params.items() >= params.items()

    def test_a_handler_may_change_what_was_parsed(self, endpoint, name):
        request, parsed = CASES[name]
        client = on(endpoint, request, parsed)
        member = next(iter(parsed))

        def remove(parsed, **_):
            del parsed[member]

        client.meta.events.register("after-call", remove)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rt.SchemaDriftWarning)  # a required one
            typed = call(client, request)
        assert members(typed.to_boto3()) == {
            key: each for key, each in parsed.items() if key != member
        }

    def test_an_error_is_typed_or_a_client_error(self, endpoint, name):
        request, _ = CASES[name]
        operation = type(request).__operation__
        client = on(endpoint, request, Fault("NoSuchThing", "it is <not> there"))
        with pytest.raises(ClientError) as caught:
            call(client, request)
        if operation.name.startswith("Head"):  # the response to HEAD has no body
            return
        error = caught.value.response["Error"]
        assert (error["Code"], error["Message"]) == ("NoSuchThing", "it is <not> there")
        for kind in operation.errors[:1]:
            endpoint.script(type(request), Fault(kind, "modelled"))
            with pytest.raises(kind, match="modelled"):
                call(client, request)

    def test_botocore_retries_as_usual(self, endpoint, name, no_backoff):
        request, parsed = CASES[name]
        config = Config(retries={"total_max_attempts": 3, "mode": "standard"})
        client = on(
            endpoint, request, Reply(status=503), Fault("Throttling"), parsed, config=config
        )
        if type(request).__operation__.name.startswith("Head"):  # no body with an error code
            endpoint.script(type(request), Reply(status=503), Reply(status=503), parsed)
        typed = call(client, request)
        assert typed.response_metadata.retry_attempts == 2
        assert members(typed.to_boto3()) == parsed


class TestObservers:
    REQUEST, PARSED = CASES["json"]

    @pytest.mark.parametrize("event", ["response-received", "needs-retry", "after-call"])
    @pytest.mark.parametrize("where", ["{}", "{}.servicediscovery", "{}.*.GetOperation"])
    def test_an_observer_gets_the_parsed_response(self, endpoint, event, where):
        client = on(endpoint, self.REQUEST, self.PARSED)
        call(client, self.REQUEST)  # the cached result must not outlive the registration
        seen = []

        def observe(**event):
            parsed = event.get("parsed") or event.get("parsed_response") or event["response"][1]
            seen.append(members(parsed))

        client.meta.events.register(where.format(event), observe)
        call(client, self.REQUEST)
        assert seen == [self.PARSED]
        client.meta.events.unregister(where.format(event), observe)
        call(client, self.REQUEST)
        assert len(seen) == 1

    @pytest.mark.parametrize("register", ["register_first", "register", "register_last"])
    def test_handlers_of_the_raw_response_get_the_body(self, endpoint, register):
        client = on(endpoint, self.REQUEST, self.PARSED)
        call(client, self.REQUEST)
        seen = []

        def observe(response_dict, **_):
            seen.append(response_dict["body"])

        getattr(client.meta.events, register)("before-parse", observe)
        call(client, self.REQUEST)
        assert b"SUCCESS" in seen[0]

    @pytest.mark.parametrize("register", ["register_first", "register", "register_last"])
    def test_a_handler_may_change_the_raw_response(self, endpoint, register):
        client = on(endpoint, self.REQUEST, self.PARSED)
        call(client, self.REQUEST)

        def change(response_dict, **_):
            response_dict["body"] = response_dict["body"].replace(b"SUCCESS", b"PENDING")

        getattr(client.meta.events, register)("before-parse", change)
        assert call(client, self.REQUEST).operation.status == "PENDING"

    def test_a_handler_may_add_to_the_parsed_response(self, endpoint):
        client = on(endpoint, self.REQUEST, self.PARSED)

        def add(customized_response_dict, **_):
            customized_response_dict["Operation"] = {"Id": "other", "Status": "FAIL"}

        client.meta.events.register("before-parse", add)
        with pytest.warns(rt.RuleWarning):  # a failed operation without a message
            assert call(client, self.REQUEST).operation.id == "other"

    def test_a_wrapped_api_call_gets_the_parsed_response(self, endpoint, monkeypatch):
        client = on(endpoint, self.REQUEST, self.PARSED)
        seen = []
        original = type(client)._make_api_call

        def traced(self, *args):
            parsed = original(self, *args)
            seen.append(members(parsed))
            return parsed

        monkeypatch.setattr(type(client), "_make_api_call", traced)
        assert call(client, self.REQUEST).operation.status == "SUCCESS"
        assert seen == [self.PARSED]

    def test_a_wrapped_method_may_change_the_parsed_response(self, endpoint, monkeypatch):
        client = on(endpoint, self.REQUEST, self.PARSED)
        original = client.get_operation

        def changed(**parameters):
            parsed = original(**parameters)
            parsed["Operation"]["Id"] = "changed"
            return parsed

        monkeypatch.setattr(client, "get_operation", changed)
        assert call(client, self.REQUEST).operation.id == "changed"

    def test_a_copied_emitter_has_its_own_observers(self, endpoint):
        client = on(endpoint, self.REQUEST, self.PARSED)
        call(client, self.REQUEST)
        other = object.__new__(type(client))  # copy.copy(client) recurses without end in botocore
        vars(other).update(vars(client))
        other.meta, other._endpoint = copy.copy(client.meta), copy.copy(client._endpoint)
        other.meta.events = other._endpoint._event_emitter = copy.copy(client.meta.events)
        seen = []
        other.meta.events.register("after-call", lambda parsed, **_: seen.append(members(parsed)))
        assert call(other, self.REQUEST).operation.status == "SUCCESS"
        assert seen == [self.PARSED]

    def test_a_wrapper_of_a_client_gets_the_parsed_response(self, endpoint):
        client = on(endpoint, self.REQUEST, self.PARSED)
        seen = []

        class Wrapper:
            meta = client.meta

            def get_operation(self, **parameters):
                seen.append(members(client.get_operation(**parameters)))
                return client.get_operation(**parameters)

        assert call(Wrapper(), self.REQUEST).operation.status == "SUCCESS"
        assert seen == [self.PARSED]

    def test_the_debug_log_has_the_body(self, endpoint, caplog):
        client = on(endpoint, self.REQUEST, self.PARSED)
        with caplog.at_level(logging.DEBUG, "botocore.parsers"):
            call(client, self.REQUEST)
        assert "SUCCESS" in caplog.text

    @pytest.mark.parametrize(
        ("service", "operation", "expected"),
        [
            ("iam", "GetInstanceProfile", True),  # a handler of botocore parses policies
            ("cloudformation", "GetTemplate", True),
            ("cloudformation", "DescribeStacks", False),
            ("s3", "ListObjectsV2", True),
            ("s3", "HeadObject", False),
            ("ec2", "DescribeInstances", False),
        ],
    )
    @pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
    def test_handlers_of_botocore_that_change_members_are_observers(
        self, endpoint, service, operation, expected, mode
    ):
        client = endpoint.client(service, config=Config(retries={"mode": mode}))
        with hook.deserializing(client, self.REQUEST.__operation__):
            found = has_observers(client.meta.events, f"{service}.{operation}")
        assert found is expected

    def test_pages_are_fetched_with_the_tokens_of_botocore(self, endpoint):
        request = ec2.DescribeInstancesRequest()
        first = {"Reservations": [{"ReservationId": "r-1"}], "NextToken": "more"}
        client = on(
            endpoint, request, first, {"Reservations": [{"ReservationId": "r-2"}]}, repeat=False
        )
        found = [page.reservations[0].reservation_id for page in pages(client, request)]
        assert found == ["r-1", "r-2"]
        assert endpoint.calls[1].params["NextToken"] == "more"


def test_one_client_in_32_threads_that_mix_typed_and_untyped_calls(endpoint):
    request, parsed = CASES["ec2"]
    client = on(endpoint, request, parsed)
    endpoint.script(("ec2", "DescribeVpcs"), {"Vpcs": [{"VpcId": "vpc-1"}]}, repeat=True)
    barrier = threading.Barrier(32)

    def work(number):
        barrier.wait()
        for _ in range(5):
            if number % 3 == 0:
                assert members(untyped(client, request)) == parsed
            elif number % 3 == 1:
                assert members(call(client, request).to_boto3()) == parsed
            else:
                assert client.describe_vpcs()["Vpcs"] == [{"VpcId": "vpc-1"}]
        return number

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(work, range(32))) == list(range(32))
