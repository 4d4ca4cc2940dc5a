"""``without_rules``: disable rules for a block of code; and which ids rules have, so that a mistyped one is reported.

The ids of the library's rules are in a JSON file next to the services, so that none has to be imported. Other rules declare
theirs when they are made, and generated modules of users when they are imported.

May import: the standard library, ``runtime.context``, ``runtime.warnings`` and ``suggestions``.
"""

from __future__ import annotations

import contextlib
import json
import re
import typing as t
from collections.abc import Generator
from functools import cache

from typed_status.runtime import warnings
from typed_status.runtime.context import disabling
from typed_status.suggestions import did_you_mean

__all__ = ["declare_rules", "without_rules"]

_RULE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
_DECLARED: set[str] = set()


def declare_rules(*ids: str) -> None:
    """Note that there are rules with these ids."""
    _DECLARED.update(ids)


@contextlib.contextmanager
def without_rules(*ids: str) -> Generator[None]:
    """Disable the rules with these ids in this block: a value that breaks one is kept unchanged.

    An error names the rule that it is about (``Problem.rule``). With its format rule disabled, a value stays what AWS
    sent: a ``str`` or a number where type checkers expect a ``datetime`` or a ``JsonText``. Rules that make a member
    required cannot be disabled. Blocks nest; each applies to the thread or task that enters it, like ``strict``.

    An id that no rule has is an ``UnknownRuleWarning`` and no error, because a later version may drop a rule. Rules of your
    own overlays are known once their module is imported.

    Raises:
        ValueError: one of ``ids`` is not a rule id, which has the form ``service.name-of-rule``.
    """
    for each in ids:
        if not _RULE.fullmatch(each):
            raise ValueError(f"invalid rule id {each!r}: expected the form 'service.name-of-rule'")
    for each in ids:
        if each not in _DECLARED and each not in _shipped():
            _warn(each)
    with disabling(ids):
        yield


@cache
def _shipped() -> frozenset[str]:
    from importlib.resources import files  # slow to import, and rarely needed

    text = (files("typed_status.services") / "rules.json").read_text("utf-8")
    services: dict[str, list[str]] = json.loads(text)
    return frozenset(each for ids in services.values() for each in ids)


def _warn(id: str) -> None:
    service = id.split(".")[0] + "."
    known: t.Collection[str] = _shipped() | _DECLARED
    same = [each for each in known if each.startswith(service)]
    guess = did_you_mean(id, same or known)
    warnings.warn(
        f"no rule has the id {id!r}, so without_rules does not disable any{guess}",
        warnings.UnknownRuleWarning,
    )
