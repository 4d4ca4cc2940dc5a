"""Go source, as far as waits need it: functions, constants, imports and the expressions of lists of values.

A real parser would need Go. What this one does not understand it leaves out, and ``scripts/peers.py`` counts it.

May import: the standard library and the modules below.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from functools import cached_property
from pathlib import PurePosixPath

from . import models

__all__ = ["Function", "Package", "arguments", "block", "line_of", "packages"]

_IMPORT = re.compile(r'^\s*(?:import\s+)?(?:(\w+)\s+)?"([^"\n]+)"\s*$', re.M)
_FUNCTION = re.compile(r"^func (?:\([^)]*\) )?(\w+)(?:\[[^\]]*\])?\(", re.M)
_CONSTANT = re.compile(
    r'^\s*(?:const\s+|var\s+)?(\w+)(?:\s+[\w.]+)?\s*=\s*("[^"\n]*"|[\w.]+(?:\([\w.]+\))?)\s*(?://.*)?$',
    re.M,
)
_SDK = re.compile(r"aws-sdk-go(?:-v2)?/service/(\w+)")
_PAIRS = {"(": ")", "{": "}", "[": "]"}


def line_of(text: str, at: int) -> int:
    """Return the line of a position, from 1."""
    return text.count("\n", 0, at) + 1


def block(text: str, at: int) -> str:
    """Return what is between the bracket at a position and its partner."""
    depth, index = 0, at
    while index < len(text):
        char = text[index]
        if char in "\"`'":
            index += 1
            while text[index] != char:
                index += 2 if text[index] == "\\" and char != "`" else 1
        elif text.startswith("//", index):
            index = text.index("\n", index)
        elif char in _PAIRS:
            depth += 1
        elif char in _PAIRS.values():
            depth -= 1
            if not depth:
                return text[at + 1 : index]
        index += 1
    return text[at + 1 :]


def arguments(text: str) -> list[str]:
    """Split at the commas outside of brackets."""
    parts, depth, quoted = [""], 0, ""
    for char in re.sub(r"//[^\n]*", "", text):
        if quoted:
            quoted = "" if char == quoted else quoted
        elif char in '"`':
            quoted = char
        elif char in _PAIRS:
            depth += 1
        elif char in _PAIRS.values():
            depth -= 1
        elif char == "," and not depth:
            parts.append("")
            continue
        parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


@dataclasses.dataclass(frozen=True)
class File:
    """A file: ``imports`` are paths by the names that the file uses."""

    path: str
    text: str

    @cached_property
    def imports(self) -> dict[str, str]:
        head = self.text[: (self.text.find("\nfunc ") + 1) or None]
        return {
            name or PurePosixPath(re.sub(r"/v\d+$", "", path)).name: path
            for name, path in _IMPORT.findall(head)
        }

    def service_of(self, name: str) -> str | None:
        """Return the service whose SDK package is imported under a name."""
        found = _SDK.search(self.imports.get(name, ""))
        return None if found is None else models.service_named(found[1])


@dataclasses.dataclass(frozen=True)
class Function:
    """A function: ``start`` is where its body begins in the text of the file."""

    name: str
    file: File
    signature: str
    body: str
    start: int


@dataclasses.dataclass(frozen=True)
class Package:
    """The files of a folder."""

    path: str
    files: tuple[File, ...]
    others: t.Mapping[str, Package] = dataclasses.field(repr=False, compare=False)

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions and methods, by name; of methods of the same name, the first."""
        found: dict[str, Function] = {}
        for function in self.declared:
            found.setdefault(function.name, function)
        return found

    @cached_property
    def declared(self) -> tuple[Function, ...]:
        """All functions and methods."""
        found: list[Function] = []
        for file in self.files:
            for match in _FUNCTION.finditer(file.text):
                parameters = block(file.text, match.end() - 1)
                at = match.end() + len(parameters)
                end = file.text.find("{\n", at)
                if end > 0:
                    signature = file.text[match.end() - 1 : end]
                    body = block(file.text, end)
                    found.append(Function(match[1], file, signature, body, end + 1))
        return tuple(found)

    @cached_property
    def constants(self) -> dict[str, tuple[File, str]]:
        """The files and expressions of constants, by name."""
        return {
            match[1]: (file, match[2])
            for file in self.files
            for match in _CONSTANT.finditer(file.text)
        }

    def imported(self, file: File, name: str) -> Package | None:
        """Return the package that a file imports under a name, if it is one of ``others``."""
        path = file.imports.get(name, "")
        return next(
            (each for key, each in self.others.items() if path and path.endswith(key)), None
        )

    def value(self, expression: str, file: File, depth: int = 0) -> str | None:
        """Return the text that an expression is, from constants and botocore's enums; ``None`` if it is none."""
        expression = expression.strip().lstrip("*&").rstrip(",")
        if literal := re.fullmatch(r'"([^"]*)"', expression):
            return literal[1]
        if depth > 5:
            return None
        if call := re.fullmatch(r"([\w.]+)\((.*)\)", expression, re.S):
            return self.value(call[2], file, depth + 1)
        head, _, name = expression.rpartition(".")
        if not re.fullmatch(r"\w+", name):
            return None
        if not head:
            where, text = self.constants.get(name, (file, ""))
            return self.value(text, where, depth + 1) if text and text != name else None
        if service := file.service_of(head):
            return models.constant(service, name)
        other = self.imported(file, head)
        return other.value(name, file, depth + 1) if other and other is not self else None

    def values(self, expression: str, function: Function, depth: int = 0) -> list[str] | None:
        """Return the texts in an expression of a list; ``None`` if one of them is not known."""
        expression = expression.strip()
        if depth > 5:
            return None
        if expression in ("nil", "[]string{}", ""):
            return []
        if listed := re.match(r"\[\][\w.]+\{", expression):
            return self._each(block(expression, listed.end() - 1), function)
        if call := re.match(r"([\w.]+)(?:\[([\w.]+)\])?\(", expression):
            inner = block(expression, call.end() - 1)
            if call[1].endswith("Values") and (call[2] or call[1].endswith("_Values")):
                return self._enum(call[2] or call[1].removesuffix("_Values"), function)
            if call[1] == "append":
                parts = [
                    self.values(each.removesuffix("..."), function, depth + 1)
                    if not index or each.endswith("...")
                    else self._each(each, function)
                    for index, each in enumerate(arguments(inner))
                ]
                return None if None in parts else [each for part in parts for each in part or ()]
            if call[1].endswith(("Slice", "slices.Concat", "Strings")):
                return self._each(inner, function)
            made = self.functions.get(call[1])
            if made and (returned := re.search(r"return (\[\][\w.]+\{|enum\.Slice\()", made.body)):
                start = returned.end() - 1
                return self._each(block(made.body, start), made)
            return self._each(inner, function)
        if re.fullmatch(r"\w+", expression):
            local = re.search(rf"\b{expression}\s*:?=\s*(?=\[\]|enum\.|append)", function.body)
            if local:
                return self.values(_expression(function.body, local.end()), function, depth + 1)
            for file in self.files:
                shared = re.search(
                    rf"^\s*(?:var\s+)?{expression}\s*=\s*(?=\[\]|enum\.)", file.text, re.M
                )
                if shared:
                    where = dataclasses.replace(function, file=file, body="")
                    return self.values(_expression(file.text, shared.end()), where, depth + 1)
        return None

    def _each(self, text: str, function: Function) -> list[str] | None:
        found = [self.value(each, function.file) for each in arguments(text)]
        return None if None in found else t.cast(list[str], found)

    def _enum(self, name: str, function: Function) -> list[str] | None:
        head, _, shape = name.rpartition(".")
        service = function.file.service_of(head)
        return models.enum_values(service, shape) if service else None


def _expression(text: str, at: int) -> str:
    """Return the expression that starts at a position: up to the end of the line on which its brackets are closed."""
    end, depth = at, 0
    while end < len(text) and (depth or text[end] != "\n"):
        depth += (text[end] in _PAIRS) - (text[end] in _PAIRS.values())
        end += 1
    return text[at:end]


def packages(texts: t.Mapping[str, str]) -> dict[str, Package]:
    """Return the packages of files, by folder."""
    grouped: dict[str, list[File]] = {}
    for path, text in texts.items():
        grouped.setdefault(str(PurePosixPath(path).parent), []).append(File(path, text))
    found: dict[str, Package] = {}
    for path, files in grouped.items():
        found[path] = Package(path, tuple(files), found)
    return found
