"""Some operations of a service, with exactly the shapes that they reach, out of its whole IR.

A name or a phase does not depend on what else is picked, as it would if only the picked operations were lowered.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator

from typed_status.codegen.models import ir

__all__ = ["cut"]


def cut(service: ir.Service, operations: Collection[str]) -> ir.Service:
    """``service`` with no operations but these, and no shapes but theirs."""
    kept = [each for each in service.operations if each.wire in operations]
    raised = {name for each in kept for name in each.errors}
    errors = [each for each in service.errors if each.name in raised]
    roots = [root for each in kept for root in (each.request, each.response)]
    reached = _reached(service, [*roots, *errors])
    return dataclasses.replace(
        service,
        enums=tuple(each for each in service.enums if each.name in reached),
        structs=tuple(each for each in service.structs if each.name in reached),
        errors=tuple(errors),
        operations=tuple(kept),
    )


def _reached(service: ir.Service, roots: Iterable[ir.Struct | ir.Error]) -> set[str]:
    """The names of all enums and structures inside ``roots``."""
    structs = {each.name: each for each in service.structs}
    found: set[str] = set()
    left = list(roots)
    while left:
        for name in (name for field in left.pop().fields for name in _names(field.type)):
            if name not in found:
                found.add(name)
                left += [structs[name]] if name in structs else []
    return found


def _names(kind: ir.Type) -> Iterator[str]:
    if kind.name:
        yield kind.name
    for each in kind.args:
        yield from _names(each)
