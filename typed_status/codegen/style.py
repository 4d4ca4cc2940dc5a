"""Generated source, formatted by ruff in isolation: no configuration but the one here.

May import: the standard library, ruff and ``codegen.errors``.
"""

from __future__ import annotations

import subprocess

from ruff import (  # type: ignore[import-untyped] # ruff has no type information
    find_ruff_bin,  # pyright: ignore[reportMissingTypeStubs] - ruff has no type information
)

from typed_status.codegen.errors import GenerationError

__all__ = ["style"]

_COMMAND = (
    "format",
    "--isolated",
    "--no-cache",
    "--line-length",
    "100",
    "--target-version",
    "py311",
)


def style(source: str) -> str:
    """``source``, formatted."""
    command = [find_ruff_bin(), *_COMMAND, "--stdin-filename", "service.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)  # noqa: S603 - ruff's own binary with fixed arguments
    if done.returncode != 0:
        raise GenerationError(f"ruff cannot format what the templates made: {done.stderr.strip()}")
    return done.stdout
