"""How many Python functions run for each item of a list in JSON: counted whatever the machine's load."""

import collections
import importlib
import sys
import warnings

import pytest
from three_ways import message_of

import typed_status
from typed_status.runtime.types.fields import members
from typed_status.runtime.wire.hook import validate_content
from typed_status.runtime.wire.registry import reader_of
from typed_status.testing.examples import example_output
from typed_status.testing.routing import operation_model

# What runs for an item: one function for each union or structure with rules in it, more for a member that a rule is about, and
# the check of a JSON text.
ALLOWED = {
    "Excludes.holds",
    "NeededWhen.holds",
    "OnlyWhen.holds",
    "_hash",
    "_member",
    "_values",
    "check_structure",
    "declared_text",
    "is_off",
    "UnionModel._has_one_member",
    "RuledModel._check_rules",
    "FormatRule._checked",
    "JsonText._checked",
    "parse_json",
}
FEW, MANY = 2, 12


def calls(function):
    """Count the calls of Python functions by name."""
    counted = collections.Counter()

    def profile(frame, event, _):
        if event == "call":
            counted[frame.f_code.co_qualname] += 1

    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(None)
    return counted


def list_operations():
    """Yield the operations in JSON whose response is a list of items, each with its model and the list's wire name."""
    for entry in typed_status.catalog():
        head = entry.status[0] if entry.status else ""
        if entry.kind == "list" and head.endswith("[]"):
            model = operation_model(entry.service, entry.operation)
            if model.service_model.resolved_protocol in ("json", "rest-json"):
                module = importlib.import_module(f"typed_status.services.{entry.module}")
                request = getattr(module, f"{entry.operation}Request")
                response = request.__operation__.response
                name = members(response)[head[:-2]].name
                shapes = model.output_shape.members
                located = {each.serialization.get("location") for each in shapes.values()}
                if shapes[name].type_name == "list" and "statusCode" not in located:
                    yield model, request.__operation__, name


def calls_per_item(model, operation, name):
    """Return the calls for one more item by function; ``None`` for an example that breaks a rule, of which it warns."""
    reader, example = reader_of(model), example_output(operation.service, operation.name)

    def reading(count):
        message = message_of(model, {**example, name: example[name] * count})
        return lambda: validate_content(operation, reader.read(message), message)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        reading(MANY)()  # which builds the classes
        if any(issubclass(each.category, typed_status.RuleWarning) for each in caught):
            return None
        few, many = calls(reading(FEW)), calls(reading(MANY))
    more = {each: (many[each] - few[each]) / (MANY - FEW) for each in many - few}
    return {
        each: count for each, count in more.items() if "gc_callback" not in each
    }  # hypothesis's


@pytest.fixture(scope="module")
def counted():
    # A fifth of all: most of the time is spent on building the classes.
    operations = list(list_operations())[::5]
    assert len(operations) > 200
    found = {f"{each[1].service} {each[1].name}": calls_per_item(*each) for each in operations}
    return {name: calls for name, calls in found.items() if calls is not None}


def test_nothing_but_checks_of_structures_runs_for_an_item(counted):
    others = {name: calls.keys() - ALLOWED for name, calls in counted.items()}
    assert {name: each for name, each in others.items() if each} == {}


def test_at_most_one_function_runs_for_an_item(counted):
    totals = {name: sum(calls.values()) for name, calls in counted.items()}
    more = {name: total for name, total in totals.items() if total > 1}
    # Those whose items contain several unions.
    assert len(more) / len(totals) < 0.05, more
    assert sum(total == 0 for total in totals.values()) / len(totals) > 0.9
