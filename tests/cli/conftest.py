"""A scripted AWS, and two ways to run the command line: within this process, and as it is installed."""

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
