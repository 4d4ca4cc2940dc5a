"""The phases of the whole catalog, held against all of botocore's waiters and against itself."""

import collections

import pytest
from upgrade import coverage

from typed_status.codegen import build
from typed_status.codegen.models import botocore_source
from typed_status.codegen.statuses import phases


@pytest.fixture(scope="module")
def shipped() -> build.Shipped:
    return build.shipped()


def test_nothing_is_left_to_a_human(shipped):
    assert shipped.questions == ()


def test_every_operation_reports_a_status_of_known_phases(shipped):
    for service in shipped.services:
        phased = {enum.name for enum in service.enums if enum.phases}
        for operation in service.operations:
            if operation.status:
                assert operation.status_type is not None
                assert operation.status_type.name in phased, (service.name, operation.wire)


def test_fewer_than_two_in_a_hundred_values_are_unknown(shipped):
    enums = [enum for service in shipped.services for enum in service.enums if enum.phases]
    counts = collections.Counter(judged.phase for enum in enums for judged in enum.phases)
    assert counts["UNKNOWN"] < 0.02 * counts.total()


def test_phases_agree_with_waiters_but_where_a_reason_is_given(shipped):
    found = list(coverage.differences(shipped))
    differing = [seen for seen, why in found if why is not None]
    explained = {seen for each in phases.read_decisions().difference for seen in each.seen}
    assert set(differing) == explained
    assert len(found) > 1000
    assert len(differing) < 0.2 * len(found)


def test_no_waiter_retries_where_a_resource_is_at_its_end(shipped):
    retried = {
        (service.name, verdict.enum, verdict.value)
        for service in shipped.services
        for verdict in phases.verdicts(service, botocore_source.waiters(service.name))
        if verdict.state == "retry"
    }
    ends = {
        (service.name, enum.name, value)
        for service in shipped.services
        for enum in service.enums
        for (value, _), judged in zip(enum.values, enum.phases, strict=False)
        if judged.gone
    }
    assert len(retried) > 100
    assert len(ends) > 370
    assert not retried & ends
