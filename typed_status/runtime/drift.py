"""Growth and strictness: what happens when AWS sends what this version does not know.

Unknown members and values are kept and reported once each as a ``SchemaDriftWarning``; inside
``with strict():`` they are errors, and so are the rules of severity ``warning``. Inside
``with without_rules(...):`` some rules do not hold.

May import: the standard library, pydantic_core, ``runtime.context`` and ``runtime.warnings``.
"""

from __future__ import annotations

import contextlib
import typing as t
from collections.abc import Iterable
from contextvars import ContextVar

from pydantic_core import PydanticCustomError

from typed_status.runtime import context, warnings

__all__ = [
    "UNKNOWN_NAME",
    "building",
    "extra_value",
    "forget",
    "unknown_members",
    "unknown_phase",
    "unknown_value",
    "watching",
]


class _Sighting:
    """Whether the validation that is under way met a member that its model does not declare."""

    extra = False


# Stands for a model that is built by hand.
_BUILDING = _Sighting()

_SIGHTING: ContextVar[_Sighting | None] = ContextVar("typed_status.sighting", default=None)

# Bounded, so that a peer that invents names cannot fill the memory.
_SEEN: set[tuple[str, str]] = set()

_SEEN_LIMIT = 4096

_LONGEST = 80

UNKNOWN_NAME = "no member of this name"


def building() -> contextlib.AbstractContextManager[None]:
    """Within this block a model is built by hand: a name that it does not declare is a slip of the pen."""
    return context.holding(_SIGHTING, _BUILDING)


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
    if context.is_strict():
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
        warnings.UnknownStatusWarning,
    )


def unknown_members(root: str, paths: Iterable[str]) -> None:
    """Report the members at the wire ``paths`` of a response, which its model does not declare."""
    for path in paths:
        _drifted(root, f"member {path}")


def forget() -> None:
    """Warn of every drift anew, though it was warned of before: for tests."""
    _SEEN.clear()


def _drifted(where: str, what: str) -> None:
    said = f"unknown {what}. It was kept; a newer typed-status may know it."
    _once(where, said, warnings.SchemaDriftWarning)


def _once(where: str, said: str, category: type[warnings.TypedStatusWarning]) -> None:
    if (where, said) in _SEEN or len(_SEEN) >= _SEEN_LIMIT:
        return
    warnings.warn(f"{where}: {said}", category)
    _SEEN.add((where, said))  # not where the user made the warning an error
