"""The report on an upgrade, as text, Markdown and JSON.

May import: the standard library, ``codegen.diff.compare`` and ``codegen.diff.impact``.
"""

from __future__ import annotations

import collections
import itertools
import json
import typing as t
from collections.abc import Iterator

from typed_status.codegen.diff.compare import Change
from typed_status.codegen.diff.impact import IMPACTS

__all__ = ["Report", "as_json", "as_markdown", "as_text", "code", "escaped", "needed", "summary"]

_PROPOSES = ("status-value-added", "status-added", "status-began")
# GitHub takes a little more than this for the body of a pull request.
_MOST = 60_000
# Control characters, and what else ends a line.
_ONE_LINE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
_MARKUP = (
    _ONE_LINE
    | {ord(mark): f"\\{mark}" for mark in "\\`*_[]|#~"}
    | {ord("&"): "&amp;", ord("<"): "&lt;", ord("@"): "&#64;"}
)


class Report(t.NamedTuple):
    """The changes between two releases of botocore, and the work they leave to a maintainer: ``questions`` are open,
    and ``problems`` are reviewed data that no longer hold."""

    old: str
    new: str
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether a change breaks users of the typed code."""
        return any(change.impact == "breaking" for change in self.changes)

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """Return the changes of these kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)


class _Section(t.NamedTuple):
    """A title and lines, each with its service (empty if the line names it)."""

    title: str
    lines: list[tuple[str, str]]


def needed(report: Report) -> str:
    """Return the part of our version that the changes need to raise, by the policy of docs/upgrades.md."""
    return "minor" if report.breaks else "patch" if report.changes else "none"


def summary(report: Report) -> str:
    """Write the counts as a sentence."""
    counts = collections.Counter(change.impact for change in report.changes)
    each = ", ".join(f"{counts[impact]:,} {impact}" for impact in IMPACTS)
    more, less = len(report.of("operation-added")), len(report.of("operation-removed"))
    return (
        f"botocore {report.old} -> {report.new}: {each}. {more:,} operations added, {less:,} removed. "
        f"Version: {needed(report)}."
    )


def as_text(report: Report) -> str:
    """Write the report as plain text."""
    lines = [summary(report)]
    for title, found in _sections(report):
        lines += ["", f"{title} ({len(found)})"]
        for service, each in itertools.groupby(found, lambda line: line[0]):
            lines += [f"  {service.translate(_ONE_LINE)}"] if service else []
            start = "    " if service else "  "
            lines += [start + line.translate(_ONE_LINE) for _, line in each]
    return "\n".join(lines) + "\n"


def as_markdown(report: Report, most: int = _MOST) -> str:
    """Write the report as Markdown, of at most ``most`` characters: lines that do not fit are counted."""
    text = f"{escaped(summary(report))}\n"
    left = 0
    for title, found in _sections(report):
        part = f"\n## {title} ({len(found)})\n"
        for service, each in itertools.groupby(found, lambda line: line[0]):
            lines = [f"- {escaped(line)}" for _, line in each]
            block = "\n".join(["", f"**{escaped(service)}**" if service else "", *lines, ""])
            if len(text) + len(part) + len(block) > most:
                left += len(lines)
            else:
                part += block
        text += part
    return text + (f"\n{left} lines left out: the report is too long.\n" if left else "")


def as_json(report: Report) -> str:
    """Write the report as JSON: all changes with kind and impact."""
    tables = {
        **report._asdict(),
        "version": needed(report),
        "changes": [change._asdict() for change in report.changes],
    }
    return json.dumps(tables, indent=1) + "\n"


def _sections(report: Report) -> Iterator[_Section]:
    """Yield the sections that have lines, the most severe first."""
    proposed = [change for change in report.changes if change.kind in _PROPOSES]
    sections = [
        _Section("breaking", _of_impact(report, "breaking")),
        _Section("open questions", [("", each) for each in report.questions]),
        _Section("reviewed data that no longer hold", [("", each) for each in report.problems]),
        _Section("phases proposed for new statuses and values: please check", _lines(proposed)),
        _Section(
            "new operations of the catalog: please check", _lines(report.of("operation-added"))
        ),
        _Section("additive", _of_impact(report, "additive")),
        _Section("documentation", _of_impact(report, "documentation")),
    ]
    return (section for section in sections if section.lines)


def _of_impact(report: Report, impact: str) -> list[tuple[str, str]]:
    """List the changes of an impact that have no section of their own."""
    apart = (*_PROPOSES, "operation-added")
    return _lines(
        change for change in report.changes if change.impact == impact and change.kind not in apart
    )


def _lines(changes: t.Iterable[Change]) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for service, each in itertools.groupby(changes, lambda change: change.service):
        named: list[str] = []
        for change in each:
            if change.kind == "class-added":
                named.append(change.where)
            else:
                lines.append((service, f"{change.where}: {change.what}"))
        if named:
            lines.append((service, f"new classes: {', '.join(named)}"))
    return lines


def escaped(text: str) -> str:
    """Escape AWS's text for Markdown, on one line and without mentions of users."""
    return text.translate(_MARKUP)


def code(text: str) -> str:
    """Write AWS's text as a code span on one line; a backtick in it becomes an apostrophe."""
    return f"`{text.translate(_ONE_LINE).replace('`', chr(39))}`"
