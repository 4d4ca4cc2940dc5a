"""Crossplane's provider: a switch over a status sets the conditions Available, Creating, Unavailable and Deleting.

Unavailable is said of what failed and of what changes, so it is no verdict.

May import: the standard library and the modules below.
"""

from __future__ import annotations

import re

from . import models
from .go_source import Function, Package, arguments, block, line_of, packages
from .tree import Tree
from .waits import Wait

__all__ = ["waits"]

_CONDITION = re.compile(r"Conditions\(xpv1\.(\w+)\(\)")
_SENT = re.compile(r"\.((?:Describe|Get|List|Search)\w+?)(?:WithContext)?\(ctx")
_GLOBS = ("pkg/controller/*/*/*.go", "pkg/clients/*/*.go", "apis/*/*/*.go")


def waits(tree: Tree) -> tuple[list[Wait], list[str]]:
    """Return the waits, and the places of those that are not understood."""
    found: list[Wait] = []
    unread: list[str] = []
    for path, package in packages(tree.read(*_GLOBS)).items():
        for function in package.functions.values() if path.startswith("pkg/controller") else ():
            for match in re.finditer(r"\bswitch (.*)\{$", function.body, re.M):
                body = block(function.body, match.end() - 1)
                if not _CONDITION.search(body):
                    continue
                line = line_of(function.file.text, function.start + match.start())
                polled = _polled(package, function, match[1])
                if polled is None:
                    unread.append(f"{function.file.path}:{line} {function.name}")
                    continue
                said = _said(package, function, body)
                place = (*polled, tree.repository, function.file.path, line, function.name)
                found.append(
                    Wait(*place, pending=tuple(said["Creating"]), success=tuple(said["Available"]))
                )
                found.append(Wait(*place, pending=tuple(said["Deleting"]), gone=True))
    return found, unread


def _polled(package: Package, function: Function, switched: str) -> tuple[str, str, str] | None:
    output = re.search(r"\bobj \*(\w+)\.(\w+)Output\b", function.signature)
    services = [
        service
        for file in package.files
        for name in file.imports
        if (service := file.service_of(name)) is not None
    ]
    if output:
        names, services = [output[2]], [function.file.service_of(output[1]) or "", *services]
    else:
        names = list(
            dict.fromkeys(name for file in package.files for name in _SENT.findall(file.text))
        )
    operations = [
        (service, found)
        for service in dict.fromkeys(filter(None, services))
        for name in names
        if (found := models.operation(service, name)) is not None
    ]
    member = re.search(r"(\w+)\)*\s*$", switched)
    if member is None:
        return None
    reads = [
        (service, each.name, paths[0])
        for service, each in operations
        if len(paths := models.paths_named(each, member[1])) == 1
    ]
    return reads[0] if len(reads) == 1 else None


def _said(package: Package, function: Function, body: str) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {
        "Available": [],
        "Creating": [],
        "Deleting": [],
        "Unavailable": [],
    }
    for case in re.finditer(
        r"^\s*case ((?:[^:]|:(?!$))*?):$(.*?)(?=^\s*(?:case |default:)|\Z)", body, re.M | re.S
    ):
        conditions = set(_CONDITION.findall(case[2]))
        if len(conditions) == 1 and (condition := conditions.pop()) in said:
            for each in arguments(case[1]):
                value = package.value(each, function.file)
                if value is not None:
                    said[condition].append(value)
    return said
