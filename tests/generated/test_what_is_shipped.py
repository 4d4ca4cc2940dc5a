"""README's sentence about which operations are shipped, held against botocore's models by a criterion of its own."""

import re

from botocore.loaders import Loader

from typed_status import catalog
from typed_status.codegen.models import botocore_source
from typed_status.codegen.statuses.catalog import read_exceptions

READS = re.compile(r"(?:BatchDescribe|BatchGet|Describe|Get|List|Search)[A-Z]")
STATUS = re.compile(r"(?:^|[a-z])(?:Status|State)$|^(?:status|state)$")
# An enum with one of each is a lifecycle, whatever else it has.
MOVING = re.compile(r"(?i)(?:.*[_ -])?(?:in_?progress|pending|creating|deleting|updating)")
AT_REST = re.compile(r"(?i)(?:.*[_ -])?(?:failed|completed?|succeeded|active|available|ready)")


def has_lifecycle(shapes, name, depth=1):
    """Whether an output, or a structure that it holds, has a member that is called a status and whose enum is a lifecycle."""
    shape = shapes[name]
    while shape["type"] in ("list", "map"):
        shape = shapes[(shape.get("member") or shape["value"])["shape"]]
    if shape["type"] != "structure" or depth < 0:
        return False
    for member, target in shape["members"].items():
        values = shapes[target["shape"]].get("enum", ())
        if (
            STATUS.search(member)
            and any(map(MOVING.fullmatch, values))
            and any(map(AT_REST.fullmatch, values))
        ):
            return True
    targets = [target["shape"] for target in shape["members"].values()]
    return any(has_lifecycle(shapes, each, depth - 1) for each in targets)


def test_operations_with_a_lifecycle_are_shipped_or_left_out_with_a_reason():
    loader = Loader()
    found = set()
    for service in botocore_source.services():
        model = loader.load_service_model(service, "service-2")
        for name, operation in model["operations"].items():
            output = operation.get("output")
            if READS.match(name) and output and has_lifecycle(model["shapes"], output["shape"]):
                found.add((service, name))
    assert len(found) > 1_800
    shipped = {(each.service, each.operation) for each in catalog()}
    left_out = {(each.service, each.name) for each in read_exceptions().remove}
    assert found - shipped <= left_out
    assert not shipped & left_out


def test_what_has_no_status_is_polled_or_a_log_or_added():
    others = [each for each in catalog() if each.kind != "start"]
    without = {(each.service, each.operation) for each in others if not each.status}
    polled = {
        (service, waiter.operation)
        for service in {service for service, _ in without}
        for waiter in botocore_source.waiters(service)
    }
    exceptions = read_exceptions()
    reviewed = {(each.service, each.name) for each in (*exceptions.add, *exceptions.log)}
    logs = {each for each in without if re.search(r"Events$|Histor", each[1])}
    assert without - polled - reviewed == logs - reviewed
    assert len(logs) < 10
