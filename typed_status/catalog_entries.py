"""The catalog: list the shipped operations.

The index is a JSON file next to the services, so that listing imports no service and no pydantic.

May import: the standard library and, for type checkers, ``typed_status.runtime``.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import typing as t
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

if t.TYPE_CHECKING:
    from typed_status.runtime import Awaits, Phase, StatusEnum

__all__ = ["CatalogEntry", "catalog"]


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A shipped operation.

    Attributes:
        service: botocore's name of the service.
        operation: botocore's name of the operation.
        module: the module of ``typed_status.services``.
        function: the function in that module.
        kind: ``single`` if the response reports the status of a single resource, ``list`` for a list operation,
            ``companion`` for one without a status that belongs to such an operation, or that a waiter polls, and ``start``
            for one that starts something.
        status: the path of field names to the leading status, in which lists and maps end in ``[]`` and the branches
            of a choice, of which one arrives, are joined by ``|``; empty if there is none.
        other_statuses: the paths to the other statuses in the response. Their values have a ``phase`` too, as in
            ``response.configuration.last_update_status.phase``.
        enum: the name of the enum of the leading status; empty if there is none.
        further: the paths to those of the other statuses, or other members, that decide as well: without ``until``, ``wait``
            succeeds when they have succeeded, too, and fails if one of them failed. One that AWS does not send does
            not count.
        reason: the paths to what says why the leading status is what it is, as ``WaitFailed`` has it, the nearest first.
        progress: where ``progress_of`` reads, as groups of pairs of a role and a path. A group is one percentage (``percent``
            from 0 to 100, ``fraction`` from 0 to 1) or the counts of the same things: ``total``, ``done`` (with success or
            not), ``succeeded``, ``failed`` and ``left``; ``counts`` is a map from status values to numbers, ``step`` the
            step that the status is of.
        follows: for a start, the operation that reports on what it starts; else empty.
        wanted: for a start, the statuses of which one is the end that ``begin`` waits for.
        gone: for a start, whether that end is, or may be, that the resource does not exist.
        basis: for a start, how ``follows`` is known: ``documentation`` if AWS's documentation of one names the other,
            ``operation_id`` if the response has the id of what was begun, ``same_noun`` if both name the same resource and its
            statuses have words for the action, ``deletion`` if both name the resource that is deleted or undone, ``returned`` if the
            response has the resource with its status, ``reviewed`` for a reviewed decision.
        source: what says so, as an operation or a member, a path or a noun.
    """

    service: str
    operation: str
    module: str
    function: str
    kind: t.Literal["single", "list", "companion", "start"]
    status: tuple[str, ...] = ()
    other_statuses: tuple[tuple[str, ...], ...] = ()
    enum: str = ""
    further: tuple[tuple[str, ...], ...] = ()
    reason: tuple[tuple[str, ...], ...] = ()
    progress: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()
    follows: str = ""
    wanted: tuple[str, ...] = ()
    gone: bool = False
    basis: str = ""
    source: str = ""

    @property
    def phases(self) -> dict[str, Phase]:
        """Return the phase of each value of the leading status. Imports the service's module."""
        return {str(value): value.phase for value in self._values()}

    @property
    def awaits(self) -> dict[str, Awaits]:
        """Return whom each value of the leading status awaits. Imports the service's module."""
        return {str(value): value.awaits for value in self._values()}

    @property
    def blocked(self) -> tuple[str, ...]:
        """Return the values of the leading status at which ``wait`` stops. Imports the service's module."""
        return tuple(str(value) for value in self._values() if value.is_blocked)

    def _values(self) -> Iterable[StatusEnum]:
        if not self.enum:
            return ()
        module = importlib.import_module(f"typed_status.services.{self.module}")
        return t.cast("type[StatusEnum]", getattr(module, self.enum))


@cache
def catalog() -> tuple[CatalogEntry, ...]:
    """Return all shipped operations, sorted by service and operation."""
    rows = json.loads((files("typed_status.services") / "index.json").read_text("utf-8"))
    return tuple(
        CatalogEntry(**{key: _READ.get(key, _same)(value) for key, value in row.items()})
        for row in rows
    )


def _group(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = text.split(" ")
    return tuple((role, _path(path)) for role, path in zip(words[::2], words[1::2], strict=True))


def _path(dotted: str) -> tuple[str, ...]:
    return tuple(dotted.split(".")) if dotted else ()


def _paths(dotted: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_path, dotted))


def _same(value: t.Any) -> t.Any:
    return value


# How what is not text is written in the index, which leaves out what is empty.
_READ: dict[str, Callable[[t.Any], t.Any]] = {
    "status": _path,
    "other_statuses": _paths,
    "further": _paths,
    "reason": _paths,
    "progress": lambda groups: tuple(map(_group, groups)),
    "wanted": tuple,
}
