"""What other projects wait for, and our phases, leads and coverage: the same, or a reason for each difference."""

import collections
import re

import pytest
from comparison import (
    VERDICTS,
    Fact,
    Member,
    agrees,
    enum_of,
    facts,
    known,
    member_of,
    phase_of,
    sources,
    still_there,
    waits,
)
from differences import KINDS, groups, listed

from typed_status.codegen.models import botocore_source
from typed_status.gone_words import says_gone

# Values that botocore does not declare, and so we do not know.
pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.UnknownStatusWarning"),
]
PEERS = {"ack", "airflow", "ansible", "crossplane", "terraform"}


def is_gone(fact: Fact) -> bool:
    enum = enum_of(fact.member)
    return says_gone(fact.value) if enum is None else enum(fact.value).is_gone


def members() -> list[Member]:
    return sorted({member_of(wait) for _, wait in waits()})


def test_enough_is_collected():
    assert sum(wait.verdicts for _, wait in waits()) >= 2_900
    assert len({wait.service for _, wait in waits()}) >= 125
    assert {peer for peer, _ in waits()} == PEERS == set(sources())


def test_each_wait_has_its_source():
    for peer, wait in waits():
        by_repository = {each.repository: each.version for each in sources()[peer]}
        assert re.fullmatch(r"[0-9a-f]{40}|[\w.]+-[\d.]+", by_repository[wait.repository])
        assert wait.file
        assert wait.line > 0
        assert set(botocore_source.services()) >= {wait.service}


def test_phases_are_what_peers_say():
    """Of all that can be compared 99.5 % agree or have a reason (here all do), and at most 5 % need the reason."""
    comparable = [fact for fact in facts() if phase_of(fact) is not None]
    differing = sorted(str(fact) for fact in comparable if not agrees(fact))
    assert differing == listed("value")
    assert len(comparable) > 1_550
    assert len(differing) / len(comparable) <= 0.05


def no_statuses() -> set[str]:
    """Return the members that peers wait for and that are no status."""
    found = [group for group in groups() if group.reason == "no-status"]
    return {each for group in found for each in group.differences}


def test_operations_that_peers_wait_on_are_in_the_catalog():
    """98 % of those with a real status; each other one is among the listed members, with its reason."""
    operations = {each[:2] for each in members()}
    missing = {each for each in operations if known(*each) is None}
    listed_members = [each for each in members() if str(each) in listed("status")]
    assert missing <= {each[:2] for each in listed_members}
    unreal = {each[:2] for each in listed_members if str(each) in no_statuses()} & missing
    real = len(operations) - len(unreal)
    assert real > 440
    assert (real - len(missing - unreal)) / real >= 0.98


def test_statuses_that_peers_wait_for_are_in_the_catalog():
    missing = sorted(
        str(each)
        for each in members()
        if (here := known(each.service, each.operation)) is None or each.path not in here.enums
    )
    assert missing == listed("status")
    real = len(members()) - len(no_statuses())
    assert (real - len(set(missing) - no_statuses())) / real >= 0.98


def test_peers_read_the_lead_most_often():
    """Of each operation in the catalog; peers read further statuses as well."""
    reads = collections.Counter(member_of(wait) for _, wait in waits())
    differing: list[str] = []
    for service, operation in sorted({each[:2] for each in reads}):
        here = known(service, operation)
        if here is None:
            continue
        by_path = {
            each.path: count for each, count in reads.items() if each[:2] == (service, operation)
        }
        most = max(by_path, key=lambda path: (by_path[path], path == here.lead))
        if most != here.lead:
            differing.append(f"{service}.{operation} {most}: {here.lead}")
    assert differing == listed("lead")


def test_what_peers_poll_through_is_not_gone_to_us():
    polled = [fact for fact in facts() if "pending" in fact.verdicts]
    differing = sorted(str(fact) for fact in [*still_there(), *polled] if is_gone(fact))
    assert differing == listed("end")
    assert len([fact for fact in still_there() if enum_of(fact.member)]) > 400


@pytest.mark.parametrize(
    ("operation", "path", "value"),
    [
        ("DescribeServices", "services[].status", "INACTIVE"),
        ("DescribeTasks", "tasks[].lastStatus", "STOPPED"),
    ],
)
def test_soft_ends_are_known(operation, path, value):
    assert is_gone(Fact(Member("ecs", operation, path), value, frozenset()))


def test_each_kind_has_each_reason_once():
    pairs = [(group.kind, group.reason) for group in groups()]
    assert len(pairs) == len(set(pairs))
    assert {kind for kind, _ in pairs} == set(KINDS)


@pytest.mark.parametrize(
    ("value", "verdict"), [("shutting-down", "pending"), ("running", "success")]
)
def test_a_wrong_phase_is_found(value, verdict):
    state = Member("ec2", "DescribeInstances", "Reservations[].Instances[].State.Name")
    assert [each for each in VERDICTS if agrees(Fact(state, value, frozenset({each})))] == [verdict]


def test_a_member_that_is_no_status_has_no_phase():
    image = Member("ec2", "DescribeInstances", "Reservations[].Instances[].ImageId")
    assert phase_of(Fact(image, "running", frozenset({"success"}))) is None
