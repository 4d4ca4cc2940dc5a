"""The four services with the largest modules: EC2, SageMaker, QuickSight and Connect."""

from typing import Any

from mypy_boto3_connect import ConnectClient

from typed_status import Phase, phase_of
from typed_status.services import connect, ec2, quicksight, sagemaker


def instances(client: ec2.DescribeInstancesClient) -> dict[str, list[str]]:
    """List the volumes of each running instance."""
    response = ec2.describe_instances(
        client, filters=[ec2.Filter(name="tag:team", values=["blue"])], max_results=100
    )
    found: dict[str, list[str]] = {}
    for reservation in response.reservations or []:
        for instance in reservation.instances or []:
            # planted: print(instance.statuz)
            if instance.instance_id is None or instance.state is None:
                continue
            if instance.state.name != ec2.InstanceStateName.RUNNING:
                continue
            found[instance.instance_id] = [
                mapping.ebs.volume_id
                for mapping in instance.block_device_mappings or []
                if mapping.ebs and mapping.ebs.volume_id
            ]
    return found


def free_volumes(client: ec2.DescribeVolumesClient) -> int:
    """Add up the GiB of the volumes that no instance uses."""
    volumes = ec2.describe_volumes(client).volumes or []
    return sum(volume.size or 0 for volume in volumes if volume.state == ec2.VolumeState.AVAILABLE)


def training(client: Any, name: str) -> float:
    """Return how many seconds a training job took."""
    job = sagemaker.describe_training_job(client, training_job_name=name)
    if phase_of(job) is not Phase.SUCCEEDED:
        raise RuntimeError(job.failure_reason or job.secondary_status.value)
    print(job.model_artifacts.s3_model_artifacts, job.stopping_condition.max_runtime_in_seconds)
    started, ended = job.training_start_time, job.training_end_time
    return (ended - started).total_seconds() if started and ended else 0.0


def endpoints(client: Any) -> list[str]:
    """List the endpoints that are in service."""
    response = sagemaker.list_endpoints(client, status_equals=sagemaker.EndpointStatus.IN_SERVICE)
    return [endpoint.endpoint_name for endpoint in response.endpoints]


def dashboard(client: Any, account: str, name: str) -> list[str]:
    """List the titles of the sheets of a dashboard."""
    response = quicksight.describe_dashboard_definition(
        client, aws_account_id=account, dashboard_id=name
    )
    if response.resource_status == quicksight.ResourceStatus.UPDATE_FAILED:
        return [error.message or "" for error in response.errors or []]
    sheets = response.definition.sheets if response.definition else None
    return [f"{sheet.title}: {len(sheet.visuals or [])}" for sheet in sheets or []]


def shift(client: ConnectClient, group: str, percentage: int) -> None:
    """Shift traffic between the two regions of a distribution group."""
    config = connect.get_traffic_distribution(client, id=group).telephony_config
    west, east = config.distributions
    shifted = connect.TelephonyConfig(
        distributions=[
            connect.Distribution(region=west.region, percentage=percentage),
            connect.Distribution(region=east.region, percentage=100 - percentage),
        ]
    )
    connect.update_traffic_distribution(client, id=group, telephony_config=shifted)


def main(compute: Any, learning: Any, reports: Any, calls: ConnectClient) -> None:
    """Print a report."""
    print(instances(compute), free_volumes(compute))
    print(training(learning, "job-1"), endpoints(learning))
    print(dashboard(reports, "123456789012", "sales"))
    shift(calls, "group-1", 40)
