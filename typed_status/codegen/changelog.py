"""The entry of an upgrade in CHANGELOG.md: under "Unreleased", in the categories of Keep a Changelog.

May import: the standard library, ``codegen.errors`` and ``codegen.report``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from typed_status.codegen.errors import GenerationError
from typed_status.codegen.report import Report, summary

__all__ = ["entries", "with_entries"]

_ORDER = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_UNRELEASED = "## [Unreleased]"
# What has lines of its own under "Removed".
_REMOVALS = ("service-removed", "operation-removed")


def entries(report: Report) -> dict[str, list[str]]:
    """The lines for each category: what is new in a line each service, what breaks or is gone one by one."""
    found: dict[str, list[str]] = {"Added": [], "Changed": [], "Removed": []}
    if not report.changes:
        return found
    for service, each in itertools.groupby(report.of("operation-added"), lambda one: one.service):
        operations = ", ".join(f"`{change.where}`" for change in each)
        found["Added"].append(f"- `{service}`: {operations} (botocore {report.new}).")
    found["Changed"].append(f"- {summary(report)}")
    for change in report.changes:
        line = f"`{change.service}` `{change.where}`: {change.what}"
        if change.kind in _REMOVALS:
            found["Removed"].append(f"- {line} (botocore {report.new}).")
        elif change.impact == "breaking":
            found["Changed"].append(f"  - {line}")
    return found


def with_entries(text: str, entries: Mapping[str, Sequence[str]]) -> str:
    """The changelog ``text`` with ``entries`` (category -> lines) at the end of "Unreleased"; lines that stand
    there already are not written twice.

    Raises:
        GenerationError: there is no such section.
    """
    if _UNRELEASED not in text:
        raise GenerationError(f"CHANGELOG.md has no section {_UNRELEASED!r} to write to")
    before, _, rest = text.partition(_UNRELEASED)
    released = re.search(r"^## ", rest, re.MULTILINE)
    end = released.start() if released else len(rest)
    section = _read(rest[:end])
    for category, lines in entries.items():
        there = section.setdefault(category, [])
        there += [line for line in lines if line not in there]
    return (
        before
        + _UNRELEASED
        + "\n"
        + "".join(_written(section))
        + ("\n" + rest[end:] if released else "")
    )


def _read(section: str) -> dict[str, list[str]]:
    """The lines of each category; those above the first one have none (an empty name)."""
    found: dict[str, list[str]] = {"": []}
    category = ""
    for line in section.splitlines():
        if line.startswith("### "):
            category = line.removeprefix("### ").strip()
            found.setdefault(category, [])
        elif line:
            found[category].append(line)
    return found


def _written(section: Mapping[str, Sequence[str]]) -> Iterator[str]:
    rank = {category: place for place, category in enumerate(_ORDER)}
    for category in sorted(section, key=lambda name: (name != "", rank.get(name, len(rank)))):
        lines = section[category]
        if lines:
            title = [f"### {category}", ""] if category else []
            yield "\n" + "\n".join([*title, *lines]) + "\n"
