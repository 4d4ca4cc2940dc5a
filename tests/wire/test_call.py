"""``call`` with wrong clients, stubs, retries, event handlers and threads."""

import gc
import json
import threading
import warnings
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import quote

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber

import typed_status.runtime as rt
from typed_status import call
from typed_status.runtime.wire import Deserialization
from typed_status.services import connect, greengrass, iam, servicediscovery
from typed_status.services.servicediscovery import GetOperationRequest, GetOperationResponse
from typed_status.testing import FakeEndpoint, Fault, Reply

REQUEST = GetOperationRequest(operation_id="op")
PENDING = {"Operation": {"Id": "op", "Status": "PENDING"}}
SUCCESS = {"Operation": {"Id": "op", "Status": "SUCCESS"}}


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def client(endpoint):
    return endpoint.client("servicediscovery")


def test_another_services_client_is_rejected_before_any_call(endpoint):
    with pytest.raises(rt.WrongClientError, match="'servicediscovery', got one for 'greengrass'"):
        call(endpoint.client("greengrass"), REQUEST)
    with pytest.raises(rt.WrongClientError):
        connect.get_traffic_distribution(endpoint.client("servicediscovery"), id="t-1")
    assert endpoint.calls == []


@pytest.mark.parametrize("wrong", [None, "servicediscovery", object(), boto3.Session(), int])
def test_an_object_that_is_not_a_client_is_rejected(wrong):
    with pytest.raises(rt.WrongClientError, match=r"boto3\.client\('servicediscovery'\)"):
        call(wrong, REQUEST)


def test_a_client_class_is_rejected(client):
    with pytest.raises(rt.WrongClientError):
        call(type(client), REQUEST)


def test_the_error_for_a_client_that_is_too_old(endpoint):
    class Request(rt.Request[GetOperationResponse]):
        __operation__ = rt.Operation(
            service="servicediscovery",
            name="GetNew",
            method="get_new",
            response=GetOperationResponse,
        )

    with pytest.raises(
        rt.WrongClientError, match="no method 'get_new': its botocore may be too old"
    ):
        call(endpoint.client("servicediscovery"), Request())


def test_a_client_with_coroutine_methods_is_rejected():
    class Asynchronous:
        async def get_operation(self, **_):
            return SUCCESS

    with pytest.raises(rt.WrongClientError, match="returned coroutine, not a dict"):
        call(Asynchronous(), REQUEST)


def test_any_object_with_the_method_is_accepted():
    class Mine:
        def get_operation(self, **parameters):
            assert parameters == {"OperationId": "op"}
            return SUCCESS

    assert call(Mine(), REQUEST).operation.status == "SUCCESS"


def test_an_object_that_is_not_a_request_is_rejected(client):
    with pytest.raises(TypeError, match="expected a request such as"):
        call(client, SUCCESS)


def test_a_stubbed_client_returns_a_model_of_the_parsed_dict(client):
    with Stubber(client) as stubber:
        stubber.add_response("get_operation", SUCCESS, {"OperationId": "op"})
        stubber.add_client_error("get_operation", "OperationNotFound", "no")
        assert call(client, REQUEST).operation.status == "SUCCESS"
        with pytest.raises(servicediscovery.OperationNotFound):
            call(client, REQUEST)
        stubber.add_response("get_operation", {"Operation": {}}, {"OperationId": "op"})
        with (
            rt.strict(),
            pytest.raises(rt.ResponseValidationError, match=r"Operation\.Status") as caught,
        ):
            call(client, REQUEST)
    assert caught.value.operation == "GetOperation"


def test_the_body_and_the_parsed_dict_give_equal_models(endpoint, client):
    endpoint.script(GetOperationRequest, SUCCESS, repeat=True)
    typed = call(client, REQUEST)
    parsed = GetOperationResponse.model_validate(client.get_operation(OperationId="op"))
    assert typed.operation == parsed.operation
    assert typed.model_fields_set == parsed.model_fields_set


def test_botocore_retries_as_usual(endpoint, no_backoff):
    client = endpoint.client(
        "servicediscovery", config=Config(retries={"total_max_attempts": 3, "mode": "standard"})
    )
    endpoint.script(GetOperationRequest, Reply(status=503), Fault("ThrottlingException"), SUCCESS)
    response = call(client, REQUEST)
    assert response.operation.status == "SUCCESS"
    assert response.response_metadata.retry_attempts == 2


def test_other_handlers_get_the_parsed_response(endpoint, client):
    endpoint.script(GetOperationRequest, SUCCESS, repeat=True)
    seen = []
    client.meta.events.register("after-call", lambda parsed, **_: seen.append(parsed["Operation"]))
    call(client, REQUEST)
    client.get_operation(OperationId="op")
    assert seen[0] == seen[1] == SUCCESS["Operation"]


@pytest.mark.parametrize(
    "event", ["provide-client-params", "before-call", "before-send", "before-parse", "after-call"]
)
def test_calls_from_inside_a_handler_are_not_ours(endpoint, client, event):
    endpoint.script(GetOperationRequest, SUCCESS, repeat=True)
    endpoint.script(
        ("servicediscovery", "GetNamespace"),
        {"Namespace": {"Id": "ns-1", "Name": "n"}},
        repeat=True,
    )
    names = []
    busy = threading.Event()

    def nested(**_):
        if not busy.is_set():
            busy.set()
            names.append(client.get_namespace(Id="ns-1")["Namespace"]["Name"])
            busy.clear()

    client.meta.events.register(event, nested)
    assert call(client, REQUEST).operation.status == "SUCCESS"
    assert set(names) == {"n"}


def test_a_failed_call_inside_a_handler_does_not_affect_ours(endpoint, client):
    endpoint.script(GetOperationRequest, SUCCESS, repeat=True)
    busy = threading.Event()

    def nested(**_):
        if not busy.is_set():
            busy.set()
            with pytest.raises(Exception, match="Parameter validation failed"):
                client.get_operation(OperationId=5)
            busy.clear()

    client.meta.events.register("before-send", nested)
    assert call(client, REQUEST).operation.status == "SUCCESS"


def test_an_html_page_is_rejected_after_a_failed_call_inside_a_handler(endpoint):
    client = endpoint.client("connect")
    endpoint.script(connect.UpdateTrafficDistributionRequest, b"<html>")

    def nested(**_):
        with pytest.raises(Exception, match="Parameter validation failed"):
            client.get_traffic_distribution(Id=5)

    client.meta.events.register("before-send", nested)
    with pytest.raises(rt.ResponseValidationError, match="invalid JSON"):
        connect.update_traffic_distribution(client, id="t-1")


@pytest.mark.parametrize(
    "request_class",
    [connect.GetTrafficDistributionRequest, greengrass.GetBulkDeploymentStatusRequest],
)
def test_json_is_deserialized_from_the_body(endpoint, request_class, monkeypatch):
    read = []
    original = Deserialization.raise_error
    monkeypatch.setattr(
        Deserialization,
        "raise_error",
        lambda self: (read.append(self.response), original(self))[1],
    )
    operation = request_class.__operation__
    endpoint.script(
        request_class,
        b'{"Id": "i", "Arn": "a", "TelephonyConfig": {"Distributions": []},'
        b' "BulkDeploymentStatus": "Running"}',
    )
    member = (
        "id" if request_class is connect.GetTrafficDistributionRequest else "bulk_deployment_id"
    )
    request = request_class(**{member: "x"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rt.SchemaDriftWarning)
        call(endpoint.client(operation.service), request)
    assert [type(each) for each in read] == [operation.response]


def test_invalid_metadata_of_another_client_and_a_request_without_operation():
    class Mine:
        def get_operation(self, **_):
            return SUCCESS | {"ResponseMetadata": None}

    with pytest.raises(rt.ResponseValidationError, match="ResponseMetadata"):
        call(Mine(), REQUEST)
    with pytest.raises(TypeError, match="use one of its subclasses"):
        call(Mine(), rt.Request())


def test_an_untyped_call_on_the_same_client_stays_untyped(endpoint, client):
    endpoint.script(GetOperationRequest, SUCCESS, b"<html>", repeat=True)
    call(client, REQUEST)
    assert "Operation" not in client.get_operation(
        OperationId="op"
    )  # botocore parses HTML as an empty response


def test_one_client_in_many_threads(endpoint, client):
    endpoint.script(GetOperationRequest, SUCCESS, repeat=True)
    endpoint.script(
        ("servicediscovery", "GetNamespace"), {"Namespace": {"Id": "ns-1"}}, repeat=True
    )

    def work(number):
        if number % 2:
            return client.get_namespace(Id="ns-1")["Namespace"]["Id"]
        return str(call(client, REQUEST).operation.status)

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(work, range(64)))
    assert results == ["SUCCESS", "ns-1"] * 32


def test_a_client_can_be_collected():
    with FakeEndpoint() as endpoint:
        client = endpoint.client("greengrass")
        endpoint.script(
            greengrass.GetBulkDeploymentStatusRequest, {"BulkDeploymentStatus": "Running"}
        )
        greengrass.get_bulk_deployment_status(client, bulk_deployment_id="b-1")
        gone = weakref.ref(client)
        client.close()
        del client
    gc.collect()
    assert gone() is None


def test_a_member_that_a_handler_of_botocore_decodes():
    policy = {"Version": "2012-10-17", "Statement": []}
    role = {
        "Path": "/",
        "RoleName": "role",
        "RoleId": "A" * 20,
        "Arn": "arn:aws:iam::123456789012:role/role",
        "CreateDate": datetime(2026, 1, 2, tzinfo=UTC),
        "AssumeRolePolicyDocument": quote(json.dumps(policy)),
    }
    with FakeEndpoint() as endpoint:
        endpoint.script(iam.GetRoleRequest, {"Role": role}, repeat=True)
        client = endpoint.client("iam")
        parsed = client.get_role(RoleName="role")
        response = iam.get_role(client, role_name="role")
    assert response.role.assume_role_policy_document == policy
    assert response.to_boto3()["Role"] == parsed["Role"]
