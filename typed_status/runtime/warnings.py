"""Warning categories, and ``warn``, which reports the user's line as the source.

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
    "UnknownRuleWarning",
    "UnknownStatusWarning",
    "warn",
]

# Packages whose frames are skipped in the search for the user's line.
_INTERNAL_PACKAGES = ("typed_status", "pydantic", "botocore", "boto3", "aiobotocore")


class TypedStatusWarning(UserWarning):
    """Base class of the warnings of this library."""


class SchemaDriftWarning(TypedStatusWarning):
    """AWS sent a member or an enum value that this version does not declare. It is kept."""


class UnknownStatusWarning(TypedStatusWarning):
    """A wait continues polling because the phase of a declared status is ``UNKNOWN``."""


class RuleWarning(TypedStatusWarning):
    """A value breaks a rule of severity ``warning``. It is kept unchanged."""


class UnknownRuleWarning(TypedStatusWarning):
    """``without_rules`` was given an id that no rule has. It disables nothing."""


def warn(message: str, category: type[TypedStatusWarning]) -> None:
    """Warn with the source line of the first frame outside of this library and those that call it."""
    loaded = [getattr(sys.modules.get(name), "__file__", None) for name in _INTERNAL_PACKAGES]
    # pydantic calls ``OpenEnum`` through the enum module, and our context managers run in contextlib.
    own = (enum.__file__, contextlib.__file__)
    inside = (*own, *(os.path.dirname(path) + os.sep for path in loaded if path))
    level = 2  # warnings.warn counts this function as 1
    frame = inspect.currentframe()
    frame = frame.f_back if frame is not None else None
    while frame is not None and frame.f_code.co_filename.startswith(inside):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)
