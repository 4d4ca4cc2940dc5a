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
    Phase,
    SchemaDriftWarning,
    WaitFailed,
    call,
    catalog,
    phase_of,
    status_of,
    statuses_of,
    strict,
    wait,
)
from typed_status.runtime import StatusResponse
from typed_status.services import cloudformation, codedeploy, dax, emr, es, opensearch, rds, route53
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


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


def poll(endpoint, request, *bodies: str, service: str):
    """Wait with the default condition; return the result and the phase of each attempt."""
    endpoint.script(type(request), *[body.encode() for body in bodies])
    phases: list[Phase] = []
    done = wait(
        endpoint.client(service),
        request,
        timeout=60,
        delay=0.01,
        max_delay=0.02,
        on_poll=lambda each: phases.append(each.phase),
    )
    return done, phases


ONCE_MORE = [Phase.IN_PROGRESS, Phase.SUCCEEDED]


def test_a_cluster_whose_encryption_is_done_first(endpoint):
    """The cluster's own status is a plain string in the service model; that of its encryption is an enum."""
    body = '{{"Clusters": [{{"ClusterName": "c", "Status": "{}", "SSEDescription": {{"Status": "DISABLED"}}}}]}}'
    done, phases = poll(
        endpoint,
        dax.DescribeClustersRequest(cluster_names=["c"]),
        body.format("creating"),
        body.format("available"),
        service="dax",
    )
    assert phases == ONCE_MORE
    assert statuses_of(done) == ["available"]


@pytest.mark.parametrize(
    ("kind", "branch"),
    [
        ("InstanceTarget", "instanceTarget"),
        ("LambdaTarget", "lambdaTarget"),
        ("ECSTarget", "ecsTarget"),
        ("CloudFormationTarget", "cloudFormationTarget"),
    ],
)
def test_a_target_of_any_kind(endpoint, kind, branch):
    """One of four structures arrives."""
    body = (
        f'{{{{"deploymentTarget": {{{{"deploymentTargetType": "{kind}", '
        f'"{branch}": {{{{"status": "{{}}"}}}}}}}}}}}}'
    )
    request = codedeploy.GetDeploymentTargetRequest(deployment_id="d-ABC", target_id="t")
    bodies = [body.format(status) for status in ("InProgress", "Succeeded")]
    _, phases = poll(endpoint, request, *bodies, service="codedeploy")
    assert phases == ONCE_MORE


def test_a_target_without_a_branch_has_no_status():
    response = codedeploy.GetDeploymentTargetResponse.model_validate(
        {"deploymentTarget": {"deploymentTargetType": "ECSTarget"}}
    )
    assert phase_of(response) is Phase.UNKNOWN


def test_a_global_cluster_that_is_upgraded(endpoint):
    """Members of it have statuses that are enums; its own is a plain string in the service model."""
    body = (
        '<DescribeGlobalClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">'
        "<DescribeGlobalClustersResult><GlobalClusters><GlobalClusterMember>"
        "<GlobalClusterIdentifier>g</GlobalClusterIdentifier><Status>{}</Status><GlobalClusterMembers>"
        "<GlobalClusterMember><IsWriter>true</IsWriter>"
        "<GlobalWriteForwardingStatus>disabled</GlobalWriteForwardingStatus></GlobalClusterMember>"
        "</GlobalClusterMembers></GlobalClusterMember></GlobalClusters></DescribeGlobalClustersResult>"
        "</DescribeGlobalClustersResponse>"
    )
    _, phases = poll(
        endpoint,
        rds.DescribeGlobalClustersRequest(global_cluster_identifier="g"),
        body.format("upgrading"),
        body.format("available"),
        service="rds",
    )
    assert phases == ONCE_MORE


@pytest.mark.parametrize("service", [es, opensearch])
def test_an_upgrade_of_several_steps(endpoint, service):
    """hashicorp/terraform-provider-aws#11793: each step succeeds, and the upgrade only with the last one."""
    body = '{{"UpgradeStep": "{}", "StepStatus": "{}"}}'
    done, phases = poll(
        endpoint,
        service.GetUpgradeStatusRequest(domain_name="search"),
        body.format("PRE_UPGRADE_CHECK", "SUCCEEDED"),
        body.format("UPGRADE", "SUCCEEDED"),
        service=service.__name__.rsplit(".", 1)[-1],
    )
    assert phases == ONCE_MORE
    assert phase_of(done) is Phase.SUCCEEDED
    first = service.GetUpgradeStatusResponse(
        upgrade_step="PRE_UPGRADE_CHECK", step_status="SUCCEEDED"
    )
    assert phase_of(first) is Phase.IN_PROGRESS


def test_a_check_alone_is_done_with_its_step(endpoint):
    """Without the upgrade, the first step is all there is: its status can be waited for."""
    endpoint.script(
        opensearch.GetUpgradeStatusRequest,
        b'{"UpgradeStep": "PRE_UPGRADE_CHECK", "StepStatus": "SUCCEEDED"}',
    )
    done = wait(
        endpoint.client("opensearch"),
        opensearch.GetUpgradeStatusRequest(domain_name="search"),
        until=opensearch.UpgradeStatus.SUCCEEDED,
        timeout=60,
    )
    assert done.upgrade_step == "PRE_UPGRADE_CHECK"


def test_events_of_a_finished_stack(endpoint):
    """A log keeps every CREATE_IN_PROGRESS: there is nothing to wait for."""
    (entry,) = (
        each
        for each in catalog()
        if (each.service, each.operation) == ("cloudformation", "DescribeStackEvents")
    )
    assert entry.status == ()
    with pytest.raises(TypeError, match="reports no status"):
        wait(
            endpoint.client("cloudformation"),
            cloudformation.DescribeStackEventsRequest(stack_name="abc"),
            timeout=60,
        )
