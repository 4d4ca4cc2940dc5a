"""The workflows: what they use is pinned, what they may do is little, and what they run is there."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from upgrade import records

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


def test_the_nightly_workflow_runs_parts_of_the_script():
    script = (ROOT / "scripts" / "nightly").read_text("utf-8")
    (parts,) = re.findall(r"^parts=\((.*)\)$", script, re.MULTILINE)
    assert {*JOBS["nightly.part"]["strategy"]["matrix"]["part"]} < {*parts.split()}
    for part in parts.split():  # each has a command and a summary
        assert len(re.findall(rf"^ +[\w| ]*\b{part}\b[\w| ]*\) ", script, re.MULTILINE)) == 2
        assert f"`{part}`" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_an_unknown_part_is_a_usage_error():
    line = [ROOT / "scripts" / "nightly", "history", "histori"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("unknown part 'histori': expected history versions")


BOT = "41898282+github-actions[bot]@users.noreply.github.com"


class Repositories:
    """A repository with a branch ``main``, a clone of it with a patch to propose, and no GitHub but its ``gh``."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.clone = folder / "origin.git", folder / "clone"
        bare = ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin)]
        subprocess.run(bare, check=True)
        subprocess.run(["git", "clone", "--quiet", self.origin, self.clone], check=True)
        self.git("switch", "--quiet", "--create", "main")
        pins = self.clone / "constraints.txt"
        pins.write_text("botocore==1.0.0\n", "utf-8")
        self.git("add", ".")
        self.commit("start")
        self.git("push", "--quiet", "origin", "main")
        pins.write_text("botocore==1.0.1\n", "utf-8")
        (self.clone / "build").mkdir()
        (self.clone / "build" / "upgrade.patch").write_text(self.git("diff") + "\n", "utf-8")
        self.git("checkout", "--quiet", "constraints.txt")
        tools = folder / "tools"
        tools.mkdir()
        (tools / "gh").write_text("#!/bin/sh\n", "utf-8")
        (tools / "gh").chmod(0o755)
        self.environment = os.environ | {"BOT": BOT, "PATH": f"{tools}:{os.environ['PATH']}"}

    def git(self, *arguments: str) -> str:
        line = ["git", "-C", self.clone, *arguments]
        return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, message: str, author: str = "m@example.org", by: str = "m@example.org") -> str:
        who = ["-c", "user.name=x", "-c", f"user.email={by}"]
        say = ["commit", "--quiet", "--allow-empty", "-m", message, f"--author=x <{author}>"]
        self.git(*who, *say)
        return self.git("rev-parse", "HEAD")

    def branch(self, author: str, by: str) -> str:
        """A branch ``upgrade`` at the origin, of one commit."""
        self.git("switch", "--quiet", "--detach", "main")
        made = self.commit("theirs", author, by)
        self.git("push", "--quiet", "origin", "HEAD:refs/heads/upgrade")
        self.git("switch", "--quiet", "main")
        return made

    def propose(self) -> int:
        """Run the step; its exit code."""
        (code,) = [each["run"] for each in JOBS["upgrade.propose"]["steps"] if "run" in each]
        line = ["bash", "-e", "-c", code]
        return subprocess.run(line, cwd=self.clone, env=self.environment, check=False).returncode

    def there(self) -> str:
        """The commit at the origin."""
        return self.git("ls-remote", "origin", "refs/heads/upgrade").partition("\t")[0]


@pytest.fixture
def repositories(tmp_path):
    return Repositories(tmp_path)


@pytest.mark.parametrize("before", ["no branch", "a branch of the workflow's"])
def test_an_upgrade_is_pushed(repositories, before):
    if before != "no branch":
        repositories.branch(BOT, BOT)
    assert repositories.propose() == 0
    pushed = repositories.git("rev-parse", "upgrade")
    assert repositories.there() == pushed
    assert (
        repositories.git("log", "-1", "--format=%s %ae %ce", pushed)
        == f"botocore 1.0.1 {BOT} {BOT}"
    )
    assert repositories.git("rev-parse", f"{pushed}^") == repositories.git("rev-parse", "main")


@pytest.mark.parametrize(
    ("author", "by"),
    [("m@example.org", "m@example.org"), (BOT, "m@example.org"), ("m@example.org", BOT)],
)
def test_a_branch_that_somebody_works_on_is_left_alone(repositories, author, by):
    theirs = repositories.branch(author, by)
    assert repositories.propose() == 0
    assert repositories.there() == theirs


@pytest.mark.parametrize("before", ["no branch", "a branch of the workflow's"])
def test_a_branch_that_moves_meanwhile_is_left_alone(repositories, before):
    theirs = repositories.git("rev-parse", "main")
    if before != "no branch":
        repositories.branch(BOT, BOT)
    hook = repositories.clone / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ngit push --quiet --force origin main:refs/heads/upgrade\n", "utf-8")
    hook.chmod(0o755)
    assert repositories.propose() != 0
    assert repositories.there() == theirs


def test_an_origin_that_does_not_answer_is_no_missing_branch(repositories):
    repositories.git("remote", "set-url", "origin", str(repositories.clone / "nowhere"))
    assert repositories.propose() == 1
    assert "upgrade" not in repositories.git("branch", "--list", "upgrade")


def test_what_an_upgrade_writes_is_in_the_patch():
    (step,) = [each for each in JOBS["upgrade.regenerate"]["steps"] if each.get("id") == "changes"]
    (added,) = re.findall(r"git add --all (.*)", step["run"])
    facts = records.Facts("1.0.0", 1, 1, 1, 1, 1, 1)
    written = {path.relative_to(ROOT).parts[0] for path in records.updated_files(ROOT, facts)}
    assert {"docs", "README.md", "constraints.txt", "typed_status"} == written
    assert {*added.split()} == written | {"CHANGELOG.md"}
