"""Statuses in the responses of a service: which fields are one, and the paths to them.

May import: the standard library, ``codegen.models.ir`` and ``codegen.models.naming``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from typed_status.codegen.models import ir, naming

__all__ = ["Path", "Search", "is_lifecycle"]

_STATUS = re.compile(
    r"(?:^|(?<=[a-z0-9_]))(Status|State|Lifecycle|Phase|status|state|lifecycle|phase)$"
)
# Values for something in progress, or ended; a switch (ENABLED, DISABLED) has none.
_MOVING = re.compile(r".+ing|.*progress|pending|queued")
# Participles mean progress in what is called a status. In what is called a lifecycle, they may as well be kinds:
# a spot or scheduled instance.
_PARTICIPLES = frozenset("submitted scheduled started requested initiated".split())
_ENDED = re.compile(
    r"abort(ed)?|cancell?ed|complete[d]?|deleted|done|error(ed)?|expired|fail(ed|ure)?|finished|rejected|"
    r"stopped|succe(ss|ssful|eded)|terminated|timed|timeout"
)
# Words in -ing that do not mean progress.
_STILL = frozenset(
    "billing blocking existing logging mapping matching missing monitoring overlapping nonoverlapping "
    "nothing passing reporting routing setting sharing string tracking training warning".split()
)
Path = tuple[str, ...]
# How many structures deep, beside the lists that hold them, a status may be.
_DEPTH = 2


def is_lifecycle(enum: ir.Enum, *, participles: bool = True) -> bool:
    """Whether a value means progress, or one of several ways to end; ``participles``: whether those mean progress."""
    words = [{word.lower() for word in naming.words(value)} for value, _ in enum.values]
    moving = any(_MOVING.fullmatch(word) and word not in _STILL for each in words for word in each)
    moving = moving or (participles and any(not _PARTICIPLES.isdisjoint(each) for each in words))
    ended = any(_ENDED.fullmatch(word) for each in words for word in each)
    return moving or (ended and len(words) > 1)


class Search:
    """Statuses in the responses of a service."""

    def __init__(self, service: ir.Service) -> None:
        self.name = service.name
        self.structs = {struct.name: struct for struct in service.structs}
        self.sensitive_enums = {enum.name for enum in service.enums if enum.sensitive}
        self.lifecycles = {enum.name for enum in service.enums if is_lifecycle(enum)}
        self.kinds = {
            enum.name for enum in service.enums if not is_lifecycle(enum, participles=False)
        }

    def lifecycles_of(self, struct: ir.Struct, depth: int = _DEPTH) -> Iterator[Path]:
        """Yield the paths of wire names to the lifecycle statuses, the least deep first."""
        for field in struct.fields:
            if self.is_status(field) and field.type.kind == "enum":
                yield (field.wire,)
        for field in struct.fields if depth else ():
            inner = self.structs.get(field.type.innermost.name)
            for path in self.lifecycles_of(inner, depth - 1) if inner is not None else ():
                yield (field.wire, *path)

    def is_status(self, field: ir.Field) -> bool:
        """Whether the member is a lifecycle status, by its name and its values."""
        called = _STATUS.search(field.wire)
        enum = field.type.innermost.name
        if called is None or enum not in self.lifecycles:
            return False
        return called[1].lower() != "lifecycle" or enum not in self.kinds

    def reached(self, structs: Iterable[ir.Struct]) -> Iterator[ir.Struct]:
        """Yield the structures and all that they hold, each once."""
        found: set[str] = set()
        left = list(structs)
        while left:
            struct = left.pop()
            if struct.name in found:
                continue
            found.add(struct.name)
            yield struct
            held = [self.structs.get(field.type.innermost.name) for field in struct.fields]
            left += [inner for inner in held if inner is not None]

    def watched(self, struct: ir.Struct, expressions: Iterable[str]) -> Path | None:
        """Return the path of the status that waiters look at, which leads: not a reason or a count beside it."""
        for expression in expressions:
            path = self.along(struct, expression)
            if path is not None and any(map(_STATUS.search, path[-2:])):  # State.Name is one, too
                return path
        return None

    def along(self, struct: ir.Struct, expression: str) -> Path | None:
        """Return the path that a waiter looks at, if it is a plain one that ends at a string."""
        if not re.fullmatch(r"[\w.*\[\]]+", expression):
            return None
        path = tuple(re.sub(r"\[\*?\]", "", expression).split("."))
        fields = self.fields(struct, path)
        is_text = bool(fields) and fields[-1].type.innermost.kind in ("enum", "str")
        return path if is_text and len(fields) == len(path) else None

    def passes_a_list(self, struct: ir.Struct, path: Path) -> bool:
        """Whether ``path`` goes through a list or map, so that it has many statuses."""
        return any(field.type.kind in ("list", "map") for field in self.fields(struct, path))

    def fields(self, struct: ir.Struct | None, path: Path) -> list[ir.Field]:
        """Return the fields along ``path``, as far as they exist."""
        fields: list[ir.Field] = []
        for wire in path:
            field = struct.field(wire) if struct is not None else None
            if field is None:
                break
            fields.append(field)
            struct = self.structs.get(field.type.innermost.name)
        return fields
