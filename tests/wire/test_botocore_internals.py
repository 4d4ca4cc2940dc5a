"""Each private name of botocore that the runtime relies on: as in the installed version, and the fallback without it."""

import logging
import types

import boto3
import botocore
import pytest
from botocore import history, parsers
from botocore.awsrequest import AWSPreparedRequest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.endpoint import Endpoint
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.waiter import NormalizedOperationMethod, Waiter

from typed_status import call
from typed_status.runtime.wire import botocore_internals as internals
from typed_status.runtime.wire.observers import has_observers
from typed_status.services import servicediscovery
from typed_status.testing import FakeEndpoint

CALL = "servicediscovery.GetOperation"
REQUEST = servicediscovery.GetOperationRequest(operation_id="op")
PARSED = {"Operation": {"Id": "op", "Status": "SUCCESS"}}


def changed(name):
    return (
        f"botocore {botocore.__version__} changed {name}, which runtime/wire/botocore_internals.py relies on: "
        "adapt that module"
    )


def client_of(service="servicediscovery", **options):
    return boto3.client(
        service,
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="secret",
        config=Config(**options),
    )


@pytest.fixture
def client():
    return client_of()


def observe(**_):
    pass


class TestHandlersOf:
    def test_it_lists_the_handlers_in_calling_order(self, client):
        called = []

        def handler_of(event, register):
            def handler(**_):
                called.append(handler)

            getattr(client.meta.events, register)(event, handler)
            return handler

        ours = [
            handler_of(event, register)
            for event in ("x-test", "x-test.servicediscovery", f"x-test.{CALL}")
            for register in ("register_last", "register", "register_first")
        ]
        found = internals.handlers_of(client.meta.events, f"x-test.{CALL}")
        assert found is not None, changed("EventAliaser._emitter or HierarchicalEmitter._handlers")
        client.meta.events.emit(f"x-test.{CALL}")
        assert list(found) == called, changed("HierarchicalEmitter._handlers.prefix_search")
        assert called[-1] is ours[0], changed("the order of handlers: ours is no longer the last")

    @pytest.mark.parametrize("emitter", [None, object(), types.SimpleNamespace(_handlers=None)])
    def test_another_emitter_has_none(self, emitter):
        assert internals.handlers_of(emitter, f"after-call.{CALL}") is None
        assert has_observers(emitter, CALL)

    def test_without_the_private_name_there_are_observers(self):
        inner = HierarchicalEmitter()
        del inner._handlers
        assert internals.handlers_of(EventAliaser(inner), f"after-call.{CALL}") is None
        assert has_observers(EventAliaser(inner), CALL)


class TestHandlerCache:
    @pytest.mark.parametrize(
        "change", ["register", "register_first", "register_last", "unregister"]
    )
    def test_an_entry_is_dropped_when_handlers_change(self, client, change):
        events = client.meta.events
        events.register("after-call", observe, unique_id="observe")
        cache = internals.handler_cache(events)
        assert cache is not None, changed("HierarchicalEmitter._lookup_cache")
        cache["typed-status.test"] = True
        assert "typed-status.test" in internals.handler_cache(events), changed("_lookup_cache")
        if change == "unregister":
            events.unregister("after-call", unique_id="observe")
        else:
            getattr(events, change)("after-call", lambda **_: None)
        assert "typed-status.test" not in internals.handler_cache(events), changed("_lookup_cache")

    def test_without_the_private_name_there_are_observers(self):
        inner = HierarchicalEmitter()
        del inner._lookup_cache
        for emitter in (inner, EventAliaser(inner)):
            assert internals.handler_cache(emitter) is None
            assert has_observers(emitter, CALL)


# The handlers of botocore's that need no members, as of the pinned version. A new one is to be read before it is added:
# if it reads members, its module must leave ``botocore_internals._HANDLERS_WITHOUT_MEMBERS``.
WITHOUT_MEMBERS = {
    "botocore.discovery.EndpointDiscoveryHandler.handle_retries",
    "botocore.handlers._update_status_code",
    "botocore.retries.adaptive.ClientRateLimiter.on_receiving_response",
    "botocore.retries.standard.RetryHandler.needs_retry",
    "botocore.retries.standard.RetryQuotaChecker.release_retry_quota",
    "botocore.retryhandler.RetryHandler",
    "botocore.utils.S3RegionRedirectorv2.redirect_from_error",
}


class TestNeedsParsedResponse:
    def test_the_handlers_of_botocore_that_need_no_members(self):
        found = {
            f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__name__)}"
            for service in ("dynamodb", "s3", "servicediscovery", "timestream-query")
            for mode in ("adaptive", "legacy", "standard")
            for client in [client_of(service, retries={"mode": mode})]
            for operation in client.meta.service_model.operation_names
            for event in ("response-received", "needs-retry", "after-call")
            for handler in internals.handlers_of(
                client.meta.events, f"{event}.{service}.{operation}"
            )
            if not internals.needs_parsed_response(event, handler)
        }
        assert found == WITHOUT_MEMBERS, changed("its event handlers")

    def test_a_handler_of_another_module_needs_the_parsed_response(self):
        def handler(**_): ...

        for module in ("botocore.renamed", "mine", None):
            handler.__module__ = module
            assert internals.needs_parsed_response("needs-retry", handler)

    def test_handlers_of_aiobotocore_count_as_those_of_botocore(self):
        def handler(**_): ...

        handler.__module__ = "aiobotocore.retries.standard"
        assert internals.module_of(handler) == "botocore.retries.standard"
        assert not internals.needs_parsed_response("needs-retry", handler)


PATH = [(BaseClient, "_make_api_call"), (BaseClient, "_make_request"), (Endpoint, "make_request")]


class TestIsUnpatched:
    def test_a_client_of_botocore_is(self, client):
        assert internals.is_unpatched(client.get_operation), changed("the methods of a client")

    @pytest.mark.parametrize(("owner", "name"), PATH)
    def test_each_call_passes_through(self, owner, name, monkeypatch):
        calls = []
        assert hasattr(owner, name), changed(f"{owner.__name__}.{name}")
        original = getattr(owner, name)

        def wrapped(self, *arguments, **options):
            calls.append(name)
            return original(self, *arguments, **options)

        with FakeEndpoint() as endpoint:
            endpoint.script(type(REQUEST), PARSED, repeat=True)
            client = endpoint.client("servicediscovery")
            monkeypatch.setattr(owner, name, wrapped)
            assert not internals.is_unpatched(client.get_operation)
            client.get_operation(OperationId="op")
        assert calls == [name], changed(f"{owner.__name__}.{name}")

    @pytest.mark.parametrize(("owner", "name"), PATH)
    def test_without_the_private_name_it_is_not(self, client, owner, name, monkeypatch):
        monkeypatch.delattr(owner, name)
        assert not internals.is_unpatched(client.get_operation)

    def test_without_the_endpoint_it_is_not(self, client):
        assert hasattr(client, "_endpoint"), changed("BaseClient._endpoint")
        del client._endpoint
        assert not internals.is_unpatched(client.get_operation)

    @pytest.mark.parametrize("method", [None, len, "".join, logging.Handler().acquire])
    def test_a_method_of_another_object_is_not(self, method):
        assert not internals.is_unpatched(method)


class TestIsSyncClient:
    def test_a_client_of_botocore_is(self, client):
        assert internals.is_sync_client(client), changed("BaseClient._make_api_call")

    def test_a_client_with_a_coroutine_is_not(self):
        class Asynchronous:
            async def _make_api_call(self): ...

        assert not internals.is_sync_client(Asynchronous())

    def test_without_the_private_name_it_is_not(self, client, monkeypatch):
        monkeypatch.delattr(BaseClient, "_make_api_call")
        assert not internals.is_sync_client(client)


class TestIsParsingLogged:
    def test_it_is_not_by_default(self):
        assert not internals.is_parsing_logged(), changed("HistoryRecorder._enabled")

    def test_it_is_for_the_debug_log_of_the_parsers(self, caplog):
        with caplog.at_level(logging.DEBUG, parsers.LOG.name):
            assert internals.is_parsing_logged(), changed("the name of the parsers' logger")

    def test_it_is_while_the_history_is_enabled(self):
        recorder = history.get_global_history_recorder()
        recorder.enable()
        try:
            assert internals.is_parsing_logged(), changed("HistoryRecorder._enabled")
        finally:
            recorder.disable()

    def test_it_is_without_the_private_name(self, monkeypatch):
        monkeypatch.delattr(history.get_global_history_recorder(), "_enabled")
        assert internals.is_parsing_logged()


class TestIsReadingError:
    @pytest.mark.parametrize("body", [b"<a", b"<a>&b;</a>"])
    def test_the_error_for_malformed_xml_is(self, body):
        model = client_of("cloudformation").meta.service_model.operation_model("DescribeStacks")
        response = {"status_code": 200, "headers": {}, "body": body, "context": {}}
        with pytest.raises(parsers.ResponseParserError) as caught:
            parsers.create_parser("query").parse(response, model.output_shape)
        assert internals.is_reading_error(caught.value), changed("the modules of frames")

    def test_one_that_nobody_raised_is_not(self):
        assert not internals.is_reading_error(ValueError())

    @pytest.mark.parametrize("module", ["ours", "unittest.mock", "botocore_recorder"])
    def test_one_that_a_handler_raised_is_not(self, module):
        class OursError(Exception):
            pass

        names = {"__name__": module, "OursError": OursError}
        exec("def fail(**_): raise OursError", names)
        events = client_of("cloudformation").meta.events
        events.register("ours", names["fail"])
        with pytest.raises(OursError) as caught:
            events.emit("ours")
        assert not internals.is_reading_error(caught.value), changed("botocore.hooks")

    def test_an_error_of_another_name_is_raised_as_it_is(self):
        class RenamedError(Exception):
            pass

        def fail(**_):
            raise RenamedError

        with FakeEndpoint() as endpoint:
            endpoint.script(type(REQUEST), b"<html>")
            client = endpoint.client("servicediscovery")
            client.meta.events.register("after-call", fail)
            with pytest.raises(RenamedError):
                call(client, REQUEST)


class TestWaiterService:
    @pytest.fixture
    def waiter(self):
        return client_of("ec2").get_waiter("instance_running")

    def test_it_is_the_service_of_the_client(self, waiter):
        names = "Waiter._operation_method or NormalizedOperationMethod._client_method"
        assert isinstance(waiter, Waiter)
        assert isinstance(waiter._operation_method, NormalizedOperationMethod), changed(names)
        assert internals.waiter_service(waiter) == "ec2", changed(names)

    def test_without_a_private_name_there_is_none(self, waiter):
        del waiter._operation_method._client_method
        assert internals.waiter_service(waiter) is None
        del waiter._operation_method
        assert internals.waiter_service(waiter) is None


def test_a_method_that_is_not_idempotent_is_sent_as_it_is():
    request = AWSPreparedRequest("DELETE", "http://127.0.0.1/", {}, None, False)
    internals.not_idempotent(request)
    assert request.method not in {"DELETE", "PUT"}
    assert request.method.upper() not in {"DELETE", "PUT"}
    assert request.method == "DELETE"
    assert f"{request.method} / HTTP/1.1" == "DELETE / HTTP/1.1"
