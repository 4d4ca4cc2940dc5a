"""An example of every shipped operation's response goes through its model and comes back equal."""

import importlib

import pytest

from typed_status import catalog, strict
from typed_status.testing import example_output

SERVICES = sorted({(entry.service, entry.module) for entry in catalog()})


@pytest.mark.filterwarnings("ignore::typed_status.RuleWarning")
@pytest.mark.parametrize(("service", "name"), SERVICES)
def test_the_responses_of_a_service_come_back_equal(service, name):
    module = importlib.import_module(f"typed_status.services.{name}")
    for entry in catalog():
        if entry.service == service and (service, entry.operation) not in BY_RULE:
            parsed = example_output(service, entry.operation)
            with strict():
                response = getattr(module, f"{entry.operation}Response").model_validate(parsed)
            assert response.to_boto3() == parsed, entry.operation


# An example may break a rule across members.
BY_RULE = {
    ("cloudcontrol", "GetResourceRequestStatus"),
    ("cloudcontrol", "ListResourceRequests"),
    ("connect", "GetTrafficDistribution"),
    ("servicediscovery", "GetOperation"),
}
