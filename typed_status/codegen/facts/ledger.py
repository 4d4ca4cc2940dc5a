"""The ledger of facts: each candidate is adopted in an overlay, refused with a reason, or an open question.

``refused.toml`` is a list of ``[[refused]]`` tables: ``service``, ``targets``, ``kind`` (as in
``candidates``) and ``why``, and a ``source`` where AWS's documentation of the member says otherwise.

May import: the standard library, pydantic, ``codegen.facts.candidates``, ``codegen.exceptions``, ``codegen.models.ir`` and
``codegen.facts.overlay``.
"""

from __future__ import annotations

import tomllib
import typing as t
from collections.abc import Iterable, Sequence
from pathlib import Path

import pydantic

from typed_status.codegen.exceptions import GenerationError, OnProblem, raise_problem
from typed_status.codegen.facts import overlay
from typed_status.codegen.facts.candidates import Candidate, Kind, candidates, shortened
from typed_status.codegen.models import ir

__all__ = ["REFUSED", "Ledger", "Refusal", "question", "read_refused", "review"]

REFUSED = Path(__file__).parent / "refused.toml"

_QUESTIONS: dict[Kind, str] = {
    "time": "a point in time?",
    "epoch": "a point in time, and in which unit?",
    "json": "JSON text?",
    "steps": "a multiple of what?",
    "status": "a status, and of which values?",
    "values": "one of which values?",
    "range": "what always holds of its values, also in requests?",
    "unit": "in which unit?",
    "only_when": "present only when which member has which value?",
    "needed_when": "always present when which member has which value?",
    "exclusive": "absent if which others are present?",
}
_ADOPTED_BY: dict[Kind, tuple[type, ...]] = {
    "time": (overlay.IsoDatetime,),
    "epoch": (overlay.Epoch,),
    "json": (overlay.JsonText,),
    "steps": (overlay.MultipleOf,),
    "status": (overlay.OpenEnum,),
    "values": (overlay.OpenEnum,),
    "range": (overlay.Range, overlay.WithinLimits),
    "unit": (overlay.Unit,),
    "only_when": (overlay.OnlyWhen,),
    "needed_when": (overlay.NeededWhen,),
    "exclusive": (overlay.Exclusive,),
}
# What is adopted by a rule of the generator, unless it is refused.
_BY_RULE: dict[Kind, str] = {"unit": "by its documentation"}


class Refusal(pydantic.BaseModel):
    """Candidates that are not facts, and why."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    service: str
    targets: tuple[str, ...] = pydantic.Field(min_length=1)
    kind: Kind
    why: str = pydantic.Field(min_length=1)
    source: str | None = pydantic.Field(None, min_length=1)


class Ledger(t.NamedTuple):
    """The candidates of a service by the decision on them."""

    service: str
    adopted: tuple[tuple[Candidate, str], ...]
    refused: tuple[tuple[Candidate, str], ...]
    open: tuple[Candidate, ...]


def read_refused(path: Path = REFUSED) -> tuple[Refusal, ...]:
    """Read the refusals.

    Raises:
        GenerationError: the file is malformed, or refuses a candidate twice.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        found = _TABLES.validate_python(tables)["refused"]
    except (ValueError, KeyError) as error:
        raise GenerationError(f"{path.name}: {error}") from error
    seen: set[tuple[str, str, str]] = set()
    for refusal in found:
        for target in refusal.targets:
            key = refusal.service, target, refusal.kind
            if key in seen:
                raise GenerationError(f"{path.name}: {' '.join(key)} is refused twice")
            seen.add(key)
    return found


_TABLES = pydantic.TypeAdapter(dict[t.Literal["refused"], tuple[Refusal, ...]])


def review(
    service: ir.Service,
    entries: Sequence[overlay.Entry],
    refusals: Iterable[Refusal],
    on_problem: OnProblem = raise_problem,
    statuses: Iterable[Candidate] = (),
    reporting: ir.Service | None = None,
) -> Ledger:
    """Sort the candidates of ``service``, the IR without its overlay, and the ``statuses`` by the decision on them.

    ``reporting`` is as in ``candidates``.

    One of the ``statuses`` is a candidate for ``values`` only if it is refused as a status. A refusal of what is adopted as
    well, or of what is not a candidate, is a problem.
    """
    reasons = {
        (target, refusal.kind): refusal.why
        for refusal in refusals
        if refusal.service == service.name
        for target in refusal.targets
    }
    statuses = tuple(statuses)
    taken = {each.target for each in statuses if (each.target, "status") not in reasons}
    found = (
        each
        for each in candidates(service, reporting)
        if each.kind != "values" or each.target not in taken
    )
    adopted: list[tuple[Candidate, str]] = []
    refused: list[tuple[Candidate, str]] = []
    undecided: list[Candidate] = []
    for candidate in (*found, *statuses):
        rules = [entry.id for entry in entries if _adopts(entry, candidate)]
        why = reasons.pop((candidate.target, candidate.kind), None)
        if rules and why:
            reason = f"{service.name} {candidate.target} is adopted by {rules[0]}"
            on_problem(GenerationError(f"{REFUSED.name}: {reason}"))
        if rules:
            adopted.append((candidate, rules[0]))
        elif why:
            refused.append((candidate, why))
        elif candidate.kind in _BY_RULE:
            adopted.append((candidate, _BY_RULE[candidate.kind]))
        else:
            undecided.append(candidate)
    for target, kind in reasons:
        reason = f"{service.name} {target} is not a candidate of kind {kind!r}: drop the refusal"
        on_problem(GenerationError(f"{REFUSED.name}: {reason}"))
    return Ledger(service.name, tuple(adopted), tuple(refused), tuple(undecided))


def _adopts(entry: overlay.Entry, candidate: Candidate) -> bool:
    if candidate.kind == "status" and isinstance(entry, overlay.OpenEnum) and entry.status is False:
        return False
    return candidate.target in entry.targets and isinstance(entry, _ADOPTED_BY[candidate.kind])


def question(candidate: Candidate) -> str:
    """Write the question to a maintainer about a candidate that is neither adopted nor refused."""
    return (
        f"{candidate.service} {candidate.target}: {_QUESTIONS[candidate.kind]} "
        f'It is documented as "{shortened(candidate.sentence)}"'
    )
