"""Measure aws-resource-validator's models of the same responses, in a separate environment.

The environment ``.venv-peers`` is installed from the package index, which must be reachable.

May import: the standard library and ``benchmarks``.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.payloads import Payload

ENVIRONMENT = Path(__file__).parents[2] / ".venv-peers"
VERSION = "2.6.0"
# The module and the response class of each operation.
MODELS = {
    "GetOperation": ("servicediscovery", "GetOperationResponseTypeDef"),
    "ListResourceRequests": ("cloudcontrol", "ListResourceRequestsOutputTypeDef"),
    "GetBulkDeploymentStatus": ("greengrass", "GetBulkDeploymentStatusResponseTypeDef"),
    "ListTrafficDistributionGroups": ("connect", "ListTrafficDistributionGroupsResponseTypeDef"),
    "DescribeStacks": ("cloudformation", "DescribeStacksOutputTypeDef"),
    "DescribeInstances": ("ec2", "DescribeInstancesResultTypeDef"),
}
# For each payload on stdin, print the time to validate the parsed response, relative to botocore's parser.
SCRIPT = """
import importlib, json, pickle, sys
sys.path.insert(0, sys.argv[1])
from benchmarks.timing import medians
from botocore.awsrequest import HeadersDict
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.parsers import create_parser
found = []
for service, operation, module, name, message in pickle.load(sys.stdin.buffer):
    package = f"aws_resource_validator.pydantic_models.{module}.{module}_classes"
    kind = getattr(importlib.import_module(package), name)
    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    shape = model.operation_model(operation).output_shape
    message["headers"] = HeadersDict(message["headers"])
    parse = lambda: create_parser(model.resolved_protocol).parse(message, shape)
    parsed = parse()
    parsed["ResponseMetadata"] |= {"RetryAttempts": 0, "HostId": ""}
    try:
        kind.model_validate(parsed)
    except Exception as error:
        found.append(f"invalid: {type(error).__name__}")
        continue
    ways = {"botocore": parse, "model": lambda: kind.model_validate(parsed)}
    times = medians(ways, int(sys.argv[2]))
    found.append(times["model"] / times["botocore"])
print(json.dumps(found))
"""


def table(payloads: Sequence[Payload], rounds: int) -> list[str]:
    """Return the lines of the table; raise ``CalledProcessError`` if the environment cannot be installed."""
    python = _environment()
    cases = [each for each in payloads if each.operation.name in MODELS]
    data = [
        (each.operation.service, each.operation.name, *MODELS[each.operation.name], _plain(each))
        for each in cases
    ]
    command = [str(python), "-c", SCRIPT, str(Path(__file__).parents[1]), str(rounds)]
    done = subprocess.run(command, input=pickle.dumps(data), capture_output=True, check=True)  # noqa: S603 - the script above
    lines = [
        f"| response | aws-resource-validator {VERSION}, from the dict, in addition to botocore's parser |",
        "|---|--:|",
    ]
    for case, ratio in zip(cases, json.loads(done.stdout), strict=True):
        shown = ratio if isinstance(ratio, str) else f"+{ratio:.2f}"
        lines.append(f"| {case.protocol}, {case.size} (`{case.operation.name}`) | {shown} |")
    return lines


def _plain(payload: Payload) -> Mapping[str, object]:
    """Return the raw response with types that pickle in both environments."""
    message = payload.message()
    return message | {"headers": dict(message["headers"])}


def _environment() -> Path:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    modules = sorted({module for module, _ in MODELS.values()})
    names = [f"aws-resource-validator-{module}=={VERSION}" for module in modules]
    names.append(f"aws-resource-validator=={VERSION}")
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *names,
    ]
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603 - pip with pinned names
    return python
