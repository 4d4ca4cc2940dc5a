"""Find what the operations of a service start: pairs by rule, and the decisions of ``starts.toml``.

How pairs are found, the strongest first: the documentation of one names the other; the response has the id of an operation
of its own; both name the same thing, and its status has words for what is done to it; a deletion of the thing without such
words.

May import: the standard library, ``codegen.models``, ``codegen.exceptions``, ``codegen.statuses.phase_rule`` and
``codegen.starts`` below this module.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Mapping

from typed_status.codegen.exceptions import OnProblem, raise_problem
from typed_status.codegen.models import ir
from typed_status.codegen.starts.decisions import Decisions
from typed_status.codegen.starts.ends import ends, has_words, names_motion
from typed_status.codegen.starts.motions import EITHER, MAKERS, Motion, value_motions
from typed_status.codegen.starts.names import Name, singular
from typed_status.codegen.starts.pairs import Pair, Pairs
from typed_status.codegen.starts.refused import refused
from typed_status.codegen.starts.reviewed import Review
from typed_status.codegen.starts.watched import at, is_of, other, reported
from typed_status.codegen.statuses.phase_rule import is_job

__all__ = ["find"]

_MADE: t.Final[Mapping[Motion, Motion]] = {"attach": "create", "detach": "delete"}
"""What is done to an association itself, as its status may say."""
_ADDS: t.Final = frozenset({"add", "deploy", "put", "restore"})
"""Creations whose thing may be part of what was there before."""


def find(
    service: ir.Service, decisions: Decisions, on_problem: OnProblem = raise_problem
) -> dict[str, ir.Start]:
    """Return what operations of ``service`` start, by their wire names, in alphabetical order.

    ``service`` has all operations; those that report a status have it, with phases. Decisions that name what does not exist, or
    that the rule needs no more, are problems.
    """
    finding = _Finding(service)
    found = {each.wire: start for each in finding.pairs.starts if (start := finding.start(each))}
    review = Review(service, finding, decisions, on_problem)
    return dict(sorted(review.applied(_at_rest(found)).items()))


def _at_rest(found: Mapping[str, ir.Start]) -> dict[str, ir.Start]:
    """Return the starts, with what is created and not started yet at its end, too, where that is how it is after a stop.

    Whether a creation starts the thing, no service model says: a stream processor of Rekognition has to be started.
    """
    made = dict(found)
    for wire, start in found.items():
        noun = wire.removeprefix("Create")
        others = [found.get(f"{verb}{noun}") for verb in ("Start", "Stop")]
        if noun == wire or any(each is None or each.status != start.status for each in others):
            continue
        started, stopped = t.cast("list[ir.Start]", others)
        rests = {*started.initial} & {*stopped.wanted} & {*start.contrary}
        if rests and all("start" in value_motions(value) for value in start.wanted):
            made[wire] = dataclasses.replace(
                start,
                wanted=(*start.wanted, *(each for each in start.contrary if each in rests)),
                contrary=tuple(each for each in start.contrary if each not in rests),
            )
    return made


class _Finding:
    """What operations start, by rule."""

    def __init__(self, service: ir.Service) -> None:
        self.pairs = Pairs(service)
        self.structs = self.pairs.structs
        self.enums = {each.name: each for each in service.enums if each.phases}

    def start(self, operation: ir.Operation, status: str | None = None) -> ir.Start | None:
        """Return what ``operation`` starts, given the operation that reports on it or not."""
        for pair in self.pairs.of(operation):
            if status in (None, pair.status.wire) and (found := self._judged(pair)) is not None:
                return found
        return None

    def judged(self, start: ir.Start, name: Name) -> ir.Start:
        """Return ``start`` with the values that end it, by its status."""
        motion, verb = name.motion or "create", name.verb
        status = next(each for each in self.pairs.statuses if each.wire == start.status)
        enum = self.enum(status, start.watch)
        own = start.tracks == "operation"
        sent = {path[0] for _, path in start.bindings}
        judged = enum and ends(
            enum, motion, verb, own=own, new=sent == {"output"}, only=bool(start.watch)
        )
        return dataclasses.replace(start, **judged._asdict()) if judged else start

    def enum(self, status: ir.Operation, watch: tuple[str, ...]) -> ir.Enum | None:
        """Return the enum of a watched status, if its values have phases."""
        field = at(self.structs, status.response, watch or status.status)
        return self.enums.get(field.type.innermost.name) if field is not None else None

    def _watch(self, pair: Pair) -> tuple[str, ...]:
        """Return the path to the status that the operation moves, if it is not the leading one."""
        watch = other(pair.name, pair.status)
        leading = self.enum(pair.status, ())
        apart = len(watch) > len(pair.status.status)
        moves = leading is not None and names_motion(leading, "update")
        return () if apart and pair.name.motion == "update" and moves else watch

    def _judged(self, pair: Pair) -> ir.Start | None:
        operation, status = pair.start, pair.status
        watch = pair.watch if pair.is_part or pair.own else self._watch(pair)
        field = at(self.structs, status.response, watch or status.status)
        enum = self.enum(status, watch)
        if field is None or enum is None:
            return None
        motion = pair.name.motion or ("create" if pair.own else None)
        if pair.returned:
            motion = _motion_of_returned(pair)
            watch = watch if pair.name.motion == "update" else ()
        if motion is None:
            return None
        made = _MADE.get(motion) if _is_association(pair) or pair.is_part else None
        is_worded = has_words(enum, motion) and motion == "detach"
        if made is not None and not is_worded and (motion == "attach" or has_words(enum, made)):
            motion = made
        own = pair.own and _is_of_operation(pair, enum, motion)
        basis = _basis(pair, enum, motion, watch=watch)
        if basis is None:
            return None
        new = _is_new(pair) if pair.returned else pair.new and motion in ("create", "start")
        judged = ends(
            enum, motion, pair.name.verb, own=own, new=new, only=bool(watch) and not pair.is_part
        )
        if (
            motion == "delete"
            and not own
            and not pair.is_part
            and not is_of(pair.thing, pair.name, status)
        ):
            # That of a part: the thing is gone when it is absent.
            judged = judged._replace(wanted=())
        related = len((*pair.bound.bindings, *pair.bound.select)) > 1 and pair.bound.own is None
        if motion == "stop" and pair.bound.select and related:
            # What relates others may be absent when it does not relate them any more.
            judged = judged._replace(gone=True)
        if not judged.wanted and not judged.gone:
            return None
        return ir.Start(
            status=status.wire,
            bindings=pair.bound.bindings,
            optional=pair.bound.optional,
            select=pair.bound.select,
            basis=basis,
            tracks="operation" if own else "resource",
            wanted=judged.wanted,
            gone=judged.gone,
            initial=judged.initial,
            contrary=judged.contrary,
            pending=judged.pending,
            watch=watch,
            reports=reported(self.structs, operation.response, field),
            refused=refused(operation.response),
            source=_source(pair, basis),
        )


def _is_association(pair: Pair) -> bool:
    """Whether the status is that of the association that is made or undone, and not that of what is associated."""
    return pair.same and pair.thing == (*pair.name.noun, "association")


def _motion_of_returned(pair: Pair) -> Motion | None:
    """Return what is done to a resource that the start returns, of which it changes an aspect or a part, or which is new."""
    motion = pair.name.motion
    if motion == "update":
        return motion
    made = motion == "attach" or pair.name.verb in MAKERS - _ADDS
    return "create" if made and _is_new(pair) else "update"


def _is_new(pair: Pair) -> bool:
    """Whether a resource that is returned is not one that the request names, as far as it is not for the request to name it."""
    named = pair.name.noun[: len(pair.thing)] == pair.thing
    sent = {singular(each.wire) for each in pair.start.request.fields if each.required or not named}
    own = pair.bound.own
    if own is None or own.path[0] == "input":
        return False
    return sent.isdisjoint((own.words, singular(own.field.wire)))


def _is_of_operation(pair: Pair, enum: ir.Enum, motion: Motion) -> bool:
    """Whether the end is the success of the operation, and not what was requested."""
    if pair.same and motion in ("cancel", "delete", "stop"):
        return False
    return not pair.same or is_job(value for value, _ in enum.values)


def _basis(
    pair: Pair, enum: ir.Enum, motion: Motion, *, watch: tuple[str, ...]
) -> ir.StartBasis | None:
    """Return how a pair was found; none if that is not enough."""
    worded = (bool(watch) and not pair.is_part) or has_words(enum, motion)
    worded = worded or (pair.name.verb in EITHER and has_words(enum, "update"))
    if pair.documented and (pair.own or worded or motion == "delete"):
        return "documentation"
    if pair.own and pair.new:
        return "operation_id"
    # A deletion ends with the absence of the thing, whatever its status.
    its = watch or motion == "delete" or pair.is_part or _is_of(pair)
    if pair.returned:
        return "returned" if worded and is_of(pair.thing, pair.name, pair.status) else None
    if not pair.same or not its:
        return None
    # To export or to test a thing is an operation of its own, which the status of the thing does not show.
    made = pair.name.motion == "create" and pair.name.verb not in MAKERS
    if made and not (pair.own or watch):
        return None
    if worded:
        return "same_noun"
    undone = motion == "detach" and (_is_association(pair) or pair.is_part)
    undone = undone or motion == "delete"
    return "deletion" if undone else None


def _is_of(pair: Pair) -> bool:
    """Whether the leading status is that of the thing, or of what selects it: the subnet of an association."""
    below = pair.status.status[-2:-1]
    selects = any(path[:-1] == below for path, _ in pair.bound.select)
    return (selects and bool(below)) or is_of(pair.thing, pair.name, pair.status)


def _source(pair: Pair, basis: ir.StartBasis) -> str:
    if basis == "documentation":
        return f"documentation of {pair.documented}"
    if basis == "operation_id" and pair.bound.own is not None:
        return ".".join(pair.bound.own.path)
    return " ".join(pair.thing)
