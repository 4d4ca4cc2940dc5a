"""The text of validation errors: convert pydantic's errors to ``Problem``, with wire paths and without sensitive values.

``exceptions.ModelValidationError`` puts the problems below its heading.

May import: the standard library, pydantic, pydantic_core, ``suggestions``, ``runtime.exceptions``, ``runtime.types`` and
``runtime.validation`` below this module.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable
from functools import cache

import pydantic
from pydantic_core import ErrorDetails

from typed_status.runtime.exceptions import Problem
from typed_status.runtime.types.annotations import unwrap
from typed_status.runtime.types.choices import CHOICES
from typed_status.runtime.types.fields import members
from typed_status.runtime.validation.first_errors import first_errors
from typed_status.suggestions import did_you_mean

__all__ = ["Problems", "may_contain_sensitive", "problems_of"]

# By pydantic's type of error: what was expected, where its own text says it less well.
_EXPECTED = {
    "extra_forbidden": "a known parameter",
    "json_invalid": "a JSON object",
    "missing": "a value",
    "model_type": "an object",
    "unknown_member": "a known member",
    "unknown_parameter": "a known parameter",
}
# The whole text of an error whose "expected ..., found ..." would not read well.
_MESSAGES = {
    "missing_member": "required, but missing",
    "extra_forbidden": "unknown parameter",
    "missing": "required, but missing",
    "unknown_member": "unknown member (strict mode rejects drift)",
    "unknown_parameter": "unknown parameter",
}
# The errors about a name that a request or a constructor does not declare.
_UNKNOWN = ("extra_forbidden", "unknown_parameter")
# Types whose value is shown by its ``repr``.
_SHOWN = (str, int, float, bool, type(None))
_MAX_LENGTH = 80


class Problems(t.NamedTuple):
    """The first problems of an input, and how many others there are."""

    first: tuple[Problem, ...] = ()
    omitted: int = 0


def problems_of(
    model: type[pydantic.BaseModel],
    error: pydantic.ValidationError,
    validate: Callable[[t.Any], object],
    raw: object,
    repeated: int = 0,
) -> Problems:
    """Convert the first of the errors that ``validate`` raised for ``raw``, an input of ``model``, of which ``repeated`` say nothing new."""
    details, omitted = first_errors(error, validate, raw, repeated)
    return Problems(tuple(_problem(model, each) for each in details), omitted)


def _problem(model: type[pydantic.BaseModel], error: ErrorDetails) -> Problem:
    loc = tuple(_short(step) for step in error["loc"] if step not in CHOICES)
    path, is_sensitive = _path(model, loc)
    context = error.get("ctx", {})
    rule = context.get("rule")
    expected = str(context["expected"]) if rule else _expected(error)
    if error["type"] == "json_invalid":
        found = f"invalid JSON ({context['error']})"
    elif is_sensitive or error["type"] in _MESSAGES or _may_be_sensitive(model, loc):
        found = ""  # an unknown name may be a typo of a sensitive one
    else:
        found = context.get("found") or _show(error["input"])
    message = _MESSAGES.get(error["type"], "")
    if error["type"] in _UNKNOWN:
        message += _suggestion(_type_at(model, loc[:-1]), str(loc[-1]))
    return Problem(path, expected, found, rule, message)


def _suggestion(kind: t.Any, name: str) -> str:
    """Return ``", did you mean ...?"`` with the members of the structure ``kind`` that ``name`` resembles.

    Of a member's names (its wire name, its name in a JSON body, its field name), the one in the style of ``name``.
    """
    kind = unwrap(kind)
    if not _is_model(kind):
        return ""
    known = _members(kind)
    if name in known:
        return ": the member is also given under another of its names"
    spellings: dict[str, list[str]] = {}
    for each, (wire, _, _) in known.items():
        spellings.setdefault(wire, []).append(each)

    def style(each: str) -> tuple[bool, bool]:
        return each[:1].isupper() == name[:1].isupper(), ("_" in each) == ("_" in name)

    return did_you_mean(name, [max(names, key=style) for names in spellings.values()])


def _may_be_sensitive(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> bool:
    """Check whether the invalid value is in place of a structure with sensitive members."""
    return any(_sensitive_names(each) for each in _structures(_type_at(model, loc)))


def _expected(error: ErrorDetails) -> str:
    if error["type"] in _EXPECTED:
        return _EXPECTED[error["type"]]
    return error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")


def _short(step: int | str) -> int | str:
    """Truncate the key of a map, which may be as long as the response."""
    return step if isinstance(step, int) or len(step) <= _MAX_LENGTH else f"{step[:_MAX_LENGTH]}..."


def _show(value: object) -> str:
    if isinstance(value, _SHOWN):
        text = repr(str(value) if isinstance(value, str) else value)  # an enum member as its value
        return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}..."
    return f"a value of type {type(value).__name__}"


def _path(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> tuple[str, bool]:
    """Return the wire path of ``loc``, and whether a member on it is sensitive."""
    text, is_sensitive, _ = _walk(model, loc)
    return text, is_sensitive


def _type_at(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> t.Any:
    """Return the type that is declared at ``loc``."""
    return _walk(model, loc)[2]


def _walk(model: type[pydantic.BaseModel], loc: tuple[int | str, ...]) -> tuple[str, bool, t.Any]:
    """Return the wire path of ``loc``, whether a member on it is sensitive, and the type that is declared there."""
    kind: t.Any = model
    text = ""
    is_sensitive = False
    for step in loc:
        kind = unwrap(kind)
        if isinstance(step, int):
            text += f"[{step}]"
            kind = t.get_args(kind)[0] if t.get_args(kind) else None
        elif step == "[key]":  # what pydantic adds for the key of a map
            text += " (key)"
        elif _is_model(kind):
            name, is_sensitive_member, kind = _members(kind).get(step, (step, False, None))
            is_sensitive = is_sensitive or is_sensitive_member
            text += f".{name}" if text else name
        else:
            # The key of a map; one inside a sensitive map may be sensitive itself.
            text += ".*" if is_sensitive else f".{step}"
            kind = t.get_args(kind)[-1] if t.get_args(kind) else None
    return text, is_sensitive, kind


def _is_model(kind: t.Any) -> t.TypeGuard[type[pydantic.BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)


@cache
def _members(model: type[pydantic.BaseModel]) -> dict[str, tuple[str, bool, t.Any]]:
    """Map wire names and field names to the wire name, whether the member is sensitive, and its type."""
    found: dict[str, tuple[str, bool, t.Any]] = {}
    for name, member in members(model).items():
        is_sensitive = member.sensitive or bool(getattr(model, "__sensitive__", False))
        entry = member.name, is_sensitive, model.model_fields[name].annotation
        found[member.name] = entry
        if member.body:
            found.setdefault(member.body, entry)
        if member.also:
            found.setdefault(member.also, (member.also, *entry[1:]))
        found.setdefault(name, entry)
    return found


def _structures(kind: t.Any) -> list[type[pydantic.BaseModel]]:
    """List the structures in a type, through optional types, lists and maps."""
    if _is_model(kind):
        return [kind]
    return [found for inner in t.get_args(kind) for found in _structures(inner)]


@cache
def _sensitive_names(model: type[pydantic.BaseModel]) -> frozenset[str]:
    """Return the wire names of the sensitive members of ``model`` and of the structures in it."""
    names: set[str] = set()
    seen: set[type[pydantic.BaseModel]] = set()
    queue = [model]
    while queue:
        each = queue.pop()
        if each in seen:
            continue
        seen.add(each)
        for name, (_, is_sensitive, kind) in _members(each).items():
            if is_sensitive:  # and all that is inside of it
                names.add(name)
            else:
                queue.extend(_structures(kind))
    return frozenset(names)


def may_contain_sensitive(model: type[pydantic.BaseModel], value: object) -> bool:
    """Check whether ``value``, an input of ``model``, has a sensitive member, or may have one."""
    names = _sensitive_names(model)
    return bool(names) and (_contains_any(names, value) or _is_misplaced(model, value))


def _is_misplaced(kind: t.Any, value: object) -> bool:
    """Check whether a value of another type is in place of a structure with sensitive members."""
    kind = unwrap(kind)
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


def _contains_any(names: frozenset[str], value: object) -> bool:
    if isinstance(value, dict):
        inner = t.cast(dict[object, object], value)
        return any(key in names or _contains_any(names, each) for key, each in inner.items())
    if isinstance(value, (list, tuple)):
        return any(_contains_any(names, each) for each in t.cast(list[object], value))
    # A body that could not be parsed as an object may contain anything.
    return isinstance(value, (bytes, bytearray))
