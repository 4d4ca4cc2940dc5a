"""Format generated modules with ruff, in isolation: with the configuration in this module only.

May import: the standard library, ruff and ``codegen.exceptions``.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ruff import (  # type: ignore[import-untyped] # ruff has no type information
    find_ruff_bin,  # pyright: ignore[reportMissingTypeStubs] - ruff has no type information
)

from typed_status.codegen.exceptions import GenerationError

__all__ = ["format_modules"]

_COMMAND = (
    "format",
    "--isolated",
    "--no-cache",
    "--line-length=100",
    "--target-version=py311",
    "--quiet",
)


def format_modules(modules: Mapping[str, str]) -> dict[str, str]:
    """Format ``modules`` (file name -> source), all in one run of ruff."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in modules.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        try:
            command = [find_ruff_bin(), *_COMMAND, folder]
        except FileNotFoundError as error:
            raise GenerationError(f"ruff is installed without its program: {error}") from error
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ruff's own binary with fixed arguments
        if done.returncode != 0:
            raise GenerationError(
                f"ruff cannot format what the templates made: {done.stderr.strip()}"
            )
        return {name: (Path(folder) / name).read_text("utf-8") for name in modules}
