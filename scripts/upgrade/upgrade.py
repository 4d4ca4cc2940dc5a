"""Upgrade to another release of botocore: write the changelog, the records and the services, and report the changes.

The next run completes one that was interrupted: the record of the shipped release (``releases.RECORD``), with which the new
one is compared, is written last, and the index, by which removals are found, after the changelog. Each file is replaced
atomically, and entries that are already there are not repeated.

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
    """The result of an upgrade: ``files`` that changed, operations that were or would be ``removed`` (``service
    Operation``), and ``open`` work for a maintainer."""

    report: Report
    removed: tuple[str, ...]
    files: tuple[str, ...]
    open: tuple[str, ...]
    stopped: bool = False


def upgrade(
    spec: str = "installed", *, accept_removals: bool = False, root: pathlib.Path = ROOT
) -> Outcome:
    """Generate the services from the release that ``spec`` names (as in ``releases.opened``) and update the records.

    If an operation would leave the catalog, nothing is written unless removals are accepted.

    Raises:
        GenerationError: the release, or the shipped one, cannot be downloaded, is broken, or has no version.
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
    left = tuple(dict.fromkeys([*report.questions, *new.shipped.questions, *new.shipped.problems]))
    removed = _removed(services, new)
    if removed and not accept_removals:
        return Outcome(report, removed, (), left, stopped=True)
    texts = _noted(root, report, removed) | records.updated_files(
        root, _facts(new.shipped, new.version)
    )
    files = [_put(root, path, text) for path, text in texts.items()]
    whole = _modules(new.shipped, new.version)
    files += (str(_SERVICES / name) for name in write(services, whole | {RECORD: f"{before}\n"}))
    if before != new.version:
        files.append(_put(root, services / RECORD, whole[RECORD]))
    return Outcome(report, removed, tuple(files), left)


def check(root: pathlib.Path = ROOT) -> str:
    """Return a diff from the committed files to those generated from the installed botocore; empty if they are equal.

    Raises:
        GenerationError: reviewed data do not hold in the installed botocore.
    """
    found = shipped()
    with opened("installed") as release:
        facts = _facts(found, release.version)
    modules = _modules(found, release.version)
    return difference(root / _SERVICES, modules) + records.difference(root, facts)


def _modules(shipped: Shipped, version: str) -> dict[str, str]:
    """Return the content of the folder of the services."""
    return files_of(shipped.services) | {RECORD: f"{version}\n"}


def _put(root: pathlib.Path, path: pathlib.Path, text: str) -> str:
    """Replace a file of the repository atomically; return its name."""
    with locked(path.parent):
        replace(path.parent, {path.name: text}, ())
    return str(path.relative_to(root))


def _removed(services: pathlib.Path, new: Side) -> tuple[str, ...]:
    """List the operations that are in the index and not in the new catalog."""
    index = services / INDEX
    rows: list[dict[str, str]] = json.loads(index.read_text("utf-8")) if index.exists() else []
    there = {f"{each.name} {one.wire}" for each in new.shipped.services for one in each.operations}
    was = [f"{row['service']} {row['operation']}" for row in rows]
    return tuple(each for each in was if each not in there)


def _noted(root: pathlib.Path, report: Report, removed: tuple[str, ...]) -> dict[pathlib.Path, str]:
    """Return the changelog with the entries of this upgrade, if that changes it."""
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
    count = len(operations) - kinds["start"]
    waitable = sum(
        any(each.kind in ("single", "list") for each in service.operations)
        for service in shipped.services
    )
    return records.Facts(
        version,
        count,
        len(shipped.services),
        kinds["single"],
        kinds["list"],
        waitable,
        kinds["start"],
    )
