"""``doctor``: versions, the operations that a project uses, and differences from the installed botocore."""

import importlib.metadata
import json
import os
import re

import botocore
import pytest
from botocore.loaders import Loader

from typed_status import catalog
from typed_status.cli.commands.doctor import _satisfies
from typed_status.cli.inspect import botocore_models, model_drift
from typed_status.cli.inspect.model_drift import differences
from typed_status.cli.inspect.source_scan import find_usage
from typed_status.codegen.models import response_handlers

SOURCES = {
    "attribute.py": "from typed_status.services import connect\nconnect.get_traffic_distribution(c, id=1)\n",
    "alias.py": "from typed_status.services import lambda_ as l\nl.GetFunctionConfigurationRequest\n",
    "direct.py": "from typed_status.services.servicediscovery import get_operation as g\n",
    "module.py": "import typed_status.services.cloudcontrol\n"
    "typed_status.services.cloudcontrol.get_resource_request_status(c, request_token='')\n",
    "module_alias.py": "import typed_status.services.greengrass as gg\n"
    "gg.GetBulkDeploymentStatusResponse.model_validate({})\n",
    "package.py": "from typed_status import services\nservices.acm.describe_certificate\n",
    "enum_only.py": "from typed_status.services import batch\nbatch.JobStatus\n",
    "other.py": "import os\nos.get_operation()\nfrom . import services\nservices.ecs.describe_services\n",
}
USED = {
    ("connect", "GetTrafficDistribution"): "attribute.py:2",
    ("lambda", "GetFunctionConfiguration"): "alias.py:2",
    ("servicediscovery", "GetOperation"): "direct.py:1",
    ("cloudcontrol", "GetResourceRequestStatus"): "module.py:2",
    ("greengrass", "GetBulkDeploymentStatus"): "module_alias.py:2",
    ("acm", "DescribeCertificate"): "package.py:2",
}


@pytest.fixture
def project(tmp_path):
    for name, source in SOURCES.items():
        (tmp_path / name).write_text(source)
    for folder in (".hidden", "env", "node_modules"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "skipped.py").write_text("from typed_status.services.rds import *\n")
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    return tmp_path


def test_operations_that_a_project_uses(project):
    usage = find_usage((project,))
    assert (usage.files, usage.problems) == (len(SOURCES), [])
    assert {
        (entry.service, entry.operation): where for entry, where in usage.operations.items()
    } == {key: f"{project}/{where}" for key, where in USED.items()}


def test_star_import_uses_every_operation(tmp_path):
    (tmp_path / "star.py").write_text("from typed_status.services.servicediscovery import *\n")
    names = {entry.operation for entry in find_usage((tmp_path,)).operations}
    shipped = {each.operation for each in catalog() if each.service == "servicediscovery"}
    assert names == shipped
    assert {"GetOperation", "CreateHttpNamespace"} <= shipped


def test_unreadable_files_are_reported(run, tmp_path):
    (tmp_path / "broken.py").write_text("def (:\n")
    (tmp_path / "latin.py").write_bytes(b"x = '\xff'\n")
    (tmp_path / "unknown.py").write_text("from typed_status.services import nothing_of_aws\n")
    done = run("doctor", str(tmp_path))
    report = json.loads(done.stdout)
    assert done.exit_code == 1
    message = "\n".join(report["problems"])
    assert f"{tmp_path}/broken.py: cannot parse: " in message
    assert f"{tmp_path}/latin.py: cannot parse: " in message
    assert (
        f"{tmp_path}/unknown.py:1: typed_status.services.nothing_of_aws is not shipped" in message
    )


ABSURD = {
    "brackets": "(" * 100_000,
    "minuses": f"x = {'-' * 100_000}1",
    "calls": f"x = f{'()' * 5_000}",
    "attributes": f"from typed_status.services import rds\nx = rds{'.y' * 20_000}",
    "digits": f"x = {'9' * 5_000}",
    "nul": "x = '\0'",
    "encoding": "# coding: nope\n",
}


@pytest.mark.regression
def test_a_fifo_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "x.py")
    (tmp_path / "y.py").write_text("")
    usage = find_usage((tmp_path,))
    assert (usage.files, usage.problems) == (
        2,
        [f"{tmp_path}/x.py: cannot parse: not a regular file"],
    )


@pytest.mark.parametrize("name", ABSURD)
def test_an_absurd_source_is_reported(tmp_path, name):
    (tmp_path / "x.py").write_text(ABSURD[name])
    (problem,) = find_usage((tmp_path,)).problems
    assert problem.startswith(f"{tmp_path}/x.py: cannot parse: ")
    assert len(problem) > len(f"{tmp_path}/x.py: cannot parse: ")


@pytest.mark.regression
@pytest.mark.parametrize("source", ["# coding: rot13\n", f"x = {'-' * 100_000}1", "x = '\\d'"])
def test_a_source_that_only_some_parsers_take(tmp_path, source):
    """An encoding that is none of texts, a stack that Python's parser does not have, and a warning about the project's own code."""
    (tmp_path / "x.py").write_text(source)
    assert find_usage((tmp_path,)).files == 1


@pytest.mark.regression
def test_control_characters_in_names_of_files_are_escaped(run, tmp_path):
    (tmp_path / "\x1b[2Jx.py").write_text("def (:\n")
    assert "\x1b" not in run("doctor", str(tmp_path), "--output", "table").output


def test_versions(run):
    done = run("doctor")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["problems"]) == (0, [])
    versions = report["versions"]
    assert versions["botocore"] == botocore.__version__
    assert re.fullmatch(r"botocore \d+\.\d+\.\d+", versions["types generated from"])
    assert versions["click (extra cli)"] == importlib.metadata.version("click")
    assert {"python", "boto3", "pydantic", "cbor2 (extra cbor)", "ruff (extra codegen)"} <= set(versions)  # fmt: skip


def test_outdated_dependency_is_reported(run, monkeypatch):
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata,
        "version",
        lambda name: {"boto3": "1.39.9"}.get(name) or real(name),
    )
    done = run("doctor", "--output", "table")
    assert done.exit_code == 1
    assert "problem: boto3 1.39.9 is installed, typed-status requires >=1.40\n" in done.stdout


@pytest.mark.parametrize(
    ("version", "relation", "wanted", "will"),
    [
        ("1.40.0", ">=", "1.40", True),
        ("1.9", ">=", "1.40", False),
        ("2.0rc1", ">=", "1.40", True),
        ("0.17.5", "==", "0.17.5", True),
        ("0.17.6", "==", "0.17.5", False),
    ],
)
def test_versions_are_compared_as_numbers(version, relation, wanted, will):
    assert _satisfies(version, relation, wanted) == will


@pytest.fixture
def changed_botocore(tmp_path, monkeypatch):
    """A botocore whose Cloud Map model has added and removed members, values and operations."""
    model = Loader().load_service_model("servicediscovery", "service-2")
    model = json.loads(json.dumps(model))
    shapes = model["shapes"]
    shapes["Operation"]["members"]["Progress"] = {"shape": "MaxResults"}
    del shapes["Operation"]["members"]["OwnerAccount"]
    shapes["OperationStatus"]["enum"].append("PAUSED")
    shapes["OperationStatus"]["enum"].remove("FAIL")
    shapes["GetOperationRequest"]["members"]["Verbose"] = {"shape": "MaxResults"}
    model["operations"]["GetOperation"]["errors"].append({"shape": "DuplicateRequest"})
    del model["operations"]["ListOperations"]
    folder = tmp_path / "models" / "servicediscovery" / "2017-03-14"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path / "models"))
    botocore_models.service_model.cache_clear()
    yield
    botocore_models.service_model.cache_clear()


@pytest.mark.usefixtures("changed_botocore")
def test_differences_from_botocore(run, tmp_path):
    (tmp_path / "use.py").write_text("from typed_status.services.servicediscovery import *\n")
    done = run("doctor", str(tmp_path / "use.py"))
    assert done.exit_code == 1
    operations = json.loads(done.stdout)["operations"]
    in_botocore, in_types = "only in the installed botocore", "only in typed-status"
    assert sorted(operations["servicediscovery GetOperation"]["differences"]) == [
        f"error DuplicateRequest: {in_botocore}",
        f"request: member Verbose: {in_botocore}",
        f"response.Operation.Status: value PAUSED: {in_botocore}",
        f"response.Operation: member OwnerAccount: {in_types}",
        f"response.Operation: member Progress: {in_botocore}",
    ]
    assert operations["servicediscovery ListOperations"]["differences"] == [
        f"the operation ListOperations: {in_types}"
    ]


def test_table_output(run, project):
    lines = run("doctor", str(project), "--output", "table").stdout.splitlines()
    assert f"{len(SOURCES)} Python files use {len(USED)} shipped operations" in lines
    assert f"acm DescribeCertificate ({project}/package.py:2): matches botocore" in lines


def test_members_that_botocore_adds_are_those_of_the_generator():
    assert {field.wire for field in response_handlers.ADDED.values()} == model_drift.ADDED


SERVICES = ("accessanalyzer", "ec2", "lambda", "rds", "s3", "servicediscovery")


@pytest.mark.parametrize("service", SERVICES)
def test_no_differences_from_the_botocore_of_the_types(service):
    entries = [each for each in catalog() if each.service == service]
    assert entries
    assert [str(found) for each in entries for found in differences(each)] == []
