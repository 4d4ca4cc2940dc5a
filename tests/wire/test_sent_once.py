"""How often a start reaches the server when its answer is lost, for each mode of retries."""

import contextvars
import json
import pickle
import threading

import botocore.config
import botocore.exceptions
import pytest
from lossy_server import (
    LossyServer,
    close,
    error,
    garble,
    reset,
    silence,
    success,
    truncate,
)
from start_cases import CreateHttpNamespaceRequest, DeleteNamespaceRequest

from typed_status import StartUnknown, begin, call, with_token
from typed_status.services import servicediscovery
from typed_status.testing.client import isolated_client

LOST = {
    "closed": close,
    "reset": reset,
    "silent": silence,
    "truncated": truncate,
    "garbled": garble,
    "500": error(500, "InternalServerError"),
    "503": error(503, "ServiceUnavailable"),
    "internal error with 400": error(400, "InternalFailure"),
}
# What botocore does not send again although the answer is lost.
NOT_RETRIED = {"truncated", "garbled", "internal error with 400"}
REFUSED = {
    "throttled": error(400, "ThrottlingException"),
    "throttled with 503": error(503, "RequestLimitExceeded"),
    "bad signature": error(403, "InvalidSignatureException"),
    "expired credentials": error(400, "ExpiredTokenException"),
}
MODES = ["legacy", "standard", "adaptive"]
DELETE = DeleteNamespaceRequest(id="ns")
CREATE = CreateHttpNamespaceRequest(name="web")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


def client_of(server, mode):
    config = botocore.config.Config(
        retries={"mode": mode, "total_max_attempts": 3}, read_timeout=0.2, connect_timeout=5
    )
    return isolated_client("servicediscovery", server.url, {"config": config})


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", LOST)
def test_without_a_token_it_is_sent_once(way, mode):
    with LossyServer(LOST[way]) as server:
        client = client_of(server, mode)
        with pytest.raises(StartUnknown, match="has no idempotency token") as caught:
            begin(client, DELETE)
        assert len(server.bodies) == 1
        assert caught.value.request == DELETE
        assert caught.value.token is None
        assert caught.value.__cause__ is not None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", LOST)
def test_with_a_token_it_is_sent_again_with_the_same(way, mode):
    with LossyServer(LOST[way]) as server:
        with pytest.raises(StartUnknown, match="starts once") as caught:
            begin(client_of(server, mode), CREATE)
        assert len(server.bodies) == (1 if way in NOT_RETRIED else 3)
        tokens = {json.loads(each)["CreatorRequestId"] for each in server.bodies}
        assert tokens == {caught.value.token} == {caught.value.request.creator_request_id}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", REFUSED)
def test_what_was_refused_is_retried_and_raised_as_it_is(way, mode):
    with LossyServer(REFUSED[way]) as server:
        with pytest.raises(Exception, match=r"no$") as caught:
            begin(client_of(server, mode), DELETE)
        assert type(caught.value).__name__ != "StartUnknown"
        assert len(server.bodies) == (3 if "throttled" in way else 1)


@pytest.mark.parametrize("mode", MODES)
def test_it_is_sent_again_after_a_refusal_and_then_not_any_more(mode):
    with LossyServer(error(400, "ThrottlingException"), close) as server:
        with pytest.raises(StartUnknown):
            begin(client_of(server, mode), DELETE)
        assert len(server.bodies) == 2


@pytest.mark.parametrize("mode", MODES)
def test_a_refusal_after_a_lost_answer_does_not_say_that_nothing_began(mode):
    with LossyServer(close, error(400, "NamespaceAlreadyExists")) as server:
        with pytest.raises(StartUnknown) as caught:
            begin(client_of(server, mode), CREATE)
        assert len(server.bodies) == 2
        assert caught.value.__cause__.response["Error"]["Code"] == "NamespaceAlreadyExists"


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_after_a_lost_one_is_followed(mode):
    with LossyServer(close, success) as server:
        assert begin(client_of(server, mode), CREATE).response.operation_id == "op"
        assert len(server.bodies) == 2


@pytest.mark.parametrize("mode", MODES)
def test_a_connection_that_is_refused_is_retried_and_nothing_is_in_doubt(mode):
    with LossyServer(close) as server:
        client = client_of(server, mode)
    attempts = []
    client.meta.events.register("before-send", lambda **_: attempts.append(1))
    with pytest.raises(Exception, match="Could not connect") as caught:
        begin(client, DELETE)
    assert type(caught.value).__name__ == "EndpointConnectionError"
    assert len(attempts) == 3


def test_what_fails_before_it_is_sent_is_raised_as_it_is():
    with LossyServer(close) as server:
        client = client_of(server, "standard")

        def fail(**_):
            raise RuntimeError("no credentials")

        client.meta.events.register("before-sign", fail)
        with pytest.raises(RuntimeError, match="no credentials"):
            begin(client, DELETE)
        assert server.bodies == []


def test_a_retry_that_another_handler_wants_is_not_sent():
    with LossyServer(success) as server:
        client = client_of(server, "standard")
        client.meta.events.register(
            "needs-retry", lambda attempts, **_: 0 if attempts < 3 else None
        )
        with pytest.raises(StartUnknown):
            begin(client, DELETE)
        assert len(server.bodies) == 1


def test_other_calls_of_the_client_are_retried_as_ever():
    with LossyServer(close) as server:
        client = client_of(server, "legacy")
        with pytest.raises(StartUnknown):
            begin(client, DELETE)
        with pytest.raises(Exception, match="Connection was closed"):
            call(client, servicediscovery.GetOperationRequest(operation_id="op"))
        with pytest.raises(Exception, match="Connection was closed"):
            client.delete_namespace(Id="ns")
        assert len(server.bodies) == 1 + 3 + 3


def test_calls_of_other_threads_during_a_start_are_retried_as_ever():
    with LossyServer(close) as server:
        client = client_of(server, "legacy")
        raised = []

        def other():
            try:
                client.delete_namespace(Id="ns")
            except Exception as error:
                raised.append(error)

        def start_another(request, **_):
            if not raised:
                raised.append(None)
                # Also with the context of the start, as an executor that copies contexts would.
                thread = threading.Thread(target=contextvars.copy_context().run, args=(other,))
                thread.start()
                thread.join()

        client.meta.events.register("before-send", start_another)
        with pytest.raises(StartUnknown):
            begin(client, DELETE)
        assert len(server.bodies) == 1 + 3
        assert "Connection was closed" in str(raised[1])


def test_a_token_is_made_once_and_kept():
    tokened = with_token(CREATE)
    assert tokened.creator_request_id is not None
    assert with_token(tokened) is tokened
    with pytest.raises(TypeError, match="DeleteNamespace has no idempotency token"):
        with_token(DELETE)
    with LossyServer(success) as server:
        assert begin(client_of(server, "legacy"), tokened).request is tokened


def test_the_error_can_be_stored():
    with LossyServer(close) as server, pytest.raises(StartUnknown) as caught:
        begin(client_of(server, "legacy"), CREATE)
    found = pickle.loads(pickle.dumps(caught.value))
    assert str(found) == str(caught.value)
    assert (found.request, found.token) == (caught.value.request, caught.value.token)


def interrupted(client):
    def interrupt(**_):
        raise KeyboardInterrupt

    client.meta.events.register("before-send", interrupt)
    return client


def test_an_interruption_says_what_is_safe():
    with LossyServer(success) as server:
        client = interrupted(client_of(server, "standard"))
        with pytest.raises(KeyboardInterrupt) as caught:
            begin(client, with_token(CREATE).model_copy(update={"creator_request_id": "t-1"}))
        assert caught.value.__notes__ == [
            "servicediscovery CreateHttpNamespace: the request may have arrived; with creator_request_id='t-1', it starts once"
        ]
        with pytest.raises(KeyboardInterrupt) as caught:
            begin(client, DELETE)
        (note,) = caught.value.__notes__
        assert note.endswith("look whether it started before you send it again")


def test_an_interruption_before_anything_is_sent_leaves_nothing_in_doubt():
    def interrupt(**_):
        raise KeyboardInterrupt

    with LossyServer(success) as server:
        client = client_of(server, "standard")
        client.meta.events.register("before-sign", interrupt)
        with pytest.raises(KeyboardInterrupt) as caught:
            begin(client, CREATE)
        assert not hasattr(caught.value, "__notes__")


class Stub:
    """A client without botocore's events."""

    def __init__(self, result):
        self.result = result

    def delete_namespace(self, **_):
        if isinstance(self.result, Exception):
            raise self.result
        return self.result

    def get_operation(self, **_):
        raise AssertionError("nothing began")


@pytest.mark.parametrize(
    "result",
    [
        botocore.exceptions.ReadTimeoutError(endpoint_url="http://h"),
        botocore.exceptions.ConnectionClosedError(endpoint_url="http://h"),
        {"OperationId": ["op"]},
    ],
    ids=["silent", "closed", "garbled"],
)
def test_a_lost_answer_of_a_client_without_events_is_unknown(result):
    with pytest.raises(StartUnknown):
        begin(Stub(result), DELETE)


@pytest.mark.parametrize(
    "error",
    [
        botocore.exceptions.NoCredentialsError(),
        botocore.exceptions.EndpointConnectionError(endpoint_url="http://h"),
    ],
)
def test_what_a_client_without_events_did_not_send_is_raised_as_it_is(error):
    with pytest.raises(type(error)):
        begin(Stub(error), DELETE)
