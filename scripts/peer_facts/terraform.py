"""The Terraform provider: each ``StateChangeConf`` names what is pending and the target, and a function that polls.

May import: the standard library and the modules below.
"""

from __future__ import annotations

import re
import typing as t

from botocore.model import OperationModel

from . import models
from .go_source import Function, Package, arguments, block, line_of, packages
from .tree import Tree
from .waits import Wait

__all__ = ["Polled", "polled_by", "waits"]

_CONF = re.compile(r"StateChangeConf(?:Of\[[^\]]*\])?\{")
_WRAPPED = re.compile(
    r"(?:string|\(\*string\)|aws\.StringValue|aws\.ToString)\((.*)\)|(.*)\.Value\w*\(\)|\*(.*)",
    re.S,
)
_SUFFIXES = ("PagesWithContext", "WithContext", "Pages", "")
_READS = ("Describe", "Get", "List", "Lookup", "BatchGet", "Search")


class Polled(t.NamedTuple):
    """What a function polls: a member of an operation's output, by its path, or by none if it is not known."""

    service: str
    operation: OperationModel
    path: str


class _Value(t.NamedTuple):
    """An operation's output, or what a function finds in it: the paths at which it may be."""

    service: str
    operation: OperationModel
    paths: list[str]


def waits(tree: Tree) -> tuple[list[Wait], list[str]]:
    """Return the waits, and the places of those that are not understood."""
    found: list[Wait] = []
    unread: list[str] = []
    for package in packages(tree.read("internal/service/*/*.go")).values():
        for function in package.functions.values():
            for match in _CONF.finditer(function.body):
                line = line_of(function.file.text, function.start + match.start())
                wait = _wait(tree, package, function, block(function.body, match.end() - 1), line)
                if wait is None:
                    unread.append(f"{function.file.path}:{line} {function.name}")
                else:
                    found.append(wait)
    return found, unread


def _wait(tree: Tree, package: Package, function: Function, conf: str, line: int) -> Wait | None:
    fields = {
        name.strip(): value.strip()
        for name, colon, value in (each.partition(":") for each in arguments(conf))
        if colon
    }
    refresh = re.match(r"([\w.]+)\(", fields.get("Refresh", ""))
    pending = package.values(fields.get("Pending", ""), function)
    target = package.values(fields.get("Target", ""), function)
    if refresh is None or pending is None or target is None:
        return None
    head, _, name = refresh[1].rpartition(".")
    where = package if not head else package.imported(function.file, head)
    status = None if where is None else where.functions.get(name)
    if where is None or status is None:
        return None
    polled = polled_by(where, status)
    if polled is None:
        return None
    made = _made(where, status, polled)
    return Wait(
        service=polled.service,
        operation=polled.operation.name,
        path=polled.path,
        repository=tree.repository,
        file=function.file.path,
        line=line,
        name=function.name,
        pending=tuple(each for each in dict.fromkeys(pending) if each not in made),
        success=tuple(each for each in dict.fromkeys(target) if each not in made),
        failure=tuple(dict.fromkeys(_failures(package, function, {*pending, *target}))),
        gone=made.issuperset(target),
    )


def _failures(package: Package, function: Function, known: set[str]) -> t.Iterator[str]:
    """The values for which a function reports the reason of a failure."""
    if "SetLastError" not in function.body:
        return
    for match in re.finditer(
        r"(?:[Ss]tatus\w*|[Ss]tate\w*)\)?;? *== *([\w.]+)\b(?!\()", function.body
    ):
        value = package.value(match[1], function.file)
        if value is not None and value not in known:
            yield value


def _made(package: Package, status: Function, polled: Polled) -> set[str]:
    """The values that the provider makes without AWS having sent them: constants that the model does not declare and
    that the function returns, or, where the model declares an enum, another of the package with no object."""
    declared = models.declared(polled.operation, polled.path)
    others = package.functions.values() if declared else ()
    returned = {
        *(value for _, value in _returned(package, status)),
        *(value for each in others for made, value in _returned(package, each) if made == "nil"),
    }
    return {each for each in returned if each is not None and each not in declared}


def _returned(package: Package, function: Function) -> t.Iterator[tuple[str, str | None]]:
    """Yield what a function returns: an object and the constant that is its status, or ``None``."""
    for match in re.finditer(r"\breturn (.+)$", function.body, re.M):
        if len(parts := arguments(match[1])) == 3:
            yield parts[0], package.value(parts[1], function.file)


def polled_by(package: Package, status: Function) -> Polled | None:
    """Return what a status function reads: its returned expression is a member of what a call returned."""
    found: list[Polled] = []
    fallback: Polled | None = None
    for match in re.finditer(r"\breturn (.+)$", status.body, re.M):
        parts = arguments(match[1])
        if len(parts) != 3 or parts[0] == "nil" or parts[2] not in ("nil", "err"):
            continue
        root, members = _chain(status, parts[1])
        value = None if not root else _variable(package, status, root)
        if value is None:
            continue
        paths = [
            path
            for start in value.paths
            if (path := models.member_path(value.operation, start, members)) is not None
        ]
        fallback = Polled(value.service, value.operation, "")
        if members and len(paths) == 1:
            found.append(fallback._replace(path=paths[0]))
    distinct = dict.fromkeys(found)
    return next(iter(distinct)) if len(distinct) == 1 else None


def _chain(function: Function, expression: str, depth: int = 0) -> tuple[str, list[str]]:
    """Split ``string(output.Cluster.Status)`` into a variable and members; variables of the status are followed."""
    expression = expression.strip()
    while wrapped := _WRAPPED.fullmatch(expression):
        expression = next(group for group in wrapped.groups() if group is not None).strip()
    expression = re.sub(r"\[[^\]]*\]|^&", "", expression)
    if not re.fullmatch(r"\w+(\.\w+)*", expression):
        return "", []
    root, *members = expression.split(".")
    assigned = re.search(rf"\b{root}\s*:?=\s*([^\n]+)$", function.body, re.M)
    if assigned and depth < 4 and not re.search(r"\w\(", _unwrapped(assigned[1])):
        start, more = _chain(function, assigned[1], depth + 1)
        if start and start != root:
            return start, more + members
    ranged = re.search(rf"for \w+, {root} := range ([\w.]+)", function.body)
    if ranged and depth < 4:
        start, more = _chain(function, ranged[1], depth + 1)
        return start, more + members
    return root, members


def _unwrapped(expression: str) -> str:
    while wrapped := _WRAPPED.fullmatch(expression.strip()):
        expression = next(group for group in wrapped.groups() if group is not None)
    return expression


def _variable(package: Package, function: Function, name: str) -> _Value | None:
    """Return what the call that assigns a variable gives."""
    for match in re.finditer(rf"\b{name}(?:, \w+)* :?= ([\w.]+)\(", function.body):
        value = _call(package, function, match[1])
        if value is not None:
            return value
    return None


def _call(package: Package, function: Function, called: str) -> _Value | None:
    direct = _operation(function, called)
    if direct is not None:
        return _Value(*direct, [""])
    head, _, name = called.rpartition(".")
    where = package if not head else package.imported(function.file, head)
    target = None if where is None else where.functions.get(name)
    if where is None or target is None:
        return None
    found = _first_operation(where, target)
    returned = re.search(
        r"\)\s*\(?\*?(?:\[\])?\*?(\w+)\.(\w+)(?:, error)?\)?\s*$", target.signature
    )
    if found is None or returned is None:
        return None
    return _Value(*found, models.paths_to(found[1], returned[2]))


def _first_operation(
    package: Package, function: Function, depth: int = 0
) -> tuple[str, OperationModel] | None:
    """Return the operation that a function calls, itself or through others of its package."""
    for match in re.finditer(r"\b([\w.]+)\(", function.body):
        direct = _operation(function, match[1])
        if direct is not None:
            return direct
        head, _, name = match[1].rpartition(".")
        if depth > 5 or not re.match(r"(?i)find|describe|get|list", name):
            continue
        where = package if not head else package.imported(function.file, head)
        target = None if where is None else where.functions.get(name)
        if where is not None and target is not None and target is not function:
            found = _first_operation(where, target, depth + 1)
            if found is not None:
                return found
    return None


def _operation(function: Function, called: str) -> tuple[str, OperationModel] | None:
    """Return the operation that a call of a client, or of a paginator, sends."""
    head, _, name = called.rpartition(".")
    if not head:
        return None
    if made := re.fullmatch(r"New(\w+)Paginator", name):
        service, names = function.file.service_of(head), [made[1]]
    else:
        typed = re.search(rf"\b{head} \*?(\w+)\.\w+", function.signature)
        service = function.file.service_of(typed[1]) if typed else None
        names = [name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)]
    if service is None:
        return None
    for each in names:
        found = models.operation(service, each) if each.startswith(_READS) else None
        if found is not None:
            return service, found
    return None
