"""Add the entries of an upgrade to CHANGELOG.md: under "Unreleased", in the categories of Keep a Changelog.

May import: the standard library, ``codegen.exceptions`` and ``codegen.diff.report``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from typed_status.codegen.diff.report import Report, code, escaped, summary
from typed_status.codegen.exceptions import GenerationError

__all__ = ["entries", "with_entries"]

_ORDER = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_UNRELEASED = re.compile(r"^## \[Unreleased\]", re.MULTILINE)
_HEADING = re.compile(r"^### +(\S+)", re.MULTILINE)
# The next version, or the definition of a link.
_END = re.compile(r"^(## |\[[^\]\n]+\]: )", re.MULTILINE)
# The kinds of changes that are listed under "Removed".
_REMOVALS = ("service-removed", "operation-removed")


def entries(report: Report) -> dict[str, list[str]]:
    """Return the lines of each category: a line per service for added operations, a line per breaking change or removal."""
    found: dict[str, list[str]] = {"Added": [], "Changed": [], "Removed": []}
    if not report.changes:
        return found
    for service, each in itertools.groupby(report.of("operation-added"), lambda one: one.service):
        operations = ", ".join(code(change.where) for change in each)
        found["Added"].append(f"- {code(service)}: {operations} (botocore {report.new}).")
    found["Changed"].append(f"- {escaped(summary(report))}")
    for change in report.changes:
        line = f"{code(change.service)} {code(change.where)}: {escaped(change.what)}"
        if change.kind in _REMOVALS:
            found["Removed"].append(f"- {line} (botocore {report.new}).")
        elif change.impact == "breaking":
            found["Changed"].append(f"  - {line}")
    return found


def with_entries(text: str, entries: Mapping[str, Sequence[str]]) -> str:
    """Return the changelog ``text`` with ``entries`` appended to each category of "Unreleased".

    ``entries`` maps categories to lines; an indented line belongs to the one above it. Lines that are already there are
    not repeated, and the rest of ``text`` is unchanged.

    Raises:
        GenerationError: there is no such section.
    """
    _section(text)
    for category, lines in entries.items():
        start, end = _section(text)
        headings = [*_HEADING.finditer(text, start, end)]
        ends = [*(each.start() for each in headings[1:]), end]
        there = next((place for place, each in enumerate(headings) if each[1] == category), None)
        if there is None:
            later = (each.start() for each in headings if _rank(each[1]) > _rank(category))
            before, at, title = "", next(later, end), f"\n### {category}\n\n"
        else:
            at, title = ends[there], ""
            before = "\n".join(text[headings[there].end() : at].splitlines())
            title = "" if before.strip() else "\n"
        new = [block for block in _blocks(lines) if f"\n{block}\n" not in f"{before}\n"]
        if new:
            kept, rest = _split(text, at)
            apart = "\n" if there is None and re.match(r"\r?\n\S", rest) else ""
            added = "\n" + title + "\n".join(new) + apart
            line_end = "\r\n" if "\r\n" in text[:end] else "\n"
            text = kept + added.replace("\n", line_end) + (rest or line_end)
    return text


def _section(text: str) -> tuple[int, int]:
    """Return the positions of "Unreleased": after its heading, and before the next version or the link references."""
    heading = _UNRELEASED.search(text)
    if heading is None:
        raise GenerationError("CHANGELOG.md has no section '## [Unreleased]' to write to")
    after = _END.search(text, heading.end())
    return heading.end(), after.start() if after else len(text)


def _split(text: str, at: int) -> tuple[str, str]:
    """Split ``text`` after the last line before ``at`` that is not blank."""
    last = len(text[:at].rstrip())
    blanks = re.compile(r"[^\S\r\n]*").match(text, last)
    end = blanks.end() if blanks else last
    return text[:end], text[end:]


def _blocks(lines: Sequence[str]) -> list[str]:
    """Join each line with the indented lines below it."""
    blocks: list[str] = []
    for line in lines:
        if line.startswith(" ") and blocks:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks


def _rank(category: str) -> int:
    return _ORDER.index(category) if category in _ORDER else len(_ORDER)
