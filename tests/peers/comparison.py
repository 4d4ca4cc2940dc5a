"""What the collected waits of other projects say of a status, and what the catalog says of the same."""

import collections
import dataclasses
import functools
import importlib
import typing as t
from pathlib import Path

from peer_facts.waits import Source, Wait, read

from typed_status import CatalogEntry, Phase, StatusEnum, catalog
from typed_status.runtime.types.annotations import innermost, unwrap
from typed_status.runtime.types.fields import members

FOLDER = Path(__file__).parent / "verdicts"
Verdict = t.Literal["pending", "success", "failure"]
VERDICTS: tuple[Verdict, ...] = ("pending", "success", "failure")
# With one of these as its goal, a wait is one for the end: everything before is pending, whatever else it means.
ENDS = frozenset({"deleted", "delete_complete", "terminated"})
PHASES: dict[Verdict, frozenset[Phase]] = {
    "pending": frozenset({Phase.IN_PROGRESS}),
    "success": frozenset({Phase.SUCCEEDED}),
    "failure": frozenset({Phase.FAILED, Phase.CANCELED}),
}


class Member(t.NamedTuple):
    """A member of an operation's output, by its wire path."""

    service: str
    operation: str
    path: str

    def __str__(self) -> str:
        return f"{self.service}.{self.operation} {self.path}"


class Fact(t.NamedTuple):
    """A value of a member and all that peers say of it while they wait for something that stays."""

    member: Member
    value: str
    verdicts: frozenset[Verdict]

    def __str__(self) -> str:
        return f"{self.member}={self.value}: {'/'.join(sorted(self.verdicts))}"


@functools.cache
def sources() -> dict[str, list[Source]]:
    return {path.stem: read(path)[0] for path in sorted(FOLDER.glob("*.json"))}


@functools.cache
def waits() -> tuple[tuple[str, Wait], ...]:
    """All waits, each with its peer."""
    return tuple(
        (path.stem, wait) for path in sorted(FOLDER.glob("*.json")) for wait in read(path)[1]
    )


def member_of(wait: Wait) -> Member:
    return Member(wait.service, wait.operation, wait.path)


def is_for_the_end(wait: Wait) -> bool:
    """Return whether a wait is one until something is gone."""
    return wait.gone or (bool(wait.success) and ENDS.issuperset(map(str.lower, wait.success)))


def _collected(chosen: t.Callable[[Wait, Verdict], bool]) -> list[Fact]:
    said: dict[tuple[Member, str], set[Verdict]] = collections.defaultdict(set)
    for _, wait in waits():
        for verdict in VERDICTS:
            if chosen(wait, verdict):
                for value in getattr(wait, verdict):
                    said[member_of(wait), value].add(verdict)
    return [Fact(*key, frozenset(verdicts)) for key, verdicts in sorted(said.items())]


def facts() -> list[Fact]:
    """What peers say of values; not what they poll through until something is gone, where everything is pending."""
    return _collected(lambda wait, verdict: not (is_for_the_end(wait) and verdict == "pending"))


def still_there() -> list[Fact]:
    """The values at which something is not gone yet."""
    return _collected(lambda wait, verdict: is_for_the_end(wait) and verdict == "pending")


@functools.cache
def _entries() -> dict[tuple[str, str], CatalogEntry]:
    return {(each.service, each.operation): each for each in catalog() if each.status}


def entry_of(service: str, operation: str) -> CatalogEntry | None:
    """Return the operation in the catalog, if it is there with a status."""
    return _entries().get((service, operation))


def _response(entry: CatalogEntry) -> t.Any:
    module = importlib.import_module(f"typed_status.services.{entry.module}")
    return getattr(module, f"{entry.operation}Response")


def wire_path(entry: CatalogEntry, path: tuple[str, ...]) -> str:
    """Return a path of field names as one of wire names, in which lists and maps end in ``[]``."""
    kind = _response(entry)
    names: list[str] = []
    for part in path:
        name, *others = part.removesuffix("[]").split("|")
        branches = [members(kind)[each].name for each in (name, *others)]
        names.append("|".join(branches) + ("[]" if part.endswith("[]") else ""))
        kind = innermost(kind.model_fields[name].annotation)
    return ".".join(names)


@dataclasses.dataclass(frozen=True)
class Known:
    """The statuses of an operation in the catalog, by wire path: the lead, and the enums of all."""

    lead: str
    enums: dict[str, type[StatusEnum]]


@functools.cache
def known(service: str, operation: str) -> Known | None:
    entry = entry_of(service, operation)
    if entry is None:
        return None
    found: dict[str, type[StatusEnum]] = {}
    for path in (entry.status, *entry.other_statuses):
        kind = _response(entry)
        for part in path:
            name = part.removesuffix("[]").split("|")[0]
            kind = innermost(kind.model_fields[name].annotation)
        if isinstance(unwrap(kind), type) and issubclass(kind, StatusEnum):
            found[wire_path(entry, path)] = kind
    return Known(wire_path(entry, entry.status), found)


def enum_of(member: Member) -> type[StatusEnum] | None:
    """Return the enum of a member; ``None`` if it is none of the catalog's statuses."""
    here = known(member.service, member.operation)
    return None if here is None else here.enums.get(member.path)


def phase_of(fact: Fact) -> Phase | None:
    """Return our phase of a value; ``None`` if the member is none of the catalog's statuses."""
    enum = enum_of(fact.member)
    return None if enum is None else enum(fact.value).phase


def agrees(fact: Fact) -> bool:
    """Return whether our phase is what one of the peers says."""
    return any(phase_of(fact) in PHASES[verdict] for verdict in fact.verdicts)
