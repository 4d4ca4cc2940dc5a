"""Overlays onto the IR: each entry is held against the service model, then changes what it is about.

May import: the standard library, ``codegen.models.ir``, ``codegen.models.naming``, ``codegen.facts.overlay``,
``codegen.facts.examples``, ``codegen.models.lower`` (for plain text) and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from typed_status.codegen.exceptions import Object, OverlayError, nearest, stop
from typed_status.codegen.facts import overlay
from typed_status.codegen.facts.examples import Examples, contradiction
from typed_status.codegen.models import ir, naming
from typed_status.codegen.models.lower import plain

__all__ = ["apply"]

_NUMBERS = ("int", "float")


def apply(
    service: ir.Service,
    entries: Sequence[overlay.Entry],
    file: str,
    examples: Examples | None = None,
    object_to: Object = stop,
) -> ir.Service:
    """``service`` with every entry of ``file`` applied, in order.

    An entry whose target does not exist, or does not fit its check, is objected to and left out. One whose
    target is documented differently by now, or that one of botocore's own ``examples`` contradicts, is
    objected to and applied.
    """
    for entry in entries:
        service = _with(service, entry, file, examples or {}, object_to)
    return service


def _with(
    service: ir.Service, entry: overlay.Entry, file: str, examples: Examples, object_to: Object
) -> ir.Service:
    """``service`` with an entry applied to each of its targets that it fits."""
    before, fits = service, False
    try:
        if isinstance(entry, overlay.OpenEnum):
            first = _Application(service, entry, entry.targets[0], file, object_to)
            service = first.with_enum(entry)
    except OverlayError as error:
        object_to(error)
        return before
    for target in entry.targets:
        application = _Application(service, entry, target, file, object_to)
        try:
            service = application.applied()
        except OverlayError as error:
            object_to(error)
        else:
            fits = True
            application.check_examples(examples)
    return service if fits else before


class _Application:
    def __init__(
        self,
        service: ir.Service,
        entry: overlay.Entry,
        target: str,
        file: str,
        object_to: Object,
    ) -> None:
        self.service = service
        self.entry = entry
        self.target = target
        self.file = file
        self.object_to = object_to
        self.shape, self.member = target.split(".")

    def applied(self) -> ir.Service:
        shapes = [struct.wire for struct in self.service.all_structs]
        if self.shape not in shapes:
            raise self._refusal(
                f"the shape {self.shape!r} is none that this service's module holds"
                + nearest(self.shape, shapes)
            )
        service = self.service
        return dataclasses.replace(
            service,
            structs=tuple(map(self._struct, service.structs)),
            operations=tuple(
                dataclasses.replace(
                    each, request=self._struct(each.request), response=self._struct(each.response)
                )
                for each in service.operations
            ),
        )

    def check_examples(self, examples: Examples) -> None:
        """Object where an example of botocore's breaks the entry."""
        found = contradiction(self.entry, self.member, examples.get(self.shape, ()))
        if found:
            reason = f"an example of botocore's contradicts {self.target}: {found}"
            self.object_to(self._refusal(reason))

    def _struct(self, struct: ir.Struct) -> ir.Struct:
        if struct.wire != self.shape:
            return struct
        field = self._field_of(struct, self.member)
        self._check_provenance(field)
        changed, rule = self._changed(struct, field)
        struct = dataclasses.replace(
            struct,
            fields=tuple(changed if each is field else each for each in struct.fields),
            facts=(*struct.facts, rule),
        )
        if isinstance(self.entry, (overlay.OnlyWhen, overlay.NeededWhen)):
            struct = dataclasses.replace(struct, rules=(*struct.rules, rule))
        return struct

    def _field_of(self, struct: ir.Struct, member: str) -> ir.Field:
        field = struct.field(member)
        if field is None:
            known = [each.wire for each in struct.fields]
            raise self._refusal(f"{struct.wire} has no member {member!r}" + nearest(member, known))
        return field

    def _check_provenance(self, field: ir.Field) -> None:
        shape = self.entry.shape
        if shape is not None and shape != field.shape:
            reason = f"the shape of {self.target} is {field.shape} and not {shape}"
            self.object_to(self._refusal(reason))
        words = self.entry.doc_contains
        if words is not None and not _stands(plain(words), field.doc):
            reason = (
                f"botocore {self.service.botocore_version} documents {self.target} without the "
                f"words {words!r}: read what it says now and change or drop the rule. It says: "
                f"{field.doc!r}"
            )
            self.object_to(self._refusal(reason))

    def _changed(self, struct: ir.Struct, field: ir.Field) -> tuple[ir.Field, ir.Rule]:
        entry = self.entry
        match entry:
            case overlay.Required():
                return dataclasses.replace(field, required=True), self._rule()
            case overlay.IsoDatetime():
                if entry.empty and field.required:
                    raise self._refusal("the member is required: it cannot be empty")
                retyped = self._retyped(field, ir.Type("iso_datetime", rule=entry.id))
                return dataclasses.replace(retyped, empty=entry.empty), self._rule()
            case overlay.Epoch():
                kind: ir.Scalar = "epoch_seconds" if entry.unit == "seconds" else "epoch_millis"
                return self._retyped(field, ir.Type(kind, rule=entry.id), "int"), self._rule()
            case overlay.JsonText():
                return self._retyped(field, ir.Type("json_text", rule=entry.id)), self._rule()
            case overlay.OpenEnum():
                self._check_values(entry, field)
                return self._retyped(field, ir.Type("enum", entry.name)), self._rule()
            case overlay.OnlyWhen() | overlay.NeededWhen():
                check = "OnlyWhen" if isinstance(entry, overlay.OnlyWhen) else "NeededWhen"
                other = self._field_of(struct, entry.when.member)
                self._check_value(other, entry.when.equals)
                return field, self._rule(check, field.wire, other.wire, entry.when.equals)
            case overlay.SumsTo():
                inner = self._items(field).field(entry.member)
                if inner is None or inner.type.kind not in _NUMBERS:
                    raise self._refusal(f"the items have no number {entry.member!r}")
                rule = self._rule("SumsTo", inner.wire, entry.total)
            case overlay.AtLeast():
                self._check_number(field)
                rule = self._rule("AtLeast", entry.low)
            case overlay.MultipleOf():
                self._check_number(field)
                rule = self._rule("MultipleOf", entry.factor)
            case overlay.WithinLimits():
                rule = self._limits_rule(field)
        return dataclasses.replace(field, rules=(*field.rules, rule)), rule

    def _rule(self, check: str = "", *args: str | int | float) -> ir.Rule:
        entry = self.entry
        return ir.Rule(entry.id, self.member, entry.check, entry.severity, entry.why, check, args)

    def _limits_rule(self, field: ir.Field) -> ir.Rule:
        self._check_number(field)
        limits = field.limits or ir.Limits()
        if limits.low is not None and limits.high is not None:
            return self._rule("Between", limits.low, limits.high)
        if limits.low is not None:
            return self._rule("AtLeast", limits.low)
        raise self._refusal(f"the service model has no lower limit for shape {field.shape}")

    def _retyped(self, field: ir.Field, to: ir.Type, kind: ir.Scalar = "str") -> ir.Field:
        """``field`` with another type for its value, or for what its list or map holds."""
        found = field.type.innermost.kind
        if found != kind:
            plain = "plain string" if kind == "str" else "whole number"
            raise self._refusal(f"the member is no {plain} but of kind {found!r}")
        # Limits on the length of the text say nothing about a value of another type.
        limits = field.limits if to.kind == "json_text" else None
        return dataclasses.replace(field, type=field.type.holding(to), limits=limits)

    def _check_number(self, field: ir.Field) -> None:
        if field.type.kind not in _NUMBERS:
            raise self._refusal(f"the member is no number but of kind {field.type.kind!r}")

    def _items(self, field: ir.Field) -> ir.Struct:
        inner = field.type.args[0] if field.type.kind == "list" else None
        found = [each for each in self.service.structs if inner and each.name == inner.name]
        if not found:
            raise self._refusal("the member is no list of structures")
        return found[0]

    def _check_value(self, field: ir.Field, value: str) -> None:
        for enum in self.service.enums:
            if enum.name == field.type.name and value not in dict(enum.values):
                known = [each for each, _ in enum.values]
                raise self._refusal(f"{enum.name} has no value {value!r}" + nearest(value, known))

    def _check_values(self, entry: overlay.OpenEnum, field: ir.Field) -> None:
        if entry.doc_contains is None:
            return
        gone = [value for value in entry.values if not _stands(value, field.doc)]
        if gone:
            reason = f"botocore's documentation no longer lists {', '.join(gone)}"
            self.object_to(self._refusal(reason))

    def with_enum(self, entry: overlay.OpenEnum) -> ir.Service:
        """The service with the entry's enum."""
        if entry.name in self.service.classes:
            raise self._refusal(f"the name {entry.name!r} is taken in this service's module")
        values = tuple(naming.distinct(entry.values, naming.constant).items())
        enum = ir.Enum(entry.name, values, rule=self._rule())
        enums = sorted([*self.service.enums, enum], key=lambda each: each.name)
        return dataclasses.replace(self.service, enums=tuple(enums))

    def _refusal(self, reason: str) -> OverlayError:
        return OverlayError(self.file, self.entry.id, reason)


def _stands(words: str, text: str) -> bool:
    """Whether ``words`` stand in ``text``, as whole words."""
    return bool(words) and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))
