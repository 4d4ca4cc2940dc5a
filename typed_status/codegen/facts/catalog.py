"""Which operations are shipped: a rule over the IR, and reviewed exceptions in ``catalog.toml``.

An operation is in the catalog when its name says that it only reads and its response carries a lifecycle
status, in itself, in a structure of its, or in the items of a list. Operations that botocore's waiters poll
are in it too.

May import: the standard library, pydantic, ``codegen.models.ir``, ``codegen.facts.status_paths`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import pathlib
import re
import tomllib
import typing as t
from collections.abc import Iterable, Iterator, Mapping

import pydantic

from typed_status.codegen.exceptions import GenerationError, Object, stop
from typed_status.codegen.facts.status_paths import Path, Search
from typed_status.codegen.models import ir

__all__ = ["CATALOG", "Exceptions", "Lead", "Pick", "find", "read_exceptions"]

CATALOG = pathlib.Path(__file__).parent / "catalog.toml"

_READS = re.compile(
    r"(BatchCheck|BatchDescribe|BatchGet|BatchRead|Check|Describe|Find|Get|Head|List|Lookup|Poll|Query|"
    r"Read|Scan|Search|View)(?![a-z])"
)

Kind = t.Literal["single", "list", "companion"]


class Pick(t.NamedTuple):
    """A shipped operation; ``status`` is the path of wire names to its leading status, if it has one."""

    name: str
    kind: Kind
    status: tuple[str, ...] = ()


class _Entry(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    name: str
    why: str = pydantic.Field(min_length=1)


class Lead(_Entry):
    """A status that leads in the response of an operation: wire names, joined by dots."""

    status: str = pydantic.Field(pattern=r"^\w+(\.\w+)*$")


class Exceptions(pydantic.BaseModel):
    """What ``catalog.toml`` holds: operations beside the rule, operations that the rule should not find, and
    statuses that lead though another one is nearer."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    add: tuple[_Entry, ...] = ()
    remove: tuple[_Entry, ...] = ()
    lead: tuple[Lead, ...] = ()

    def added(self, service: str) -> set[str]:
        """The operations of ``service`` that are added."""
        return {entry.name for entry in self.add if entry.service == service}

    def removed(self, service: str) -> set[str]:
        """The operations of ``service`` that are removed."""
        return {entry.name for entry in self.remove if entry.service == service}


def read_exceptions(path: pathlib.Path = CATALOG) -> Exceptions:
    """The reviewed exceptions; raises ``GenerationError`` where the file is not of its form."""
    try:
        return Exceptions.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise GenerationError(f"{path.name}: {error}") from error


def find(
    service: ir.Service,
    polled: Mapping[str, Iterable[str]],
    exceptions: Exceptions,
    object_to: Object = stop,
) -> tuple[Pick, ...]:
    """The picks of a service, of which ``service`` holds all operations, in alphabetical order.

    ``polled`` gives the operations that waiters poll, each with the paths that its waiters look at. Exceptions
    that name an operation that is not there, or that needs none, are objected to and left out.
    """
    operations = {each.wire: each for each in service.operations}
    added, removed = exceptions.added(service.name), exceptions.removed(service.name)
    found = {pick.name: pick for pick in _by_rule(service, polled)}
    for name in added | removed:
        if name not in operations:
            object_to(GenerationError(f"catalog.toml: {service.name} has no operation {name!r}"))
    for name in operations.keys() & ((added & found.keys()) | (removed - found.keys())):
        reason = f"catalog.toml: {service.name} {name}: the rule needs no exception"
        object_to(GenerationError(reason))
    for lead in (lead for lead in exceptions.lead if lead.service == service.name):
        try:
            found[lead.name] = _led(service, lead, found.get(lead.name))
        except GenerationError as error:
            object_to(error)
    picks = [pick for name, pick in found.items() if name not in removed]
    picks += [Pick(name, "companion") for name in (added & operations.keys()) - found.keys()]
    return tuple(sorted(picks))


def _led(service: ir.Service, lead: Lead, found: Pick | None) -> Pick:
    """The pick of an operation whose leading status is the one that ``lead`` says."""
    search = Search(service)
    path = tuple(lead.status.split("."))
    response = next((each.response for each in service.operations if each.wire == lead.name), None)
    if response is None or found is None:
        raise GenerationError(
            f"catalog.toml: {service.name} {lead.name} is no operation that the rule finds"
        )
    if path == found.status:
        raise GenerationError(
            f"catalog.toml: {service.name} {lead.name}: {lead.status} leads by the rule"
        )
    if path not in search.lifecycles_of(response):
        raise GenerationError(
            f"catalog.toml: {service.name} {lead.name} has no lifecycle status {lead.status!r}"
        )
    return _picked(search, lead.name, response, path)


def _picked(search: Search, name: str, response: ir.Struct, path: Path) -> Pick:
    return Pick(name, "list" if search.passes_a_list(response, path) else "single", path)


def _by_rule(service: ir.Service, polled: Mapping[str, Iterable[str]]) -> Iterator[Pick]:
    search = Search(service)
    for operation in service.operations:
        watched = polled.get(operation.wire)
        if watched is None and not _READS.match(operation.wire):
            continue
        path = search.watched(operation.response, watched or ())
        path = path or next(search.lifecycles_of(operation.response), None)
        if path is None and watched is not None:
            path = ()
        if path is not None:
            if path:
                yield _picked(search, operation.wire, operation.response, path)
            else:
                yield Pick(operation.wire, "companion")
