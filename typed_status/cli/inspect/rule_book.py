"""The rules of overlays as data: what each is about, what it checks, why, and where it is from.

May import: the standard library and ``typed_status.codegen.facts.overlay``.
"""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Iterator
from pathlib import Path

from typed_status.codegen.facts import overlay

__all__ = ["RuleRow", "expectation", "overlay_of", "rules", "services", "source_of"]


class RuleRow(t.TypedDict):
    """A rule for one of its targets, as ``typed-status rules`` prints it."""

    service: str
    target: str
    id: str
    check: str
    expects: str
    severity: str
    why: str
    source: str


def services() -> list[str]:
    """Return the services that have rules, by botocore's names."""
    return sorted(path.stem for path in overlay.OVERLAYS.glob("*.toml"))


@functools.cache
def overlay_of(service: str) -> tuple[overlay.Entry, ...]:
    """Return the library's rules for a service."""
    return overlay.read_overlay(overlay.OVERLAYS / f"{service}.toml")


def rules(service: str | None, files: tuple[Path, ...]) -> Iterator[RuleRow]:
    """Yield the library's rules, of one service or of all, and those of the user's overlay ``files`` beside them.

    Raises:
        OverlayError: a file is malformed.
    """
    own: dict[str, list[overlay.Entry]] = {}
    for file in files:
        own.setdefault(file.stem, []).extend(overlay.read_overlay(file, str(file)))
    for name in sorted({*services(), *own}) if service is None else [service]:
        for entry in (*overlay_of(name), *own.get(name, ())):
            for target in entry.targets:
                yield RuleRow(
                    service=name,
                    target=target,
                    id=entry.id,
                    check=entry.check,
                    expects=expectation(entry),
                    severity=entry.severity,
                    why=entry.why,
                    source=source_of(entry),
                )


def source_of(entry: overlay.Entry) -> str:
    """Describe where a fact is from."""
    if entry.source:
        return entry.source
    if entry.shape:
        return f"the name of the shape {entry.shape} in the service model"
    return f'documentation of the member: "{entry.doc_contains}"'


def expectation(entry: overlay.Entry) -> str:
    """Describe what a check expects of its target."""
    match entry:
        case overlay.Required():
            return "always present"
        case overlay.Optional():
            return "may be absent in a response"
        case overlay.IsoDatetime():
            return "a string with a timestamp" + (", or empty" if entry.empty else "")
        case overlay.Epoch():
            return f"a number with a timestamp, in {entry.unit}"
        case overlay.JsonText():
            return "a string with JSON"
        case overlay.OpenEnum():
            return f"one of {', '.join(entry.values)} (AWS may add others)"
        case overlay.MoreValues():
            return f"also one of {', '.join(entry.values)}"
        case overlay.Unit():
            return f"a number in {entry.unit}"
        case overlay.WithinLimits():
            return "a number within the limits of the service model"
        case overlay.Range(low=low, high=high):
            return "a number " + _bounds(low, high, "from ", "of ")
        case overlay.MultipleOf():
            return f"a multiple of {entry.factor}"
        case overlay.Length(low=low, high=high):
            return f"a string of {_bounds(low, high)} characters"
        case overlay.Pattern():
            return f"a string that matches {entry.pattern}"
        case overlay.SumsTo():
            return f"items whose {entry.member} adds up to {entry.total}"
        case overlay.OnlyWhen(when=when):
            return f"present only if {when.member} is {' or '.join(when.values)}"
        case overlay.NeededWhen(when=when):
            return f"present if {when.member} is {' or '.join(when.values)}"
        case overlay.Exclusive():
            return f"absent if {' or '.join(entry.others)} is present"


def _bounds(low: float | None, high: float | None, both: str = "", one: str = "") -> str:
    if low is not None and high is not None:
        return f"{both}{low:.15g} to {high:.15g}"
    return f"{one}at most {high:.15g}" if low is None else f"{one}at least {low:.15g}"
