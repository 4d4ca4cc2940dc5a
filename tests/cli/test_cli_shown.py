"""What is printed of a response: all of it, but for what is sensitive."""

import json
import re
from pathlib import Path

import pydantic
import pytest

import typed_status
from typed_status import catalog
from typed_status.cli.display.response import HIDDEN, shown, tables_of
from typed_status.cli.inspect.field_types import is_secret
from typed_status.cli.inspect.request_class import request_class
from typed_status.runtime import ResponseMetadata
from typed_status.runtime.types.fields import streams
from typed_status.services import cloudcontrol
from typed_status.testing import example_output

SERVICES = Path(typed_status.__file__).parent / "services"
# Every tenth service that has something sensitive.
SECRETIVE = [
    path.stem
    for path in sorted(SERVICES.glob("[a-z]*.py"))
    if re.search(r"sensitive=True|__sensitive__", path.read_text("utf-8"))
][::10]


def secrets(value: object) -> int:
    """How many sensitive members have a value; inside of one that has, none counts."""
    if isinstance(value, ResponseMetadata):
        return 0
    if isinstance(value, pydantic.BaseModel):
        members = {name: getattr(value, name) for name in type(value).model_fields}
        return sum(
            1 if is_secret(type(value), name) else secrets(each)
            for name, each in members.items()
            if each is not None
        )
    if isinstance(value, list):
        return sum(map(secrets, value))
    if isinstance(value, dict):
        return sum(map(secrets, value.values()))
    return 0


@pytest.mark.parametrize("module", SECRETIVE)
# Examples are no real answers.
@pytest.mark.filterwarnings("ignore::typed_status.TypedStatusWarning")
def test_all_is_shown_but_what_is_sensitive(module):
    for entry in catalog():
        if entry.module != module:
            continue
        model = request_class(entry).__operation__.response
        response = model.model_validate(example_output(entry.service, entry.operation))
        everything = json.dumps(shown(response, show_sensitive=True))
        # A stream can be read once, so it is named and not shown.
        assert streams(model) or model.model_validate_json(everything) == response
        printed = json.dumps(shown(response))
        assert printed.count(json.dumps(HIDDEN)) == secrets(response)
        for table in tables_of(response, show_sensitive=False):
            assert table.row_count


def test_the_count_of_secrets_counts():
    event = {"ResourceModel": "{}", "OperationStatus": "SUCCESS", "EventTime": 0}
    response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
        {"ProgressEvent": event | {"RequestToken": "t"}}
    )
    assert secrets(response) == 1
    assert len(SECRETIVE) > 10
