"""What a block of code switches for its thread or task: ``strict()`` and ``without_rules(...)``.

May import: the standard library.
"""

from __future__ import annotations

import contextlib
import re
import typing as t
from collections.abc import Generator
from contextvars import ContextVar

__all__ = ["holding", "is_off", "is_strict", "strict", "without_rules"]

HeldT = t.TypeVar("HeldT")


_STRICT: ContextVar[bool] = ContextVar("typed_status.strict", default=False)


_OFF: ContextVar[frozenset[str]] = ContextVar("typed_status.off", default=frozenset())


_RULE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")


@contextlib.contextmanager
def holding(variable: ContextVar[HeldT], value: HeldT) -> Generator[None]:
    """Set ``variable`` within the block, in this thread or task."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def strict() -> contextlib.AbstractContextManager[None]:
    """Within this block, drift and rules of severity ``warning`` are errors.

    Holds for the thread or task that entered the block.
    """
    return holding(_STRICT, True)


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
