"""What changed among the members of a structure, told as changes.

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
# How alike two names must be to be taken for one (difflib's measure: 0 to 1).
_ALIKE = 0.6


class Change(t.NamedTuple):
    """A change of a ``kind`` in ``impact.KINDS``; ``where`` is a path of class and wire names."""

    service: str
    kind: str
    where: str
    what: str
    impact: Impact


class Place(t.NamedTuple):
    """Where changes are: in a class of a service, which is sent, received, or both."""

    service: str
    name: str = ""
    sent: bool = True
    received: bool = True

    def change(self, kind: str, where: str, what: str) -> Change:
        """A change at ``where`` in this place."""
        path = ".".join(filter(None, (self.name, where)))
        impact = impact_of(kind, sent=self.sent, received=self.received)
        return Change(self.service, kind, path, what, impact)


def members(place: Place, was: ir.Struct, now: ir.Struct, renamed: Renamed) -> Iterator[Change]:
    """The changes of the members; ``renamed`` are classes whose names changed."""
    before, after = ({field.wire: field for field in each.fields} for each in (was, now))
    gone = [field for wire, field in before.items() if wire not in after]
    come = [field for wire, field in after.items() if wire not in before]
    followed: set[str] = set()
    for field in gone:
        heir = _heir(field, gone, come, renamed)
        if heir is None:
            told = f"gone: it was {_shown(field)}"
            yield place.change("member-removed", field.wire, told)
        else:
            followed.add(heir.wire)
            told = f"gone; {heir.wire}, of the same type and much alike, is new: renamed?"
            yield place.change("member-renamed", field.wire, told)
            yield from _field(place, field, heir, renamed)
    for field in come:
        if field.wire not in followed:
            kind = "required-member-added" if field.required else "member-added"
            yield place.change(kind, field.wire, f"new: {_shown(field)}")
    facts = {rule.member for rule in (*was.facts, *now.facts)}
    for wire, field in before.items():
        if wire in after:
            yield from _field(place, field, after[wire], renamed)
            if wire in facts and field.doc != after[wire].doc:
                told = "reads otherwise, and a fact is about it"
                yield place.change("documentation-changed", wire, told)


def _heir(
    field: ir.Field, gone: list[ir.Field], come: list[ir.Field], renamed: Renamed
) -> ir.Field | None:
    """The one new member that looks like one that is gone, if no other does."""
    alike = [each for each in come if _is_alike(field, each, renamed)]
    if len(alike) != 1:
        return None
    rivals = [each for each in gone if _is_alike(each, alike[0], renamed)]
    return alike[0] if len(rivals) == 1 else None


def _is_alike(was: ir.Field, now: ir.Field, renamed: Renamed) -> bool:
    if text_of(was.type, renamed) != text_of(now.type, {}):
        return False
    alike = difflib.SequenceMatcher(None, was.wire.lower(), now.wire.lower()).ratio() >= _ALIKE
    return alike or (was.doc == now.doc != "")


def _field(place: Place, was: ir.Field, now: ir.Field, renamed: Renamed) -> Iterator[Change]:
    wire = was.wire
    if was.name != now.name and wire == now.wire:
        yield place.change("member-renamed", wire, f"{was.name} -> {now.name}")
    types = text_of(was.type, renamed), text_of(now.type, {})
    if types[0] != types[1]:
        yield place.change(_retyped(was.type, now.type), wire, " -> ".join(types))
    elif was.limits != now.limits:
        told = f"limits {limits_of(was.limits)} -> {limits_of(now.limits)}"
        kind = "tightened" if _refuses_more(was.limits, now.limits) else "loosened"
        yield place.change(f"limits-{kind}", wire, told)
    if was.required != now.required:
        kind = "member-required" if now.required else "member-optional"
        told = "optional -> required" if now.required else "required -> optional"
        yield place.change(kind, wire, told)
    if was.sensitive != now.sensitive:
        yield place.change("sensitive-on" if now.sensitive else "sensitive-off", wire, "marked so")
    if was.body != now.body:
        told = f"{was.body or wire} -> {now.body or now.wire}"
        yield place.change("name-on-the-wire", wire, told)


def _retyped(was: ir.Type, now: ir.Type) -> str:
    if was.innermost.kind in ("str", "enum") and _around(was) == _around(now):
        if (was.innermost.kind, now.innermost.kind) == ("str", "enum"):
            return "text-became-enum"
        if (was.innermost.kind, now.innermost.kind) == ("enum", "str"):
            return "enum-became-text"
    return "member-retyped"


def _around(kind: ir.Type) -> str:
    return text_of(kind.holding(ir.Type("any")), {})


def text_of(kind: ir.Type, renamed: Renamed) -> str:
    """The type as it is annotated, with the names that classes have by now."""
    if kind.args:
        args = tuple(text_of(each, renamed) for each in kind.args)
        return f"{'list' if kind.kind == 'list' else 'dict'}[{', '.join(args)}]"
    return renamed.get(kind.name, kind.name) or annotation(ir.Type(kind.kind))


def _shown(field: ir.Field) -> str:
    return text_of(field.type, {}) + ("" if field.required else " | None")


def limits_of(limits: ir.Limits | None) -> str:
    """Limits as text: ``1..64``, and in brackets those of what is held."""
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


def _refuses_more(was: ir.Limits | None, now: ir.Limits | None) -> bool:
    """Whether anything that the old limits let through breaks the new ones."""
    if now is None:
        return False
    was = was or ir.Limits()
    raised = now.low is not None and (was.low is None or now.low > was.low)
    lowered = now.high is not None and (was.high is None or now.high < was.high)
    inside = _refuses_more(was.keys, now.keys) or _refuses_more(was.items, now.items)
    return raised or lowered or inside
