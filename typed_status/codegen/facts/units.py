"""The units of numbers, which the generator takes from AWS's documentation by a rule, except for those that are refused.

May import: the standard library, ``codegen.facts.documented_units``, ``codegen.facts.ledger`` and ``codegen.models.ir``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from typed_status.codegen.facts.documented_units import documented_unit
from typed_status.codegen.facts.ledger import Refusal
from typed_status.codegen.models import ir

__all__ = ["with_units"]


def with_units(service: ir.Service, refusals: Iterable[Refusal]) -> ir.Service:
    """Return ``service`` with the units of its numbers that their documentation states and no refusal excludes."""
    refused = {
        target
        for refusal in refusals
        if refusal.kind == "unit" and refusal.service == service.name
        for target in refusal.targets
    }

    def field(struct: ir.Struct, each: ir.Field) -> ir.Field:
        if each.type.innermost.kind not in ("int", "float"):
            return each
        unit = documented_unit(each.wire, each.doc)
        is_refused = f"{struct.wire}.{each.wire}" in refused
        return each if is_refused or not unit else dataclasses.replace(each, unit=unit)

    def struct(each: ir.Struct) -> ir.Struct:
        return dataclasses.replace(each, fields=tuple(field(each, one) for one in each.fields))

    return dataclasses.replace(
        service,
        structs=tuple(map(struct, service.structs)),
        operations=tuple(
            dataclasses.replace(each, request=struct(each.request), response=struct(each.response))
            for each in service.operations
        ),
    )
