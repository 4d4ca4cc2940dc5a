"""``begin`` against moto, a server of another project, over HTTP: what is created and deleted there reaches its end.

Where moto 5.2 deviates from AWS, the name of the test or its docstring says so.
"""

import json
import urllib.request

import boto3
import pytest
from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer
from wait_cases import Time

from typed_status import Clock, WaitCanceled, begin
from typed_status.services import (
    cloudformation,
    dynamodb,
    ec2,
    ecs,
    emr,
    rds,
    servicediscovery,
    stepfunctions,
)

TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
MACHINE = json.dumps({"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}})


@pytest.fixture(scope="module")
def client_of():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # What moto has is the process's, not the server's.
    reset = urllib.request.Request(f"http://{host}:{port}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset).close()
    session = boto3.Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name="us-east-1"
    )
    clients = {}

    def client(service):
        if service not in clients:
            clients[service] = session.client(service, endpoint_url=f"http://{host}:{port}")
        return clients[service]

    yield client
    for each in clients.values():
        each.close()
    server.stop()


@pytest.fixture
def run(client_of):
    """Begin a start and return its result, with a clock that takes no time."""

    def run_it(request, until=None):
        client = client_of(request.__operation__.service)
        return begin(client, request, until=until, clock=Time().clock(Clock)).result(timeout=600)

    return run_it


def test_a_dynamodb_table(run, client_of):
    done = run(
        dynamodb.CreateTableRequest(
            table_name="web",
            attribute_definitions=[{"AttributeName": "id", "AttributeType": "S"}],
            key_schema=[{"AttributeName": "id", "KeyType": "HASH"}],
            billing_mode="PAY_PER_REQUEST",
        )
    )
    assert done.table.table_status == "ACTIVE"
    assert run(dynamodb.DeleteTableRequest(table_name="web")) is None
    assert client_of("dynamodb").list_tables()["TableNames"] == []


def test_an_rds_instance(run, client_of):
    done = run(
        rds.CreateDBInstanceRequest(
            db_instance_identifier="web",
            db_instance_class="db.t3.micro",
            engine="postgres",
            allocated_storage=20,
            master_username="web",
            master_user_password="a-password",
        )
    )
    assert done.statuses == ["available"]
    delete = rds.DeleteDBInstanceRequest(db_instance_identifier="web", skip_final_snapshot=True)
    assert run(delete) is None
    assert client_of("rds").describe_db_instances()["DBInstances"] == []


def test_a_cloudformation_stack(run, client_of):
    done = run(cloudformation.CreateStackRequest(stack_name="web", template_body=TEMPLATE))
    assert done.statuses == ["CREATE_COMPLETE"]
    stack = done[0].stack_id
    assert run(cloudformation.DeleteStackRequest(stack_name="web")) is None
    (deleted,) = client_of("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    assert deleted["StackStatus"] == "DELETE_COMPLETE"


def test_an_ecs_service(run, client_of):
    """moto's deployments have no ``rolloutState``, by which the end of ``CreateService`` is known: ``until`` says what is."""
    assert run(ecs.CreateClusterRequest(cluster_name="web")).statuses == ["ACTIVE"]
    client = client_of("ecs")
    container = {"name": "web", "image": "web", "memory": 128}
    client.register_task_definition(family="web", containerDefinitions=[container])
    request = ecs.CreateServiceRequest(
        cluster="web", service_name="web", task_definition="web", desired_count=0
    )
    (made,) = run(request, until=lambda services: services[0].running_count == 0)
    assert (made.service_name, made.status) == ("web", "ACTIVE")
    assert run(ecs.DeleteServiceRequest(cluster="web", service="web")) is None
    (deleted,) = client.describe_services(cluster="web", services=["web"])["services"]
    assert deleted["status"] == "INACTIVE"


def test_an_emr_cluster(run):
    done = run(
        emr.RunJobFlowRequest(
            name="web",
            release_label="emr-7.0.0",
            instances={
                "MasterInstanceType": "m5.xlarge",
                "InstanceCount": 1,
                "KeepJobFlowAliveWhenNoSteps": True,
            },
            job_flow_role="role",
            service_role="role",
        )
    )
    assert done.cluster.status.state in ("RUNNING", "WAITING")
    (ended,) = run(emr.TerminateJobFlowsRequest(job_flow_ids=[done.cluster.id]))
    assert ended.cluster.status.state == "TERMINATED"


@pytest.fixture
def machine(client_of):
    """A state machine that has one state, and passes it."""
    client = client_of("stepfunctions")
    role = "arn:aws:iam::123456789012:role/web"
    arn = client.create_state_machine(name="web", definition=MACHINE, roleArn=role)[
        "stateMachineArn"
    ]
    yield arn
    client.delete_state_machine(stateMachineArn=arn)


def test_a_step_functions_execution(client_of, machine, monkeypatch):
    """moto runs it if it is configured to, in a thread: so with the time of the machine."""
    monkeypatch.setitem(default_user_config, "stepfunctions", {"execute_state_machine": True})
    client = client_of("stepfunctions")
    role = "arn:aws:iam::123456789012:role/web"
    arn = client.create_state_machine(name="run", definition=MACHINE, roleArn=role)
    start = stepfunctions.StartExecutionRequest(
        state_machine_arn=arn["stateMachineArn"], input="{}"
    )
    done = begin(client, start).result(timeout=60, delay=0.01, max_delay=0.1)
    assert done.status == "SUCCEEDED"


def test_a_step_functions_execution_that_is_stopped(client_of, machine):
    """Otherwise moto leaves it RUNNING until it is stopped, which is not the end that a start wants."""
    client = client_of("stepfunctions")
    start = stepfunctions.StartExecutionRequest(state_machine_arn=machine)
    poller = begin(client, start, clock=Time().clock(Clock))
    assert poller.status() == "RUNNING"
    client.stop_execution(executionArn=poller.response.execution_arn)
    with pytest.raises(WaitCanceled, match="ABORTED"):
        poller.result(timeout=600)


def test_namespaces_of_cloud_map(run, client_of):
    vpc = client_of("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for request in (
        servicediscovery.CreateHttpNamespaceRequest(name="web"),
        servicediscovery.CreatePublicDnsNamespaceRequest(name="example.com"),
        servicediscovery.CreatePrivateDnsNamespaceRequest(name="internal.example", vpc=vpc),
    ):
        created = run(request)
        assert created.operation.status == "SUCCESS"
        (namespace,) = created.operation.targets.values()
        deleted = run(servicediscovery.DeleteNamespaceRequest(id=namespace))
        assert deleted.operation.status == "SUCCESS"
        assert deleted.operation.type == "DELETE_NAMESPACE"


def test_ec2_instances(run, client_of):
    image = client_of("ec2").describe_images()["Images"][0]["ImageId"]
    done = run(ec2.RunInstancesRequest(image_id=image, min_count=2, max_count=2))
    assert done.statuses == ["running", "running"]
    ids = [each.instance_id for each in done]
    assert run(ec2.StopInstancesRequest(instance_ids=ids)).statuses == ["stopped"] * 2
    assert run(ec2.StartInstancesRequest(instance_ids=ids)).statuses == ["running"] * 2
    assert run(ec2.TerminateInstancesRequest(instance_ids=ids)) is None
    (found,) = client_of("ec2").describe_instances(InstanceIds=ids)["Reservations"]
    assert [each["State"]["Name"] for each in found["Instances"]] == ["terminated"] * 2
