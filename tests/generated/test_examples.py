"""botocore's own example outputs: each that is of a shipped operation validates and comes back."""

import importlib

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from typed_status import SchemaDriftWarning, catalog, strict

# Where AWS's example holds what AWS's own model does not know; such values are kept all the same.
BEYOND_THE_MODEL = {
    "to-get-a-test-run-1471015895657": "a test type that Device Farm no longer has",
    "to-get-information-about-test-runs-1472582711069": "a test type that Device Farm no longer has",
    **dict.fromkeys(
        (
            "to-retrieve-an-object-1481827837012",
            "to-retrieve-a-byte-range-of-an-object--1481832674603",
            "to-retrieve-metadata-of-an-object-without-returning-the-object-itself-1481834820480",
        ),
        "the example has a text for the number of bytes",
    ),
    "rebootcachecluster-1482969019505": "the example spells a value without its hyphens",
    "ec2-describe-moving-addresses-1": "the example spells the value with a capital letter",
}


def examples():
    loader = Loader()
    for entry in catalog():
        try:
            model = loader.load_service_model(entry.service, "examples-1")
        except UnknownServiceError:  # the service has no examples
            continue
        for example in model["examples"].get(entry.operation, ()):
            if "output" in example:
                yield pytest.param(entry, example, id=f"{entry.service}-{example['id']}")


EXAMPLES = list(examples())


def test_there_are_examples():
    assert len(EXAMPLES) > 100


@pytest.mark.filterwarnings("ignore::typed_status.RuleWarning")
@pytest.mark.parametrize(("entry", "example"), EXAMPLES)
def test_an_example_of_awss_validates(entry, example):
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    model = getattr(module, f"{entry.operation}Response")
    if example["id"] in BEYOND_THE_MODEL:
        with pytest.warns(SchemaDriftWarning):
            response = model.model_validate(example["output"])
    else:
        with strict():
            response = model.model_validate(example["output"])
    assert model.model_validate(response.to_boto3()) == response
