"""The wheel, installed with only its dependencies."""

import email.message
import email.parser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from installed import environment, run
from packaging.requirements import Requirement

import typed_status

ROOT = Path(__file__).parents[2]
SERVICES = [path.stem for path in sorted(ROOT.glob("typed_status/services/[a-z]*.py"))]
DIST_INFO = f"typed_status-{typed_status.__version__}.dist-info"


@pytest.fixture(scope="session")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("clean"), wheel)


@pytest.fixture
def clean(clean_python: Path, tmp_path: Path):
    """Run code outside the sources and return the words that it prints."""

    def run_there(code: str) -> list[str]:
        return run(clean_python, "-I", "-W", "error", "-c", code, cwd=tmp_path).split()

    return run_there


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"{DIST_INFO}/METADATA").decode()
    return email.parser.Parser().parsestr(text)


def test_the_wheel_contains_only_the_package(wheel):
    package = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "typed_status").rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    written = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    about = {f"{DIST_INFO}/{name}" for name in written}
    assert sorted(names(wheel) ^ (package | about)) == []


def test_the_wheel_contains_data_files(wheel):
    wanted = {
        "py.typed",
        "codegen/statuses/catalog.toml",
        "codegen/emit/templates/service.py.jinja",
    }
    wanted |= {"codegen/facts/overlays/connect.toml", "services/index.json", "services/rules.json"}
    assert {f"typed_status/{name}" for name in wanted} <= names(wheel)


def test_the_wheel_is_small(wheel):
    assert wheel.stat().st_size < 4_150_000


def test_the_metadata(wheel):
    about = metadata(wheel)
    requirements = [Requirement(each) for each in about.get_all("Requires-Dist", [])]
    assert {each.name for each in requirements if each.marker is None} == {"boto3", "pydantic"}
    assert about["Name"] == "typed-status"
    assert about["Version"] == typed_status.__version__
    assert about["License-Expression"] == "MIT"
    assert about["Requires-Python"] == ">=3.11"
    assert {"codegen", "testing"} <= set(about.get_all("Provides-Extra", []))


def test_the_public_modules_are_importable(clean):
    modules = ["typed_status", "typed_status.testing"]
    modules += [f"typed_status.services.{service}" for service in SERVICES]
    found = clean(
        f"""
import importlib, importlib.resources, pathlib, sys
for name in {modules}:
    assert pathlib.Path(importlib.import_module(name).__file__).is_relative_to(sys.prefix)
print((importlib.resources.files("typed_status") / "py.typed").is_file())
"""
    )
    assert found == ["True"]


def test_a_boto3_dict_becomes_a_model(clean):
    found = clean(
        """
from typed_status.services import servicediscovery
parsed = {"Operation": {"Id": "op-1", "Status": "SUCCESS"}}
response = servicediscovery.GetOperationResponse.model_validate(parsed)
print(response.operation.status is servicediscovery.OperationStatus.SUCCESS)
print(response.to_boto3() == parsed)
"""
    )
    assert found == ["True", "True"]


def test_the_generator_requires_its_extra(clean):
    found = clean(
        """
import importlib.util
print(importlib.util.find_spec("jinja2"), importlib.util.find_spec("ruff"))
try:
    import typed_status.codegen.package
except ModuleNotFoundError as error:
    print(error.name)
"""
    )
    assert found[:2] == ["None", "None"]
    assert found[2:] in (["jinja2"], ["ruff"])


def test_the_command_line_requires_its_extra(clean_python):
    command = clean_python.with_name("typed-status")
    for line in ([command], [clean_python, "-m", "typed_status"]):
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        wanted = "typed-status: the command line needs click: pip install 'typed-status[cli]'\n"
        assert done.stderr == wanted


def test_mypy_reads_the_installed_types(clean_python, tmp_path):
    (tmp_path / "user.py").write_text(
        """
from typing import assert_type

from typed_status.services import servicediscovery

response = servicediscovery.GetOperationResponse.model_validate({})
assert_type(response.operation.status, servicediscovery.OperationStatus)
response.operation.stauts
"""
    )
    command = ["mypy", "--strict", "--python-executable", str(clean_python), "user.py"]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1, done.stdout + done.stderr
    assert '"Operation" has no attribute "stauts"' in errors[0]
