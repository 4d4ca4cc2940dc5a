"""The progress of every shipped operation that reports it: a response with a known percentage gives that percentage."""

import re
import typing as t

import pydantic
import pytest
from test_reason_paths import Map, kind_at, put, request_of, sensitive_at

from typed_status import Phase, Progress, catalog, progress_of
from typed_status.codegen.facts.progress_paths import read_exceptions
from typed_status.runtime.types.annotations import unwrap
from typed_status.runtime.types.fields import members

# The responses have the members that matter here, and break what the service model demands.
pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
]
ENTRIES = [entry for entry in catalog() if entry.progress]
GROUPS = [(entry, group) for entry in ENTRIES for group in entry.progress]


def name(case):
    entry, group = case
    return f"{entry.service}-{entry.operation}-{group[0][1][-1]}"


def status_in(entry, *phases):
    return next(value for value, phase in entry.phases.items() if phase in phases)


def responded(entry, values):
    """A response in progress with the values at their paths, which share structures and lists."""
    model = request_of(entry).__operation__.response
    parsed = put(model, {}, entry.status, status_in(entry, *Phase))
    for path, value in values:
        parsed = put(model, parsed, path, value)
    return model.model_validate(parsed)


def number_at(entry, path, number):
    """The number as the member at a path has it: some are texts."""
    kind = kind_at(request_of(entry).__operation__.response, path)
    return f"{number}%" if kind is str else number


# 40 % done: 3 of them with success and 1 without.
COUNTS = {"total": 10, "done": 4, "succeeded": 3, "failed": 1, "left": 6}


@pytest.mark.parametrize("case", GROUPS, ids=name)
def test_a_known_percentage_comes_back(case):
    entry, group = case
    roles = [role for role, _ in group]
    if roles[0] in ("percent", "fraction"):
        ((role, path),) = group
        given = number_at(entry, path, 42) if role == "percent" else 0.42
        assert progress_of(responded(entry, [(path, given)])) == Progress(42)
    elif roles[0] == "step":
        _, path = group[0]
        steps = [str(each) for each in kind_at(request_of(entry).__operation__.response, path)]
        found = responded(entry, [(path, steps[1]), (entry.status, "IN_PROGRESS")])
        assert progress_of(found) == Progress(100 / 3, 1, 3)
    elif roles[0] == "counts":
        assert_counts_by_status(entry, group[0][1])
    else:
        # Of several members of a role, the first has the number and the others none.
        values = [
            (path, COUNTS[role] if roles.index(role) == at else 0)
            for at, (role, path) in enumerate(group)
        ]
        failed = COUNTS["failed"] if "failed" in roles else None
        done = COUNTS["done"]
        if "done" not in roles and "succeeded" in roles and failed is None:
            done = COUNTS["succeeded"]
        total = 10 if "total" in roles else done + COUNTS["left"]
        progress = progress_of(responded(entry, values))
        assert progress == Progress(100 * done / total, done, total, failed)


def assert_counts_by_status(entry, path):
    model = request_of(entry).__operation__.response
    field = kind_at(model, path[:-1]).model_fields[path[-1].removesuffix("[]")]
    keys = unwrap(t.get_args(unwrap(field.annotation))[0])
    phases = {str(each): each.phase for each in keys} if keys is not str else entry.phases
    by_phase = {phase: value for value, phase in phases.items()}
    counts = {by_phase[Phase.IN_PROGRESS]: 5, by_phase[Phase.SUCCEEDED]: 3}
    counts |= {by_phase[phase]: 1 for phase in (Phase.FAILED, Phase.CANCELED) if phase in by_phase}
    parsed = put(model, {}, entry.status, status_in(entry, *Phase))
    fill(put(model, parsed, path, 0), counts)
    done, failed = sum(counts.values()) - 5, sum(counts.values()) - 8
    expected = Progress(100 * done / (done + 5), done, done + 5, failed)
    assert progress_of(model.model_validate(parsed)) == expected


def fill(value, counts):
    """Replace the content of the map of numbers in a response."""
    if isinstance(value, Map) and all(isinstance(each, int) for each in value.values()):
        value.clear()
        value.update(counts)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            fill(each, counts)


def test_progress_is_never_sensitive():
    for entry, group in GROUPS:
        for _, path in group:
            model = request_of(entry).__operation__.response
            assert not sensitive_at(model, path), (entry.service, entry.operation, path)


# What the name of a member contains that is progress, found without the rule, and what is none of it.
PERCENTAGES = re.compile(r"progress|percent_?(complete|done)|complet\w*_percent", re.IGNORECASE)
OTHERS = re.compile(r"in_progress|progress(ing|_bar|_message|_step|_update)", re.IGNORECASE)


def percentages(model, depth=2, path=()):
    for field, member in members(model).items():
        kind = unwrap(model.model_fields[field].annotation)
        if kind in (int, float, str):
            if PERCENTAGES.search(field) and not OTHERS.search(field) and not member.sensitive:
                yield (*path, field)
        elif depth and isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
            yield from percentages(kind, depth - 1, (*path, field))


def test_operations_whose_model_has_a_percentage_give_it():
    given, missing = 0, {}
    for entry in (entry for entry in catalog() if entry.enum):
        model = request_of(entry).__operation__.response
        listed = [at for at, name in enumerate(entry.status) if name.endswith("[]")]
        item = entry.status[: listed[-1] + 1] if listed else ()
        found = list(percentages(kind_at(model, item)))
        if entry.progress:
            given += bool(found)
        elif found:
            missing[f"{entry.service} {entry.operation}"] = found
    assert given > 80
    refused = {each.service for each in read_exceptions().structure if not each.progress}
    assert {each.split()[0] for each in missing} <= refused, missing
    assert len(missing) < 17, missing


def test_the_number_of_operations():
    assert len(ENTRIES) > 180  # as README says
    assert len({entry.service for entry in ENTRIES}) > 55
