"""The generator, top to bottom: source -> lower -> apply -> render -> style -> write.

May import: the standard library and the rest of ``codegen``.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Sequence
from pathlib import Path

from typed_status.codegen import ir
from typed_status.codegen.apply import apply
from typed_status.codegen.catalog import Pick, read_catalog
from typed_status.codegen.errors import GenerationError
from typed_status.codegen.lower import lower
from typed_status.codegen.overlay import OVERLAYS, read_overlay
from typed_status.codegen.render import render
from typed_status.codegen.source import load
from typed_status.codegen.style import style
from typed_status.codegen.write import difference, write

__all__ = ["SERVICES", "check", "modules", "regenerate"]

SERVICES = Path(__file__).parent.parent / "services"


def modules(overlays: Path = OVERLAYS) -> dict[str, str]:
    """Every service module of the catalog: file name -> source."""
    made: dict[str, str] = {}
    for name, picks in read_catalog().items():
        service = represent(name, picks, overlays / f"{name}.toml")
        made[f"{service.module}.py"] = style(render(service))
    return made


def represent(name: str, picks: Sequence[Pick], overlay: Path) -> ir.Service:
    """The IR of a service's picked operations, its overlay applied."""
    lowered = lower(load(name), [pick.name for pick in picks])
    service = apply(lowered, read_overlay(overlay), overlay.name)
    paths = {pick.name: pick.status for pick in picks}
    return dataclasses.replace(
        service,
        operations=tuple(
            dataclasses.replace(each, status=status_path(service, each, paths[each.wire]))
            for each in service.operations
        ),
    )


def status_path(service: ir.Service, operation: ir.Operation, path: str | None) -> tuple[str, ...]:
    """A path of wire names as a path of field names."""
    structs = {struct.name: struct for struct in service.structs}
    holder: ir.Struct | None = operation.response
    names: list[str] = []
    for wire in path.split(".") if path else ():
        field = holder.field(wire) if holder is not None else None
        if field is None:
            known = [each.wire for each in holder.fields] if holder is not None else []
            raise GenerationError(
                f"catalog.toml: {service.name} {operation.wire}: the response has no status "
                f"{path!r}: {wire!r} is not there; near: {difflib.get_close_matches(wire, known)}"
            )
        names.append(field.name)
        holder = structs.get(field.type.name)
    return tuple(names)


def regenerate(folder: Path = SERVICES) -> list[str]:
    """Write the modules; the names of the files that changed."""
    return write(folder, modules())


def check(folder: Path = SERVICES) -> str:
    """The difference between what ``folder`` holds and what would be written; empty if there is none."""
    return difference(folder, modules())
