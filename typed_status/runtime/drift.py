"""Schema drift: members and enum values in responses that this version does not declare.

They are kept, and each is reported once as a ``SchemaDriftWarning``; inside ``with strict():`` they are errors.

May import: the standard library, pydantic_core, ``runtime.context`` and ``runtime.warnings``.
"""

from __future__ import annotations

import contextlib
import typing as t
from collections import OrderedDict
from collections.abc import Iterable
from contextvars import ContextVar

from pydantic_core import PydanticCustomError

from typed_status.runtime import context, warnings

__all__ = [
    "constructing",
    "detecting_unknown_members",
    "keep_unknown_member",
    "report_unknown_members",
    "report_unknown_phase",
    "report_unknown_value",
    "reset",
    "unknown_parameter",
]


class _Validation:
    """Whether the running validation found a member that its model does not declare."""

    unknown_member = False


# Stands for a call of a constructor.
_CONSTRUCTING = _Validation()

_CURRENT: ContextVar[_Validation | None] = ContextVar("typed_status.validation", default=None)

# The drift that was reported, least recently seen first. Bounded, so that a peer that invents names cannot fill the
# memory: beyond the limit, the oldest is forgotten and would be reported again.
_REPORTED: OrderedDict[tuple[str, str], None] = OrderedDict()

_REPORTED_LIMIT = 4096

_MAX_LENGTH = 80


def constructing() -> contextlib.AbstractContextManager[None]:
    """Reject unknown names in this block: a constructor is called, where one is a typo and not drift."""
    return context.overriding(_CURRENT, _CONSTRUCTING)


class detecting_unknown_members:  # noqa: N801 - used like a function; a generator would cost four times as much
    """Detect in this block whether a validation finds members that its model does not declare."""

    __slots__ = ("_before",)

    def __enter__(self) -> _Validation:
        validation = _Validation()
        self._before = _CURRENT.set(validation)
        return validation

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self._before)


def keep_unknown_member(value: t.Any) -> t.Any:
    """Return the value of a member that its model does not declare; pydantic calls this for such members only.

    Raises pydantic's error in a constructor and in strict mode.
    """
    validation = _CURRENT.get()
    if validation is _CONSTRUCTING:
        raise unknown_parameter()
    if context.is_strict():
        raise PydanticCustomError("unknown_member", "unknown member (strict mode rejects drift)")
    if validation is not None:
        validation.unknown_member = True
    return value


def unknown_parameter() -> PydanticCustomError:
    """Create the error for a parameter that a request or a constructor does not declare."""
    return PydanticCustomError("unknown_parameter", "unknown parameter")


def report_unknown_value(enum_class: type, value: str) -> None:
    """Warn once about a value that ``enum_class`` does not declare; a long one is truncated."""
    is_sensitive = "__sensitive__" in enum_class.__dict__
    text = value if len(value) <= _MAX_LENGTH else value[:_MAX_LENGTH] + "..."
    shown = "" if is_sensitive else f" {text!r}"
    _report_drift(f"{enum_class.__module__}.{enum_class.__name__}", f"value{shown}")


def report_unknown_phase(enum_class: type, value: str) -> None:
    """Warn once about a declared status whose phase is ``UNKNOWN``, so that polling continues."""
    is_sensitive = "__sensitive__" in enum_class.__dict__
    _report_once(
        f"{enum_class.__module__}.{enum_class.__name__}",
        f"the phase of the status{'' if is_sensitive else f' {value!r}'} is unknown, so polling continues. "
        "To wait for this status, pass it in until=.",
        warnings.UnknownStatusWarning,
    )


def report_unknown_members(root: str, paths: Iterable[str]) -> None:
    """Warn once about each member at the wire ``paths`` of a response, which its model does not declare."""
    for path in paths:
        _report_drift(root, f"member {path}")


def reset() -> None:
    """Forget which drift was reported, so that it is reported again. For tests."""
    _REPORTED.clear()


def _report_drift(where: str, what: str) -> None:
    text = f"unknown {what}. It is kept; a newer version of typed-status may declare it."
    _report_once(where, text, warnings.SchemaDriftWarning)


def _report_once(where: str, text: str, category: type[warnings.TypedStatusWarning]) -> None:
    # Without a lock: each operation on the dict is atomic, and at worst two threads both warn.
    key = where, text
    try:
        _REPORTED.move_to_end(key)
    except KeyError:
        warnings.warn(f"{where}: {text}", category)
        _REPORTED[key] = None  # not reached if a filter raises the warning as an error
        if len(_REPORTED) > _REPORTED_LIMIT:
            _REPORTED.popitem(last=False)
