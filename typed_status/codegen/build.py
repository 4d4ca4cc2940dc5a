"""The pipeline of the generator: service model -> IR with the reviewed data applied -> modules.

``build`` lowers a service once, then selects operations, applies overlays, reduces the service to the subset and adds
phases. It builds the shipped modules (``shipped``), the modules of users (``codegen.project``) and both sides of a
comparison (``codegen.diff``). ``codegen.package`` renders the result, ``codegen.emit`` writes it.

May import: the standard library, ``codegen.facts``, ``codegen.starts``, ``codegen.statuses``, ``codegen.models``
and ``codegen.exceptions``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.facts import ledger
from typed_status.codegen.facts.apply import apply
from typed_status.codegen.facts.candidates import Candidate, statuses
from typed_status.codegen.facts.examples import instances
from typed_status.codegen.facts.overlay import OVERLAYS, Entry, read_overlay
from typed_status.codegen.facts.units import with_units
from typed_status.codegen.models import botocore_source, ir
from typed_status.codegen.models.lower import lower
from typed_status.codegen.models.subset import in_order_of_use, subset
from typed_status.codegen.starts import decisions as starts_decisions
from typed_status.codegen.starts import shipped as shipped_starts
from typed_status.codegen.starts.find import find as find_starts
from typed_status.codegen.statuses import awaits, catalog, further, gone, progress_paths
from typed_status.codegen.statuses.phases import DECISIONS, Decisions, judge, read_decisions

__all__ = [
    "Built",
    "Reviewed",
    "Shipped",
    "Tolerance",
    "UserOverlay",
    "build",
    "read_reviewed",
    "shipped",
]

UserOverlay = tuple[str, tuple[Entry, ...]]
"""A user's overlay: its name in messages, and its rules."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviewed data about operations, statuses and candidates for facts."""

    exceptions: catalog.Exceptions
    decisions: Decisions
    ends: gone.Exceptions = dataclasses.field(default_factory=gone.Exceptions)
    awaited: awaits.Decisions = dataclasses.field(default_factory=awaits.Decisions)
    further: further.Decisions = dataclasses.field(default_factory=further.Decisions)
    progress: progress_paths.Exceptions = dataclasses.field(
        default_factory=progress_paths.Exceptions
    )
    refusals: tuple[ledger.Refusal, ...] = ()
    starts: starts_decisions.Decisions = dataclasses.field(
        default_factory=starts_decisions.Decisions
    )
    shipped_starts: shipped_starts.Selection = dataclasses.field(
        default_factory=shipped_starts.Selection
    )


def read_reviewed() -> Reviewed:
    """Read the reviewed data; raises ``GenerationError`` if a file is malformed."""
    return Reviewed(
        catalog.read_exceptions(),
        read_decisions(),
        gone.read_exceptions(),
        awaits.read_decisions(),
        further.read_decisions(),
        progress_paths.read_exceptions(),
        ledger.read_refused(),
        starts_decisions.read_decisions(),
        shipped_starts.read_selection(),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Tolerance:
    """How to handle reviewed data that does not fit the release, by kind: each function raises, or returns to continue.

    ``doubt`` is for rules that can be applied but whose documentation, shape or examples have changed: if it
    returns, they are applied; if it raises, they are problems of ``overlay``, which are left out.
    """

    catalog: OnProblem = raise_problem
    overlay: OnProblem = raise_problem
    doubt: OnProblem = raise_problem
    phases: OnProblem = raise_problem


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """A service: ``service`` has the operations of the catalog and those selected, ``None`` if there are none;
    ``lowered`` is the IR of all operations without overlays; ``statuses`` are the texts that may be one; ``questions``
    are open; ``starts`` is what operations start, selected or not."""

    service: ir.Service | None
    lowered: ir.Service
    statuses: tuple[Candidate, ...]
    questions: tuple[str, ...] = ()
    starts: Mapping[str, ir.Start] = dataclasses.field(default_factory=dict[str, ir.Start])


def build(
    name: str,
    reviewed: Reviewed,
    *,
    release: botocore_source.Release | None = None,
    private: bool = False,
    selected: Collection[str] = (),
    overlays: Iterable[UserOverlay] = (),
    tolerance: Tolerance | None = None,
) -> Built:
    """Build the IR of a service.

    ``release`` and ``private`` are as in ``botocore_source.load``; ``overlays`` are the user's.

    Raises:
        OverlayError: a rule of the user's does not fit the service model.
        ServiceModelError: the service model is missing or broken.
        GenerationError: reviewed data does not fit, and ``tolerance`` is strict (the default).
    """
    tolerance = tolerance or Tolerance()
    source = botocore_source.load(name, release, private=private)
    waiters = botocore_source.waiters(name, release, private=private)
    lowered = lower(source, source.model.get("operations", ()))
    polled = catalog.polled_paths(waiters)
    readers = catalog.readers(lowered, polled, reviewed.exceptions)
    texts = tuple(statuses(lowered, readers))
    outputs = botocore_source.examples(name, release, private=private)
    # Our rules were reviewed for the operations that may be in the catalog, the user's are for all.
    examples = instances(lowered, {wire: outputs[wire] for wire in outputs if wire in readers})
    path = OVERLAYS / f"{name}.toml"
    measured = with_units(lowered, reviewed.refusals)
    applied = apply(
        measured, read_overlay(path), path.name, examples, tolerance.overlay, tolerance.doubt
    )
    applied = catalog.judged(applied, reviewed.exceptions, tolerance.catalog)
    found = catalog.find(applied, polled, reviewed.exceptions, tolerance.catalog)
    picks = {pick.name: pick for pick in found}
    if not picks and not selected:
        return Built(None, lowered, texts)
    for file, entries in overlays:
        applied = apply(applied, entries, file, instances(lowered, outputs))
    if selected:
        # Overlays may turn strings into enums, so that operations report a status that they lack in the service model.
        ruled = catalog.find(applied, polled, catalog.Exceptions())
        removed = reviewed.exceptions.removed(name)
        extra = {pick.name: pick for pick in ruled if pick.name not in removed}
        companions = {wire: catalog.Pick(wire, "companion") for wire in selected}
        picks = {wire: extra.get(wire, pick) for wire, pick in companions.items()} | picks
    selecting = _Selecting(applied, waiters, reviewed, tolerance)
    pairs = selecting.pairs(picks)
    begun, lost = shipped_starts.pick(name, pairs, reviewed.shipped_starts)
    begun |= {wire for wire in selected if wire in pairs}
    starting = {wire: catalog.Pick(wire, "start") for wire in sorted(begun)}
    complete, questions = selecting.service(picks | starting, pairs)
    of_further = further.questions(
        complete, {pick.name for pick in found}, reviewed.further, tolerance.catalog
    )
    return Built(complete, lowered, texts, (*questions, *of_further, *lost), pairs)


class _Selecting:
    """Reduces a service to what is picked, and adds what is known of its statuses and starts."""

    def __init__(
        self,
        whole: ir.Service,
        waiters: Sequence[botocore_source.Waiter],
        reviewed: Reviewed,
        tolerance: Tolerance,
    ) -> None:
        self.whole = whole
        self.waiters = waiters
        self.reviewed = reviewed
        self.tolerance = tolerance

    def pairs(self, picks: Mapping[str, catalog.Pick]) -> dict[str, ir.Start]:
        """Find what all operations of the service start, given those that report a status."""
        # Problems are reported once: of the service that is built, and that may have what is missing in this one.
        part, _ = self._judged(picks, Tolerance(*[_ignored] * 4))
        reporting = {each.wire: each for each in part.operations}
        judged = {each.name: each for each in part.enums}
        whole = dataclasses.replace(
            self.whole,
            operations=tuple(reporting.get(each.wire, each) for each in self.whole.operations),
            enums=tuple(judged.get(each.name, each) for each in self.whole.enums),
        )
        return find_starts(whole, self.reviewed.starts, self.tolerance.catalog)

    def service(
        self, picks: Mapping[str, catalog.Pick], pairs: Mapping[str, ir.Start]
    ) -> tuple[ir.Service, tuple[str, ...]]:
        """Build the service of the ``picks``, with what they start; returns the open questions as well."""
        service, questions = self._judged(picks, self.tolerance)
        operations = (
            dataclasses.replace(each, start=pairs[each.wire]) if each.kind == "start" else each
            for each in service.operations
        )
        return dataclasses.replace(service, operations=tuple(operations)), questions

    def _judged(
        self, picks: Mapping[str, catalog.Pick], tolerance: Tolerance
    ) -> tuple[ir.Service, tuple[str, ...]]:
        reviewed = self.reviewed
        chosen = catalog.with_statuses(
            subset(self.whole, picks), picks.values(), reviewed.progress, tolerance.catalog
        )
        service, questions = judge(chosen, self.waiters, reviewed.decisions, tolerance.phases)
        service = gone.mark(service, reviewed.ends, tolerance.phases)
        service = awaits.mark(service, reviewed.awaited, tolerance.phases)
        return further.with_further(service, reviewed.further, tolerance.catalog), questions


def _ignored(_: GenerationError) -> None:
    """Ignore a problem."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shipped:
    """The catalog as IR, and the questions that it leaves to a maintainer; ``problems`` are reviewed data that do
    not hold in the release, ``starts`` what all operations of each service start, shipped or not."""

    services: tuple[ir.Service, ...]
    ledgers: tuple[ledger.Ledger, ...]
    questions: tuple[str, ...]
    problems: tuple[str, ...] = ()
    starts: Mapping[str, Mapping[str, ir.Start]] = dataclasses.field(
        default_factory=dict[str, Mapping[str, ir.Start]]
    )


def shipped(
    names: Iterable[str] | None = None,
    release: botocore_source.Release | None = None,
    *,
    strict: bool = True,
) -> Shipped:
    """Build the catalog, of the services named or of all, from the installed botocore or from another release.

    Raises:
        GenerationError: reviewed data do not hold in the release. If not ``strict``, the result lists them, and
            those that cannot be applied are left out.
    """
    problems: dict[str, None] = {}

    def note(error: GenerationError) -> None:
        problems[str(error)] = None

    on_problem: OnProblem = raise_problem if strict else note
    tolerance = Tolerance(*[on_problem] * 4)
    reviewed = read_reviewed()
    services: list[ir.Service] = []
    ledgers: list[ledger.Ledger] = []
    questions: list[str] = []
    pairs: dict[str, Mapping[str, ir.Start]] = {}
    for name in botocore_source.services(release) if names is None else names:
        built = build(name, reviewed, release=release, tolerance=tolerance)
        operations = [each.wire for each in built.service.operations] if built.service else []
        unruled = subset(built.lowered, operations)
        begun = (
            [each.wire for each in built.service.operations if each.start] if built.service else []
        )
        reporting = subset(built.lowered, {*operations} - {*begun})
        entries = read_overlay(OVERLAYS / f"{name}.toml")
        ledgers.append(
            ledger.review(
                unruled, entries, reviewed.refusals, on_problem, built.statuses, reporting
            )
        )
        pairs[name] = built.starts
        if built.service is not None:
            # The order must not depend on operations that are not shipped.
            services.append(in_order_of_use(built.service))
        questions += [*built.questions, *map(ledger.question, ledgers[-1].open)]
    reviewed_for = {*botocore_source.services(release)}
    shipped_ones = {service.name for service in services} if names is None else reviewed_for
    _check_services(shipped_ones, reviewed_for, reviewed, on_problem)
    return Shipped(tuple(services), tuple(ledgers), tuple(questions), tuple(problems), pairs)


def _check_services(
    shipped: Collection[str],
    known: Collection[str],
    reviewed: Reviewed,
    on_problem: OnProblem,
) -> None:
    """Report reviewed data about services that are not ``shipped``, and refusals for those that are not ``known``."""
    about = {(f"overlays/{path.name}", path.stem) for path in OVERLAYS.glob("*.toml")}
    about |= {(DECISIONS.name, each.service) for each in reviewed.decisions.phase}
    about |= {(gone.EXCEPTIONS.name, each.service) for each in reviewed.ends.entries}
    about |= {(further.DECISIONS.name, each.service) for each in reviewed.further.entries}
    about |= {
        (progress_paths.EXCEPTIONS.name, each.service) for each in reviewed.progress.structure
    }
    about |= {(awaits.DECISIONS.name, each.service) for each in reviewed.awaited.awaits}
    about |= {(starts_decisions.DECISIONS.name, each) for each in reviewed.starts.services}
    for file, service in sorted(about):
        if service not in shipped:
            on_problem(GenerationError(f"{file}: the catalog has no service {service!r}"))
    for service in sorted({each.service for each in reviewed.refusals} - {*known}):
        on_problem(GenerationError(f"{ledger.REFUSED.name}: botocore has no service {service!r}"))
