"""Create environments with the wheel and its dependencies, and run programs in them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"


def run(*command: str | Path, cwd: Path = ROOT, **variables: str) -> str:
    """Run a command, which must succeed, and return its output."""
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
    """Create an environment in ``folder`` with the wheel and its ``extras`` ("[cli]"); return its interpreter."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    constraints = ["-c", CONSTRAINTS] if CONSTRAINTS.exists() else []
    pip = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", *constraints, f"typed-status{extras} @ {wheel.as_uri()}")
    return python
