"""Which lists of a request must not be empty in a wait: those that name what to return."""

import pytest

from typed_status.runtime.statuses.ids import check_ids
from typed_status.services import (
    autoscaling,
    batch,
    cloudwatch,
    codebuild,
    ec2,
    ecs,
    elasticbeanstalk,
    elbv2,
    fsx,
    kms,
    mgh,
    rds,
    sagemaker,
    storagegateway,
    support,
)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (ec2.DescribeInstancesRequest, "instance_ids"),
        (ec2.DescribeHostReservationsRequest, "host_reservation_id_set"),
        (ec2.DescribeMovingAddressesRequest, "public_ips"),
        (codebuild.BatchGetBuildsRequest, "ids"),
        (ecs.DescribeServicesRequest, "services"),
        (ecs.DescribeTasksRequest, "tasks"),
        (ecs.DescribeClustersRequest, "clusters"),
        (batch.DescribeJobQueuesRequest, "job_queues"),
        (batch.DescribeComputeEnvironmentsRequest, "compute_environments"),
        (autoscaling.DescribeAutoScalingGroupsRequest, "auto_scaling_group_names"),
        (elbv2.DescribeLoadBalancersRequest, "load_balancer_arns"),
        (elbv2.DescribeLoadBalancersRequest, "names"),
        (fsx.DescribeFileSystemsRequest, "file_system_ids"),
        (storagegateway.DescribeNFSFileSharesRequest, "file_share_arn_list"),
        (support.DescribeCasesRequest, "case_id_list"),
        (mgh.ListApplicationStatesRequest, "application_ids"),
        (cloudwatch.DescribeAlarmsRequest, "alarm_names"),
        (sagemaker.BatchDescribeModelPackageRequest, "model_package_arn_list"),
    ],
)
def test_a_list_of_what_to_return_must_not_be_empty(kind, field):
    with pytest.raises(ValueError, match=f"{kind.__name__}: {field} is empty, which AWS reads as"):
        check_ids(kind.model_construct(**{field: []}))
    check_ids(kind.model_construct(**{field: ["one"]}))
    check_ids(kind.model_construct())


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (ec2.DescribeInstancesRequest, "filters"),
        (rds.DescribeDBInstancesRequest, "filters"),
        (ecs.DescribeServicesRequest, "include"),
        (cloudwatch.DescribeAlarmsRequest, "alarm_types"),
        (elasticbeanstalk.DescribeInstancesHealthRequest, "attribute_names"),
        (kms.DescribeKeyRequest, "grant_tokens"),
    ],
)
def test_other_lists_may_be_empty(kind, field):
    check_ids(kind.model_construct(**{field: []}))


def test_a_default_is_no_list_that_was_passed():
    request = ec2.DescribeInstancesRequest()
    check_ids(request)
    check_ids(ec2.DescribeInstancesRequest(instance_ids=None))
