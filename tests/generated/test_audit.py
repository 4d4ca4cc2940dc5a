"""The audit of adopted facts: its sample is the one that scripts/audit.py draws, was read as it is today, and has few errors."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from upgrade import audit

from typed_status.codegen import build

RECORD = tomllib.loads(Path(__file__).with_name("audit.toml").read_text("utf-8"))
KEYS = [*RECORD["right"], *RECORD["wrong"], *RECORD["withdrawn"]]


def rank(key):
    return audit.rank(RECORD["seed"], key)


def stratum(key):
    return audit.stratum(key.split()[-1])


@pytest.fixture(scope="module")
def facts():
    return {each.key: each for each in audit.facts(build.shipped())}


def test_the_sample_has_the_size_of_its_strata():
    assert Counter(map(stratum, {*KEYS})) >= Counter(audit.STRATA)
    assert len({*KEYS}) == len(KEYS) >= 150


def test_fewer_than_two_in_a_hundred_are_wrong():
    assert all(each["why"] for each in RECORD["wrong"].values())
    judged = [*RECORD["right"], *RECORD["wrong"]]
    assert len(RECORD["wrong"]) / len(judged) < 0.02


def test_what_was_withdrawn_is_no_longer_adopted(facts):
    """What AWS documents in two ways is neither right nor wrong, and others are read in its place."""
    assert all(each["why"] for each in RECORD["withdrawn"].values())
    assert RECORD["withdrawn"].keys().isdisjoint(facts)
    judged = Counter(map(stratum, [*RECORD["right"], *RECORD["wrong"]]))
    assert judged >= Counter(audit.STRATA)


def test_the_sample_is_drawn_and_not_chosen(facts):
    last = {name: max(rank(key) for key in KEYS if stratum(key) == name) for name in audit.STRATA}
    drawn = {key for key in facts if rank(key) <= last[stratum(key)]}
    assert drawn - {*KEYS} == set(), "drawn and not read: read them, and add them to audit.toml"


def test_what_was_right_is_what_was_read(facts):
    changed = {
        key: facts[key].adopted
        for key, adopted in RECORD["right"].items()
        if key in facts and facts[key].adopted != adopted
    }
    assert changed == {}, "changed since they were read: read them again"


def test_samples_are_deterministic_and_survive_additions(facts):
    drawn = audit.sample(facts.values(), 3)
    assert drawn == audit.sample(reversed([*facts.values()]), 3)
    assert drawn != audit.sample(facts.values(), 4)
    other = audit.Fact("a", "A.b", "range", "low 0")
    assert len({*drawn} - {*audit.sample([*facts.values(), other], 3)}) <= 1
