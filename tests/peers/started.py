"""What other projects read after a start, and what our pairs say of the same start."""

import dataclasses
import functools
import typing as t
from collections.abc import Collection, Iterator
from pathlib import Path

from peer_facts.start_facts import StartFact, read
from peer_facts.waits import Source

from typed_status.codegen import build
from typed_status.codegen.models import ir
from typed_status.codegen.starts.ends import ends
from typed_status.codegen.starts.names import is_operation, parsed, same_thing, subject
from typed_status.gone_words import says_gone

FOLDER = Path(__file__).parent / "starts"
# How a start compares with what one peer says of it, the best first.
Verdict = t.Literal["same", "equivalent", "operation", "ends", "watch", "status"]
AGREE: frozenset[Verdict] = frozenset({"same", "equivalent", "operation"})


class Key(t.NamedTuple):
    """A start, and the peer that sends it."""

    peer: str
    service: str
    start: str


@dataclasses.dataclass(frozen=True)
class Pair:
    """A start as the rule has it: ``path`` is the wire path of the watched status, ``enum`` the enum of that status; both are
    empty for what has no status."""

    start: ir.Start
    path: str
    enum: str


@dataclasses.dataclass(frozen=True)
class Service:
    """The pairs of a service, which of them are shipped, the enums of all statuses by operation and wire path, and what their
    values mean."""

    pairs: dict[str, Pair]
    shipped: frozenset[str]
    enums: dict[tuple[str, str], str]
    judged: dict[str, ir.Enum]

    def reported_by(self, operation: str) -> set[str]:
        """Return the enums of the statuses in a response."""
        return {enum for (each, _), enum in self.enums.items() if each == operation}


@functools.cache
def sources() -> dict[str, list[Source]]:
    return {path.stem: read(path)[0] for path in sorted(FOLDER.glob("*.json"))}


@functools.cache
def facts() -> dict[Key, tuple[StartFact, ...]]:
    """All facts of a peer about a start."""
    found: dict[Key, list[StartFact]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for fact in read(path)[1]:
            found.setdefault(Key(path.stem, fact.service, fact.start), []).append(fact)
    return {key: tuple(each) for key, each in found.items()}


@functools.cache
def _reviewed() -> build.Reviewed:
    return build.read_reviewed()


@functools.cache
def service(name: str) -> Service:
    """Return what the rule makes of a service."""
    built = build.build(name, _reviewed())
    if built.service is None:
        return Service({}, frozenset(), {}, {})
    structs = {each.name: each for each in built.service.structs}
    operations = {each.wire: each for each in built.service.operations}
    enums: dict[tuple[str, str], str] = {}
    for operation in operations.values():
        for path in (operation.status, *operation.other_statuses):
            for wire, enum in _wire_paths(structs, operation.response, path):
                enums[operation.wire, wire] = enum
    pairs: dict[str, Pair] = {}
    for start, each in built.starts.items():
        operation = operations[each.status]
        watched = _wire_paths(structs, operation.response, each.watch or operation.status)
        pairs[start] = Pair(each, *next(watched, ("", "")))
    shipped = frozenset(wire for wire, each in operations.items() if each.start is not None)
    judged = {each.name: each for each in built.service.enums if each.phases}
    return Service(pairs, shipped, enums, judged)


def _wire_paths(
    structs: dict[str, ir.Struct], struct: ir.Struct, path: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield a path of field names as paths of wire names, one for each branch of a choice, with the enum there."""
    if not path:
        return
    name, *rest = path
    for branch in name.removesuffix("[]").split("|"):
        field = next(each for each in struct.fields if each.name == branch)
        wire = field.wire + ("[]" if name.endswith("[]") else "")
        inner = field.type.innermost.name
        if not rest:
            yield wire, inner
        elif inner in structs:
            for below, enum in _wire_paths(structs, structs[inner], tuple(rest)):
                yield f"{wire}.{below}", enum


def waited() -> list[Key]:
    """Return the starts for which a peer waits: by its own code, or as a ``.sync`` integration."""
    return sorted(
        key
        for key, each in facts().items()
        if key.peer == "stepfunctions" or any(fact.waits for fact in each)
    )


def pair_of(key: Key) -> Pair | None:
    return service(key.service).pairs.get(key.start)


def covered() -> list[Key]:
    """Return the starts of peers that have a pair."""
    return sorted(key for key in facts() if pair_of(key) is not None)


def is_shipped(key: Key) -> bool:
    return key.start in service(key.service).shipped


def verdict(key: Key, pair: Pair) -> Verdict:
    """Return how a pair compares with what a peer says: with the fact that it agrees with best."""
    order: tuple[Verdict, ...] = t.get_args(Verdict)
    return min((_compared(key, pair, each) for each in facts()[key]), key=order.index)


def agrees(key: Key) -> bool:
    pair = pair_of(key)
    return pair is not None and verdict(key, pair) in AGREE


def _compared(key: Key, pair: Pair, fact: StartFact) -> Verdict:
    name = key.service
    same = pair.start.status in fact.reads
    enums = service(name).enums
    theirs = enums.get((fact.reads[0], fact.path)) if fact.waits else None
    if not fact.waits:
        alike = same or any(pair.enum in service(name).reported_by(each) for each in fact.reads)
    else:
        alike = same or theirs == pair.enum
    if not alike:
        return "operation" if is_by_operation(key.service, key.start, pair, fact) else "status"
    if fact.waits:
        if theirs != pair.enum or (same and pair.path != fact.path):
            return "watch"
        if not ends_alike(pair.start, fact):
            return "ends"
    return "same" if same else "equivalent"


def is_by_operation(name: str, start: str, pair: Pair, fact: StartFact) -> bool:
    """Return whether we follow the operation that a start begins, by an id that it returned, while a peer reads what the
    operation acts on, and both end at the same point.

    Where the peer waits, it wants of the status that it reads what our rule wants of that status after this start; so the end
    of the operation, as a success, and that of the peer are the same. Where it only has permissions, it reads the thing that
    the start names.
    """
    returned = any(path[0] == "output" for _, path in pair.start.bindings)
    if pair.start.tracks != "operation" or not returned or is_operation(subject(fact.reads[0])):
        return False
    what = parsed(start)
    if not fact.waits:
        return any(same_thing(what, each) for each in fact.reads)
    enum = service(name).judged.get(service(name).enums.get((fact.reads[0], fact.path), ""))
    if enum is None or what.motion is None:
        return False
    by_rule = ends(enum, what.motion, what.verb, own=False)
    resource = dataclasses.replace(pair.start, wanted=by_rule.wanted, gone=by_rule.gone)
    return ends_alike(resource, fact)


def ends_alike(start: ir.Start, fact: StartFact) -> bool:
    """Return whether a wait of a peer and one of ours end as a success at the same values.

    Each value that the peer wants is wanted, and none is that the peer polls through or fails at; a peer need not know
    all that we want. That a thing is gone may be its absence or a status that says so, on both sides.
    """
    wanted, success = _folded(start.wanted), _folded(fact.success)
    others = _folded((*fact.pending, *fact.failure)) - success
    if fact.gone or _all_gone(fact.success):
        return start.gone or _all_gone(start.wanted)
    return success <= wanted and not wanted & others


def _folded(values: Collection[str]) -> set[str]:
    """AWS sends some values in another case than its models have, which peers know."""
    return {each.casefold() for each in values}


def _all_gone(values: Collection[str]) -> bool:
    return bool(values) and all(map(says_gone, values))


def difference(key: Key) -> str:
    """Return a difference as a line: its kind, the peer, the start, and what of our pair differs."""
    pair = pair_of(key)
    assert pair is not None
    kind = verdict(key, pair)
    ours = {
        "status": pair.start.status,
        "watch": pair.path,
        "operation": pair.start.status,
        "ends": _ends(pair.start.wanted, gone=pair.start.gone),
    }[kind]
    return f"{kind} {key.peer} {key.service}.{key.start}: {ours}"


def theirs(key: Key) -> str:
    """Return what a peer says of a start."""
    found = {
        f"{'|'.join(each.reads)} {each.path}={_ends(each.success, gone=each.gone)}"
        if each.waits
        else "|".join(each.reads)
        for each in facts()[key]
    }
    return "; ".join(sorted(found))


def _ends(values: Collection[str], *, gone: bool) -> str:
    return "+".join([*sorted(values), *(["absent"] if gone else [])]) or "-"
