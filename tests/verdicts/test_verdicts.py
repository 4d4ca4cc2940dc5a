"""``wait`` and botocore's waiters with the same responses: the same verdict, or a reason for each difference."""

import collections
import dataclasses
import typing as t

import pytest
from reasons import kind_of, name_of, read_reasons
from scripted_waiters import (
    Case,
    Difference,
    cases,
    difference,
    is_default,
    matches,
    plain_until,
    scripts,
)

from typed_status.codegen.models import botocore_source

pytestmark = [
    # Scripts have undeclared values and statuses of unknown phase.
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.UnknownStatusWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.RuleWarning"),
    pytest.mark.timeout(600),
]
Way = t.Literal["waiter", "plain", "default"]


@dataclasses.dataclass
class Compared:
    """The results of all scripts."""

    waiters: collections.Counter[Way]
    scripts: collections.Counter[Way]
    differing: collections.Counter[Way]
    differences: dict[Way, set[tuple[Case, Difference]]]


def ways(case: Case) -> dict[Way, t.Any]:
    """Return the values of ``until`` to compare: the waiter itself, what replaces it, and none."""
    found: dict[Way, t.Any] = {"waiter": case.waiter, "plain": plain_until(case)}
    if is_default(case):
        found["default"] = None
    return found


@pytest.fixture(scope="module")
def compared() -> Compared:
    done = Compared(*(collections.Counter() for _ in range(3)), collections.defaultdict(set))
    for case in cases():
        for way, until in ways(case).items():
            done.waiters[way] += 1
            for script in scripts(case, until):
                found = difference(case, script, until)
                done.scripts[way] += 1
                if found is not None:
                    done.differing[way] += 1
                    done.differences[way].add((case, found))
    return done


def test_all_waiters_are_compared():
    expected = {
        f"{name}.{each.name}"
        for name in botocore_source.services()
        for each in botocore_source.waiters(name)
    }
    assert {case.id for case in cases()} == expected
    assert len(expected) > 400


def test_each_acceptor_matches_a_step():
    unmatched = [
        (case.id, each.matcher, each.argument, each.expected)
        for case in cases()
        for each in case.acceptors
        if not any(matches(each, step.response) for step in case.steps.values())
    ]
    assert unmatched == []


def test_until_a_waiter_the_verdict_is_the_same(compared):
    assert compared.waiters["waiter"] == len(cases())
    assert compared.scripts["waiter"] > 20_000
    differing = {
        (kind_of(case, found), *found[1:]) for case, found in compared.differences["waiter"]
    }
    assert differing == {("transient error", "failure", "continue")}


def test_each_difference_has_its_reason(compared):
    assert compared.waiters["plain"] == len(cases())
    assert compared.waiters["default"] > 100
    reasons = read_reasons()
    unexplained = {
        (name_of(case, found), *found[1:], kind_of(case, found))
        for differences in compared.differences.values()
        for case, found in differences
        if not any(reason.explains(case, found) for reason in reasons)
    }
    assert unexplained == set()


def test_each_reason_explains_a_difference(compared):
    found = {pair for differences in compared.differences.values() for pair in differences}
    for reason in read_reasons():
        used = {reason.explains(case, difference) for case, difference in found}
        assert reason.parts <= used, reason.parts - used


def test_a_difference_without_a_reason_is_found():
    """The comparison can fail: here, the waiter has another condition than ``until``."""
    by_id = {case.id: case for case in cases()}
    stopped, running = by_id["ec2.InstanceStopped"], by_id["ec2.InstanceRunning"]
    script = [stopped.steps["Reservations[].Instances[].State.Name=stopped"]]
    assert difference(stopped, script, stopped.waiter) is None
    found = difference(stopped, script, running.waiter)
    assert found == Difference(script[0].label, "success", "continue")
    assert not any(reason.explains(stopped, found) for reason in read_reasons())
