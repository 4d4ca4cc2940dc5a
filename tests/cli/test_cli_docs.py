"""docs/cli.md documents every command and matches its help."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from typed_status.cli.main import COMMANDS, main

ROOT = Path(__file__).parents[2]
# How a module defines its click command.
COMMAND = re.compile(r"^(?:command = |def command\()", re.MULTILINE)
DOCS = (ROOT / "docs" / "cli.md").read_text("utf-8")


@pytest.mark.parametrize("script", ["cli_docs.py", "picture.py", "rule_book.py"])
def test_generated_docs_are_up_to_date(script):
    line = [sys.executable, ROOT / "scripts" / script, "--check"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, ""), done.stdout


def test_the_picture_has_no_external_references():
    picture = (ROOT / "docs" / "wait.svg").read_text("utf-8")
    assert "IN_PROGRESS" in picture
    assert set(re.findall(r"https?://[^\"' )<]+", picture)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in re.sub(r"url\(#", "", picture)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_with_an_example(command):
    assert f"<!-- help: typed-status {command} -->" in DOCS
    section = DOCS.split(f"<!-- help: typed-status {command} -->", 1)[1].split("<!-- end -->")[0]
    assert re.search(rf"\n  .*typed-status {command} \w", section)


def test_every_command_module_is_registered():
    folder = ROOT / "typed_status" / "cli" / "commands"
    found = {path.stem for path in folder.glob("*.py") if COMMAND.search(path.read_text("utf-8"))}
    assert found == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_group_help_matches_command_help(run, command):
    loaded = main.get_command(None, command)
    assert loaded is not None
    message = COMMANDS[command].removesuffix(".")
    assert re.sub(r"\s+", " ", loaded.help or "").startswith(message)
    assert f"{command:<8}  {COMMANDS[command]}" in run("--help").stdout


def test_no_command_shows_the_help(run):
    done = run()
    assert done.exit_code == 2
    assert "Commands:" in done.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("walt", "No such command 'walt', did you mean 'wait'?"),
        ("nonsense", "No such command 'nonsense'\n"),
        ("--hepl", "No such option '--hepl', did you mean '--help'?"),
    ],
)
def test_mistyped_names_of_commands_and_options(run, name, message):
    done = run(name)
    assert done.exit_code == 2
    assert message in done.stderr
