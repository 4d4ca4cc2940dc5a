"""Cloud Map against moto, a server of another project, over HTTP."""

import boto3
import pytest
from moto.server import ThreadedMotoServer

from typed_status.services import servicediscovery


@pytest.fixture(scope="module")
def client():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.Session().client(
        "servicediscovery",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    yield client
    client.close()
    server.stop()


def test_an_operation_is_typed(client):
    created = client.create_http_namespace(Name="demo")
    response = servicediscovery.get_operation(client, operation_id=created["OperationId"])
    operation = response.operation
    assert operation.id == created["OperationId"]
    assert operation.type is servicediscovery.OperationType.CREATE_NAMESPACE
    assert operation.status in (
        servicediscovery.OperationStatus.PENDING,
        servicediscovery.OperationStatus.SUCCESS,
    )
    assert operation.targets is not None
    assert servicediscovery.OperationTargetType.NAMESPACE in operation.targets
    assert operation.create_date is not None
    assert operation.create_date.utcoffset() is not None


def test_an_unknown_operation(client):
    with pytest.raises(servicediscovery.OperationNotFound):
        servicediscovery.get_operation(client, operation_id="gone")
