"""Whatever members are dropped from a response of a shipped operation, it is read, and what is there is equal."""

import importlib
import random
import warnings

import pytest
from botocore.model import ListShape, MapShape, StructureShape
from test_off_the_wire import STREAMING
from three_ways import deserialize, members, message_of, parse_with_botocore

from typed_status import catalog
from typed_status.runtime.wire.registry import reader_of
from typed_status.testing import example_output
from typed_status.testing.routing import operation_model

SERVICES = sorted({(entry.service, entry.module) for entry in catalog()})


def without_some(shape, value, chance):
    """Return ``value`` without some members of its structures, at any depth; a union keeps its only member."""
    if isinstance(shape, StructureShape) and not shape.is_document_type:
        share = 1.0 if shape.is_tagged_union else 0.7
        return {
            name: without_some(shape.members[name], each, chance)
            for name, each in value.items()
            if chance.random() < share
        }
    if isinstance(shape, ListShape):
        return [without_some(shape.member, each, chance) for each in value]
    if isinstance(shape, MapShape):
        return {key: without_some(shape.value, each, chance) for key, each in value.items()}
    return value


@pytest.mark.parametrize(("service", "name"), SERVICES)
def test_any_member_may_be_absent(service, name):
    module = importlib.import_module(f"typed_status.services.{name}")
    for entry in catalog():
        if entry.service != service or (service, entry.operation) in STREAMING:
            continue
        model = operation_model(service, entry.operation)
        if model.output_shape is None:
            continue
        response_class = getattr(module, f"{entry.operation}Response")
        example = example_output(service, entry.operation)
        for member, shape in model.output_shape.members.items():
            if shape.serialization.get("location") == "statusCode":
                example[member] = 202
        for seed in range(3):
            chance = random.Random(f"{entry.operation} {seed}")
            parsed = without_some(model.output_shape, example, chance)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                message = message_of(model, parsed)
                theirs = members(parse_with_botocore(model, message))
                from_dict = response_class.model_validate(theirs)
                assert from_dict.to_boto3() == theirs, entry
                if reader_of(model) is not None:
                    read, _ = deserialize(model, response_class, message)
                    assert read == from_dict, entry
