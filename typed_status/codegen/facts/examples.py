"""botocore's example outputs, and the rules of overlays that they contradict.

May import: the standard library, ``codegen.models.ir``, ``codegen.facts.overlay`` and ``datetime_parsing``.
"""

from __future__ import annotations

import json
import re
import typing as t
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from typed_status.codegen.facts import overlay
from typed_status.codegen.models import ir
from typed_status.datetime_parsing import EPOCH, parse_timestamp

__all__ = ["Examples", "contradiction", "instances"]

Instance = Mapping[str, t.Any]
Examples = Mapping[str, Sequence[Instance]]
"""The structures in botocore's examples, by the wire name of their shape."""

# The years of plausible timestamps: a number read in the wrong unit is outside of them.
_YEARS = range(1990, 2200)


def instances(service: ir.Service, outputs: Mapping[str, Iterable[t.Any]]) -> Examples:
    """Return the structures in example ``outputs`` (operation -> outputs), by shape."""
    structs = {struct.name: struct for struct in service.structs}
    found: dict[str, list[Instance]] = {}

    def visit(struct: ir.Struct, value: t.Any) -> None:
        if not isinstance(value, dict):
            return
        instance = t.cast(dict[str, t.Any], value)
        found.setdefault(struct.wire, []).append(instance)
        for field in struct.fields:
            inner = structs.get(field.type.innermost.name)
            if inner is not None:
                for each in _innermost(field.type, instance.get(field.wire)):
                    visit(inner, each)

    for operation in service.operations:
        for output in outputs.get(operation.wire, ()):
            visit(operation.response, output)
    return found


def _innermost(kind: ir.Type, value: t.Any) -> Iterator[t.Any]:
    """Yield the innermost values of a member: of its lists and maps, or itself."""
    if kind.kind == "list" and isinstance(value, list):
        inner = t.cast(list[object], value)
    elif kind.kind == "map" and isinstance(value, dict):
        inner = list(t.cast(dict[str, object], value).values())
    else:
        yield value
        return
    for each in inner:
        yield from _innermost(kind.args[-1], each)


def contradiction(entry: overlay.Entry, member: str, examples: Iterable[Instance]) -> str:
    """Describe ``member`` in the first example that breaks ``entry``; empty if none does."""
    for instance in examples:
        if not _holds(entry, member, instance):
            return f"it shows {instance[member]!r}" if member in instance else "it shows none"
    return ""


def _holds(entry: overlay.Entry, member: str, instance: Instance) -> bool:
    value = instance.get(member)
    match entry:
        case overlay.Required():
            return value is not None
        case overlay.NeededWhen(when=when):
            return value is not None or instance.get(when.member) not in when.values
        case overlay.OnlyWhen(when=when):
            return value is None or instance.get(when.member) in when.values
        case overlay.Exclusive():
            return value is None or all(instance.get(each) is None for each in entry.others)
        case overlay.SumsTo():
            return not value or sum(each.get(entry.member, 0) for each in value) == entry.total
        case _:
            return all(_fits(entry, each) for each in _scalars(value))


def _scalars(value: t.Any) -> Iterator[t.Any]:
    if isinstance(value, dict):
        value = list(t.cast(dict[str, object], value).values())
    if isinstance(value, list):
        for each in t.cast(list[object], value):
            yield from _scalars(each)
    elif value is not None:
        yield value


def _fits(entry: overlay.Entry, value: t.Any) -> bool:
    match entry:
        case overlay.IsoDatetime():
            return (entry.empty and value == "") or parse_timestamp(str(value)) is not None
        case overlay.Epoch():
            return _is_epoch(value, 1 if entry.unit == "seconds" else 1000)
        case overlay.JsonText():
            return _is_json(value)
        case overlay.OpenEnum():
            return value in entry.values
        case overlay.Range(low=low, high=high):
            return isinstance(value, (int, float)) and _is_within(value, low, high)
        case overlay.Length(low=low, high=high):
            return isinstance(value, str) and _is_within(len(value), low, high)
        case overlay.Pattern():
            return isinstance(value, str) and re.fullmatch(entry.pattern, value) is not None
        case overlay.MultipleOf():
            return isinstance(value, (int, float)) and value % entry.factor == 0
        case _:
            return True


def _is_within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _is_epoch(value: t.Any, units: int) -> bool:
    try:
        return (EPOCH + timedelta(seconds=value / units)).year in _YEARS
    except (TypeError, OverflowError):
        return False


def _is_json(value: t.Any) -> bool:
    try:
        json.loads(value)
    except (TypeError, ValueError):
        return False
    return True
