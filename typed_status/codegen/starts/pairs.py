"""Which operations may report on what another one starts, the likeliest first.

May import: the standard library, ``codegen.models.ir``, ``codegen.statuses.catalog`` and ``codegen.starts`` below this module.
"""

from __future__ import annotations

import functools
import re
import typing as t

from typed_status.codegen.models import ir
from typed_status.codegen.starts import names
from typed_status.codegen.starts.bindings import Bound, bind, select_part
from typed_status.codegen.starts.documentation import Mentions
from typed_status.codegen.starts.members import Value, values
from typed_status.codegen.starts.names import Name, parsed, singular
from typed_status.codegen.starts.watched import part_of
from typed_status.codegen.statuses.catalog import READS

__all__ = ["Pair", "Pairs"]

_VERSION = re.compile(r"V\d+$")
_Words = tuple[str, ...]


class Pair(t.NamedTuple):
    """A start and an operation that may report on it.

    ``thing`` is what ``status`` reports on, and ``same`` whether the start acts on it. ``documented`` is the place where one
    names the other. ``own``: the status is that of an operation that the start begins. ``new``: the start returns the id of
    something that its request does not name. ``watch`` is the path to the status of a part that the start makes or removes, empty
    if it leads; ``is_part``: ``thing`` is such a part. ``returned``: the start returns the resource with its status.
    """

    start: ir.Operation
    name: Name
    status: ir.Operation
    bound: Bound
    thing: _Words
    same: bool
    documented: str
    own: bool
    new: bool
    is_part: bool = False
    watch: _Words = ()
    returned: bool = False


class Pairs:
    """Pairs of the operations of a service; it has all of them, with the statuses of those that report one."""

    def __init__(self, service: ir.Service) -> None:
        self.structs = {each.name: each for each in service.structs}
        judged = {each.name for each in service.enums if each.phases}
        self.statuses = [
            each
            for each in service.operations
            if each.reports and each.status_type is not None and each.status_type.name in judged
        ]
        reporting = {each.wire for each in self.statuses}
        self.starts = [
            each
            for each in service.operations
            if each.wire not in reporting and not READS.match(each.wire)
        ]
        self.mentions = Mentions(self.starts, self.statuses)

    def of(self, start: ir.Operation) -> list[Pair]:
        """Return the pairs of ``start``, the likeliest first."""
        name = parsed(start.wire)
        offered = values(self.structs, start, name.noun)
        found = [self._pair(start, name, offered, status) for status in self.statuses]
        pairs = [each for each in found if each is not None]
        of_parts = [self._of_part(start, name, offered, status) for status in self.statuses]
        pairs += [each for each in of_parts if each is not None]
        return sorted(pairs, key=_rank)

    def _of_part(
        self, start: ir.Operation, name: Name, offered: list[Value], status: ir.Operation
    ) -> Pair | None:
        """Return the pair of a start that is about a part of what ``status`` reports on."""
        part = part_of(self.structs, name, offered, status)
        if part is None:
            return None
        # The whole was there before.
        kept = name._replace(verb="update", motion="update")
        whole = bind(start, kept, offered, status, names.subject(status.wire), self.structs)
        bindings = dict(whole.bindings) if whole is not None else {}
        if any(each.required and each.name not in bindings for each in status.request.fields):
            return None
        select = select_part(start, name, offered, part.struct, part.thing, status, bindings)
        if not select:
            return None
        leads = part.path == status.status
        if not leads:
            select = tuple(((*part.held, *field), path) for field, path in select)
        optional = whole.optional if whole is not None else ()
        bound = Bound(tuple(bindings.items()), None, optional, select)
        watch = () if leads else part.path
        return Pair(
            start,
            name,
            status,
            bound,
            part.thing,
            True,
            "",
            False,
            False,
            is_part=True,
            watch=watch,
        )

    def _pair(
        self, start: ir.Operation, name: Name, offered: list[Value], status: ir.Operation
    ) -> Pair | None:
        named = {singular(each.wire)[:-1] for each in status.request.fields if each.required}
        same = names.same_thing(name, status.wire, named)
        thing = same or names.subject(status.wire)
        if same and self._has_association_id(name, status):
            same = thing = (*name.noun, "association")
        documented = self.mentions.place(start.wire, status.wire)
        is_operation = names.is_operation(thing)
        returned = not (same or documented) and _returns(start, name, status)
        if not (same or documented or is_operation or returned):
            return None
        # The id of the thing itself selects it; that of anything else may be in the items of any list.
        item = status.item_type if same else None
        bound = bind(
            start,
            name,
            offered,
            status,
            thing,
            self.structs,
            self.structs.get(item.name) if item else None,
        )
        if bound is None:
            return None
        new = _is_new(name, bound.own, offered)
        if is_operation and same and name.motion in ("create", "start"):
            # The name of a job is in the request, the id of another thing too.
            own = new or (bound.own is not None and bound.own.kind not in ("id", "arn"))
        else:
            own = is_operation and new and _is_held_by_itself(bound.own)
            # The jobId of any operation may be that of many kinds of jobs.
            own = own and bool(same or documented or self._is_named(name, thing, bound))
        own = own or bool(is_operation and documented and not same and bound.returned)
        if bound.select and name.motion not in ("create", "start"):
            # The list has what was there before, too.
            own = new = False
        if not (same or own or (documented and (new or (bound.own is None and bound.returned)))):
            if not returned or bound.own is None:
                return None
            return Pair(start, name, status, bound, thing, False, "", False, new, returned=True)
        return Pair(start, name, status, bound, thing, bool(same), documented, own, new)

    def _has_association_id(self, name: Name, status: ir.Operation) -> bool:
        """Whether what is reported on is the association of a thing, by the id that it has."""
        if name.motion not in ("attach", "detach") or status.item_type is None:
            return False
        item = self.structs.get(status.item_type.name)
        return item is not None and any(
            singular(each.wire)[-2:] == ("association", "id") for each in item.fields
        )

    def _is_named(self, name: Name, thing: _Words, bound: Bound) -> bool:
        """Whether an id is that of ``thing``: by its whole name, by the words of the start, or as no other thing has such ids."""
        if bound.own is None:
            return False
        base = bound.own.base
        known = {word for each, _ in bound.bindings for word in each.split("_")}
        known |= {*name.noun, *name.aside, *base}
        return base == thing or known >= {*thing} or self._bearers.get(base[-1:]) == {thing}

    @functools.cached_property
    def _bearers(self) -> dict[_Words, set[_Words]]:
        """The operations of their own that are reported on, by the last word."""
        found: dict[_Words, set[_Words]] = {}
        for thing in {names.subject(each.wire) for each in self.statuses}:
            if names.is_operation(thing) and thing[-1] != "session":
                found.setdefault(thing[-1:], set()).add(thing)
        return found


def _is_new(name: Name, value: Value | None, offered: list[Value]) -> bool:
    """Whether a value is returned, and the request has none for the same thing."""
    if value is None or value.path[0] == "input":
        return False
    sent = [each for each in offered if each.path[0] == "input" and not each.field.token]
    if name.motion in ("create", "start") and names.is_operation(name.noun):
        # The id of a run that is repeated may be there.
        sent = [each for each in sent if each.field.required]
    return not any(each.words == value.words for each in sent)


def _is_held_by_itself(value: Value | None) -> bool:
    """Whether the id of an operation is in the response itself or in the structure of this operation, not in that of
    something else."""
    if value is None or len(value.path) < 3:
        return value is not None
    holder = singular(value.path[-2])
    return len(value.path) == 3 and holder[: len(value.base)] == value.base


def _returns(start: ir.Operation, name: Name, status: ir.Operation) -> bool:
    """Whether a start that changes something returns the resource that ``status`` reports on, with its status."""
    if name.motion not in ("attach", "create", "update") or name.verb == "reboot":
        return False
    holder = status.item_type.name if status.item_type is not None else ""
    if not holder:
        first = next(
            (each for each in status.response.fields if each.name == status.status[0]), None
        )
        holder = first.type.name if first is not None and first.type.kind == "struct" else ""
    held = [
        each
        for each in start.response.fields
        if each.type.kind == "struct" and each.type.name == holder
    ]
    return len(held) == 1


def _version(wire: str) -> str:
    found = _VERSION.search(wire)
    return found[0] if found else ""


def _rank(pair: Pair) -> tuple[t.Any, ...]:
    return (
        pair.returned,
        pair.is_part,
        bool(pair.bound.select),
        not (pair.own and pair.new),
        not pair.same,
        not pair.documented,
        -len(pair.thing) if pair.same else 0,
        _version(pair.start.wire) != _version(pair.status.wire),
        pair.status.kind != "single",
        len(singular(pair.status.wire)),
        pair.status.wire,
    )
