"""Printed responses are complete except for sensitive members."""

import json
import re
from pathlib import Path

import pydantic
import pytest

import typed_status
from typed_status import catalog
from typed_status.cli.display.response import REDACTED, response_tables, shown
from typed_status.cli.inspect.field_types import is_sensitive
from typed_status.cli.inspect.request_class import request_class
from typed_status.runtime import ResponseMetadata
from typed_status.runtime.types.fields import streams
from typed_status.services import cloudcontrol
from typed_status.testing import example_output

SERVICES = Path(typed_status.__file__).parent / "services"
# Every tenth service with sensitive members.
WITH_SENSITIVE_MEMBERS = [
    path.stem
    for path in sorted(SERVICES.glob("[a-z]*.py"))
    if re.search(r"sensitive=True|__sensitive__", path.read_text("utf-8"))
][::10]


def count_sensitive(value: object) -> int:
    """Count sensitive members with a value, without those nested in another."""
    if isinstance(value, ResponseMetadata):
        return 0
    if isinstance(value, pydantic.BaseModel):
        members = {name: getattr(value, name) for name in type(value).model_fields}
        return sum(
            1 if is_sensitive(type(value), name) else count_sensitive(each)
            for name, each in members.items()
            if each is not None
        )
    if isinstance(value, list):
        return sum(map(count_sensitive, value))
    if isinstance(value, dict):
        return sum(map(count_sensitive, value.values()))
    return 0


@pytest.mark.parametrize("module", WITH_SENSITIVE_MEMBERS)
# Examples are not real responses.
@pytest.mark.filterwarnings("ignore::typed_status.TypedStatusWarning")
def test_everything_but_sensitive_members_is_printed(module):
    for entry in catalog():
        if entry.module != module:
            continue
        model = request_class(entry).__operation__.response
        response = model.model_validate(example_output(entry.service, entry.operation))
        everything = json.dumps(shown(response, show_sensitive=True))
        # A streaming body can be read only once, so it is not printed.
        assert streams(model) or model.model_validate_json(everything) == response
        printed = json.dumps(shown(response))
        assert printed.count(json.dumps(REDACTED)) == count_sensitive(response)
        for table in response_tables(response, show_sensitive=False):
            assert table.row_count


def test_count_sensitive():
    event = {"ResourceModel": "{}", "OperationStatus": "SUCCESS", "EventTime": 0}
    response = cloudcontrol.GetResourceRequestStatusResponse.model_validate(
        {"ProgressEvent": event | {"RequestToken": "t"}}
    )
    assert count_sensitive(response) == 1
    assert len(WITH_SENSITIVE_MEMBERS) > 10


def test_everything_that_is_printed_is_escaped():
    """``echo`` does it; the generator's progress, which moves the cursor, does it itself."""
    cli = SERVICES.parent / "cli"
    printing = {
        str(file.relative_to(cli)): file.read_text("utf-8").count("click.echo(")
        for file in cli.rglob("*.py")
    }
    assert {name: count for name, count in printing.items() if count} == {
        "escaping.py": 1,
        "commands/generate.py": 1,
    }
