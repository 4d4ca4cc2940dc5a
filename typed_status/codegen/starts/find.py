"""Find what the operations of a service start: pairs by rule, and the reviewed ones of ``starts.toml``.

The tiers, the strongest first: the documentation of one names the other; the response has the id of an operation of its
own; both name the same thing, and the status has words for what is done to it; a deletion of the thing without such words.

May import: the standard library, ``codegen.models``, ``codegen.exceptions`` and ``codegen.starts`` below this module.
"""

from __future__ import annotations

import functools
import re
import typing as t

from typed_status.codegen.exceptions import OnProblem, raise_problem
from typed_status.codegen.models import ir
from typed_status.codegen.starts import names
from typed_status.codegen.starts.bindings import Bound, Value, bind, values
from typed_status.codegen.starts.decisions import Decisions
from typed_status.codegen.starts.documentation import Mentions
from typed_status.codegen.starts.ends import ends, has_words
from typed_status.codegen.starts.names import Name, parsed, subject
from typed_status.codegen.starts.refused import refused
from typed_status.codegen.starts.watched import at, other, reported
from typed_status.codegen.statuses.phase_rule import is_job

__all__ = ["find"]

_READS = re.compile(
    r"(BatchCheck|BatchDescribe|BatchGet|BatchRead|Check|Describe|Find|Get|Head|List|Lookup|Poll|Query|"
    r"Read|Scan|Search|View)(?![a-z])"
)


class _Pair(t.NamedTuple):
    status: ir.Operation
    bound: Bound
    same: bool
    documented: str
    own: bool


def find(
    service: ir.Service, decisions: Decisions, on_problem: OnProblem = raise_problem
) -> dict[str, ir.Start]:
    """Return what operations of ``service`` start, by their wire names, in alphabetical order.

    ``service`` has all operations; those that report a status have it, with phases. Decisions that do not fit are problems.
    """
    finding = _Finding(service)
    found = {each.wire: start for each in finding.starts if (start := finding.start(each))}
    return dict(sorted(found.items()))


class _Finding:
    def __init__(self, service: ir.Service) -> None:
        self.service = service
        self.structs = {each.name: each for each in service.structs}
        self.enums = {each.name: each for each in service.enums if each.phases}
        self.statuses = [
            each
            for each in service.operations
            if each.reports and each.status_type and each.status_type.name in self.enums
        ]
        reporting = {each.wire for each in self.statuses}
        self.starts = [
            each
            for each in service.operations
            if each.wire not in reporting and not _READS.match(each.wire)
        ]
        self.mentions = Mentions(self.starts, self.statuses)

    def start(self, operation: ir.Operation) -> ir.Start | None:
        """Find what an operation starts."""
        name = parsed(operation.wire)
        offered = values(self.structs, operation, name.noun)
        pairs = [
            pair
            for status in self.statuses
            if (pair := self._pair(operation, name, offered, status)) is not None
        ]
        for pair in sorted(pairs, key=functools.partial(_rank, operation)):
            if (found := self._judged(operation, name, offered, pair)) is not None:
                return found
        return None

    def _pair(
        self, operation: ir.Operation, name: Name, offered: list[Value], status: ir.Operation
    ) -> _Pair | None:
        thing = subject(status.wire)
        noun = _plain(name.noun)
        same = thing in (noun, (name.verb, *noun))
        documented = self.mentions.place(operation.wire, status.wire)
        own_kind = names.is_operation(thing)
        if not (same or documented or own_kind):
            return None
        bound = bind(operation, name, offered, status)
        if bound is None:
            return None
        own = own_kind and bound.own is not None and self._is_new(name, offered, bound, same=same)
        # The jobId of any operation may be that of many kinds of jobs.
        own = own and bool(same or documented or bound.whole or self._names(name, thing, bound))
        if not (same or own or (documented and bound.own is not None)):
            return None
        return _Pair(status, bound, same, documented, own)

    def _names(self, name: Name, thing: tuple[str, ...], bound: Bound) -> bool:
        """Whether the words of ``thing`` before what the bound member has are in the name of the start."""
        last = bound.own.base[-1:] if bound.own is not None else ()
        return {*thing} - {*last} <= {*name.noun}

    def _is_new(self, name: Name, offered: list[Value], bound: Bound, *, same: bool) -> bool:
        """Whether the status is that of an operation that this one begins."""
        value = bound.own
        if value is None:
            return False
        if value.path[0] == "input":
            return same and name.motion in ("create", "start") and value.kind not in ("id", "arn")
        before = any(each.words == value.words for each in offered if each.path[0] == "input")
        return names.is_operation(value.base) and not before and len(value.path) < 4

    def _judged(
        self, operation: ir.Operation, name: Name, offered: list[Value], pair: _Pair
    ) -> ir.Start | None:
        status = pair.status
        watch = other(name, status) if not pair.own else ()
        field = at(self.structs, status.response, watch or status.status)
        enum = self.enums.get(field.type.innermost.name) if field is not None else None
        if field is None or enum is None:
            return None
        motion = name.motion
        if motion is None:
            if not pair.own:
                return None
            motion = "create"
        own = pair.own and (motion not in ("stop", "cancel") or not pair.same)
        own = own and (
            not pair.same or is_job(value for value, _ in enum.values) or motion == "create"
        )
        worded = bool(watch) or has_words(enum, motion)
        basis: ir.StartBasis
        if pair.documented:
            basis, source = "documentation", pair.documented
        elif pair.own and pair.bound.own is not None and pair.bound.own.path[0] == "output":
            basis, source = "operation_id", ".".join(pair.bound.own.path)
        elif pair.same and worded:
            basis, source = "same_noun", " ".join(subject(status.wire))
        elif pair.same and motion == "delete":
            basis, source = "deletion", " ".join(subject(status.wire))
        else:
            return None
        if basis == "documentation" and not own and not worded and motion != "delete":
            return None
        new = pair.bound.own is not None and pair.bound.own.path[0] == "output"
        new = new and not any(_same_value(pair.bound.own, each) for each in offered)
        judged = ends(enum, motion, own=own, new=new, only=bool(watch))
        return ir.Start(
            status=status.wire,
            bindings=pair.bound.bindings,
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
            source=source,
        )


def _same_value(value: Value | None, other: Value) -> bool:
    """Whether the request has what the response returns."""
    return value is not None and other.path[0] == "input" and other.words == value.words


def _plain(noun: tuple[str, ...]) -> tuple[str, ...]:
    return noun[:-1] if len(noun) > 1 and re.fullmatch(r"v\d+", noun[-1]) else noun


def _version(wire: str) -> str:
    found = re.search(r"V\d+$", wire)
    return found[0] if found else ""


def _rank(operation: ir.Operation, pair: _Pair) -> tuple[t.Any, ...]:
    new_id = pair.own and pair.bound.own is not None and pair.bound.own.path[0] == "output"
    return (
        not new_id,
        not pair.same,
        not pair.documented,
        _version(operation.wire) != _version(pair.status.wire),
        pair.status.kind != "single",
        len(names.singular(pair.status.wire)),
        -len(subject(pair.status.wire)),
        pair.status.wire,
    )
