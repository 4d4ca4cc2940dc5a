"""The installed command, and the environment of a process that runs it."""

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
    """That of a process of its own: nothing of the user's AWS, and no colour by accident."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return kept | ACCESS | {"PYTHONWARNINGS": "error", "COLUMNS": "100"} | changes
