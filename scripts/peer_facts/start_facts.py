"""A start that another project sends, as facts: which operation it then reads, and at which values it goes on.

May import: the standard library and ``waits``.
"""

from __future__ import annotations

import dataclasses
import json
import typing as t
from collections.abc import Iterable
from pathlib import Path

from .waits import Source, Wait

__all__ = ["StartFact", "followed_by", "read", "write"]

_LISTS = ("reads", "pending", "success", "failure")


@dataclasses.dataclass(frozen=True)
class StartFact:
    """What a project reads after a start.

    ``reads`` are the operations that may report on it: the one that is polled if the source shows a wait (``waits``), or
    those that whoever sends the start may also call. ``path`` is the wire path of the status, with ``[]`` after lists and
    maps, or empty. ``name`` is the function, class or section in ``file``, and ``wait`` that of the wait. ``gone`` is true
    if the wait ends when nothing is found.
    """

    service: str
    start: str
    reads: tuple[str, ...]
    repository: str
    file: str
    line: int
    name: str
    wait: str = ""
    path: str = ""
    pending: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    gone: bool = False

    @property
    def waits(self) -> bool:
        """Whether the source shows a wait."""
        return bool(self.wait)


def followed_by(
    start: str, wait: Wait, repository: str, file: str, line: int, name: str
) -> StartFact:
    """Return the fact that a start is followed by a wait."""
    return StartFact(
        service=wait.service,
        start=start,
        reads=(wait.operation,),
        repository=repository,
        file=file,
        line=line,
        name=name,
        wait=wait.name,
        path=wait.path,
        pending=wait.pending,
        success=wait.success,
        failure=wait.failure,
        gone=wait.gone,
    )


def read(path: Path) -> tuple[list[Source], list[StartFact]]:
    """Return the sources and the facts in a file."""
    data: t.Any = json.loads(path.read_text("utf-8"))
    facts = [
        StartFact(
            **{name: tuple(value) if name in _LISTS else value for name, value in row.items()}
        )
        for row in data["starts"]
    ]
    return [Source(**each) for each in data["sources"]], facts


def write(path: Path, sources: Iterable[Source], facts: Iterable[StartFact]) -> int:
    """Write the facts, one a line, and return how many there are."""
    kept = sorted(set(facts), key=dataclasses.astuple)
    lines = ",\n".join(
        json.dumps({name: value for name, value in dataclasses.asdict(each).items() if value})
        for each in kept
    )
    listed = ",\n".join(json.dumps(dataclasses.asdict(each)) for each in sources)
    path.write_text(f'{{"sources": [\n{listed}\n],\n"starts": [\n{lines}\n]}}\n', "utf-8")
    return len(kept)
