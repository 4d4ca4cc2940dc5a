"""Counts of what the generator adds to botocore's models: phases and their basis, facts that AWS documents, and what
operations start.

May import: the standard library and ``codegen`` below ``project`` and ``diff``.
"""

from __future__ import annotations

import collections
from collections.abc import Iterator

from typed_status.codegen.build import Shipped
from typed_status.codegen.models import botocore_source
from typed_status.codegen.starts.decisions import REASONS
from typed_status.codegen.starts.decisions import read_decisions as read_starts
from typed_status.codegen.statuses.phases import ALLOWED, read_decisions, verdicts

__all__ = ["differences", "facts", "phases", "starts"]

_PLACES = (
    "in responses",
    "in requests of operations that report a status",
    "in requests of starts",
)
_DECISIONS = ("adopted", "refused", "open")


def phases(shipped: Shipped) -> Iterator[str]:
    """Report on phases, as lines."""
    enums = [(each.name, enum) for each in shipped.services for enum in each.enums if enum.phases]
    judged = [one for _, enum in enums for one in enum.phases]
    bases = collections.Counter(one.basis for one in judged)
    counts = collections.Counter(one.phase for one in judged)
    yield f"{len(enums):,} status enums of {len({name for name, _ in enums})} services, {len(judged):,} values"
    yield f"  {bases['rule']:,} by the rule alone"
    yield f"  {bases['waiter']:,} by the rule or a waiter, with what waiters say"
    yield f"  {bases['override']:,} by a reviewed decision"
    yield f"  {counts['UNKNOWN']:,} unknown ({counts['UNKNOWN'] / len(judged):.1%})"
    yield "  " + ", ".join(f"{count:,} {phase}" for phase, count in counts.most_common())
    agreed, differing = 0, dict[str, list[str]]()
    for seen, why in differences(shipped):
        if why is None:
            agreed += 1
        else:
            differing.setdefault(why, []).append(seen)
    count = sum(map(len, differing.values()))
    yield f"botocore's waiters: {agreed:,} agree, {count} differ:"
    for why, those in differing.items():
        yield f"  {why} ({len(those)})"
        yield from (f"    {each}" for each in those)
    yield "unknown:"
    for name, enum in enums:
        pairs = zip(enum.values, enum.phases, strict=True)
        unknown = [value for (value, _), one in pairs if one.phase == "UNKNOWN"]
        if unknown:
            yield f"  {name} {enum.name}: {', '.join(unknown)}"


def differences(shipped: Shipped) -> Iterator[tuple[str, str | None]]:
    """Yield the states that waiters give to status values, each with the reason why its phase differs, or ``None``."""
    reasons = {seen: each.why for each in read_decisions().difference for seen in each.seen}
    for service in shipped.services:
        known = {
            (enum.name, value): one.phase
            for enum in service.enums
            if enum.phases
            for (value, _), one in zip(enum.values, enum.phases, strict=True)
        }
        for verdict in verdicts(service, botocore_source.waiters(service.name)):
            phase = known.get((verdict.enum, verdict.value))
            if phase in ALLOWED[verdict.state]:
                yield verdict.seen, None
            elif phase is not None:  # a reason beside a status has no phase
                yield verdict.seen, reasons.get(verdict.seen, "no reason is given")


def facts(shipped: Shipped) -> Iterator[str]:
    """Report on facts that AWS documents but does not model, as lines."""
    ledgers = shipped.ledgers
    counts = collections.Counter(
        (each.kind, each.sent + each.starting, decision)
        for ledger in ledgers
        for decision, those in (
            ("adopted", [each for each, _ in ledger.adopted]),
            ("refused", [each for each, _ in ledger.refused]),
            ("open", ledger.open),
        )
        for each in those
    )
    reasons = collections.Counter(
        (each.kind, why) for ledger in ledgers for each, why in ledger.refused
    )
    kinds = sorted({kind for kind, _, _ in counts})
    for place, where in enumerate(_PLACES):
        yield f"{where}:"
        for kind in kinds:
            each = [counts[kind, place, decision] for decision in _DECISIONS]
            numbers = ", ".join(f"{n} {name}" for n, name in zip(each, _DECISIONS, strict=True))
            yield f"  {kind}: {sum(each)} found, {numbers}"
        each = [sum(counts[kind, place, decision] for kind in kinds) for decision in _DECISIONS]
        numbers = ", ".join(f"{n} {name}" for n, name in zip(each, _DECISIONS, strict=True))
        yield f"  together: {sum(each)} found, {numbers}"
    for kind in kinds:
        for (other, why), count in reasons.most_common():
            if other == kind:
                yield f"{kind}: {count} refused: {why}"
    for ledger in ledgers:
        for candidate, rule in ledger.adopted:
            yield f"  {ledger.service} {candidate.target}: {candidate.kind}, {rule}"
        for candidate, why in ledger.refused:
            yield f"  {ledger.service} {candidate.target}: {candidate.kind}, refused: {why}"


def starts(shipped: Shipped) -> Iterator[str]:
    """Report on what operations start, as lines."""
    pairs = [
        (service, wire, start)
        for service, found in shipped.starts.items()
        for wire, start in found.items()
    ]
    kept = {
        (each.name, one.wire)
        for each in shipped.services
        for one in each.operations
        if one.start is not None
    }
    services = {service for service, _, _ in pairs}
    yield f"{len(pairs):,} starts of {len(services)} services, {len(kept):,} shipped"
    bases = collections.Counter(start.basis for _, _, start in pairs)
    ours = collections.Counter(start.basis for *key, start in pairs if tuple(key) in kept)
    for basis, count in bases.most_common():
        yield f"  {count:,} {basis}, {ours[basis]:,} shipped"
    counted = {
        "track an operation": [one.tracks == "operation" for _, _, one in pairs],
        "end when the resource is absent": [one.gone for _, _, one in pairs],
        "have an initial status that is wanted, too": [
            not {*one.initial}.isdisjoint(one.wanted) for _, _, one in pairs
        ],
        "have a status in their own response": [bool(one.reports) for _, _, one in pairs],
        "watch another status than the leading one": [bool(one.watch) for _, _, one in pairs],
        "have a status on the way that awaits somebody": [bool(one.pending) for _, _, one in pairs],
        "list what was not begun": [bool(one.refused) for _, _, one in pairs],
        "may begin several things": [
            any(name.endswith("[]") for _, path in one.bindings for name in path)
            for _, _, one in pairs
        ],
    }
    for what, those in counted.items():
        yield f"  {sum(those):,} {what}"
    decisions = read_starts()
    reasons = collections.Counter(each.reason for each in decisions.refused for _ in each.starts)
    yield f"refused: {sum(reasons.values())}"
    for reason, text in REASONS.items():
        yield f"  {reasons[reason]:4} {text}"
    open_ones = [
        (service, wire)
        for service, wire, one in pairs
        if not (one.wanted or one.gone or one.echoed)
    ]
    yield f"no end is known: {len(open_ones)}"
    yield from (f"  {service} {wire}" for service, wire in open_ones)
    for service, wire, start in pairs:
        yield f"  {service} {wire}: {start.status}, {start.basis}, {start.source}"
