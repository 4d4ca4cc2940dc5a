"""A failure of every shipped operation whose response can say why: ``WaitFailed`` says it."""

import importlib
import re
import typing as t
from datetime import UTC, datetime

import pydantic
import pytest

import typed_status.runtime as rt
from typed_status import Phase, WaitError, catalog
from typed_status.codegen.models import naming
from typed_status.runtime.types.annotations import innermost, unwrap
from typed_status.runtime.types.fields import members
from typed_status.runtime.waiting.backoff import Schedule
from typed_status.runtime.waiting.plan import Plan
from typed_status.testing import example_output

# The responses have the members that matter here, and break what the service model demands.
pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.UnknownStatusWarning"),
]
ENTRIES = [entry for entry in catalog() if entry.enum]
SCHEDULE = Schedule(timeout=60.0, delay=1.0, max_delay=8.0)
ENDS = (Phase.FAILED, Phase.CANCELED, Phase.IN_PROGRESS, Phase.UNKNOWN)


def request_of(entry):
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    return getattr(module, f"{entry.operation}Request")


def unsuccessful(entry):
    """A status that fails a wait, or that ends it by its timeout; ``None`` if each value is a success."""
    by_phase = {phase: value for value, phase in reversed(entry.phases.items())}
    return next((by_phase[phase] for phase in ENDS if phase in by_phase), None)


def put(model, structure, path, value):
    """Set the member at a path of field names, through structures, lists and maps that hold nothing else.

    Of a choice (``one|other``), it is in the branch that is there, or else in the first.
    """
    name, *rest = path
    branches = name.removesuffix("[]").split("|")
    there = (each for each in branches if structure.get(members(model)[each].name) is not None)
    plain = next(there, branches[0])
    member = members(model)[plain].name
    kind = unwrap(model.model_fields[plain].annotation)
    if issubclass(model, rt.UnionModel) and member not in structure:
        structure.clear()
    if rest:
        value = put(innermost(kind), first_structure(structure.get(member)), rest, value)
    structure[member] = held(kind, value)
    return structure


def first_structure(value):
    """The structure that lists and maps hold, which are none themselves at the place of a path."""
    if isinstance(value, list):
        return first_structure(value[0] if value else None)
    if isinstance(value, Map):
        return first_structure(next(iter(value.values()), None))
    return value if isinstance(value, dict) else {}


class Map(dict):
    """A map, and no structure."""


def held(kind, value):
    """The value in the lists and maps of its type."""
    kind = unwrap(kind)
    if t.get_origin(kind) is list:
        return [held(t.get_args(kind)[0], value)]
    if t.get_origin(kind) is dict:
        keys, values = map(unwrap, t.get_args(kind))
        key = str(next(iter(keys))) if issubclass(keys, rt.OpenEnum) else "key"
        return Map({key: held(values, value)})
    return value


def plain_paths(model, path):
    """The paths through each branch of the choices in a path; not every branch has the member at its end."""
    if not path:
        return [()]
    name, *rest = path
    marks = "[]" if name.endswith("[]") else ""
    found = []
    for branch in name.removesuffix("[]").split("|"):
        if branch in model.model_fields:
            kind = innermost(model.model_fields[branch].annotation)
            found += [(branch + marks, *each) for each in plain_paths(kind, rest)]
    return found


def along(path, other):
    """The path with those branches of its choices through which ``other`` leads."""
    steps = {*other}
    return [next((each for each in name.split("|") if each in steps), name) for name in path]


def kind_at(model, path):
    kind = model
    for name in path:
        kind = innermost(kind.model_fields[name.removesuffix("[]")].annotation)
    return kind


def sensitive_at(model, path):
    for name in path:
        if members(model)[name.removesuffix("[]")].sensitive or getattr(
            model, "__sensitive__", False
        ):
            return True
        model = kind_at(model, [name])
    return bool(getattr(model, "__sensitive__", False))


def ended(request, parsed):
    """The error that ends a wait for a response."""
    plan = Plan(request.model_construct(), SCHEDULE, now=0.0)
    response = request.__operation__.response.model_validate(parsed)
    with pytest.raises(WaitError) as caught:
        plan.on_response([response], 60.0, datetime(2026, 1, 1, tzinfo=UTC))
    return caught.value


@pytest.mark.parametrize("module", sorted({entry.module for entry in ENTRIES}))
def test_a_failure_of_each_operation_says_its_reason(module):
    for entry in (each for each in ENTRIES if each.module == module):
        status, request = unsuccessful(entry), request_of(entry)
        if status is None:
            continue
        model = request.__operation__.response
        reasons = [each for path in entry.reason for each in plain_paths(model, path)]
        assert len(reasons) >= len(entry.reason)
        for path in reasons:
            kind = kind_at(model, path)
            text = "it broke"
            if isinstance(kind, type) and issubclass(kind, rt.OpenEnum):
                text = [str(each) for each in kind][-1]
            parsed = put(model, put(model, {}, along(entry.status, path), status), path, text)
            error = ended(request, parsed)
            where = f"{entry.service} {entry.operation} {'.'.join(path)}"
            assert error.reason == text or says_nothing(text, status), where
            assert not sensitive_at(model, path), where


def says_nothing(text, status):
    return re.sub(r"\W|_", "", text.lower()) in (
        "none",
        "noerror",
        "ok",
        "success",
        "na",
        "null",
        "undefined",
        "successful",
    ) or (re.sub(r"\W|_", "", text.lower()) == re.sub(r"\W|_", "", status.lower()))


@pytest.mark.parametrize("module", sorted({entry.module for entry in ENTRIES}))
def test_no_sensitive_text_is_in_the_error_for_an_example(module):
    for entry in (each for each in ENTRIES if each.module == module):
        status, request = unsuccessful(entry), request_of(entry)
        if status is None:
            continue
        model = request.__operation__.response
        parsed = hiding(model, example_output(entry.service, entry.operation))
        error = ended(request, put(model, parsed, entry.status, status))
        assert "hush" not in str(error), (entry.service, entry.operation)


def hiding(kind, value, *, sensitive=False):
    """An example of a type with a secret in each sensitive text."""
    kind = unwrap(kind)
    if isinstance(value, str) and kind is str:
        return "hush" if sensitive else value
    if isinstance(value, list) and t.get_args(kind):
        return [hiding(t.get_args(kind)[0], each, sensitive=sensitive) for each in value]
    if isinstance(value, dict) and t.get_origin(kind) is dict:
        return Map(
            {
                key: hiding(t.get_args(kind)[1], each, sensitive=sensitive)
                for key, each in value.items()
            }
        )
    if not (isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)):
        return value
    whole = sensitive or getattr(kind, "__sensitive__", False)
    return {
        member.name: hiding(
            kind.model_fields[name].annotation,
            value[member.name],
            sensitive=whole or member.sensitive,
        )
        for name, member in members(kind).items()
        if member.name in value
    }


# What the name of a place for a reason contains, and what a name ends with that is a setting or a text of the user's.
PLACES = frozenset(
    "cause error errors exception fail failed failure failures fault issue issues message messages problem reason "
    "reasons".split()
)
SETTINGS = re.compile(
    r"(?:mode|type|format|policy|action|filter|status|version|open|zip|uri|url|id|arn|time|name|onfailure|onmxfailure"
    r"|commitmessage|invitationmessage)$",
    re.IGNORECASE,
)


def places(model, depth=3, path=()):
    """The texts in a structure, up to some depth, whose names say that they are a reason, found without the rule."""
    for name, member in members(model).items():
        kind = innermost(model.model_fields[name].annotation)
        if member.sensitive or getattr(model, "__sensitive__", False):
            continue
        if kind is str or (isinstance(kind, type) and issubclass(kind, rt.OpenEnum)):
            words = {word.lower() for word in naming.words(member.name)}
            if words & PLACES and not SETTINGS.search(member.name):
                yield ".".join((*path, member.name))
        elif depth > 1 and isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
            yield from places(kind, depth - 1, (*path, member.name))


def test_operations_whose_model_has_a_place_for_a_reason_give_it():
    given, missing = 0, {}
    for entry in ENTRIES:
        model = request_of(entry).__operation__.response
        listed = [index for index, name in enumerate(entry.status) if name.endswith("[]")]
        item = entry.status[: listed[-1] + 1] if listed else ()
        found = list(places(kind_at(model, item)))
        if entry.reason:
            given += bool(found)
        elif found:
            missing[f"{entry.service} {entry.operation}"] = found
    assert given / (given + len(missing)) > 0.98, missing
    assert given > 1_400
