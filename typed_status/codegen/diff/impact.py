"""What a change of AWS's model means for users of the typed code: one table.

``BREAKING``: code that was right may fail to check, to run, or may do something else. ``ADDITIVE``: such code
goes on to work, and there is more than before, or less is refused. ``DOCUMENTATION``: neither the types nor
what they do changed.

What is sent and what is received are judged apart: a member that must be given breaks who calls, one that may
be missing breaks who reads. A member newly required in what is received breaks, too: responses that were stored,
built by hand or parsed by an older botocore lack it, and are refused.

May import: the standard library.
"""

from __future__ import annotations

import typing as t

__all__ = ["IMPACTS", "KINDS", "Impact", "Kind", "impact_of"]

Impact = t.Literal["breaking", "additive", "documentation"]
IMPACTS: tuple[Impact, ...] = t.get_args(Impact)


class Kind(t.NamedTuple):
    """A kind of change: what happened, and what it means where it is sent and where it is received."""

    what: str
    sent: Impact
    received: Impact


_BREAKS: tuple[Impact, Impact] = ("breaking", "breaking")
_ADDS: tuple[Impact, Impact] = ("additive", "additive")
_TELLS: tuple[Impact, Impact] = ("documentation", "documentation")

KINDS: t.Final[dict[str, Kind]] = {
    "service-added": Kind("a service joins the catalog", *_ADDS),
    "service-removed": Kind("a service leaves the catalog", *_BREAKS),
    "operation-added": Kind("an operation joins the catalog", *_ADDS),
    "operation-removed": Kind("an operation leaves the catalog", *_BREAKS),
    "function-renamed": Kind(
        "the function or the client of an operation has another name", *_BREAKS
    ),
    "status-moved": Kind("another status leads, or it is of another type", *_BREAKS),
    "statuses-beside": Kind("there are other statuses beside the leading one", *_ADDS),
    "error-added": Kind("an operation lists another error", *_ADDS),
    "error-removed": Kind("an operation no longer lists an error", *_BREAKS),
    "error-changed": Kind("an error has another code", *_BREAKS),
    "class-added": Kind("a class is new", *_ADDS),
    "class-removed": Kind("a class is gone", *_BREAKS),
    "class-renamed": Kind("a class is gone, and one with the same content is new", *_BREAKS),
    "member-added": Kind("a member is new, and may be missing", *_ADDS),
    "required-member-added": Kind("a member is new and required", *_BREAKS),
    "member-removed": Kind("a member is gone", *_BREAKS),
    "member-renamed": Kind("a member is gone, and one that looks the same is new", *_BREAKS),
    "member-retyped": Kind("a member is of another type", *_BREAKS),
    "text-became-enum": Kind("a text has known values by now", "breaking", "additive"),
    "enum-became-text": Kind("a text has no known values any more", "additive", "breaking"),
    "member-required": Kind("a member must be there by now", *_BREAKS),
    "member-optional": Kind("a member may be missing by now", "additive", "breaking"),
    "limits-tightened": Kind("the limits of a member refuse more", "breaking", "documentation"),
    "limits-loosened": Kind("the limits of a member refuse less", "additive", "documentation"),
    "rules-added": Kind("documented facts bind a member that they could not bind", *_BREAKS),
    "rules-removed": Kind("documented facts bind a member no more", *_ADDS),
    "rules-changed": Kind("documented facts bind a member otherwise", *_BREAKS),
    "sensitive-on": Kind("a member or value is hidden by now", *_ADDS),
    "sensitive-off": Kind("a member or value is shown by now", *_ADDS),
    "name-on-the-wire": Kind("a member has another name in the body", *_ADDS),
    "union-changed": Kind("of the members exactly one is there, or no longer so", *_BREAKS),
    "value-added": Kind("an enum has another value", *_ADDS),
    "status-value-added": Kind("a status has another value, with the phase proposed", *_ADDS),
    "value-removed": Kind("an enum has lost a value", *_BREAKS),
    "value-renamed": Kind("a value of an enum has another name", *_BREAKS),
    "phase-changed": Kind("a status value means something else", *_BREAKS),
    "status-added": Kind("the enum of a status is new, with the phases proposed", *_ADDS),
    "status-began": Kind("an enum is that of a status by now", *_ADDS),
    "status-ended": Kind("an enum is that of a status no more", *_BREAKS),
    "documentation-changed": Kind(
        "the documentation that a fact rests on reads otherwise", *_TELLS
    ),
    "about-changed": Kind("a title, an API version, a link or an HTTP status", *_TELLS),
}


def impact_of(kind: str, *, sent: bool, received: bool) -> Impact:
    """The graver impact of a change where it is sent and where it is received."""
    row = KINDS[kind]
    felt = [impact for impact, is_felt in ((row.sent, sent), (row.received, received)) if is_felt]
    return next(impact for impact in IMPACTS if impact in felt)
