"""Further statuses: those beside the leading one that must be terminal, too, before a resource is ready.

A rule finds candidates: the other statuses of the same resource, or of a part of it, with values for progress or failure. Each
is adopted in ``further.toml`` with a source, refused there by a kind of reason, or a question. A member that is no status (a
stop reason) is adopted with the values that are failures.

May import: the standard library, pydantic, ``codegen.statuses.reason_paths``, ``codegen.statuses.status_paths``, ``codegen.models.ir``,
``codegen.reviewed_files`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Collection, Iterator
from pathlib import Path as File

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.models import ir
from typed_status.codegen.reviewed_files import read_reviewed_file
from typed_status.codegen.statuses.reason_paths import reason_paths
from typed_status.codegen.statuses.status_paths import Path, Search

__all__ = [
    "DECISIONS",
    "Adopted",
    "Candidate",
    "Decisions",
    "candidates",
    "questions",
    "read_decisions",
    "with_further",
]

DECISIONS = File(__file__).parent / "further.toml"

_Names = tuple[str, ...]
_MEMBER = r"^\w+\.\w+$"
_Target = t.Annotated[str, pydantic.Field(pattern=_MEMBER)]
# Any text, as in ``typed_status.runtime.types.further``.
_ANY = "*"


class _Form(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Adopted(_Form):
    """Members (``Structure.Member``) that are a further status wherever they are in a response of the ``operations``, by
    default of all.

    ``when``, ``only`` and the lists of values by phase are as in ``ir.Further``. The source is either words of
    AWS's documentation of the member (``doc_contains``), or free text.
    """

    service: str
    targets: tuple[_Target, ...] = pydantic.Field(min_length=1)
    operations: _Names = ()
    when: _Names = ()
    only: _Names = ()
    in_progress: _Names = ()
    succeeded: _Names = ()
    failed: _Names = ()
    why: str = pydantic.Field(min_length=1)
    doc_contains: str = ""
    source: str = ""

    @pydantic.model_validator(mode="after")
    def _has_one_source(self) -> t.Self:
        if bool(self.doc_contains) == bool(self.source):
            raise ValueError(f"{self.targets[0]}: expected either doc_contains or source")
        return self

    @property
    def phases(self) -> tuple[tuple[ir.Phase, _Names], ...]:
        """The values whose phase is another than that of their enum."""
        found: tuple[tuple[ir.Phase, _Names], ...] = (
            ("IN_PROGRESS", self.in_progress),
            ("SUCCEEDED", self.succeeded),
            ("FAILED", self.failed),
        )
        return tuple(each for each in found if each[1])


class _Refused(_Form):
    service: str
    kind: str
    targets: tuple[_Target, ...] = pydantic.Field(min_length=1)


class Decisions(_Form):
    """The content of ``further.toml``: what is adopted, the ``kinds`` of reasons with their texts, and what is refused."""

    kinds: dict[str, str] = {}
    further: tuple[Adopted, ...] = ()
    refused: tuple[_Refused, ...] = ()

    @pydantic.model_validator(mode="after")
    def _decides_once(self) -> t.Self:
        keys = [(each.service, target) for each in self.refused for target in each.targets]
        keys += {(each.service, target) for each in self.further for target in each.targets}
        for key in {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"there are two decisions on {'.'.join(key)}")
        for each in self.refused:
            if each.kind not in self.kinds:
                raise ValueError(f"{each.service}: there is no kind {each.kind!r}")
        return self

    @property
    def entries(self) -> tuple[Adopted | _Refused, ...]:
        """Return all of them."""
        return self.further + self.refused


class Candidate(t.NamedTuple):
    """Another status of the same resource, at ``path`` in the response of ``operation``."""

    target: str
    operation: str
    path: _Names


def read_decisions(path: File = DECISIONS) -> Decisions:
    """Read the reviewed decisions; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Decisions)


def candidates(service: ir.Service, names: Collection[str]) -> Iterator[Candidate]:
    """Yield the candidates in the responses of the operations ``names``; the statuses of ``service`` have phases."""
    search = Search(service)
    enums = {each.name: each for each in service.enums}
    for operation in service.operations:
        if operation.wire not in names or not operation.reports:
            continue
        for path in _others(search, operation):
            target, field = _target(search, operation.response, path)
            phases = {each.phase for each in enums[field.type.innermost.name].phases}
            if not phases.isdisjoint(("IN_PROGRESS", "FAILED", "CANCELED")):
                yield Candidate(target, operation.wire, search.names(operation.response, path))


def questions(
    service: ir.Service,
    names: Collection[str],
    decisions: Decisions,
    on_problem: OnProblem = raise_problem,
) -> tuple[str, ...]:
    """Return a question for each candidate without a decision. A refusal of what is not a candidate is a problem."""
    adopted = {
        target
        for each in decisions.further
        if each.service == service.name
        for target in each.targets
    }
    refused = {
        target
        for each in decisions.refused
        if each.service == service.name
        for target in each.targets
    }
    found: dict[str, Candidate] = {}
    for each in candidates(service, names):
        found.setdefault(each.target, each)
    for target in sorted(refused - found.keys()):
        reason = f"{service.name} {target} is not a candidate: drop the refusal"
        on_problem(GenerationError(f"{DECISIONS.name}: {reason}"))
    return tuple(
        f"{service.name} {each.operation}: must {'.'.join(each.path)} be terminal, too, before the resource is ready? "
        f"Adopt or refuse {target} in {DECISIONS.name}"
        for target, each in found.items()
        if target not in adopted | refused
    )


def with_further(
    service: ir.Service,
    decisions: Decisions,
    on_problem: OnProblem = raise_problem,
) -> ir.Service:
    """Give the operations of ``service``, whose statuses have phases, their further statuses.

    An adopted member that no response has, whose documentation has changed, whose values are not declared, or have an
    unknown phase, or that is sensitive is a problem.
    """
    entries = [each for each in decisions.further if each.service == service.name]
    if not entries:
        return service
    adding = _Adding(service, on_problem)
    operations = tuple(adding.to(operation, entries) for operation in service.operations)
    for entry in entries:
        for target in entry.targets:
            if target not in adding.used:
                adding.report(f"no operation has the further status {target}")
        for name in set(entry.operations) - {each.wire for each in operations if each.further}:
            adding.report(f"{name} has none of {', '.join(entry.targets)}")
    return dataclasses.replace(service, operations=operations)


class _Adding:
    """Adds the adopted statuses of a service to its operations."""

    def __init__(self, service: ir.Service, on_problem: OnProblem) -> None:
        self.service = service.name
        self.search = Search(service)
        self.enums = {each.name: each for each in service.enums}
        self.on_problem = on_problem
        self.used: set[str] = set()

    def report(self, reason: str) -> None:
        """Report that an entry does not fit the service model."""
        self.on_problem(GenerationError(f"{DECISIONS.name}: {self.service} {reason}"))

    def to(self, operation: ir.Operation, entries: list[Adopted]) -> ir.Operation:
        """Return the operation with its further statuses, in the order of its response."""
        if not operation.reports:
            return operation
        found: list[ir.Further] = []
        for path in [*_others(self.search, operation), *_texts(self.search, operation)]:
            target, field = _target(self.search, operation.response, path)
            for entry in entries:
                named = not entry.operations or operation.wire in entry.operations
                if target in entry.targets and named:
                    self.used.add(target)
                    if self._fits(operation, entry, path, field):
                        found.append(self._further(operation, entry, path))
        return dataclasses.replace(operation, further=tuple(found))

    def _fits(self, operation: ir.Operation, entry: Adopted, path: Path, field: ir.Field) -> bool:
        where = f"{operation.wire} {'.'.join(path)}"
        listed = {value for _, values in entry.phases for value in values}
        enum = self.enums.get(field.type.innermost.name)
        problems: list[str] = []
        if field.sensitive:
            problems.append("is sensitive")
        if entry.doc_contains and entry.doc_contains not in field.doc:
            problems.append(f"is not documented with {entry.doc_contains!r}")
        if enum is not None and enum.phases:
            phases = {
                value: judged.phase
                for (value, _), judged in zip(enum.values, enum.phases, strict=True)
            }
            problems += [f"has no value {value!r}" for value in sorted(listed - phases.keys())]
            unknown = (value for value, phase in phases.items() if phase == "UNKNOWN")
            problems += [
                f"has a value of unknown phase, {value!r}"
                for value in unknown
                if value not in listed
            ]
        elif not listed:
            problems.append("is no status: list the values that are failures")
        elif missing := [value for value in listed if value != _ANY and value not in field.doc]:
            problems.append(f"is documented without {missing[0]!r}")
        lead = self.enums[t.cast(ir.Type, operation.status_type).innermost.name]
        declared = {value for value, _ in lead.values}
        problems += [
            f"is beside no status with the value {value!r}"
            for value in entry.when
            if value not in declared
        ]
        if entry.only and _beside(self.search, operation.response, path, entry.only[0]) is None:
            problems.append(f"is beside no member {entry.only[0]}")
        for problem in problems:
            self.report(f"{where} {problem}")
        return not problems

    def _further(self, operation: ir.Operation, entry: Adopted, path: Path) -> ir.Further:
        holder = len(path) - 1
        found = [
            self.search.names(operation.response, each)[holder:]
            for each in reason_paths(self.search, operation.response, path)
            if each[:holder] == path[:holder]
        ]
        name = self.search.names(operation.response, path)[-1]
        # What is called after the status is its own; else all that is beside it.
        reasons = tuple(each for each in found if each[0].startswith(name)) or tuple(found)
        only = entry.only
        if only:
            beside = t.cast(ir.Field, _beside(self.search, operation.response, path, only[0]))
            only = (beside.name, *only[1:])
        names = self.search.names(operation.response, path)
        return ir.Further(names, reasons, entry.when, only, entry.phases)


def _others(search: Search, operation: ir.Operation) -> list[Path]:
    """Return the paths of wire names to the other statuses of an operation's item."""
    return [
        path
        for path in search.lifecycles_of(operation.response)
        if search.names(operation.response, path) in operation.other_statuses
        and _is_of_item(search, operation, path)
    ]


def _texts(search: Search, operation: ir.Operation) -> list[Path]:
    """Return the paths to the texts beside the leading status that are no status; AWS may document their values."""
    *holder, _ = _wires(search, operation)
    struct = _struct_at(search, operation.response, tuple(holder))
    fields = struct.fields if struct else ()
    others = {path[-1] for path in _others(search, operation)}
    texts = [each for each in fields if each.type.kind == "str" or each.documented]
    return [(*holder, each.wire) for each in texts if each.wire not in others]


def _wires(search: Search, operation: ir.Operation) -> Path:
    """Return the path of wire names to the leading status; of the branches of a choice the first."""
    struct: ir.Struct | None = operation.response
    wires: list[str] = []
    for name in operation.status:
        first = name.removesuffix("[]").split("|")[0]
        field = next(each for each in t.cast(ir.Struct, struct).fields if each.name == first)
        wires.append(field.wire)
        struct = search.structs.get(field.type.innermost.name)
    return tuple(wires)


def _is_of_item(search: Search, operation: ir.Operation, path: Path) -> bool:
    listed = [index for index, name in enumerate(operation.status) if name.endswith("[]")]
    item = operation.status[: listed[-1] + 1] if listed else ()
    return search.names(operation.response, path)[: len(item)] == item


def _struct_at(search: Search, response: ir.Struct, path: Path) -> ir.Struct | None:
    fields = search.fields(response, path)
    return search.structs.get(fields[-1].type.innermost.name) if fields else response


def _beside(search: Search, response: ir.Struct, path: Path, wire: str) -> ir.Field | None:
    struct = _struct_at(search, response, path[:-1])
    return struct.field(wire) if struct is not None else None


def _target(search: Search, response: ir.Struct, path: Path) -> tuple[str, ir.Field]:
    struct = t.cast(ir.Struct, _struct_at(search, response, path[:-1]))
    field = t.cast(ir.Field, struct.field(path[-1]))
    return f"{struct.wire}.{field.wire}", field
