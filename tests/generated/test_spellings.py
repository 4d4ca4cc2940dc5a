"""Other spellings of the values of every status that is shipped."""

import importlib
import itertools

import pytest
from botocore.loaders import Loader

from typed_status import StatusEnum, catalog
from typed_status.codegen.models import botocore_source
from typed_status.value_spelling import spelled_value

pytestmark = pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")


def statuses(module_name):
    module = importlib.import_module(f"typed_status.services.{module_name}")
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, StatusEnum) and each is not StatusEnum
    ]


def spellings(value):
    yield from (value.lower(), value.upper(), value.swapcase())
    for old, new in itertools.permutations("-_ ", 2):
        yield value.replace(old, new)
    between_digits = any(
        a.isdigit() and b.isdigit() for a, _, b in zip(value, value[1:], value[2:], strict=False)
    )
    if not between_digits:
        yield value.replace("-", "").replace("_", "").replace(" ", "")


@pytest.mark.parametrize("module", sorted({entry.module for entry in catalog()}))
def test_each_spelling_of_each_value_equals_its_member(module):
    for status in statuses(module):
        declared = list(status)
        texts = {str(each) for each in declared}
        for member in declared:
            for text in set(spellings(str(member))) - texts:
                if spelled_value(text, texts) is None:  # of separators between digits
                    assert any(letter.isdigit() for letter in text)
                    continue
                found = status(text)
                assert found == member
                assert found.value == text
                assert found.phase is member.phase
                assert [each for each in declared if each == found] == [member]


def test_no_two_values_of_a_status_are_spellings_of_each_other():
    """In all of AWS, one enum has such values, and it is no status: nothing would distinguish them."""
    ambiguous = set()
    for service in botocore_source.services():
        shapes = Loader().load_service_model(service, "service-2")["shapes"]
        for name, shape in shapes.items():
            values = list(dict.fromkeys(shape.get("enum", ())))
            if any(spelled_value(value, values) is None for value in values if value.strip("-_ ")):
                ambiguous.add((service, name))
    assert ambiguous <= {("signin", "OAuth2ErrorCode")}
    for module in {entry.module for entry in catalog()}:
        for status in statuses(module):
            values = [str(each) for each in status]
            assert [v for v in values if spelled_value(v, values) not in (v, None)] == []
