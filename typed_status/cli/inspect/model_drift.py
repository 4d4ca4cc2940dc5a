"""Compare the shipped types of an operation with the model of the installed botocore.

May import: the standard library, pydantic, ``typed_status.catalog_entries`` and ``typed_status.cli``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pydantic

from typed_status.catalog_entries import CatalogEntry
from typed_status.cli.exit_codes import CliError
from typed_status.cli.inspect.botocore_models import Shape, inner_shape, operation_model
from typed_status.cli.inspect.field_types import enum_of, model_of, type_name, wire_name
from typed_status.cli.inspect.request_class import request_class

__all__ = ["ADDED", "Difference", "differences"]

ADDED = frozenset({"ExpiresString"})
"""Members that are in no service model, as a handler of botocore's adds them to responses."""


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Something that only one side has: a description, and whether that side is botocore."""

    what: str
    in_botocore: bool

    def __str__(self) -> str:
        owner = "the installed botocore" if self.in_botocore else "typed-status"
        return f"{self.what}: only in {owner}"


def differences(entry: CatalogEntry) -> list[Difference]:
    """Return what only the shipped types or only botocore have, by paths of wire names."""
    request = request_class(entry)
    operation = request.__operation__
    try:
        theirs = operation_model(entry.service, entry.operation)
    except CliError:  # botocore does not have the service
        theirs = None
    if theirs is None:
        return [Difference(f"the operation {entry.operation}", in_botocore=False)]
    found: list[Difference] = []
    for side, model, shape in (
        ("request", request, theirs.input_shape),
        ("response", operation.response, theirs.output_shape),
    ):
        found += _structure(model, shape, side, set())
    codes = {each.metadata.get("error", {}).get("code", each.name) for each in theirs.error_shapes}
    found += _only_in_one("error", {each.code for each in operation.errors}, codes)
    return found


def _only_in_one(what: str, ours: set[str], theirs: set[str]) -> Iterator[Difference]:
    yield from (Difference(f"{what} {each}", in_botocore=True) for each in sorted(theirs - ours))
    yield from (Difference(f"{what} {each}", in_botocore=False) for each in sorted(ours - theirs))


def _structure(
    model: type[pydantic.BaseModel], shape: Shape, path: str, seen: set[tuple[type, str]]
) -> Iterator[Difference]:
    fields = {
        wire_name(model, name): field
        for name, field in model.model_fields.items()
        if name != "response_metadata"
    }
    members: dict[str, Shape] = dict(shape.members) if shape is not None else {}
    yield from _only_in_one(f"{path}: member", set(fields) - ADDED, set(members))
    for wire, field in fields.items():
        if wire not in members:
            continue
        inner = inner_shape(members[wire])
        at = f"{path}.{wire}"
        enum = enum_of(field.annotation)
        if enum is not None and getattr(inner, "enum", None):
            # Those that only the enum has are right: of a newer botocore, or facts beyond the service model.
            missing = set(inner.enum) - {str(each) for each in enum}
            yield from _only_in_one(f"{at}: value", set(), missing)
        structure = model_of(field.annotation)
        if structure is not None and inner.type_name == "structure":
            if (structure, inner.name) not in seen:
                seen.add((structure, inner.name))
                yield from _structure(structure, inner, at, seen)
        elif structure is not None or (
            _has_members(inner) and type_name(field.annotation) == "document"
        ):
            yield Difference(f"{at}: the type {inner.type_name}", in_botocore=True)


def _has_members(shape: Shape) -> bool:
    """Return whether a shape is a structure with members, not a document."""
    return shape.type_name == "structure" and not shape.is_document_type
