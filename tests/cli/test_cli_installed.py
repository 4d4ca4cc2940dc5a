"""The installed command, in processes of its own: every command, and what only a process shows."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time

import pytest
from command_line import COMMAND, environment

import typed_status
from typed_status.cli.main import COMMANDS
from typed_status.services import servicediscovery
from typed_status.testing import FakeEndpoint, Fault

OPERATION = ("servicediscovery", "get-operation", "--operation-id", "op-1")
QUICK = ("--delay", "0.05", "--max-delay", "0.05")
# A command line for each command, but for the address of the endpoint.
LINES = {
    "call": ["call", *OPERATION],
    "diff": ["diff", "shipped", "installed", "--format", "json"],
    "doctor": ["doctor", __file__],
    "explain": ["explain", "servicediscovery", "GetOperation"],
    "generate": ["generate", "servicediscovery", "GetOperation", "--out", "aws"],
    "list": ["list", "servicediscovery"],
    "validate": ["validate", "servicediscovery", "GetOperation", "-"],
    "wait": ["wait", *OPERATION],
    "watch": ["watch", *OPERATION],
}


def answer(status: str) -> dict:
    return {"Operation": {"Id": "op-1", "Status": status}}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works_as_it_is_installed(
    installed, endpoint, command, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    endpoint.script(servicediscovery.GetOperationRequest, answer("SUCCESS"))
    asks = ["--endpoint-url", endpoint.url] if command in ("call", "wait", "watch") else []
    done = installed(*LINES[command], *asks, input=json.dumps(answer("SUCCESS")))
    assert (done.returncode, done.stderr) == (0, "")
    if command == "generate":
        assert (tmp_path / "aws" / "servicediscovery.py").exists()
    else:
        assert json.loads(done.stdout)


def test_the_module_is_the_command(endpoint):
    line = [sys.executable, "-m", "typed_status", "--version"]
    done = subprocess.run(line, capture_output=True, text=True, check=True, env=environment())
    assert done.stdout == f"typed-status, version {typed_status.__version__}\n"


def test_starting_imports_neither_pydantic_nor_botocore_nor_rich():
    code = """
import sys
from typed_status.cli.entry import run
sys.argv = ["typed-status", "--version"]
try:
    run()
finally:
    print(*sorted({"pydantic", "botocore", "boto3", "rich", "typed_status.runtime"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())  # fmt: skip
    assert done.stdout.splitlines()[1:] == [""]


def started(line: list) -> subprocess.Popen:
    """A process that Ctrl-C reaches, also where these tests run in the background, which ignores it."""
    return subprocess.Popen(
        line,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def interrupted(process: subprocess.Popen, endpoint: FakeEndpoint) -> tuple[str, str]:
    """Press Ctrl-C once the process has asked."""
    deadline = time.monotonic() + 30
    while not endpoint.calls and time.monotonic() < deadline:
        time.sleep(0.02)
    assert endpoint.calls
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=30)


def test_ctrl_c_ends_a_wait_cleanly(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), repeat=True)
    line = [COMMAND, "wait", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "20"]
    process = started(line)
    assert interrupted(process, endpoint) == ("", "")
    assert process.returncode == 130


def test_ctrl_c_leaves_whole_lines_of_a_watch(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), repeat=True)
    line = [COMMAND, "watch", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "20"]
    process = started(line)
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    rest, said = process.communicate(timeout=30)
    assert (first["status"], rest, said, process.returncode) == ("PENDING", "", "", 130)


@pytest.mark.parametrize("line", [["list"], ["--help"], ["explain", "ec2", "DescribeInstances"]])
def test_a_closed_pipe_ends_quietly(line):
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [COMMAND, *line], stdout=theirs, stderr=subprocess.PIPE, check=False, env=environment()
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")


def on_a_terminal(*line: str, terminate_at: str | None = None, **changes: str) -> tuple[int, str]:
    """Run the command with a terminal for stdout and stderr; the exit code and what was seen.

    It is sent SIGTERM once ``terminate_at`` is seen.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *line], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        env=environment(TERM="xterm-256color", **changes),
    )  # fmt: skip
    os.close(theirs)
    seen: list[bytes] = []

    def read() -> None:
        nonlocal terminate_at
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                return
            if not data:
                return
            seen.append(data)
            if terminate_at and terminate_at.encode() in b"".join(seen):
                process.terminate()
                terminate_at = (
                    None  # once: a process on its way out takes the next one as any other does
                )

    reader = threading.Thread(target=read)
    reader.start()
    code = process.wait(timeout=60)
    reader.join(timeout=30)
    os.close(ours)
    return code, b"".join(seen).decode()


def in_shell(redirection: str, *line: str) -> subprocess.CompletedProcess:
    """Run the command with a stream of it as the shell makes it."""
    script = f'exec "$0" "$@" {redirection}'
    return subprocess.run(
        ["sh", "-c", script, str(COMMAND), *line],
        capture_output=True, text=True, check=False, timeout=60, env=environment(),
    )  # fmt: skip


def test_a_closed_stdin_holds_nothing():
    done = in_shell("<&-", "call", *OPERATION[:2], "--request", "-")
    assert done.returncode == 2
    assert "'--request': expected JSON" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("line", [["list", "connect"], ["list", "--output", "table"], ["--help"]])
def test_a_closed_stdout_takes_nothing(line):
    done = in_shell(">&-", *line)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_stderr_takes_nothing():
    done = in_shell("2>&-", "list", "--output", "nope")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("line", [["list", "connect"], ["list", "--output", "table"], ["--help"]])
def test_a_full_disk_is_told_in_a_line(line):
    done = in_shell(">/dev/full", *line)
    assert (done.returncode, done.stderr) == (74, "Error: No space left on device\n")


def test_ctrl_c_at_the_very_start():
    code = """
import builtins, sys
real = builtins.__import__
def pressed(name, *rest):
    if name == "typed_status.cli.main":
        raise KeyboardInterrupt
    return real(name, *rest)
from typed_status.cli.entry import run
builtins.__import__ = pressed
run()
"""
    code_of_signal = code.replace('"typed_status.cli.main"', '"signal"')
    for each in (code, code_of_signal):
        done = subprocess.run(
            [sys.executable, "-c", each], capture_output=True, check=False, env=environment()
        )
        assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_sigterm_leaves_the_terminal_its_cursor(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), repeat=True)
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "20"]
    code, seen = on_a_terminal(*line, terminate_at="PENDING")
    assert code == 143
    assert "\x1b[?25l" in seen  # the cursor is hidden
    assert seen.rindex("\x1b[?25h") > seen.rindex("\x1b[?25l")
    assert "Traceback" not in seen


def test_a_terminal_shows_progress_and_a_table(endpoint):
    steps = [answer("SUBMITTED"), answer("PENDING"), answer("SUCCESS")]
    endpoint.script(servicediscovery.GetOperationRequest, *steps)
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "0.4"]
    code, seen = on_a_terminal(*line)
    assert code == 0
    assert all(status in seen for status in ("SUBMITTED", "PENDING", "SUCCESS"))
    assert "again in" in seen
    assert "operation.status" in seen  # the table
    assert "\x1b[3" in seen  # colours


def test_no_color(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), answer("SUCCESS"))
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, *QUICK]
    _, seen = on_a_terminal(*line, NO_COLOR="1")
    assert "SUCCESS" in seen
    assert not any(f"\x1b[{code}" in seen for code in range(30, 50))


def test_progress_ends_with_what_ended_the_wait(endpoint):
    gone = Fault(servicediscovery.OperationNotFound, "no operation op-1")
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), gone)
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, *QUICK, "--output", "json"]
    code, seen = on_a_terminal(*line, "--until", "gone", NO_COLOR="1")
    assert code == 0
    last = seen.rpartition("servicediscovery GetOperation")[2]
    assert "gone" in last
    assert "OperationNotFound" not in last
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), answer("FAIL"))
    code, seen = on_a_terminal(*line, NO_COLOR="1")
    assert code == 1
    shown = seen.rpartition("Error: ")[0].rpartition("servicediscovery GetOperation")[2]
    assert "FAIL" in shown
    assert "asked 2 times" in shown


def test_quiet_and_json_on_a_terminal(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, answer("PENDING"), answer("SUCCESS"))
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, *QUICK, "--quiet"]
    _, seen = on_a_terminal(*line, "--output", "json")
    assert json.loads(seen) == {"operation": {"id": "op-1", "status": "SUCCESS"}}


def test_watch_is_live_on_a_terminal(endpoint):
    steps = [answer("PENDING"), answer("PENDING"), answer("FAIL")]
    endpoint.script(servicediscovery.GetOperationRequest, *steps)
    code, seen = on_a_terminal("watch", *OPERATION, "--endpoint-url", endpoint.url, *QUICK)
    assert code == 1
    assert "asked 3 times" in seen
    assert "●" in seen
    assert '{"at"' not in seen


def completed(words: str, shell: str = "bash", **changes: str) -> list[str]:
    """What the shell is offered for the last of ``words``."""
    done = subprocess.run(
        [COMMAND], capture_output=True, text=True, check=True,
        env=environment(_TYPED_STATUS_COMPLETE=f"{shell}_complete", COMP_WORDS=words,
                        COMP_CWORD=str(len(words.split(" ")) - 1), **changes),
    )  # fmt: skip
    assert done.stderr == ""
    return [line.split(",", 1)[1] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("typed-status wa", {"wait", "watch"}),
        ("typed-status call servicedis", {"servicediscovery"}),
        ("typed-status wait servicediscovery get", {"get-operation"}),
        ("typed-status wait connect get-traffic", set()),
        ("typed-status call connect get-traffic", {"get-traffic-distribution"}),
        ("typed-status call servicediscovery get-operation --op", {"--operation-id"}),
        ("typed-status wait servicediscovery get-operation --until S", {"SUBMITTED", "SUCCESS"}),
        ("typed-status call ec2 describe-hosts --out", {"--output"}),
        ("typed-status explain servicediscovery GetO", {"GetOperation"}),
        ("typed-status validate servicedis", {"servicediscovery"}),
        ("typed-status list servicedis", {"servicediscovery"}),
    ],
)
def test_completion(words, wanted):
    assert set(completed(words)) == wanted


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(shell):
    done = subprocess.run(
        [COMMAND], capture_output=True, text=True, check=True,
        env=environment(_TYPED_STATUS_COMPLETE=f"{shell}_source"),
    )  # fmt: skip
    assert "typed-status" in done.stdout


@pytest.mark.parametrize(
    ("missing", "line", "said"),
    [
        ("click", [], "needs click: pip install 'typed-status[cli]'"),
        ("rich", ["list", "--output", "table"], "rich is not installed: pip install 'typed-status[cli]'"),
        ("cbor2", ["validate", "cloudwatchomni", "ListSpaces", "-"], "cbor2: pip install 'typed-status[cbor]'"),
    ],
)  # fmt: skip
def test_a_missing_extra_names_how_to_install_it(missing, line, said):
    code = f"""
import sys
sys.modules[{missing!r}] = None  # as where it is not installed
sys.argv = ["typed-status", *{line!r}]
from typed_status.cli.entry import run
run()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"\xa0", capture_output=True, check=False,
        env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "line", [["call", "--output", "table"], ["wait", "--output", "table", "--quiet"], ["wait"]]
)
def test_a_missing_rich_is_noticed_before_anything_is_sent(endpoint, line):
    endpoint.script(servicediscovery.GetOperationRequest, answer("SUCCESS"), repeat=True)
    command, *options = line
    argv = ["typed-status", command, *OPERATION, "--endpoint-url", endpoint.url, *options]
    code = f"""
import sys
sys.modules["rich"] = None  # as where it is not installed
sys.argv = {argv!r}
from typed_status.cli.entry import run
run()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env=environment(),
    )  # fmt: skip
    said = "Error: rich is not installed: pip install 'typed-status[cli]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert not endpoint.calls


def test_letters_that_the_terminal_does_not_have(installed, endpoint):
    done = installed(
        "explain", "servicediscovery", "GetOperation", "--output", "table",
        PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "IN_PROGRESS  SUBMITTED, PENDING" in done.stdout


@pytest.mark.parametrize("content", ["{bad", "[]", b"\xff", "[" * 100_000])
@pytest.mark.parametrize(
    "line",
    [
        ["explain", "servicediscovery", "GetOperation"],
        ["call", "servicediscovery", "nope"],
        ["call", *OPERATION, "--endpoint-url", "http://127.0.0.1:9"],
    ],
)
def test_a_broken_model_is_named(installed, tmp_path, line, content):
    path = tmp_path / "servicediscovery" / "2017-03-14" / "service-2.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = installed(*line, AWS_DATA_PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (5, "")
    assert "Traceback" not in done.stderr
    assert f"the service 'servicediscovery' in {path} cannot be read: " in done.stderr
    assert "--endpoint-url" not in done.stderr


def test_another_broken_file_of_botocore_is_no_matter_of_the_endpoint(installed, tmp_path):
    (tmp_path / "endpoints.json").write_text("{bad")
    done = installed("call", *OPERATION, AWS_DATA_PATH=str(tmp_path))
    assert done.returncode == 5
    assert "boto3 cannot make a client of servicediscovery: a file" in done.stderr
    assert "--endpoint-url" not in done.stderr
