"""What the repository says, outside of the services, of the release that they are generated from.

May import: the standard library and ``codegen.exceptions``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator
from pathlib import Path

from typed_status.codegen.exceptions import GenerationError

__all__ = ["Facts", "difference", "renewed"]


class Facts(t.NamedTuple):
    """The release, and how many operations the catalog has of it, by kind; ``waited`` are the services that
    have any but companions, which ``typed-status wait`` takes."""

    botocore: str
    operations: int
    services: int
    single: int
    listing: int
    waited: int


class _Record(t.NamedTuple):
    """A place: the ``pattern`` finds it in ``file``, and its groups are what ``values`` replaces."""

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
        (f"{facts.single:,}", f"{facts.listing:,}"),
    )
    newest = ".".join(version.split(".")[:2])
    yield _Record("README.md", r"is tested with: \S+ to the newest (\d+\.\d+);", (newest,))
    yield _Record("docs/upgrades.md", r"are generated from, (\d+\.\d+)\. `scripts/v", (newest,))
    counts = {"call": facts.services, "wait": facts.waited, "watch": facts.waited}
    for command, count in counts.items():
        pattern = rf"^  (\d+) services\. .*\n.*: typed-status {command} SERVICE OPERATION --help$"
        yield _Record("docs/cli.md", pattern, (str(count),))


def renewed(root: Path, facts: Facts) -> dict[Path, str]:
    """The files that say something else by now, as they should be.

    Raises:
        GenerationError: a file has not exactly one place for what it should say.
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
        for group in range(len(record.values), 0, -1):  # from the end, so that places stay
            start, end = found[0].span(group)
            text = text[:start] + record.values[group - 1] + text[end:]
        texts[path] = text
    return {path: text for path, text in texts.items() if text != path.read_text("utf-8")}


def difference(root: Path, facts: Facts) -> str:
    """The files that say something else by now, a line each; empty if there are none."""
    return "".join(
        f"{path.relative_to(root)}: does not say what the services are generated from\n"
        for path in renewed(root, facts)
    )
