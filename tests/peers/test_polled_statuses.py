"""Where peers poll on, ``wait`` does too, even if you or another party have to act: ``polled`` in ``awaits.toml``."""

import pytest
from comparison import enum_of, is_for_the_end, member_of, waits

from typed_status.codegen.statuses.awaits import Decision, read_decisions

pytestmark = [
    pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning"),
    pytest.mark.filterwarnings("ignore::typed_status.UnknownStatusWarning"),
]
# They reconcile again and again, whatever the status: that they report one as pending says nothing about waiting.
CONTROLLERS = {"ack", "crossplane"}
# What only a controller calls pending.
RECONCILED = {("ec2", "VpcPeeringConnectionStateReasonCode", "pending-acceptance")}


def polled_through(peers: set[str] | None = None) -> dict[tuple[str, str, str], set[str]]:
    """Return the values that await somebody, and the waits that poll through each."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for peer, wait in waits():
        enum = enum_of(member_of(wait))
        if enum is None or is_for_the_end(wait) or (peers is not None and peer not in peers):
            continue
        for text in wait.pending:
            value = next((each for each in enum if each == enum(text)), None)
            if value is not None and value.awaits.is_a_person:
                found.setdefault((wait.service, enum.__name__, str(value)), set()).add(
                    f"{peer} {wait.name}"
                )
    return found


def is_blocked(service: str, enum: str, value: str) -> bool:
    kinds = {enum_of(member_of(wait)) for _, wait in waits() if wait.service == service}
    (kind,) = {each for each in kinds if each is not None and each.__name__ == enum}
    return kind(value).is_blocked


def test_no_wait_stops_where_a_peer_polls_on():
    peers = {peer for peer, _ in waits()} - CONTROLLERS
    found = polled_through(peers)
    assert len(found) >= 7
    assert [key for key in found if is_blocked(*key)] == []


def test_what_only_controllers_call_pending():
    assert {key for key in polled_through() if is_blocked(*key)} == RECONCILED
    assert {peer.split()[0] for key in RECONCILED for peer in polled_through()[key]} <= CONTROLLERS


def from_peers() -> list[tuple[Decision, str]]:
    return [
        (each, value)
        for each in read_decisions().awaits
        for value in each.values
        if each.source.startswith("terraform ")
    ]


@pytest.mark.parametrize(("decision", "value"), from_peers())
def test_each_wait_that_is_a_source_polls_through_the_value(decision, value):
    assert decision.polled
    assert decision.source in polled_through()[decision.service, decision.enum, value]
