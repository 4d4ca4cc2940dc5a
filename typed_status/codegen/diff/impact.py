"""The impact of a change of AWS's model on users of the typed code: one table.

``breaking``: code that was right may fail to type-check or to run, or may behave differently. ``additive``: such code
still works, and there is more than before, or less is rejected. ``documentation``: neither types nor behavior changed.

Requests and responses have separate impacts: a newly required member breaks callers, a newly optional one breaks
readers. A member newly required in a response breaks, too: constructors demand it, and responses that were stored or
parsed by an older botocore lack it, so that reading it raises an error.

May import: the standard library.
"""

from __future__ import annotations

import typing as t

__all__ = ["IMPACTS", "KINDS", "Impact", "Kind", "impact_of"]

Impact = t.Literal["breaking", "additive", "documentation"]
IMPACTS: tuple[Impact, ...] = t.get_args(Impact)


class Kind(t.NamedTuple):
    """A kind of change: what happened, and its impact in requests (sent) and responses (received)."""

    what: str
    sent: Impact
    received: Impact


_BREAKS: tuple[Impact, Impact] = ("breaking", "breaking")
_ADDS: tuple[Impact, Impact] = ("additive", "additive")
_DOCUMENTS: tuple[Impact, Impact] = ("documentation", "documentation")

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
    "reasons-moved": Kind("the reason for the status is in other members", *_ADDS),
    "unreturned-moved": Kind("other lists say what AWS could not return", *_ADDS),
    "further-moved": Kind("other further statuses must be terminal, too", *_BREAKS),
    "progress-moved": Kind("the progress is in other members", *_ADDS),
    "start-moved": Kind(
        "what an operation starts is reported, bound or ended in another way", *_BREAKS
    ),
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
    "text-became-enum": Kind("a string now has known values", "breaking", "additive"),
    "enum-became-text": Kind("a string no longer has known values", "additive", "breaking"),
    "member-required": Kind("a member is now required", *_BREAKS),
    "member-optional": Kind("a member is now optional", "additive", "breaking"),
    "limits-tightened": Kind("the limits of a member reject more", "breaking", "documentation"),
    "limits-loosened": Kind("the limits of a member reject less", "additive", "documentation"),
    "unit-changed": Kind("a number is documented in another unit", *_BREAKS),
    "unit-documented": Kind("the unit of a number is documented now, or no longer", *_DOCUMENTS),
    "token-changed": Kind("a member is an idempotency token now, or no longer", *_BREAKS),
    "rules-added": Kind("a member has another documented rule", *_BREAKS),
    "rules-removed": Kind("a member no longer has a documented rule", *_ADDS),
    "rules-changed": Kind("a documented rule of a member changed", *_BREAKS),
    "sensitive-on": Kind("a member or value is now hidden", *_ADDS),
    "sensitive-off": Kind("a member or value is now shown", *_ADDS),
    "name-on-the-wire": Kind(
        "a member has another name in the body, or another one of boto3's in a request", *_ADDS
    ),
    "union-changed": Kind("a structure became a union, or a union a structure", *_BREAKS),
    "value-added": Kind("an enum has another value", *_ADDS),
    "status-value-added": Kind("a status has another value, with the phase proposed", *_ADDS),
    "spellings-changed": Kind("a value of an enum has other spellings", *_ADDS),
    "value-removed": Kind("a value of an enum is gone", *_BREAKS),
    "value-renamed": Kind("a value of an enum has another name", *_BREAKS),
    "phase-changed": Kind("a status value has another phase, or is now an end or none", *_BREAKS),
    "status-added": Kind("the enum of a status is new, with the phases proposed", *_ADDS),
    "status-began": Kind("an enum is now that of a status", *_ADDS),
    "status-ended": Kind("an enum is no longer that of a status", *_BREAKS),
    "documentation-changed": Kind("the documentation that a rule is based on changed", *_DOCUMENTS),
    "about-changed": Kind("a title, an API version, a link or an HTTP status", *_DOCUMENTS),
}


def impact_of(kind: str, *, sent: bool, received: bool) -> Impact:
    """Return the more severe impact of a change, of those in requests and responses."""
    row = KINDS[kind]
    impacts = [
        impact for impact, applies in ((row.sent, sent), (row.received, received)) if applies
    ]
    return next(impact for impact in IMPACTS if impact in impacts)
