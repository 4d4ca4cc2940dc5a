"""The recipe for a new check in CONTRIBUTING.md, followed to the letter in a copy of the repository."""

import json
import os
import re
import shutil
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest
from tiny_service import METADATA, STRING

from typed_status.codegen.facts import overlay

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "CONTRIBUTING.md"
MODEL = {
    "metadata": METADATA,
    "operations": {
        "GetThing": {
            "name": "GetThing",
            "input": {"shape": "GetThingInput"},
            "output": {"shape": "GetThingOutput"},
        }
    },
    "shapes": {
        "GetThingInput": {"type": "structure", "members": {"Name": {"shape": "String"}}},
        "GetThingOutput": {"type": "structure", "members": {"Count": {"shape": "Integer"}}},
        "Integer": {"type": "integer"},
        "String": STRING,
    },
}
RULE = """
[[rule]]
id = "tiny.count-is-even"
target = "GetThingOutput.Count"
check = "even"
why = "Things come in pairs."
source = "a test"
"""
# Prints where the library is from, which rule a response breaks, and an example value that meets the rule.
USE = """
import typed_status
from aws.tiny import GetThingResponse
from typed_status.testing.example_values import adapt

print(typed_status.__file__)
assert GetThingResponse.model_validate({"Count": 4}).count == 4
try:
    GetThingResponse.model_validate({"Count": 3})
except typed_status.ResponseValidationError as error:
    (problem,) = error.problems
    print(problem.path, problem.rule, problem.expected, sep=", ")
print(adapt(GetThingResponse, {"Count": 3}))
"""


def edits(guide: str) -> dict[str, list[tuple[str, str]]]:
    """The edits of a guide's diff blocks: file -> the text before and after, each found by its content."""
    found: dict[str, list[tuple[str, str]]] = {}
    for block in re.findall(r"```diff\n(.*?)```", guide, re.DOTALL):
        name, *hunks = block.split("@@\n")
        for hunk in hunks:
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            found.setdefault(name.removeprefix("+++ ").strip(), []).append((before, after))
    return found


def edited(text: str, changes: list[tuple[str, str]]) -> str:
    """``text`` with each of the changes, whose place has to be there exactly once."""
    text = "\n" + text
    for before, after in changes:
        assert text.count("\n" + before) == 1, f"found {text.count(before)} times:\n{before}"
        text = text.replace("\n" + before, "\n" + after)
    return text.removeprefix("\n")


def left_out(folder: str, names: list[str]) -> list[str]:
    """What a copy does without: caches and the modules of the services."""
    services = Path(folder).name == "services"
    modules = [name for name in names if services and re.match(r"[a-z].*\.py$", name)]
    return ["__pycache__", *modules]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository without the services, edited as CONTRIBUTING.md says."""
    folder = tmp_path_factory.mktemp("recipe")
    for name in ("typed_status", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for file, changes in edits(GUIDE.read_text("utf-8")).items():
        path = folder / file
        path.write_text(edited(path.read_text("utf-8"), changes), "utf-8")
    return folder


def run(folder: Path, *command: str) -> str:
    """What Python prints in ``folder``, with its copy of the library; it has to succeed."""
    done = subprocess.run(
        [sys.executable, "-P", *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "AWS_DATA_PATH": str(folder / "models")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_response_that_breaks_the_new_check_is_refused(copy):
    model = copy / "models" / "tiny" / "2026-01-01" / "service-2.json"
    model.parent.mkdir(parents=True)
    model.write_text(json.dumps(MODEL), "utf-8")
    (copy / "tiny.toml").write_text(RULE, "utf-8")
    run(copy, "-m", "typed_status", "generate", "tiny", "--out", "aws", "--overlay", "tiny.toml")
    assert 'rt.rule("tiny.count-is-even", rt.Even())' in (copy / "aws/tiny.py").read_text("utf-8")
    home, problem, example = run(copy, "-c", USE).splitlines()
    assert Path(home).is_relative_to(copy)
    assert problem == "Count, tiny.count-is-even, an even number"
    assert example == "{'Count': 4}"


def passed(folder: Path) -> int:
    """How many tests of contradicting examples pass in ``folder``; all have to."""
    tests = "tests/fragments/test_facts.py", "-k", "contradicts"
    printed = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    (count,) = re.findall(r"^(\d+) passed", printed, re.MULTILINE)
    return int(count)


def test_the_test_of_the_recipe_passes(copy):
    assert passed(copy) == passed(ROOT) + 1


def test_the_edits_are_formatted_and_clean(copy):
    files = [name for name in edits(GUIDE.read_text("utf-8")) if name.endswith(".py")]
    assert len(files) == 7
    run(copy, "-m", "ruff", "format", "--check", *files)
    run(copy, "-m", "ruff", "check", *files)


def test_a_place_that_is_not_there_is_found():
    with pytest.raises(AssertionError, match="found 0 times"):
        edited("a = 1\n", [("b = 1\n", "b = 2\n")])


def test_every_check_is_in_the_guide_for_users():
    checks = [
        t.get_args(each.model_fields["check"].annotation)[0] for each in t.get_args(overlay.Entry)
    ]
    guide = (ROOT / "docs" / "generate.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE) == checks
