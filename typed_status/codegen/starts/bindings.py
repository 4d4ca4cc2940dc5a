"""Which members of a starting operation give the members of the request that reports on it.

Members match by the words of their names, with the thing that they belong to: ``output.cluster.name`` is the
``clusterName`` of a status request.

May import: the standard library, ``codegen.models``, ``names`` and ``refused``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts import names
from typed_status.codegen.starts.names import KINDS, Name, singular
from typed_status.codegen.starts.refused import says_refused

__all__ = ["Bound", "Value", "bind", "values"]

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
# Words before the name of a thing that say that it is another one.
_HOLDERS = frozenset(
    "detail description info metadata output progress record result status summary".split()
)
# Members of a status request that do not say which thing it is about.
_GENERAL = frozenset("dry_run filter filters max_results next_token client_token include".split())
_Path = tuple[str, ...]


class Value(t.NamedTuple):
    """A member of a starting operation: its path from ``output`` or ``input`` in field names, and its words with the
    thing's."""

    path: _Path
    words: _Path
    field: ir.Field

    @property
    def kind(self) -> str:
        """Which kind of identifier it is, by its last word; empty for none."""
        return self.words[-1] if self.words[-1] in KINDS else ""

    @property
    def base(self) -> _Path:
        """What it identifies."""
        return self.words[:-1] if self.kind else self.words


class Bound(t.NamedTuple):
    """The members of a status request that are bound, each with the value. ``own`` is the one that says which thing it is
    about; ``optional`` are those whose value may be absent."""

    bindings: tuple[tuple[str, _Path], ...]
    own: Value | None
    optional: tuple[str, ...] = ()


def values(service: Mapping[str, ir.Struct], start: ir.Operation, noun: _Path) -> list[Value]:
    """Return the texts in the response and in the request of ``start``, the least deep first."""
    found = sorted(_within(service, start.response, ("output",), noun, 2), key=_depth)
    found += sorted(_within(service, start.request, ("input",), noun, 1), key=_depth)
    return found


def _depth(value: Value) -> int:
    return len(value.path) + any(name.endswith("[]") for name in value.path)


def _within(
    structs: Mapping[str, ir.Struct], struct: ir.Struct, path: _Path, noun: _Path, depth: int
) -> Iterator[Value]:
    for field in struct.fields:
        if path[0] == "output" and says_refused(field):
            continue
        is_list = field.type.kind == "list"
        if is_list and any(name.endswith("[]") for name in path):
            continue
        here = (*path, f"{field.name}[]" if is_list else field.name)
        words = singular(field.wire) or (field.name,)
        inner = field.type.innermost
        if field.type.kind == "map":
            continue
        if inner.kind in ("str", "enum"):
            bare = len(words) == 1 and words[0] in KINDS
            yield Value(here, (*noun, *words) if bare else words, field)
        elif inner.kind == "struct" and depth and inner.name in structs:
            if path[0] == "input" and not is_list:
                continue
            held = words
            while len(held) > 1 and held[-1] in _HOLDERS:
                held = held[:-1]
            yield from _within(structs, structs[inner.name], here, held, depth - 1)


def bind(
    start: ir.Operation, name: Name, offered: list[Value], status: ir.Operation
) -> Bound | None:
    """Bind the request of ``status`` to what ``start`` sends and returns; none if a required member has no value."""
    thing = names.subject(status.wire)
    bindings: list[tuple[str, _Path]] = []
    own: Value | None = None
    needed = [field for field in status.request.fields if field.required]
    others = [field for field in status.request.fields if not field.required]
    for field in needed:
        value = _value(start, name, offered, field, thing)
        if value is None:
            return None
        bindings.append((field.name, value.path))
        if _base(field, thing) == thing:
            own = own or value
    optional: list[str] = []
    if own is None:
        for field in sorted(others, key=lambda field: len(singular(field.wire))):
            if _base(field, thing) == thing and field.name not in _GENERAL and _is_id(field):
                value = _value(start, name, offered, field, thing)
                if value is not None:
                    bindings.append((field.name, value.path))
                    own = value
                    break
    if own is None and (status.kind == "list" or (not needed and others)):
        return None
    taken = {each for each, _ in bindings}
    for field in others:
        sent = start.request.field(field.wire)
        if field.name in taken or sent is None or not _is_context(field, sent, thing, name.noun):
            continue
        bindings.append((field.name, ("input", sent.name)))
        if not sent.required:
            optional.append(field.name)
    return Bound(tuple(bindings), own, tuple(optional))


def _is_id(field: ir.Field) -> bool:
    return field.type.innermost.kind == "str" and field.type.kind in ("str", "list")


def _is_context(field: ir.Field, sent: ir.Field, thing: _Path, noun: _Path) -> bool:
    """Whether an optional member says where the thing is: a cluster, a catalog, an account."""
    words = singular(field.wire)
    named = bool(words) and (
        words[-1] in KINDS or "owner" in words or words[-1] in ("cluster", "as")
    )
    base = _base(field, thing)
    return (
        named
        and words[-1] != "token"
        and field.type == sent.type
        and field.type.kind in ("str", "enum")
        and base not in (thing, noun)
    )


def _base(field: ir.Field, thing: _Path) -> _Path:
    """Return what a member of the status request identifies."""
    words = singular(field.wire) or (field.name,)
    base = words[:-1] if words[-1] in KINDS else words
    return thing if base == thing[len(thing) - len(base) :] else base


def _kind(field: ir.Field) -> str:
    last = (singular(field.wire) or ("",))[-1]
    return last if last in KINDS else ""


def _value(
    start: ir.Operation, name: Name, offered: list[Value], field: ir.Field, thing: _Path
) -> Value | None:
    """Return the value for a member of the status request."""
    if field.type.innermost.kind not in ("str", "enum"):
        return None
    words = singular(field.wire)
    base, kinds = _base(field, thing), _KINDS_OF[_kind(field)]
    best: tuple[tuple[int, ...], Value] | None = None
    for value in offered:
        if value.field.type.innermost.kind == "enum" != (field.type.innermost.kind == "enum"):
            continue
        given = singular(value.field.wire)
        exact = given == words and value.base in (base, value.words, words)
        their = value.base
        if their and their == name.noun[len(name.noun) - len(their) :]:
            their = name.noun
        same = their == base or (
            base == thing
            and value.base == thing[len(thing) - len(value.base) :]
            and bool(value.base)
        )
        if not same and not (exact and given[-1:] != ("id",)) and not (exact and len(given) > 1):
            continue
        if value.kind not in kinds and not exact:
            continue
        from_input = value.path[0] == "input"
        own = base == thing
        if own and from_input and name.verb in _NEW and value.kind in ("id", "arn"):
            continue
        many = any(each.endswith("[]") for each in value.path)
        existed = name.motion != "create" and name.motion != "update" and own
        rank = (
            int(not exact),
            int(not same),
            int(from_input != (existed and value.field.required)),
            kinds.index(value.kind) if value.kind in kinds else len(kinds),
            int(many and field.type.kind != "list"),
            len(value.path),
        )
        if best is None or rank < best[0]:
            best = rank, value
    return best[1] if best else None
