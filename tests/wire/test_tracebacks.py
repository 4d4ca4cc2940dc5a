"""No frame of a traceback contains a response: tools that render tracebacks show the locals of each frame."""

import json
import traceback
import warnings

import pytest
from any_response import Responder

from typed_status import (
    ModelValidationError,
    SchemaDriftWarning,
    call,
    pages,
)
from typed_status.services import cloudcontrol
from typed_status.services.cloudcontrol import CreateResourceRequest
from typed_status.testing.client import isolated_client

SECRET = "s3cr3t"
REQUEST = cloudcontrol.GetResourceRequestStatusRequest(request_token="t")
LIST = cloudcontrol.ListResourceRequestsRequest()
Response = cloudcontrol.GetResourceRequestStatusResponse
EVENT = {"ResourceModel": SECRET, "OperationStatus": "SUCCESS"}  # no JSON
# Only drift: required members are absent, and one is unknown.
DRIFT = {"ResourceModel": json.dumps(SECRET), "OperationStatus": "SUCCESS", "Ours": "x"}


def body_of(request, event):
    is_list = request is LIST
    return json.dumps(
        {"ResourceRequestStatusSummaries": [event]} if is_list else {"ProgressEvent": event}
    )


def rendered(use):
    """Render what ``use`` raises, with the locals of the frames of this library, as tools do."""
    with pytest.raises((ModelValidationError, SchemaDriftWarning)) as caught:
        use()
    parts = [str(caught.value)]
    error = caught.value
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if frame.f_globals["__name__"].startswith("typed_status."):
                parts += [frame.f_code.co_name, repr(frame.f_locals)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert len(parts) > 1
    return "\n".join(parts)


def client_of(kind, body):
    client = isolated_client("cloudcontrol", "http://127.0.0.1:1", {})
    Responder(client).response = 200, {}, body.encode()
    if kind == "observed":
        client.meta.events.register("after-call", lambda **_: None)
    if kind == "wrapped":
        made = client._make_api_call
        client._make_api_call = lambda *args: made(*args)
    return client


@pytest.mark.regression
@pytest.mark.parametrize("event", [EVENT, DRIFT], ids=["invalid", "drift as an error"])
@pytest.mark.parametrize("kind", ["observed", "wrapped"])
@pytest.mark.parametrize("use", [call, lambda client, request: list(pages(client, request))])
def test_a_dict_that_botocore_parsed(kind, use, event):
    request = LIST if use is not call else REQUEST
    client = client_of(kind, body_of(request, event))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert SECRET not in rendered(lambda: use(client, request))


@pytest.mark.parametrize("use", [call, lambda client, request: list(pages(client, request))])
def test_a_body_that_is_read_by_us(use):
    request = LIST if use is not call else REQUEST
    client = client_of("plain", body_of(request, EVENT))
    assert SECRET not in rendered(lambda: use(client, request))


@pytest.mark.regression
@pytest.mark.parametrize("event", [EVENT, DRIFT], ids=["invalid", "drift as an error"])
@pytest.mark.parametrize(
    "read", [Response.model_validate_json, lambda text: Response.model_validate(json.loads(text))]
)
def test_model_validate(read, event):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert SECRET not in rendered(lambda: read(body_of(REQUEST, event)))


@pytest.mark.regression
@pytest.mark.parametrize(
    "build",
    [
        lambda: cloudcontrol.ProgressEvent(resource_model=SECRET, event_time="never"),
        lambda: CreateResourceRequest(desired_state=SECRET),
        lambda: CreateResourceRequest.model_validate({"DesiredState": SECRET}),
    ],
)
def test_what_is_sent(build):
    assert SECRET not in rendered(build)
