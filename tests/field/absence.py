"""Members that the service model calls required and that an output lacks: evidence that AWS leaves them out.

What the AWS CLI drops when it pages is not evidence: of an operation that has a paginator it prints the paginator's
results and no other member of the pages.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing as t
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

PACKAGE = Path(__file__).parents[2] / "typed_status"
_INDEX = re.compile(r"\[\d+\]")


@dataclasses.dataclass(frozen=True, slots=True)
class Structure:
    """A structure in an output: its shape, the members that it has, and its path in wire names."""

    shape: StructureShape
    members: dict[str, t.Any]
    path: str

    def at(self, member: str) -> str:
        """The path of a member."""
        return f"{self.path}.{member}" if self.path else member


@dataclasses.dataclass(frozen=True, slots=True)
class Sighting:
    """A required member that a structure lacks (``how`` is ``absent``) or has as ``null``; or a list or map that has a
    ``null`` among its items (``null item``).

    ``shape`` and ``member`` are names of the model. ``dropped`` says that the paging of the AWS CLI may be the reason,
    ``empty`` that the structure has no member at all.
    """

    shape: str
    member: str
    path: str
    how: t.Literal["absent", "null", "null item"]
    dropped: bool = False
    empty: bool = False


def structures(shape: Shape | None, value: t.Any, path: str = "") -> Iterator[Structure]:
    """The structures in a value of ``shape``, from the outside inwards."""
    if isinstance(shape, StructureShape) and isinstance(value, dict) and not shape.is_document_type:
        found = Structure(shape, t.cast(dict[str, t.Any], value), path)
        yield found
        for name, each in found.members.items():
            if name in shape.members:
                yield from structures(shape.members[name], each, found.at(name))
    else:
        inner, items = _items(shape, value)
        for key, each in items:
            yield from structures(
                inner, each, f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
            )


def required(service: str, shape: StructureShape) -> list[str]:
    """The members that the service model, or an overlay of the library, calls required."""
    claimed = _claimed(service)
    more = [name for name in shape.members if f"{shape.name}.{name}" in claimed]
    return list(dict.fromkeys([*shape.required_members, *more]))


def sightings(model: OperationModel, value: t.Any, *, paged: bool) -> Iterator[Sighting]:
    """The evidence in ``value``, an output as boto3 would return it; ``paged`` says that the AWS CLI printed it."""
    service = model.service_model.service_name
    kept = _kept(service, model.name) if paged else None
    for each in structures(model.output_shape, value):
        for name in required(service, each.shape):
            member = each.shape.members[name]
            if each.members.get(name) is None and not _is_stream(member):
                path = each.at(name)
                yield Sighting(
                    each.shape.name,
                    name,
                    path,
                    "null" if name in each.members else "absent",
                    dropped=kept is not None and not _is_kept(_INDEX.sub("", path), kept),
                    empty=not each.members,
                )
        for name, member in each.shape.members.items():
            if _has_null(member, each.members.get(name)):
                yield Sighting(each.shape.name, name, each.at(name), "null item")


def _items(shape: Shape | None, value: t.Any) -> tuple[Shape | None, list[tuple[int | str, t.Any]]]:
    """The items of a list or map, by their index or key, and their shape."""
    if isinstance(shape, ListShape) and isinstance(value, list):
        return shape.member, [*enumerate(t.cast(list[t.Any], value))]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return shape.value, [*t.cast(dict[str, t.Any], value).items()]
    return None, []


def _has_null(shape: Shape | None, value: t.Any) -> bool:
    inner, items = _items(shape, value)
    return any(each is None or _has_null(inner, each) for _, each in items)


def _is_stream(shape: Shape) -> bool:
    return bool(shape.serialization.get("streaming") or shape.serialization.get("eventstream"))


@cache
def _claimed(service: str) -> frozenset[str]:
    found: set[str] = set()
    for path in PACKAGE.glob(f"**/overlays/{service}.toml"):
        for rule in tomllib.loads(path.read_text("utf-8"))["rule"]:
            if rule["check"] == "required":
                found.update(rule.get("targets") or [rule["target"]])
    return frozenset(found)


@cache
def _kept(service: str, operation: str) -> tuple[str, ...] | None:
    """What the AWS CLI prints of an operation that it pages; none where it does not page."""
    try:
        model = Loader().load_service_model(service, "paginators-1")
    except UnknownServiceError:  # the service has no paginators
        return None
    paginator = model["pagination"].get(operation)
    if paginator is None or "result_key" not in paginator:
        return None
    results = paginator["result_key"]
    found = [results] if isinstance(results, str) else results
    return (*found, *paginator.get("non_aggregate_keys", ()))


def _is_kept(path: str, kept: tuple[str, ...]) -> bool:
    """Whether a path is one of those kept, inside one, or an object around one."""
    return any(
        f"{path}.".startswith(f"{each}.") or f"{each}.".startswith(f"{path}.") for each in kept
    )
