"""Warning categories, and ``warn``, which points at the user's line.

May import: the standard library.
"""

from __future__ import annotations

import contextlib
import enum
import inspect
import os
import sys
import warnings

__all__ = [
    "RuleWarning",
    "SchemaDriftWarning",
    "TypedStatusWarning",
    "UnknownStatusWarning",
    "warn",
]

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
