"""The reason for a status: what AWS says beside it, at the paths that the catalog lists.

May import: the standard library, ``value_spelling``, ``runtime.statuses.status`` and ``runtime`` below ``runtime.statuses``.
"""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Iterable, Iterator, Sequence

from typed_status.runtime.models.operations import Response
from typed_status.runtime.statuses.status import values_at
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.types.spellings import declared_text
from typed_status.value_spelling import spelled_value

__all__ = ["first_reason", "reason_of", "text_at"]

# How many texts a reason has at most: a response may list hundreds of errors.
_LIMIT = 3
# Values that say that there is no error.
_NOTHING = tuple("na|n/a|none|no error|null|ok|success|successful|undefined".split("|"))


class _Place(t.NamedTuple):
    """Members of a structure that contain reasons; ``path`` leads to it, from the item or, if not ``in_item``, the response."""

    in_item: bool
    path: tuple[str, ...]
    names: tuple[str, ...]


def first_reason(
    responses: Sequence[Response], items: Iterable[tuple[object, StatusEnum | None]]
) -> str | None:
    """Return the reason for the status of the first item that has one, or else what the responses say beside the items."""
    for item, status in items:
        reason = reason_of(responses, item, status)
        if reason is not None:
            return reason
    return reason_of(responses)


def reason_of(
    responses: Sequence[Response], item: object = None, status: StatusEnum | None = None
) -> str | None:
    """Return why AWS says that the status of ``item`` is what it is, and what it says beside the items.

    Up to three texts, joined by semicolons; never a member that AWS marks sensitive.
    """
    kind: t.Any = type(responses[0]) if responses else Response
    return _joined(
        _text(structure, place.names, status)
        for place in _places(kind)
        for start in ([item] if place.in_item else responses)
        for structure in values_at(start, place.path)
    )


def text_at(structure: object, reasons: tuple[str, ...], status: str) -> str | None:
    """Return the texts at the paths of ``reasons``, which start at ``structure``, joined as in ``reason_of``."""
    return _joined(
        _text(holder, place.names, status)
        for place in _grouped(reasons, ())
        for holder in values_at(structure, place.path)
    )


def _joined(texts: Iterable[str]) -> str | None:
    found = list(dict.fromkeys(filter(None, texts)))
    shown, more = found[:_LIMIT], len(found) - _LIMIT
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "") or None


def _text(structure: object, names: tuple[str, ...], status: str | None) -> str:
    """Join the texts in the members of a structure: a code and its message."""
    found: dict[str, None] = {}
    for name in names:
        for value in values_at(structure, (name,)):
            if isinstance(value, str) and not _says_nothing(value, status):
                found[" ".join(value.split())] = None
    return ": ".join(found)


def _says_nothing(text: str, status: str | None) -> bool:
    known = _NOTHING if status is None else (*_NOTHING, declared_text(status))
    has_words = any(letter.isalnum() for letter in text)
    return not has_words or spelled_value(text.strip(), known) is not None


@functools.cache
def _places(response: type[Response]) -> tuple[_Place, ...]:
    return tuple(
        _grouped(getattr(response, "__reasons__", ()), getattr(response, "__status__", ()))
    )


def _grouped(reasons: tuple[str, ...], status: tuple[str, ...]) -> Iterator[_Place]:
    """Yield the places, in order; a code comes before its message."""
    last = max((index for index, name in enumerate(status) if name.endswith("[]")), default=-1)
    item = status[: last + 1]
    grouped: dict[tuple[str, ...], list[str]] = {}
    for reason in reasons:
        *parent, name = reason.split(".")
        grouped.setdefault(tuple(parent), []).append(name)
    for path, names in grouped.items():
        in_item = path[: len(item)] == item
        ordered = sorted(names, key=lambda name: not name.removesuffix("[]").endswith("code"))
        yield _Place(in_item, path[len(item) :] if in_item else path, tuple(ordered))
