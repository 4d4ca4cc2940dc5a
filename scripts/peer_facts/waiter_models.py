"""Waiters in botocore's format: Airflow's JSON files and Ansible's literals, and Airflow's sets of states.

May import: the standard library and the modules below.
"""

from __future__ import annotations

import ast
import json
import re
import typing as t

from . import models
from .go_source import line_of
from .tree import Tree
from .waits import Wait

__all__ = ["POLLED_BY_HOOKS", "airflow", "ansible", "ansible_of", "waits_of"]

_WAITERS = "airflow/providers/amazon/aws/waiters/"
_HOOKS = "airflow/providers/amazon/aws/hooks/"
# What Airflow's sets of states are about, which only its calls show: file, prefix of the names, operation and member.
_STATES = (
    ("athena.py", "", "athena", "GetQueryExecution", "QueryExecution.Status.State"),
    ("athena.py", "SPARK_", "athena", "GetCalculationExecutionStatus", "Status.State"),
    ("batch_client.py", "", "batch", "DescribeJobs", "jobs.status"),
    ("datasync.py", "TASK_EXECUTION_", "datasync", "DescribeTaskExecution", "Status"),
    ("emr.py", "", "emr-containers", "DescribeJobRun", "jobRun.state"),
    ("emr.py", "APPLICATION_", "emr-serverless", "GetApplication", "application.state"),
    ("emr.py", "JOB_", "emr-serverless", "GetJobRun", "jobRun.state"),
    ("emr.py", "SESSION_", "emr-serverless", "GetSession", "session.state"),
    (
        "kinesis_analytics.py",
        "APPLICATION_START_",
        "kinesisanalyticsv2",
        "DescribeApplication",
        "ApplicationDetail.ApplicationStatus",
    ),
    ("quicksight.py", "", "quicksight", "DescribeIngestion", "Ingestion.IngestionStatus"),
    ("redshift_data.py", "", "redshift-data", "DescribeStatement", "Status"),
)
# The starts that the hooks with these sets of states poll after: by file and polled operation.
POLLED_BY_HOOKS = {
    ("athena.py", "GetQueryExecution"): "StartQueryExecution",
    ("athena.py", "GetCalculationExecutionStatus"): "StartCalculationExecution",
    ("batch_client.py", "DescribeJobs"): "SubmitJob",
    ("datasync.py", "DescribeTaskExecution"): "StartTaskExecution",
    ("emr.py", "DescribeJobRun"): "StartJobRun",
    ("quicksight.py", "DescribeIngestion"): "CreateIngestion",
    ("redshift_data.py", "DescribeStatement"): "ExecuteStatement",
}
_KINDS: dict[str, t.Literal["pending", "success", "failure"]] = {
    "INTERMEDIATE_STATES": "pending",
    "NON_TERMINAL_STATES": "pending",
    "RUNNING_STATES": "pending",
    "SUCCESS_STATES": "success",
    "FAILURE_STATES": "failure",
    "FAILED_STATES": "failure",
}
_VERDICTS = {"retry": "pending", "success": "success", "failure": "failure"}


def airflow(texts: t.Mapping[str, str]) -> tuple[list[Wait], list[str]]:
    """Return the waits in the files of Airflow's provider."""
    found: list[Wait] = []
    unread: list[str] = []
    for path, text in texts.items():
        if path.startswith(_WAITERS) and path.endswith(".json"):
            name = path.removeprefix(_WAITERS).removesuffix(".json")
            service = models.service_named(name)
            for waiter, model in json.loads(text)["waiters"].items():
                line = line_of(text, text.index(f'"{waiter}"'))
                _add(found, unread, "apache/airflow", service, path, line, waiter, model)
    for file, prefix, service, operation, member in _STATES:
        text = texts.get(_HOOKS + file, "")
        kinds: t.Any = {}
        line = 0
        for match in re.finditer(rf"^\s*{prefix}([A-Z_]+)(?:: [^=]+)? = (?=[({{\[])", text, re.M):
            kind = _KINDS.get(match[1])
            values = re.match(r"[({\[][^)}\]]*[)}\]]", text[match.end() :])
            if kind and values:
                line = line or line_of(text, match.end())
                kinds[kind] = tuple(re.findall(r'"([^"]+)"', _named(text, values[0])))
        sent = models.operation(service, operation)
        polled = None if sent is None else models.member_path(sent, "", member.split("."))
        if polled is None or not kinds:
            unread.append(f"{file} {prefix}")
            continue
        name = f"{prefix}*_STATES"
        found.append(
            Wait(service, operation, polled, "apache/airflow", _HOOKS + file, line, name, **kinds)
        )
    return found, unread


def _named(text: str, values: str) -> str:
    """Put the constants of a module in the place of their names."""
    for name, value in re.findall(r'^([A-Z_]+) = ("[^"]+")$', text, re.M):
        values = re.sub(rf"\b{name}\b", value, values)
    return values


def ansible(repository: str, texts: t.Mapping[str, str]) -> tuple[list[Wait], list[str]]:
    """Return the waits in the literals of Ansible's modules."""
    found: list[Wait] = []
    unread: list[str] = []
    for path, text in texts.items():
        if "acceptors" not in text:
            continue
        for service, waiter, model, line in _literals(path, ast.parse(text)):
            _add(found, unread, repository, service, path, line, waiter, model)
    return found, unread


def ansible_of(tree: Tree) -> tuple[list[Wait], list[str]]:
    """Return the waits in the modules of a collection."""
    texts = tree.read("plugins/module_utils/*.py", "plugins/module_utils/*/*.py")
    return ansible(tree.repository, texts)


def _literals(path: str, tree: ast.Module) -> t.Iterator[tuple[str | None, str, t.Any, int]]:
    """The dicts with ``acceptors``, by ``{...}`` or ``dict(...)``, and the service that the names around them name."""

    def walk(node: ast.AST, hint: str) -> t.Iterator[tuple[str | None, str, t.Any, int]]:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            hint = node.targets[0].id.removesuffix("_data")
        for name, value in _items(node):
            items = dict(_items(value))
            if "acceptors" in items and "operation" in items:
                service = models.service_named(hint) or models.service_named(
                    re.sub(r"(?:/waiters)?\.py$", "", path).rpartition("/")[2].strip("_")
                )
                yield service, name, _literal(value), value.lineno
            else:
                yield from walk(value, hint)
        if not _items(node):
            for child in ast.iter_child_nodes(node):
                yield from walk(child, hint)

    yield from walk(tree, "")


def _items(node: ast.AST) -> list[tuple[str, ast.expr]]:
    if isinstance(node, ast.Dict):
        return [
            (str(key.value), value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        ]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return [(each.arg, each.value) for each in node.keywords if each.arg]
    return []


def _literal(node: ast.expr) -> t.Any:
    """Return a literal; what is none is ``None``."""
    if items := _items(node):
        return {name: _literal(value) for name, value in items}
    if isinstance(node, ast.List):
        return [_literal(each) for each in node.elts]
    return node.value if isinstance(node, ast.Constant) else None


def _add(
    found: list[Wait],
    unread: list[str],
    repository: str,
    service: str | None,
    path: str,
    line: int,
    waiter: str,
    model: dict[str, t.Any],
) -> None:
    operation = None if service is None else models.operation(service, model["operation"])
    if service is None or operation is None:
        unread.append(f"{repository} {path}:{line} {waiter}")
        return
    acceptors = [each for each in model.get("acceptors", ()) if each is not None]
    gone = any(_is_of_nothing(each) for each in acceptors)
    by_path: dict[str, dict[str, list[str]]] = {}
    for each in acceptors:
        argument = each.get("argument")
        if each["matcher"] not in ("path", "pathAll", "pathAny") or not isinstance(argument, str):
            continue
        if not isinstance(each["expected"], str) or not re.fullmatch(
            r"[\w.]+(?:\[[\d*]*\][\w.]*)*", argument
        ):
            continue
        names = re.sub(r"\[[\d*]*\]", "", argument).split(".")
        member = models.member_path(operation, "", names)
        if member is None:
            unread.append(f"{repository} {path}:{line} {waiter} {argument}")
            continue
        values = by_path.setdefault(member, {}).setdefault(_VERDICTS[each["state"]], [])
        values.append(each["expected"])
    for member, verdicts in by_path.items():
        kinds: t.Any = {kind: tuple(dict.fromkeys(values)) for kind, values in verdicts.items()}
        place = (service, operation.name, member, repository, path, line, waiter)
        found.append(Wait(*place, **kinds, gone=gone and "success" not in kinds))


def waits_of(
    repository: str, service: str, path: str, line: int, waiter: str, model: dict[str, t.Any]
) -> tuple[list[Wait], list[str]]:
    """Return the waits of a waiter in botocore's format, and what of it is not understood."""
    found: list[Wait] = []
    unread: list[str] = []
    _add(found, unread, repository, service, path, line, waiter, model)
    return found, unread


def _is_of_nothing(acceptor: dict[str, t.Any]) -> bool:
    """Whether an acceptor wants that nothing is found: an error, or an empty list."""
    if acceptor["state"] != "success":
        return False
    empty = re.fullmatch(r"length\([^()]+\) == `0`", acceptor.get("argument") or "")
    return acceptor["matcher"] == "error" or (empty is not None and acceptor["expected"] is True)
