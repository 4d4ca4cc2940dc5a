"""Exchanges that users of AWS's SDKs reported: bodies that contradict the service model, called and waited for."""

import pytest

from typed_status import Phase, call, catalog, phase_of, statuses_of, strict, wait
from typed_status.services import (
    batch,
    cloudformation,
    codedeploy,
    dax,
    emr,
    es,
    opensearch,
    rds,
    route53,
    servicecatalog,
)
from typed_status.testing import FakeEndpoint, reset_drift

JOB = '"jobName": "n", "jobId": "j", "jobQueue": "q", "createdAt": 1480460782010, "jobDefinition": "d"'


@pytest.fixture
def endpoint():
    reset_drift()
    with FakeEndpoint() as endpoint:
        yield endpoint


def test_a_batch_job_that_has_not_started(endpoint):
    """boto/botocore#2030, getmoto/moto#2202, brendanhay/amazonka#561."""
    endpoint.script(
        batch.DescribeJobsRequest,
        f'{{"jobs": [{{{JOB}, "status": "RUNNABLE"}}]}}'.encode(),
        f'{{"jobs": [{{{JOB}, "status": "SUCCEEDED", "startedAt": 1480460816500}}]}}'.encode(),
    )
    pages = wait(
        endpoint.client("batch"),
        batch.DescribeJobsRequest(jobs=["j"]),
        timeout=10,
        delay=0.01,
        max_delay=0.02,
    )
    assert [job.status for page in pages for job in page.jobs or []] == [batch.JobStatus.SUCCEEDED]


def test_an_emr_cluster_without_kerberos(endpoint):
    """rusoto/rusoto#1266."""
    endpoint.script(
        emr.DescribeClusterRequest,
        b'{"Cluster": {"Id": "j-1", "Name": "n", "Status": {"State": "WAITING"}, "KerberosAttributes": {}}}',
    )
    with strict():
        done = wait(
            endpoint.client("emr"), emr.DescribeClusterRequest(cluster_id="j-1"), timeout=10
        )
    assert done.cluster is not None
    assert done.cluster.kerberos_attributes == emr.KerberosAttributes()
    assert done.to_boto3()["Cluster"]["KerberosAttributes"] == {}


def test_the_first_page_of_hosted_zones(endpoint):
    """boto/botocore#2854, aws/aws-sdk#495."""
    endpoint.script(
        route53.ListHostedZonesRequest,
        b'<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones><HostedZone>'
        b"<Id>/hostedzone/Z0</Id><Name>example.com.</Name><CallerReference>r</CallerReference></HostedZone>"
        b"</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>",
    )
    with strict():
        page = call(endpoint.client("route53"), route53.ListHostedZonesRequest())
    assert page.marker is None
    assert [zone.name for zone in page.hosted_zones] == ["example.com."]


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
    assert [status for page in done for status in statuses_of(page)] == ["available"]


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


def test_a_product_that_is_created(endpoint):
    """A value that AWS sends and the service model does not declare."""
    done, phases = poll(
        endpoint,
        servicecatalog.DescribeProductAsAdminRequest(id="prod-1"),
        '{"ProductViewDetail": {"ProductViewSummary": {"ProductId": "prod-1"}, "Status": "CREATED"}}',
        service="servicecatalog",
    )
    assert phases == [Phase.SUCCEEDED]
    assert done.product_view_detail is not None
    assert done.product_view_detail.status is servicecatalog.Status.CREATED
