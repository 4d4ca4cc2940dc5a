"""What a request that starts something declares: its ``rt.Start``, the types of its end, and the sentences about it.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Sequence

from typed_status.codegen.models import ir

__all__ = [
    "BASES",
    "answer",
    "client_base",
    "declaration",
    "follows",
    "sentence",
    "starts_last",
    "watched_type",
]

BASES: t.Final[dict[ir.StartBasis, str]] = {
    "documentation": "the documentation of one, which names the other",
    "operation_id": "the id of what was begun, in the response",
    "same_noun": "the resource that both name, and words for the action in its statuses",
    "deletion": "the resource that both name, and this one deletes",
    "returned": "the resource in the response, which has the status",
    "reviewed": "a reviewed decision",
}
"""What says that an operation starts what another one reports on, by basis."""


def starts_last(operations: Iterable[ir.Operation]) -> list[ir.Operation]:
    """Sort the operations so that those that start something come after those that report on it."""
    return sorted(operations, key=lambda operation: operation.start is not None)


def follows(operation: ir.Operation, service: ir.Service) -> ir.Operation | None:
    """Return the operation that reports on what ``operation`` starts; none if it starts nothing."""
    if operation.start is None:
        return None
    wire = operation.start.status
    return next(each for each in service.operations if each.wire == wire)


def client_base(operation: ir.Operation, service: ir.Service) -> str:
    """Render the base class of the client's protocol: a client that can start something can be polled, too."""
    status = follows(operation, service)
    return "t.Protocol" if status is None else f"{status.client}, t.Protocol"


def answer(status: ir.Operation, types: Sequence[str], start: ir.Start) -> str:
    """Render the type of what a wait for the end returns. ``types`` are those of the status and of the items of ``status``."""
    name = status.response.name
    if status.reports and status.kind == "list":
        reported, item = types
        name = f"rt.ListResult[{item}, {reported}, {name}]"
    one = f"{name} | None" if start.gone else name
    return f"list[{one}]" if _is_spread(status, start) else one


def _is_spread(status: ir.Operation, start: ir.Start) -> bool:
    """Whether there is a status request for each of several values."""
    lists = {each.name for each in status.request.fields if each.type.kind == "list"}
    return any(
        name not in lists and any(step.endswith("[]") for step in path)
        for name, path in start.bindings
    )


def watched_type(operation: ir.Operation, service: ir.Service) -> str:
    """Render the type of the watched status: an enum, or the base class of all where AWS declares no values."""
    status = follows(operation, service)
    kind = status.status_type if status is not None else None
    if status is not None and operation.start is not None and operation.start.watch:
        kind = _type_at(service, status.response, operation.start.watch)
    known = {enum.name for enum in service.enums if enum.phases}
    return kind.name if kind is not None and kind.name in known else "rt.StatusEnum"


def _type_at(service: ir.Service, struct: ir.Struct, path: Sequence[str]) -> ir.Type | None:
    """Return the innermost type at a path of field names."""
    structs = {each.name: each for each in service.structs}
    kind: ir.Type | None = None
    for name in path:
        first = name.removesuffix("[]").split("|")[0]
        kind = next((each.type.innermost for each in struct.fields if each.name == first), None)
        if kind is None:
            return None
        struct = structs.get(kind.name, struct)
    return kind


def declaration(operation: ir.Operation, service: ir.Service) -> str:
    """Render the ``rt.Start`` of an operation, without what is the default."""
    start, status = operation.start, follows(operation, service)
    if start is None or status is None:
        return ""
    given: dict[str, object] = {
        "bindings": {name: ".".join(path) for name, path in start.bindings},
        "select": {".".join(path): ".".join(value) for path, value in start.select},
        "tracks": start.tracks if start.tracks != "resource" else "",
        "wanted": start.wanted,
        "gone": start.gone,
        "initial": start.initial,
        "contrary": start.contrary,
        "pending": start.pending,
        "watch": start.watch,
        "reports": start.reports,
        "token": next((each.name for each in operation.request.fields if each.token), ""),
        "refused": _paths_of_lists(operation, start.refused),
        "equals": {".".join(path): ".".join(value) for path, value in start.echoed},
    }
    options = "".join(
        f", {name}={value!a}" for name, value in given.items() if value or name == "bindings"
    )
    return f"rt.Start(status_request=lambda: {status.request.name}{options})"


def _paths_of_lists(operation: ir.Operation, names: Iterable[str]) -> tuple[str, ...]:
    """Return the fields of the response as paths, in which the names of lists end in ``[]``."""
    lists = {each.name for each in operation.response.fields if each.type.kind == "list"}
    return tuple(f"{name}[]" if name in lists else name for name in names)


def sentence(operation: ir.Operation) -> str:
    """Describe what reports on what ``operation`` starts, and its end; empty if it starts nothing."""
    start = operation.start
    if start is None:
        return ""
    what = "operation" if start.tracks == "operation" else "resource"
    watched = f" (``{'.'.join(start.watch)}``)" if start.watch else ""
    return f"``{start.status}`` reports the status{watched} of the {what}; wanted: {_end(start)}."


def _end(start: ir.Start) -> str:
    if start.gone and start.wanted:
        return f"{_listed(start.wanted)}, or it is gone"
    if start.gone:
        return "it is gone"
    if start.echoed:
        return "what was sent, in " + _listed(".".join(path) for path, _ in start.echoed)
    return _listed(start.wanted) or "not known, pass ``until``"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"``{value}``" for value in values)
