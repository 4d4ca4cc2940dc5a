"""ACK's controllers: which statuses a resource is in sync at, and which lists of statuses the controllers name.

``synced`` in ``generator.yaml`` lists terminal statuses. ACK does not say which of them are failures; those whose name
says so are recorded as such.

May import: the standard library, yaml and the modules below.
"""

from __future__ import annotations

import re
import typing as t

import yaml

from . import models
from .go_source import File, Function, Package, line_of, packages
from .tree import Tree
from .waits import Wait

__all__ = ["waits"]

_LISTS = re.compile(r"^\s*(?:var )?(\w*[sS]tatuses)\s*=\s*(?=\[\]string\{)", re.M)
_KINDS: dict[str, t.Literal["pending", "failure"]] = {"modifying": "pending", "failed": "failure"}
_FAILED = re.compile(r"fail|error", re.I)


def waits(tree: Tree) -> tuple[list[Wait], list[str]]:
    """Return the waits, and the places of those that are not understood."""
    service = models.service_named(tree.repository.partition("/")[2].removesuffix("-controller"))
    if service is None:
        return [], [tree.repository]
    found = packages(tree.read("pkg/resource/*/*.go", "apis/*/*.go"))
    resources = {
        models.plain(path.rpartition("/")[2]): each
        for path, each in found.items()
        if path.startswith("pkg/resource")
    }
    read: list[Wait] = []
    unread: list[str] = []
    for name, line, path, values in _synced(tree):
        polled = _polled(service, resources.get(models.plain(name)), path.rpartition(".")[2])
        if polled is None:
            unread.append(f"{tree.repository} generator.yaml:{line} {name}")
            continue
        failed = tuple(each for each in values if _FAILED.search(each))
        rest = tuple(each for each in values if each not in failed)
        place = (service, *polled, tree.repository, "generator.yaml", line, name)
        read.append(Wait(*place, success=rest, failure=failed))
    for package in resources.values():
        for file in package.files:
            for match in _LISTS.finditer(file.text):
                line = line_of(file.text, match.end())
                wait = _listed(tree, service, package, file, match, line)
                if isinstance(wait, Wait):
                    read.append(wait)
                elif wait:
                    unread.append(f"{tree.repository} {file.path}:{line} {match[1]}")
    return read, unread


def _synced(tree: Tree) -> t.Iterator[tuple[str, int, str, list[str]]]:
    text = tree.read("generator.yaml").get("generator.yaml", "")
    config = t.cast(dict[str, t.Any], yaml.safe_load(text) or {})
    for name, resource in (config.get("resources") or {}).items():
        for when in ((resource or {}).get("synced") or {}).get("when") or ():
            at = re.search(rf"^  {name}:$", text, re.M)
            line = line_of(text, text.index("synced:", at.start() if at else 0))
            yield name, line, when["path"], [str(each) for each in when["in"]]


def _polled(service: str, package: Package | None, member: str) -> tuple[str, str] | None:
    find = None if package is None else package.functions.get("sdkFind")
    sent = None if find is None else re.search(r"rm\.sdkapi\.(\w+)\(ctx", find.body)
    operation = None if sent is None else models.operation(service, sent[1])
    if operation is None:
        return None
    paths = models.paths_named(operation, member)
    return (operation.name, paths[0]) if len(paths) == 1 else None


def _listed(
    tree: Tree, service: str, package: Package, file: File, match: re.Match[str], line: int
) -> Wait | bool:
    """Return the wait of a list; whether it should be understood, otherwise."""
    kind = next((kind for name, kind in _KINDS.items() if name in match[1].lower()), None)
    if kind is None:
        return False
    members = {
        name
        for each in package.files
        for name in re.findall(rf"ko\.Status\.(\w+), &resourceName, &{match[1]}", each.text)
        + re.findall(r"ko\.Status\.(\w*Status)\b", each.text)
    }
    values = package.values(match[1], Function("", file, "", "", 0))
    polled = {each for member in members if (each := _polled(service, package, member)) is not None}
    if not values or len(polled) != 1:
        return True
    place = (service, *polled.pop(), tree.repository, file.path, line, match[1])
    listed = tuple(dict.fromkeys(values))
    if kind == "pending":
        return Wait(*place, pending=listed)
    return Wait(*place, failure=listed)
