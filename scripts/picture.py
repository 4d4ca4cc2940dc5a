"""Draw the output of ``typed-status wait`` into docs/wait.svg; with ``--check``, exit with 1 if it is out of date.

The wait polls a scripted endpoint with a fake clock, so the picture is reproducible.
"""

from __future__ import annotations

import io
import random
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from typed_status import Clock, wait
from typed_status.cli.display.progress import Progress
from typed_status.cli.display.response import response_tables
from typed_status.services import cloudcontrol
from typed_status.testing import FakeEndpoint

PICTURE = Path(__file__).parents[1] / "docs" / "wait.svg"
START = datetime(2026, 1, 31, 12, tzinfo=UTC)
TOKEN = "6f2b-4711"  # noqa: S105 - not a password: it identifies a request
COMMAND = f"typed-status wait cloudcontrol get-resource-request-status --request-token {TOKEN}"
STATUSES = ("PENDING", "PENDING", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "SUCCESS")
SHOWN_AFTER = 5  # attempts, in the middle of the delay


def event(status: str, after: float) -> dict[str, object]:
    """Return a scripted response."""
    return {
        "ProgressEvent": {
            "TypeName": "AWS::Logs::LogGroup",
            "RequestToken": TOKEN,
            "OperationStatus": status,
            "EventTime": START + timedelta(seconds=after),
        }
    }


def draw() -> str:
    """Return the picture as SVG."""
    random.seed(4711)  # the delays of a wait have random jitter
    console = Console(
        record=True, width=96, file=io.StringIO(), force_terminal=True, color_system="truecolor",
        highlight=False,
    )  # fmt: skip
    passed = 0.0
    progress = Progress("cloudcontrol GetResourceRequestStatus", 600, seconds=lambda: passed)

    def sleep(pause: float) -> None:
        nonlocal passed
        passed += pause / 2
        if progress.attempts == SHOWN_AFTER:
            console.print(progress)
        passed += pause / 2

    clock = Clock(lambda: passed, lambda: START + timedelta(seconds=passed), sleep)
    request = cloudcontrol.GetResourceRequestStatusRequest(request_token=TOKEN)
    console.print(Text.assemble(("$ ", "green"), COMMAND))
    with FakeEndpoint() as endpoint:
        steps = (event(status, number) for number, status in enumerate(STATUSES))
        endpoint.script(cloudcontrol.GetResourceRequestStatusRequest, *steps)
        client = endpoint.client("cloudcontrol")
        done = wait(client, request, timeout=600, clock=clock, on_poll=progress.on_poll)
    progress.stop()
    console.print(Text("\n# after it has succeeded:", style="dim"))
    console.print(progress)
    for table in response_tables(done, show_sensitive=False):
        console.print(table)
    svg = console.export_svg(title="typed-status wait", unique_id="wait")
    # rich links a web font; any monospaced font works.
    svg = re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def run() -> int:
    """Draw the picture or check it."""
    picture = draw()
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(picture, "utf-8")
        return 0
    return int(PICTURE.read_text("utf-8") != picture)


if __name__ == "__main__":
    sys.exit(run())
