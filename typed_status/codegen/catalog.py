"""Which operations are shipped: a rule over the IR, and reviewed exceptions in ``catalog.toml``.

An operation is in the catalog when its name says that it only reads and its response carries a lifecycle
status, in itself, in a structure of its, or in the items of a list. Operations that botocore's waiters poll
are in it too.

May import: the standard library, pydantic, ``codegen.ir``, ``codegen.names`` and ``codegen.errors``.
"""

from __future__ import annotations

import re
import tomllib
import typing as t
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pydantic

from typed_status.codegen import ir, names
from typed_status.codegen.errors import GenerationError

__all__ = ["CATALOG", "Exceptions", "Pick", "find", "innermost", "is_lifecycle", "read_exceptions"]

CATALOG = Path(__file__).parent / "catalog.toml"

_READS = re.compile(
    r"(BatchCheck|BatchDescribe|BatchGet|BatchRead|Check|Describe|Find|Get|Head|List|Lookup|Poll|Query|"
    r"Read|Scan|Search|View)(?![a-z])"
)
_STATUS = re.compile(
    r"(?:^|(?<=[a-z0-9_]))(Status|State|Lifecycle|Phase|status|state|lifecycle|phase)$"
)
# A value that says that something is under way, or that it ended: what a switch (ENABLED, DISABLED) lacks.
_MOVING = re.compile(
    r".+ing|.*progress|pending|queued|submitted|scheduled|started|requested|initiated"
)
_ENDED = re.compile(
    r"abort(ed)?|cancell?ed|complete[d]?|deleted|done|error(ed)?|expired|fail(ed|ure)?|finished|rejected|"
    r"stopped|succe(ss|ssful|eded)|terminated|timed|timeout"
)
# Words in -ing that tell of no movement.
_STILL = frozenset(
    "billing blocking existing logging mapping matching missing monitoring overlapping nonoverlapping "
    "nothing passing reporting routing setting sharing string tracking training warning".split()
)
# How many structures deep, beside the lists that hold them, a status may stand.
_DEPTH = 2

Kind = t.Literal["single", "listing", "companion"]


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


class Exceptions(pydantic.BaseModel):
    """What ``catalog.toml`` holds: operations beside the rule, and operations that the rule should not find."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    add: tuple[_Entry, ...] = ()
    remove: tuple[_Entry, ...] = ()

    def added(self, service: str) -> set[str]:
        """The operations of ``service`` that are added."""
        return {entry.name for entry in self.add if entry.service == service}

    def removed(self, service: str) -> set[str]:
        """The operations of ``service`` that are removed."""
        return {entry.name for entry in self.remove if entry.service == service}


def read_exceptions(path: Path = CATALOG) -> Exceptions:
    """The reviewed exceptions; raises ``GenerationError`` where the file is not of its form."""
    try:
        return Exceptions.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise GenerationError(f"{path.name}: {error}") from error


def find(
    service: ir.Service, polled: Mapping[str, Iterable[str]], exceptions: Exceptions
) -> tuple[Pick, ...]:
    """The picks of a service, of which ``service`` holds all operations, in alphabetical order.

    ``polled`` gives the operations that waiters poll, each with the paths that its waiters look at.

    Raises:
        GenerationError: an exception names an operation that is not there, or that needs none.
    """
    operations = {each.wire: each for each in service.operations}
    added, removed = exceptions.added(service.name), exceptions.removed(service.name)
    found = {pick.name: pick for pick in _by_rule(service, polled)}
    for name in added | removed:
        if name not in operations:
            raise GenerationError(f"catalog.toml: {service.name} has no operation {name!r}")
    for name in (added & found.keys()) | (removed - found.keys()):
        raise GenerationError(f"catalog.toml: {service.name} {name}: the rule needs no exception")
    picks = [pick for name, pick in found.items() if name not in removed]
    picks += [Pick(name, "companion") for name in added]
    return tuple(sorted(picks))


def _by_rule(service: ir.Service, polled: Mapping[str, Iterable[str]]) -> Iterator[Pick]:
    search = _Search(service)
    for operation in service.operations:
        watched = polled.get(operation.wire)
        if watched is None and not _READS.match(operation.wire):
            continue
        path = search.watched(operation.response, watched or ())
        path = path or search.lifecycle(operation.response)
        if path is None and watched is not None:
            path = ()
        if path is not None:
            is_listing = search.passes_a_list(operation.response, path)
            yield Pick(operation.wire, "listing" if is_listing else "single", path)


def is_lifecycle(enum: ir.Enum) -> bool:
    """Whether the values tell of something under way, or of one way among several to end."""
    words = [{word.lower() for word in names.words(value)} for value, _ in enum.values]
    moving = any(_MOVING.fullmatch(word) and word not in _STILL for each in words for word in each)
    ended = any(_ENDED.fullmatch(word) for each in words for word in each)
    return moving or (ended and len(words) > 1)


class _Search:
    """Statuses in the responses of a service."""

    def __init__(self, service: ir.Service) -> None:
        self.structs = {struct.name: struct for struct in service.structs}
        self.lifecycles = {enum.name for enum in service.enums if is_lifecycle(enum)}

    def lifecycle(self, struct: ir.Struct, depth: int = _DEPTH) -> tuple[str, ...] | None:
        """The path of wire names to the first lifecycle status, the nearest one."""
        for field in struct.fields:
            is_enum = field.type.kind == "enum" and field.type.name in self.lifecycles
            if is_enum and _STATUS.search(field.wire):
                return (field.wire,)
        for field in struct.fields if depth else ():
            inner = self.structs.get(innermost(field.type).name)
            path = self.lifecycle(inner, depth - 1) if inner is not None else None
            if path is not None:
                return (field.wire, *path)
        return None

    def watched(self, struct: ir.Struct, expressions: Iterable[str]) -> tuple[str, ...] | None:
        """The status that waiters look at, which leads: not a reason or a count beside it."""
        for expression in expressions:
            path = self.along(struct, expression)
            if path is not None and any(map(_STATUS.search, path[-2:])):  # State.Name is one, too
                return path
        return None

    def along(self, struct: ir.Struct, expression: str) -> tuple[str, ...] | None:
        """The path that a waiter looks at, where it is a plain one that ends at a text."""
        if not re.fullmatch(r"[\w.*\[\]]+", expression):
            return None
        path = tuple(re.sub(r"\[\*?\]", "", expression).split("."))
        fields = self._fields(struct, path)
        is_text = bool(fields) and innermost(fields[-1].type).kind in ("enum", "str")
        return path if is_text and len(fields) == len(path) else None

    def passes_a_list(self, struct: ir.Struct, path: tuple[str, ...]) -> bool:
        """Whether there may be many statuses at the end of ``path``."""
        return any(field.type.kind in ("list", "map") for field in self._fields(struct, path))

    def _fields(self, struct: ir.Struct | None, path: tuple[str, ...]) -> list[ir.Field]:
        fields: list[ir.Field] = []
        for wire in path:
            field = struct.field(wire) if struct is not None else None
            if field is None:
                break
            fields.append(field)
            struct = self.structs.get(innermost(field.type).name)
        return fields


def innermost(kind: ir.Type) -> ir.Type:
    """What lists and maps hold in the end."""
    while kind.kind in ("list", "map"):
        kind = kind.args[-1]
    return kind
