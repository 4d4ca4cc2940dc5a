"""Fixtures: a scripted endpoint, and the command line in this process or as the installed command."""

import subprocess
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from command_line import ACCESS, COMMAND, environment

from typed_status.cli.main import main
from typed_status.testing import FakeEndpoint

Run = Callable[..., Result]


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as opened:
        yield opened


@pytest.fixture
def run() -> Run:
    """Run a command line in this process; ``input`` is its stdin, ``env`` extends the credentials."""

    def run_here(*arguments: str, input: str | bytes = "", env: dict | None = None) -> Result:
        result = CliRunner().invoke(
            main, arguments, input=input, env=ACCESS | (env or {}), prog_name="typed-status"
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception  # a user would see a traceback
        return result

    return run_here


@pytest.fixture
def invoke(run: Run, endpoint: FakeEndpoint) -> Run:
    """Run ``call``, ``wait`` or ``watch`` against the endpoint."""

    def invoke_with_endpoint(command: str, *arguments: str, **options) -> Result:
        return run(command, "--endpoint-url", endpoint.url, *arguments, **options)

    return invoke_with_endpoint


@pytest.fixture
def installed() -> Callable[..., subprocess.CompletedProcess]:
    """Run the installed command in its own process."""

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
