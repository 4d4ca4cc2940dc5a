"""``scripts/demo`` also runs without a terminal."""

import subprocess
import sys
from pathlib import Path

from command_line import environment

DEMO = Path(__file__).parents[2] / "scripts" / "demo.py"


def test_the_demo():
    line = [sys.executable, DEMO]
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
    shown, printed = done.stdout.split("$ typed-status wait", 1)
    assert "servicediscovery.get_operation" in shown
    assert '"status": "SUCCESS"' in printed
