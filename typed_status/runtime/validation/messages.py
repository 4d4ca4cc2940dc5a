"""From pydantic's errors to ``Problem``: wire paths, what was expected, and no secrets.

May import: the standard library, pydantic, pydantic_core, ``runtime.drift``, ``runtime.exceptions`` and ``runtime.types.fields``.
"""

from __future__ import annotations

import types
import typing as t
from functools import cache

import pydantic
from pydantic_core import ErrorDetails

from typed_status.runtime import drift
from typed_status.runtime.exceptions import Problem
from typed_status.runtime.types.fields import members

__all__ = ["holds_sensitive", "problems_of"]

_EXPECTED = {
    "extra_forbidden": drift.UNKNOWN_NAME,
    "json_invalid": "a JSON object",
    "missing": "a value: it is required",
    "model_type": "an object",
}
# The value of a member that there is not may be meant for one that is sensitive.
_SHOW_NOTHING = ("missing", "unknown_member", "unknown_name", "extra_forbidden")
_SHOWN = (str, int, float, bool, type(None))
_LONGEST = 80


def problems_of(
    model: type[pydantic.BaseModel], error: pydantic.ValidationError
) -> tuple[Problem, ...]:
    """What ``error`` found wrong with an input of ``model``."""
    return tuple(_problem(model, each) for each in error.errors(include_url=False))


def _problem(model: type[pydantic.BaseModel], error: ErrorDetails) -> Problem:
    path, secret = _path(model, error["loc"])
    context = error.get("ctx", {})
    rule = context.get("rule")
    expected = str(context["expected"]) if rule else _expected(error)
    if error["type"] == "json_invalid":
        found = f"invalid JSON ({context['error']})"
    elif secret or error["type"] in _SHOW_NOTHING or _may_tell(model, error):
        found = ""
    else:
        found = _show(error["input"])
    return Problem(path, expected, found, rule)


def _may_tell(model: type[pydantic.BaseModel], error: ErrorDetails) -> bool:
    """Whether the found value stands where a structure with something sensitive in it is due."""
    return any(_sensitive_names(each) for each in _structures(_kind_at(model, error["loc"])))


def _expected(error: ErrorDetails) -> str:
    if error["type"] in _EXPECTED:
        return _EXPECTED[error["type"]]
    return error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")


def _show(value: object) -> str:
    if isinstance(value, _SHOWN):
        text = repr(str(value) if isinstance(value, str) else value)  # an enum member as its text
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return f"a value of type {type(value).__name__}"


def _path(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> tuple[str, bool]:
    """``loc`` in wire names, and whether anything on the way is sensitive."""
    text, secret, _ = _walk(model, loc)
    return text, secret


def _kind_at(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> t.Any:
    """The type that is due at ``loc``."""
    return _walk(model, loc)[2]


def _walk(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> tuple[str, bool, t.Any]:
    kind: t.Any = model
    text = ""
    secret = False
    for step in loc:
        kind = _bare(kind)
        if isinstance(step, int):
            text += f"[{step}]"
            kind = t.get_args(kind)[0] if t.get_args(kind) else None
        elif step == "[key]":  # pydantic's mark for the key of a map
            text += " (key)"
        elif _is_model(kind):
            name, member_secret, kind = _members(kind).get(step, (step, False, None))
            secret = secret or member_secret
            text += f".{name}" if text else name
        else:
            # The key of a map; one inside a sensitive map may be a secret itself.
            text += ".*" if secret else f".{step}"
            kind = t.get_args(kind)[-1] if t.get_args(kind) else None
    return text, secret, kind


def _bare(kind: t.Any) -> t.Any:
    """A type without ``Annotated`` and ``| None``."""
    while True:
        inner = [arg for arg in t.get_args(kind) if arg is not type(None)]
        if t.get_origin(kind) is t.Annotated or (
            t.get_origin(kind) in (t.Union, types.UnionType) and len(inner) == 1
        ):
            kind = inner[0]
        else:
            return kind


def _is_model(kind: t.Any) -> t.TypeGuard[type[pydantic.BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)


@cache
def _members(model: type[pydantic.BaseModel]) -> dict[str, tuple[str, bool, t.Any]]:
    """By wire name and by field name: the wire name, whether it is sensitive, the type."""
    found: dict[str, tuple[str, bool, t.Any]] = {}
    for name, member in members(model).items():
        secret = member.sensitive or bool(getattr(model, "__sensitive__", False))
        entry = member.name, secret, model.model_fields[name].annotation
        found[member.name] = entry
        if member.body:
            found.setdefault(member.body, entry)
        found.setdefault(name, entry)
    return found


def _structures(kind: t.Any) -> list[type[pydantic.BaseModel]]:
    """The structures that a type holds, through options, lists and maps."""
    if _is_model(kind):
        return [kind]
    return [found for inner in t.get_args(kind) for found in _structures(inner)]


@cache
def _sensitive_names(model: type[pydantic.BaseModel]) -> frozenset[str]:
    """The wire names of all sensitive members of ``model`` and of the structures in it."""
    names: set[str] = set()
    seen: set[type[pydantic.BaseModel]] = set()
    waiting = [model]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        for name, (_, secret, kind) in _members(each).items():
            if secret:
                names.add(name)
            waiting.extend(_structures(kind))
    return frozenset(names)


def holds_sensitive(model: type[pydantic.BaseModel], value: object) -> bool:
    """Whether ``value``, meant for ``model``, has a member of a sensitive one's name, or may have it."""
    names = _sensitive_names(model)
    return bool(names) and (_holds_any(names, value) or _is_misplaced(model, value))


def _is_misplaced(kind: t.Any, value: object) -> bool:
    """Whether something else stands where a structure with something sensitive in it is due."""
    kind = _bare(kind)
    if value is None or not any(map(_sensitive_names, _structures(kind))):
        return False
    if _is_model(kind):
        known = _members(kind)
        return not isinstance(value, dict) or any(
            _is_misplaced(known[name][2], each)
            for name, each in t.cast(dict[str, object], value).items()
            if name in known
        )
    inner = t.get_args(kind)[-1]
    if isinstance(value, dict):
        return any(_is_misplaced(inner, each) for each in t.cast(dict[str, object], value).values())
    if isinstance(value, list):
        return any(_is_misplaced(inner, each) for each in t.cast(list[object], value))
    return True


def _holds_any(names: frozenset[str], value: object) -> bool:
    if isinstance(value, dict):
        inner = t.cast(dict[object, object], value)
        return any(key in names or _holds_any(names, each) for key, each in inner.items())
    if isinstance(value, (list, tuple)):
        return any(_holds_any(names, each) for each in t.cast(list[object], value))
    # Text that could not be read as an object may hold anything.
    return isinstance(value, (bytes, bytearray))
