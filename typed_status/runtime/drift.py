"""Growth and strictness: what happens when AWS sends what this version does not know.

Unknown members and values are kept and reported once each as a ``SchemaDriftWarning``; inside
``with strict():`` they are errors, and so are the rules of severity ``warning``.

May import: the standard library and pydantic_core.
"""

from __future__ import annotations

import contextlib
import enum
import inspect
import os
import sys
import warnings
from collections.abc import Generator
from contextvars import ContextVar

from pydantic_core import PydanticCustomError

__all__ = ["RuleWarning", "SchemaDriftWarning", "TypedStatusWarning", "strict"]

_STRICT: ContextVar[bool] = ContextVar("typed_status.strict", default=False)
_ROOT: ContextVar[str | None] = ContextVar("typed_status.root", default=None)
# Both sets are bounded, so that a peer that invents names cannot fill the memory.
_SEEN: set[tuple[str, str]] = set()
_SEEN_LIMIT = 4096
# Frames of these packages are not where a warning should point.
_PLUMBING = ("typed_status", "pydantic", "botocore", "boto3")


class TypedStatusWarning(UserWarning):
    """What every warning of this library is."""


class SchemaDriftWarning(TypedStatusWarning):
    """AWS sent a member or an enum value that this version does not know. It was kept."""


class RuleWarning(TypedStatusWarning):
    """A value breaks a rule of severity ``warning``. It was kept."""


@contextlib.contextmanager
def strict() -> Generator[None]:
    """Within this block, drift and rules of severity ``warning`` are errors.

    Holds for the thread or task that entered the block.
    """
    token = _STRICT.set(True)
    try:
        yield
    finally:
        _STRICT.reset(token)


def is_strict() -> bool:
    """Whether ``strict()`` holds here."""
    return _STRICT.get()


@contextlib.contextmanager
def validating(root: str) -> Generator[None]:
    """Name what is being validated, so that a warning can say where the drift was seen."""
    token = _ROOT.set(root)
    try:
        yield
    finally:
        _ROOT.reset(token)


def unknown_value(enum_class: type, value: str) -> None:
    """Report a value that ``enum_class`` does not declare."""
    _once(f"{enum_class.__module__}.{enum_class.__name__}", f"value {value!r}")


def extra_key(key: str) -> str:
    """Report a member that the model does not declare: runs only for members that are extra."""
    if is_strict():
        raise PydanticCustomError(
            "unknown_member", "a member that typed-status knows (strict mode refuses others)"
        )
    _once(_ROOT.get() or "a response", f"member {key!r}")
    return key


def warn(message: str, category: type[TypedStatusWarning]) -> None:
    """Warn, pointing at the first frame outside this library and the ones that it runs in."""
    loaded = [getattr(sys.modules.get(name), "__file__", None) for name in _PLUMBING]
    # The enum module stands between pydantic and ``OpenEnum``.
    inside = (enum.__file__, *(os.path.dirname(path) + os.sep for path in loaded if path))
    level = 2  # warnings.warn counts this function as 1
    frame = inspect.currentframe()
    frame = frame.f_back if frame is not None else None
    while frame is not None and frame.f_code.co_filename.startswith(inside):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)


def forget() -> None:
    """Report every drift anew: for tests that look for a warning."""
    _SEEN.clear()


def _once(where: str, what: str) -> None:
    if (where, what) in _SEEN or len(_SEEN) >= _SEEN_LIMIT:
        return
    _SEEN.add((where, what))
    warn(
        f"{where}: AWS sent the unknown {what}. It was kept; a newer typed-status may know it.",
        SchemaDriftWarning,
    )
