"""Where the repository repeats facts about the botocore release of the services: version pins, README, docs.

May import: the standard library and ``codegen.exceptions``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator
from pathlib import Path

from typed_status.codegen.exceptions import GenerationError

__all__ = ["Facts", "difference", "updated_files"]


class Facts(t.NamedTuple):
    """The release, and the number of operations in the catalog by kind: ``operations`` are those that report a status or belong to
    such operations, without ``starts``; ``waitable`` is the number of services that have operations with a status, which
    ``typed-status wait`` supports."""

    botocore: str
    operations: int
    services: int
    single: int
    list_operations: int
    waitable: int
    starts: int


class _Record(t.NamedTuple):
    """A place in ``file``: ``values`` replace the groups of ``pattern``."""

    file: str
    pattern: str
    values: tuple[str, ...]


def _records(facts: Facts) -> Iterator[_Record]:
    version, minor = facts.botocore, ", ".join(facts.botocore.split(".")[:2])
    for package in ("boto3", "botocore"):
        yield _Record("constraints.txt", rf"^{package}==(.+)$", (version,))
    yield _Record(
        "typed_status/runtime/wire/compatibility.py", r"^NEWEST\b.*= \((\d+, \d+)\)$", (minor,)
    )
    yield _Record(
        "README.md",
        r"^([\d,]+) operations of ([\d,]+) services: every operation of botocore (\S+) that",
        (f"{facts.operations:,}", f"{facts.services:,}", version),
    )
    yield _Record(
        "README.md",
        r"([\d,]+) describe a single resource, ([\d,]+) are list operations\.",
        (f"{facts.single:,}", f"{facts.list_operations:,}"),
    )
    others = facts.operations - facts.single - facts.list_operations
    yield _Record("README.md", r"^([\d,]+) have no status:", (f"{others:,}",))
    yield _Record("README.md", r"^([\d,]+) more operations start something", (f"{facts.starts:,}",))
    newest = ".".join(version.split(".")[:2])
    yield _Record("README.md", r"is tested with: \S+ to the newest (\d+\.\d+);", (newest,))
    yield _Record("docs/upgrades.md", r"are generated from, (\d+\.\d+)\. `scripts/v", (newest,))
    counts = {"call": facts.services, "wait": facts.waitable, "watch": facts.waitable}
    for command, count in counts.items():
        pattern = rf"^  (\d+) services\. .*\n.*: typed-status {command} SERVICE OPERATION --help$"
        yield _Record("docs/cli.md", pattern, (str(count),))


def updated_files(root: Path, facts: Facts) -> dict[Path, str]:
    """Return the outdated files with their new text.

    Raises:
        GenerationError: a pattern does not match exactly once.
    """
    texts: dict[Path, str] = {}
    for record in _records(facts):
        path = root / record.file
        text = texts.get(path) or path.read_text("utf-8")
        found = [*re.finditer(record.pattern, text, re.MULTILINE)]
        if len(found) != 1:
            raise GenerationError(
                f"{record.file}: expected one place like {record.pattern!r}, found {len(found)}"
            )
        for group in range(len(record.values), 0, -1):  # from the end, so that positions stay valid
            start, end = found[0].span(group)
            text = text[:start] + record.values[group - 1] + text[end:]
        texts[path] = text
    return {path: text for path, text in texts.items() if text != path.read_text("utf-8")}


def difference(root: Path, facts: Facts) -> str:
    """List the outdated files, a line each; empty if there are none."""
    return "".join(
        f"{path.relative_to(root)}: is outdated: it does not match the release of the services\n"
        for path in updated_files(root, facts)
    )
