"""Where the documentation of an operation names the one that reports on what it starts.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from typed_status.codegen.models import ir

__all__ = ["Mentions"]

_NAME = re.compile(r"\b[A-Z][A-Za-z0-9]+\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# Words with which a sentence names it for what it reports. Lists of related operations have none.
_CUE = re.compile(
    r"\b(?:status|progress|poll|polling|track|monitor|state|check|wait|until|complete[ds]?|completion|finished|"
    r"identif(?:y|ier)|returned by|returned from|initiated|started|use (?:this|the|it)|verify|determine)\b",
    re.I,
)


class Mentions:
    """The sentences in a service's documentation that connect starts with operations that report a status."""

    def __init__(
        self, starts: Collection[ir.Operation], statuses: Collection[ir.Operation]
    ) -> None:
        self.found: dict[tuple[str, str], str] = {}
        reporting = {each.wire for each in statuses}
        starting = {each.wire for each in starts}
        for operation in starts:
            for place, text in _texts(operation, operation.response):
                for status in _named(text, reporting, whole=bool(place)):
                    self._add(operation.wire, status, f"{operation.wire}{place}")
        for operation in statuses:
            for place, text in _texts(operation, operation.request):
                for start in _named(text, starting, whole=bool(place)):
                    self._add(start, operation.wire, f"{operation.wire}{place}")

    def _add(self, start: str, status: str, place: str) -> None:
        self.found.setdefault((start, status), place)

    def place(self, start: str, status: str) -> str:
        """Return where one names the other, as ``Operation.member``; empty if neither does."""
        return self.found.get((start, status), "")


def _texts(operation: ir.Operation, struct: ir.Struct) -> Iterator[tuple[str, str]]:
    yield "", operation.doc
    for field in struct.fields:
        yield f".{field.name}", field.doc


def _named(text: str, wires: Collection[str], *, whole: bool) -> Iterator[str]:
    """Yield the operations that a sentence of ``text``, or all of it, names for what they report."""
    if not any(each in wires for each in _NAME.findall(text)):
        return
    for sentence in [text] if whole else _SENTENCE.split(text):
        found = [each for each in _NAME.findall(sentence) if each in wires]
        if found and _CUE.search(_NAME.sub("", sentence)):
            yield from found
