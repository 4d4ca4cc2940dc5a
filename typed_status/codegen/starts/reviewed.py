"""Apply the decisions of ``starts.toml`` to what the rule finds, and check that they fit the service.

May import: the standard library, ``codegen.models.ir``, ``codegen.exceptions`` and ``codegen.starts`` below this module.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Mapping

from typed_status.codegen.exceptions import GenerationError, OnProblem
from typed_status.codegen.models import ir
from typed_status.codegen.starts.decisions import DECISIONS, Decisions, Reviewed
from typed_status.codegen.starts.names import Name, parsed
from typed_status.codegen.starts.refused import refused
from typed_status.codegen.starts.watched import at, reported

__all__ = ["Finding", "Review"]

_Path = tuple[str, ...]
_VALUES: t.Final = ("wanted", "initial", "contrary", "pending")


class Finding(t.Protocol):
    """The rule, which fills what a decision leaves out."""

    def start(self, operation: ir.Operation, status: str | None = None) -> ir.Start | None:
        """Return what ``operation`` starts, given the operation that reports on it or not."""
        ...

    def judged(self, start: ir.Start, name: Name) -> ir.Start:
        """Return ``start`` with the values that end it, by its status."""
        ...

    def enum(self, status: ir.Operation, watch: _Path) -> ir.Enum | None:
        """Return the enum of a watched status, if its values have phases."""
        ...


class Review:
    """The decisions about one service."""

    def __init__(
        self, service: ir.Service, finding: Finding, decisions: Decisions, on_problem: OnProblem
    ) -> None:
        self.service = service
        self.finding = finding
        self.operations = {each.wire: each for each in service.operations}
        self.structs = {each.name: each for each in service.structs}
        self.starts = [each for each in decisions.start if each.service == service.name]
        self.refused = [each for each in decisions.refused if each.service == service.name]
        self.on_problem = on_problem

    def applied(self, found: Mapping[str, ir.Start]) -> dict[str, ir.Start]:
        """Return the pairs with all decisions applied that fit."""
        result = dict(found)
        for wire in (wire for each in self.refused for wire in each.starts):
            if wire not in self.operations:
                self._problem(wire, "there is no such operation")
            elif wire not in found:
                self._problem(wire, "starts nothing by the rule: drop it")
            result.pop(wire, None)
        for entry in self.starts:
            try:
                start = self._start(entry, found.get(entry.start))
            except GenerationError as error:
                self.on_problem(error)
                continue
            if _same(start, found.get(entry.start)):
                self._problem(entry.start, "is found so by the rule: drop it")
            result[entry.start] = start
        return result

    def _problem(self, wire: str, reason: str) -> None:
        self.on_problem(self._error(wire, reason))

    def _error(self, wire: str, reason: str) -> GenerationError:
        return GenerationError(f"{DECISIONS.name}: {self.service.name} {wire}: {reason}")

    def _start(self, entry: Reviewed, found: ir.Start | None) -> ir.Start:
        operation = self._operation(entry, entry.start)
        wire = entry.status or (found.status if found is not None else "")
        status = self._operation(entry, wire)
        start = found if found is not None and found.status == wire else None
        start = start or self.finding.start(operation, wire)
        if start is None:
            start = ir.Start(
                wire,
                (),
                "reviewed",
                refused=refused(operation.response),
                tracks=entry.tracks or "resource",
            )
        pairs: dict[str, t.Any] = {}
        if entry.bindings is not None:
            pairs["bindings"] = tuple((name, _path(path)) for name, path in entry.bindings.items())
            pairs["optional"] = ()
        for name in ("select", "echoed"):
            given: dict[str, str] | None = getattr(entry, name)
            if given is not None:
                pairs[name] = tuple((_path(path), _path(value)) for path, value in given.items())
        plain = {
            name: value
            for name in ("tracks", "optional", "refused")
            if (value := getattr(entry, name)) is not None
        }
        if entry.watch is not None:
            plain["watch"] = _path(entry.watch)
        start = dataclasses.replace(start, **{**pairs, **plain})
        enum = self.finding.enum(status, start.watch)
        if enum is not None:
            start = self.finding.judged(start, parsed(entry.start))
            field = at(self.structs, status.response, start.watch or status.status)
            if field is not None:
                start = dataclasses.replace(
                    start, reports=reported(self.structs, operation.response, field)
                )
        values = {
            name: value
            for name in (*_VALUES, "gone")
            if (value := getattr(entry, name)) is not None
        }
        if entry.reports is not None:
            values["reports"] = _path(entry.reports)
        start = dataclasses.replace(start, **values)
        start = _disjoint(start, entry)
        self._check(entry, operation, status, start, enum)
        return dataclasses.replace(start, basis="reviewed", source=entry.source)

    def _operation(self, entry: Reviewed, wire: str) -> ir.Operation:
        if wire not in self.operations:
            raise self._error(entry.start, f"there is no operation {wire!r}")
        return self.operations[wire]

    def _check(
        self,
        entry: Reviewed,
        operation: ir.Operation,
        status: ir.Operation,
        start: ir.Start,
        enum: ir.Enum | None,
    ) -> None:
        """Raise ``GenerationError`` for names and values that do not exist."""
        sides = {"input": operation.request, "output": operation.response}
        wanting: list[tuple[ir.Struct, _Path]] = [
            (status.request, (name,)) for name, _ in start.bindings
        ]
        values = [path for _, path in start.bindings]
        wanting += [(status.response, path) for path, _ in start.echoed]
        item = self.structs.get(status.item_type.name) if status.item_type is not None else None
        wanting += [(item or status.response, path) for path, _ in start.select]
        values += [path for _, path in (*start.select, *start.echoed)]
        for path in values:
            if path[:1] not in (("input",), ("output",)):
                raise self._error(
                    entry.start, f"{'.'.join(path)} begins with neither input nor output"
                )
            wanting.append((sides[path[0]], path[1:]))
        wanting.append((operation.response, start.reports))
        for struct, path in wanting:
            if path and at(self.structs, struct, path) is None:
                raise self._error(entry.start, f"{struct.name} has no {'.'.join(path)!r}")
        bound = {name for name, _ in start.bindings}
        for field in status.request.fields:
            if field.required and field.name not in bound:
                raise self._error(entry.start, f"{field.name!r} of {status.wire} is not bound")
        known = {value for value, _ in enum.values} if enum is not None else set[str]()
        for value in (value for name in _VALUES for value in getattr(start, name)):
            if value not in known:
                raise self._error(entry.start, f"the status has no value {value!r}")


def _path(text: str) -> _Path:
    return tuple(text.split(".")) if text else ()


def _disjoint(start: ir.Start, entry: Reviewed) -> ir.Start:
    """Take the values that a decision has out of the sets that it leaves to the rule, where they would contradict it."""
    decided = {name: {*(getattr(entry, name) or ())} for name in _VALUES}
    before = decided["wanted"] | decided["initial"]
    against = {
        "wanted": decided["contrary"] | decided["pending"],
        "initial": decided["contrary"] | decided["pending"],
        "contrary": before | decided["pending"],
        "pending": before | decided["contrary"],
    }

    def left(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        given = getattr(entry, name) is not None
        return tuple(value for value in values if given or value not in against[name])

    return dataclasses.replace(
        start,
        wanted=left("wanted", start.wanted),
        initial=left("initial", start.initial),
        contrary=left("contrary", start.contrary),
        pending=left("pending", start.pending),
    )


def _same(start: ir.Start, found: ir.Start | None) -> bool:
    return found is not None and start == dataclasses.replace(
        found, basis=start.basis, source=start.source
    )
