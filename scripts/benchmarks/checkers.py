"""What checking a user's program costs: mypy --strict with a cold and a warm cache, and pyright strict.

Each program of ``benchmarks/programs`` is checked in a temporary folder, in an environment where a checkout comes first
and the packages of this one follow, so that typed-status is an installed package to the checkers. Before
anything is timed, each checker has to report the line that follows ``# planted:``, and no other.
The seconds are processor time, which a busy machine disturbs less. With a warm cache the program was edited since.

May import: the standard library.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAMS = Path("scripts", "benchmarks", "programs")
BASELINE = "plain"
NAMES = (BASELINE, "small", "large", "waits")
PLANTED = "# planted: "
ERROR = re.compile(r"program\.py:(\d+):.*\berror:")
# What would change which packages the checkers see.
UNSET = {"PYTHONPATH", "MYPYPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"}
# How often a round checks with a warm cache, which is short and so varies most.
WARM = 5
Times = dict[str, list[float]]


class Project:
    """A user's program, and the folder and the environment that it is checked in."""

    def __init__(self, folder: Path, root: Path, name: str) -> None:
        self.folder = folder
        self.program = folder / "program.py"
        self.cache = folder / "cache"
        self.name = name
        # Names of the public API differ between checkouts, and with them their programs.
        own = root / PROGRAMS / f"{name}.py"
        self.text = (own if own.is_file() else ROOT / PROGRAMS / own.name).read_text("utf-8")
        self.python = _environment(folder / "environment", root)
        (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")

    def check(self, checker: str) -> tuple[float, str]:
        """The seconds that a checker takes, and what it prints."""
        arguments = {
            "mypy": [
                *("--strict", "--config-file=", f"--cache-dir={self.cache}"),
                f"--python-executable={self.python}",
            ],
            "pyright": ["--pythonpath", str(self.python)],
        }[checker]
        command = [sys.executable, "-m", checker, *arguments, self.program.name]
        before = _processor_time()
        done = subprocess.run(  # noqa: S603 - the checkers of this environment
            command, cwd=self.folder, env=_variables(), capture_output=True, text=True, check=False
        )
        seconds = _processor_time() - before
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{checker} failed:\n{done.stdout}{done.stderr}")
        return seconds, done.stdout

    def prove(self) -> None:
        """Raise unless each checker reports the planted line and no other."""
        self.program.write_text(self.text.replace(PLANTED, ""), "utf-8")
        lines = self.text.splitlines()
        planted = [number for number, line in enumerate(lines, 1) if PLANTED in line]
        if len(planted) != 1:
            raise RuntimeError(f"{self.name}.py has {len(planted)} lines {PLANTED!r}")
        for checker in ("mypy", "pyright"):
            _, output = self.check(checker)
            if {int(number) for number in ERROR.findall(output)} != set(planted):
                raise RuntimeError(f"{checker} does not report {self.name}.py:{planted}:\n{output}")

    def times(self) -> Iterator[tuple[str, float]]:
        """By checker, the seconds that it takes for the program as it is."""
        self.program.write_text(self.text, "utf-8")
        shutil.rmtree(self.cache, ignore_errors=True)
        yield "mypy, cold cache", self._clean("mypy")
        for number in range(WARM):
            self.program.write_text(f"{self.text}# edit {number}\n", "utf-8")
            yield "mypy, warm cache", self._clean("mypy")
        yield "pyright", self._clean("pyright")

    def _clean(self, checker: str) -> float:
        seconds, output = self.check(checker)
        if ERROR.search(output):
            raise RuntimeError(f"{checker} reports errors in {self.name}.py:\n{output}")
        return seconds


def measure(rounds: int) -> None:
    """The cost of checking, against checking the program that is without typed-status."""
    _print_lines(ROOT)
    with _projects(ROOT) as projects:
        times = _rounds(rounds, projects)
    print(f"\n| program | checker | seconds | to `{BASELINE}` |\n|---|---|--:|--:|")
    for name, checkers in times.items():
        for checker, found in checkers.items():
            seconds = statistics.median(found)
            ratio = seconds / statistics.median(times[BASELINE][checker])
            print(f"| {name} | {checker} | {seconds:.2f} | {ratio:.2f} |")


def compare(rounds: int, against: Path) -> None:
    """The cost of checking with this checkout, against that with another one."""
    lines = _print_lines(ROOT), _print_lines(against)
    print(f"ratio {lines[0] / lines[1]:.3f}")
    print(
        "\n| program | checker | here | there | ratio | of the fastest |\n|---|---|--:|--:|--:|--:|"
    )
    with _projects(ROOT) as ours, _projects(against) as theirs:
        for name in NAMES:
            times = _rounds(rounds, {"here": ours[name], "there": theirs[name]})
            for checker, here in times["here"].items():
                there = times["there"][checker]
                medians = statistics.median(here), statistics.median(there)
                print(
                    f"| {name} | {checker} | {medians[0]:.2f} | {medians[1]:.2f} "
                    f"| **{medians[0] / medians[1]:.2f}** | {min(here) / min(there):.2f} |",
                    flush=True,
                )


def _rounds(rounds: int, projects: Mapping[str, Project]) -> dict[str, Times]:
    """By project and checker, the seconds of each round; the projects take turns at each checker."""
    for project in projects.values():
        project.prove()
    times: dict[str, Times] = {side: {} for side in projects}
    for _ in range(rounds):
        for turn in zip(*(project.times() for project in projects.values()), strict=True):
            for side, (checker, seconds) in zip(projects, turn, strict=True):
                times[side].setdefault(checker, []).append(seconds)
    return times


@contextmanager
def _projects(root: Path) -> Iterator[Mapping[str, Project]]:
    with tempfile.TemporaryDirectory() as name:
        folders = {program: Path(name).resolve() / program for program in NAMES}
        for folder in folders.values():
            folder.mkdir()
        yield {program: Project(folder, root, program) for program, folder in folders.items()}


def _environment(folder: Path, root: Path) -> Path:
    """The interpreter of an environment that has the checkout's package, and else what is installed here."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    paths = f"{root}\n{sysconfig.get_path('purelib')}\n"
    (packages / "benchmark.pth").write_text(paths, "utf-8")
    command = [str(python), "-c", "import typed_status; print(typed_status.__path__[0])"]
    done = subprocess.run(command, cwd=folder, env=_variables(), capture_output=True, check=True)  # noqa: S603 - that interpreter
    if not Path(os.fsdecode(done.stdout.strip())).samefile(root / "typed_status"):
        raise RuntimeError(f"typed_status comes from {done.stdout!r}, not from {root}")
    return python


def _variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in UNSET}


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _print_lines(root: Path) -> int:
    modules = (root / "typed_status" / "services").rglob("*.py")
    lines = sum(module.read_bytes().count(b"\n") for module in modules)
    print(f"typed_status/services in {root}: {lines:,} lines")
    return lines
