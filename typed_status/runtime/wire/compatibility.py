"""Warn about versions of botocore that the library is not tested with.

May import: the standard library, botocore and ``runtime`` below ``runtime.wire``.
"""

from __future__ import annotations

import functools
import re
import typing as t

import botocore

from typed_status.runtime.warnings import TypedStatusWarning, warn

__all__ = ["NEWEST", "OLDEST", "UntestedBotocoreWarning", "check_botocore"]

OLDEST: t.Final = (1, 40)
"""The oldest tested minor version, which pyproject.toml requires."""
NEWEST: t.Final = (1, 44)
"""The newest tested minor version: scripts/regenerate.py writes that of the release that it generates from."""


class UntestedBotocoreWarning(TypedStatusWarning):
    """This version of typed-status is not tested with the installed botocore."""


@functools.cache  # an exception is not cached: a filter that raises the warning as an error does so on each call
def check_botocore() -> None:
    """Warn once per process if botocore is older or newer than the tested minor versions."""
    installed = re.match(r"(\d+)\.(\d+)", botocore.__version__)
    if installed is None:
        return
    version = int(installed[1]), int(installed[2])
    if OLDEST <= version <= NEWEST:
        return
    tested = f"{'.'.join(map(str, OLDEST))} to {'.'.join(map(str, NEWEST))}"
    hint = "upgrade boto3" if version < OLDEST else "check for a newer version of typed-status"
    warn(
        f"botocore {botocore.__version__} is installed, but this version of typed-status is tested with {tested}: {hint}",
        UntestedBotocoreWarning,
    )
