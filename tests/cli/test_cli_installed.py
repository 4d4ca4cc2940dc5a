"""The installed command in its own process: every command, signals, pipes, terminals, completion."""

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
# A command line for each command, without the endpoint URL.
LINES = {
    "call": ["call", *OPERATION],
    "diff": ["diff", "shipped", "installed", "--format", "json"],
    "doctor": ["doctor", __file__],
    "explain": ["explain", "servicediscovery", "GetOperation"],
    "generate": ["generate", "servicediscovery", "GetOperation", "--out", "aws"],
    "list": ["list", "servicediscovery"],
    "rules": ["rules", "servicediscovery"],
    "resume": ["resume", "-"],
    "run": [
        "run",
        "servicediscovery",
        "delete-namespace",
        "--id",
        "ns-1",
        "--timeout",
        "60",
        "--delay",
        "0.01",
    ],
    "validate": ["validate", "servicediscovery", "GetOperation", "-"],
    "wait": ["wait", *OPERATION],
    "watch": ["watch", *OPERATION],
}


def output(status: str) -> dict:
    return {"Operation": {"Id": "op-1", "Status": status}}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_installed_command_works(installed, endpoint, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    endpoint.script(servicediscovery.GetOperationRequest, output("SUCCESS"), repeat=True)
    endpoint.script(servicediscovery.DeleteNamespaceRequest, {"OperationId": "op-1"}, repeat=True)
    polling = ("call", "resume", "run", "wait", "watch")
    options = ["--endpoint-url", endpoint.url] if command in polling else []
    saved = typed_status.SavedWait(
        servicediscovery.GetOperationRequest(operation_id="op-1"), timeout=60
    )
    given = saved.to_json() if command == "resume" else json.dumps(output("SUCCESS"))
    done = installed(*LINES[command], *options, input=given)
    assert (done.returncode, done.stderr) == (0, "")
    if command == "generate":
        assert (tmp_path / "aws" / "servicediscovery.py").exists()
    else:
        assert json.loads(done.stdout)


def test_python_m_runs_the_command(endpoint):
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
    """Start a process that handles Ctrl-C, even if these tests run in the background with SIGINT ignored."""
    return subprocess.Popen(
        line,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def interrupted(process: subprocess.Popen, endpoint: FakeEndpoint) -> tuple[str, str]:
    """Send SIGINT after the first poll of the process."""
    deadline = time.monotonic() + 30
    while not endpoint.calls and time.monotonic() < deadline:
        time.sleep(0.02)
    assert endpoint.calls
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=30)


def test_ctrl_c_ends_a_wait_cleanly(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), repeat=True)
    line = [COMMAND, "wait", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "20"]
    process = started(line)
    assert interrupted(process, endpoint) == ("", "")
    assert process.returncode == 130


def test_ctrl_c_leaves_whole_lines_of_a_watch(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), repeat=True)
    line = [COMMAND, "watch", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "20"]
    process = started(line)
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    rest, message = process.communicate(timeout=30)
    assert (first["status"], rest, message, process.returncode) == ("PENDING", "", "", 130)


def into_a_closed_pipe(*line: str) -> tuple[int, bytes]:
    """Run the command with a stdout that nobody reads; return its exit code and stderr."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [COMMAND, *line], stdout=theirs, stderr=subprocess.PIPE, check=False, env=environment()
    )
    os.close(theirs)
    return done.returncode, done.stderr


@pytest.mark.parametrize("line", [["list"], ["--help"], ["explain", "ec2", "DescribeInstances"]])
def test_a_closed_pipe_ends_quietly(line):
    assert into_a_closed_pipe(*line) == (141, b"")


@pytest.mark.regression
@pytest.mark.parametrize(
    "line", [["list", "connect"], ["rules", "servicediscovery"], ["call", *OPERATION]]
)
def test_a_closed_pipe_ends_quietly_where_a_table_is_printed(endpoint, line):
    """rich would exit with 1."""
    endpoint.script(servicediscovery.GetOperationRequest, output("SUCCESS"), repeat=True)
    url = ["--endpoint-url", endpoint.url] if line[0] == "call" else []
    assert into_a_closed_pipe(*line, *url, "--output", "table") == (141, b"")


def on_a_terminal(
    *line: str,
    terminate_at: str | None = None,
    by: signal.Signals = signal.SIGTERM,
    **changes: str,
) -> tuple[int, str]:
    """Run the command with a terminal for stdout and stderr; return the exit code and the output.

    It receives the signal ``by`` once the output contains ``terminate_at``.
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
                process.send_signal(by)
                terminate_at = None  # once: during shutdown the default handler is active again

    reader = threading.Thread(target=read)
    reader.start()
    code = process.wait(timeout=60)
    reader.join(timeout=30)
    os.close(ours)
    return code, b"".join(seen).decode()


def in_shell(redirection: str, *line: str) -> subprocess.CompletedProcess:
    """Run the command with a redirection of the shell."""
    script = f'exec "$0" "$@" {redirection}'
    return subprocess.run(
        ["sh", "-c", script, str(COMMAND), *line],
        capture_output=True, text=True, check=False, timeout=60, env=environment(),
    )  # fmt: skip


def test_closed_stdin_is_empty():
    done = in_shell("<&-", "call", *OPERATION[:2], "--request", "-")
    assert done.returncode == 2
    assert "'--request': expected JSON" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("line", [["list", "connect"], ["list", "--output", "table"], ["--help"]])
def test_closed_stdout_is_ignored(line):
    done = in_shell(">&-", *line)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_closed_stderr_is_ignored():
    done = in_shell("2>&-", "list", "--output", "nope")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("line", [["list", "connect"], ["list", "--output", "table"], ["--help"]])
def test_full_disk_is_a_one_line_error(line):
    done = in_shell(">/dev/full", *line)
    assert (done.returncode, done.stderr) == (74, "Error: No space left on device\n")


def test_nohup_ignores_a_hangup():
    code = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from typed_status.cli.entry import _prepare
_prepare()
assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
"""
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())


def test_ctrl_c_during_startup():
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


@pytest.mark.parametrize(
    "by", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.regression)]
)
def test_a_signal_restores_the_cursor(endpoint, by):
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), repeat=True)
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "20"]
    inherited = signal.signal(
        by, signal.SIG_DFL
    )  # nohup ignores SIGHUP, and a program should leave it at that
    try:
        code, seen = on_a_terminal(*line, terminate_at="PENDING", by=by)
    finally:
        signal.signal(by, inherited)
    assert code == 128 + by
    assert "\x1b[?25l" in seen  # the cursor is hidden
    assert seen.rindex("\x1b[?25h") > seen.rindex("\x1b[?25l")
    assert "Traceback" not in seen


def test_a_terminal_shows_progress_and_a_table(endpoint):
    steps = [output("SUBMITTED"), output("PENDING"), output("SUCCESS")]
    endpoint.script(servicediscovery.GetOperationRequest, *steps)
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, "--delay", "0.4"]
    code, seen = on_a_terminal(*line)
    assert code == 0
    assert all(status in seen for status in ("SUBMITTED", "PENDING", "SUCCESS"))
    assert "next in" in seen
    assert "operation.status" in seen  # the table
    assert "\x1b[3" in seen  # colours


def test_no_color(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), output("SUCCESS"))
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, *QUICK]
    _, seen = on_a_terminal(*line, NO_COLOR="1")
    assert "SUCCESS" in seen
    assert not any(f"\x1b[{code}" in seen for code in range(30, 50))


def test_progress_ends_with_the_final_state(endpoint):
    gone = Fault(servicediscovery.OperationNotFound, "no operation op-1")
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), gone)
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, *QUICK, "--output", "json"]
    code, seen = on_a_terminal(*line, "--until", "gone", NO_COLOR="1")
    assert code == 0
    last = seen.rpartition("servicediscovery GetOperation")[2]
    assert "gone" in last
    assert "OperationNotFound" not in last
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), output("FAIL"))
    code, seen = on_a_terminal(*line, NO_COLOR="1")
    assert code == 1
    shown = seen.rpartition("Error: ")[0].rpartition("servicediscovery GetOperation")[2]
    assert "FAIL" in shown
    assert "2 attempts" in shown


def test_quiet_and_json_on_a_terminal(endpoint):
    endpoint.script(servicediscovery.GetOperationRequest, output("PENDING"), output("SUCCESS"))
    line = ["wait", *OPERATION, "--endpoint-url", endpoint.url, *QUICK, "--quiet"]
    _, seen = on_a_terminal(*line, "--output", "json")
    assert json.loads(seen) == {"operation": {"id": "op-1", "status": "SUCCESS"}}


def test_watch_is_live_on_a_terminal(endpoint):
    steps = [output("PENDING"), output("PENDING"), output("FAIL")]
    endpoint.script(servicediscovery.GetOperationRequest, *steps)
    code, seen = on_a_terminal("watch", *OPERATION, "--endpoint-url", endpoint.url, *QUICK)
    assert code == 1
    assert "3 attempts" in seen
    assert "●" in seen
    assert '{"at"' not in seen


def completed(words: str, shell: str = "bash", **changes: str) -> list[str]:
    """Return the completions of the last of ``words``."""
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
def test_completion_script(shell):
    done = subprocess.run(
        [COMMAND], capture_output=True, text=True, check=True,
        env=environment(_TYPED_STATUS_COMPLETE=f"{shell}_source"),
    )  # fmt: skip
    assert "typed-status" in done.stdout


@pytest.mark.parametrize(
    ("missing", "line", "message"),
    [
        ("click", [], "needs click: pip install 'typed-status[cli]'"),
        ("rich", ["list", "--output", "table"], "rich is not installed: pip install 'typed-status[cli]'"),
        ("cbor2", ["validate", "cloudwatchomni", "ListSpaces", "-"], "cbor2: pip install 'typed-status[cbor]'"),
    ],
)  # fmt: skip
def test_missing_extra_is_named_with_pip_command(missing, line, message):
    code = f"""
import sys
sys.modules[{missing!r}] = None  # as if it were not installed
sys.argv = ["typed-status", *{line!r}]
from typed_status.cli.entry import run
run()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"\xa0", capture_output=True, check=False,
        env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "line", [["call", "--output", "table"], ["wait", "--output", "table", "--quiet"], ["wait"]]
)
def test_missing_rich_is_detected_before_a_request(endpoint, line):
    endpoint.script(servicediscovery.GetOperationRequest, output("SUCCESS"), repeat=True)
    command, *options = line
    argv = ["typed-status", command, *OPERATION, "--endpoint-url", endpoint.url, *options]
    code = f"""
import sys
sys.modules["rich"] = None  # as if it were not installed
sys.argv = {argv!r}
from typed_status.cli.entry import run
run()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env=environment(),
    )  # fmt: skip
    message = "Error: rich is not installed: pip install 'typed-status[cli]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    assert not endpoint.calls


def test_characters_that_the_encoding_lacks(installed, endpoint):
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
def test_invalid_service_model_is_named(installed, tmp_path, line, content):
    path = tmp_path / "servicediscovery" / "2017-03-14" / "service-2.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = installed(*line, AWS_DATA_PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (5, "")
    assert "Traceback" not in done.stderr
    assert (
        f"cannot read botocore's model of the service 'servicediscovery' in {path}: " in done.stderr
    )
    assert "--endpoint-url" not in done.stderr


def test_invalid_botocore_data_file(installed, tmp_path):
    (tmp_path / "endpoints.json").write_text("{bad")
    done = installed("call", *OPERATION, AWS_DATA_PATH=str(tmp_path))
    assert done.returncode == 5
    assert "boto3 cannot create a client for servicediscovery: a botocore data file" in done.stderr
    assert "--endpoint-url" not in done.stderr
