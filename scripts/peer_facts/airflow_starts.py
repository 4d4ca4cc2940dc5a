"""Airflow's Amazon operators: a class sends a start and then uses a waiter, itself, by its hook or by its trigger.

Waiters are those of the provider, or botocore's. What a method of a hook sends or waits for counts as the operator's. A
waiter belongs to the last start before it in the class.

May import: the standard library, botocore and the modules below.
"""

from __future__ import annotations

import ast
import re
import typing as t
from functools import cache

from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from . import models
from .go_source import line_of
from .sent import is_start
from .start_facts import StartFact, followed_by
from .waiter_models import POLLED_BY_HOOKS, airflow, waits_of
from .waits import Wait

__all__ = ["starts"]

_ROOT = "airflow/providers/amazon/aws/"
_REPOSITORY = "apache/airflow"


class _Step(t.NamedTuple):
    """What a call does: it sends an operation, or uses a waiter. ``branches`` are those that it is in."""

    line: int
    service: str
    sent: str = ""
    waiter: str = ""
    branches: tuple[int, ...] = ()


def starts(texts: t.Mapping[str, str]) -> tuple[list[StartFact], list[str]]:
    """Return the starts with the waits that follow, and the places of waiters that are not understood."""
    waits, unread = airflow(texts)
    reader = _Reader(texts)
    found: list[StartFact] = []
    for path, text in texts.items():
        if not path.startswith(f"{_ROOT}operators/"):
            continue
        for node in ast.parse(text).body:
            if not isinstance(node, ast.ClassDef):
                continue
            for start, step in _paired(reader.steps(node)):
                named = _named(waits, step.service, step.waiter)
                place = (_REPOSITORY, path, start.line, node.name)
                found += (
                    followed_by(start.sent, wait, *place)
                    for wait in named
                    if wait.service == start.service
                )
                if not named:
                    unread.append(f"{path}:{step.line} {step.waiter}")
    return [*found, *_polled_by_hooks(texts, waits)], list(dict.fromkeys(unread))


def _paired(methods: list[list[_Step]]) -> t.Iterator[tuple[_Step, _Step]]:
    """Yield starts and waiters: the last start before it in the method, or the only one of the class if the method has none."""
    sent = {step.sent: step for method in methods for step in method if step.sent}
    only = next(iter(sent.values())) if len(sent) == 1 else None
    for method in methods:
        sends = any(step.sent for step in method)
        for index, step in enumerate(method):
            if step.sent:
                continue
            before = [each for each in method[:index] if each.sent]
            always = [
                each for each in before if step.branches[: len(each.branches)] == each.branches
            ]
            if start := always[-1] if always else None if sends else only:
                yield start, step


def _named(waits: list[Wait], service: str, waiter: str) -> list[Wait]:
    own = [each for each in waits if each.service == service and each.name == waiter]
    return own or _official(service, waiter)


@cache
def _official(service: str, waiter: str) -> list[Wait]:
    try:
        declared = Loader().load_service_model(service, "waiters-2")["waiters"]
    except UnknownServiceError:
        return []
    return [
        wait
        for name, model in declared.items()
        if xform_name(name) == waiter
        for wait in waits_of("boto/botocore", service, f"{service}/waiters-2.json", 0, name, model)[
            0
        ]
    ]


def _polled_by_hooks(texts: t.Mapping[str, str], waits: list[Wait]) -> t.Iterator[StartFact]:
    """Hooks that poll by sets of states: the start is the call of the same hook that ``POLLED_BY_HOOKS`` names."""
    for (file, operation), start in POLLED_BY_HOOKS.items():
        path = f"{_ROOT}hooks/{file}"
        sent = re.search(rf"\b{xform_name(start)}\b", texts.get(path, ""))
        for wait in waits:
            if sent and wait.file == path and wait.operation == operation:
                line = line_of(texts[path], sent.start())
                yield followed_by(start, wait, _REPOSITORY, path, line, wait.name)


class _Reader:
    """The hooks and triggers that operators use, by the names of their classes."""

    def __init__(self, texts: t.Mapping[str, str]) -> None:
        self._classes = {
            node.name: node
            for path, text in texts.items()
            if path.startswith((f"{_ROOT}hooks/", f"{_ROOT}triggers/", f"{_ROOT}operators/"))
            and path.endswith(".py")
            for node in ast.parse(text).body
            if isinstance(node, ast.ClassDef)
        }

    def steps(self, node: ast.ClassDef) -> list[list[_Step]]:
        """Return what each method of an operator does, in order; what it does on a kill is left out."""
        hook = self._hook(node)
        service = None if hook is None else self._service(hook)
        if hook is None or service is None:
            return []
        methods = [
            each
            for each in node.body
            if isinstance(each, ast.FunctionDef) and each.name not in ("on_kill", "__init__")
        ]
        return [list(self._steps(method, service, hook)) for method in methods]

    def _steps(self, method: ast.AST, service: str, hook: ast.ClassDef | None) -> t.Iterator[_Step]:
        """Yield what a method does, also by what it only names, such as ``self.hook.create_endpoint``."""
        found = list(_nodes(method, ()))
        # Of what begins at the same place, the outer ones come first.
        for node, branches in sorted(found, key=lambda each: (each[0].lineno, each[0].col_offset)):
            for step in self._of_node(node, service, hook):
                yield step._replace(branches=branches)

    def _of_node(
        self, node: ast.Call | ast.Attribute, service: str, hook: ast.ClassDef | None
    ) -> t.Iterator[_Step]:
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.endswith("get_waiter") and node.args and isinstance(node.args[0], ast.Constant):
                yield _Step(node.lineno, service, waiter=str(node.args[0].value))
            elif name.endswith("Trigger") and name in self._classes:
                yield from self._of_trigger(self._classes[name], node.lineno)
            return
        owner = ast.unparse(node.value)
        if owner.endswith(("conn", "client", "get_conn()")):
            operation = models.operation(service, node.attr)
            if operation is not None and is_start(operation.name):
                yield _Step(node.lineno, service, sent=operation.name)
        elif hook is not None and owner.endswith("hook"):
            for called in _methods(hook, node.attr):
                # The line is that of the operator.
                inner = self._steps(called, service, None)
                yield from (each._replace(line=node.lineno) for each in inner)

    def _of_trigger(self, trigger: ast.ClassDef, line: int) -> t.Iterator[_Step]:
        hook = next(
            (
                self._classes[name]
                for each in ast.walk(trigger)
                if isinstance(each, ast.Name) and (name := each.id).endswith("Hook")
                if name in self._classes
            ),
            None,
        )
        service = None if hook is None else self._service(hook)
        for each in ast.walk(trigger):
            if (
                service
                and isinstance(each, ast.keyword)
                and each.arg == "waiter_name"
                and isinstance(each.value, ast.Constant)
            ):
                yield _Step(line, service, waiter=str(each.value.value))

    def _hook(self, node: ast.ClassDef) -> ast.ClassDef | None:
        """Return the hook of an operator: its ``aws_hook_class``, that of its base, or the one that it makes."""
        for each in node.body:
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "aws_hook_class":
                return self._classes.get(ast.unparse(each.value))
        for base in node.bases:
            known = self._classes.get(ast.unparse(base).partition("[")[0])
            if known is not None and (hook := self._hook(known)) is not None:
                return hook
        made = (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
        return next(
            (
                self._classes[name]
                for name in made
                if name.endswith("Hook") and name in self._classes
            ),
            None,
        )

    def _service(self, hook: ast.ClassDef) -> str | None:
        """Return the service of a hook: its ``client_type``, as a keyword or assigned."""
        for each in ast.walk(hook):
            value: ast.expr | None = None
            if isinstance(each, ast.keyword):
                value = each.value if each.arg == "client_type" else None
            elif isinstance(each, ast.Assign) and "client_type" in ast.unparse(each.targets[0]):
                value = each.value
            if isinstance(value, ast.Constant):
                return models.service_named(str(value.value))
        bases = (self._classes.get(ast.unparse(base).partition("[")[0]) for base in hook.bases)
        return next((name for base in bases if base and (name := self._service(base))), None)


def _nodes(
    node: ast.AST, branches: tuple[int, ...]
) -> t.Iterator[tuple[ast.Call | ast.Attribute, tuple[int, ...]]]:
    """Yield calls and attributes, with the branches that they are in."""
    for field, value in ast.iter_fields(node):
        inner = branches
        if isinstance(node, (ast.If, ast.ExceptHandler)) and field in ("body", "orelse"):
            inner = (*branches, 2 * node.lineno + (field == "body"))
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, (ast.Call, ast.Attribute)):
                yield child, inner
            if isinstance(child, ast.AST):
                yield from _nodes(child, inner)


def _methods(node: ast.ClassDef, name: str) -> list[ast.FunctionDef]:
    return [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == name]
