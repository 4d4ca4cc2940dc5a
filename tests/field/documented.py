"""Example outputs that AWS publishes: in the AWS CLI's documentation, and in botocore's own examples.

Neither is copied: the AWS CLI's wheel is downloaded into ``.cache/awscli`` and read from there, and botocore's examples
come with botocore.
"""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import typing as t
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import botocore
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "awscli"
AWSCLI = "1.46.3"
"""The release whose documentation is read. It takes no part in what the checks install."""

# Services that the AWS CLI calls otherwise than botocore does.
SERVICES = {"configservice": "config", "deploy": "codedeploy", "s3api": "s3"}
# Commands named as an operation, whose output the AWS CLI makes itself.
REWRITTEN = {
    ("datapipeline", "get-pipeline-definition"): "the AWS CLI prints a definition file",
    ("ecs", "execute-command"): "the AWS CLI opens a session",
    ("emr", "add-instance-groups"): "the AWS CLI renames members",
    ("iam", "create-virtual-mfa-device"): "the AWS CLI saves a member in a file",
    ("ssm", "start-session"): "the AWS CLI opens a session",
}

_COMMAND = re.compile(
    r"""(?:^|\n)[ ]*(?:[$>%][ ]*)?aws
    (?:\s+(?:\\\s+)?--[\w-]+(?:=|\s+)\S+)*\s+(?P<service>[a-z][a-z0-9-]*)
    (?:\s+(?:\\\s+)?--[\w-]+(?:=|\s+)\S+)*\s+(?:\\\s+)?(?P<command>[a-z][a-z0-9-]*)""",
    re.VERBOSE,
)
_OUTPUT = re.compile(r"\b(output|results?|respon\w+|returns?|returned)\b", re.IGNORECASE)
# The documentation shows the contents of files in the same way.
_INPUT = re.compile(r"contents of|json file|\.json\b", re.IGNORECASE)
_RESHAPED = re.compile(
    r"\s--query[\s=]|\s--output[ =]+(?:text|table|yaml)|\s--generate-cli|\s\|\s|\s>\s"
)
_ELISION = re.compile(r"^\s*\W*\.\.\.|[\]}\"0-9,]\s*\.\.\.+\s*$|<\w*snip|…", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """One example output: its source, its operation in botocore's names, and its JSON, ``value``.

    ``broken`` says why there is no such value. ``paged`` says that the AWS CLI printed the output, which drops members
    when it pages.
    """

    source: str
    service: str
    operation: str
    value: t.Any = None
    broken: str = ""
    paged: bool = False


def awscli_outputs(wheel: Path | None = None) -> Iterator[Document]:
    """The outputs in the AWS CLI's documentation that are those of operations."""
    path = wheel or awscli_wheel()
    version = path.name.split("-")[1]
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            folder, _, file = name.partition("awscli/examples/")
            if not folder and file.endswith(".rst"):
                yield from outputs_in(f"awscli {version} {file}", file, archive.read(name).decode())


def awscli_wheel() -> Path:
    """The wheel of the AWS CLI, downloaded unless it is there."""
    wheel = CACHE / f"awscli-{AWSCLI}-py3-none-any.whl"
    if not wheel.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary"]
        command += [":all:", "--disable-pip-version-check", "--dest", str(CACHE)]
        subprocess.run([*command, f"awscli=={AWSCLI}"], check=True)
    return wheel


def outputs_in(source: str, file: str, text: str) -> Iterator[Document]:
    """The outputs in one file of the documentation, each of the last command before it.

    Without such a command it is the one that the file is named after (``batch/describe-jobs.rst``).
    """
    parts = file.removesuffix(".rst").split("/")
    called = (parts[0], parts[-1])
    block_of_command = ""
    count = 0
    for label, block in literal_blocks(text):
        commands = [*_COMMAND.finditer(block)]
        if commands:
            called = (commands[-1]["service"], commands[-1]["command"])
            block_of_command = block
            continue
        if _INPUT.search(label) or not _OUTPUT.search(label):
            continue
        count += 1
        found = operation_of(*called)
        if found is not None:
            given = f"{source}, output {count}"
            value, broken = _value(block, block_of_command)
            yield Document(
                given, *found, value, broken, paged="--no-paginate" not in block_of_command
            )


def literal_blocks(text: str) -> Iterator[tuple[str, str]]:
    """The literal blocks of reStructuredText, each with the line that ends in ``::`` before it."""
    lines = text.expandtabs(4).splitlines()
    at = 0
    while at < len(lines):
        label = lines[at]
        at += 1
        if not label.rstrip().endswith("::"):
            continue
        block: list[str] = []
        while at < len(lines) and (not lines[at].strip() or _indent(lines[at]) > _indent(label)):
            block.append(lines[at])
            at += 1
        if any(map(str.strip, block)):
            yield label.strip(), "\n".join(block)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _value(block: str, command: str) -> tuple[t.Any, str]:
    """The JSON of an output, or why it is none."""
    if _RESHAPED.search(command):
        return None, "the command reshapes its output"
    text = block.strip()
    if text[0] not in "{[":
        return None, "no JSON: text or a table"
    try:
        return json.loads(text), ""
    except json.JSONDecodeError as error:
        if _ELISION.search(text):
            return None, "no JSON: parts are left out (...)"
        if error.msg.startswith("Invalid control character"):
            return None, "no JSON: a line break within a text"
        return None, f"no JSON: {error.msg[0].lower()}{error.msg[1:]}"


@cache
def _loader() -> Loader:
    return Loader()


@cache
def _operations(service: str) -> dict[str, str]:
    """The operations of a service by their commands."""
    try:
        model = _loader().load_service_model(service, "service-2")
    except UnknownServiceError:
        return {}
    return {xform_name(name, "-"): name for name in model["operations"]}


def operation_of(service: str, command: str) -> tuple[str, str] | None:
    """botocore's names for a command of the AWS CLI; none for a command that is no operation."""
    if (service, command) in REWRITTEN:
        return None
    name = SERVICES.get(service, service)
    operation = _operations(name).get(command)
    return None if operation is None or service in SERVICES.values() else (name, operation)


def botocore_outputs() -> Iterator[Document]:
    """The outputs in botocore's own examples."""
    for service in _loader().list_available_services("service-2"):
        try:
            model = _loader().load_service_model(service, "examples-1")
        except UnknownServiceError:  # the service has no examples
            continue
        for operation, examples in model["examples"].items():
            for example in examples:
                if "output" in example:
                    source = f"botocore {botocore.__version__} {service} examples-1 {example['id']}"
                    yield Document(source, service, operation, example["output"])
