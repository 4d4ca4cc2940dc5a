"""The form of a service model: what every one must have, before it is lowered.

May import: the standard library, ``codegen.models.botocore_source`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import re
import typing as t

from typed_status.codegen.exceptions import ServiceModelError
from typed_status.codegen.models.botocore_source import Source

__all__ = ["check_model"]

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_FORMS: dict[str, type[dict[str, object] | list[object]]] = {
    "enum": list,
    "error": dict,
    "members": dict,
    "required": list,
}
_KINDS = {dict: "object", list: "list"}
_INNER = {"list": ("member",), "map": ("key", "value")}


_INVALID = "it, or a reference in it, does not have the form of a service model"


def check_model(source: Source) -> None:
    """Raise ``ServiceModelError`` for a model that cannot be read."""
    model = source.model

    def broken(where: str, reason: str) -> ServiceModelError:
        return ServiceModelError(source.service, where, reason)

    for part in ("metadata", "operations", "shapes"):
        if not model.get(part):
            raise broken(part, "it is missing or empty")
    for part in ("serviceFullName", "apiVersion"):
        if part not in model["metadata"]:
            raise broken("metadata", f"it has no {part}")
        if not isinstance(model["metadata"][part], str):
            raise broken("metadata", f"its {part} is not a string")
    for name in (source.service, *model["operations"], *model["shapes"]):
        if not _NAME.fullmatch(name):
            raise broken(repr(name), "it is not a valid name of a service, an operation or a shape")
    for name, operation in model["operations"].items():
        if not _is_well_formed(operation, ("input", "output"), "errors"):
            raise broken(name, _INVALID)
    for name, shape in model["shapes"].items():
        if not _is_well_formed(shape, ("member", "key", "value"), "members"):
            raise broken(name, _INVALID)
        if not isinstance(shape.get("type"), str):
            raise broken(name, "it has no type")
        for part, form in _FORMS.items():
            if not isinstance(shape.get(part, form()), form):
                raise broken(name, f"its {part} is not of type {_KINDS[form]}")
        if shape.get("enum") == []:
            raise broken(name, "its enum has no values")
        for part in _INNER.get(shape["type"], ()):
            if part not in shape:
                raise broken(name, f"the {shape['type']} has no {part}")


def _is_well_formed(given: t.Any, keys: tuple[str, ...], many: str) -> bool:
    """Check the form of an operation or a shape, and of its references."""
    if not isinstance(given, dict):
        return False
    definition = t.cast(dict[str, t.Any], given)
    held: t.Any = definition.get(many, ())
    references: list[t.Any] = [definition[key] for key in keys if key in definition]
    if isinstance(held, dict):
        references += t.cast(dict[str, t.Any], held).values()
    else:
        references += t.cast(list[t.Any], held if isinstance(held, (list, tuple)) else [held])
    return all(isinstance(each, dict) and _is_reference(each) for each in references)


def _is_reference(given: t.Any) -> bool:
    return isinstance(given.get("shape"), str)
