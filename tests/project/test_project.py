"""A new project with only the wheel: generate modules for operations outside the catalog, type-check them strictly and run
them against moto's server."""

import json
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from installed import environment, run
from moto.server import ThreadedMotoServer

import typed_status

HERE = Path(__file__).parent
# Twelve services, every protocol; DescribeInstances is shipped and waits for RunInstances.
PICKED = {
    "cloudwatch": ["ListMetrics"],
    "dynamodb": ["Query"],
    "ec2": ["DescribeInstances", "RunInstances"],
    "iam": ["ListRoles"],
    "kms": ["CreateKey", "Decrypt", "Encrypt"],
    "lambda": ["ListLayers", "PublishLayerVersion"],
    "route53": ["ListResourceRecordSets"],
    "s3": ["ListObjectsV2"],
    "secretsmanager": ["GetSecretValue"],
    "sns": ["ListTopics"],
    "sqs": ["ReceiveMessage", "SendMessage"],
    "sts": ["GetCallerIdentity"],
}
SHIPPED = {("ec2", "DescribeInstances"), ("ec2", "RunInstances")}
MODULES = {f"{name}{'_' * (name == 'lambda')}.py" for name in PICKED}
TYPES = ("reuse", "vendor")


@pytest.fixture(scope="session")
def generator(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command in an environment with the extras that it requires."""
    python = environment(tmp_path_factory.mktemp("generator"), wheel, "[cli,codegen]")
    return python.with_name("typed-status")


@pytest.fixture(scope="session")
def user(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment with only the wheel."""
    return environment(tmp_path_factory.mktemp("user"), wheel)


@pytest.fixture(scope="session", params=TYPES)
def project(request: pytest.FixtureRequest, generator: Path, tmp_path_factory) -> Path:
    """Generate into a folder that is a regular package or part of a namespace package."""
    root = tmp_path_factory.mktemp(request.param)
    folder = root / "src" / "shop" / "aws"
    folder.mkdir(parents=True)
    if request.param == "vendor":
        for package in (folder.parent, folder):
            (package / "__init__.py").write_text("")
    generate = [generator, "generate"]
    run(*generate, "sts", "get-caller-identity", f"--{request.param}", "--out", folder, cwd=root)
    selection = folder / "typed-status.toml"
    assert tomllib.loads(selection.read_text()) == {
        "botocore": run(
            generator.with_name("python"), "-c", "import botocore; print(botocore.__version__)"
        ).strip(),
        "types": request.param,
        "services": {"sts": ["GetCallerIdentity"]},
    }
    with selection.open("a") as file:
        file.writelines(
            f"{name} = {json.dumps(those)}\n" for name, those in PICKED.items() if name != "sts"
        )
    run(*generate, cwd=root)
    assert {path.name for path in folder.glob("*.py")} - {"__init__.py"} == MODULES
    assert "is up to date" in run(*generate, "--check", cwd=root)
    shutil.copy(HERE / "program.py", root / "src")
    (root / "mypy.ini").write_text(
        "[mypy]\nstrict = true\nfiles = src\nmypy_path = src\nexplicit_package_bases = true\n"
    )
    (root / "pyrightconfig.json").write_text(
        json.dumps(
            {
                "typeCheckingMode": "strict",
                "include": ["src"],
                "executionEnvironments": [{"root": "src"}],
            }
        )
    )
    return root


def test_the_operations_are_outside_the_catalog():
    shipped = {(entry.service, entry.operation) for entry in typed_status.catalog()}
    picked = {(name, each) for name, those in PICKED.items() for each in those}
    assert picked & shipped == SHIPPED


def test_mypy_reports_no_errors(project, user):
    out = run(sys.executable, "-m", "mypy", "--python-executable", user, cwd=project)
    assert (
        out == f"Success: no issues found in {len([*project.glob('src/**/*.py')])} source files\n"
    )


def test_pyright_reports_no_errors(project, user):
    command = [sys.executable, "-m", "pyright", "--pythonpath", user, "--outputjson"]
    summary = json.loads(run(*command, cwd=project))["summary"]
    assert summary["filesAnalyzed"] == len([*project.glob("src/**/*.py")])
    assert summary["errorCount"] == summary["warningCount"] == 0


def test_the_program_runs(project, user):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        run(
            user,
            "-c",
            f"import urllib.request as r; r.urlopen(r.Request('{url}/moto-api/reset', method='POST'))",
        )
        printed = run(user, "-W", "error", project / "src" / "program.py", url, cwd=project)
    finally:
        server.stop()
    assert sorted(printed.split()) == sorted(PICKED)


def test_shipped_classes_are_reused(project, user):
    is_the_same = run(
        user,
        "-c",
        "from typed_status.services import ec2 as shipped; from shop.aws import ec2; "
        "print(ec2.Instance is shipped.Instance, ec2.describe_instances is shipped.describe_instances)",
        PYTHONPATH=str(project / "src"),
    )
    vendored = (project / "src" / "shop" / "aws" / "__init__.py").exists()
    assert is_the_same.split() == (["False"] * 2 if vendored else ["True"] * 2)


def test_generated_modules_import_only_the_library(project):
    for path in project.glob("src/shop/aws/[a-z]*.py"):
        imported = {
            line.split()[1]
            for line in path.read_text().splitlines()
            if line.startswith(("import ", "from "))
        }
        allowed = {"__future__", "typing", "collections.abc", "typed_status.runtime"}
        assert imported - allowed <= {f"typed_status.services.{path.stem}"}
