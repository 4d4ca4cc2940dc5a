"""The generator, top to bottom: source -> lower -> pick -> apply -> render -> style -> write.

May import: the standard library and the rest of ``codegen``.
"""

from __future__ import annotations

import collections
import dataclasses
import json
import pathlib
from collections.abc import Iterable, Sequence

from typed_status.codegen import catalog, facts, ir, source
from typed_status.codegen.apply import apply
from typed_status.codegen.errors import GenerationError
from typed_status.codegen.examples import instances
from typed_status.codegen.lower import lower
from typed_status.codegen.overlay import OVERLAYS, read_overlay
from typed_status.codegen.render import render
from typed_status.codegen.search import Path, Search, innermost
from typed_status.codegen.statuses import DECISIONS, Decisions, judge, read_decisions
from typed_status.codegen.style import style
from typed_status.codegen.write import difference, write

__all__ = ["INDEX", "SERVICES", "Shipped", "check", "counts", "modules", "regenerate", "shipped"]

SERVICES = pathlib.Path(__file__).parent.parent / "services"
INDEX = "index.json"


@dataclasses.dataclass(frozen=True, slots=True)
class Shipped:
    """The catalog as IR, and the questions that it leaves to a human."""

    services: tuple[ir.Service, ...]
    accounts: tuple[facts.Account, ...]
    questions: tuple[str, ...]


def modules(names: Iterable[str] | None = None) -> dict[str, str]:
    """The catalog's files: a module for each service, and the index (file name -> text)."""
    return written(shipped(names))


def written(shipped: Shipped) -> dict[str, str]:
    """The files that the catalog is written to."""
    services = shipped.services
    sources = {f"{service.module}.py": render(service) for service in services}
    return style(sources) | {INDEX: index(services)}


def shipped(names: Iterable[str] | None = None) -> Shipped:
    """The catalog, of the services named or of all."""
    exceptions, decisions, refusals = (
        catalog.read_exceptions(),
        read_decisions(),
        facts.read_refused(),
    )
    services: list[ir.Service] = []
    accounts: list[facts.Account] = []
    questions: list[str] = []
    for name in source.services() if names is None else names:
        picks = pick(name, exceptions)
        if not picks:
            continue
        overlay = OVERLAYS / f"{name}.toml"
        service, left = judge(represent(name, picks, overlay), source.waiters(name), decisions)
        account = facts.account(_lowered(name, picks), read_overlay(overlay), refusals)
        services.append(service)
        accounts.append(account)
        questions += [*left, *map(facts.question, account.open)]
    shipped = {service.name for service in services}
    _refuse_strays(shipped if names is None else {*source.services()}, refusals, decisions)
    return Shipped(tuple(services), tuple(accounts), tuple(questions))


def _refuse_strays(
    shipped: set[str], refusals: Iterable[facts.Refusal], decisions: Decisions
) -> None:
    """Raise where there is data about a service that is not shipped."""
    about = {(f"overlays/{path.name}", path.stem) for path in OVERLAYS.glob("*.toml")}
    about |= {(facts.REFUSED.name, each.service) for each in refusals}
    about |= {(DECISIONS.name, each.service) for each in decisions.phase}
    for file, service in sorted(about):
        if service not in shipped:
            raise GenerationError(f"{file}: the catalog has no service {service!r}")


def pick(name: str, exceptions: catalog.Exceptions) -> tuple[catalog.Pick, ...]:
    """The operations of a service that are shipped."""
    loaded = source.load(name)
    everything = lower(loaded, loaded.model["operations"])
    polled: dict[str, list[str]] = {}
    for waiter in source.waiters(name):
        looked_at = [each.argument for each in waiter.acceptors if each.argument]
        polled.setdefault(waiter.operation, []).extend(looked_at)
    return catalog.find(everything, polled, exceptions)


def represent(name: str, picks: Sequence[catalog.Pick], overlay: pathlib.Path) -> ir.Service:
    """The IR of a service's picked operations, its overlay applied."""
    lowered = _lowered(name, picks)
    shown = instances(lowered, source.examples(name))
    return with_statuses(apply(lowered, read_overlay(overlay), overlay.name, shown), picks)


def _lowered(name: str, picks: Sequence[catalog.Pick]) -> ir.Service:
    return lower(source.load(name), [pick.name for pick in picks])


def with_statuses(service: ir.Service, picks: Sequence[catalog.Pick]) -> ir.Service:
    """``service``, whose operations know their statuses."""
    by_name = {pick.name: pick for pick in picks}
    search = Search(service)
    return dataclasses.replace(
        service,
        operations=tuple(
            _with_status(search, each, by_name[each.wire]) for each in service.operations
        ),
    )


def _with_status(search: Search, operation: ir.Operation, pick: catalog.Pick) -> ir.Operation:
    """``operation`` with the pick's status, and the others beside it, as paths of field names."""

    def named(path: Path) -> tuple[str, ...]:
        return tuple(
            f"{field.name}[]" if field.type.kind in ("list", "map") else field.name
            for field in search.fields(operation.response, path)
        )

    fields = search.fields(operation.response, pick.status)
    if len(fields) != len(pick.status):
        path = ".".join(pick.status)
        raise GenerationError(
            f"{search.name} {operation.wire}: the response has no status {path!r}"
        )
    paths = dict.fromkeys(search.lifecycles_of(operation.response))
    listed = [innermost(field.type) for field in fields if field.type.kind in ("list", "map")]
    return dataclasses.replace(
        operation,
        status=named(pick.status),
        item_type=listed[-1] if listed else None,
        status_type=innermost(fields[-1].type) if fields else None,
        others=tuple(named(path) for path in paths if path != pick.status),
        kind=pick.kind,
    )


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
            "others": [".".join(path) for path in operation.others],
            "enum": operation.status_type.name if operation.status_type else "",
        }
        for service in services
        for operation in service.operations
    ]
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


def counts(folder: pathlib.Path = SERVICES) -> str:
    """What the index in ``folder`` holds, counted."""
    rows = json.loads((folder / INDEX).read_text("utf-8"))
    kinds = collections.Counter(row["kind"] for row in rows)
    services = len({row["service"] for row in rows})
    each = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    return f"{len(rows):,} operations of {services} services: {each}"


def regenerate(shipped: Shipped, folder: pathlib.Path = SERVICES) -> list[str]:
    """Write the catalog; the names of the files that changed."""
    return write(folder, written(shipped))


def check(folder: pathlib.Path = SERVICES) -> str:
    """The difference between what ``folder`` holds and what would be written; empty if there is none."""
    return difference(folder, modules())
