"""What the checkers say of code that uses the library.

``good/`` is right, and they must be silent. ``bad/`` is wrong, and a comment above each wrong line
says what they must report there, that and nothing else::

    # E: mypy=arg-type pyright=reportArgumentType
    call(client, response)

``mypy`` stands for mypy with and without pydantic's plugin, ``plain`` and ``plugin`` for one of the
two; several codes are separated by commas. Of pyright's complaints that a type is unknown, those are
left out that follow from another diagnostic of their line.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = [str(path.relative_to(HERE)) for path in sorted(HERE.glob("*/*.py"))]
CHECKERS = ("plain", "plugin", "pyright")
MEANT = {"mypy": ("plain", "plugin"), **{checker: (checker,) for checker in CHECKERS}}
EXPECTATION = re.compile(r"\s*# E:(.*)")

Codes = dict[tuple[str, int], set[str]]
"""By file and line: the codes of what is reported, or expected, there."""


def run(folder: Path, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    # 1 says that there are diagnostics; whatever is above, that the tool could not look for them.
    assert done.returncode in (0, 1), f"{module} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


def mypy(folder: Path, *plugins: str) -> Codes:
    (folder / "mypy.ini").write_text(f"[mypy]\nstrict = true\nplugins = {','.join(plugins)}\n")
    out = run(folder, "mypy", "--config-file", "mypy.ini", "--output", "json", *FILES)
    codes: Codes = defaultdict(set)
    for each in map(json.loads, out.splitlines()):
        if each["severity"] == "error":
            codes[each["file"], each["line"]].add(each["code"])
    return codes


def pyright(folder: Path) -> Codes:
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    out = json.loads(run(folder, "pyright", "--pythonpath", sys.executable, "--outputjson"))
    assert out["summary"]["filesAnalyzed"] == len(FILES)
    codes: Codes = defaultdict(set)
    for each in out["generalDiagnostics"]:
        file = Path(each["file"]).relative_to(folder)
        codes[str(file), each["range"]["start"]["line"] + 1].add(each.get("rule", each["message"]))
    return {place: without_consequences(found) for place, found in codes.items()}


def without_consequences(codes: set[str]) -> set[str]:
    return {code for code in codes if not code.startswith("reportUnknown")} or codes


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Codes]:
    """What each checker reports, each run once over all files."""
    folders = [tmp_path_factory.mktemp(checker) for checker in CHECKERS]
    for folder in folders:
        shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("test_*"))
    with ThreadPoolExecutor() as pool:
        runs = (
            pool.submit(mypy, folders[0]),
            pool.submit(mypy, folders[1], "pydantic.mypy"),
            pool.submit(pyright, folders[2]),
        )
        return {checker: each.result() for checker, each in zip(CHECKERS, runs, strict=True)}


def expected(file: str, lines: list[str], checker: str) -> Codes:
    codes: Codes = {}
    for number, line in enumerate(lines, start=2):  # the next line
        found = EXPECTATION.match(line)
        for word in found[1].split() if found else ():
            tool, _, names = word.partition("=")
            if checker in MEANT[tool]:
                codes[file, number] = set(names.split(","))
    return codes


@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("file", FILES)
def test_reports(file: str, checker: str, reported: dict[str, Codes]) -> None:
    lines = (HERE / file).read_text().splitlines()
    wanted = expected(file, lines, checker)
    assert not (wanted and file.startswith("good")), "good code is to be free of diagnostics"
    differences: list[str] = []
    for number, line in enumerate(lines, start=1):
        want = wanted.get((file, number), set())
        got = reported[checker].get((file, number), set())
        if want != got:
            differences.append(f"{file}:{number}: {line.strip()}")
            differences += [f"    not reported: {code}" for code in sorted(want - got)]
            differences += [f"    not expected: {code}" for code in sorted(got - want)]
    if differences:
        pytest.fail("\n".join([checker, *differences]), pytrace=False)


@pytest.mark.parametrize("checker", CHECKERS)
def test_reports_are_of_these_files_alone(checker: str, reported: dict[str, Codes]) -> None:
    assert {file for file, _ in reported[checker]} <= set(FILES)
