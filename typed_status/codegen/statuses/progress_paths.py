"""Where a response says how far something is: the paths to percentages and counts, by a rule over names and types.

A percentage is a number or a text that is called so and says of what (``ProgressPercent``, ``PercentDone``), or that is
called the progress. Counts are members of one structure that count the same things, which their names say: a total, and
those that are done, succeeded, failed or left; without a total, all of these together. A map from status values to numbers
counts, too. The structure nearest to the status decides. Members that AWS marks sensitive are left out.

Where the rule is wrong about a structure, ``progress.toml`` decides, with the reason and the source.

A group is a tuple of pairs, a role and a path. The roles: ``percent`` (0 to 100), ``fraction`` (0 to 1), ``total``, ``done``
(succeeded or not), ``succeeded``, ``failed``, ``left``, ``counts`` (a map), and ``step`` (a step that the status is of).

May import: the standard library, pydantic, ``codegen.models.ir``, ``codegen.models.naming``, ``codegen.statuses.status_paths``, ``codegen.reviewed_files`` and
``codegen.exceptions``.
"""

from __future__ import annotations

import pathlib
import typing as t
from collections.abc import Iterable, Iterator

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.models import ir, naming
from typed_status.codegen.reviewed_files import read_reviewed_file
from typed_status.codegen.statuses.status_paths import Path, Search

__all__ = ["EXCEPTIONS", "Exceptions", "Group", "ProgressPaths", "read_exceptions"]

EXCEPTIONS = pathlib.Path(__file__).parent / "progress.toml"

Group = tuple[tuple[str, Path], ...]

_ROLES = "percent|fraction|total|done|succeeded|failed|left|counts"
_GROUP = rf"^({_ROLES}) [\w.]+( ({_ROLES}) [\w.]+)*$"
_PERCENT = frozenset("percent percentage".split())
_COMPLETION = frozenset("complete completed completion done finished progress".split())
# The words for each role; the first role decides.
_WORDS: t.Final[dict[str, frozenset[str]]] = {
    "left": frozenset(
        "loading pending processing queued remaining running scheduled unprocessed waiting".split()
    ),
    "failed": frozenset(
        "aborted canceled cancelled error errored expired failed failure rejected skipped stopped timed timeout".split()
    ),
    "done": frozenset(
        "analyzed complete completed done evaluated executed finished processed scanned transferred".split()
    ),
    "succeeded": frozenset(
        "converted copied deployed exported imported loaded migrated passed restored succeeded success successful "
        "translated warned".split()
    ),
    "total": frozenset("estimated expected input target total".split()),
}
# What a name says beside the role and the thing that is counted.
_NOISE = frozenset(
    "backup count counter data in no not number of out progress resize size to transfer with".split()
)
_NUMBERS = ("int", "float")
# How many structures deep, in what is beside a status, progress may be.
_DEPTH = 3


class _Entry(pydantic.BaseModel):
    """The progress in some structures: groups of roles and wire names; none if they have none."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    shapes: tuple[str, ...] = pydantic.Field(min_length=1)
    progress: tuple[t.Annotated[str, pydantic.Field(pattern=_GROUP)], ...]
    why: str = pydantic.Field(min_length=1)
    source: str = pydantic.Field(min_length=1)

    @property
    def groups(self) -> list[Group]:
        """Return the groups, their paths relative to the structure."""
        words = [each.split() for each in self.progress]
        return [
            tuple(
                (role, tuple(path.split(".")))
                for role, path in zip(each[::2], each[1::2], strict=True)
            )
            for each in words
        ]


class Exceptions(pydantic.BaseModel):
    """The content of ``progress.toml``: structures about which the rule is wrong."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    structure: tuple[_Entry, ...] = ()

    @pydantic.model_validator(mode="after")
    def _decides_once(self) -> t.Self:
        keys = [(each.service, shape) for each in self.structure for shape in each.shapes]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"there are two decisions on {'.'.join(key)}")
        return self


def read_exceptions(path: pathlib.Path = EXCEPTIONS) -> Exceptions:
    """Read the reviewed exceptions; raises ``GenerationError`` if the file is malformed."""
    return read_reviewed_file(path, Exceptions)


class ProgressPaths:
    """The progress in the responses of a service: the rule, and the exceptions from it."""

    def __init__(
        self, search: Search, exceptions: Exceptions, on_problem: OnProblem = raise_problem
    ) -> None:
        self.search = search
        self.on_problem = on_problem
        self.decided = {
            shape: each.groups
            for each in exceptions.structure
            if each.service == search.name
            for shape in each.shapes
        }
        self._left = set(self.decided)

    def of(self, response: ir.Struct, status: Path, step: Path = ()) -> list[Group]:
        """Return the groups for the status at ``status``, of the structure that is nearest to it and has some.

        Of a list operation, they are in the same item. ``step`` is the path to the step that the status is of, if it is.
        """
        if step:
            return [(("step", step),)]
        along = self.search.fields(response, status)
        listed = [at for at, field in enumerate(along) if field.type.kind in ("list", "map")]
        structs = [
            response,
            *(self.search.structs[each.type.innermost.name] for each in along[:-1]),
        ]
        for depth in reversed(range(listed[-1] + 1 if listed else 0, len(along))):
            if any(field.sensitive for field in along[:depth]):
                continue
            if groups := self._of_struct(structs[depth]):
                before = status[:depth]
                return [tuple((role, (*before, *path)) for role, path in group) for group in groups]
        return []

    def check(self) -> None:
        """Report the exceptions that no operation needed."""
        for shape in sorted(self._left):
            self._problem(f"{shape} is no structure with the status of an operation")

    def _of_struct(self, struct: ir.Struct) -> list[Group]:
        ruled = _nearest(list(self._ruled(struct, None, _DEPTH)))
        if struct.name not in self.decided:
            return ruled
        groups = self.decided[struct.name]
        if struct.name in self._left:
            self._left.remove(struct.name)
            if ruled == groups:
                self._problem(f"{struct.name} is decided so by the rule: drop it")
            for path in (path for group in groups for _, path in group):
                if len(self.search.fields(struct, path)) != len(path):
                    self._problem(f"{struct.name} has no member {'.'.join(path)!r}")
                    return []
        return groups

    def _problem(self, text: str) -> None:
        self.on_problem(GenerationError(f"{EXCEPTIONS.name}: {self.search.name} {text}"))

    def _ruled(
        self, struct: ir.Struct, holder: ir.Field | None, depth: int, before: Path = ()
    ) -> Iterator[Group]:
        """Yield what the rule finds in ``struct``, which ``holder`` holds."""
        if struct.sensitive:
            return
        fields = [field for field in struct.fields if not field.sensitive]
        for field in fields:
            if _is_percentage(field, holder):
                yield (("percent", (*before, field.wire)),)
        for members in _counted(fields):
            yield tuple((role, (*before, wire)) for role, wire in members)
        for field in fields:
            if _counts_statuses(field):
                yield (("counts", (*before, field.wire)),)
            inner = self.search.structs.get(field.type.name)
            # What has a status of its own is something else.
            if inner is not None and depth and not any(map(self.search.is_status, inner.fields)):
                yield from self._ruled(inner, field, depth - 1, (*before, field.wire))


def _nearest(found: list[Group]) -> list[Group]:
    """Return the percentages and the counts that are the least deep, the percentages first."""
    percents = [group for group in found if group[0][0] == "percent"]
    counts = [group for group in found if group[0][0] != "percent"]
    return [
        group
        for groups in (percents, counts)
        for group in groups
        if len(group[0][1]) == min(len(each[0][1]) for each in groups)
    ]


def _is_percentage(field: ir.Field, holder: ir.Field | None) -> bool:
    if field.type.kind not in (*_NUMBERS, "str"):
        return False
    words = naming.singular_words(field.wire)
    if not _PERCENT.isdisjoint(words):
        in_progress = holder is not None and "progress" in naming.singular_words(holder.wire)
        return in_progress or not _COMPLETION.isdisjoint(words)
    return words[-1] == "progress" and words[-2:-1] != ["in"]


def _counts_statuses(field: ir.Field) -> bool:
    if field.type.kind != "map" or field.type.args[-1].kind != "int":
        return False
    return not {"state", "status"}.isdisjoint(naming.singular_words(field.wire))


def _counted(fields: Iterable[ir.Field]) -> Iterator[list[tuple[str, str]]]:
    """Yield the roles and names of the members that count the same things, if they say how many there are in all."""
    groups: dict[frozenset[str], list[tuple[str, str]]] = {}
    for field in fields:
        role = _role(field)
        if role and not _is_percentage(field, None):
            words = {*naming.singular_words(field.wire)} - _NOISE
            thing = frozenset(words.difference(*_WORDS.values()))
            groups.setdefault(thing, []).append((role, field.wire))
    for members in groups.values():
        roles = {role for role, _ in members}
        # Without a total, "completed" beside "failed" does not include it.
        if "total" not in roles and {"done", "failed"} <= roles and "succeeded" not in roles:
            members = [("succeeded" if role == "done" else role, wire) for role, wire in members]
            roles = {role for role, _ in members}
        counted = next((each for each in ("done", "succeeded") if each in roles), "left")
        if counted not in roles or not roles & ({"total", "left"} - {counted}):
            continue
        needed = {counted, "failed", "total" if "total" in roles else "left"}
        yield [member for member in members if member[0] in needed]


def _role(field: ir.Field) -> str:
    """Return what a number counts by its name; empty if that does not say."""
    if field.type.kind not in _NUMBERS:
        return ""
    words = naming.singular_words(field.wire)
    if "progress" in words:
        return "left" if words[words.index("progress") - 1] == "in" else "done"
    role = next((role for role, known in _WORDS.items() if not known.isdisjoint(words)), "")
    if role == "done" and "not" in words:
        return "failed"
    return "succeeded" if role == "done" and "successful" in field.doc else role
