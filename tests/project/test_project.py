"""A fresh project that has nothing but the wheel: modules for operations outside of the catalog are generated into it, checked
strictly and run against a server that we did not write, moto."""

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
# Twelve services, every protocol; DescribeInstances is shipped, and is what waits for RunInstances.
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
SHIPPED = {("ec2", "DescribeInstances")}
MODULES = {f"{name}{'_' * (name == 'lambda')}.py" for name in PICKED}
TYPES = ("reuse", "vendor")


@pytest.fixture(scope="session")
def making(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment with the extras that it needs."""
    python = environment(tmp_path_factory.mktemp("making"), wheel, "[cli,codegen]")
    return python.with_name("typed-status")


@pytest.fixture(scope="session")
def using(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel alone."""
    return environment(tmp_path_factory.mktemp("using"), wheel)


@pytest.fixture(scope="session", params=TYPES)
def project(request: pytest.FixtureRequest, making: Path, tmp_path_factory) -> Path:
    """The project: its package is generated into a folder that is a package, or a part of a namespace package."""
    root = tmp_path_factory.mktemp(request.param)
    folder = root / "src" / "shop" / "aws"
    folder.mkdir(parents=True)
    if request.param == "vendor":
        for package in (folder.parent, folder):
            (package / "__init__.py").write_text("")
    generate = [making, "generate"]
    run(*generate, "sts", "get-caller-identity", f"--{request.param}", "--out", folder, cwd=root)
    selection = folder / "typed-status.toml"
    assert tomllib.loads(selection.read_text()) == {
        "botocore": run(
            making.with_name("python"), "-c", "import botocore; print(botocore.__version__)"
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


def test_these_are_outside_of_the_catalog():
    shipped = {(entry.service, entry.operation) for entry in typed_status.catalog()}
    picked = {(name, each) for name, those in PICKED.items() for each in those}
    assert picked & shipped == SHIPPED


def test_mypy_has_nothing_to_say(project, using):
    out = run(sys.executable, "-m", "mypy", "--python-executable", using, cwd=project)
    assert (
        out == f"Success: no issues found in {len([*project.glob('src/**/*.py')])} source files\n"
    )


def test_pyright_has_nothing_to_say(project, using):
    command = [sys.executable, "-m", "pyright", "--pythonpath", using, "--outputjson"]
    summary = json.loads(run(*command, cwd=project))["summary"]
    assert summary["filesAnalyzed"] == len([*project.glob("src/**/*.py")])
    assert summary["errorCount"] == summary["warningCount"] == 0


def test_the_program_runs(project, using):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        run(
            using,
            "-c",
            f"import urllib.request as r; r.urlopen(r.Request('{url}/moto-api/reset', method='POST'))",
        )
        printed = run(using, "-W", "error", project / "src" / "program.py", url, cwd=project)
    finally:
        server.stop()
    assert sorted(printed.split()) == sorted(PICKED)


def test_what_is_shipped_is_the_same_class(project, using):
    is_the_same = run(
        using,
        "-c",
        "from typed_status.services import ec2 as shipped; from shop.aws import ec2; "
        "print(ec2.Instance is shipped.Instance, ec2.describe_instances is shipped.describe_instances)",
        PYTHONPATH=str(project / "src"),
    )
    vendored = (project / "src" / "shop" / "aws" / "__init__.py").exists()
    assert is_the_same.split() == (["False"] * 2 if vendored else ["True"] * 2)


def test_what_is_generated_imports_the_library_and_nothing_else(project):
    for path in project.glob("src/shop/aws/[a-z]*.py"):
        imported = {
            line.split()[1]
            for line in path.read_text().splitlines()
            if line.startswith(("import ", "from "))
        }
        allowed = {"__future__", "typing", "collections.abc", "typed_status.runtime"}
        assert imported - allowed <= {f"typed_status.services.{path.stem}"}
