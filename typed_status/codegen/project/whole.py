"""All that is known of a service that the user's botocore has: its model, the library's reviewed data, the user's own overlays.

The library's data was reviewed against one version of botocore, and here another one may be installed: what does not
fit it is left out and told of, and does not stop the user. The user's own overlays must fit.

May import: the standard library and ``codegen`` below ``project``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from typed_status.codegen.build import with_statuses
from typed_status.codegen.exceptions import GenerationError, OverlayError
from typed_status.codegen.facts import catalog, overlay, phases
from typed_status.codegen.facts.apply import apply
from typed_status.codegen.facts.examples import Examples, instances
from typed_status.codegen.models import botocore_source, ir
from typed_status.codegen.models.lower import lower
from typed_status.codegen.models.subset import cut

__all__ = ["Own", "Reviewed", "Whole", "read_own", "whole"]

Own = tuple[str, tuple[overlay.Entry, ...]]
"""An overlay of the user's: what it is called, and its rules."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reviewed:
    """The library's data about statuses."""

    exceptions: catalog.Exceptions = dataclasses.field(default_factory=catalog.read_exceptions)
    decisions: phases.Decisions = dataclasses.field(default_factory=phases.read_decisions)


@dataclasses.dataclass(frozen=True, slots=True)
class Whole:
    """The operations that were picked and those of the catalog, their statuses judged; ``notes`` tell of reviewed
    data that does not fit."""

    service: ir.Service
    notes: tuple[str, ...]


def read_own(paths: Mapping[str, Path]) -> dict[str, list[Own]]:
    """The user's overlays (as they are called -> where they are), sorted by service.

    Raises:
        OverlayError: one is not there, or is not of the form of an overlay.
    """
    found: dict[str, list[Own]] = {}
    for shown, path in paths.items():
        if path.suffix != ".toml":
            raise OverlayError(shown, "(any)", "an overlay is called <service>.toml")
        if not path.is_file():
            raise OverlayError(shown, "(any)", "there is no such file")
        found.setdefault(path.stem, []).append((shown, overlay.read_overlay(path, shown)))
    return found


def whole(
    name: str,
    picked: Sequence[str],
    own: Sequence[Own],
    reviewed: Reviewed,
) -> Whole:
    """The service ``name``; ``own`` are the user's overlays of it, each with what it is called.

    Raises:
        OverlayError: one of the user's rules does not fit the service model.
        ServiceModelError: the service model is missing or broken.
    """
    loaded = botocore_source.load(name, private=True)
    lowered = lower(loaded, loaded.model.get("operations", ()))
    shown = instances(lowered, botocore_source.examples(name, private=True))
    notes: list[str] = []
    ruled = _with_own_rules(_with_shipped_rules(lowered, notes), own, shown)
    waiters = botocore_source.waiters(name, private=True)
    polled: dict[str, list[str]] = {}
    for waiter in waiters:
        looked_at = [each.argument for each in waiter.acceptors if each.argument]
        polled.setdefault(waiter.operation, []).extend(looked_at)
    exceptions = _fitting(lowered, polled, reviewed.exceptions, notes)
    shipped = {pick.name: pick for pick in catalog.find(lowered, polled, exceptions)}
    picks = {name: catalog.Pick(name, "companion") for name in picked}
    # Overlays make statuses too, which lead where the service model has none.
    for pick in catalog.find(ruled, polled, catalog.Exceptions()):
        if pick.name in picks and pick.name not in exceptions.removed(name):
            picks[pick.name] = pick
    picks |= shipped
    service = with_statuses(cut(ruled, picks), list(picks.values()))
    judged, _ = phases.judge(service, waiters, reviewed.decisions, lambda _: None)
    return Whole(judged, tuple(notes))


def _with_shipped_rules(service: ir.Service, notes: list[str]) -> ir.Service:
    file = f"{service.name}.toml"
    for entry in _shipped_rules(service.name):
        fitting: list[str] = []
        for target in entry.targets:
            try:
                apply(service, [entry.model_copy(update={"targets": (target,)})], file)
            except OverlayError as error:
                notes.append(f"a rule of the library's own is left out: {error}")
            else:
                fitting.append(target)
        if fitting:
            service = apply(service, [entry.model_copy(update={"targets": tuple(fitting)})], file)
    return service


def _shipped_rules(service: str) -> tuple[overlay.Entry, ...]:
    return overlay.read_overlay(overlay.OVERLAYS / f"{service}.toml")


def _with_own_rules(service: ir.Service, own: Sequence[Own], shown: Examples) -> ir.Service:
    taken = {entry.id: "the library" for entry in _shipped_rules(service.name)}
    for file, entries in own:
        for entry in entries:
            if entry.id in taken:
                raise OverlayError(file, entry.id, f"{taken[entry.id]} has a rule of this id")
            taken[entry.id] = file
        service = apply(service, entries, file, shown)
    return service


def _fitting(
    service: ir.Service,
    polled: Mapping[str, Sequence[str]],
    exceptions: catalog.Exceptions,
    notes: list[str],
) -> catalog.Exceptions:
    """The catalog's exceptions for ``service``, without those that do not fit it."""
    fitting = catalog.Exceptions()
    for each in _one_by_one(exceptions, service.name):
        try:
            catalog.find(service, polled, each)
        except GenerationError as error:
            notes.append(f"a decision of the library's own is left out: {error}")
        else:
            fitting = catalog.Exceptions(
                add=fitting.add + each.add,
                remove=fitting.remove + each.remove,
                lead=fitting.lead + each.lead,
            )
    return fitting


def _one_by_one(exceptions: catalog.Exceptions, service: str) -> Iterator[catalog.Exceptions]:
    yield from (catalog.Exceptions(add=(one,)) for one in exceptions.add if one.service == service)
    yield from (
        catalog.Exceptions(remove=(one,)) for one in exceptions.remove if one.service == service
    )
    yield from (
        catalog.Exceptions(lead=(one,)) for one in exceptions.lead if one.service == service
    )
