"""By which fields an item of a list is known, where its request takes no id of it: by the ids of all that the start names.

An association has no id of its own in most lists. It is known by what it associates: by each required id in the request of
the start, which the request of the list takes or the item has.

May import: the standard library, ``codegen.models.ir``, ``codegen.starts.members`` and ``codegen.starts.names``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts.members import words_of
from typed_status.codegen.starts.names import KINDS, Name

__all__ = ["keys", "sole"]

_Path = tuple[str, ...]
# The last words of what says which thing is meant, or where it is.
_LOCATES = KINDS | frozenset("address asn block cidr publisher region subnet zone".split())
_HOW = KINDS | {"address", "block"}
_PLACES = frozenset({"region", "zone"})
_MADE = frozenset({"create", "start"})
_Select = tuple[tuple[_Path, _Path], ...]


def keys(
    start: ir.Operation,
    name: Name,
    structs: Mapping[str, ir.Struct],
    item: ir.Struct,
    status: ir.Operation,
    bound: Mapping[str, _Path],
    *,
    of_part: bool = False,
) -> _Select:
    """Return the fields of ``item`` that are equal to what ``start`` names, each with the path to the value.

    It is empty if what the start requires is neither there nor ``bound`` by a field of the request, or if nothing is left to
    select by. What the start may name is selected by, too, if it is sent. ``of_part``: ``item`` is a part of what the request is
    about.
    """
    fields = [*_texts(structs, item)]
    taken = {
        words_of(each)
        for each in status.request.fields
        if each.name in bound and (of_part or each.type.kind != "list")
    }
    found: list[tuple[_Path, _Path]] = []
    names_one = False
    for field in start.request.fields:
        path = ("input", f"{field.name}[]" if field.type.kind == "list" else field.name)
        is_known = path in bound.values() or words_of(field) in taken
        names_one = names_one or (is_known and field.required)
        locates = _is_text(field) and words_of(field)[-1:] and words_of(field)[-1] in _LOCATES
        if field.token or is_known or not (field.required or (locates and name.motion != "update")):
            continue
        same = [each for each, other in fields if words_of(other) == words_of(field)]
        alike = same or [
            each for each, other in fields if _alike(words_of(other), words_of(field), name)
        ]
        is_one = len({each[-1] for each in alike}) == 1 and alike[0] not in dict(found)
        if _is_text(field) and is_one and (locates or name.motion not in _MADE):
            found.append((alike[0], path))
            names_one = names_one or field.required
        elif field.required:
            return ()
    return _of_one_list(start, found) if names_one else ()


def _of_one_list(start: ir.Operation, found: list[tuple[_Path, _Path]]) -> _Select:
    """Leave out a list of other ids that the start may name beside a required list; empty if it takes one of several. A list of
    zones says where all of them are."""
    lists = {
        each.name: each
        for each in start.request.fields
        if each.type.kind == "list" and _PLACES.isdisjoint(words_of(each))
    }
    taken = [lists[name] for _, path in found if (name := path[-1].removesuffix("[]")) in lists]
    choices = [each for each in taken if not each.required]
    if len(taken) == len(choices) > 1:
        return ()
    left_out = {f"{each.name}[]" for each in choices} if len(taken) > len(choices) else set[str]()
    return tuple((field, path) for field, path in found if path[-1] not in left_out)


def sole(
    start: ir.Operation, name: Name, others: Collection[ir.Field], item: ir.Struct | None
) -> tuple[ir.Field, _Path, ir.Field] | None:
    """Return the optional member of a list's request that takes the one id of the thing, by whatever name, with the path to the
    value and the member that has it.

    It is the one that a start requires, or in what a start returns the first id of the item; the item has it, too.
    """
    if item is None:
        return None
    known = {words_of(each): each for each in item.fields if _is_text(each)}
    taken = {words_of(each): each for each in others if _is_text(each) and words_of(each) in known}
    if name.motion in ("create", "start"):
        first = next((words_of(each) for each in item.fields if _is_id(each)), ())
        returned = [
            each.name
            for each in start.response.fields
            if each.type.kind == "struct" and each.type.name == item.name
        ]
        sent = {words_of(each) for each in start.request.fields}
        if first not in taken or first in sent or not returned:
            return None
        return taken[first], ("output", returned[0], known[first].name), known[first]
    required = [each for each in start.request.fields if each.required and not each.token]
    if name.motion in ("attach", "detach", None) or _names_more(start, item):
        return None
    if len(required) != 1 or words_of(required[0]) not in taken:
        return None
    (field,) = required
    steps = f"{field.name}[]" if field.type.kind == "list" else field.name
    return taken[words_of(field)], ("input", steps), field


def _texts(
    structs: Mapping[str, ir.Struct], struct: ir.Struct, before: _Path = ()
) -> Iterator[tuple[_Path, ir.Field]]:
    for field in struct.fields:
        if field.type.kind == "str":
            yield (*before, field.name), field
    if before:
        return
    for field in struct.fields:
        if field.type.kind == "struct" and field.type.name in structs:
            yield from _texts(structs, structs[field.type.name], (field.name,))


def _is_text(field: ir.Field) -> bool:
    return field.type.kind in ("str", "list") and field.type.innermost.kind == "str"


def _is_id(field: ir.Field) -> bool:
    return field.type.kind == "str" and words_of(field)[-1:] in (("id",), ("identifier",), ("arn",))


def _names_more(start: ir.Operation, item: ir.Struct) -> bool:
    """Whether the start takes a list of what an item has, without which the items are more than are meant."""
    known = {words_of(each) for each in item.fields}
    return any(
        each.type.kind == "list" and not each.required and words_of(each) in known
        for each in start.request.fields
    )


def _alike(words: _Path, sent: _Path, name: Name) -> bool:
    """Whether the name of a field has words of the sent one, in their order: the ``destinationCidr`` of a
    ``destinationCidrBlock``. A source is what is enabled, or another thing."""
    kinds = {each[-1] for each in (words, sent) if each and each[-1] in KINDS}
    short, long = _base(words), _base(sent)
    rest = iter(long)
    within = bool(short) and short[-1:] == long[-1:] and all(word in rest for word in short)
    elsewhere = sent[:1] == ("source",) and name.motion not in ("start", "stop")
    return len(kinds) < 2 and within and not elsewhere


def _base(words: _Path) -> _Path:
    """Return the words that say what is named, and not how: a CIDR block is a CIDR."""
    return words[:-1] if len(words) > 1 and words[-1] in _HOW else words
