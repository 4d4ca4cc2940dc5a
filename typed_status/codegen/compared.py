"""Two releases of botocore compared, from their names to the report.

May import: the standard library, ``codegen.diff``, ``codegen.errors``, ``codegen.pipeline``,
``codegen.releases``, ``codegen.report`` and ``codegen.source``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Collection, Mapping

from typed_status.codegen import source
from typed_status.codegen.diff import compare
from typed_status.codegen.errors import ServiceModelError
from typed_status.codegen.pipeline import Shipped, shipped
from typed_status.codegen.releases import opened
from typed_status.codegen.report import Report

__all__ = ["Side", "diff", "report_on", "side_of"]


class Side(t.NamedTuple):
    """A release as the catalog has it, and all operations that botocore has, by service."""

    version: str
    shipped: Shipped
    operations: Mapping[str, Collection[str]]


def side_of(release: source.Release) -> Side:
    """The catalog of a release, without the reviewed data that do not hold in it.

    Raises:
        GenerationError: a service model of the release is broken.
    """
    operations = {name: _operations(name, release) for name in source.services(release)}
    found = shipped(release=release, strict=False)
    source.forget()
    return Side(release.version, found, operations)


def _operations(service: str, release: source.Release) -> frozenset[str]:
    model = source.load(service, release).model
    for part in ("metadata", "operations", "shapes"):
        if part not in model:
            raise ServiceModelError(
                service, "the file", f"it is no service model: it has no {part!r}"
            )
    return frozenset(model["operations"])


def report_on(old: Side, new: Side) -> Report:
    """The report on what changed from ``old`` to ``new``; it asks what ``old`` did not ask yet."""
    changes = compare(old.shipped.services, new.shipped.services, old.operations, new.operations)
    asked = {*old.shipped.questions, *old.shipped.objections}
    return Report(
        old.version,
        new.version,
        tuple(changes),
        tuple(each for each in new.shipped.questions if each not in asked),
        tuple(each for each in new.shipped.objections if each not in asked),
    )


def diff(old: str, new: str) -> Report:
    """The report on two releases, named as ``releases.opened`` takes them."""
    with opened(old) as was, opened(new) as now:
        if was == now:
            return Report(was.version, now.version)
        return report_on(side_of(was), side_of(now))
