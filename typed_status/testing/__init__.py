"""Test helpers for code that calls AWS: ``FakeEndpoint`` serves scripted AWS responses over real HTTP.

::

    from typed_status.services import servicediscovery
    from typed_status.testing import FakeEndpoint, Fault

    with FakeEndpoint() as endpoint:
        endpoint.script(
            servicediscovery.GetOperationRequest,
            {"Operation": {"Id": "op-1", "Status": "PENDING"}},
            Fault("ThrottlingException", "slow down", status=429),
            {"Operation": {"Id": "op-1", "Status": "SUCCESS"}},
        )
        client = endpoint.client("servicediscovery")
        servicediscovery.get_operation(client, operation_id="op-1")

May import: the standard library, boto3, botocore and ``typed_status.runtime``.
"""

from typed_status.runtime.drift import reset as reset_drift
from typed_status.testing.endpoint import Call, FakeEndpoint
from typed_status.testing.examples import example_output
from typed_status.testing.script import Drop, Fault, Reply, ScriptError, Step

__all__ = [
    "Call",
    "Drop",
    "FakeEndpoint",
    "Fault",
    "Reply",
    "ScriptError",
    "Step",
    "example_output",
    "reset_drift",
]
