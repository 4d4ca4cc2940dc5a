"""An example of every shipped operation's response goes through its model and comes back equal."""

import importlib

import pytest

from typed_status import catalog, strict, without_rules
from typed_status.codegen.facts import overlay
from typed_status.testing import example_output

SERVICES = sorted({(entry.service, entry.module) for entry in catalog()})
# An example has each member, so it may break the rules across members.
ACROSS = [
    rule.id
    for path in overlay.OVERLAYS.glob("*.toml")
    for rule in overlay.read_overlay(path)
    if isinstance(rule, (overlay.Exclusive, overlay.NeededWhen, overlay.OnlyWhen, overlay.SumsTo))
]


@pytest.mark.filterwarnings("ignore::typed_status.RuleWarning")
@pytest.mark.parametrize(("service", "name"), SERVICES)
def test_the_responses_of_a_service_come_back_equal(service, name):
    module = importlib.import_module(f"typed_status.services.{name}")
    for entry in catalog():
        if entry.service == service:
            parsed = example_output(service, entry.operation)
            with strict(), without_rules(*ACROSS):
                response = getattr(module, f"{entry.operation}Response").model_validate(parsed)
            assert response.to_boto3() == parsed, entry.operation
