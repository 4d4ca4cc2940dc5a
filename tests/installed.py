"""What users get: environments that hold the wheel and what it depends on, and programs that are run there."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"


def run(*command: str | Path, cwd: Path = ROOT, **variables: str) -> str:
    """What the command prints; it has to succeed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


def environment(folder: Path, wheel: Path, extras: str = "") -> Path:
    """The interpreter of a new environment in ``folder``, with the wheel and ``extras`` ("[cli]") of it."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    constraints = ["-c", CONSTRAINTS] if CONSTRAINTS.exists() else []
    pip = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", *constraints, f"typed-status{extras} @ {wheel.as_uri()}")
    return python
