"""The members of a response that contradict its model, by wire path: unknown ones, and required ones that are absent.

May import: the standard library, pydantic, ``runtime.drift`` and ``runtime.types.fields``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator

import pydantic

from typed_status.runtime import drift
from typed_status.runtime.types.fields import members

__all__ = ["report_drift"]


def report_drift(root: str, model: pydantic.BaseModel) -> None:
    """Warn once about each member in ``model``, at any depth, that is unknown, or required and absent.

    Structures with absent members keep where they are in the response, for ``AbsentMemberError``.
    """
    # In the order of the response. Its many items contradict the model in the same way.
    unknown: dict[str, None] = {}
    absent: dict[str, None] = {}
    for structure, path in _structures(model, ""):
        prefix = f"{path}." if path else ""
        unknown.update(dict.fromkeys(prefix + name for name in structure.model_extra or ()))
        found = vars(structure)
        lacking = [m.name for name, m in members(type(structure)).items() if name not in found]
        if lacking:
            # Frozen for users; and not a field, so that it is in no dump.
            object.__setattr__(structure, "__place__", (root, prefix))
            absent.update(dict.fromkeys(prefix + name for name in lacking))
    for path in unknown:
        if path.rpartition(".")[2] != "__type":  # the name of the shape, which some services send
            drift.report_unknown_member(root, path)
    for path in absent:
        drift.report_absent_member(root, path)


def _structures(value: object, path: str) -> Iterator[tuple[pydantic.BaseModel, str]]:
    """Yield each structure with its wire path; ``[]`` is any item of a list, ``.*`` any key of a map."""
    if isinstance(value, pydantic.BaseModel):
        yield value, path
        prefix = f"{path}." if path else ""
        for name, member in members(type(value)).items():
            # New members of botocore's own metadata are not drift of AWS's.
            if name != "response_metadata":
                yield from _structures(vars(value).get(name), prefix + member.name)
    elif isinstance(value, list):
        for item in t.cast(list[object], value):
            yield from _structures(item, f"{path}[]")
    elif isinstance(value, dict):
        for item in t.cast(dict[str, object], value).values():
            yield from _structures(item, f"{path}.*")
