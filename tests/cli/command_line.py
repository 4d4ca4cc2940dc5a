"""The path of the installed command, and an environment to run it in."""

import os
import sysconfig
from pathlib import Path

COMMAND = Path(sysconfig.get_path("scripts")) / "typed-status"
ACCESS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
}


def environment(**changes: str) -> dict[str, str]:
    """Return an environment without the user's AWS and color settings."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return kept | ACCESS | {"PYTHONWARNINGS": "error", "COLUMNS": "100"} | changes
