"""Parts of a resource that have a status of their own: the routes of a VPN connection, the roles of a cluster.

A start that makes or removes a part moves its status, which the response of the operation about the whole has, for each
part of it.

May import: the standard library, ``codegen.models.ir``, ``codegen.starts.members`` and ``codegen.starts.names``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts import names
from typed_status.codegen.starts.members import Value
from typed_status.codegen.starts.names import Name, singular

__all__ = ["Part", "part_of"]

_Path = tuple[str, ...]
_JOINED = (("association",), ("attachment",), ("member",))


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
    whole = names.subject(status.wire)
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
