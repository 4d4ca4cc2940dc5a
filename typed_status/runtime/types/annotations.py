"""Unwrap annotations: without ``Annotated`` and ``| None``, and inside lists and maps; and what they declare.

May import: the standard library.
"""

from __future__ import annotations

import types
import typing as t
from collections.abc import Iterator

__all__ = ["declared", "innermost", "unwrap"]


def unwrap(annotation: t.Any) -> t.Any:
    """Return a type without ``Annotated`` and ``| None``."""
    while True:
        inner = [each for each in t.get_args(annotation) if each is not type(None)]
        if t.get_origin(annotation) is t.Annotated or (
            t.get_origin(annotation) in (t.Union, types.UnionType) and len(inner) == 1
        ):
            annotation = inner[0]
        else:
            return annotation


def declared(annotation: t.Any) -> Iterator[t.Any]:
    """Yield what ``Annotated`` declares of a type and, however deep, of the items of its lists and maps."""
    if t.get_origin(annotation) is t.Annotated:
        yield from annotation.__metadata__
        annotation = annotation.__origin__
    for inner in t.get_args(annotation):
        yield from declared(inner)


def innermost(annotation: t.Any) -> t.Any:
    """Return the type of the items of lists and the values of maps, however deep; of anything else, the type itself."""
    annotation = unwrap(annotation)
    while t.get_origin(annotation) in (list, dict):
        annotation = unwrap(t.get_args(annotation)[-1])
    return annotation
