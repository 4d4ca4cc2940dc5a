"""Who may import whom: contracts over the whole graph, and what each module says of itself."""

import ast
import importlib.util
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "typed_status"
SERVICES = sorted((PACKAGE / "services").glob("[a-z]*.py"))
STARTS = sorted((PACKAGE / "services" / "_starts").glob("[a-z]*.py"))
HAND_WRITTEN = [
    path for path in sorted(PACKAGE.rglob("*.py")) if not path.is_relative_to(PACKAGE / "services")
]
# All that is not needed to call AWS and to read what it says.
UNUSED = ("boto3", "jinja2", "moto", "rich", "ruff")
# Of the standard library, what would make every import slower for those who do not use it.
SLOW = ("asyncio", "importlib.resources", "multiprocessing", "tempfile")


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    """The modules that the code names in its imports, wherever these stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}:{node.lineno}: a relative import"
            inner = [f"{node.module}.{each.name}" for each in node.names]
            yield from (each if is_module(each) else node.module or "" for each in inner)


def is_module(name: str) -> bool:
    return name.startswith("typed_status.") and (
        PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py").exists()
    )


def may_import(path: Path) -> set[str]:
    """The words of the docstring's statement, up to what the module must never import."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    found = re.search(r"May import: (.+?)(?:;|\.(?:\s|$))", docstring, re.DOTALL)
    assert found, f"{shown(path)}: the docstring says nothing of the form 'May import: ...'"
    return set(re.findall(r"[\w.]+", found[1]))


def is_said(module: str, words: set[str]) -> bool:
    """Whether the statement names the module, or a package that it is in."""
    top, *rest = module.split(".")
    if top in sys.stdlib_module_names:
        return "library" in words
    prefixes = {".".join(rest[: end + 1]) for end in range(len(rest))}
    within = {*prefixes, *rest} if top == "typed_status" else {top}
    named = {word.removeprefix("typed_status.") for word in words}
    if {"everything", "below"} <= words:  # the contracts say what is below what in a package
        within |= {each for each in named if each.split(".")[0] in rest[:1]}
    return bool({module, *within} & named)


def test_contracts() -> None:
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    arguments = [command, "--config", "pyproject.toml", "--no-cache", "--no-logo"]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=shown)
def test_a_module_imports_what_its_docstring_says(path: Path) -> None:
    words = may_import(path)
    if path.name == "__init__.py":
        words.add(path.parent.name)
    unsaid = sorted({module for module in imports(path) if not is_said(module, words)})
    assert not unsaid, f"imports {', '.join(unsaid)}, and its docstring does not say so"


IMPORTED = {"__future__", "collections.abc", "typed_status.runtime", "typing"}


@pytest.mark.parametrize("path", SERVICES, ids=shown)
def test_a_service_imports_the_runtime_and_its_starts(path: Path) -> None:
    own = {f"typed_status.services._starts.{path.stem}"} if starts_of(path) in STARTS else set()
    assert {each.removesuffix(".*") for each in imports(path)} == IMPORTED | own


@pytest.mark.parametrize("path", STARTS, ids=shown)
def test_starts_import_the_runtime_and_their_service(path: Path) -> None:
    assert set(imports(path)) == IMPORTED | {f"typed_status.services.{path.stem}"}


def starts_of(path: Path) -> Path:
    return path.parent / "_starts" / path.name


def test_importing_services_does_not_import_what_they_start() -> None:
    names = ", ".join(f"typed_status.services.{path.stem}" for path in STARTS)
    code = f"import sys, {names}\nprint(*(n for n in sys.modules if n.startswith('typed_status.services._')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


def test_importing_loads_nothing_that_is_not_needed() -> None:
    assert all(importlib.util.find_spec(name) for name in UNUSED + SLOW), "install all of dev"
    modules = ["typed_status", *(f"typed_status.services.{path.stem}" for path in SERVICES)]
    code = (
        f"import importlib, sys\nfor name in {modules}:\n"
        f"    importlib.import_module(name)\n"
        f"    assert not (found := sys.modules.keys() & set({UNUSED + SLOW})), (name, found)"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
