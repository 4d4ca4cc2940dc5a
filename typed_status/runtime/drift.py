"""Growth and strictness: what happens when AWS sends what this version does not know.

Unknown members and values are kept and reported once each as a ``SchemaDriftWarning``; inside
``with strict():`` they are errors, and so are the rules of severity ``warning``. Inside
``with without_rules(...):`` some rules do not hold.

May import: the standard library, pydantic and pydantic_core.
"""

from __future__ import annotations

import contextlib
import enum
import inspect
import os
import re
import sys
import typing as t
import warnings
from collections.abc import Generator, Iterator
from contextvars import ContextVar

import pydantic
from pydantic_core import PydanticCustomError

__all__ = [
    "RuleWarning",
    "SchemaDriftWarning",
    "TypedStatusWarning",
    "UnknownStatusWarning",
    "strict",
    "without_rules",
]


HeldT = t.TypeVar("HeldT")


class _Sighting:
    """Whether the validation that is under way met a member that its model does not declare."""

    extra = False


_STRICT: ContextVar[bool] = ContextVar("typed_status.strict", default=False)
_OFF: ContextVar[frozenset[str]] = ContextVar("typed_status.off", default=frozenset())
_RULE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
# Stands for a model that is built by hand.
_BUILDING = _Sighting()
_SIGHTING: ContextVar[_Sighting | None] = ContextVar("typed_status.sighting", default=None)
# Bounded, so that a peer that invents names cannot fill the memory.
_SEEN: set[tuple[str, str]] = set()
_SEEN_LIMIT = 4096
_LONGEST = 80
UNKNOWN_NAME = "no member of this name"
# Frames of these packages are not where a warning should point.
_PLUMBING = ("typed_status", "pydantic", "botocore", "boto3", "aiobotocore")


class TypedStatusWarning(UserWarning):
    """What every warning of this library is."""


class SchemaDriftWarning(TypedStatusWarning):
    """AWS sent a member or an enum value that this version does not know. It was kept."""


class UnknownStatusWarning(TypedStatusWarning):
    """A wait goes on because of a status whose phase is ``UNKNOWN``, though this version declares its value."""


class RuleWarning(TypedStatusWarning):
    """A value breaks a rule of severity ``warning``. It was kept."""


@contextlib.contextmanager
def _holding(variable: ContextVar[HeldT], value: HeldT) -> Generator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def strict() -> contextlib.AbstractContextManager[None]:
    """Within this block, drift and rules of severity ``warning`` are errors.

    Holds for the thread or task that entered the block.
    """
    return _holding(_STRICT, True)


def is_strict() -> bool:
    """Whether ``strict()`` holds here."""
    return _STRICT.get()


@contextlib.contextmanager
def without_rules(*ids: str) -> Generator[None]:
    """Within this block, the rules of these ids do not hold: a value that breaks one is kept as it came.

    An error names the rule that it is about (``Problem.rule``). A rule that gives a value its type leaves
    what AWS sent: a ``str`` or a number where type checkers see a ``datetime`` or a ``JsonText``. Rules
    that say that a member is there always hold. Blocks add up; each holds for the thread or task that
    entered it, as ``strict`` does.

    Raises:
        ValueError: one of ``ids`` does not have the form of a rule's id, ``service.what-it-says``.
    """
    for each in ids:
        if not _RULE.fullmatch(each):
            raise ValueError(f"{each!r} is no id of a rule: these look like 'service.what-it-says'")
    token = _OFF.set(_OFF.get() | set(ids))
    try:
        yield
    finally:
        _OFF.reset(token)


def is_off(rule: str) -> bool:
    """Whether the rule of this id is switched off here."""
    return rule in _OFF.get()


def building() -> contextlib.AbstractContextManager[None]:
    """Within this block a model is built by hand: a name that it does not declare is a slip of the pen."""
    return _holding(_SIGHTING, _BUILDING)


class watching:  # noqa: N801 - used like a function; a generator would cost four times as much
    """Within this block, see whether a model meets members that it does not declare."""

    __slots__ = ("_before",)

    def __enter__(self) -> _Sighting:
        sighting = _Sighting()
        self._before = _SIGHTING.set(sighting)
        return sighting

    def __exit__(self, *_: object) -> None:
        _SIGHTING.reset(self._before)


def extra_value(value: t.Any) -> t.Any:
    """Meet the value of a member that its model does not declare: runs for such members only."""
    sighting = _SIGHTING.get()
    if sighting is _BUILDING:
        raise PydanticCustomError("unknown_name", UNKNOWN_NAME)
    if is_strict():
        raise PydanticCustomError(
            "unknown_member", "a member that typed-status knows: strict mode refuses others"
        )
    if sighting is not None:
        sighting.extra = True
    return value


def unknown_value(enum_class: type, value: str) -> None:
    """Report a value that ``enum_class`` does not declare; it is cut where it is long."""
    secret = "__sensitive__" in enum_class.__dict__
    shown = "" if secret else f" {value if len(value) <= _LONGEST else value[:_LONGEST] + '...'!r}"
    _drifted(f"{enum_class.__module__}.{enum_class.__name__}", f"value{shown}")


def unknown_phase(enum_class: type, value: str) -> None:
    """Report a declared value that does not tell how it is going, which a wait therefore asks on about."""
    secret = "__sensitive__" in enum_class.__dict__
    _once(
        f"{enum_class.__module__}.{enum_class.__name__}",
        f"the value{'' if secret else f' {value!r}'} does not tell how it is going, and is asked on about. "
        "If it is what is waited for, name it in until=.",
        UnknownStatusWarning,
    )


def unknown_members(root: str, model: pydantic.BaseModel) -> None:
    """Report the members in ``model``, however deep, that are not declared."""
    for path in _extra_paths(model, ""):
        _drifted(root, f"member {path}")


def _extra_paths(value: object, path: str) -> Iterator[str]:
    """Wire paths; ``[]`` stands for any item of a list, ``.*`` for any key of a map."""
    if isinstance(value, pydantic.BaseModel):
        dot = "." if path else ""
        for name in value.model_extra or ():
            if name != "__type":  # the name of the shape, which some services send along
                yield f"{path}{dot}{name}"
        for name, field in type(value).model_fields.items():
            if name != "response_metadata":  # botocore's own, which grows without AWS
                yield from _extra_paths(getattr(value, name), f"{path}{dot}{field.alias or name}")
    elif isinstance(value, list):
        for item in t.cast(list[object], value):
            yield from _extra_paths(item, f"{path}[]")
    elif isinstance(value, dict):
        for item in t.cast(dict[str, object], value).values():
            yield from _extra_paths(item, f"{path}.*")


def warn(message: str, category: type[TypedStatusWarning]) -> None:
    """Warn, pointing at the first frame outside this library and the ones that it runs in."""
    loaded = [getattr(sys.modules.get(name), "__file__", None) for name in _PLUMBING]
    # The enum module stands between pydantic and ``OpenEnum``, and contextlib between our own blocks.
    own = (enum.__file__, contextlib.__file__)
    inside = (*own, *(os.path.dirname(path) + os.sep for path in loaded if path))
    level = 2  # warnings.warn counts this function as 1
    frame = inspect.currentframe()
    frame = frame.f_back if frame is not None else None
    while frame is not None and frame.f_code.co_filename.startswith(inside):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)


def forget() -> None:
    """Warn of every drift anew, though it was warned of before: for tests."""
    _SEEN.clear()


def _drifted(where: str, what: str) -> None:
    said = f"unknown {what}. It was kept; a newer typed-status may know it."
    _once(where, said, SchemaDriftWarning)


def _once(where: str, said: str, category: type[TypedStatusWarning]) -> None:
    if (where, said) in _SEEN or len(_SEEN) >= _SEEN_LIMIT:
        return
    warn(f"{where}: {said}", category)
    _SEEN.add((where, said))  # not where the user made the warning an error
