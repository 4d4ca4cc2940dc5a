"""What the sources must not hold: exceptions without a reason, traces of a machine, hidden characters."""

import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("typed_status", "tests", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
SERVICES = sorted((ROOT / "typed_status" / "services").rglob("*.py"))
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore|(?:mypy|ruff|flake8):)")
SPECIFIC = re.compile(
    r"#\s*(?:noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|(?:type|pyright): ignore\[[\w, -]+\])"
)
TRACES = re.compile(
    rb"/(?:root|home|Users)/\w|[A-Z]:\\Users\\|\.pyenv|site-packages/"
    rb"|index[-_]url|/simple/|artifactory|codeartifact|jfrog|nexus|files\.pythonhosted"
)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def unexplained(text: str) -> list[str]:
    """The comments that silence a checker without saying what, or without saying why."""
    lines = ["", *text.splitlines()]
    found: list[str] = []
    for number, comment in comments(text):
        for silenced in SILENCED.finditer(comment):
            specific = SPECIFIC.match(comment, silenced.start())
            said = comment[specific.end() :] if specific else ""
            above = lines[number - 1].strip()
            if not specific or not (re.search(r"\w+ \w+", said) or above.startswith("#")):
                found.append(f"{number}: {comment}")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_who_silences_a_checker_says_what_and_why(path: Path) -> None:
    found = unexplained(path.read_text("utf-8"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: S101",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore - there is a reason",
        "x = 1  # type: ignore[misc]",
        "x = 1  # pyright: ignore[reportCallIssue]",
        "# ruff: noqa - all of it",
        "# mypy: ignore-errors",
    ],
)
def test_silence_without_a_reason_is_found(text: str) -> None:
    assert unexplained(text)


def test_no_tracked_file_tells_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert files
    traces = [
        f"{shown(path)}: {trace.decode()}"
        for path in files
        if path.is_file()
        and path != Path(__file__)  # which names them all
        # generated from botocore, or about its services: AWS may name these what it likes
        and not path.is_relative_to(ROOT / "typed_status" / "services")
        and not (path.parent.name in {"facts", "statuses", "starts"} and path.suffix != ".py")
        for trace in TRACES.findall(path.read_bytes())
    ]
    assert not traces, "\n".join(traces)


@pytest.mark.parametrize("path", SERVICES, ids=shown)
def test_generated_sources_hold_what_can_be_seen(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"[^\n\x20-\x7e]", text) == []
