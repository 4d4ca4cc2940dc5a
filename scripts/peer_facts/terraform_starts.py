"""The Terraform provider: functions send a start, and then wait themselves or by a function that does.

A wait belongs to the last start of its service that is always sent before it; where there is none, to those that are sent
in branches before it. Another wait in between ends a start's claim to the next. Starts that only tag are left out.

May import: the standard library, botocore and the modules below.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from . import models
from .go_source import Function, Package, line_of, packages
from .sent import is_start
from .start_facts import StartFact, followed_by
from .terraform import waits as read_waits
from .tree import Tree
from .waits import Wait

__all__ = ["starts"]

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'"""
    r"|(?P<open>\{)|(?P<close>\})|(?P<case>^\t*(?:case\b[^\n]*|default):$)"
    r"|(?P<conf>\bStateChangeConf)\b(?=[{O])|(?P<call>\b[A-Za-z_][\w.]*)\(",
    re.S | re.M,
)
_DEPTH = 4


@dataclasses.dataclass(frozen=True)
class _Event:
    """Something that a function does, in ``block``: it sends an operation, waits, or does both by another function."""

    block: tuple[int, ...]
    at: int
    sent: tuple[str, str] | None = None
    waits: tuple[Wait, ...] = ()
    both: bool = False


@dataclasses.dataclass(frozen=True)
class _Events:
    """What a function does, in order; ``left`` are the blocks after which nothing of the function follows."""

    events: tuple[_Event, ...]
    left: frozenset[int]


class _Reader:
    def __init__(self, waits: t.Iterable[Wait]) -> None:
        self._waits = {(wait.file, wait.line): wait for wait in waits}
        self._read: dict[tuple[str, int], _Events] = {}

    def events(self, package: Package, function: Function, depth: int = 0) -> _Events:
        key = (function.file.path, function.start)
        if key not in self._read:
            self._read[key] = _Events(
                (), frozenset()
            )  # what a recursive function adds by calling itself
            self._read[key] = self._scanned(package, function, depth)
        return self._read[key]

    def _scanned(self, package: Package, function: Function, depth: int) -> _Events:
        body, found = function.body, list[_Event]()
        path: list[int] = []
        opened: list[tuple[int, bool]] = []
        left: set[int] = set()
        count = 0

        def close(at: int) -> None:
            begun, literal = opened.pop()
            block = path.pop()
            inner = body[begun:at]
            if not literal and re.search(
                r"^\s*(?:return|continue|break)\b[^\n]*\s*\Z", inner, re.M
            ):
                left.add(block)

        for token in _TOKEN.finditer(body):
            at = token.start()
            if token["open"]:
                count += 1
                head = body[body.rfind("\n", 0, at) + 1 : at]
                literal = re.search(r"\bfunc\s*\(.*$", head) is not None
                # A function literal is run where it is written, as far as this is concerned.
                path.append(0 if literal else count)
                opened.append((token.end(), literal))
                if re.search(r"\berr != nil\s*$|NotFound\(err\)\s*$", head):
                    left.add(count)
            elif token["close"] and path:
                close(at)
            elif token["case"] and path:
                close(at)
                count += 1
                path.append(count)
                opened.append((token.end(), False))
            elif token["conf"]:
                line = line_of(function.file.text, function.start + at)
                wait = self._waits.get((function.file.path, line))
                found.append(
                    _Event(_solid(path), at, waits=(wait,) if wait else (), both=wait is None)
                )
            elif token["call"]:
                event = self._called(package, function, token["call"], depth)
                if event is not None:
                    found += (
                        dataclasses.replace(each, block=_solid(path), at=at) for each in event
                    )
        return _Events(tuple(found), frozenset(left))

    def _called(
        self, package: Package, function: Function, called: str, depth: int
    ) -> list[_Event] | None:
        sent = _sent(function, called)
        if sent is not None:
            return [_Event((), 0, sent=sent)]
        head, _, name = called.rpartition(".")
        where = package if not head else package.imported(function.file, head)
        target = None if where is None else where.functions.get(name)
        if where is None or target is None or target is function or depth >= _DEPTH:
            return None
        if name.endswith("Read"):  # it may wait for whatever was going on before
            return None
        inner = self.events(where, target, depth + 1).events
        if any(each.sent for each in inner):
            if all(each.sent for each in inner):
                return list(inner)
            return [_Event((), 0, both=True)]
        return list(inner)

    def pairs(self, package: Package, function: Function) -> t.Iterator[tuple[str, Wait, int]]:
        """Yield the operations that a function sends, the wait after each, and the positions of the operations."""
        read = self.events(package, function)
        open_: list[_Event] = []
        for event in read.events:
            if event.sent:
                open_.append(event)
                continue
            for wait in event.waits:
                fitting = [each for each in open_ if each.sent and each.sent[0] == wait.service]
                always = [each for each in fitting if event.block[: len(each.block)] == each.block]
                reached = [each for each in fitting if not read.left.intersection(each.block)]
                for each in always[-1:] or reached:
                    if each.sent:
                        yield each.sent[1], wait, each.at
            open_ = []


def _solid(path: list[int]) -> tuple[int, ...]:
    return tuple(each for each in path if each)


def starts(tree: Tree) -> tuple[list[StartFact], list[str]]:
    """Return the starts with the waits that follow, and the places of waits that are not understood."""
    waits, unread = read_waits(tree)
    reader = _Reader(waits)
    found: list[StartFact] = []
    for package in packages(tree.read("internal/service/*/*.go")).values():
        for function in package.declared:
            if function.file.path.endswith("sweep.go"):
                continue
            for start, wait, at in reader.pairs(package, function):
                line = line_of(function.file.text, function.start + at)
                place = (tree.repository, function.file.path, line, function.name)
                found.append(followed_by(start, wait, *place))
    return found, unread


def _sent(function: Function, called: str) -> tuple[str, str] | None:
    """Return the service and the operation that a call of a client sends, if it is no read."""
    head, _, name = called.rpartition(".")
    name = name.removesuffix("WithContext")
    if not re.fullmatch(r"\w+", head) or not name[:1].isupper():
        return None
    if not is_start(name):
        return None
    for service in _services(function, head):
        operation = models.operation(service, name)
        if operation is not None:
            return service, operation.name
    return None


def _services(function: Function, head: str) -> list[str]:
    """Return the service of a client by its type, or those that the file imports if the function makes the client."""
    if typed := re.search(rf"\b{head} \*?(\w+)\.\w+", function.signature):
        service = function.file.service_of(typed[1])
        return [service] if service else []
    if not re.search(rf"\b{head}\s*:?= .*(?:Client|Conn)(?:V\d)?\(", function.body):
        return []
    services = [function.file.service_of(name) for name in function.file.imports]
    return [each for each in services if each]
