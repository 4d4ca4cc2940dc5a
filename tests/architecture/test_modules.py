"""What every module owes its readers: a size that can be read, and an ``__all__`` that is true."""

import __future__

import importlib
import inspect
import types
from pathlib import Path

import pytest

import typed_status

PACKAGE = Path(typed_status.__file__).parent
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "__main__.py"]
SERVICES = [f"typed_status.services.{path.stem}" for path in PACKAGE.glob("services/[a-z]*.py")]
GENERATED = [path for path in MODULES if path.is_relative_to(PACKAGE / "services")]
MOST_LINES = 400
MOST_MODULES = 14


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def public_names(module: types.ModuleType) -> set[str]:
    """What a module holds for others: no modules, and nothing of ``from __future__``."""
    return {
        name
        for name, value in vars(module).items()
        if not (name.startswith("_") or inspect.ismodule(value) or value is __future__.annotations)
    }


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path not in GENERATED], ids=name_of
)
def test_a_hand_written_module_can_be_read_in_one_go(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    "folder",
    [
        path.parent
        for path in MODULES
        if path.name == "__init__.py" and path not in GENERATED
    ],
    ids=lambda folder: folder.relative_to(PACKAGE.parent).as_posix(),
)
def test_a_package_is_small_enough_to_find_a_module_by_its_name(folder: Path) -> None:
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES


@pytest.mark.parametrize("name", [name_of(path) for path in MODULES])
def test_all_holds_names_that_exist_once_each(name: str) -> None:
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", [])
    assert all(hasattr(module, each) for each in exported)
    assert len(set(exported)) == len(exported)


@pytest.mark.parametrize("name", ["typed_status", "typed_status.runtime", *SERVICES])
def test_all_is_sorted_and_complete(name: str) -> None:
    module = importlib.import_module(name)
    # A name of the package is in its namespace once it was used.
    assert all(hasattr(module, each) for each in module.__all__)
    # By hand as ruff sorts it, constants first.
    as_ruff = sorted(module.__all__, key=lambda name: (not name.isupper(), name))
    assert module.__all__ in (sorted(module.__all__), as_ruff)
    assert set(module.__all__) - {"__version__"} == public_names(module)


@pytest.mark.parametrize("name", sorted(set(typed_status.__all__) - {"__version__"}))
def test_everything_at_the_front_door_is_explained(name: str) -> None:
    assert getattr(typed_status, name).__doc__
