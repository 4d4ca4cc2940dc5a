"""Where a response says why its status is what it is: the paths to the reasons, by a rule over names and types.

A reason is a text or an enum beside the status, or beside a structure that holds it: a ``StatusReason``, an
``errorMessage``. Or it is in a structure or list whose name says so: ``StateChangeReason``, ``health.issues``, ``errors``.
What belongs to another status, as ``LastUpdateStatusReason`` does, or to a part, as ``steps.statusReason``, counts only if
there is nothing else. Members that AWS marks sensitive are never reasons.

May import: the standard library, ``codegen.models.ir``, ``codegen.models.naming`` and ``codegen.statuses.status_paths``.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from typed_status.codegen.models import ir, naming
from typed_status.codegen.statuses.status_paths import Path, Search

__all__ = ["reason_paths"]

# A member called so is a reason by itself.
_REASONS = frozenset(
    "cause diagnosis error exception failure fault issue message problem reason".split()
)
# A member called so is one if it says of what: a status, an error.
_DETAILS = frozenset(
    "code context description detail diagnostic explanation info information note string summary text".split()
)
_SUBJECTS = frozenset(
    "cancellation error exception fail failed failure fault reason rejection state status".split()
)
_FAILURES = frozenset("error exception fail failed failure fault issue unprocessed".split())
# A member called so is one if it says that of an error.
_ATTRIBUTES = frozenset("name type value".split())
# A setting or a text of the user's, and not what AWS says.
_OTHERS = frozenset(
    "action allowed button commit email handling ignore initial invitation max maximum mode notification on prompt ratio release "
    "request retry setting sms template threshold tolerated url welcome".split()
)
_STATUS = frozenset("lifecycle phase state status".split())
# How many structures deep, in what is beside a status, a reason may be.
_DEPTH = 3


def reason_paths(search: Search, response: ir.Struct, status: Path) -> list[Path]:
    """Return the paths to the reasons for the status at ``status``, the nearest first.

    Of a list operation, they lead through the same item. Errors beside the list itself come last. Where ``status`` goes
    through a choice, so do they: through those of its branches that have the reason, joined by ``|``.
    """
    branches = itertools.product(*(wire.split("|") for wire in status))
    found = [path for each in branches for path in _of_one(search, response, each, status)]
    return list(dict.fromkeys(_joined(path, status, found) for path in found))


def _joined(path: Path, status: Path, found: list[Path]) -> Path:
    """Return ``path`` with each branch joined by the others of ``found`` that are the same but for the branch."""
    for at, (wire, choice) in enumerate(zip(path, status, strict=False)):
        branches = choice.split("|")
        if wire in branches:
            same = [each for each in branches if (*path[:at], each, *path[at + 1 :]) in found]
            path = (*path[:at], "|".join(same), *path[at + 1 :])
    return path


def _of_one(search: Search, response: ir.Struct, status: Path, choices: Path) -> list[Path]:
    """Return the paths of ``status``, which goes through one branch of each of the ``choices``; never through another."""
    along = search.fields(response, status)
    listed = [index for index, field in enumerate(along) if field.type.kind in ("list", "map")]
    item = listed[-1] + 1 if listed else 0
    structs = [
        _without(struct, others=choice, but=wire)
        for struct, choice, wire in zip(
            [response, *(search.structs[each.type.innermost.name] for each in along[:-1])],
            choices,
            status,
            strict=True,
        )
    ]
    hidden = next((index for index, field in enumerate(along) if field.sensitive), len(along))
    around = [
        (depth, structs[depth], along[depth])
        for depth in reversed(range(item, len(along)))
        if depth <= hidden and not structs[depth].sensitive
    ]
    found = [
        (*status[:depth], *path)
        for depth, struct, towards in around
        for path in _beside(search, struct, towards)
    ]
    found = found or [
        (*status[:depth], *path)
        for depth, struct, towards in around
        for field in struct.fields
        if field is not towards
        for path in _inside(search, field, _DEPTH, parts=True)
    ]
    errors = [
        path
        for field in (structs[0].fields if item else ())
        if field is not along[0] and not _FAILURES.isdisjoint(_words(field))
        for path in _inside(search, field, _DEPTH)
    ]
    return [*found, *errors]


def _without(struct: ir.Struct, *, others: str, but: str) -> ir.Struct:
    """Return ``struct`` without the ``others`` of a choice, ``but`` the branch that is meant."""
    left = {*others.split("|")} - {but}
    fields = tuple(field for field in struct.fields if field.wire not in left)
    return dataclasses.replace(struct, fields=fields)


def _beside(search: Search, struct: ir.Struct, status: ir.Field) -> Iterator[Path]:
    """Yield the paths to the reasons in ``struct`` beside ``status``: the status itself or what holds it."""
    own = _words(status)
    beside = [field for field in struct.fields if field is not status]
    others = [words for field in beside if (words := _words(field))[-1] in _STATUS]

    def is_of_another(words: list[str]) -> bool:
        """Whether a member is called after another status; the longest such name counts."""
        longest = max((len(each) for each in others if _begins(words, each)), default=0)
        return longest > (len(own) if _begins(words, own) else 0)

    # What is called after this status comes first.
    for field in sorted(beside, key=lambda each: not _begins(_words(each), own)):
        if not is_of_another(_words(field)):
            yield from _inside(search, field, _DEPTH)


def _begins(words: list[str], other: list[str]) -> bool:
    return words[: len(other)] == other and len(words) > len(other)


def _inside(
    search: Search, field: ir.Field, depth: int, *, named: bool = False, parts: bool = False
) -> Iterator[Path]:
    """Yield the paths from ``field`` on to reasons. ``named``: what holds it is called one; ``parts``: look into all."""
    inner = field.type.innermost
    if field.sensitive:
        return
    called = _is_called_reason(field)
    if inner.kind in ("str", "enum"):
        is_text = named and _words(field)[-1] in _REASONS | _DETAILS
        if (is_text or called) and inner.name not in search.sensitive_enums:
            yield (field.wire,)
        return
    struct = search.structs.get(inner.name)
    if struct is None or struct.sensitive or not depth:
        return
    named = named or called or _words(field) == ["health"]
    is_status = _words(field)[-1] in _STATUS
    for each in struct.fields:
        if named or parts or _is_called_error(each) or (is_status and _is_called_reason(each)):
            left = depth - 1 if named or parts else 1
            for path in _inside(search, each, left, named=named, parts=parts):
                yield (field.wire, *path)


def _is_called_reason(field: ir.Field) -> bool:
    *before, last = _words(field)
    if not _OTHERS.isdisjoint(before):
        return False
    if last in _REASONS or (last == "failed" and not before):
        return True
    if last in _ATTRIBUTES:
        return not _FAILURES.isdisjoint(before)
    is_code = last == "code" and before[-1:] in (["status"], ["state"])
    return last in _DETAILS and not is_code and not _SUBJECTS.isdisjoint(before)


def _is_called_error(field: ir.Field) -> bool:
    return _is_called_reason(field) and not _FAILURES.isdisjoint(_words(field))


def _words(field: ir.Field) -> list[str]:
    """Return the words of a member's name, in lower case and the singular, without a ``List`` at the end."""
    words = naming.singular_words(field.wire)
    return words[:-1] if len(words) > 1 and words[-1] == "list" else words
