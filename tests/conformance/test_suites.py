"""The cases of our own: what each protocol can send, and what is made of it, typed and untyped.

``KNOWN`` lists what is not so yet. Whoever makes it so removes it there: the cases are strict.
"""

import copy
import dataclasses

import pytest
from outcomes import Verdict
from protocol_suites import OWN, cases_in
from suite_runs import run

CASES = {case.name: case for case in cases_in(OWN)}


@pytest.fixture(scope="module")
def outcomes():
    return {each.case: each for each in run(CASES.values())}


@pytest.mark.parametrize("name", CASES)
def test_a_case_holds(name, outcomes):
    outcome = outcomes[name]
    assert outcome.verdict is Verdict.EQUAL, outcome.reasons


def test_botocore_makes_of_the_cases_what_they_say(outcomes):
    assert {name: each.botocore for name, each in outcomes.items() if each.botocore} == {}


def test_every_protocol_has_cases_of_both_kinds():
    protocols = {(case.protocol, case.is_input) for case in CASES.values()}
    spoken = {"ec2", "json", "query", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"}
    assert protocols == {(name, is_input) for name in spoken for is_input in (False, True)}


def verdict_of(name, **changes):
    case = CASES[name]
    data = copy.deepcopy(case.data) | changes
    (outcome,) = run([dataclasses.replace(case, data=data)])
    return outcome.verdict


@pytest.mark.parametrize("name", ["output/json_1_0:json10-complete", "output/ec2:ec2-complete"])
def test_a_result_that_is_another_one_is_seen(name):
    result = CASES[name].data["result"]
    assert verdict_of(name, result=result | {"Count": 6}) is Verdict.UNLIKE_CASE
    assert verdict_of(name, result=result | {"More": 6}) is Verdict.UNLIKE_CASE
    assert verdict_of(name, drift=True) is Verdict.DIFFERS
    assert verdict_of(name, refused=True) is Verdict.DIFFERS


def test_a_request_that_is_another_one_is_seen():
    name = "input/rest-json:restjson-list-and-map"
    serialized = CASES[name].data["serialized"]
    assert verdict_of(name, serialized=serialized | {"body": "{}"}) is Verdict.UNLIKE_CASE
    assert verdict_of(name, serialized=serialized | {"uri": "/"}) is Verdict.UNLIKE_CASE
    headers = {"X-More": "1"}
    assert verdict_of(name, serialized=serialized | {"headers": headers}) is Verdict.UNLIKE_CASE
