"""The changes among the members of a structure.

May import: the standard library, ``codegen.diff.impact``, ``codegen.models.ir`` and ``codegen.emit.render`` (for annotations).
"""

from __future__ import annotations

import difflib
import typing as t
from collections.abc import Iterator, Mapping

from typed_status.codegen.diff.impact import Impact, impact_of
from typed_status.codegen.emit.render import annotation
from typed_status.codegen.models import ir

__all__ = ["Change", "Place", "members", "text_of"]

Renamed = Mapping[str, str]
# How similar two names must be to be taken for a renaming (difflib's measure: 0 to 1).
_SIMILAR = 0.6


class Change(t.NamedTuple):
    """A change of a ``kind`` in ``impact.KINDS``; ``where`` is a path of class and wire names."""

    service: str
    kind: str
    where: str
    what: str
    impact: Impact


class Place(t.NamedTuple):
    """Where changes are: a class of a service, which is sent, received, or both."""

    service: str
    name: str = ""
    sent: bool = True
    received: bool = True

    def change(self, kind: str, where: str, what: str) -> Change:
        """Make a change at ``where`` in this place."""
        path = ".".join(filter(None, (self.name, where)))
        impact = impact_of(kind, sent=self.sent, received=self.received)
        return Change(self.service, kind, path, what, impact)


def members(place: Place, was: ir.Struct, now: ir.Struct, renamed: Renamed) -> Iterator[Change]:
    """Yield the changes of the members; ``renamed`` are classes whose names changed."""
    before, after = ({field.wire: field for field in each.fields} for each in (was, now))
    gone = [field for wire, field in before.items() if wire not in after]
    come = [field for wire, field in after.items() if wire not in before]
    followed: set[str] = set()
    for field in gone:
        successor = _successor(field, gone, come, renamed)
        if successor is None:
            what = f"gone: it was {_type_text(field)}"
            yield place.change("member-removed", field.wire, what)
        else:
            followed.add(successor.wire)
            what = f"gone; {successor.wire}, of the same type and similar, is new: renamed?"
            yield place.change("member-renamed", field.wire, what)
            yield from _field(place, field, successor, renamed)
    for field in come:
        if field.wire not in followed:
            kind = "required-member-added" if field.required else "member-added"
            yield place.change(kind, field.wire, f"new: {_type_text(field)}")
    facts = {rule.member for rule in (*was.facts, *now.facts)}
    for wire, field in before.items():
        if wire in after:
            yield from _field(place, field, after[wire], renamed)
            if wire in facts and field.doc != after[wire].doc:
                what = "changed, and a rule is based on it"
                yield place.change("documentation-changed", wire, what)


def _successor(
    field: ir.Field, gone: list[ir.Field], come: list[ir.Field], renamed: Renamed
) -> ir.Field | None:
    """Find the one new member that is similar to one that is gone."""
    similar = [each for each in come if _is_similar(field, each, renamed)]
    if len(similar) != 1:
        return None
    others = [each for each in gone if _is_similar(each, similar[0], renamed)]
    return similar[0] if len(others) == 1 else None


def _is_similar(was: ir.Field, now: ir.Field, renamed: Renamed) -> bool:
    if text_of(was.type, renamed) != text_of(now.type, {}):
        return False
    similar = difflib.SequenceMatcher(None, was.wire.lower(), now.wire.lower()).ratio() >= _SIMILAR
    return similar or (was.doc == now.doc != "")


def _field(place: Place, was: ir.Field, now: ir.Field, renamed: Renamed) -> Iterator[Change]:
    wire = was.wire
    if was.name != now.name and wire == now.wire:
        yield place.change("member-renamed", wire, f"{was.name} -> {now.name}")
    types = text_of(was.type, renamed), text_of(now.type, {})
    if types[0] != types[1]:
        yield place.change(_retyped(was.type, now.type), wire, " -> ".join(types))
    elif was.limits != now.limits:
        what = f"limits {limits_of(was.limits)} -> {limits_of(now.limits)}"
        kind = "tightened" if _rejects_more(was.limits, now.limits) else "loosened"
        yield place.change(f"limits-{kind}", wire, what)
    if was.required != now.required:
        kind = "member-required" if now.required else "member-optional"
        what = "optional -> required" if now.required else "required -> optional"
        yield place.change(kind, wire, what)
    if was.sensitive != now.sensitive:
        yield place.change(
            "sensitive-on" if now.sensitive else "sensitive-off", wire, "by AWS's mark"
        )
    if was.unit != now.unit:
        kind = "unit-changed" if was.unit and now.unit else "unit-documented"
        yield place.change(kind, wire, f"{was.unit or 'no unit'} -> {now.unit or 'no unit'}")
    if was.token != now.token:
        what = "an idempotency token" if now.token else "no idempotency token any longer"
        yield place.change("token-changed", wire, what)
    if was.body != now.body:
        what = f"{was.body or wire} -> {now.body or now.wire}"
        yield place.change("name-on-the-wire", wire, what)
    if was.also != now.also:
        yield place.change(
            "name-on-the-wire", wire, f"{was.also or wire} -> {now.also or now.wire}"
        )


def _retyped(was: ir.Type, now: ir.Type) -> str:
    if was.innermost.kind in ("str", "enum") and _around(was) == _around(now):
        if (was.innermost.kind, now.innermost.kind) == ("str", "enum"):
            return "text-became-enum"
        if (was.innermost.kind, now.innermost.kind) == ("enum", "str"):
            return "enum-became-text"
    return "member-retyped"


def _around(kind: ir.Type) -> str:
    return text_of(kind.with_innermost(ir.Type("any")), {})


def text_of(kind: ir.Type, renamed: Renamed) -> str:
    """Write the type as it is annotated, with the new names of renamed classes."""
    if kind.args:
        args = tuple(text_of(each, renamed) for each in kind.args)
        return f"{'list' if kind.kind == 'list' else 'dict'}[{', '.join(args)}]"
    return renamed.get(kind.name, kind.name) or annotation(ir.Type(kind.kind))


def _type_text(field: ir.Field) -> str:
    return text_of(field.type, {}) + ("" if field.required else " | None")


def limits_of(limits: ir.Limits | None) -> str:
    """Write limits as text: ``1..64``, and in brackets those of keys and items."""
    if limits is None:
        return "none"
    low = "" if limits.low is None else f"{limits.low:g}"
    high = "" if limits.high is None else f"{limits.high:g}"
    inner = [
        f"{name} {limits_of(each)}"
        for name, each in (("keys", limits.keys), ("items", limits.items))
        if each is not None
    ]
    return f"{low}..{high}" + (f" ({', '.join(inner)})" if inner else "")


def _rejects_more(was: ir.Limits | None, now: ir.Limits | None) -> bool:
    """Whether a value can satisfy the old limits and break the new ones."""
    if now is None:
        return False
    was = was or ir.Limits()
    raised = now.low is not None and (was.low is None or now.low > was.low)
    lowered = now.high is not None and (was.high is None or now.high < was.high)
    inside = _rejects_more(was.keys, now.keys) or _rejects_more(was.items, now.items)
    return raised or lowered or inside
