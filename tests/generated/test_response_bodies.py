"""Every shipped operation's response is the same from the body, from the dict, and as botocore parses it."""

import importlib

import pytest
from test_round_trips import ACROSS
from three_ways import check, message_of

from typed_status import catalog, without_rules
from typed_status.runtime.wire.registry import reader_of
from typed_status.testing import example_output
from typed_status.testing.routing import operation_model

SERVICES = sorted({(entry.service, entry.module) for entry in catalog()})
# Streams are not read by a reader; botocore returns them.
STREAMING = {
    ("datazone", "GetLineageEvent"),
    ("s3", "GetObject"),
    ("s3", "GetObjectAnnotation"),
}


def check_entry(entry, response_class):
    model = operation_model(entry.service, entry.operation)
    parsed = example_output(entry.service, entry.operation)
    for name, member in model.output_shape.members.items() if model.output_shape else ():
        if member.serialization.get("location") == "statusCode":
            parsed[name] = 202
    if reader_of(model) is None:
        assert model.output_shape is None or (entry.service, entry.operation) in STREAMING
    else:
        check(model, response_class, message_of(model, parsed))


@pytest.mark.filterwarnings("ignore::typed_status.RuleWarning")
@pytest.mark.parametrize(("service", "name"), SERVICES)
def test_the_three_ways_agree(service, name):
    module = importlib.import_module(f"typed_status.services.{name}")
    for entry in catalog():
        if entry.service == service and (service, entry.operation) not in BY_RULE:
            with without_rules(*ACROSS):
                check_entry(entry, getattr(module, f"{entry.operation}Response"))


# Made up from shapes alone, an example may break a rule of an overlay.
BY_RULE = {
    ("greengrass", "GetBulkDeploymentStatus"),
}
