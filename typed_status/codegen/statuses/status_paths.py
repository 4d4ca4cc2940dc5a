"""Statuses in the responses of a service: which fields are one, and the paths to them.

May import: the standard library, ``codegen.models.ir`` and ``codegen.models.naming``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from typed_status.codegen.models import ir, naming

__all__ = ["Path", "Search", "is_lifecycle"]

_STATUS = re.compile(
    r"(?:^|(?<=[a-z0-9_]))(Status|State|Life[Cc]ycle|Phase|status|state|life[Cc]ycle|phase)$|^[Ss]tage$"
)
# A structure that is a status has the value in one of its members, and a code beside no other status is one.
_VALUE = re.compile(r"(?:[Ss]tatus|[Ss]tate)?[Cc]ode|[Nn]ame|[Vv]alue|[Ss]tatus|[Ss]tate")
_CODE = re.compile(r"(?:^|(?<=[a-z0-9_]))(?:[Ss]tatus|[Ss]tate)Code$")
_LIFECYCLE = re.compile(r"[Ll]ife[Cc]ycle$")
# Structures that are entries of a log.
_ENTRY = re.compile(r"Event|History")
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
_Rank = tuple[int, int]
_IsOne = Callable[[ir.Field, ir.Struct, ir.Field | None], bool]
# How many structures deep, beside the lists that hold them, a status may be.
_DEPTH = 2


def is_lifecycle(enum: ir.Enum, *, participles: bool = True) -> bool:
    """Whether a value means progress, or one of several ways to end; ``participles``: whether those mean progress."""
    words = [{word.lower() for word in naming.words(value)} for value, _ in enum.values]
    moving = any(_MOVING.fullmatch(word) and word not in _STILL for each in words for word in each)
    moving = moving or (participles and any(not _PARTICIPLES.isdisjoint(each) for each in words))
    ended = any(_ENDED.fullmatch(word) for each in words for word in each)
    return moving or (ended and len(words) > 1)


def _distance(field: ir.Field, struct: ir.Struct) -> int:
    """Whether a status is by its name that of the structure: 0 for ``Status``, and for ``ClusterStatus`` of a
    cluster; 1 for that of a part or an aspect."""
    called = _STATUS.sub("", _CODE.sub("", field.wire))
    words = [word.lower() for word in naming.words(called)]
    own = [word.lower() for word in naming.words(struct.wire or struct.name)]
    parts = (own[at : at + len(words)] for at in range(len(own)))
    return int(bool(words) and words not in parts)


def _is_choice(struct: ir.Struct, field: ir.Field) -> bool:
    """Whether ``field`` is one of several structures of which one arrives: beside them is nothing but a type."""
    if struct.union:
        return True
    beside = [each.type.kind for each in struct.fields if each.type.kind != "struct"]
    return field.type.kind == "struct" and not field.required and beside in ([], ["enum"])


class Search:
    """Statuses in the responses of a service."""

    def __init__(self, service: ir.Service) -> None:
        self.name = service.name
        self.structs = {struct.name: struct for struct in service.structs}
        self.judged = {enum.name for enum in service.enums if enum.status}
        self.sensitive_enums = {enum.name for enum in service.enums if enum.sensitive}
        self.lifecycles = {
            enum.name for enum in service.enums if enum.status is not False and is_lifecycle(enum)
        }
        self.kinds = {
            enum.name for enum in service.enums if not is_lifecycle(enum, participles=False)
        }

    def lifecycles_of(self, struct: ir.Struct) -> list[Path]:
        """Return the paths of wire names to the lifecycle statuses: the least deep first, and of those as deep the
        structure's own before those of something that it has."""
        return self._paths(struct, self._is_lifecycle)

    def texts_of(self, struct: ir.Struct) -> list[Path]:
        """Return the paths to the texts that are called a status, whose values the service model does not have."""
        return self._paths(struct, self._is_text)

    def _paths(self, struct: ir.Struct, is_one: _IsOne) -> list[Path]:
        found = sorted(self._ranked(struct, None, is_one, _DEPTH, ()), key=lambda each: each[0])
        return [path for _, path in found]

    def _ranked(
        self,
        struct: ir.Struct,
        holder: ir.Field | None,
        is_one: _IsOne,
        depth: int,
        before: Path,
        within: _Rank | None = None,
    ) -> Iterator[tuple[_Rank, Path]]:
        """Yield each path with its rank; ``within`` is that of ``holder`` if it is the structure of a status."""
        for field in struct.fields:
            if is_one(field, struct, holder):
                own = len(before), _distance(field, struct)
                is_value = within is not None and _VALUE.fullmatch(field.wire)
                yield within if within and is_value else own, (*before, field.wire)
        for field in struct.fields:
            inner = self.structs.get(field.type.innermost.name)
            # The structure of a status is no step from what has it.
            is_status = _STATUS.search(field.wire) is not None
            left = depth - (not is_status)
            if inner is not None and left >= 0 and len(before) <= _DEPTH:
                rank = (len(before), _distance(field, struct)) if is_status else None
                path = (*before, field.wire)
                yield from self._ranked(inner, field, is_one, left, path, rank)

    def is_status(
        self, field: ir.Field, struct: ir.Struct | None = None, holder: ir.Field | None = None
    ) -> bool:
        """Whether a member of ``struct``, which ``holder`` holds, is a lifecycle status, by its name and its values."""
        enum = field.type.innermost.name
        if enum in self.judged:
            return True
        if enum not in self.lifecycles or not self._is_called(field, struct, holder):
            return False
        return enum not in self.kinds or not _LIFECYCLE.search(field.wire)

    def _is_lifecycle(self, field: ir.Field, struct: ir.Struct, holder: ir.Field | None) -> bool:
        return field.type.kind == "enum" and self.is_status(field, struct, holder)

    def _is_text(self, field: ir.Field, struct: ir.Struct, holder: ir.Field | None) -> bool:
        return field.type.kind == "str" and self._is_called(field, struct, holder)

    def _is_called(
        self, field: ir.Field, struct: ir.Struct | None, holder: ir.Field | None
    ) -> bool:
        """Whether the member is called a status."""
        if _STATUS.search(field.wire):
            return True
        held = holder is not None and holder.type.kind == "struct" and holder.wire
        if held and _STATUS.search(held) and _VALUE.fullmatch(field.wire):
            return True
        if not _CODE.search(field.wire) or struct is None:
            return False
        # A code beside a status says why it is what it is.
        return not any(_STATUS.search(each.wire) for each in struct.fields)

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

    def with_branches(self, struct: ir.Struct, path: Path) -> Path:
        """Return ``path`` with all members of a choice, joined by ``|``, where it goes through one of them: the status is in
        whichever arrived, if it is of one type in several."""
        fields = self.fields(struct, path)
        holder: ir.Struct | None = struct
        for at, field in enumerate(fields):
            if holder is not None and at < len(fields) - 1 and _is_choice(holder, field):
                branches = [each.wire for each in holder.fields if each.type.kind == "struct"]
                tail = path[at + 1 :]
                same = [
                    each
                    for each in branches
                    if self._types(struct, (*path[:at], each, *tail))[at + 1 :]
                    == [one.type for one in fields[at + 1 :]]
                ]
                if len(same) > 1:
                    return (*path[:at], "|".join(same), *tail)
            holder = self.structs.get(field.type.innermost.name)
        return path

    def _types(self, struct: ir.Struct, path: Path) -> list[ir.Type]:
        found = self.fields(struct, path)
        return [each.type for each in found] if len(found) == len(path) else []

    def is_log(self, struct: ir.Struct, path: Path) -> bool:
        """Whether ``path`` leads to entries of a log: events at one point in time, whose status never changes."""
        holders = [
            struct,
            *(self.structs.get(each.type.innermost.name) for each in self.fields(struct, path)),
        ]
        entry = next((each for each in reversed(holders) if each is not None), struct)
        stamped = any(each.wire.lower() == "timestamp" for each in entry.fields)
        return stamped and bool(_ENTRY.search(entry.wire)) and self.passes_a_list(struct, path)

    def passes_a_list(self, struct: ir.Struct, path: Path) -> bool:
        """Whether ``path`` goes through a list or map, so that it has many statuses."""
        return any(field.type.kind in ("list", "map") for field in self.fields(struct, path))

    def names(self, struct: ir.Struct, path: Path) -> Path:
        """Return the field names along ``path``, those of lists and maps with ``[]``, those of branches joined by ``|``."""
        names = [
            f"{each.name}[]" if each.type.kind in ("list", "map") else each.name
            for each in self.fields(struct, path)
        ]
        for at, wire in enumerate(path):
            branches = [self.fields(struct, (*path[:at], each)) for each in wire.split("|")]
            if len(branches) > 1:
                names[at] = "|".join(found[-1].name for found in branches)
        return tuple(names)

    def fields(self, struct: ir.Struct | None, path: Path) -> list[ir.Field]:
        """Return the fields along ``path``, as far as they exist; of the branches of a choice the first."""
        fields: list[ir.Field] = []
        for wire in path:
            field = struct.field(wire.split("|")[0]) if struct is not None else None
            if field is None:
                break
            fields.append(field)
            struct = self.structs.get(field.type.innermost.name)
        return fields
