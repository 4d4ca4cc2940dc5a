"""What aws-resource-validator's models of the same responses cost, in an environment of their own.

The environment is made in ``.venv-peers`` from the package index; without one there is nothing to compare.

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
# By operation, the module and the class of its response.
MODELS = {
    "GetOperation": ("servicediscovery", "GetOperationResponseTypeDef"),
    "ListResourceRequests": ("cloudcontrol", "ListResourceRequestsOutputTypeDef"),
    "GetBulkDeploymentStatus": ("greengrass", "GetBulkDeploymentStatusResponseTypeDef"),
    "ListTrafficDistributionGroups": ("connect", "ListTrafficDistributionGroupsResponseTypeDef"),
    "DescribeStacks": ("cloudformation", "DescribeStacksOutputTypeDef"),
    "DescribeInstances": ("ec2", "DescribeInstancesResultTypeDef"),
}
# Prints, for each payload on stdin, the medians of botocore's parse and of the validation of what it parsed.
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
        found.append(f"refused: {type(error).__name__}")
        continue
    ways = {"botocore": parse, "model": lambda: kind.model_validate(parsed)}
    times = medians(ways, int(sys.argv[2]))
    found.append(times["model"] / times["botocore"])
print(json.dumps(found))
"""


def table(payloads: Sequence[Payload], rounds: int) -> list[str]:
    """The lines of the table; raises ``CalledProcessError`` where the environment cannot be made."""
    python = _environment()
    cases = [each for each in payloads if each.operation.name in MODELS]
    data = [
        (each.operation.service, each.operation.name, *MODELS[each.operation.name], _plain(each))
        for each in cases
    ]
    command = [str(python), "-c", SCRIPT, str(Path(__file__).parents[1]), str(rounds)]
    done = subprocess.run(command, input=pickle.dumps(data), capture_output=True, check=True)  # noqa: S603 - the script above
    lines = [
        f"| response | aws-resource-validator {VERSION}, from the dict, on top of botocore's parse |",
        "|---|--:|",
    ]
    for case, ratio in zip(cases, json.loads(done.stdout), strict=True):
        shown = ratio if isinstance(ratio, str) else f"+{ratio:.2f}"
        lines.append(f"| {case.protocol}, {case.size} (`{case.operation.name}`) | {shown} |")
    return lines


def _plain(payload: Payload) -> Mapping[str, object]:
    """The raw response in types that every environment has."""
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
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603 - pip, of pinned names
    return python
