"""A wait of another project, as facts: which values of which member it polls through, wants or fails at.

May import: the standard library.
"""

from __future__ import annotations

import dataclasses
import json
import typing as t
from collections.abc import Iterable
from pathlib import Path

__all__ = ["Source", "Wait", "read", "write"]


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: ``version`` is a commit, or the version of a package."""

    repository: str
    version: str


@dataclasses.dataclass(frozen=True)
class Wait:
    """What a project waits for.

    ``path`` is the wire path of the member, with ``[]`` after lists and maps, and empty if the source does not show it.
    ``name`` is the function, waiter or constant in ``file``. ``gone`` is true if the wait ends when nothing is found.
    """

    service: str
    operation: str
    path: str
    repository: str
    file: str
    line: int
    name: str
    pending: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    gone: bool = False

    @property
    def verdicts(self) -> int:
        """How many values the wait judges."""
        return len(self.pending) + len(self.success) + len(self.failure)


def read(path: Path) -> tuple[list[Source], list[Wait]]:
    """Return the sources and the waits in a file."""
    data: t.Any = json.loads(path.read_text("utf-8"))
    waits: list[Wait] = []
    for row in data["waits"]:
        pending, success, failure = (
            tuple(row.pop(kind, ())) for kind in ("pending", "success", "failure")
        )
        waits.append(Wait(**row, pending=pending, success=success, failure=failure))
    return [Source(**each) for each in data["sources"]], waits


def write(path: Path, sources: Iterable[Source], waits: Iterable[Wait]) -> int:
    """Write the waits that have a verdict, one a line, and return how many verdicts they have."""
    kept = sorted({each for each in waits if each.verdicts}, key=dataclasses.astuple)
    lines = ",\n".join(json.dumps(_row(each)) for each in kept)
    listed = ",\n".join(json.dumps(dataclasses.asdict(each)) for each in sources)
    path.write_text(f'{{"sources": [\n{listed}\n],\n"waits": [\n{lines}\n]}}\n', "utf-8")
    return sum(each.verdicts for each in kept)


def _row(wait: Wait) -> dict[str, t.Any]:
    row = dataclasses.asdict(wait)
    return {name: value for name, value in row.items() if value or name == "path"}
