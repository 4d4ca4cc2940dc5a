"""The changes between two releases for users of the typed code: their IRs compared.

Both are built by the same generator with the same reviewed data, so that every difference is AWS's. The table in
``codegen.diff.impact`` has the impact of each.

Not compared: ``Field.empty``, ``Field.rules``, ``Struct.rules``, ``Type.rule`` and ``Enum.rule``. They come from overlays,
and each rule of an overlay that is applied is in ``Struct.facts``, which is compared.

May import: the standard library, ``codegen.diff.impact``, ``codegen.models.ir``, ``codegen.diff.compare_members``, ``codegen.diff.compare_starts``, ``codegen.emit.render``
(for annotations and progress) and ``codegen.statuses.status_paths``.
"""

from __future__ import annotations

import itertools
import typing as t
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from typed_status.codegen.diff.compare_members import Change, Place, members, text_of
from typed_status.codegen.diff.compare_starts import described, moved
from typed_status.codegen.emit.render import grouped
from typed_status.codegen.models import ir
from typed_status.codegen.statuses.status_paths import Search

__all__ = ["Change", "compare"]

NamedT = t.TypeVar("NamedT", bound=ir.Struct | ir.Enum | ir.Error)
Known = Mapping[str, Collection[str]]
_BASES: dict[ir.Basis, str] = {
    "override": "by a decision",
    "waiter": "by waiters",
    "rule": "by the rule",
    "none": "undecided",
}
_PARTIES: dict[ir.Party, str] = {"YOU": "you", "ANOTHER_PARTY": "another party"}


def compare(
    old: Sequence[ir.Service], new: Sequence[ir.Service], was_known: Known, is_known: Known
) -> Iterator[Change]:
    """Yield the changes from ``old`` to ``new``, by service.

    ``was_known`` and ``is_known`` are all operations of either release by service, shipped or not: with them, what AWS
    removed is distinguished from what merely left the catalog.
    """
    before, after = ({each.name: each for each in services} for services in (old, new))
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        known = was_known.get(name, ()), is_known.get(name, ())
        if was is not None and now is not None:
            yield from _Comparison(was, now, known).changes()
        elif now is not None:
            place = Place(name)
            yield place.change("service-added", now.module, _arrival(known[0], "the service"))
            yield from _arothers(place, now.operations, known[0])
        elif was is not None:
            place = Place(name)
            yield place.change("service-removed", was.module, _departure(known[1], "the service"))
            yield from _departures(place, was.operations, known[1])


def _arrival(known: Collection[str], what: str) -> str:
    return f"{what} now qualifies" if known else "new in botocore"


def _departure(known: Collection[str], what: str) -> str:
    return f"{what} no longer qualifies" if known else "gone from botocore"


def _status(operation: ir.Operation) -> str:
    path = ".".join(operation.status)
    return f"status {path}" if path else "no status"


def _further(status: ir.Further) -> str:
    """Describe a further status, and what of it is no default."""
    texts = [".".join(status.path)]
    texts += [f"when {value}" for value in status.when]
    texts += (
        [f"only {'='.join((status.only[0], '|'.join(status.only[1:])))}"] if status.only else []
    )
    texts += [f"{phase}: {'|'.join(values)}" for phase, values in status.phases]
    texts += [f"reason {'.'.join(path)}" for path in status.reasons]
    return "; ".join(texts)


def _arothers(
    place: Place, operations: Sequence[ir.Operation], known: Collection[str]
) -> Iterator[Change]:
    for each in operations:
        of = {each.wire} & {*known}
        what = f"{_arrival(of, 'it')}, {each.kind}, {_status(each)}"
        yield place.change("operation-added", each.wire, what)


def _departures(
    place: Place, operations: Sequence[ir.Operation], known: Collection[str]
) -> Iterator[Change]:
    for each in operations:
        yield place.change("operation-removed", each.wire, _departure({each.wire} & {*known}, "it"))


class _Comparison:
    """Two releases of one service."""

    def __init__(
        self, old: ir.Service, new: ir.Service, known: tuple[Collection[str], Collection[str]]
    ) -> None:
        self.old, self.new, self.known = old, new, known
        # What users of the old release send and receive: nothing else can break.
        search = Search(old)
        self.sent = {each.name for each in search.reached(one.request for one in old.operations)}
        self.received = {each.name for each in search.reached(_received(old))}
        self.renamed: dict[str, str] = {}

    def changes(self) -> Iterator[Change]:
        place = Place(self.old.name)
        for what in ("module", "title", "api_version"):
            was, now = getattr(self.old, what), getattr(self.new, what)
            if was != now:
                yield place.change("about-changed", what, f"{was} -> {now}")
        # Renamed classes have to be known before types are compared.
        structs = self._paired(self.old.structs, self.new.structs, _members_of)
        enums = self._paired(self.old.enums, self.new.enums, lambda enum: frozenset(enum.values))
        errors = self._paired(
            self.old.errors, self.new.errors, lambda error: frozenset({error.code})
        )
        yield from self._operations()
        yield from self._classes(structs, self._struct)
        yield from self._classes(enums, self._enum)
        yield from self._classes(errors, self._error)

    def _paired(
        self,
        old: Sequence[NamedT],
        new: Sequence[NamedT],
        content: Callable[[NamedT], frozenset[t.Any]],
    ) -> list[tuple[NamedT | None, NamedT | None]]:
        """Pair the items of both releases: by name, or else by a content that no other has."""
        before, after = ({each.name: each for each in items} for items in (old, new))
        gone = [each for name, each in before.items() if name not in after]
        come = [each for name, each in after.items() if name not in before]
        for was in gone:
            similar = [each for each in come if content(each) == content(was) and content(was)]
            others = [each for each in gone if content(each) == content(was)]
            if len(similar) == len(others) == 1:
                self.renamed[was.name] = similar[0].name
        named = [self.renamed.get(name, name) for name in before]
        left = [each for each in after if each not in named]
        return [
            *((was, after.get(name)) for was, name in zip(before.values(), named, strict=True)),
            *((None, after[name]) for name in left),
        ]

    def _classes(
        self,
        pairs: Iterable[tuple[NamedT | None, NamedT | None]],
        inside: Callable[[NamedT, NamedT], Iterator[Change]],
    ) -> Iterator[Change]:
        place = Place(self.old.name)
        for was, now in pairs:
            if was is not None and now is not None:
                if was.name != now.name:
                    detail = f"gone; {now.name}, with the same content, is new: renamed?"
                    yield place.change("class-renamed", was.name, detail)
                yield from inside(was, now)
            elif now is not None:
                if isinstance(now, ir.Enum) and now.phases:
                    yield place.change("status-added", now.name, f"new: {_phases(now)}")
                else:
                    yield place.change("class-added", now.name, "new")
            elif was is not None:
                detail = "gone: nothing that is shipped uses it"
                yield place.change("class-removed", was.name, detail)

    def _operations(self) -> Iterator[Change]:
        before, after = (
            {each.wire: each for each in service.operations} for service in (self.old, self.new)
        )
        place = Place(self.old.name)
        come = [each for wire, each in after.items() if wire not in before]
        gone = [each for wire, each in before.items() if wire not in after]
        yield from _arothers(place, come, self.known[0])
        yield from _departures(place, gone, self.known[1])
        for wire, was in before.items():
            if wire in after:
                yield from self._operation(was, after[wire])

    def _operation(self, was: ir.Operation, now: ir.Operation) -> Iterator[Change]:
        place = Place(self.old.name)
        for what in ("method", "function", "client"):
            if getattr(was, what) != getattr(now, what):
                detail = f"{what} {getattr(was, what)} -> {getattr(now, what)}"
                yield place.change("function-renamed", was.wire, detail)
        if was.url != now.url:
            yield place.change("about-changed", was.wire, f"{was.url} -> {now.url}")
        leads = [self._leading(was, self.renamed), self._leading(now, {})]
        if leads[0] != leads[1]:
            yield place.change("status-moved", was.wire, " -> ".join(leads))
        for kind, what in (("statuses-beside", "other_statuses"), ("reasons-moved", "reasons")):
            beside = [
                ", ".join(".".join(path) for path in getattr(each, what)) or "none"
                for each in (was, now)
            ]
            if beside[0] != beside[1]:
                yield place.change(kind, was.wire, " -> ".join(beside))
        lists = [", ".join(each.unreturned) or "none" for each in (was, now)]
        if lists[0] != lists[1]:
            yield place.change("unreturned-moved", was.wire, " -> ".join(lists))
        further = [", ".join(map(_further, each.further)) or "none" for each in (was, now)]
        if further[0] != further[1]:
            yield place.change("further-moved", was.wire, " -> ".join(further))
        progress = ["; ".join(grouped(each.progress)) or "none" for each in (was, now)]
        if progress[0] != progress[1]:
            yield place.change("progress-moved", was.wire, " -> ".join(progress))
        starts = [described(each.start) if each.start else "nothing" for each in (was, now)]
        if was.start is not None and now.start is not None:
            starts = ["", moved(was.start, now.start)]
        if starts[0] != starts[1]:
            yield place.change("start-moved", was.wire, " -> ".join(filter(None, starts)))
        listed = [self.renamed.get(error, error) for error in was.errors]
        for error in now.errors:
            if error not in listed:
                yield place.change("error-added", was.wire, error)
        for error in listed:
            if error not in now.errors:
                yield place.change("error-removed", was.wire, error)
        service = self.old.name
        sent = Place(service, was.request.name, sent=True, received=False)
        received = Place(service, was.response.name, sent=False, received=True)
        yield from self._inside(sent, was.request, now.request)
        yield from self._inside(received, was.response, now.response)

    def _leading(self, operation: ir.Operation, renamed: Mapping[str, str]) -> str:
        """Describe the leading status of an operation."""
        detail = f"{operation.kind}, {_status(operation)}"
        if operation.status_type is not None:
            detail += f" ({text_of(operation.status_type, renamed)})"
        if operation.item_type is not None:
            detail += f" of each {text_of(operation.item_type, renamed)}"
        if operation.last_step:
            detail += f" up to {'='.join(operation.last_step)}"
        return detail

    def _struct(self, was: ir.Struct, now: ir.Struct) -> Iterator[Change]:
        sent = was.name in self.sent
        received = was.name in self.received or not sent
        place = Place(self.old.name, was.name, sent=sent, received=received)
        yield from self._inside(place, was, now)

    def _inside(self, place: Place, was: ir.Struct, now: ir.Struct) -> Iterator[Change]:
        if was.union != now.union:
            detail = f"{'a union' if was.union else 'a structure'} -> {'a union' if now.union else 'a structure'}"
            yield place.change("union-changed", "", detail)
        if was.sensitive != now.sensitive:
            yield place.change(
                "sensitive-on" if now.sensitive else "sensitive-off", "", "all of it"
            )
        yield from members(place, was, now, self.renamed)
        # One fact may be about several members.
        before, after = (
            {(rule.id, rule.member): rule for rule in each.facts} for each in (was, now)
        )
        for key, rule in after.items():
            if key not in before and was.field(rule.member) is not None:
                yield place.change("rules-added", rule.member, rule.id)
            elif key in before and rule != before[key]:  # what it checks is made from the limits
                detail = f"{rule.id}: {_check_text(before[key])} -> {_check_text(rule)}"
                yield place.change("rules-changed", rule.member, detail)
        for key, rule in before.items():
            if key not in after and now.field(rule.member) is not None:
                yield place.change("rules-removed", rule.member, rule.id)

    def _enum(self, was: ir.Enum, now: ir.Enum) -> Iterator[Change]:
        place = Place(self.old.name, now.name)
        if bool(was.phases) != bool(now.phases):
            kind, detail = ("status-began", _phases(now)) if now.phases else ("status-ended", "")
            yield place.change(kind, "", detail or "its values no longer have phases")
        if was.sensitive != now.sensitive:
            yield place.change(
                "sensitive-on" if now.sensitive else "sensitive-off", "", "all of it"
            )
        if was.spellings != now.spellings:
            texts = [", ".join(each.spellings) or "none" for each in (was, now)]
            yield place.change("spellings-changed", "", " -> ".join(texts))
        before, after = dict(was.values), dict(now.values)
        phases = [
            dict(itertools.zip_longest((value for value, _ in each.values), each.phases))
            for each in (was, now)
        ]
        for value, name in before.items():
            if value not in after:
                yield place.change("value-removed", value, "gone")
                continue
            if after[value] != name:
                yield place.change("value-renamed", value, f"{name} -> {after[value]}")
            meant, means = (each[value] for each in phases)
            if meant and means and _meaning(meant) != _meaning(means):
                detail = f"{_meaning(meant)} -> {_meaning(means)}, {_BASES[means.basis]}"
                yield place.change("phase-changed", value, detail)
        for value in after:
            if value not in before:
                judged = phases[1][value]
                if judged:
                    detail = f"new: {_meaning(judged)}, {_BASES[judged.basis]}"
                    yield place.change("status-value-added", value, detail)
                else:
                    yield place.change("value-added", value, "new")

    def _error(self, was: ir.Error, now: ir.Error) -> Iterator[Change]:
        place = Place(self.old.name, now.name)
        if was.code != now.code:
            yield place.change("error-changed", "", f"code {was.code} -> {now.code}")
        if was.status != now.status:
            yield place.change("about-changed", "", f"HTTP status {was.status} -> {now.status}")
        held = [ir.Struct(each.wire, each.name, each.fields) for each in (was, now)]
        yield from members(place, held[0], held[1], self.renamed)


def _check_text(rule: ir.Rule) -> str:
    return f"{rule.check or rule.kind}({', '.join(map(str, rule.args))})"


def _meaning(judged: ir.Judged) -> str:
    if judged.party != "AWS":
        party = _PARTIES[judged.party]
        return f"{judged.phase} (awaits {party}{', polled' if judged.polled else ''})"
    return f"{judged.phase} (gone)" if judged.gone else judged.phase


def _phases(enum: ir.Enum) -> str:
    found: dict[str, list[str]] = {}
    for (value, _), judged in zip(enum.values, enum.phases, strict=True):
        found.setdefault(_meaning(judged), []).append(value)
    return "; ".join(f"{phase}: {', '.join(values)}" for phase, values in found.items())


def _received(service: ir.Service) -> Iterator[ir.Struct]:
    """Yield the structures of responses and errors."""
    yield from (operation.response for operation in service.operations)
    yield from (ir.Struct(each.wire, each.name, each.fields) for each in service.errors)


def _members_of(struct: ir.Struct) -> frozenset[t.Any]:
    return frozenset((field.wire, text_of(field.type, {})) for field in struct.fields)
