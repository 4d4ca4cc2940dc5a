"""Two releases of botocore compared, from their names to the report.

May import: the standard library, ``codegen.diff.compare``, ``codegen.exceptions``, ``codegen.build``,
``codegen.models.releases``, ``codegen.diff.report`` and ``codegen.models.botocore_source``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Collection, Mapping

from typed_status.codegen.build import Shipped, shipped
from typed_status.codegen.diff.compare import compare
from typed_status.codegen.diff.report import Report
from typed_status.codegen.exceptions import ServiceModelError
from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.releases import opened

__all__ = ["Side", "diff", "report_on", "side_of"]


class Side(t.NamedTuple):
    """A release as the catalog has it, and all operations that botocore has, by service."""

    version: str
    shipped: Shipped
    operations: Mapping[str, Collection[str]]


def side_of(release: botocore_source.Release) -> Side:
    """The catalog of a release, without the reviewed data that do not hold in it.

    Raises:
        GenerationError: a service model of the release is broken.
    """
    operations = {name: _operations(name, release) for name in botocore_source.services(release)}
    found = shipped(release=release, strict=False)
    botocore_source.forget()
    return Side(release.version, found, operations)


def _operations(service: str, release: botocore_source.Release) -> frozenset[str]:
    model = botocore_source.load(service, release).model
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
