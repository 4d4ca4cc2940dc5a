"""``FakeEndpoint``: real boto3 clients over real HTTP."""

import base64
import contextlib
import enum
import gzip
import http.client
import json
import math
import os
import socket
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from urllib.parse import urlsplit

import boto3
import hypothesis
import pytest
from botocore.awsrequest import HeadersDict
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ParamValidationError
from botocore.model import ServiceModel, StructureShape
from botocore.parsers import create_parser
from hypothesis import strategies as st

from typed_status import SchemaDriftWarning, call
from typed_status.services import cloudcontrol, connect, greengrass, servicediscovery
from typed_status.testing import Call, Drop, FakeEndpoint, Fault, Reply, ScriptError, server
from typed_status.testing.response_serializer import serialize

GET_OPERATION = servicediscovery.GetOperationRequest
PENDING = {"Operation": {"Id": "op-1", "Status": "PENDING"}}
SUCCESS = {"Operation": {"Id": "op-1", "Status": "SUCCESS"}}
TIME = datetime(2026, 11, 21, 1, 2, 3, 456789, tzinfo=UTC)


@pytest.fixture
def endpoint():
    with FakeEndpoint() as running:
        yield running


@pytest.fixture
def client(endpoint):
    return endpoint.client("servicediscovery")


def members(parsed):
    """Return a parsed response without ``ResponseMetadata``."""
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def status_of(client):
    return client.get_operation(OperationId="op-1")["Operation"]["Status"]


def endpoint_error(function, **params):
    """Return the message of the endpoint's own error, which botocore does not retry."""
    with pytest.raises(ClientError) as caught:
        function(**params)
    assert caught.value.response["Error"]["Code"] == "FakeEndpointError"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return caught.value.response["Error"]["Message"]


def send(endpoint, method, target, body=None, headers=None, **options):
    """Send a request without boto3; return the status, headers and body of the response."""
    connection = http.client.HTTPConnection(urlsplit(endpoint.url).netloc, timeout=30)
    try:
        connection.request(method, target, body, headers or {}, **options)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def raw(endpoint, target="Route53AutoNaming_v20170314.GetOperation", body=b"{}", **headers):
    """Return the raw response of a servicediscovery operation."""
    return send(endpoint, "POST", "/", body, {"X-Amz-Target": target, **headers})


def exchange(endpoint, request):
    """Send the bytes of ``request`` and return all bytes until the endpoint closes the connection."""
    response = b""
    with socket.create_connection(
        urlsplit(endpoint.url).netloc.split(":"), timeout=5
    ) as connection:
        connection.sendall(request)
        while received := connection.recv(4096):
            response += received
    return response


def run(program, environment=None):
    """Run a program in a new interpreter without warnings or errors and return its output."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


class TestSteps:
    def test_a_typed_response_comes_back_equal_from_json_1_1(self, endpoint, client):
        response = servicediscovery.GetOperationResponse(
            operation=servicediscovery.Operation(
                id="op-1",
                status=servicediscovery.OperationStatus.SUCCESS,
                create_date=TIME,
                targets={servicediscovery.OperationTargetType.SERVICE: "srv-1"},
            )
        )
        endpoint.script(GET_OPERATION, response, response)
        assert members(client.get_operation(OperationId="op-1")) == response.to_boto3()
        assert call(client, GET_OPERATION(operation_id="op-1")).operation == response.operation
        assert raw(endpoint)[1]["Content-Type"] == "application/json"  # exhausted: the error's own

    def test_a_typed_response_comes_back_equal_from_json_1_0(self, endpoint):
        response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
            {
                "ProgressEvent": {
                    "RequestToken": "token",
                    "OperationStatus": "IN_PROGRESS",
                    "EventTime": TIME,
                    "ResourceModel": '{"a": [1]}',
                },
                "HooksProgressEvent": [
                    {"HookStatus": "HOOK_COMPLETE_SUCCEEDED", "HookEventTime": TIME}
                ],
            }
        )
        endpoint.script(cloudcontrol.GetResourceRequestStatusRequest, response, repeat=True)
        client = endpoint.client("cloudcontrol")
        parsed = client.get_resource_request_status(RequestToken="token")
        assert members(parsed) == response.to_boto3()
        headers = parsed["ResponseMetadata"]["HTTPHeaders"]
        assert headers["content-type"] == "application/x-amz-json-1.0"
        typed = cloudcontrol.get_resource_request_status(client, request_token="token")
        assert typed.progress_event == response.progress_event

    def test_a_typed_response_comes_back_equal_from_rest_json(self, endpoint):
        response = greengrass.GetBulkDeploymentStatusResponse(
            bulk_deployment_status=greengrass.BulkDeploymentStatus.RUNNING,
            bulk_deployment_metrics=greengrass.BulkDeploymentMetrics(records_processed=3),
            created_at=TIME,
            tags={"a": "b"},
        )
        endpoint.script(greengrass.GetBulkDeploymentStatusRequest, response, repeat=True)
        client = endpoint.client("greengrass")
        parsed = client.get_bulk_deployment_status(BulkDeploymentId="bulk/1 ü")
        assert members(parsed) == response.to_boto3()
        assert parsed["CreatedAt"] == "2026-11-21T01:02:03.456789Z"
        headers = parsed["ResponseMetadata"]["HTTPHeaders"]
        assert headers["content-type"] == "application/json"
        assert endpoint.calls[0].params == {"BulkDeploymentId": "bulk/1 ü"}
        typed = greengrass.get_bulk_deployment_status(client, bulk_deployment_id="x")
        assert typed.created_at == TIME

    def test_a_boto3_response_can_be_a_step(self, endpoint, client):
        endpoint.script(GET_OPERATION, PENDING, SUCCESS)
        first = client.get_operation(OperationId="op-1")
        assert "RequestId" in first["ResponseMetadata"]
        endpoint.script(GET_OPERATION, first)
        assert json.loads(raw(endpoint)[2]) == PENDING

    def test_unknown_members_are_sent_unchanged(self, endpoint, client):
        class Colour(enum.StrEnum):
            RED = "RED"

        new = {"a": [1, 2.5, None, True, {"b": Colour.RED}], "c": math.inf}
        response = {"Operation": {"Id": "op-1", "Status": Colour.RED, "New": new}, "More": [{}]}
        endpoint.script(GET_OPERATION, response, repeat=True, unknown_members=True)
        body = json.loads(raw(endpoint)[2])
        assert body["Operation"]["New"] == {
            "a": [1, 2.5, None, True, {"b": "RED"}],
            "c": "Infinity",
        }
        assert body["More"] == [{}]
        with pytest.warns(SchemaDriftWarning):
            operation = servicediscovery.get_operation(client, operation_id="op-1").operation
        assert operation.status == "RED"
        assert not operation.status.is_known
        assert operation.model_extra["New"]["a"][1] == 2.5

    def test_a_typed_response_keeps_unknown_members(self, endpoint):
        with pytest.warns(SchemaDriftWarning):
            response = servicediscovery.GetOperationResponse.model_validate({**SUCCESS, "More": 1})
        endpoint.script(("servicediscovery", "GetOperation"), response)
        assert json.loads(raw(endpoint)[2]) == {**SUCCESS, "More": 1}

    def test_none_is_sent_as_null(self, endpoint):
        sparse = {"Operation": {"Id": None, "Targets": {"SERVICE": None}, "New": None}}
        endpoint.script(GET_OPERATION, sparse, unknown_members=True)
        assert json.loads(raw(endpoint)[2]) == sparse

    def test_a_later_change_of_a_dict_does_not_change_the_script(self, endpoint, client):
        step = {"Operation": {"Id": "op-1", "Status": "PENDING"}}
        endpoint.script(GET_OPERATION, step)
        step["Operation"]["Status"] = "SUCCESS"
        assert status_of(client) == "PENDING"

    def test_bytes_are_the_body(self, endpoint, client):
        body = b' {"Operation":\t{"Status": "FAIL"}, "Operation": {"Status": "SUCCESS"}}'
        endpoint.script(GET_OPERATION, body, repeat=True)
        assert status_of(client) == "SUCCESS"
        status, headers, sent = raw(endpoint)
        assert (status, sent) == (200, body)
        assert headers["Content-Type"] == "application/x-amz-json-1.1"
        assert headers["Content-Length"] == str(len(body))

    def test_a_reply_is_sent_unchanged(self, endpoint, client):
        html = b"<html>Service Unavailable</html>"
        headers = {"content-type": "text/html", "Retry-After": "7", "X-AMZN-requestid": "fixed"}
        endpoint.script(GET_OPERATION, Reply(status=503, headers=headers, body=html), repeat=True)
        with pytest.raises(ClientError) as caught:
            status_of(client)
        assert caught.value.response["Error"]["Code"] == "503"
        status, sent, body = raw(endpoint)
        assert (status, body) == (503, html)
        assert sent.get_all("Content-Type") == ["text/html"]
        assert sent.get_all("x-amzn-RequestId") == ["fixed"]
        assert sent["Retry-After"] == "7"

    @pytest.mark.parametrize("status", [204, 304])
    def test_statuses_without_a_body(self, endpoint, status):
        endpoint.script(GET_OPERATION, Reply(status=status, body=b"never sent"))
        target = b"X-Amz-Target: Route53AutoNaming_v20170314.GetOperation\r\nConnection: close\r\n"
        response = exchange(endpoint, b"POST / HTTP/1.1\r\n" + target + b"\r\n")
        assert response.startswith(f"HTTP/1.1 {status} ".encode())
        assert response.endswith(b"\r\n\r\n")
        assert b"content-length" not in response.lower()

    @pytest.mark.parametrize("length", ["1000", "3"])
    def test_a_wrong_content_length_closes_the_connection(self, endpoint, client, length):
        broken = Reply(headers={"content-length": length}, body=b'{"Operation": {}}')
        endpoint.script(GET_OPERATION, broken, broken, SUCCESS)
        if length == "1000":
            with pytest.raises(http.client.IncompleteRead):  # not a timeout of send
                raw(endpoint)
        else:
            assert raw(endpoint)[2] == b'{"O'
        client.get_operation(OperationId="op-1")  # botocore accepts a truncated body
        assert status_of(client) == "SUCCESS"

    def test_every_response_has_its_own_request_id(self, endpoint, client):
        endpoint.script(GET_OPERATION, SUCCESS, repeat=True)
        metadata = [
            client.get_operation(OperationId="op-1")["ResponseMetadata"]["RequestId"]
            for _ in range(3)
        ]
        assert len(set(metadata)) == 3
        assert all(len(request_id) == 36 for request_id in metadata)


class TestSequences:
    def test_steps_are_played_in_order(self, endpoint, client):
        slow_down = Fault("ThrottlingException", "slow down")
        endpoint.script(GET_OPERATION, PENDING, slow_down, SUCCESS)
        assert status_of(client) == "PENDING"
        with pytest.raises(ClientError, match="slow down"):
            status_of(client)
        assert status_of(client) == "SUCCESS"

    def test_the_last_step_can_be_repeated(self, endpoint, client):
        endpoint.script(GET_OPERATION, PENDING, SUCCESS, repeat=True)
        seen = [status_of(client) for _ in range(5)]
        assert seen == ["PENDING", "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"]

    def test_an_exhausted_script(self, endpoint, client):
        endpoint.script(GET_OPERATION, PENDING)
        status_of(client)
        assert endpoint_error(client.get_operation, OperationId="op-1") == (
            "the script of servicediscovery GetOperation is exhausted after 1 step: add steps or "
            "repeat the last one: "
            "endpoint.script(('servicediscovery', 'GetOperation'), ..., repeat=True)"
        )

    def test_a_second_script_replaces_the_first(self, endpoint, client):
        endpoint.script(GET_OPERATION, PENDING, PENDING, PENDING)
        status_of(client)
        endpoint.script(("servicediscovery", "GetOperation"), SUCCESS)
        assert status_of(client) == "SUCCESS"
        assert "exhausted after 1 step:" in endpoint_error(client.get_operation, OperationId="op-1")

    def test_an_invalid_script_keeps_the_previous_one(self, endpoint, client):
        endpoint.script(GET_OPERATION, SUCCESS)
        with pytest.raises(ScriptError):
            endpoint.script(GET_OPERATION, PENDING, {"Operation": 1})
        assert status_of(client) == "SUCCESS"

    def test_every_operation_has_its_own_script(self, endpoint, client):
        endpoint.script(GET_OPERATION, SUCCESS)
        endpoint.script(("servicediscovery", "ListOperations"), {"Operations": [{"Id": "op-2"}]})
        assert client.list_operations()["Operations"] == [{"Id": "op-2"}]
        assert status_of(client) == "SUCCESS"

    def test_8_threads_get_every_step_once(self, endpoint):
        steps = [{"Operation": {"Id": f"op-{number}"}} for number in range(200)]
        endpoint.script(GET_OPERATION, *steps)
        shared = endpoint.client("servicediscovery", config=Config(max_pool_connections=8))
        start = threading.Barrier(8)

        def work(worker):
            start.wait(30)
            return [
                shared.get_operation(OperationId=f"{worker}-{number}")["Operation"]["Id"]
                for number in range(25)
            ]

        with ThreadPoolExecutor(8) as pool:
            seen = [each for ids in pool.map(work, range(8)) for each in ids]
        assert sorted(seen) == sorted(step["Operation"]["Id"] for step in steps)
        operation_ids = sorted(call.params["OperationId"] for call in endpoint.calls)
        assert operation_ids == sorted(
            f"{worker}-{number}" for worker in range(8) for number in range(25)
        )

    def test_scripts_can_be_set_by_other_threads_while_running(self, endpoint, client):
        def work(number):
            endpoint.script(GET_OPERATION, SUCCESS, repeat=True)
            return status_of(client)

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(work, range(40))) == {"SUCCESS"}


class TestFaults:
    def test_a_modelled_error_by_its_class_in_json(self, endpoint, client):
        fault = Fault(servicediscovery.OperationNotFound, "no such operation")
        endpoint.script(GET_OPERATION, fault, fault)
        with pytest.raises(client.exceptions.OperationNotFound) as caught:
            status_of(client)
        assert caught.value.response["Error"] == {
            "Code": "OperationNotFound",
            "Message": "no such operation",
        }
        assert caught.value.response["Message"] == "no such operation"
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
        with pytest.raises(servicediscovery.OperationNotFound):
            servicediscovery.get_operation(client, operation_id="op-1")

    def test_a_modelled_error_by_its_class_in_rest_json(self, endpoint):
        client = endpoint.client("greengrass")
        details = [{"DetailedErrorCode": "E1", "DetailedErrorMessage": "bad"}]
        fault = Fault(greengrass.BadRequestException, "no", ErrorDetails=details)
        endpoint.script(greengrass.GetBulkDeploymentStatusRequest, fault, fault)
        with pytest.raises(client.exceptions.BadRequestException) as caught:
            client.get_bulk_deployment_status(BulkDeploymentId="x")
        assert caught.value.response["Error"]["Message"] == "no"
        assert caught.value.response["ErrorDetails"] == details
        headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
        assert headers["x-amzn-errortype"] == "BadRequestException"
        with pytest.raises(greengrass.BadRequestException) as typed:
            greengrass.get_bulk_deployment_status(client, bulk_deployment_id="x")
        assert typed.value.error_details[0].detailed_error_code == "E1"

    def test_a_modelled_error_by_its_code(self, endpoint, client):
        endpoint.script(GET_OPERATION, Fault("DuplicateRequest", "x", DuplicateOperationId="op-7"))
        with pytest.raises(client.exceptions.DuplicateRequest) as caught:
            status_of(client)
        assert caught.value.response["DuplicateOperationId"] == "op-7"
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409

    def test_any_code_and_any_members(self, endpoint, client):
        fault = Fault("Odd", "", status=418, Error="kept", error=[1])
        endpoint.script(GET_OPERATION, fault, Fault("Odd"), repeat=True)
        status, _, body = raw(endpoint)
        assert status == 418
        assert json.loads(body) == {"__type": "Odd", "Error": "kept", "error": [1], "message": ""}
        with pytest.raises(ClientError) as caught:
            status_of(client)
        assert type(caught.value) is ClientError
        assert caught.value.response["Error"] == {"Code": "Odd", "Message": ""}
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400

    def test_the_status_of_the_model_can_be_overridden(self, endpoint, client):
        endpoint.script(GET_OPERATION, Fault(servicediscovery.OperationNotFound, status=500))
        with pytest.raises(client.exceptions.OperationNotFound) as caught:
            status_of(client)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500

    def test_a_fault_of_the_server_without_a_status_in_the_model_is_a_500(self, endpoint):
        client = endpoint.client("dynamodb")
        endpoint.script(
            ("dynamodb", "ListTables"),
            Fault("InternalServerError"),
            Fault("ResourceNotFoundException"),
        )
        for expected in (500, 400):
            with pytest.raises(ClientError) as caught:
                client.list_tables()
            assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == expected

    def test_members_in_headers(self, endpoint):
        client = endpoint.client("lex-runtime")
        endpoint.script(
            ("lex-runtime", "DeleteSession"),
            Fault("LimitExceededException", "wait", retryAfterSeconds="30"),
        )
        with pytest.raises(client.exceptions.LimitExceededException) as caught:
            client.delete_session(botName="a", botAlias="b", userId="cc")
        assert caught.value.response["retryAfterSeconds"] == "30"
        assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "30"
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429

    def test_the_code_wins_over_a_member_in_its_header(self, endpoint):
        client = endpoint.client("account")
        fault = Fault("ResourceNotFoundException", "no", errorType="Other")
        endpoint.script(("account", "GetAccountInformation"), fault)
        with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
            client.get_account_information()
        assert caught.value.response["errorType"] == "ResourceNotFoundException"

    def test_a_reason_that_is_a_union(self, endpoint):
        client = endpoint.client("connect")
        reason = {"AttachedFileInvalidRequestExceptionReason": "INVALID_FILE_SIZE"}
        fault = Fault(connect.InvalidRequestException, "no", Reason=reason)
        endpoint.script(connect.GetTrafficDistributionRequest, fault)
        with pytest.raises(connect.InvalidRequestException) as caught:
            connect.get_traffic_distribution(client, id="x")
        assert caught.value.response["Reason"] == reason


class TestEndpointErrors:
    def test_an_operation_without_a_script(self, endpoint, client):
        endpoint.script(GET_OPERATION, SUCCESS, repeat=True)
        assert endpoint_error(client.list_services) == (
            "no script for servicediscovery ListServices (scripted: servicediscovery GetOperation): "
            "endpoint.script(('servicediscovery', 'ListServices'), ...)"
        )

    def test_no_script_at_all(self, endpoint):
        client = endpoint.client("connect")
        assert endpoint_error(
            client.describe_traffic_distribution_group, TrafficDistributionGroupId="x"
        ) == (
            "no script for connect DescribeTrafficDistributionGroup (scripted: nothing): "
            "endpoint.script(('connect', 'DescribeTrafficDistributionGroup'), ...)"
        )

    def test_a_request_that_does_not_identify_its_service(self, endpoint):
        client = endpoint.client("cloudcontrol")  # signs as cloudcontrolapi
        message = endpoint_error(client.get_resource_request_status, RequestToken="x")
        assert message == (
            "POST / for X-Amz-Target 'CloudApiService.GetResourceRequestStatus', signed for "
            "'cloudcontrolapi', does not match an operation of a scripted service (scripted: nothing; "
            "supported protocols: json, rest-json, query, ec2, rest-xml, smithy-rpc-v2-cbor): endpoint.script(('<service>', '<Operation>'), ...)"
        )

    def test_an_unknown_uri(self, endpoint):
        endpoint.script(connect.GetTrafficDistributionRequest, {}, repeat=True)
        assert (
            send(endpoint, "GET", "/traffic-distribution/a/b")[0] == 400
        )  # a label is one segment
        status, headers, body = send(endpoint, "GET", "/no/such?path")
        assert status == 400
        assert headers["x-amzn-errortype"] == "FakeEndpointError"
        message = json.loads(body)["message"]
        assert message.startswith(
            "GET /no/such?path, unsigned, does not match an operation of a scripted"
        )
        assert "scripted: connect GetTrafficDistribution;" in message
        assert endpoint.calls == []

    def test_an_unknown_target(self, endpoint):
        endpoint.script(GET_OPERATION, SUCCESS, repeat=True)
        for target in ("Route53AutoNaming_v20170314.NoSuch", "Other.GetOperation", ""):
            status, _, body = raw(endpoint, target)
            assert status == 400
            assert (
                "does not match an operation of a scripted service" in json.loads(body)["message"]
            )

    @pytest.mark.parametrize(
        ("service", "method"),
        [
            ("ec2", "describe_instances"),
            ("sts", "get_caller_identity"),
            ("s3", "list_buckets"),
            ("eventbridgev2", "list_event_buses"),
            ("greengrass", "list_groups"),
        ],
    )
    def test_every_protocol_can_parse_it(self, endpoint, service, method):
        call = getattr(endpoint.client(service), method)
        assert "scripted: nothing" in endpoint_error(call)

    @pytest.mark.parametrize(
        ("headers", "words"),
        [
            ({"smithy-protocol": "rpc-v2-cbor"}, b"\xa2\x7a"),
            ({"Content-Type": "application/x-www-form-urlencoded"}, b"<Response><Errors>"),
            ({}, b"{"),
        ],
    )
    def test_an_unrecognized_request_gets_an_error_in_its_likely_protocol(
        self, endpoint, headers, words
    ):
        status, _, body = send(endpoint, "POST", "/", b"Action=NoSuch", headers)
        assert (status, body[: len(words)]) == (400, words)

    def test_services_that_share_a_uri_are_distinguished(self, endpoint):
        endpoint.script(("connect", "ListTagsForResource"), {"tags": {"of": "connect"}})
        other = endpoint.client("greengrass")
        message = endpoint_error(other.list_tags_for_resource, ResourceArn="arn:x")
        assert message.startswith("no script for greengrass ListTagsForResource")
        endpoint.script(("greengrass", "ListTagsForResource"), {"tags": {"of": "greengrass"}})
        assert other.list_tags_for_resource(ResourceArn="arn:x")["tags"] == {"of": "greengrass"}
        client = endpoint.client("connect")
        assert client.list_tags_for_resource(resourceArn="arn:x")["tags"] == {"of": "connect"}

    def test_services_that_share_a_signing_name_are_distinguished_by_the_script(self, endpoint):
        endpoint.script(("timestream-write", "WriteRecords"), {}, repeat=True)
        endpoint.script(("timestream-query", "DescribeEndpoints"), {"Endpoints": []})
        unsigned = {"X-Amz-Target": "Timestream_20181101.DescribeEndpoints"}
        signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/1/r/timestream/aws4_request, x"}
        for expected in (200, 400):
            assert send(endpoint, "POST", "/", b"{}", {**unsigned, **signed})[0] == expected
        assert {call.service for call in endpoint.calls} == {"timestream-query"}

    def test_an_exception_in_the_endpoint_is_sent_to_the_client(self, endpoint, capfd):
        endpoint.script(("cloudwatch", "PutMetricData"), {}, repeat=True)
        target = "GraniteServiceVersion20100801.PutMetricData"
        headers = {"Content-Encoding": "gzip", "X-Amz-Target": target}
        status, _, body = send(endpoint, "POST", "/", b"no gzip", headers)
        assert status == 400
        assert "the endpoint failed with BadGzipFile: " in json.loads(body)["message"]
        assert capfd.readouterr() == ("", "")


def script_error(operation, *steps):
    with pytest.raises(ScriptError) as caught:
        FakeEndpoint().script(operation, *steps, unknown_members=True)
    return str(caught.value)


class TestScriptErrors:
    def test_an_unknown_service(self):
        assert script_error(("servicediscvery", "GetOperation"), {}).startswith(
            "botocore has no service 'servicediscvery', did you mean 'servicediscovery'"
        )
        assert script_error(("§", "GetOperation"), {}) == "botocore has no service '§'"

    def test_an_unknown_operation(self):
        assert script_error(("servicediscovery", "get_operation"), {}).startswith(
            "servicediscovery has no operation 'get_operation', did you mean 'GetOperation'"
        )

    @pytest.mark.parametrize(
        "operation",
        [
            "GetOperation",
            ("servicediscovery",),
            servicediscovery.Operation,
            GET_OPERATION(operation_id="x"),
            None,
        ],
    )
    def test_not_an_operation(self, operation):
        assert script_error(operation, {}).startswith(
            "script() takes a request class or a (service,"
        )

    def test_an_empty_script(self):
        assert script_error(GET_OPERATION) == (
            "servicediscovery GetOperation: a script needs at least one step"
        )

    @pytest.mark.parametrize(
        ("step", "message"),
        [
            (
                "{}",
                "the step: expected a response, a dict, bytes, a Reply, a Fault, a Throttle, a Drop or an Impaired, found str",
            ),
            (
                None,
                "the step: expected a response, a dict, bytes, a Reply, a Fault, a Throttle, a Drop or an Impaired, found NoneType",
            ),
            (
                servicediscovery.OperationNotFound,
                "the step: expected a response, a dict, bytes, a Reply, a Fault, a Throttle, a Drop or an Impaired, found type",
            ),
            ({"Operation": {"Id": 1}}, "Operation.Id: expected a string, found int"),
            ({"Operation": []}, "Operation: expected a dict, found list"),
            (
                {"Operation": {"CreateDate": "2026-01-01"}},
                "Operation.CreateDate: expected a datetime with a time zone, found str",
            ),
            (
                {"Operation": {"CreateDate": datetime(2026, 1, 1)}},
                "Operation.CreateDate: expected a datetime with a time zone, found datetime",
            ),
            (
                {"Operation": {"Targets": {"SERVICE": 1}}},
                "Operation.Targets.SERVICE: expected a string, found int",
            ),
            (
                {"Operation": {"Targets": {1: "x"}}},
                "Operation.Targets (key): expected a string, found int",
            ),
            (
                {"Operation": {"New": [{"at": TIME}]}},
                "Operation.New[0].at: expected a JSON value, since the member is not in the service model, "
                "found datetime",
            ),
            (
                Fault(connect.ThrottlingException),
                "servicediscovery models no error 'ThrottlingException'",
            ),
            (
                Fault("DuplicateRequest", DuplicateOperationId=1),
                "DuplicateOperationId: expected a string, found int",
            ),
            (
                greengrass.GetBulkDeploymentStatusResponse(bulk_deployment_status="Running"),
                "expected GetOperationResponse, found GetBulkDeploymentStatusResponse",
            ),
        ],
    )
    def test_an_invalid_step(self, step, message):
        expected = f"servicediscovery GetOperation, step 2: {message}"
        assert script_error(GET_OPERATION, SUCCESS, step) == expected

    @pytest.mark.parametrize(
        ("operation", "step", "message"),
        [
            (
                ("servicediscovery", "ListInstances"),
                {"Instances": [{}, {"Attributes": {"a": b""}}]},
                "Instances[1].Attributes.a: expected a string, found bytes",
            ),
            (
                ("servicediscovery", "ListInstances"),
                {"Instances": "ab"},
                "Instances: expected a list, found str",
            ),
            (
                ("servicediscovery", "DiscoverInstancesRevision"),
                {"InstancesRevision": True},
                "InstancesRevision: expected an integer, found bool",
            ),
            (
                ("servicediscovery", "DiscoverInstancesRevision"),
                {"InstancesRevision": 1.0},
                "InstancesRevision: expected an integer, found float",
            ),
            (
                ("connect", "DescribeTrafficDistributionGroup"),
                {"TrafficDistributionGroup": {"IsDefault": 1}},
                "TrafficDistributionGroup.IsDefault: expected True or False, found int",
            ),
            (
                ("dynamodb", "GetItem"),
                {"Item": {"a": {"B": 1}}},
                "Item.a.B: expected bytes, found int",
            ),
            (
                ("connect", "DescribeEvaluationForm"),
                {"EvaluationForm": {"Items": [{}]}},
                "EvaluationForm.Items[0]: expected exactly one member of a union, found 0",
            ),
            (
                ("cloudwatch", "GetMetricStatistics"),
                {"Datapoints": [{"Sum": "1"}]},
                "Datapoints[0].Sum: expected a number, found str",
            ),
            (
                ("cloudwatch", "GetMetricStatistics"),
                {"Datapoints": [{"Sum": True}]},
                "Datapoints[0].Sum: expected a number, found bool",
            ),
            (
                ("lambda", "Invoke"),
                {"Payload": 1},
                "Payload: expected bytes, found int",
            ),
            (
                ("lambda", "Invoke"),
                {"Payload": b"", "New": 1},
                "New: expected no other member, since Payload is the whole body, found int",
            ),
            (
                ("lambda", "Invoke"),
                {"FunctionError": "a\r\nb"},
                "header 'X-Amz-Function-Error': invalid name or value 'a\\r\\nb'",
            ),
            (
                ("lambda", "Invoke"),
                {"StatusCode": 99},
                "status: expected an integer from 200 to 599, found 99",
            ),
            (
                ("lambda", "InvokeWithResponseStream"),
                {},
                "the response is an event stream: script it as bytes",
            ),
            (
                ("servicediscovery", "ListOperations"),
                servicediscovery.GetOperationResponse.model_validate(SUCCESS),
                "GetOperationResponse is not the response of this operation",
            ),
        ],
    )
    def test_an_invalid_step_of_an_operation_by_name(self, operation, step, message):
        assert script_error(operation, step) == f"{' '.join(operation)}, step 1: {message}"

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: Reply(status=199), "status: expected an integer from 200 to 599, found 199"),
            (lambda: Reply(status=600), "status: expected an integer from 200 to 599, found 600"),
            (lambda: Reply(body="{}"), "body: expected bytes, found str"),
            (
                lambda: Reply(headers={"Transfer-Encoding": "chunked"}),
                "header Transfer-Encoding: set by the endpoint, remove it",
            ),
            (
                lambda: Reply(headers={"a b": "c"}),
                "header 'a b': invalid name or value 'c'",
            ),
            (
                lambda: Reply(headers={"a": "→"}),
                "header 'a': invalid name or value '→'",
            ),
            (
                lambda: Fault("x", status=200),
                "Fault status: expected an integer from 400 to 599, found 200",
            ),
            (
                lambda: Fault(ValueError),
                "Fault takes a generated error class or an error code, got <class 'ValueError'>",
            ),
        ],
    )
    def test_invalid_replies_and_faults(self, make, message):
        with pytest.raises(ScriptError) as caught:
            make()
        assert str(caught.value) == message

    def test_an_event_stream_can_be_scripted_as_bytes(self, endpoint):
        endpoint.script(("lambda", "InvokeWithResponseStream"), b"\x00\x01")
        target = "/2021-11-15/functions/f/response-streaming-invocations"
        assert send(endpoint, "POST", target)[2] == b"\x00\x01"


class TestMemberLocations:
    def test_status_headers_and_a_raw_payload(self, endpoint):
        client = endpoint.client("lambda")
        step = {"StatusCode": 202, "FunctionError": "Unhandled", "Payload": b"\x00\xff"}
        endpoint.script(("lambda", "Invoke"), step, {"StatusCode": 200, "FunctionError": None})
        parsed = client.invoke(FunctionName="f")
        assert parsed["ResponseMetadata"]["HTTPStatusCode"] == parsed["StatusCode"] == 202
        assert parsed["FunctionError"] == "Unhandled"
        assert parsed["Payload"].read() == b"\x00\xff"
        parsed = client.invoke(FunctionName="f")
        assert "FunctionError" not in parsed
        assert parsed["Payload"].read() == b""

    def test_numbers_and_the_content_type_in_headers(self, endpoint):
        step = {"NextPollIntervalInSeconds": 30, "ContentType": "text/plain", "Configuration": b"c"}
        endpoint.script(("appconfigdata", "GetLatestConfiguration"), step)
        parsed = endpoint.client("appconfigdata").get_latest_configuration(ConfigurationToken="t")
        assert parsed["NextPollIntervalInSeconds"] == 30
        assert parsed["Configuration"].read() == b"c"
        assert parsed["ContentType"] == "text/plain"
        assert parsed["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "text/plain"

    def test_a_head_request_with_a_timestamp_and_a_length_in_headers(self, endpoint):
        step = {"LastModified": TIME, "ContentLength": 12345, "ETag": "x"}
        endpoint.script(("mediastore-data", "DescribeObject"), step, step)
        client = endpoint.client("mediastore-data")
        for _ in range(2):  # the connection stays usable, although no body follows
            parsed = client.describe_object(Path="a/b c")
            assert parsed["LastModified"] == TIME.replace(microsecond=0)
            assert parsed["ContentLength"] == 12345
        assert [call.params for call in endpoint.calls] == [{"Path": "a/b c"}] * 2
        assert endpoint.calls[0].method == "HEAD"

    def test_a_response_to_head_has_no_body(self, endpoint):
        endpoint.script(("mediastore-data", "DescribeObject"), Reply(body=b"never sent"))
        response = exchange(endpoint, b"HEAD /a HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert response.startswith(b"HTTP/1.1 200 ")
        assert b"\r\nContent-Length: 10\r\n" in response
        assert response.endswith(b"\r\n\r\n")

    def test_json_in_headers(self, endpoint):
        step = {"slots": {"a": [1, None]}, "contentType": "audio/mpeg", "audioStream": b"\x00"}
        endpoint.script(("lex-runtime", "PostContent"), step)
        client = endpoint.client("lex-runtime")
        parsed = client.post_content(
            botName="a",
            botAlias="b",
            userId="cc",
            contentType="text/plain; charset=utf-8",
            sessionAttributes={"k": ["v"]},
            inputStream=b"\xfe\xff",
        )
        assert parsed["slots"] == {"a": [1, None]}
        assert parsed["audioStream"].read() == b"\x00"
        params = endpoint.calls[0].params
        assert params["sessionAttributes"] == {"k": ["v"]}
        assert params["inputStream"] == b"\xfe\xff"
        assert params["userId"] == "cc"

    def test_a_payload_that_is_a_structure(self, endpoint):
        endpoint.script(
            ("pinpoint", "GetApp"), {"ApplicationResponse": {"Id": "i", "Name": "n", "Arn": "a"}}
        )
        parsed = endpoint.client("pinpoint").get_app(ApplicationId="i")
        assert parsed["ApplicationResponse"] == {"Id": "i", "Name": "n", "Arn": "a"}

    def test_a_map_of_headers(self, endpoint):
        step = {"Body": "text", "ResponseHeaders": {"X-a": "1", "x-b": "2"}}
        endpoint.script(("dataexchange", "SendApiAsset"), step)
        parsed = endpoint.client("dataexchange").send_api_asset(
            DataSetId="d", AssetId="a", RevisionId="r", QueryStringParameters={"q": "1"}
        )
        assert parsed["Body"] == "text"
        assert step["ResponseHeaders"].items() <= parsed["ResponseHeaders"].items()
        assert endpoint.calls[0].params["QueryStringParameters"] == {"q": "1"}

    def test_the_status_of_the_operation(self, endpoint):
        endpoint.script(("lambda", "PublishVersion"), {"FunctionName": "f"})
        parsed = endpoint.client("lambda").publish_version(FunctionName="f")
        assert parsed["ResponseMetadata"]["HTTPStatusCode"] == 201

    def test_numbers_of_every_kind(self, endpoint):
        points = [{"Sum": Decimal("1.5"), "Timestamp": TIME.replace(microsecond=0)}]
        points += [{"Sum": 3, "Average": 0.1, "Minimum": -math.inf, "Maximum": math.nan}]
        endpoint.script(("cloudwatch", "GetMetricStatistics"), {"Datapoints": points})
        _, headers, body = raw(endpoint, "GraniteServiceVersion20100801.GetMetricStatistics")
        assert headers["Content-Type"] == "application/x-amz-json-1.0"
        assert json.loads(body)["Datapoints"] == [
            {"Sum": 1.5, "Timestamp": int(TIME.timestamp())},
            {"Sum": 3, "Average": 0.1, "Minimum": "-Infinity", "Maximum": "NaN"},
        ]

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (TIME, b"1795222923.456789"),
            (TIME.replace(microsecond=456000), b"1795222923.456"),
            (TIME.replace(microsecond=0), b"1795222923"),
            (TIME.astimezone(timezone(timedelta(hours=-7))), b"1795222923.456789"),
            (datetime(1969, 12, 31, 23, 59, 58, 750000, UTC), b"-1.25"),
        ],
    )
    def test_epoch_seconds_are_exact(self, endpoint, value, text):
        endpoint.script(GET_OPERATION, {"Operation": {"CreateDate": value}})
        assert raw(endpoint)[2] == b'{"Operation": {"CreateDate": ' + text + b"}}"


class TestCalls:
    def test_a_call_records_the_request(self, endpoint, client):
        endpoint.script(GET_OPERATION, SUCCESS)
        client.get_operation(OperationId="op-1", OwnerAccount="123456789012")
        [call] = endpoint.calls
        assert isinstance(call, Call)
        assert (call.service, call.operation) == ("servicediscovery", "GetOperation")
        assert call.params == {"OperationId": "op-1", "OwnerAccount": "123456789012"}
        assert (call.method, call.path) == ("POST", "/")
        assert call.headers["x-amz-target"] == "Route53AutoNaming_v20170314.GetOperation"
        assert all(name == name.lower() for name in call.headers)
        with pytest.raises(AttributeError):
            call.service = "other"

    def test_calls_without_a_script_are_recorded(self, endpoint, client):
        endpoint_error(client.get_operation, OperationId="op-1")
        assert [call.operation for call in endpoint.calls] == ["GetOperation"]

    def test_calls_that_boto3_rejects_are_not_recorded(self, endpoint, client):
        with pytest.raises(ParamValidationError):
            client.get_operation()
        assert endpoint.calls == []

    def test_calls_is_a_copy(self, endpoint, client):
        endpoint_error(client.get_operation, OperationId="op-1")
        endpoint.calls.clear()
        assert len(endpoint.calls) == 1

    def test_members_of_a_body_have_their_types(self, endpoint):
        endpoint.script(("dynamodb", "PutItem"), {})
        item = {"a": {"B": b"\x00"}, "b": {"M": {"c": {"N": "1"}}}, "d": {"BS": [b"\xff"]}}
        endpoint.client("dynamodb").put_item(TableName="t", Item=item)
        assert endpoint.calls[0].params == {"TableName": "t", "Item": item}

    def test_timestamps_and_unions_of_a_body(self, endpoint):
        endpoint.script(("glue", "GetTables"), {})
        params = {"DatabaseName": "d", "QueryAsOfTime": TIME, "AttributesToGet": ["NAME"]}
        endpoint.client("glue").get_tables(**params)
        assert endpoint.calls[0].params == params

    def test_members_of_the_query_string_have_their_types(self, endpoint):
        endpoint.script(("emr-containers", "ListVirtualClusters"), {})
        params = {
            "createdAfter": TIME,
            "states": ["RUNNING", "TERMINATED"],
            "maxResults": 7,
            "eksAccessEntryIntegrated": False,
            "nextToken": "a&b=c/+ü",
        }
        endpoint.client("emr-containers").list_virtual_clusters(**params)
        assert endpoint.calls[0].params == params

    def test_a_map_in_the_query_string(self, endpoint):
        endpoint.script(("amp", "ListScrapers"), {"scrapers": []})
        params = {"filters": {"alias": ["a", "b"], "status": ["c"]}, "maxResults": 3}
        endpoint.client("amp").list_scrapers(**params)
        assert endpoint.calls[0].params == params

    def test_a_number_in_the_query_string(self, endpoint):
        endpoint.script(("geo-maps", "GetStaticMap"), {"Blob": b"png"})
        params = {"FileName": "f", "Height": 64, "Width": 65, "Zoom": 1.5, "Center": "0,0"}
        assert endpoint.client("geo-maps").get_static_map(**params)["Blob"].read() == b"png"
        assert params.items() <= endpoint.calls[0].params.items()

    def test_a_timestamp_in_a_header(self, endpoint):
        endpoint.script(("connect", "UpdateUserNotificationStatus"), {})
        params = {
            "InstanceId": "i",
            "NotificationId": "n",
            "UserId": "u",
            "Status": "READ",
            "LastModifiedTime": TIME.replace(microsecond=0),
        }
        endpoint.client("connect").update_user_notification_status(**params)
        assert endpoint.calls[0].params == params

    def test_a_compressed_body(self, endpoint):
        endpoint.script(("cloudwatch", "PutMetricData"), {})
        config = Config(request_min_compression_size_bytes=1)
        data = [{"MetricName": "m" * 200, "Value": 1.0}]
        client = endpoint.client("cloudwatch", config=config)
        client.put_metric_data(Namespace="n", MetricData=data)
        assert endpoint.calls[0].headers["content-encoding"] == "gzip"
        assert endpoint.calls[0].params == {"Namespace": "n", "MetricData": data}

    def test_a_compressed_form(self, endpoint):
        """The operation's name is in the body."""
        endpoint.script(("rds", "DescribeDBInstances"), {})
        form = b"Action=DescribeDBInstances&Version=2014-10-31&MaxRecords=20"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"}
        assert send(endpoint, "POST", "/", gzip.compress(form), headers)[0] == 200
        assert endpoint.calls[0].params == {"MaxRecords": 20}

    def test_a_chunked_body(self, endpoint):
        endpoint.script(("lambda", "Invoke"), {})
        target = "/2015-03-31/functions/f/invocations"
        chunks = iter([b"\x00" * 20, b"\xff"])
        assert send(endpoint, "POST", target, chunks, encode_chunked=True)[0] == 200
        assert endpoint.calls[0].params["Payload"] == b"\x00" * 20 + b"\xff"

    def test_the_most_specific_uri_wins(self, endpoint):
        endpoint.script(("workspaces-web", "ListTrustStoreCertificates"), {"trustStoreArn": "x"})
        client = endpoint.client("workspaces-web")
        arn = "arn:aws:workspaces-web:us-east-1:123456789012:trustStore/0123-ü"
        client.list_trust_store_certificates(trustStoreArn=arn, maxResults=1)
        assert endpoint.calls[0].params == {"trustStoreArn": arn, "maxResults": 1}
        message = endpoint_error(client.get_trust_store, trustStoreArn=arn)
        assert message.startswith("no script for workspaces-web GetTrustStore")
        assert [call.operation for call in endpoint.calls] == [
            "ListTrustStoreCertificates",
            "GetTrustStore",
        ]

    def test_a_literal_uri_wins_over_a_label(self, endpoint):
        client = endpoint.client("securityhub")
        endpoint_error(client.list_automation_rules_v2)  # GET /automationrulesv2/list
        endpoint_error(client.get_automation_rule_v2, Identifier="other")
        assert [call.operation for call in endpoint.calls] == [
            "ListAutomationRulesV2",
            "GetAutomationRuleV2",
        ]

    def test_a_uri_with_regex_metacharacters(self, endpoint):
        client = endpoint.client("greengrass")
        endpoint_error(client.stop_bulk_deployment, BulkDeploymentId="x")  # PUT .../x/$stop
        assert endpoint.calls[0].operation == "StopBulkDeployment"

    def test_uris_that_differ_in_their_query_string_only(self, endpoint):
        client = endpoint.client("chime")
        endpoint_error(client.invite_users, AccountId="a", UserEmailList=["e"])  # ?operation=add
        endpoint_error(client.create_user, AccountId="a")  # ?operation=create
        endpoint_error(client.logout_user, AccountId="a", UserId="u")  # ?operation=logout
        endpoint_error(client.update_user, AccountId="a", UserId="u")
        assert [call.operation for call in endpoint.calls] == [
            "InviteUsers",
            "CreateUser",
            "LogoutUser",
            "UpdateUser",
        ]

    def test_the_query_string_of_a_uri_is_not_a_member(self, endpoint):
        endpoint.script(("apigateway", "ImportRestApi"), {})
        params = {"body": b"\xff", "parameters": {"endpointConfigurationTypes": "EDGE"}}
        endpoint.client("apigateway").import_rest_api(**params)
        assert endpoint.calls[0].params == params
        assert "mode=import" in endpoint.calls[0].path

    def test_a_query_string_in_the_uri_of_the_model(self, endpoint):
        endpoint.script(("mpa", "ListPolicyVersions"), {"PolicyVersions": []}, {})
        client = endpoint.client("mpa")
        client.list_policy_versions(PolicyArn="arn:aws:mpa:::p")
        client.list_policy_versions(PolicyArn="arn:aws:mpa:::p", MaxResults=2)
        assert endpoint.calls[0].params == {"PolicyArn": "arn:aws:mpa:::p"}
        assert endpoint.calls[1].params == {"PolicyArn": "arn:aws:mpa:::p", "MaxResults": 2}


class TestClient:
    def test_the_environment_is_ignored(self, tmp_path):
        config = tmp_path / ".aws" / "config"
        config.parent.mkdir()
        config.write_text("[default]\nregion = eu-west-9\nparameter_validation = false\n")
        environment = {
            "HOME": str(tmp_path),
            "USERPROFILE": str(tmp_path),
            "AWS_PROFILE": "absent",
            "AWS_DEFAULT_REGION": "eu-west-8",
            "AWS_MAX_ATTEMPTS": "5",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            "HTTP_PROXY": "http://127.0.0.1:9",
            "http_proxy": "http://127.0.0.1:9",
        }
        printed = run(
            """
            from typed_status.testing import FakeEndpoint, Fault

            with FakeEndpoint() as endpoint:
                fault = Fault("InternalError", status=500)
                endpoint.script(("servicediscovery", "ListServices"), fault)
                client = endpoint.client("servicediscovery")
                try:
                    client.list_services()
                except client.exceptions.ClientError as error:
                    print(error.response["Error"]["Code"])
                try:
                    client.get_operation()
                except Exception as error:
                    print(type(error).__name__)
                print(len(endpoint.calls))
                print(endpoint.calls[0].headers["authorization"].split("/")[2])
            """,
            environment,
        )
        assert printed.split() == ["InternalError", "ParamValidationError", "1", "us-east-1"]

    def test_options_override_the_defaults(self, endpoint):
        config = Config(retries={"total_max_attempts": 2}, user_agent_extra="mine")
        client = endpoint.client(
            "servicediscovery", region_name="eu-central-1", aws_access_key_id="me", config=config
        )
        endpoint.script(GET_OPERATION, Fault("InternalError", status=500), SUCCESS)
        assert status_of(client) == "SUCCESS"
        assert "Credential=me/" in endpoint.calls[1].headers["authorization"]
        assert "/eu-central-1/" in endpoint.calls[1].headers["authorization"]
        assert endpoint.calls[1].headers["user-agent"].endswith("mine")

    def test_a_config_is_merged_with_the_defaults(self, endpoint):
        client = endpoint.client("servicediscovery", config=Config(read_timeout=3))
        endpoint.script(GET_OPERATION, Fault("InternalError", status=500), SUCCESS, repeat=True)
        with pytest.raises(ClientError):
            status_of(client)
        assert client.meta.config.read_timeout == 3

    def test_host_prefixes_are_not_injected(self, endpoint):
        endpoint.script(("servicediscovery", "DiscoverInstances"), {"InstancesRevision": 7})
        client = endpoint.client("servicediscovery")
        parsed = client.discover_instances(NamespaceName="n", ServiceName="s")
        assert parsed["InstancesRevision"] == 7

    def test_any_boto3_client_can_be_pointed_at_it(self, endpoint):
        client = boto3.client(
            "servicediscovery",
            endpoint_url=endpoint.url,
            region_name="us-east-1",
            aws_access_key_id="x",
            aws_secret_access_key="y",
        )
        endpoint.script(GET_OPERATION, SUCCESS)
        assert status_of(client) == "SUCCESS"


class TestServer:
    def test_it_listens_only_inside_its_block(self):
        endpoint = FakeEndpoint(allow_unused=True)
        endpoint.script(GET_OPERATION, PENDING, SUCCESS)
        for use in (lambda: endpoint.url, lambda: endpoint.client("servicediscovery")):
            with pytest.raises(RuntimeError, match="listens only inside its with block"):
                use()
        with endpoint:
            host, port = urlsplit(endpoint.url).netloc.split(":")
            assert host == "127.0.0.1"
            client = endpoint.client("servicediscovery")
            assert status_of(client) == "PENDING"
            with pytest.raises(RuntimeError, match="already running"):
                endpoint.__enter__()
        with pytest.raises(RuntimeError, match="listens only inside its with block"):
            _ = endpoint.url
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((host, int(port)), timeout=1)
        assert len(endpoint.calls) == 1
        with endpoint:  # once more, with what is left of the script
            assert status_of(endpoint.client("servicediscovery")) == "SUCCESS"

    def test_it_leaves_no_threads_or_sockets(self, monkeypatch):
        # Without a timeout, a close that waits for idle connections would not end.
        monkeypatch.setattr(server._Connection, "timeout", None)
        before = threading.enumerate()
        descriptors = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else None
        with FakeEndpoint() as endpoint:
            endpoint.script(GET_OPERATION, SUCCESS, repeat=True)
            client = endpoint.client("servicediscovery")
            assert status_of(client) == "SUCCESS"
            assert len(threading.enumerate()) > len(before)
            idle = socket.create_connection(urlsplit(endpoint.url).netloc.split(":"), timeout=30)
            halfway = socket.create_connection(urlsplit(endpoint.url).netloc.split(":"), timeout=30)
            halfway.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
        assert threading.enumerate() == before
        for connection in (idle, halfway):
            with connection, contextlib.suppress(ConnectionResetError):
                assert connection.recv(1) == b""
        client.close()
        if descriptors is not None:
            assert len(os.listdir("/proc/self/fd")) == descriptors

    def test_an_exception_in_the_block_closes_it(self):
        before = threading.enumerate()

        def failing():
            with FakeEndpoint() as endpoint:
                endpoint_error(endpoint.client("servicediscovery").list_services)
                raise KeyError

        with pytest.raises(KeyError):
            failing()
        assert threading.enumerate() == before

    def test_connections_are_kept_alive_and_each_reply_is_one_write(self, endpoint, monkeypatch):
        """Two writes would wait for a delayed acknowledgement."""
        writes = []
        write = socket.SocketIO.write  # http.client sends without it
        monkeypatch.setattr(
            socket.SocketIO, "write", lambda self, data: (writes.append(1), write(self, data))[1]
        )
        endpoint.script(GET_OPERATION, SUCCESS, repeat=True)
        connection = http.client.HTTPConnection(urlsplit(endpoint.url).netloc, timeout=5)
        headers = {"X-Amz-Target": "Route53AutoNaming_v20170314.GetOperation"}
        ports = set()
        for _ in range(100):
            connection.request("POST", "/", b"{}", headers)
            response = connection.getresponse()
            assert json.loads(response.read()) == SUCCESS
            ports.add(connection.sock.getsockname())
        connection.close()
        assert len(ports) == 1
        assert len(writes) == 100

    @pytest.mark.parametrize(
        "framing", [b"Content-Length: many\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"]
    )
    def test_a_body_of_unknown_length_closes_the_connection(self, endpoint, framing):
        response = exchange(endpoint, b"POST / HTTP/1.1\r\n" + framing)
        assert response.startswith(b"HTTP/1.1 400 ")
        assert b"the request's body cannot be read: invalid literal for int()" in response

    @pytest.mark.parametrize(
        "data",
        [
            b"\x16\x03\x01\x00\r\n\r\n",
            b"GET\r\n\r\n",
            b"BREW / HTTP/1.1\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf",
        ],
    )
    def test_invalid_requests_neither_print_nor_stop_it(self, endpoint, client, data, capfd):
        connection = socket.create_connection(urlsplit(endpoint.url).netloc.split(":"), timeout=30)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
        connection.close()
        endpoint.script(GET_OPERATION, SUCCESS)
        assert status_of(client) == "SUCCESS"
        assert capfd.readouterr() == ("", "")

    def test_a_client_that_disconnects_early_neither_prints_nor_stops_it(
        self, endpoint, client, capfd
    ):
        huge = b"[" + b" " * 10_000_000 + b"]"
        endpoint.script(GET_OPERATION, huge, SUCCESS)
        connection = socket.create_connection(urlsplit(endpoint.url).netloc.split(":"), timeout=30)
        target = b"X-Amz-Target: Route53AutoNaming_v20170314.GetOperation\r\n"
        connection.sendall(b"POST / HTTP/1.1\r\n" + target + b"Content-Length: 2\r\n\r\n{}")
        assert connection.recv(10)
        connection.close()
        assert status_of(client) == "SUCCESS"
        assert capfd.readouterr() == ("", "")

    def test_a_program_that_never_leaves_the_block_still_ends(self):
        printed = run(
            """
            from typed_status.testing import FakeEndpoint

            endpoint = FakeEndpoint().__enter__()
            endpoint.script(("servicediscovery", "ListServices"), {"Services": []})
            print(endpoint.client("servicediscovery").list_services()["Services"])
            """
        )
        assert printed == "[]\n"

    def test_the_library_does_not_import_it(self):
        printed = run(
            """
            import sys
            import typed_status.services.connect

            print([name for name in ("boto3", "typed_status.testing") if name in sys.modules])
            """
        )
        assert printed == "[]\n"


# A service with members of every type, for round trips through botocore's parser.
SHAPES = {
    "Everything": {
        "type": "structure",
        "members": {
            "Text": {"shape": "String", "locationName": "text"},
            "Number": {"shape": "Integer"},
            "BigNumber": {"shape": "Long"},
            "Real": {"shape": "Double"},
            "Flag": {"shape": "Boolean"},
            "Blob": {"shape": "Blob"},
            "Epoch": {"shape": "Timestamp"},
            "Iso": {"shape": "IsoTimestamp"},
            "Http": {"shape": "HttpTimestamp"},
            "Texts": {"shape": "Texts"},
            "Blobs": {"shape": "Blobs"},
            "Times": {"shape": "Times", "locationName": "times"},
            "Choice": {"shape": "Choice"},
            "Document": {"shape": "Document"},
            "Deeper": {"shape": "Everything", "locationName": "deeper"},
        },
    },
    "WithLocations": {
        "type": "structure",
        "members": {
            "Status": {"shape": "Integer", "location": "statusCode"},
            "HeaderText": {"shape": "String", "location": "header", "locationName": "X-Text"},
            "HeaderNumber": {"shape": "Long", "location": "header", "locationName": "X-Number"},
            "HeaderReal": {"shape": "Double", "location": "header", "locationName": "X-Real"},
            "HeaderFlag": {"shape": "Boolean", "location": "header", "locationName": "X-Flag"},
            "HeaderTime": {"shape": "Timestamp", "location": "header", "locationName": "X-Time"},
            "HeaderIso": {"shape": "IsoTimestamp", "location": "header", "locationName": "X-Iso"},
            "HeaderBlob": {"shape": "Blob", "location": "header", "locationName": "X-Blob"},
            "Headers": {"shape": "StringMap", "location": "headers", "locationName": "X-Map-"},
            "Body": {"shape": "Everything", "locationName": "body"},
        },
    },
    "Choice": {
        "type": "structure",
        "union": True,
        "members": {"One": {"shape": "Blob", "locationName": "one"}, "Two": {"shape": "Times"}},
    },
    "Document": {"type": "structure", "document": True, "members": {}},
    "Texts": {"type": "list", "member": {"shape": "String"}},
    "Blobs": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "BlobList"}},
    "BlobList": {"type": "list", "member": {"shape": "Blob"}},
    "Times": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Timestamp"}},
    "StringMap": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
    "String": {"type": "string"},
    "Integer": {"type": "integer"},
    "Long": {"type": "long"},
    "Double": {"type": "double"},
    "Boolean": {"type": "boolean"},
    "Blob": {"type": "blob"},
    "Timestamp": {"type": "timestamp"},
    "IsoTimestamp": {"type": "timestamp", "timestampFormat": "iso8601"},
    "HttpTimestamp": {"type": "timestamp", "timestampFormat": "rfc822"},
}


def operation_of(protocol, output):
    description = {
        "metadata": {
            "protocol": protocol,
            "jsonVersion": "1.1",
            "targetPrefix": "Tiny",
            "apiVersion": "2026-01-01",
            "endpointPrefix": "tiny",
        },
        "operations": {
            "Get": {
                "name": "Get",
                "http": {"method": "POST", "requestUri": "/"},
                "output": {"shape": output},
            }
        },
        "shapes": SHAPES,
    }
    return ServiceModel(description, "tiny").operation_model("Get")


HEADER_TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)
DATETIMES = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
SECONDS = DATETIMES.map(lambda value: value.replace(microsecond=0))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def values(shape, deep=2):
    """Return a strategy for boto3 values of ``shape``."""
    form = shape.serialization.get("timestampFormat")
    location = shape.serialization.get("location")
    match shape.type_name:
        case "structure" if shape.is_document_type:
            return DOCUMENTS.filter(lambda document: document is not None)
        case "structure" if shape.is_tagged_union:
            return st.one_of(
                [
                    st.fixed_dictionaries({name: values(member)})
                    for name, member in shape.members.items()
                ]
            )
        case "structure":
            optional = {
                name: values(member, deep - 1)
                for name, member in shape.members.items()
                if deep or member.type_name != "structure"
            }
            always = {
                name: optional.pop(name)
                for name, member in shape.members.items()
                if member.serialization.get("location") in ("statusCode", "headers")
            }
            return st.fixed_dictionaries(always, optional=optional)
        case "list":
            return st.lists(st.none() | values(shape.member), max_size=3)
        case "map" if location == "headers":
            return st.dictionaries(st.from_regex(r"[a-z0-9-]+", fullmatch=True), HEADER_TEXT)
        case "map":
            return st.dictionaries(st.text(), values(shape.value), max_size=3)
        case "string":
            return HEADER_TEXT if location else st.text()
        case "integer" if location == "statusCode":
            return st.integers(200, 299)
        case "integer" | "long":
            return st.integers(-(2**63), 2**63 - 1)
        case "double":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
        case "blob":
            return st.binary()
        case "timestamp" if form == "rfc822" or (location and not form):
            return SECONDS
        case "timestamp":
            return DATETIMES
        case other:
            raise AssertionError(other)


def round_trip(operation, step):
    reply = serialize(operation, step)
    response = {
        "status_code": reply.status,
        "headers": HeadersDict(reply.headers),
        "body": reply.body,
    }
    parser = create_parser(operation.service_model.resolved_protocol)
    return members(parser.parse(response, operation.output_shape))


@pytest.mark.parametrize(
    ("protocol", "output"),
    [("json", "Everything"), ("rest-json", "Everything"), ("rest-json", "WithLocations")],
)
def test_botocore_parses_serialized_responses(protocol, output):
    operation = operation_of(protocol, output)
    assert isinstance(operation.output_shape, StructureShape)

    @hypothesis.given(values(operation.output_shape))
    @hypothesis.settings(max_examples=100, deadline=None)
    def check_round_trip(step):
        assert round_trip(operation, step) == step

    check_round_trip()


def test_an_enum_is_sent_by_its_value():
    class Loud(enum.StrEnum):
        RED = "red"

        def __str__(self):
            return "RED!"

    members_by_location = {
        "HeaderText": Loud.RED,
        "Headers": {"a": Loud.RED},
        "Body": {"Text": Loud.RED},
    }
    reply = serialize(operation_of("rest-json", "WithLocations"), members_by_location)
    assert (reply.headers["X-Text"], reply.headers["X-Map-a"]) == ("red", "red")
    assert json.loads(reply.body) == {"body": {"text": "red"}}


def test_serialization_of_every_type():
    everything = {
        "Text": "t",
        "Number": 1,
        "BigNumber": 2**62,
        "Real": 0.1,
        "Flag": False,
        "Blob": b"\x00",
        "Epoch": TIME,
        "Iso": TIME.astimezone(timezone(timedelta(hours=5))),
        "Http": TIME.replace(microsecond=0),
        "Texts": ["a", None],
        "Blobs": {"a": [b"\xff"]},
        "Times": {"a": TIME},
        "Choice": {"One": b"x"},
        "Document": {"a": [None, {}]},
        "Deeper": {"Text": "t"},
    }
    assert everything.keys() == SHAPES["Everything"]["members"].keys()
    body = json.loads(serialize(operation_of("json", "Everything"), everything).body)
    assert body == {
        "text": "t",
        "Number": 1,
        "BigNumber": 2**62,
        "Real": 0.1,
        "Flag": False,
        "Blob": base64.b64encode(b"\x00").decode(),
        "Epoch": 1795222923.456789,
        "Iso": "2026-11-21T01:02:03.456789Z",
        "Http": "Sat, 21 Nov 2026 01:02:03 GMT",
        "Texts": ["a", None],
        "Blobs": {"a": ["/w=="]},
        "times": {"a": 1795222923.456789},
        "Choice": {"one": "eA=="},
        "Document": {"a": [None, {}]},
        "deeper": {"text": "t"},
    }
    headers = {"HeaderFlag": True, "HeaderReal": 0.5, "HeaderTime": TIME, "HeaderIso": TIME}
    assert serialize(operation_of("rest-json", "WithLocations"), headers).headers == {
        "X-Flag": "true",
        "X-Real": "0.5",
        "X-Time": "Sat, 21 Nov 2026 01:02:03 GMT",
        "X-Iso": "2026-11-21T01:02:03.456789Z",
        "Content-Type": "application/json",
    }


def test_a_drop_is_received_and_not_answered():
    with FakeEndpoint() as endpoint:
        endpoint.script(
            servicediscovery.GetOperationRequest, Drop(), {"Operation": {"Status": "SUCCESS"}}
        )
        client = endpoint.client("servicediscovery")
        with pytest.raises(ConnectionClosedError):
            client.get_operation(OperationId="op")
        assert client.get_operation(OperationId="op")["Operation"]["Status"] == "SUCCESS"
        assert [call.params["OperationId"] for call in endpoint.calls] == ["op", "op"]
