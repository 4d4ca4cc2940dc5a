"""Arguments that are missing, unknown, of the wrong type or in the wrong place."""

from mypy_boto3_connect import ConnectClient
from mypy_boto3_servicediscovery import ServiceDiscoveryClient

from typed_status import call
from typed_status.services import cloudcontrol, connect, servicediscovery


def missing(client: ConnectClient) -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    connect.get_traffic_distribution(client)
    # E: mypy=call-arg pyright=reportCallIssue
    connect.get_traffic_distribution(id="id")
    # E: mypy=call-arg pyright=reportCallIssue
    connect.GetTrafficDistributionRequest()
    # E: mypy=call-arg pyright=reportCallIssue
    connect.Distribution(region="us-east-1")
    # E: mypy=call-arg pyright=reportCallIssue
    call(client)


def unknown(client: ConnectClient) -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    connect.get_traffic_distribution(client, id="id", region="us-east-1")
    # E: mypy=call-arg pyright=reportCallIssue
    connect.GetTrafficDistributionRequest(id="id", region="us-east-1")
    # E: mypy=call-arg pyright=reportCallIssue
    connect.Distribution(region="us-east-1", percentage=10, weight=1)


def wire_names(client: ServiceDiscoveryClient) -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    servicediscovery.get_operation(client, OperationId="id")
    # E: mypy=call-arg pyright=reportCallIssue
    servicediscovery.GetOperationRequest(OperationId="id")
    # E: mypy=call-arg pyright=reportCallIssue
    connect.TelephonyConfig(Distributions=[])


def wrong_types(client: ConnectClient, agents: connect.AgentConfig) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    connect.get_traffic_distribution(client, id=1)
    # E: mypy=arg-type pyright=reportArgumentType
    connect.get_traffic_distribution(client, id=None)
    # E: mypy=arg-type pyright=reportArgumentType
    connect.update_traffic_distribution(client, id="id", telephony_config=agents)
    # E: mypy=arg-type pyright=reportArgumentType
    connect.update_traffic_distribution(client, id="id", telephony_config={})
    # E: mypy=arg-type pyright=reportArgumentType
    connect.GetTrafficDistributionRequest(id=1)
    # E: mypy=arg-type pyright=reportArgumentType
    connect.Distribution(region="us-east-1", percentage="10")
    # E: mypy=arg-type pyright=reportArgumentType
    connect.TelephonyConfig(distributions=())


def strings_for_enums(status: str) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    servicediscovery.Operation(id="id", status="SUCCESS")
    # E: mypy=arg-type pyright=reportArgumentType
    servicediscovery.Operation(id="id", status=status)


def of_another_service(status: cloudcontrol.OperationStatus) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    servicediscovery.Operation(id="id", status=status)
    # E: mypy=arg-type pyright=reportArgumentType
    accept(status)


def accept(status: servicediscovery.OperationStatus) -> None: ...


def positional(client: ServiceDiscoveryClient) -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    servicediscovery.get_operation(client, "id")
    # E: mypy=call-arg pyright=reportCallIssue
    servicediscovery.GetOperationRequest("id")
    # E: mypy=call-arg pyright=reportCallIssue
    connect.SignInDistribution("us-east-1", True)
