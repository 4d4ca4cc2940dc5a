"""The course of what was started: which statuses are wanted, left over from before or contrary, and whether it has moved.

A status operation may report the old status for some time after a start, and reports it for good if the start had no
effect. So an old status means nothing until the status has moved; what has moved and comes back has failed.

May import: the standard library, ``runtime.statuses`` and everything below it.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Iterable, Mapping, Sequence

from typed_status.runtime.models.operations import Response
from typed_status.runtime.statuses.status import status_enum
from typed_status.runtime.types.enums import StatusEnum

__all__ = ["Course", "Motion"]

# How often in a row a status must be seen where one sighting may be that of a replica which lags behind.
_SIGHTINGS: t.Final = 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the statuses mean after a start, as declared in its ``Start``.

    ``begun``: the response of the start itself reported a status that is on the way. ``select`` are paths from an item of a list
    operation, each with the values that it may have; those through a list are of the parts of an item that have a status each. ``equals`` are paths in a response without a status, each with the value, in boto3's form,
    that it has at the end. ``further``: further statuses count beside the leading one, unless ``until`` says what is enough.
    """

    wanted: tuple[str, ...] = ()
    gone: bool = False
    initial: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    select: Mapping[str, tuple[str, ...]] = dataclasses.field(
        default_factory=dict[str, tuple[str, ...]]
    )
    begun: bool = False
    further: bool = True
    equals: Mapping[str, t.Any] = dataclasses.field(default_factory=dict[str, t.Any])

    @classmethod
    def of_json(cls, **fields: t.Any) -> Course:
        """Return a course from its fields, of which JSON has the tuples as lists."""
        values: dict[str, t.Any] = {
            name: tuple(t.cast(list[str], value)) if isinstance(value, list) else value
            for name, value in fields.items()
        }
        values["select"] = {path: tuple(found) for path, found in fields["select"].items()}
        return cls(**values)

    def members(
        self, texts: Iterable[str], response: type[Response], *, wanted: bool = False
    ) -> frozenset[StatusEnum]:
        """Return the values of the watched enum with these texts; ``ValueError`` for one that it does not have."""
        enum = status_enum(response, self.watch or None)
        declared = {str(each): each for each in enum}
        for each in texts:
            if each not in declared:
                what = "until" if wanted else "a status of the start"
                expected = ", ".join(declared)
                raise ValueError(
                    f"{what}={each!r} is not a value of {enum.__name__}; expected one of {expected}"
                )
        return frozenset(declared[each] for each in texts)


@dataclasses.dataclass(slots=True)
class Motion:
    """What the attempts so far show of the motion, of one item or of several.

    Items have no identity here, so they are counted: ``left`` is the highest number that had left the initial statuses at one
    time, ``fewest`` the lowest number that had an initial one, and ``returned`` for how many attempts in a row some item has
    been in an initial status again. ``sightings`` is for how many attempts in a row all had a wanted status.
    """

    left: int = 0
    fewest: int | None = None
    returned: int = 0
    sightings: int = 0

    @classmethod
    def of_json(cls, **counts: object) -> Motion:
        """Return a motion from its fields; raises ``ValueError`` for an invalid one."""
        for name, value in counts.items():
            is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            if not is_count and not (name == "fewest" and value is None):
                raise ValueError(f"{name} must be a whole number of at least 0, got {value!r}")
        return cls(**t.cast(dict[str, t.Any], counts))

    def record(
        self,
        statuses: Sequence[StatusEnum | None],
        initial: frozenset[StatusEnum],
        wanted: frozenset[StatusEnum],
    ) -> None:
        """Record the statuses of an attempt."""
        present = [each for each in statuses if each is not None]
        if not present:
            self.sightings = 0
            return
        old = sum(each in initial for each in present)
        left = len(present) - old
        is_back = self.fewest is not None and left < self.left and old > self.fewest
        self.returned = self.returned + 1 if is_back else 0
        self.left = max(self.left, left)
        self.fewest = old if self.fewest is None else min(self.fewest, old)
        self.sightings = self.sightings + 1 if all(each in wanted for each in statuses) else 0

    @property
    def has_moved(self) -> bool:
        """Whether the status operation has shown a status that is no initial one."""
        return self.left > 0

    @property
    def has_returned(self) -> bool:
        """Whether an item that had moved has an initial status again, and not for a moment only."""
        return self.returned >= _SIGHTINGS

    def is_over(self, count: int, *, begun: bool, overdue: bool) -> bool:
        """Return whether a wanted status that ``count`` items have is the new one, although it is an initial one, too.

        It is once all have moved; or if it was seen repeatedly after the start itself reported that they move
        (``begun``), or after the time in which they have to (``overdue``).
        """
        return self.left >= count or ((begun or overdue) and self.sightings >= _SIGHTINGS)
