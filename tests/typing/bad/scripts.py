"""Scripts that the fake endpoint cannot play."""

from typed_status.services import servicediscovery
from typed_status.testing import FakeEndpoint, Fault, Reply


def steps(endpoint: FakeEndpoint, operation: servicediscovery.Operation) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    endpoint.script(servicediscovery.GetOperationRequest, operation)
    # E: mypy=arg-type pyright=reportArgumentType
    endpoint.script(servicediscovery.GetOperationRequest, "SUCCESS")
    # E: mypy=arg-type pyright=reportArgumentType
    endpoint.script(servicediscovery.GetOperationResponse, {})
    # E: mypy=arg-type pyright=reportArgumentType
    endpoint.script("GetOperation", {})
    # E: mypy=call-arg pyright=reportCallIssue
    endpoint.script(servicediscovery.GetOperationRequest, forever=True)


def answers() -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    Reply(200, {}, b"")
    # E: mypy=arg-type pyright=reportArgumentType
    Reply(body="text")
    # E: mypy=arg-type pyright=reportArgumentType
    Fault(servicediscovery.Operation)
    # E: mypy=call-arg pyright=reportCallIssue
    Fault(code="ThrottlingException")


def calls(endpoint: FakeEndpoint) -> None:
    # E: mypy=attr-defined pyright=reportAttributeAccessIssue
    endpoint.calls[0].parameters
    # E: mypy=misc pyright=reportAttributeAccessIssue
    endpoint.calls = []
