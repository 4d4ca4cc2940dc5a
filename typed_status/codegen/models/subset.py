"""A subset of a service: some operations with exactly the shapes that they reach, out of the IR of all.

Names and phases do not depend on which operations are selected, as they would if only those were lowered.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator

from typed_status.codegen.models import ir

__all__ = ["in_order_of_use", "subset"]


def subset(service: ir.Service, operations: Collection[str]) -> ir.Service:
    """Reduce ``service`` to these operations and the shapes that they reach, in the same order."""
    kept = [each for each in service.operations if each.wire in operations]
    raised = {name for each in kept for name in each.errors}
    errors = [each for each in service.errors if each.name in raised]
    reached = {*_reached(service, [*_roots(kept), *errors])}
    return dataclasses.replace(
        service,
        enums=tuple(each for each in service.enums if each.name in reached),
        structs=tuple(each for each in service.structs if each.name in reached),
        errors=tuple(errors),
        operations=tuple(kept),
    )


def in_order_of_use(service: ir.Service) -> ir.Service:
    """Sort the structures as ``lower`` would for these operations alone: each after those that it holds, by the
    first response, error or request that reaches it. Unrelated operations then do not reorder a module."""
    errors = {error.name: error for error in service.errors}
    roots = [each.response for each in service.operations]
    raised = [errors[name] for each in service.operations for name in each.errors]
    sent = [each.request for each in service.operations]
    rank = {name: at for at, name in enumerate(_reached(service, [*roots, *raised, *sent]))}
    structs = sorted(service.structs, key=lambda struct: rank[struct.name])
    return dataclasses.replace(service, structs=tuple(structs))


def _roots(operations: Iterable[ir.Operation]) -> Iterator[ir.Struct]:
    for each in operations:
        yield each.request
        yield each.response


def _reached(service: ir.Service, roots: Iterable[ir.Struct | ir.Error]) -> list[str]:
    """List the names of all enums and structures inside ``roots``, depth first, inner ones first."""
    structs = {each.name: each for each in service.structs}
    order: dict[str, None] = {}
    entered: set[str] = set()

    def visit(holder: ir.Struct | ir.Error) -> None:
        for name in (name for field in holder.fields for name in _names(field.type)):
            if name not in entered:
                entered.add(name)
                if name in structs:
                    visit(structs[name])
                order[name] = None

    for root in roots:
        visit(root)
    return list(order)


def _names(kind: ir.Type) -> Iterator[str]:
    if kind.name:
        yield kind.name
    for each in kind.args:
        yield from _names(each)
