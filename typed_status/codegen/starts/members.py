"""The members of a starting operation that may identify something: texts in its response and in its request.

May import: the standard library, ``codegen.models.ir``, ``codegen.starts.names`` and ``codegen.starts.refused``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from typed_status.codegen.models import ir
from typed_status.codegen.starts.names import KINDS, singular
from typed_status.codegen.starts.refused import says_refused

__all__ = ["Value", "values", "words_of"]

_Path = tuple[str, ...]
# Words before the name of a thing that say that it is another one.
_HOLDERS = frozenset(
    "detail description info metadata output progress record result status summary".split()
)


def words_of(field: ir.Field) -> _Path:
    """Return the words of a member's name: the ``FileShareARNList`` has those of a ``FileShareARN``."""
    found = singular(field.wire)
    is_listed = field.type.kind == "list" and len(found) > 1 and found[-1] == "list"
    return found[:-1] if is_listed else found


class Value(t.NamedTuple):
    """A member of a starting operation: its path from ``output`` or ``input`` in field names, and its words with the
    thing's."""

    path: _Path
    words: _Path
    field: ir.Field

    @property
    def kind(self) -> str:
        """Which kind of identifier it is, by its last word; empty for none."""
        return self.words[-1] if self.words[-1] in KINDS else ""

    @property
    def base(self) -> _Path:
        """What it identifies."""
        return self.words[:-1] if self.kind else self.words


def values(service: Mapping[str, ir.Struct], start: ir.Operation, noun: _Path) -> list[Value]:
    """Return the texts in the response and in the request of ``start``, the least deep first."""
    found = sorted(_within(service, start.response, ("output",), noun, 2), key=_depth)
    found += sorted(_within(service, start.request, ("input",), noun, 1), key=_depth)
    return found


def _depth(value: Value) -> int:
    return len(value.path) + any(name.endswith("[]") for name in value.path)


def _within(
    structs: Mapping[str, ir.Struct], struct: ir.Struct, path: _Path, noun: _Path, depth: int
) -> Iterator[Value]:
    for field in struct.fields:
        if path[0] == "output" and says_refused(field):
            continue
        is_list = field.type.kind == "list"
        if is_list and any(name.endswith("[]") for name in path):
            continue
        here = (*path, f"{field.name}[]" if is_list else field.name)
        words = singular(field.wire) or (field.name,)
        inner = field.type.innermost
        if field.type.kind == "map":
            continue
        if inner.kind in ("str", "enum"):
            bare = len(words) == 1 and words[0] in KINDS
            yield Value(here, (*noun, *words) if bare else words, field)
        elif inner.kind == "struct" and depth and inner.name in structs:
            if path[0] == "input" and not is_list:
                continue
            held = words
            while len(held) > 1 and held[-1] in _HOLDERS:
                held = held[:-1]
            yield from _within(structs, structs[inner.name], here, held, depth - 1)
