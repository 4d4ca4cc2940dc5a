"""The workflows: what they use is pinned, what they may do is little, and what they run is there."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yml")}
JOBS = {
    f"{name}.{job}": table
    for name, workflow in WORKFLOWS.items()
    for job, table in workflow["jobs"].items()
}
# All that any job may write, and why it may.
WRITES = {
    "release.publish": {"id-token"},  # proves to the package index who publishes
    "upgrade.propose": {"contents", "pull-requests"},  # pushes a branch and opens a pull request
}


def test_there_are_workflows():
    assert WORKFLOWS.keys() == {"nightly", "release", "test", "upgrade"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*")), ids=lambda path: path.name)
def test_actions_are_pinned_to_commits_and_say_their_version(path):
    used = re.findall(r"uses:(.*)", path.read_text("utf-8"))
    assert used
    for each in used:
        assert re.fullmatch(r" [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each), each


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_nothing_but_what_its_jobs_ask_for(name):
    assert WORKFLOWS[name]["permissions"] == {}


@pytest.mark.parametrize("name", JOBS)
def test_a_job_may_write_what_it_must(name):
    permissions = JOBS[name]["permissions"]
    assert {what for what, level in permissions.items() if level == "write"} == WRITES.get(
        name, set()
    )
    assert set(permissions.values()) <= {"read", "write"}
    assert JOBS[name]["timeout-minutes"] <= 90


@pytest.mark.parametrize("name", JOBS)
def test_who_may_write_runs_nothing_of_the_repository(name):
    steps = JOBS[name]["steps"]
    if name in WRITES:
        for step in steps:
            assert not re.search(r"scripts/|python|pip|pytest", step.get("run", ""))
    for step in steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is (name == "upgrade.propose")


def test_publishing_is_trusted_and_waits_for_the_tests():
    publish = JOBS["release.publish"]
    assert (publish["environment"], publish["needs"]) == ("release", "build")
    assert "secrets" not in (FOLDER / "release.yml").read_text("utf-8")
    assert "scripts/test" in [step.get("run") for step in JOBS["release.build"]["steps"]]


@pytest.mark.parametrize("name", JOBS)
def test_what_is_run_is_there_and_is_bash(name):
    for step in JOBS[name]["steps"]:
        code = step.get("run", "")
        assert "${{" not in code, "expressions go through the environment"
        subprocess.run(["bash", "-n"], input=code, text=True, check=True)
        for script in re.findall(r"scripts/[\w.]+", code):
            assert (ROOT / script).is_file()
