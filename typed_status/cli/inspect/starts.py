"""What operations start, as data for ``typed-status explain``: shipped ones, and others, for which the generator finds it.

May import: the standard library, pydantic, ``typed_status.catalog_entries``, ``typed_status.runtime`` and ``typed_status.codegen``;
what needs the ``codegen`` extra only in ``find_start``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from typed_status.catalog_entries import CatalogEntry
from typed_status.codegen.emit.starts import BASES
from typed_status.codegen.models import ir
from typed_status.runtime import Start

__all__ = ["describe_start", "find_start"]

Facts = dict[str, t.Any]


def describe_start(entry: CatalogEntry, start: Start) -> Facts:
    """Describe what a shipped operation starts."""
    return _facts(start, start.bindings, entry.follows, start.token, entry.basis, entry.source)


def find_start(service: str, operation: str) -> Facts | None:
    """Find what an operation of the installed botocore starts that is not shipped; ``service`` and ``operation`` are botocore's
    names. ``None`` if nothing is known, or the ``codegen`` extra is not installed."""
    try:
        from typed_status.codegen.build import Tolerance, build, read_reviewed
    except ModuleNotFoundError:
        return None

    def ignore(_: Exception) -> None:
        """Reviewed data that does not fit the installed botocore is left out."""

    built = build(service, read_reviewed(), private=True, tolerance=Tolerance(*[ignore] * 4))
    start = built.starts.get(operation)
    if start is None:
        return None
    request = next(each.request for each in built.lowered.operations if each.wire == operation)
    bindings = {name: ".".join(path) for name, path in start.bindings}
    token = next((field.name for field in request.fields if field.token), None)
    return _facts(start, bindings, start.status, token, start.basis, start.source)


def _facts(
    start: Start | ir.Start,
    bindings: Mapping[str, str],
    follows: str,
    token: str | None,
    basis: str,
    source: str,
) -> Facts:
    known_from = BASES[t.cast(ir.StartBasis, basis)]
    return {
        "follows": follows,
        "bindings": dict(bindings),
        "tracks": start.tracks,
        "wanted": list(start.wanted),
        "gone": start.gone,
        "initial": list(start.initial),
        "contrary": list(start.contrary),
        "pending": list(start.pending),
        "watch": ".".join(start.watch),
        "token": token,
        "basis": basis,
        "known_from": f"{known_from} ({source})" if source else known_from,
    }
