"""Refuse scripted members that an operation does not have: AWS never sends ``DBInstance`` or ``db_instances``.

May import: the standard library, botocore, ``typed_status.suggestions`` and ``testing.script``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping

from botocore.model import ListShape, MapShape, Shape, StructureShape

from typed_status.suggestions import did_you_mean
from typed_status.testing.script import ScriptError

__all__ = ["refuse_unknown"]


def refuse_unknown(shape: Shape | None, value: t.Any, path: str = "") -> None:
    """Raise ``ScriptError`` if a structure in ``value``, boto3's form of ``shape``, has a member that the service model lacks.

    A value of another type than its shape's is left to the serializer.
    """
    if isinstance(shape, StructureShape) and not shape.is_document_type:
        for name, member in _items(value):
            at = f"{path}.{name}" if path else name
            if name not in shape.members:
                raise ScriptError(_message(at, name, shape.members))
            refuse_unknown(shape.members[name], member, at)
    elif isinstance(shape, ListShape) and isinstance(value, (list, tuple)):
        for index, item in enumerate(t.cast(Iterable[t.Any], value)):
            refuse_unknown(shape.member, item, f"{path}[{index}]")
    elif isinstance(shape, MapShape):
        for key, item in _items(value):
            refuse_unknown(shape.value, item, f"{path}.{key}")


def _items(value: t.Any) -> Iterable[tuple[str, t.Any]]:
    return t.cast(Mapping[str, t.Any], value).items() if isinstance(value, Mapping) else ()


def _message(path: str, name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known) or (
        f"; known: {', '.join(sorted(known))}" if known else "; there is none at all"
    )
    return f"{path}: the service model has no such member{hint}; for members that AWS may add, pass unknown_members=True"
