"""Exchanges that users of AWS's SDKs reported: bodies that contradict the service model, called and waited for."""

import pytest

from typed_status import SchemaDriftWarning, call, status_of, statuses_of, strict, wait
from typed_status.services import batch, config, ec2, emr, route53, servicecatalog
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


@pytest.mark.filterwarnings("default::typed_status.SchemaDriftWarning")
def test_a_vpc_endpoint_that_is_available(endpoint):
    """aws/aws-sdk-go-v2#2864, aws/aws-sdk#258, aws/aws-sdk#360, aws/aws-sdk-java-v2#6382."""
    endpoint.script(
        ec2.DescribeVpcEndpointsRequest,
        b'<DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcEndpointSet><item>'
        b"<vpcEndpointId>vpce-1</vpcEndpointId><state>available</state></item></vpcEndpointSet>"
        b"</DescribeVpcEndpointsResponse>",
        repeat=True,
    )
    request = ec2.DescribeVpcEndpointsRequest(vpc_endpoint_ids=["vpce-1"])
    with pytest.warns(SchemaDriftWarning, match="'available' for 'Available'"):
        (page,) = wait(endpoint.client("ec2"), request, timeout=10)
    assert statuses_of(page) == [ec2.State.AVAILABLE]
    assert page.to_boto3()["VpcEndpoints"][0]["State"] == "available"
    pages = wait(endpoint.client("ec2"), request, until=ec2.State.AVAILABLE, timeout=10)
    assert statuses_of(pages[0]) == ["available"]


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_a_config_recorder_of_success(endpoint):
    """aws/aws-sdk#238, aws/aws-sdk-js-v3#7279."""
    endpoint.script(
        config.DescribeConfigurationRecorderStatusRequest,
        b'{"ConfigurationRecordersStatus": [{"name": "default", "recording": true, "lastStatus": "SUCCESS"}]}',
    )
    request = config.DescribeConfigurationRecorderStatusRequest()
    page = wait(endpoint.client("config"), request, timeout=10)
    pages = page if isinstance(page, list) else [page]
    assert statuses_of(pages[0]) == [config.RecorderStatus.SUCCESS]


def test_a_product_that_was_created(endpoint):
    """A value that the service model does not declare; Terraform's provider waits for it."""
    endpoint.script(
        servicecatalog.DescribeProductAsAdminRequest,
        b'{"ProductViewDetail": {"ProductViewSummary": {"ProductId": "prod-1"}, "Status": "CREATED"}}',
    )
    with strict():
        done = wait(
            endpoint.client("servicecatalog"),
            servicecatalog.DescribeProductAsAdminRequest(id="prod-1"),
            timeout=10,
        )
    assert status_of(done) is servicecatalog.Status.CREATED
