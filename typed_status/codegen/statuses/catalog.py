"""Which operations are shipped: a rule over the IR, and reviewed exceptions in ``catalog.toml``.

An operation is in the catalog when its name says that it only reads and its response carries a lifecycle
status, in itself, in one of its structures, or in the items of a list. Operations that botocore's waiters poll
are in it too.

May import: the standard library, pydantic, ``codegen.models``, ``codegen.statuses.progress_paths``, ``codegen.statuses.reason_paths``,
``codegen.statuses.status_paths``, ``codegen.statuses.unreturned``, ``codegen.reviewed_files`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
import typing as t
from collections.abc import Iterable, Iterator, Mapping

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Waiter
from typed_status.codegen.reviewed_files import read_reviewed_file
from typed_status.codegen.statuses import progress_paths
from typed_status.codegen.statuses.progress_paths import ProgressPaths
from typed_status.codegen.statuses.reason_paths import reason_paths
from typed_status.codegen.statuses.status_paths import Path, Search
from typed_status.codegen.statuses.unreturned import unreturned

__all__ = [
    "CATALOG",
    "READS",
    "Exceptions",
    "Lead",
    "Pick",
    "Steps",
    "find",
    "judged",
    "polled_paths",
    "read_exceptions",
    "readers",
    "with_statuses",
]

CATALOG = pathlib.Path(__file__).parent / "catalog.toml"

READS = re.compile(
    r"(BatchCheck|BatchDescribe|BatchGet|BatchRead|Check|Describe|Find|Get|Head|List|Lookup|Poll|Query|"
    r"Read|Scan|Search|View)(?![a-z])"
)
"""How the names of operations begin that only read."""

Kind = t.Literal["single", "list", "companion", "start"]


class Pick(t.NamedTuple):
    """A shipped operation; ``status`` is the path of wire names to its leading status, if it has one."""

    name: str
    kind: Kind
    status: tuple[str, ...] = ()
    last_step: tuple[str, ...] = ()


class _Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    name: str
    why: str = pydantic.Field(min_length=1)


class Lead(_Entry):
    """The leading status of an operation's response: wire names, joined by dots."""

    status: str = pydantic.Field(pattern=r"^\w+(\|\w+)*(\.\w+(\|\w+)*)*$")


class Steps(_Entry):
    """An operation whose status is that of a step: the whole has succeeded only when the ``last`` one has.
    ``step`` is the member of the response that names the step."""

    step: str = pydantic.Field(min_length=1)
    last: str = pydantic.Field(min_length=1)


class Exceptions(pydantic.BaseModel):
    """The content of ``catalog.toml``: operations beside the rule, operations that the rule should not find,
    statuses that lead though another one is nearer, logs, enums that are a status by their values though not by any name,
    and statuses of steps."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    add: tuple[_Entry, ...] = ()
    remove: tuple[_Entry, ...] = ()
    lead: tuple[Lead, ...] = ()
    log: tuple[_Entry, ...] = ()
    status: tuple[_Entry, ...] = ()
    steps: tuple[Steps, ...] = ()

    def added(self, service: str) -> set[str]:
        """Return the operations of ``service`` that are added."""
        return {entry.name for entry in self.add if entry.service == service}

    def removed(self, service: str) -> set[str]:
        """Return the operations of ``service`` that are removed."""
        return {entry.name for entry in self.remove if entry.service == service}


def read_exceptions(path: pathlib.Path = CATALOG) -> Exceptions:
    """Read the reviewed exceptions; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Exceptions)


def polled_paths(waiters: Iterable[Waiter]) -> dict[str, list[str]]:
    """Return the operations that waiters poll, each with the paths that their acceptors evaluate."""
    polled: dict[str, list[str]] = {}
    for waiter in waiters:
        paths = [each.argument for each in waiter.acceptors if each.argument]
        polled.setdefault(waiter.operation, []).extend(paths)
    return polled


def readers(
    service: ir.Service, polled: Mapping[str, Iterable[str]], exceptions: Exceptions
) -> frozenset[str]:
    """Return the operations that the rule looks at: those that only read, and those that waiters poll."""
    reading = {each.wire for each in service.operations if READS.match(each.wire)}
    return frozenset({*reading, *polled} - exceptions.removed(service.name))


def judged(
    service: ir.Service, exceptions: Exceptions, on_problem: OnProblem = raise_problem
) -> ir.Service:
    """Mark the enums that somebody has judged to be a status. One that does not exist is a problem and left out."""
    names = {each.name for each in exceptions.status if each.service == service.name}
    for name in sorted(names - {each.name for each in service.enums}):
        on_problem(GenerationError(f"catalog.toml: {service.name} has no enum {name!r}"))
    enums = (
        dataclasses.replace(each, status=True) if each.name in names else each
        for each in service.enums
    )
    return dataclasses.replace(service, enums=tuple(enums))


def find(
    service: ir.Service,
    polled: Mapping[str, Iterable[str]],
    exceptions: Exceptions,
    on_problem: OnProblem = raise_problem,
) -> tuple[Pick, ...]:
    """Pick the operations of the catalog from ``service``, which has all operations, in alphabetical order.

    ``polled`` is as returned by ``polled_paths``. Exceptions that name an operation that does not exist, or that
    needs none, are problems and left out.
    """
    operations = {each.wire: each for each in service.operations}
    added, removed = exceptions.added(service.name), exceptions.removed(service.name)
    found = {pick.name: pick for pick in _by_rule(service, polled)}
    for name in added | removed:
        if name not in operations:
            on_problem(GenerationError(f"catalog.toml: {service.name} has no operation {name!r}"))
    for name in operations.keys() & ((added & found.keys()) | (removed - found.keys())):
        reason = f"catalog.toml: {service.name} {name}: the rule needs no exception"
        on_problem(GenerationError(reason))
    for lead in (lead for lead in exceptions.lead if lead.service == service.name):
        try:
            found[lead.name] = _led(service, lead, found.get(lead.name))
        except GenerationError as error:
            on_problem(error)
    for log in (log for log in exceptions.log if log.service == service.name):
        if not (pick := found.get(log.name)) or not pick.status:
            reason = f"catalog.toml: {service.name} {log.name}: the rule finds no status that a log could have"
            on_problem(GenerationError(reason))
        else:
            found[log.name] = Pick(log.name, "companion")
    for steps in (steps for steps in exceptions.steps if steps.service == service.name):
        try:
            found[steps.name] = _stepped(service, steps, found.get(steps.name))
        except GenerationError as error:
            on_problem(error)
    picks = [pick for name, pick in found.items() if name not in removed]
    picks += [Pick(name, "companion") for name in (added & operations.keys()) - found.keys()]
    return tuple(sorted(picks))


def _led(service: ir.Service, lead: Lead, found: Pick | None) -> Pick:
    """Pick an operation with the leading status of ``lead``."""
    search = Search(service)
    path = tuple(lead.status.split("."))
    response = next((each.response for each in service.operations if each.wire == lead.name), None)
    if response is None or found is None:
        raise GenerationError(
            f"catalog.toml: {service.name} {lead.name}: the rule finds no such operation"
        )
    if path == found.status:
        raise GenerationError(
            f"catalog.toml: {service.name} {lead.name}: {lead.status} leads by the rule"
        )
    if not any(_covers(path, each) for each in search.lifecycles_of(response)):
        raise GenerationError(
            f"catalog.toml: {service.name} {lead.name} has no lifecycle status {lead.status!r}"
        )
    return _picked(search, lead.name, response, path)


def _stepped(service: ir.Service, steps: Steps, found: Pick | None) -> Pick:
    """Add the last step to a pick."""
    response = next((each.response for each in service.operations if each.wire == steps.name), None)
    field = response.field(steps.step) if response is not None else None
    values = {
        value
        for enum in service.enums
        if field is not None and enum.name == field.type.name
        for value, _ in enum.values
    }
    if found is None or not found.status or steps.last not in values:
        raise GenerationError(
            f"catalog.toml: {service.name} {steps.name} has no status of steps up to {steps.last!r}"
        )
    if found.kind != "single":  # each item of a list would have steps of its own
        raise GenerationError(
            f"catalog.toml: {service.name} {steps.name} is a list operation, which has no steps"
        )
    return found._replace(last_step=(steps.step, steps.last))


def _picked(search: Search, name: str, response: ir.Struct, path: Path) -> Pick:
    return Pick(name, "list" if search.passes_a_list(response, path) else "single", path)


def _by_rule(service: ir.Service, polled: Mapping[str, Iterable[str]]) -> Iterator[Pick]:
    search = Search(service)
    for operation in service.operations:
        watched = polled.get(operation.wire)
        if watched is None and not READS.match(operation.wire):
            continue
        path = search.watched(operation.response, watched or ())
        path = path or _nearest(search, operation.response)
        if path and search.is_log(operation.response, path):
            path = ()
        if path is None and watched is not None:
            path = ()
        if path is not None:
            if path:
                yield _picked(search, operation.wire, operation.response, path)
            else:
                yield Pick(operation.wire, "companion")


def _nearest(search: Search, response: ir.Struct) -> Path | None:
    """Return the path to the status that leads."""
    found = search.lifecycles_of(response)
    return search.with_branches(response, found[0]) if found else None


def with_statuses(
    service: ir.Service,
    picks: Iterable[Pick],
    progress: progress_paths.Exceptions | None = None,
    on_problem: OnProblem = raise_problem,
) -> ir.Service:
    """Give each operation of ``service`` the kind, the leading status and the other statuses of its pick, the reasons and
    the progress."""
    by_name = {pick.name: pick for pick in picks}
    search = Search(service)
    paths = ProgressPaths(search, progress or progress_paths.Exceptions(), on_problem)
    operations = tuple(
        _with_status(search, paths, each, by_name[each.wire]) for each in service.operations
    )
    paths.check()
    return dataclasses.replace(service, operations=operations)


def _covers(path: Path, other: Path) -> bool:
    """Whether ``other`` is ``path``, or one of its branches."""
    return len(path) == len(other) and all(
        wire in each.split("|") for each, wire in zip(path, other, strict=True)
    )


def _with_status(
    search: Search, paths_of: ProgressPaths, operation: ir.Operation, pick: Pick
) -> ir.Operation:
    """Add the statuses, the reasons and the progress, as paths of field names."""

    def named(path: Path) -> tuple[str, ...]:
        return search.names(operation.response, path)

    fields = search.fields(operation.response, pick.status)
    if len(fields) != len(pick.status):
        path = ".".join(pick.status)
        raise GenerationError(
            f"{search.name} {operation.wire}: the response has no status {path!r}"
        )
    paths = [
        path for path in search.lifecycles_of(operation.response) if not _covers(pick.status, path)
    ]
    listed = [field.type.innermost for field in fields if field.type.kind in ("list", "map")]
    return dataclasses.replace(
        operation,
        status=named(pick.status),
        last_step=(*named(pick.last_step[:1]), *pick.last_step[1:]),
        item_type=listed[-1] if listed else None,
        status_type=fields[-1].type.innermost if fields else None,
        other_statuses=tuple(map(named, paths)),
        reasons=tuple(map(named, reason_paths(search, operation.response, pick.status)))
        if pick.status
        else (),
        unreturned=unreturned(operation.response, fields[0].name) if listed else (),
        progress=tuple(
            tuple((role, named(path)) for role, path in group)
            for group in paths_of.of(operation.response, pick.status, pick.last_step[:1])
        )
        if pick.status
        else (),
        kind=pick.kind,
    )
