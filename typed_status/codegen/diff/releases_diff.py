"""Two releases of botocore compared, from their names to the report.

May import: the standard library, ``codegen.diff.compare``, ``codegen.diff.starts_diff``, ``codegen.exceptions``, ``codegen.build``,
``codegen.facts.candidates``, ``codegen.models.releases``, ``codegen.diff.report`` and ``codegen.models.botocore_source``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Collection, Iterator, Mapping

from typed_status.codegen.build import Shipped, shipped
from typed_status.codegen.diff import starts_diff
from typed_status.codegen.diff.compare import Change, compare
from typed_status.codegen.diff.report import Report
from typed_status.codegen.exceptions import ServiceModelError
from typed_status.codegen.facts.candidates import shortened
from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.releases import opened

__all__ = ["Side", "diff", "report_on", "side_of"]


class Side(t.NamedTuple):
    """One of the two releases: the catalog built from it, and all of its operations by service."""

    version: str
    shipped: Shipped
    operations: Mapping[str, Collection[str]]


def side_of(release: botocore_source.Release) -> Side:
    """Build the catalog of a release, without the reviewed data that do not hold in it.

    Raises:
        GenerationError: a service model of the release is broken.
    """
    operations = {name: _operations(name, release) for name in botocore_source.services(release)}
    found = shipped(release=release, strict=False)
    botocore_source.clear_cache()
    return Side(release.version, found, operations)


def _operations(service: str, release: botocore_source.Release) -> frozenset[str]:
    model = botocore_source.load(service, release).model
    for part in ("metadata", "operations", "shapes"):
        if part not in model:
            raise ServiceModelError(service, "the file", f"not a service model: it has no {part!r}")
    return frozenset(model["operations"])


def report_on(old: Side, new: Side) -> Report:
    """Report what changed from ``old`` to ``new``, with the questions and problems that are new."""
    changes = tuple(
        compare(old.shipped.services, new.shipped.services, old.operations, new.operations)
    )
    known = {*old.shipped.questions, *old.shipped.problems}
    questions = [each for each in new.shipped.questions if each not in known]
    questions += _changed_lists(old.shipped, new.shipped)
    questions += starts_diff.questions(old.shipped, new.shipped)
    moved = [each for each in changes if each.kind == "status-moved"]
    return Report(
        old.version,
        new.version,
        changes,
        (*map(_question, moved), *questions),
        tuple(each for each in new.shipped.problems if each not in known),
    )


def _question(moved: Change) -> str:
    """Write the question to a maintainer about a lead that moved."""
    return (
        f"{moved.service} {moved.where}: another status leads, {moved.what}: is it that of the thing itself? "
        "If not, add a [[lead]] to catalog.toml"
    )


def _changed_lists(old: Shipped, new: Shipped) -> Iterator[str]:
    """Write the questions about adopted lists of values that AWS documents in other words."""
    before = {
        (each.service, each.target): each.sentence
        for ledger in old.ledgers
        for each, _ in ledger.adopted
        if each.kind == "values"
    }
    for ledger in new.ledgers:
        for each, rule in ledger.adopted:
            was, now = before.get((each.service, each.target), "").split(), each.sentence.split()
            if each.kind == "values" and was and {*was} != {*now}:
                more = " ".join(word for word in dict.fromkeys(now) if word not in was)
                less = " ".join(word for word in dict.fromkeys(was) if word not in now)
                yield (
                    f"{each.service} {each.target}: does AWS still document the values of {rule}, and no others? "
                    f"The documentation of the list has the new words {shortened(more)!r} and no longer {shortened(less)!r}"
                )


def diff(old: str, new: str) -> Report:
    """Compare two releases, named as in ``releases.opened``."""
    with opened(old) as was, opened(new) as now:
        if was == now:
            return Report(was.version, now.version)
        return report_on(side_of(was), side_of(now))
