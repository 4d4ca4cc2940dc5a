"""Unwrap annotations: without ``Annotated`` and ``| None``, and inside lists and maps.

May import: the standard library.
"""

from __future__ import annotations

import types
import typing as t

__all__ = ["innermost", "unwrap"]


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


def innermost(annotation: t.Any) -> t.Any:
    """Return the type of the items of lists and the values of maps, however deep; of anything else, the type itself."""
    annotation = unwrap(annotation)
    while t.get_origin(annotation) in (list, dict):
        annotation = unwrap(t.get_args(annotation)[-1])
    return annotation
