"""Apply overlays to the IR: each rule is checked against the service model, then changes its target.

A new check kind needs a case in ``_Application._changed``: it returns the changed field and the ``ir.Rule`` that names the
class of ``runtime.validation.rules`` which checks values at run time. CONTRIBUTING.md has the whole recipe.

May import: the standard library, ``codegen.models.ir``, ``codegen.models.naming``, ``codegen.facts.overlay``,
``codegen.facts.examples``, ``documentation_text``, ``codegen.exceptions``, ``suggestions`` and ``value_spelling``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from typed_status.codegen.exceptions import OnProblem, OverlayError, raise_problem
from typed_status.codegen.facts import overlay
from typed_status.codegen.facts.examples import Examples, contradiction
from typed_status.codegen.models import ir, naming
from typed_status.documentation_text import to_line
from typed_status.suggestions import did_you_mean
from typed_status.value_spelling import spelled_value

__all__ = ["apply"]

_NUMBERS = ("int", "float")


def apply(
    service: ir.Service,
    entries: Sequence[overlay.Entry],
    file: str,
    examples: Examples | None = None,
    on_problem: OnProblem = raise_problem,
    on_doubt: OnProblem = raise_problem,
) -> ir.Service:
    """Apply every entry of ``file`` to ``service``, in order.

    An entry whose target does not exist, or does not fit its check, is a problem and left out. One whose target is
    documented differently in this release, or that one of botocore's own ``examples`` contradicts, is a doubt: if
    ``on_doubt`` returns, it is applied; if that raises, it is a problem.
    """
    for entry in entries:
        service = _with(service, entry, file, examples or {}, on_problem, on_doubt)
    return _with_sensitive_enums(service)


def _with_sensitive_enums(service: ir.Service) -> ir.Service:
    """Mark the enums that entries have put inside of what is sensitive, as ``lower`` does with those of the service model."""
    structs = {struct.name: struct for struct in service.all_structs}
    inside: set[str] = set()
    queue = [
        field.type.innermost.name
        for struct in structs.values()
        for field in struct.fields
        if struct.sensitive or field.sensitive
    ]
    while queue:
        name = queue.pop()
        if name and name not in inside:
            inside.add(name)
            fields = structs[name].fields if name in structs else ()
            queue += [field.type.innermost.name for field in fields]
    enums = (
        dataclasses.replace(each, sensitive=True) if each.name in inside else each
        for each in service.enums
    )
    return dataclasses.replace(service, enums=tuple(enums))


def _with(
    service: ir.Service,
    entry: overlay.Entry,
    file: str,
    examples: Examples,
    on_problem: OnProblem,
    on_doubt: OnProblem,
) -> ir.Service:
    """Apply an entry to each of its targets that it fits."""
    before, fits = service, False
    try:
        if isinstance(entry, overlay.OpenEnum):
            first = _Application(service, entry, entry.targets[0], file, on_doubt)
            service = first.with_enum(entry)
        if isinstance(entry, overlay.MoreValues):
            first = _Application(service, entry, entry.targets[0], file, on_doubt)
            service = first.with_more_values(entry)
    except OverlayError as error:
        on_problem(error)
        return before
    for target in entry.targets:
        application = _Application(service, entry, target, file, on_doubt)
        try:
            changed = application.applied()
            application.check_examples(examples)
        except OverlayError as error:
            on_problem(error)
        else:
            service, fits = changed, True
    return service if fits else before


class _Application:
    def __init__(
        self,
        service: ir.Service,
        entry: overlay.Entry,
        target: str,
        file: str,
        on_doubt: OnProblem,
    ) -> None:
        self.service = service
        self.entry = entry
        self.target = target
        self.file = file
        self.on_doubt = on_doubt
        self.shape, self.member = target.split(".")

    def applied(self) -> ir.Service:
        self._structure()
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

    def _structure(self) -> ir.Struct:
        """Return the target's structure; raises if the service has none."""
        structs = {struct.wire: struct for struct in self.service.all_structs}
        if self.shape not in structs:
            reason = f"this service has no structure {self.shape!r}"
            raise self._error(reason + did_you_mean(self.shape, structs))
        return structs[self.shape]

    def check_examples(self, examples: Examples) -> None:
        """Report an example of botocore's that contradicts the entry."""
        found = contradiction(self.entry, self.member, examples.get(self.shape, ()))
        if found:
            reason = f"an example of botocore's contradicts {self.target}: {found}"
            self.on_doubt(self._error(reason))

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
        if isinstance(self.entry, (overlay.OnlyWhen, overlay.NeededWhen, overlay.Exclusive)):
            struct = dataclasses.replace(struct, rules=(*struct.rules, rule))
        return struct

    def _field_of(self, struct: ir.Struct, member: str) -> ir.Field:
        field = struct.field(member)
        if field is None:
            known = [each.wire for each in struct.fields]
            raise self._error(
                f"{struct.wire} has no member {member!r}" + did_you_mean(member, known)
            )
        return field

    def _check_provenance(self, field: ir.Field) -> None:
        shape = self.entry.shape
        if shape is not None and shape != field.shape:
            reason = f"the shape of {self.target} is {field.shape} and not {shape}"
            self.on_doubt(self._error(reason))
        words = self.entry.doc_contains
        if words is not None and not _contains(field.doc, to_line(words)):
            reason = (
                f"botocore {self.service.botocore_version} documents {self.target} without the "
                f"words {words!r}: read its documentation and change or drop the rule. It says: "
                f"{field.doc!r}"
            )
            self.on_doubt(self._error(reason))

    def _changed(self, struct: ir.Struct, field: ir.Field) -> tuple[ir.Field, ir.Rule]:
        entry = self.entry
        match entry:
            case overlay.Required():
                return dataclasses.replace(field, required=True), self._rule()
            case overlay.Optional():
                if not field.required:
                    raise self._error("the service model calls the member optional: drop the rule")
                return dataclasses.replace(field, required=False, demanded=True), self._rule()
            case overlay.IsoDatetime():
                if entry.empty and field.required:
                    raise self._error("the member is required: it cannot be empty")
                retyped = self._retyped(field, ir.Type("iso_datetime", rule=entry.id))
                return dataclasses.replace(retyped, empty=entry.empty), self._rule()
            case overlay.Epoch():
                kind: ir.Scalar = "epoch_seconds" if entry.unit == "seconds" else "epoch_millis"
                return self._retyped(field, ir.Type(kind, rule=entry.id), "int"), self._rule()
            case overlay.JsonText():
                return self._retyped(field, ir.Type("json_text", rule=entry.id)), self._rule()
            case overlay.OpenEnum():
                self._check_values(entry, field)
                retyped = self._retyped(field, ir.Type("enum", entry.name))
                return dataclasses.replace(retyped, documented=True), self._rule()
            case overlay.MoreValues():
                enum = self._enum_of(field)
                if not {*entry.values} <= {*dict(enum.values), *enum.spellings}:
                    raise self._error(f"{self.target} is of another enum than the first target")
                return field, self._rule()
            case overlay.OnlyWhen() | overlay.NeededWhen():
                check = "OnlyWhen" if isinstance(entry, overlay.OnlyWhen) else "NeededWhen"
                other = self._field_of(struct, entry.when.member)
                for value in entry.when.values:
                    self._check_value(other, value)
                return field, self._rule(check, field.wire, other.wire, entry.when.equals)
            case overlay.SumsTo():
                inner = self._items(field).field(entry.member)
                if inner is None or inner.type.kind not in _NUMBERS:
                    raise self._error(f"the items have no number {entry.member!r}")
                rule = self._rule("SumsTo", inner.wire, entry.total)
            case overlay.Unit():
                self._check_number(field, of_items=True)
                changed = dataclasses.replace(field, unit=entry.unit)
                return changed, self._rule("", entry.unit)
            case overlay.Range():
                self._check_number(field, of_items=True)
                rule = self._range_rule(entry.low, entry.high)
                if field.type.args:
                    items = dataclasses.replace(
                        field.type.innermost, checks=(*field.type.innermost.checks, rule)
                    )
                    return dataclasses.replace(field, type=field.type.with_innermost(items)), rule
            case overlay.Length():
                self._check_string(field)
                rule = self._rule("Length", entry.low, entry.high)
            case overlay.Pattern():
                self._check_string(field)
                rule = self._rule("Matches", entry.pattern)
            case overlay.Exclusive():
                others = tuple(self._field_of(struct, each).wire for each in entry.others)
                return field, self._rule("Excludes", field.wire, others)
            case overlay.MultipleOf():
                self._check_number(field)
                rule = self._rule("MultipleOf", entry.factor)
            case overlay.WithinLimits():
                rule = self._limits_rule(field)
        return dataclasses.replace(field, rules=(*field.rules, rule)), rule

    def _rule(self, check: str = "", *args: ir.Argument) -> ir.Rule:
        entry = self.entry
        return ir.Rule(entry.id, self.member, entry.check, entry.severity, entry.why, check, args)

    def _limits_rule(self, field: ir.Field) -> ir.Rule:
        self._check_number(field)
        limits = field.limits or ir.Limits()
        if limits.low is None and limits.high is None:
            raise self._error(f"the service model has no limits for shape {field.shape}")
        return self._range_rule(limits.low, limits.high)

    def _range_rule(self, low: float | None, high: float | None) -> ir.Rule:
        low, high = _whole(low), _whole(high)
        if low is None:
            return self._rule("AtMost", high)
        return self._rule("AtLeast", low) if high is None else self._rule("Between", low, high)

    def _retyped(self, field: ir.Field, to: ir.Type, kind: ir.Scalar = "str") -> ir.Field:
        """Replace the type of ``field``, or the innermost type of its lists and maps."""
        found = field.type.innermost.kind
        if found != kind:
            expected = "string" if kind == "str" else "integer"
            raise self._error(f"expected a member of type {expected}, got {found!r}")
        # Limits on the length of the text say nothing about a value of another type.
        limits = field.limits if to.kind == "json_text" else None
        return dataclasses.replace(
            field, type=field.type.with_innermost(to), limits=limits, unit=""
        )

    def _check_number(self, field: ir.Field, *, of_items: bool = False) -> None:
        if (field.type.innermost if of_items else field.type).kind not in _NUMBERS:
            raise self._error(f"expected a member that is a number, got {field.type.kind!r}")

    def _check_string(self, field: ir.Field) -> None:
        if field.type.kind != "str":
            raise self._error(f"expected a member that is a string, got {field.type.kind!r}")

    def _items(self, field: ir.Field) -> ir.Struct:
        inner = field.type.args[0] if field.type.kind == "list" else None
        found = [each for each in self.service.structs if inner and each.name == inner.name]
        if not found:
            raise self._error(
                f"expected a member that is a list of structures, got {field.type.kind!r}"
            )
        return found[0]

    def _check_value(self, field: ir.Field, value: str) -> None:
        for enum in self.service.enums:
            if enum.name == field.type.name and value not in dict(enum.values):
                known = [each for each, _ in enum.values]
                raise self._error(
                    f"{enum.name} has no value {value!r}" + did_you_mean(value, known)
                )

    def _check_values(self, entry: overlay.OpenEnum, field: ir.Field) -> None:
        if entry.doc_contains is None:
            return
        gone = [value for value in entry.values if not _contains(field.doc, value)]
        if gone:
            reason = f"botocore's documentation no longer lists {', '.join(gone)}"
            self.on_doubt(self._error(reason))

    def with_enum(self, entry: overlay.OpenEnum) -> ir.Service:
        """Add the entry's enum to the service, unless it has one of this name with at least these values."""
        for same in self.service.enums:
            known = {*dict(same.values), *same.spellings}
            if same.name == entry.name and known.issuperset(entry.values) and not entry.status:
                return self.service
        if entry.name in self.service.classes:
            raise self._error(f"the name {entry.name!r} is taken in this service's module")
        values = tuple(naming.distinct(entry.values, naming.constant).items())
        enum = ir.Enum(entry.name, values, rule=self._rule(), status=entry.status)
        enums = sorted([*self.service.enums, enum], key=lambda each: each.name)
        return dataclasses.replace(self.service, enums=tuple(enums))

    def with_more_values(self, entry: overlay.MoreValues) -> ir.Service:
        """Add the entry's values to the enum of its first target: those that it declares in other words as spellings."""
        struct = next((each for each in self.service.all_structs if each.wire == self.shape), None)
        if struct is None:
            return self.service  # which ``applied`` reports
        enum = self._enum_of(self._field_of(struct, self.member))
        declared = [value for value, _ in enum.values]
        twice = [value for value in entry.values if value in (*declared, *enum.spellings)]
        if twice:
            raise self._error(f"{enum.name} has the value {twice[0]!r} already: drop it")
        spelled = [value for value in entry.values if spelled_value(value, declared)]
        values = [*declared, *(value for value in entry.values if value not in spelled)]
        changed = dataclasses.replace(
            enum,
            values=tuple(naming.distinct(values, naming.constant).items()),
            spellings=(*enum.spellings, *spelled),
        )
        enums = tuple(changed if each is enum else each for each in self.service.enums)
        return dataclasses.replace(self.service, enums=enums)

    def _enum_of(self, field: ir.Field) -> ir.Enum:
        named = [each for each in self.service.enums if each.name == field.type.innermost.name]
        if not named:
            raise self._error(f"expected a member that is an enum, got {field.type.kind!r}")
        return named[0]

    def _error(self, reason: str) -> OverlayError:
        return OverlayError(self.file, self.entry.id, reason)


def _whole(number: float | None) -> float | None:
    """Return a whole number as ``int``, as which it is written."""
    return int(number) if number is not None and float(number).is_integer() else number


def _contains(text: str, words: str) -> bool:
    """Whether ``text`` contains ``words``, as whole words."""
    return bool(words) and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))
