"""The sample of adopted facts that somebody who had not adopted them reads against AWS's documentation.

A fact is a rule about one member. The sample takes those with the lowest digests of seed and key from each stratum, so
that a fact that is added or dropped later leaves the others where they are.

May import: the standard library and ``codegen`` below ``project`` and ``diff``.
"""

from __future__ import annotations

import hashlib
import typing as t
from collections.abc import Iterable, Iterator

from typed_status.codegen.build import Shipped
from typed_status.codegen.facts import overlay
from typed_status.codegen.models import botocore_source

__all__ = ["STRATA", "Fact", "documentation", "facts", "rank", "sample", "stratum"]

STRATA = {"open_enum": 55, "range": 50, "unit": 25, "other": 20}
"""How many facts the sample takes of each kind; ``other`` are all kinds that are not named."""

# Facts of these kinds rest on what responses lack or contain, and not on prose.
_NOT_PROSE = (overlay.Required, overlay.Optional, overlay.MoreValues, overlay.WithinLimits)
_SOURCES = ("botocore's documentation", "The member's documentation")


class Fact(t.NamedTuple):
    """A fact about one member: ``key`` names it, and ``adopted`` is what it says."""

    service: str
    target: str
    check: str
    adopted: str

    @property
    def key(self) -> str:
        """The service, the member and the kind, which name the fact whatever it says."""
        return f"{self.service} {self.target} {self.check}"


def facts(shipped: Shipped) -> tuple[Fact, ...]:
    """Return the facts that rest on botocore's documentation: of all overlays, and the units that a rule finds."""
    found = [
        Fact(path.stem, target, entry.check, _adopted(entry))
        for path in overlay.OVERLAYS.glob("*.toml")
        for entry in overlay.read_overlay(path)
        if _is_from_documentation(entry)
        for target in entry.targets
    ]
    found += [
        Fact(service.name, f"{struct.wire}.{field.wire}", "unit", field.unit)
        for service in shipped.services
        for struct in service.all_structs
        for field in struct.fields
        if field.unit
    ]
    return tuple(sorted({*found}))


def _is_from_documentation(entry: overlay.Entry) -> bool:
    return not isinstance(entry, _NOT_PROSE) and (
        entry.source is None or entry.source.startswith(_SOURCES)
    )


def _adopted(entry: overlay.Entry) -> str:
    """Write a rule's parameters on one line."""
    given = entry.model_dump(
        exclude={*overlay.Required.model_fields, "name", "status"}, exclude_none=True
    )
    return ", ".join(
        f"{name} {_text(value)}" for name, value in given.items() if value is not False
    )


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " | ".join(t.cast("tuple[str, ...]", value))
    if isinstance(value, dict):
        return " ".join(map(_text, t.cast("dict[str, object]", value).values()))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def stratum(check: str) -> str:
    """Return the stratum of the facts of a kind."""
    return check if check in STRATA else "other"


def rank(seed: int, key: str) -> str:
    """Return what a sample of ``seed`` sorts facts by."""
    return hashlib.sha256(f"{seed} {key}".encode()).hexdigest()


def sample(found: Iterable[Fact], seed: int) -> tuple[Fact, ...]:
    """Draw as many facts from each stratum as ``STRATA`` says."""
    strata: dict[str, list[Fact]] = {name: [] for name in STRATA}
    for each in sorted(found, key=lambda one: rank(seed, one.key)):
        strata[stratum(each.check)].append(each)
    return tuple(each for name, ranked in strata.items() for each in ranked[: STRATA[name]])


def documentation(fact: Fact) -> Iterator[str]:
    """Yield what botocore's service model has about the member, as HTML, and about its shape."""
    shape, member = fact.target.split(".")
    shapes = botocore_source.load(fact.service).model["shapes"]
    reference = shapes[shape]["members"][member]
    yield str(reference.get("documentation", "(none)"))
    found = shapes[reference["shape"]]
    limits = {name: found[name] for name in ("type", "min", "max") if name in found}
    text = f" {found['documentation']}" if found.get("documentation") else ""
    yield f"shape {reference['shape']}: {limits}{text}"
