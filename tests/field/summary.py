"""What the readings of many outputs show together: which required members are missing in practice, and how often."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Sequence

from absence import Sighting
from readings import Reading


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """A required member that is missing in practice, or a list or map with ``null`` items.

    ``target`` is ``Shape.member``, as in an overlay; ``how`` as in ``Sighting``. ``sightings`` counts the structures that
    lack the member, of the ``structures`` that have the shape; ``dropped`` those of them that the paging of the AWS CLI
    explains, and ``empty`` those without any member.
    """

    service: str
    target: str
    how: str
    sightings: int
    structures: int
    dropped: int
    empty: int
    operations: Sequence[str]
    sources: Sequence[str]


def evidence_in(readings: Iterable[Reading]) -> list[Evidence]:
    """The evidence in ``readings``, by service; what was seen most often comes first."""
    found: dict[tuple[str, str, str], list[tuple[Reading, Sighting]]] = {}
    seen: collections.Counter[tuple[str, str]] = collections.Counter()
    for reading in readings:
        service = reading.document.service
        for (shape, member), count in reading.seen.items():
            seen[service, f"{shape}.{member}"] += count
        for each in reading.evidence:
            key = service, f"{each.shape}.{each.member}", each.how
            found.setdefault(key, []).append((reading, each))
    evidence = [
        Evidence(
            service=service,
            target=target,
            how=how,
            sightings=len(group),
            structures=seen[service, target],
            dropped=sum(each.dropped for _, each in group),
            empty=sum(each.empty for _, each in group),
            operations=sorted({reading.document.operation for reading, _ in group}),
            sources=list(dict.fromkeys(reading.document.source for reading, _ in group)),
        )
        for (service, target, how), group in found.items()
    ]
    return sorted(evidence, key=lambda each: (each.service, -each.sightings, each.target))
