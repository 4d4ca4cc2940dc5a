"""Settings for a block of code, per thread or task: ``strict()`` and ``without_rules(...)``.

May import: the standard library.
"""

from __future__ import annotations

import contextlib
import re
import typing as t
from collections.abc import Generator
from contextvars import ContextVar

__all__ = [
    "is_off",
    "is_parsed_json",
    "is_strict",
    "overriding",
    "parsed_json",
    "strict",
    "without_rules",
]

ValueT = t.TypeVar("ValueT")

_STRICT: ContextVar[bool] = ContextVar("typed_status.strict", default=False)

_PARSED_JSON: ContextVar[bool] = ContextVar("typed_status.parsed_json", default=False)

_OFF: ContextVar[frozenset[str]] = ContextVar("typed_status.off", default=frozenset())

_RULE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")


@contextlib.contextmanager
def overriding(variable: ContextVar[ValueT], value: ValueT) -> Generator[None]:
    """Set ``variable`` in this block, for this thread or task."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def strict() -> contextlib.AbstractContextManager[None]:
    """Raise errors in this block for schema drift and for broken rules of severity ``warning``.

    Applies to the thread or task that enters the block.
    """
    return overriding(_STRICT, True)


def is_strict() -> bool:
    """Check whether this code runs inside ``strict()``."""
    return _STRICT.get()


@contextlib.contextmanager
def without_rules(*ids: str) -> Generator[None]:
    """Disable the rules with these ids in this block: a value that breaks one is kept unchanged.

    An error names the rule that it is about (``Problem.rule``). With its format rule disabled, a value stays what AWS
    sent: a ``str`` or a number where type checkers expect a ``datetime`` or a ``JsonText``. Rules that make a member
    required cannot be disabled. Blocks nest; each applies to the thread or task that enters it, like ``strict``.

    Raises:
        ValueError: one of ``ids`` is not a rule id, which has the form ``service.name-of-rule``.
    """
    for each in ids:
        if not _RULE.fullmatch(each):
            raise ValueError(f"invalid rule id {each!r}: expected the form 'service.name-of-rule'")
    token = _OFF.set(_OFF.get() | set(ids))
    try:
        yield
    finally:
        _OFF.reset(token)


def parsed_json() -> contextlib.AbstractContextManager[None]:
    """Validate Python values in this block as the JSON that they were parsed from: strings of blobs are base64."""
    return overriding(_PARSED_JSON, True)


def is_parsed_json() -> bool:
    """Check whether this code runs inside ``parsed_json()``."""
    return _PARSED_JSON.get()


def is_off(rule: str) -> bool:
    """Check whether the rule with this id is disabled here."""
    return rule in _OFF.get()
