"""Build example outputs of operations, in boto3's form, with every member of their shapes.

May import: the standard library, botocore, ``catalog_entries`` and the rest of ``testing``.
"""

from __future__ import annotations

import importlib
import io
import typing as t
from datetime import UTC, datetime

from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape
from botocore.utils import is_json_value_header

from typed_status.catalog_entries import catalog
from typed_status.testing.example_values import adapt
from typed_status.testing.routing import operation_model

__all__ = ["example_of", "example_output"]

_TIME = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
_INTEGERS = frozenset({"integer", "long", "short", "byte", "biginteger"})


def example_output(service: str, operation: str) -> dict[str, t.Any]:
    """Return an example output of ``operation``; repeated calls return equal values.

    It has every member. Lists and maps have one item, unions their first member, and recursive structures
    stop before they repeat. For a shipped operation, the values also satisfy the rules of its model.
    Raises ``ScriptError`` for an unknown service or operation.
    """
    example = example_of(operation_model(service, operation))
    for entry in catalog():
        if (entry.service, entry.operation) == (service, operation):
            # Imported by name, since the service is an argument.
            module = importlib.import_module(f"typed_status.services.{entry.module}")
            return adapt(getattr(module, f"{operation}Response"), example)
    return example


def example_of(model: OperationModel) -> dict[str, t.Any]:
    """Return an example output for botocore's model of an operation."""
    shape = model.output_shape
    return {} if shape is None else t.cast(dict[str, t.Any], _value(shape, ()))


class _RecursiveError(Exception):
    """A structure has itself as a required member."""


def _value(shape: Shape, inside: tuple[str, ...]) -> t.Any:
    if shape.serialization.get("eventstream"):
        return iter(())
    if shape.serialization.get("streaming"):
        return io.BytesIO(b"a stream")
    if isinstance(shape, StructureShape):
        return _structure(shape, inside)
    if isinstance(shape, ListShape):
        return [] if _is_recursive(shape.member, inside) else [_value(shape.member, inside)]
    if isinstance(shape, MapShape):
        key = _value(shape.key, inside)
        return {} if _is_recursive(shape.value, inside) else {key: _value(shape.value, inside)}
    if isinstance(shape, StringShape):
        return _string(shape)
    return _scalar(shape)


def _is_recursive(shape: Shape, inside: tuple[str, ...]) -> bool:
    return isinstance(shape, StructureShape) and shape.name in inside


def _structure(shape: StructureShape, inside: tuple[str, ...]) -> t.Any:
    if shape.is_document_type:
        return {"any": ["document", 1, None]}
    inside = (*inside, shape.name)
    found: dict[str, t.Any] = {}
    for name, each in shape.members.items():
        if _is_recursive(each, inside):
            if name in shape.required_members:
                raise _RecursiveError
            continue
        try:
            found[name] = _value(each, inside)
        except _RecursiveError:
            if name in shape.required_members:
                raise
        if found and shape.is_tagged_union:
            break
    return found


def _string(shape: StringShape) -> t.Any:
    if is_json_value_header(shape):
        return {"any": ["json", 1]}
    if shape.enum:
        return shape.enum[0]
    shortest = int(shape.metadata.get("min", 0))
    longest = int(shape.metadata.get("max", 1 << 16))
    return "example".ljust(shortest, "x")[: max(longest, shortest)]


def _scalar(shape: Shape) -> t.Any:
    if shape.type_name == "timestamp":
        return _TIME
    if shape.type_name == "blob":
        return b"\x00\xffexample"
    if shape.type_name == "boolean":
        return True
    low = float(shape.metadata.get("min", 1))
    number = max(low, min(1.0, float(shape.metadata.get("max", 1))))
    return int(number) if shape.type_name in _INTEGERS else number
