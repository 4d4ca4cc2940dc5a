"""The versions of botocore that the library is tested with, and the warning outside of them.

May import: the standard library, botocore and ``runtime`` below ``runtime.wire``.
"""

from __future__ import annotations

import re
import typing as t

import botocore

from typed_status.runtime.warnings import TypedStatusWarning, warn

__all__ = ["NEWEST", "OLDEST", "UntestedBotocoreWarning", "check_botocore"]

OLDEST: t.Final = (1, 40)
"""The oldest minor version, which pyproject.toml asks for."""
NEWEST: t.Final = (1, 44)
"""The newest minor version: scripts/regenerate.py writes that of the release that it reads."""


class UntestedBotocoreWarning(TypedStatusWarning):
    """This version of typed-status was not tested with the botocore that is installed."""


class _Warned:
    """Whether this process was warned."""

    already = False


def check_botocore() -> None:
    """Warn, once a process, if botocore is older or newer than what is tested; patch versions do not count."""
    found = re.match(r"(\d+)\.(\d+)", botocore.__version__)
    if found is None or _Warned.already:
        return
    version = int(found[1]), int(found[2])
    if OLDEST <= version <= NEWEST:
        return
    tested = f"{'.'.join(map(str, OLDEST))} to {'.'.join(map(str, NEWEST))}"
    hint = (
        "install a newer boto3" if version < OLDEST else "see whether there is a newer typed-status"
    )
    warn(
        f"botocore {botocore.__version__} is installed, and this typed-status is tested with {tested}: {hint}",
        UntestedBotocoreWarning,
    )
    _Warned.already = True  # not where the user made the warning an error


def forget() -> None:
    """Warn again, though it was warned of before: for tests."""
    _Warned.already = False
