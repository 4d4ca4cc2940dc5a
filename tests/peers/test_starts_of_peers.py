"""What other projects read after a start, and our pairs: the same, or a reason for each difference.

A pair agrees with a peer in one of three ways (``started.Verdict``):

- ``same``: both poll the same operation. Where the peer waits, it is the same status in the response, all that the peer wants is wanted,
  and nothing that it polls through or fails at.
- ``equivalent``: two operations report the same status, and the same is wanted.
- ``operation``: the start returns the id of an operation of its own, which we follow to its success; the peer polls the resource that
  the operation acts on, and wants there what our rule wants of that status after this start. So both end at the same point, by
  the statuses of two things. If the resource ended elsewhere than at what the operation was for, this would not show it; that the rule
  is right about the status of the resource is what the others show.

Permissions name no status, so that with them only what is read is compared. Anything else is a difference, with a reason of a closed list
or without.
"""

import dataclasses
import re

import pytest
from differences import start_groups
from peer_facts.start_facts import StartFact
from started import (
    Key,
    agrees,
    covered,
    difference,
    ends_alike,
    facts,
    is_by_operation,
    is_shipped,
    pair_of,
    service,
    sources,
    theirs,
    verdict,
    waited,
)

from typed_status.codegen.models import botocore_source, ir

PEERS = {"airflow", "cloudformation", "stepfunctions", "terraform"}


def reasoned() -> list[str]:
    """Return the differences that have a reason."""
    return sorted(text for group in start_groups() for text in group.differences)


def verdict_of(key: Key) -> str:
    pair = pair_of(key)
    assert pair is not None
    return verdict(key, pair)


def differing(keys: list[Key]) -> list[str]:
    return sorted(difference(key) for key in keys if not agrees(key))


def test_enough_is_collected():
    assert {key.peer for key in facts()} == PEERS == set(sources())
    assert len(facts()) >= 2_300
    assert len({key[1:] for key in waited()}) >= 900
    assert len({key.service for key in waited()}) >= 125


def test_each_fact_has_its_source():
    known = set(botocore_source.services())
    for key, each in facts().items():
        versions = {source.repository: source.version for source in sources()[key.peer]}
        for fact in each:
            assert re.fullmatch(r"[0-9a-f]{40}|[\w.]+-[\d.]+", versions[fact.repository])
            assert fact.file
            assert fact.name
            assert fact.reads
            assert fact.line > 0
            assert fact.service in known


@pytest.mark.parametrize(
    ("chosen", "least"),
    [(lambda key: True, 1_900), (is_shipped, 680)],
    ids=["all", "shipped"],
)
def test_pairs_are_what_peers_say(chosen, least):
    """Of the starts with a pair, 97 % agree or differ for a reason, and at most 5 % need the reason.

    How many agree by the end of an operation is counted, too: at most 7 %.
    """
    keys = [key for key in covered() if chosen(key)]
    found, listed = differing(keys), reasoned()
    unexplained = [each for each in found if each not in listed]
    assert len(keys) > least
    assert len(unexplained) / len(keys) <= 0.03, "\n".join(unexplained)
    assert (len(found) - len(unexplained)) / len(keys) <= 0.05
    assert sum(verdict_of(key) == "operation" for key in keys) / len(keys) <= 0.07


def test_waits_agree_as_well_as_permissions():
    """Permissions say less than a wait, so that these are held on their own."""
    waits = [key for key in waited() if pair_of(key) is not None]
    unexplained = sorted({*differing(waits)} - {*reasoned()})
    assert len(waits) > 800
    assert len(unexplained) / len(waits) <= 0.03, "\n".join(unexplained)


def test_listed_differences_are_there():
    found = differing(covered())
    assert [each for each in reasoned() if each not in found] == []


def test_what_peers_wait_for_has_a_pair():
    """Nine in ten of the starts that a peer waits for have a pair."""
    starts = {key[1:] for key in waited()}
    missing = [key for key in waited() if pair_of(key) is None]
    lines = "\n".join(f"{key.service}.{key.start}: {key.peer} {theirs(key)}" for key in missing)
    assert 1 - len({key[1:] for key in missing}) / len(starts) >= 0.9, lines


def test_each_reason_is_listed_once():
    reasons = [group.reason for group in start_groups()]
    assert len(reasons) == len(set(reasons))


def start(*wanted: str, gone: bool = False) -> ir.Start:
    return ir.Start(
        status="DescribeThing", bindings=(), basis="same_noun", wanted=wanted, gone=gone
    )


def fact(*success: str, pending: tuple[str, ...] = (), gone: bool = False) -> StartFact:
    place = ("eks", "CreateThing", ("DescribeThing",), "o/r", "a.go", 1, "create", "wait")
    return StartFact(*place, path="status", success=success, pending=pending, gone=gone)


@pytest.mark.parametrize(
    ("ours", "peer", "alike"),
    [
        (start("ACTIVE"), fact("ACTIVE"), True),
        (start("Available"), fact("available"), True),
        (start("ACTIVE", "DEGRADED"), fact("ACTIVE"), True),
        (start("ACTIVE", "DEGRADED"), fact("ACTIVE", pending=("DEGRADED",)), False),
        (start("ACTIVE"), fact("ACTIVE", "FAILED"), False),
        (start("STOPPED"), fact("ACTIVE"), False),
        (start(), fact("ACTIVE"), False),
        (start(gone=True), fact(gone=True), True),
        (start("DELETED"), fact(gone=True), True),
        (start(gone=True), fact("DELETED"), True),
        (start("ACTIVE"), fact(gone=True), False),
        (start(gone=True), fact("ACTIVE"), False),
    ],
)
def test_ends(ours, peer, alike):
    assert ends_alike(ours, peer) is alike


def kafka(**changes):
    """The pair of an update whose operation is followed, with changes, and the fact of a peer that waits for the resource."""
    pair = service("kafkaconnect").pairs["UpdateConnector"]
    (fact,) = facts()[Key("terraform", "kafkaconnect", "UpdateConnector")]
    start = dataclasses.replace(pair.start, **changes)
    return dataclasses.replace(pair, start=start), fact


def test_the_end_of_an_operation_is_that_of_its_resource():
    pair, fact = kafka()
    assert pair.start.status == "DescribeConnectorOperation"
    assert fact.success == ("RUNNING",)
    assert is_by_operation("kafkaconnect", "UpdateConnector", pair, fact)


@pytest.mark.parametrize(
    ("changes", "of_peer"),
    [
        ({"tracks": "resource"}, {}),
        ({"bindings": (("connector_operation_arn", ("input", "connector_arn")),)}, {}),
        ({}, {"success": ("FAILED",)}),
        ({}, {"gone": True, "success": ()}),
        ({}, {"path": "connectorName"}),
        ({}, {"reads": ("DescribeConnectorOperation",)}),
        ({}, {"reads": ("DescribeWorkerConfiguration",), "wait": "", "path": "", "success": ()}),
    ],
)
def test_another_end_is_not_that_of_the_operation(changes, of_peer):
    pair, fact = kafka(**changes)
    other = dataclasses.replace(fact, **of_peer)
    assert not is_by_operation("kafkaconnect", "UpdateConnector", pair, other)


def test_a_permission_to_read_the_thing_is_enough():
    pair, fact = kafka()
    names = dataclasses.replace(fact, wait="", path="", success=(), pending=(), failure=())
    assert is_by_operation("kafkaconnect", "UpdateConnector", pair, names)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "same"),
        ({"status": "ListClusters"}, "status"),
        ({"wanted": ("DELETING",)}, "ends"),
    ],
)
def test_a_wrong_pair_is_found(changes, expected):
    key = next(
        key for key in covered() if key[1:] == ("eks", "CreateCluster") and key.peer == "terraform"
    )
    pair = service("eks").pairs["CreateCluster"]
    wrong = dataclasses.replace(pair, start=dataclasses.replace(pair.start, **changes))
    enum = pair.enum if "status" not in changes else "another"
    assert verdict(key, dataclasses.replace(wrong, enum=enum)) == expected
