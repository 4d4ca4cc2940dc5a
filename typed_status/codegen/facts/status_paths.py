"""Statuses in the responses of a service: what is one, and the paths that lead to it.

May import: the standard library, ``codegen.models.ir`` and ``codegen.models.naming``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from typed_status.codegen.models import ir, naming

__all__ = ["Path", "Search", "innermost", "is_lifecycle"]

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
Path = tuple[str, ...]
# How many structures deep, beside the lists that hold them, a status may stand.
_DEPTH = 2


def is_lifecycle(enum: ir.Enum) -> bool:
    """Whether the values tell of something under way, or of one way among several to end."""
    words = [{word.lower() for word in naming.words(value)} for value, _ in enum.values]
    moving = any(_MOVING.fullmatch(word) and word not in _STILL for each in words for word in each)
    ended = any(_ENDED.fullmatch(word) for each in words for word in each)
    return moving or (ended and len(words) > 1)


class Search:
    """Statuses in the responses of a service."""

    def __init__(self, service: ir.Service) -> None:
        self.name = service.name
        self.structs = {struct.name: struct for struct in service.structs}
        self.lifecycles = {enum.name for enum in service.enums if is_lifecycle(enum)}

    def lifecycles_of(self, struct: ir.Struct, depth: int = _DEPTH) -> Iterator[Path]:
        """The paths of wire names to the lifecycle statuses, the nearest one first."""
        for field in struct.fields:
            if self.is_status(field) and field.type.kind == "enum":
                yield (field.wire,)
        for field in struct.fields if depth else ():
            inner = self.structs.get(innermost(field.type).name)
            for path in self.lifecycles_of(inner, depth - 1) if inner is not None else ():
                yield (field.wire, *path)

    def is_status(self, field: ir.Field) -> bool:
        """Whether the member tells of a lifecycle, by its name and its values."""
        return bool(_STATUS.search(field.wire)) and innermost(field.type).name in self.lifecycles

    def reached(self, structs: Iterable[ir.Struct]) -> Iterator[ir.Struct]:
        """The structures and all that they hold, each once."""
        found: set[str] = set()
        left = list(structs)
        while left:
            struct = left.pop()
            if struct.name in found:
                continue
            found.add(struct.name)
            yield struct
            held = [self.structs.get(innermost(field.type).name) for field in struct.fields]
            left += [inner for inner in held if inner is not None]

    def watched(self, struct: ir.Struct, expressions: Iterable[str]) -> Path | None:
        """The status that waiters look at, which leads: not a reason or a count beside it."""
        for expression in expressions:
            path = self.along(struct, expression)
            if path is not None and any(map(_STATUS.search, path[-2:])):  # State.Name is one, too
                return path
        return None

    def along(self, struct: ir.Struct, expression: str) -> Path | None:
        """The path that a waiter looks at, where it is a plain one that ends at a text."""
        if not re.fullmatch(r"[\w.*\[\]]+", expression):
            return None
        path = tuple(re.sub(r"\[\*?\]", "", expression).split("."))
        fields = self.fields(struct, path)
        is_text = bool(fields) and innermost(fields[-1].type).kind in ("enum", "str")
        return path if is_text and len(fields) == len(path) else None

    def passes_a_list(self, struct: ir.Struct, path: Path) -> bool:
        """Whether there may be many statuses at the end of ``path``."""
        return any(field.type.kind in ("list", "map") for field in self.fields(struct, path))

    def fields(self, struct: ir.Struct | None, path: Path) -> list[ir.Field]:
        """The fields along ``path``, as far as it is one."""
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
