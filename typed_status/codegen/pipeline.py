"""The generator, top to bottom: source -> lower -> pick -> apply -> render -> style -> write.

May import: the standard library and the rest of ``codegen``.
"""

from __future__ import annotations

import collections
import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from typed_status.codegen import catalog, facts, ir, source
from typed_status.codegen.apply import apply
from typed_status.codegen.errors import GenerationError
from typed_status.codegen.examples import instances
from typed_status.codegen.lower import lower
from typed_status.codegen.overlay import OVERLAYS, read_overlay
from typed_status.codegen.render import render
from typed_status.codegen.style import style
from typed_status.codegen.write import difference, write

__all__ = ["INDEX", "SERVICES", "accounts", "check", "counts", "modules", "questions", "regenerate"]

SERVICES = Path(__file__).parent.parent / "services"
INDEX = "index.json"


def modules(names: Iterable[str] | None = None) -> dict[str, str]:
    """The catalog's files: a module for each service, and the index (file name -> text)."""
    exceptions = catalog.read_exceptions()
    known = source.services()
    for stray in [path for path in sorted(OVERLAYS.glob("*.toml")) if path.stem not in known]:
        raise GenerationError(f"overlays/{stray.name}: botocore has no service {stray.stem!r}")
    represented: list[ir.Service] = []
    for name in known if names is None else names:
        picks = pick(name, exceptions)
        if picks:
            represented.append(represent(name, picks, OVERLAYS / f"{name}.toml"))
    sources = {f"{service.module}.py": render(service) for service in represented}
    return style(sources) | {INDEX: index(represented)}


def pick(name: str, exceptions: catalog.Exceptions) -> tuple[catalog.Pick, ...]:
    """The operations of a service that are shipped."""
    loaded = source.load(name)
    everything = lower(loaded, loaded.model["operations"])
    return catalog.find(everything, source.polled(name), exceptions)


def represent(name: str, picks: Sequence[catalog.Pick], overlay: Path) -> ir.Service:
    """The IR of a service's picked operations, its overlay applied."""
    lowered = lower(source.load(name), [pick.name for pick in picks])
    shown = instances(lowered, source.examples(name))
    service = apply(lowered, read_overlay(overlay), overlay.name, shown)
    by_name = {pick.name: pick for pick in picks}
    return dataclasses.replace(
        service,
        operations=tuple(
            _with_status(service, each, by_name[each.wire]) for each in service.operations
        ),
    )


def _with_status(service: ir.Service, operation: ir.Operation, pick: catalog.Pick) -> ir.Operation:
    """``operation`` with the pick's path of wire names as a path of field names."""
    structs = {struct.name: struct for struct in service.structs}
    holder: ir.Struct | None = operation.response
    path: list[str] = []
    kind: ir.Type | None = None
    for wire in pick.status:
        field = holder.field(wire) if holder is not None else None
        if field is None:
            raise GenerationError(
                f"{service.name} {operation.wire}: the response has no status {'.'.join(pick.status)!r}"
            )
        path.append(field.name)
        kind = catalog.innermost(field.type)
        holder = structs.get(kind.name)
    return dataclasses.replace(operation, status=tuple(path), status_type=kind, kind=pick.kind)


def index(services: Iterable[ir.Service]) -> str:
    """The index: one line an operation, so that a change of one is a change of one line."""
    rows = [
        {
            "service": service.name,
            "operation": operation.wire,
            "module": service.module,
            "function": operation.function,
            "kind": operation.kind,
            "status": ".".join(operation.status),
            "enum": operation.status_type.name if operation.status_type else "",
        }
        for service in services
        for operation in service.operations
    ]
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


def counts(folder: Path = SERVICES) -> str:
    """What the index in ``folder`` holds, counted."""
    rows = json.loads((folder / INDEX).read_text("utf-8"))
    kinds = collections.Counter(row["kind"] for row in rows)
    services = len({row["service"] for row in rows})
    each = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    return f"{len(rows):,} operations of {services} services: {each}"


def accounts() -> list[facts.Account]:
    """What became of each candidate for a fact, by service."""
    exceptions = catalog.read_exceptions()
    refusals = facts.read_refused()
    found: list[facts.Account] = []
    for name in source.services():
        picks = pick(name, exceptions)
        if picks:
            lowered = lower(source.load(name), [pick.name for pick in picks])
            entries = read_overlay(OVERLAYS / f"{name}.toml")
            found.append(facts.account(lowered, entries, refusals))
    known = {account.service for account in found}
    for stray in sorted({refusal.service for refusal in refusals} - known):
        raise GenerationError(f"{facts.REFUSED.name}: the catalog has no service {stray!r}")
    return found


def questions() -> list[str]:
    """What to ask a human: the candidates for facts that are neither adopted nor refused."""
    return [facts.question(each) for account in accounts() for each in account.open]


def regenerate(folder: Path = SERVICES) -> list[str]:
    """Write the catalog; the names of the files that changed."""
    return write(folder, modules())


def check(folder: Path = SERVICES) -> str:
    """The difference between what ``folder`` holds and what would be written; empty if there is none."""
    return difference(folder, modules())
