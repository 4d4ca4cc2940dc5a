"""Exchanges that users of AWS's SDKs reported: bodies that contradict the service model, called and waited for."""

import pytest

from typed_status import call, strict, wait
from typed_status.services import batch, emr, route53
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
