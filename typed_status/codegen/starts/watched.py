"""Which status of a response an operation moves, and where its own response has it.

May import: the standard library, ``codegen.models.ir``, ``codegen.starts.names`` and ``codegen.starts.refused``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts.names import Name, singular, subject
from typed_status.codegen.starts.refused import says_refused

__all__ = ["at", "is_of", "other", "reported"]

_Path = tuple[str, ...]
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
