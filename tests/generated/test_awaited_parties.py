"""Whom each status value of the catalog awaits: consistent with its phase, with botocore's waiters, and each decision with
its source."""

import functools
import importlib
import re
import typing as t
from collections.abc import Iterator

import pytest

from typed_status import Awaits, Phase, StatusEnum, catalog
from typed_status.codegen import build
from typed_status.codegen.models import botocore_source
from typed_status.codegen.statuses import phases
from typed_status.codegen.statuses.awaits import Decision, by_rule, read_decisions

DECISIONS = read_decisions().awaits
OF_PHASE = {
    Phase.IN_PROGRESS: {Awaits.AWS, Awaits.YOU, Awaits.ANOTHER_PARTY},
    Phase.SUCCEEDED: {Awaits.NOTHING},
    Phase.FAILED: {Awaits.NOTHING},
    Phase.CANCELED: {Awaits.NOTHING},
    Phase.UNKNOWN: {Awaits.UNKNOWN},
}


MODULES = {each.service: each.module for each in catalog()}


@functools.cache
def enums_of(service: str) -> tuple[type[StatusEnum], ...]:
    module = importlib.import_module(f"typed_status.services.{MODULES[service]}")
    found = (getattr(module, name) for name in module.__all__)
    return tuple(each for each in found if isinstance(each, type) and issubclass(each, StatusEnum))


def enums() -> Iterator[tuple[str, type[StatusEnum]]]:
    return ((service, enum) for service in sorted(MODULES) for enum in enums_of(service))


@pytest.fixture(scope="module")
def values() -> list[tuple[str, StatusEnum]]:
    return [(service, value) for service, enum in enums() for value in enum]


def test_whom_a_value_awaits_is_consistent_with_its_phase(values):
    assert len(values) > 11_000
    wrong = [value for _, value in values if value.awaits not in OF_PHASE[value.phase]]
    assert wrong == []


def test_only_declared_values_in_progress_are_listed():
    for _, enum in enums():
        declared = set(map(str, enum))
        listed = [value for values in enum.__awaits__.values() for value in values]
        assert len(listed) == len(set(listed))
        assert (
            set(enum.__polled__)
            <= set(listed)
            <= declared & set(enum.__phases__.get("IN_PROGRESS", ()))
        )


def test_enough_values_await_somebody(values):
    found = [value for _, value in values if value.awaits.is_a_person]
    assert len(found) >= 236
    assert len([value for value in found if value.is_blocked]) >= 194


def test_words_decide_where_nobody_did(values):
    decided = {(each.service, each.enum, value) for each in DECISIONS for value in each.values}
    for service, value in values:
        if (
            value.phase is Phase.IN_PROGRESS
            and (service, type(value).__name__, str(value)) not in decided
        ):
            party, polled = by_rule(str(value))
            assert (value.awaits, value.is_blocked) == (Awaits[party], not polled)


def test_no_wait_stops_where_a_waiter_of_botocore_retries(values):
    blocked = {
        (service, type(value).__name__, str(value)) for service, value in values if value.is_blocked
    }
    awaiting = {
        (service, type(value).__name__, str(value))
        for service, value in values
        if value.awaits.is_a_person
    }
    retried = set(_retried({service for service, *_ in awaiting}))
    assert ("acm", "DomainStatus", "PENDING_VALIDATION") in retried & awaiting
    assert not retried & blocked


def _retried(services: set[str]) -> Iterator[tuple[str, str, str]]:
    for service in build.shipped(sorted(services)).services:
        for each in phases.verdicts(service, botocore_source.waiters(service.name)):
            if each.state == "retry":
                yield service.name, each.enum, each.value


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda each: f"{each.service}.{each.enum}")
def test_each_source_says_so(decision: Decision):
    kind, _, where = decision.source.partition(" ")
    model: dict[str, t.Any] = botocore_source.load(decision.service).model
    if kind == "operation":
        assert where in model["operations"]
    elif kind == "values":
        declared = _values_of(decision)
        assert set(where.split(", ")) <= declared - set(decision.values)
    elif kind == "botocore":
        text = _documentation(model, where).lower()
        assert all(value.lower() in text for value in decision.values)
    else:
        assert re.fullmatch(r"terraform \w+", decision.source)  # see tests/peers


def _values_of(decision: Decision) -> set[str]:
    (enum,) = (each for each in enums_of(decision.service) if each.__name__ == decision.enum)
    return set(map(str, enum))


def _documentation(model: dict[str, t.Any], place: str) -> str:
    shape, _, member = place.partition(".")
    found = model["shapes"].get(shape) or model["operations"][shape]
    return (found["members"][member] if member else found)["documentation"]
