"""Which members of a starting operation give the members of the request that reports on it.

Members match by the words of their names, with the thing that they belong to: ``output.cluster.name`` is the
``clusterName`` of a status request.

May import: the standard library, ``codegen.models``, ``codegen.starts.members``, ``codegen.starts.names`` and ``codegen.starts.selection``.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from collections.abc import Collection, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts.members import Value, words_of
from typed_status.codegen.starts.names import KINDS, Name, is_operation, singular
from typed_status.codegen.starts.selection import keys, sole

__all__ = ["Bound", "bind", "select_part"]

_NEW = frozenset(
    "allocate clone compose copy create import issue launch order purchase redrive replicate reserve restore retry".split()
)
"""Verbs whose thing is new, so that an id in the request is that of another one."""
_KINDS_OF: t.Final[Mapping[str, tuple[str, ...]]] = {
    "": ("", "arn", "id", "identifier", "name"),
    "identifier": ("identifier", "id", "arn", "name", ""),
    "id": ("id", "identifier"),
    "arn": ("arn",),
    "name": ("name", "identifier", ""),
    "token": ("token",),
    "number": ("number",),
}
"""The kinds of values that a member of a kind takes, the best first."""
# Members of a status request that do not say which thing it is about.
_GENERAL = frozenset("dry_run filter filters max_results next_token client_token include".split())
_Path = tuple[str, ...]
_OWN = 3
# That a name may be given as an id, too: "The name or the unique stack ID".
_NAME_OR = re.compile(
    r"\bname,? or (?:[\w-]+ ){0,3}\(?(ARN|ID)\b|\b(ARN|ID)\)?,? or (?:[\w-]+ ){0,2}name\b", re.I
)


class Bound(t.NamedTuple):
    """The members of a status request that are bound, each with the value. ``own`` is the one that says which thing it is
    about; ``optional`` are those whose value may be absent: where the thing is, or one of several ids, of which one is
    present. ``select`` is the field of an item of a list that says so, if the request cannot, with the value."""

    bindings: tuple[tuple[str, _Path], ...]
    own: Value | None
    optional: tuple[str, ...] = ()
    select: tuple[tuple[_Path, _Path], ...] = ()

    @property
    def returned(self) -> bool:
        """Whether a value comes from the response."""
        return any(path[0] == "output" for _, path in (*self.bindings, *self.select))


def bind(
    start: ir.Operation,
    name: Name,
    offered: list[Value],
    status: ir.Operation,
    thing: _Path,
    structs: Mapping[str, ir.Struct],
    item: ir.Struct | None = None,
) -> Bound | None:
    """Bind the request of ``status`` to what ``start`` sends and returns; none if a required member has no value.

    ``item`` is what a list has: one is selected by its id where the request has none, or else by all that the start names.
    """
    # What both requests call ``name`` is the same, and not the name of another member.
    shared = {each.wire for each in status.request.fields if len(singular(each.wire)) == 1}
    needed = [field for field in status.request.fields if field.required]
    others = [field for field in status.request.fields if not field.required]
    found: dict[str, Value] = {}
    own: ir.Field | None = None
    # Those of several words first: a bare name may be that of another thing.
    for field in sorted(needed, key=lambda field: -len(words_of(field))):
        is_text = field.type.innermost.kind in ("str", "enum")
        value = (
            _value(name, _apart(offered, field, shared), field, thing)
            if is_text
            else _equal(start, field)
        )
        bare = len(words_of(field)) == 1
        other = _described(offered, field, thing) if own and (bare or value is None) else None
        value = other or value
        if value is None:
            return None
        found[field.name] = value
        if _base(field, thing) == thing and other is None:
            own = own or field
    optional: list[str] = []
    if own is None:
        ids = {
            field.name: value
            for field in sorted(others, key=_preference)
            if _base(field, thing) == thing and field.name not in _GENERAL and _is_id(field)
            if (value := _value(name, _apart(offered, field, shared), field, thing)) is not None
        }
        own = next((field for field in others if [field.name] == [*ids][:1]), None)
        if own is not None:
            # Where a request takes one of several, such as a name or an ARN, all are bound.
            chosen = ids[own.name]
            either = {each: value for each, value in ids.items() if _is_either(value)}
            alternatives = either if _is_either(chosen) else {own.name: chosen}
            found |= alternatives
            optional += alternatives if len(alternatives) > 1 else ()
    if own is not None and name.verb in _NEW - {"restore", "retry"}:
        found[own.name] = _unique(own, thing, found[own.name], offered)
    chosen_item = _selected(name, offered, item, thing) if own is None and item else None
    if own is None and chosen_item is None and (only := sole(start, name, others, item)):
        own, path, member = only
        found[own.name] = Value(path, words_of(member), member)
    select: tuple[tuple[_Path, _Path], ...] = ()
    if own is None and chosen_item is not None:
        select = (((chosen_item[0].name,), chosen_item[1].path),)
    elif own is None and item is not None and not _is_another(start, name, thing, item, found):
        paths = {at: each.path for at, each in found.items()}
        select = keys(start, name, structs, item, status, paths)
    if own is None and not select and (status.kind == "list" or (not needed and others)):
        return None
    bindings = [
        (each.name, found[each.name].path) for each in status.request.fields if each.name in found
    ]
    for field in others:
        sent = start.request.field(field.wire)
        if field.name in found or sent is None or not _is_context(field, sent, thing, name.noun):
            continue
        bindings.append((field.name, ("input", sent.name)))
        if not sent.required:
            optional.append(field.name)
    value = found[own.name] if own else chosen_item[1] if chosen_item else None
    return Bound(tuple(bindings), value, tuple(optional), select)


def select_part(
    start: ir.Operation,
    name: Name,
    offered: list[Value],
    part: ir.Struct,
    thing: _Path,
    status: ir.Operation,
    bound: Mapping[str, _Path],
) -> tuple[tuple[_Path, _Path], ...]:
    """Return the fields that identify a part of a resource whose request is ``bound``, each with the path to its value."""
    # A list of parts in a structure of the response is that of all parts.
    chosen = _selected(name, [each for each in offered if len(each.path) <= _OWN], part, thing)
    if chosen is not None:
        return (((chosen[0].name,), chosen[1].path),)
    return keys(start, name, {}, part, status, bound, of_part=True) if bound else ()


def _unique(own: ir.Field, thing: _Path, value: Value, offered: list[Value]) -> Value:
    """Return the id of what is new for a name of it, if the member takes it, too: another one may have had the name before."""
    if value.path[0] == "output" or value.kind in ("arn", "id", "identifier"):
        return value
    kinds = {each.lower() for pair in _NAME_OR.findall(own.doc) for each in pair if each}
    ids = [
        each
        for each in offered
        if each.path[0] == "output" and len(each.path) <= _OWN and each.kind in kinds
        if each.base == thing and not any(step.endswith("[]") for step in each.path)
    ]
    return min(ids, key=lambda each: len(each.path), default=value)


def _selected(
    name: Name, offered: list[Value], item: ir.Struct, thing: _Path
) -> tuple[ir.Field, Value] | None:
    """Return the field that identifies an item of a list, and its value."""
    ids = [
        field
        for field in item.fields
        if field.type.kind == "str" and _kind(field) and _base(field, thing) == thing
    ]
    ids += [field for field in item.fields if [*words_of(field)] in (["arn"], ["id"])]
    found = [
        (field, value)
        for field in sorted(ids, key=_preference)
        if (value := _value(name, offered, _named(field, thing), thing)) is not None
        if value.kind and not _is_either(value)
    ]
    # What was there is known from the request.
    sent = [each for each in found if each[1].path[0] == "input" and name.motion != "create"]
    return next(iter(sent or found), None)


def _is_another(
    start: ir.Operation,
    name: Name,
    thing: _Path,
    item: ir.Struct,
    found: Mapping[str, Value],
) -> bool:
    """Whether what the start names does not distinguish its item from others: it begins a run, the item has an id that the start does
    not name, or the list is that of something else that the start returns."""
    sent = {words_of(each) for each in start.request.fields}
    if any(value.path[0] == "output" and value.words not in sent for value in found.values()):
        return True
    if name.motion not in ("create", "start"):
        return is_operation(thing) and _has_id(item, thing) and not _has_id(start.request, thing)
    return is_operation(thing) or (_has_id(item, thing) and not _has_id(start.request, thing))


def _has_id(struct: ir.Struct, thing: _Path) -> bool:
    ids = [each for each in struct.fields if _kind(each) in ("id", "identifier", "arn")]
    return any(_base(each, thing) == thing or len(words_of(each)) == 1 for each in ids)


def _named(field: ir.Field, thing: _Path) -> ir.Field:
    """Return a bare id of an item with the name that it has elsewhere."""
    if len(words_of(field)) > 1:
        return field
    words = (*thing, *words_of(field))
    return dataclasses.replace(field, wire="".join(word.title() for word in words))


def _plain(field: ir.Field, thing: _Path) -> _Path:
    words = words_of(field)
    return words if words == thing else words[:-1] if words[-1:] and words[-1] in KINDS else words


def _is_either(value: Value) -> bool:
    """Whether the request may have the value or another one."""
    return value.path[0] == "input" and not value.field.required


def _preference(field: ir.Field) -> tuple[bool, int]:
    """Sort ids before names, and short names before long ones."""
    return _kind(field) == "name", len(words_of(field))


def _type(field: ir.Field) -> ir.Type:
    """Return the type in the service model: whether its values are documented says nothing of what it is bound to."""
    return field.type.with_innermost(ir.Type("str")) if field.documented else field.type


def _is_id(field: ir.Field) -> bool:
    return _type(field).innermost.kind == "str" and field.type.kind in ("str", "list")


def _is_context(field: ir.Field, sent: ir.Field, thing: _Path, noun: _Path) -> bool:
    """Whether an optional member says where the thing is: a cluster, a catalog, an account."""
    words = words_of(field)
    named = bool(words) and (
        words[-1] in KINDS or "owner" in words or words[-1] in ("cluster", "as")
    )
    # The engine of an engine version.
    named = named or (sent.required and bool(words) and {*words} < {*thing})
    base = _base(field, thing)
    return (
        named
        and words[-1] != "token"
        and _type(field) == _type(sent)
        and field.type.kind in ("str", "enum")
        and base not in (thing, noun)
    )


def _base(field: ir.Field, thing: _Path) -> _Path:
    """Return what a member of the status request identifies."""
    words = words_of(field) or (field.name,)
    base = words[:-1] if words[-1] in KINDS else words
    if words == thing or base == thing[len(thing) - len(base) :]:
        return thing
    # The transitGatewayAttachmentId of a transit gateway VPC attachment.
    if len(base) > 1 and base[-1] == thing[-1] and _within_order(base, thing):
        return thing
    # The exportId of an export task.
    of_task = thing[-1:] in (("request",), ("task",)) and len(base) == 1 and base == thing[:-1]
    return thing if of_task else base


def _within_order(words: _Path, others: _Path) -> bool:
    rest = iter(others)
    return all(word in rest for word in words)


def _kind(field: ir.Field) -> str:
    last = (words_of(field) or ("",))[-1]
    return last if last in KINDS else ""


def _apart(offered: list[Value], field: ir.Field, shared: Collection[str]) -> list[Value]:
    """Return the values that are not those of another member of the status request."""
    return [
        each
        for each in offered
        if each.path[0] == "output"
        or each.field.wire == field.wire
        or each.field.wire not in shared
    ]


def _value(name: Name, offered: list[Value], field: ir.Field, thing: _Path) -> Value | None:
    """Return the value for a member of the status request: the one that matches best."""
    ranked = [
        (rank, at, value)
        for at, value in enumerate(offered)
        if (rank := _rank(name, value, field, thing)) is not None
    ]
    return min(ranked)[-1] if ranked else None


def _rank(name: Name, value: Value, field: ir.Field, thing: _Path) -> tuple[int, ...] | None:
    """Return how well a value matches a member of the status request, the best first; none if it does not."""
    words, kinds = words_of(field), _KINDS_OF[_kind(field)]
    base = _base(field, thing)
    own = base == thing
    # A name of several words means the same everywhere; ``id`` is that of what has it.
    exact = singular(value.field.wire) == words and not (len(words) == 1 and words[0] in KINDS)
    same = value.base == base or (
        bool(value.base) and _ends(name.noun, value.base) and name.noun == base
    )
    same = same or (own and bool(value.base) and value.base == _plain(field, thing))
    same = same or (own and value.base == thing[-1:] == ("association",))
    if name.verb in _NEW and value.base[:1] in (("destination",), ("target",)):
        same = same or value.base[1:] == base
    if _kind(field) == "id" and "ARN" in field.doc:
        kinds = (*kinds, "arn")
    if not exact and not (same and value.kind in kinds):
        return None
    if (_type(field).innermost.kind == "enum") != (_type(value.field).innermost.kind == "enum"):
        return None
    sent = value.path[0] == "input"
    bare = len(singular(value.field.wire)) == 1 and not exact
    if own and sent and value.kind in ("id", "identifier", "arn"):
        # It is that of a source, or of what a new job is about.
        begun = bare and name.motion in ("create", "start") and is_operation(thing)
        if begun or (name.verb in _NEW and value.kind != "identifier"):
            return None
    many = any(each.endswith("[]") for each in value.path)
    about = {*thing} <= {*name.noun, "association"}
    existed = own and about and name.motion not in ("create", "update", None)
    return (
        int(not exact),
        int(not same),
        # Where things are is the same for all of them.
        int(many and not own and field.type.kind != "list"),
        # What was there is known from the request, what is new from the response.
        0 if sent and existed and value.field.required else 1 + sent,
        kinds.index(value.kind) if value.kind in kinds else len(kinds),
        int(many and field.type.kind != "list"),
        len(value.path),
    )


def _ends(words: _Path, last: _Path) -> bool:
    return words[len(words) - len(last) :] == last


def _described(offered: list[Value], field: ir.Field, thing: _Path) -> Value | None:
    """Return the value for a required member by the words that describe one of the two, if its name is bare: the ``name`` of
    the cluster is the ``clusterName``."""
    words = words_of(field)
    bare = len(words) == 1 and bool(_kind(field))
    base = _base(field, thing)
    same = [value for value in offered if bare and value.field.wire == field.wire]
    found = [value for value in same if value.path[0] == "input" and value.field.required] or [
        value
        for value in offered
        if value.path[0] == "input"
        and value.kind == _kind(field) != ""
        and value.field.required
        and (
            _says(field, value.base)
            if bare
            else len(singular(value.field.wire)) == 1 and _says(value.field, base)
        )
    ]
    return found[0] if len(found) == 1 else None


def _says(field: ir.Field, base: _Path) -> bool:
    """Whether the first sentence about a member names a thing."""
    described = " ".join(singular(field.doc.split(". ")[0]))
    return f" {' '.join(base)} " in f" {described} "


def _equal(start: ir.Operation, field: ir.Field) -> Value | None:
    """Return the same member of the starting request, for one that is no text."""
    sent = start.request.field(field.wire)
    if sent is None or _type(sent) != _type(field) or not sent.required:
        return None
    name = f"{sent.name}[]" if sent.type.kind == "list" else sent.name
    return Value(("input", name), singular(sent.wire), sent)
