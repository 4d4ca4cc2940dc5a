"""freezegun replaces ``datetime.datetime``: the classes of services that are built meanwhile read times as they do otherwise."""

import subprocess
import sys

import pytest

PROGRAM = """
from freezegun import freeze_time

def build():
    from typed_status.runtime.types.internals import validator_of
    from typed_status.services import batch, ce, cloudformation, ec2
    for module in (batch, ce, cloudformation, ec2):
        for name in module.__all__:
            if hasattr(getattr(module, name), "model_fields"):
                validator_of(getattr(module, name)).title
    stack = {"StackName": "s", "CreationTime": "2017-07-14 02:40:00Z", "StackStatus": "CREATE_COMPLETE"}
    assert cloudformation.Stack.model_validate(stack).to_boto3()["CreationTime"].year == 2017

with freeze_time("2026-05-05"):
    build()
build()
"""


@pytest.mark.parametrize("first", ["", "pydantic", "typed_status.services.cloudformation"])
def test_modules_that_are_imported_and_classes_that_are_built_while_time_is_frozen(first):
    program = f"import {first}\n{PROGRAM}" if first else PROGRAM
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
