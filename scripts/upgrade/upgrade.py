"""An upgrade, top to bottom: another release of botocore -> changelog, records, services, and the report.

A run that was interrupted is completed by the next one: what it compares with (the release that is shipped, in
``releases.RECORD``) is written last of all, and the index, which shows removals, after the changelog. Each
file is moved to its place whole, and what is written already is not written twice.

May import: the standard library, ``upgrade.changelog``, ``codegen.diff.releases_diff``, ``codegen.exceptions``,
``codegen.build``, ``upgrade.records``, ``codegen.models.releases``, ``codegen.diff.report`` and ``codegen.emit.write``.
"""

from __future__ import annotations

import collections
import json
import pathlib
import typing as t

from typed_status.codegen.build import INDEX, Shipped, shipped
from typed_status.codegen.build import files as files_of
from typed_status.codegen.diff.releases_diff import Side, report_on, side_of
from typed_status.codegen.diff.report import Report, code
from typed_status.codegen.emit.write import difference, locked, replace, write
from typed_status.codegen.models.releases import RECORD, opened, recorded, require_version
from upgrade import changelog, records

__all__ = ["ROOT", "Outcome", "check", "upgrade"]

ROOT = pathlib.Path(__file__).parents[2]
"""The repository."""
_SERVICES = pathlib.Path("typed_status", "services")
_CHANGELOG = "CHANGELOG.md"


class Outcome(t.NamedTuple):
    """What an upgrade did: ``files`` are those that changed, ``removed`` the operations that left, or would
    (``service Operation``), and ``open`` all that waits for a maintainer."""

    report: Report
    removed: tuple[str, ...]
    files: tuple[str, ...]
    open: tuple[str, ...]
    stopped: bool = False


def upgrade(
    spec: str = "installed", *, accept_removals: bool = False, root: pathlib.Path = ROOT
) -> Outcome:
    """Write the services from the release that ``spec`` names (as in ``releases.opened``), and what goes with
    them. Where an operation would leave the catalog, nothing is written unless removals are accepted.

    Raises:
        GenerationError: the release, or the one that is shipped, cannot be had or generated from, or has no
            version.
    """
    services = root / _SERVICES
    before = recorded(services)
    with opened(spec) as release:
        require_version(release)
        new = side_of(release)
    if before == new.version:
        report = Report(before, new.version)
    else:
        with opened(before) as release:
            report = report_on(side_of(release), new)
    left = (*new.shipped.questions, *new.shipped.problems)
    removed = _removed(services, new)
    if removed and not accept_removals:
        return Outcome(report, removed, (), left, stopped=True)
    texts = _noted(root, report, removed) | records.renewed(root, _facts(new.shipped, new.version))
    files = [_put(root, path, text) for path, text in texts.items()]
    whole = _modules(new.shipped, new.version)
    files += (str(_SERVICES / name) for name in write(services, whole | {RECORD: f"{before}\n"}))
    if before != new.version:
        files.append(_put(root, services / RECORD, whole[RECORD]))
    return Outcome(report, removed, tuple(files), left)


def check(root: pathlib.Path = ROOT) -> str:
    """What is committed and is not what would be written from the installed botocore; empty if all is.

    Raises:
        GenerationError: reviewed data do not hold in the installed botocore.
    """
    found = shipped()
    with opened("installed") as release:
        facts = _facts(found, release.version)
    modules = _modules(found, release.version)
    return difference(root / _SERVICES, modules) + records.difference(root, facts)


def _modules(shipped: Shipped, version: str) -> dict[str, str]:
    """What the folder of the services holds."""
    return files_of(shipped.services) | {RECORD: f"{version}\n"}


def _put(root: pathlib.Path, path: pathlib.Path, text: str) -> str:
    """Write a file of the repository, whole or not at all; its name."""
    with locked(path.parent):
        replace(path.parent, {path.name: text}, ())
    return str(path.relative_to(root))


def _removed(services: pathlib.Path, new: Side) -> tuple[str, ...]:
    """The operations of the index that are no more, for whatever reason."""
    index = services / INDEX
    rows: list[dict[str, str]] = json.loads(index.read_text("utf-8")) if index.exists() else []
    there = {f"{each.name} {one.wire}" for each in new.shipped.services for one in each.operations}
    was = [f"{row['service']} {row['operation']}" for row in rows]
    return tuple(each for each in was if each not in there)


def _noted(root: pathlib.Path, report: Report, removed: tuple[str, ...]) -> dict[pathlib.Path, str]:
    """The changelog with the entry of this upgrade, if that changes it."""
    entries = changelog.entries(report)
    by_aws = {f"{each.service} {each.where}" for each in report.of("operation-removed")}
    for each in (each for each in removed if each not in by_aws):
        service, operation = each.split(" ")
        entries["Removed"].append(f"- {code(service)} {code(operation)}: left the catalog.")
    path = root / _CHANGELOG
    text = path.read_bytes().decode("utf-8")  # with the line ends that it has
    noted = changelog.with_entries(text, entries)
    return {path: noted} if any(entries.values()) and noted != text else {}


def _facts(shipped: Shipped, version: str) -> records.Facts:
    operations = [each for service in shipped.services for each in service.operations]
    kinds = collections.Counter(each.kind for each in operations)
    count = len(operations)
    waited = sum(
        any(each.kind != "companion" for each in service.operations) for service in shipped.services
    )
    return records.Facts(
        version, count, len(shipped.services), kinds["single"], kinds["list"], waited
    )
