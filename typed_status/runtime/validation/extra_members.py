"""The members in a response that its model does not declare, by wire path.

May import: the standard library, pydantic and ``runtime.types.fields``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator

import pydantic

from typed_status.runtime.types.fields import members

__all__ = ["extra_paths"]


def extra_paths(value: object, path: str = "") -> Iterator[str]:
    """Wire paths; ``[]`` stands for any item of a list, ``.*`` for any key of a map."""
    if isinstance(value, pydantic.BaseModel):
        dot = "." if path else ""
        for name in value.model_extra or ():
            if name != "__type":  # the name of the shape, which some services send along
                yield f"{path}{dot}{name}"
        for name, member in members(type(value)).items():
            if name != "response_metadata":  # botocore's own, which changes without AWS
                yield from extra_paths(getattr(value, name), f"{path}{dot}{member.name}")
    elif isinstance(value, list):
        for item in t.cast(list[object], value):
            yield from extra_paths(item, f"{path}[]")
    elif isinstance(value, dict):
        for item in t.cast(dict[str, object], value).values():
            yield from extra_paths(item, f"{path}.*")
