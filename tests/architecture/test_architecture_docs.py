"""docs/architecture.md names every module of runtime, codegen and cli, and no other."""

import re
from pathlib import Path

import pytest

import typed_status

PACKAGE = Path(typed_status.__file__).parent
GUIDE = PACKAGE.parent / "docs" / "architecture.md"


def modules(package: str) -> set[str]:
    """The modules below a package, named from there (``waiting.plan``)."""
    root = PACKAGE / package
    paths = [path.relative_to(root).with_suffix("") for path in root.rglob("*.py")]
    return {".".join(path.parts) for path in paths if path.name != "__init__"}


def named(package: str) -> list[str]:
    """The modules in the first column of the tables below the package's heading."""
    section = re.split(rf"^## `typed_status\.{package}`\n", GUIDE.read_text("utf-8"), flags=re.M)[1]
    rows = re.findall(r"^\| (`[^|]+`) \|", re.split(r"^## ", section, flags=re.M)[0], re.M)
    names = [name for row in rows for name in re.findall(r"`([\w.]+)`", row)]
    # The head of a table is the package itself, whose name has the package above it.
    return [name for name in names if not name.startswith(f"{package}.")]


@pytest.mark.parametrize("package", ["runtime", "codegen", "cli"])
def test_the_guide_names_every_module_once(package):
    found = named(package)
    assert modules(package) - {*found} == set(), "not in docs/architecture.md"
    assert {*found} - modules(package) == set(), "no such module"
    assert len(found) == len({*found})


def test_a_path_in_the_contributors_guide_exists():
    guide = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")
    paths = re.findall(r"`((?:runtime|codegen|cli|docs|scripts|tests)/[\w/.-]+)`", guide)
    roots = (PACKAGE, PACKAGE.parent)
    missing = [path for path in paths if not any((root / path).exists() for root in roots)]
    assert len(paths) > 40
    assert missing == []
