"""Which status of a response an operation moves, of the thing or of one of its parts, and where its own response has it.

Parts have a status of their own: the routes of a VPN connection, the roles of a cluster. A start that makes or removes one
moves its status, which the operation that reports on the whole returns for each part.

May import: the standard library, ``codegen.models.ir``, ``codegen.starts.members``, ``codegen.starts.names`` and ``codegen.starts.refused``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts.members import Value
from typed_status.codegen.starts.names import Name, singular, subject
from typed_status.codegen.starts.refused import says_refused

__all__ = ["Part", "at", "is_of", "other", "part_of", "reported"]

_Path = tuple[str, ...]
_JOINED = (("association",), ("attachment",), ("member",))
_WORDS = frozenset("attempt last latest state status".split())
_STEM = 5
# Words on the path to a status that do not say whose it is.
_GENERAL = _WORDS | frozenset(
    "build code configuration creation current cycle data deployment description detail enablement entity event info item life lifecycle list metadata name object operation output "
    "overall phase primary processing progress property provision provisioning record registration resource response result stability stage summary type value version".split()
)


def other(name: Name, status: ir.Operation) -> _Path:
    """Return the path to the status that is called like what the operation does, beside the leading one; empty for
    none."""
    before = status.status[:-1]
    for path in status.other_statuses:
        rest = path[len(before) :]
        if path[: len(before)] != before or any(each.endswith("[]") for each in rest):
            continue
        words = [word for each in rest for word in singular(each) if word not in _WORDS]
        stem = "update" if name.motion == "update" and name.verb != "reboot" else name.verb
        ours = [word for word in words if word.startswith(stem[:_STEM])]
        if ours and all(word in name.noun for word in words if word not in ours):
            return path
    return ()


def is_of(thing: _Path, name: Name, status: ir.Operation) -> bool:
    """Whether the leading status is that of the thing itself, and not of a part or an aspect, by the names on the path."""
    own = {*thing, *name.noun, *subject(status.wire)}
    lists = [at for at, each in enumerate(status.status) if each.endswith("[]")]
    rest = status.status[lists[-1] + 1 :] if lists else status.status
    if lists and own.isdisjoint(singular(status.status[lists[-1]])):
        listed = {*singular(status.status[lists[-1]])}
        if not listed <= _GENERAL:
            return False
    known = own | _GENERAL | {name.verb}
    return all("|" in each or {*singular(each)} <= known for each in rest)


def at(structs: Mapping[str, ir.Struct], struct: ir.Struct, path: _Path) -> ir.Field | None:
    """Return the field at a path of field names."""
    found: ir.Field | None = None
    holder: ir.Struct | None = struct
    for name in path:
        plain = name.removesuffix("[]").split("|")[0]
        fields = holder.fields if holder is not None else ()
        found = next((each for each in fields if each.name == plain), None)
        if found is None:
            return None
        holder = structs.get(found.type.innermost.name)
    return found


def reported(structs: Mapping[str, ir.Struct], response: ir.Struct, watched: ir.Field) -> _Path:
    """Return the path to the same status in the response of the start; empty if it has none."""
    found = sorted(_statuses(structs, response, watched, (), 2), key=len)
    named = [path for path in found if path[-1].removesuffix("[]") == watched.name]
    return (named or found or [()])[0]


def _statuses(
    structs: Mapping[str, ir.Struct], struct: ir.Struct, watched: ir.Field, path: _Path, depth: int
) -> Iterator[_Path]:
    for field in struct.fields:
        is_list = field.type.kind == "list"
        if field.type.kind == "map" or says_refused(field):
            continue
        if is_list and any(each.endswith("[]") for each in path):
            continue
        here = (*path, f"{field.name}[]" if is_list else field.name)
        inner = field.type.innermost
        if inner == watched.type.innermost and inner.kind == "enum":
            yield here
        elif inner.kind == "struct" and depth and inner.name in structs:
            yield from _statuses(structs, structs[inner.name], watched, here, depth - 1)


class Part(t.NamedTuple):
    """Parts that a status operation reports on: ``path`` leads to their status, ``held`` to their list, below the items of a list
    operation; ``struct`` is what each is."""

    path: _Path
    held: _Path
    struct: ir.Struct
    thing: _Path


def part_of(
    structs: Mapping[str, ir.Struct], name: Name, offered: list[Value], status: ir.Operation
) -> Part | None:
    """Return the parts with a status that a start with this name is about, by the names of their lists; none if several lists
    have such parts, or if the start does not name the whole."""
    whole = subject(status.wire)
    if not any(each.base == whole for each in offered):
        return None
    found = [*_parts(structs, name, status, whole)]
    return found[0] if len(found) == 1 else None


def _parts(
    structs: Mapping[str, ir.Struct], name: Name, status: ir.Operation, whole: _Path
) -> Iterator[Part]:
    top = next((at for at, each in enumerate(status.status) if each.endswith("[]")), -1)
    if top < 0:
        return
    for path in (status.status, *status.other_statuses):
        last = max((at for at, each in enumerate(path) if each.endswith("[]")), default=-1)
        if last <= top or path[: top + 1] != status.status[: top + 1]:
            continue
        listed = singular(path[last].removesuffix("[]").removesuffix("_set"))
        struct = _struct_at(structs, status.response, path[: last + 1])
        if struct is not None and _names(name, whole, listed, struct):
            yield Part(path, path[top + 1 : last + 1], struct, listed)


def _names(name: Name, whole: _Path, listed: _Path, part: ir.Struct) -> bool:
    """Whether a start is about the parts that a list has: it names them, or joins something to the whole."""
    if name.motion not in ("create", "delete", "attach", "detach", "start", "stop"):
        return False
    if name.noun == whole:
        return name.motion in ("attach", "detach") and listed[-1:] in _JOINED
    at = next((at for at in range(len(name.noun)) if name.noun[at : at + len(whole)] == whole), -1)
    rest = name.noun if at < 0 else (*name.noun[:at], *name.noun[at + len(whole) :])
    # The private ones of addresses, of which each has a private IP.
    words = {word for each in part.fields for word in singular(each.wire)}
    others = iter(listed)
    kept = [word for word in rest if word in listed or word not in words]
    return kept[-1:] == list(rest[-1:]) and all(word in others for word in kept)


def _struct_at(
    structs: Mapping[str, ir.Struct], struct: ir.Struct, path: _Path
) -> ir.Struct | None:
    found: ir.Struct | None = struct
    for step in path:
        plain = step.removesuffix("[]").split("|")[0]
        field = next((each for each in (found.fields if found else ()) if each.name == plain), None)
        found = structs.get(field.type.innermost.name) if field is not None else None
    return found
