"""Test helpers for code that calls AWS: ``FakeEndpoint`` serves scripted AWS responses over real HTTP.

::

    from typed_status import wait
    from typed_status.services import servicediscovery
    from typed_status.testing import FakeEndpoint, Throttle

    with FakeEndpoint() as endpoint:
        endpoint.script(
            servicediscovery.GetOperationRequest,
            {"Operation": {"Id": "op-1", "Status": "PENDING"}},
            Throttle(),
            {"Operation": {"Id": "op-1", "Status": "SUCCESS"}},
        )
        client = endpoint.client("servicediscovery")
        wait(client, servicediscovery.GetOperationRequest(operation_id="op-1"), timeout=60)

May import: the standard library, boto3, botocore and ``typed_status.runtime``.
"""

from typed_status.runtime.drift import reset as reset_drift
from typed_status.testing.endpoint import Call, FakeEndpoint
from typed_status.testing.examples import example_output
from typed_status.testing.script import (
    Drop,
    Fault,
    Impaired,
    Reply,
    ScriptError,
    Step,
    Throttle,
    UnusedStepsWarning,
)

__all__ = [
    "Call",
    "Drop",
    "FakeEndpoint",
    "Fault",
    "Impaired",
    "Reply",
    "ScriptError",
    "Step",
    "Throttle",
    "UnusedStepsWarning",
    "example_output",
    "reset_drift",
]
