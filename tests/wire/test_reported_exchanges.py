"""Exchanges that users of AWS's SDKs reported, as data in ``exchanges``: bodies that contradict the service model.

Each has ``service``, ``operation`` and ``params`` as in boto3, the ``bodies`` of its responses in order, the last one
repeated, and their ``headers``. ``expect`` says what a user expects: of ``call``, where ``strict`` means also inside
``strict()`` and ``warnings`` how many there are; of ``wait``, and the last ``status`` or the ``reason`` for a failure. ``source`` is where it was reported.
"""

import importlib
import json
import warnings
from pathlib import Path

import pytest

from typed_status import (
    SchemaDriftWarning,
    WaitFailed,
    call,
    catalog,
    status_of,
    statuses_of,
    strict,
    wait,
)
from typed_status.runtime import StatusResponse
from typed_status.services import emr, route53
from typed_status.testing import FakeEndpoint, Reply, reset_drift

EXCHANGES = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "exchanges").glob("*.json"))
}
ENTRIES = {(entry.service, entry.operation): entry for entry in catalog()}


WAITED_FOR = [name for name, each in EXCHANGES.items() if "status" in each["expect"]]
FAILED = [name for name, each in EXCHANGES.items() if "reason" in each["expect"]]


@pytest.fixture
def exchange(request):
    reset_drift()
    return EXCHANGES[request.param]


@pytest.fixture
def client(exchange):
    with FakeEndpoint() as endpoint:
        replies = [
            Reply(headers=exchange["headers"], body=body.encode()) for body in exchange["bodies"]
        ]
        endpoint.script((exchange["service"], exchange["operation"]), *replies, repeat=True)
        yield endpoint.client(exchange["service"])


def request_of(exchange):
    entry = ENTRIES[exchange["service"], exchange["operation"]]
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    return getattr(module, f"{entry.operation}Request").model_validate(exchange["params"])


@pytest.mark.parametrize("exchange", EXCHANGES, indirect=True)
def test_a_call_reads_what_botocore_reads(exchange, client):
    request, expect = request_of(exchange), exchange["expect"]
    theirs = getattr(client, request.__operation__.method)(**request.to_boto3())
    with FakeEndpoint() as endpoint, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        body = exchange["bodies"][0].encode()
        endpoint.script(type(request), Reply(headers=exchange["headers"], body=body), repeat=True)
        own = endpoint.client(exchange["service"])
        ours = call(own, request).to_boto3()
        if expect.get("strict"):
            with strict():
                call(own, request)
    assert [each.category for each in caught] == [SchemaDriftWarning] * len(caught)
    assert len(caught) == expect.get("warnings", len(caught))
    del ours["ResponseMetadata"], theirs["ResponseMetadata"]
    assert ours == theirs


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
@pytest.mark.parametrize("exchange", WAITED_FOR, indirect=True)
def test_a_wait_ends_with_the_status(exchange, client):
    done = wait(client, request_of(exchange), timeout=10, delay=0.01, max_delay=0.02)
    statuses = [status_of(done)] if isinstance(done, StatusResponse) else statuses_of(done)
    assert statuses == [exchange["expect"]["status"]]


@pytest.mark.parametrize("exchange", FAILED, indirect=True)
def test_a_wait_that_fails_says_why(exchange, client):
    with pytest.raises(WaitFailed) as caught:
        wait(client, request_of(exchange), timeout=10)
    assert exchange["expect"]["reason"] in caught.value.reason
    assert caught.value.reason in str(caught.value)


def test_an_emr_cluster_without_kerberos_has_an_empty_structure():
    body = EXCHANGES["emr_no_kerberos"]["bodies"][0]
    with strict():
        cluster = emr.DescribeClusterResponse.model_validate_json(body).cluster
    assert cluster is not None
    assert cluster.kerberos_attributes == emr.KerberosAttributes()


def test_the_first_page_of_hosted_zones_has_no_marker():
    exchange = EXCHANGES["route53_first_page"]
    with FakeEndpoint() as endpoint, strict():
        endpoint.script(route53.ListHostedZonesRequest, exchange["bodies"][0].encode())
        page = call(endpoint.client("route53"), route53.ListHostedZonesRequest())
    assert page.marker is None
    assert [zone.name for zone in page.hosted_zones] == ["example.com."]
