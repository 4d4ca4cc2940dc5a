"""A scripted AWS, and two ways to run the command line: within this process, and as it is installed."""

import os
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from typed_status.cli.main import main
from typed_status.testing import FakeEndpoint

COMMAND = Path(sysconfig.get_path("scripts")) / "typed-status"
ACCESS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
}
Run = Callable[..., Result]


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as opened:
        yield opened


@pytest.fixture
def run() -> Run:
    """Run a command line here; ``input`` is its stdin, ``env`` goes over the credentials."""

    def run_here(*arguments: str, input: str | bytes = "", env: dict | None = None) -> Result:
        result = CliRunner().invoke(
            main, arguments, input=input, env=ACCESS | (env or {}), prog_name="typed-status"
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception  # what a user would see as a traceback
        return result

    return run_here


@pytest.fixture
def ask(run: Run, endpoint: FakeEndpoint) -> Run:
    """Run ``call``, ``wait`` or ``watch`` against the endpoint."""

    def ask_endpoint(command: str, *arguments: str, **options) -> Result:
        return run(command, "--endpoint-url", endpoint.url, *arguments, **options)

    return ask_endpoint


def environment(**changes: str) -> dict[str, str]:
    """That of a process of its own: nothing of the user's AWS, and no colour by accident."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return kept | ACCESS | {"PYTHONWARNINGS": "error", "COLUMNS": "100"} | changes


@pytest.fixture
def installed() -> Callable[..., subprocess.CompletedProcess]:
    """Run the installed command in a process of its own."""

    def run_installed(*arguments: str, input: str = "", **changes: str):
        return subprocess.run(
            [COMMAND, *arguments],
            input=input,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=environment(**changes),
        )

    return run_installed
