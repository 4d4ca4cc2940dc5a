"""Rules for members that AWS documents with the words of an adopted fact.

Security Hub and others repeat the resources of other services under other names. A fact of the original holds for the copy if
the documentation of both is the same, and its rule rests on words of it.

May import: the standard library, ``codegen.facts.candidates``, ``codegen.facts.ledger`` and ``codegen.facts.overlay``.
"""

from __future__ import annotations

import json
import re
import typing as t
from collections.abc import Iterable, Iterator
from pathlib import Path

from typed_status.codegen.facts.candidates import Candidate
from typed_status.codegen.facts.ledger import Ledger
from typed_status.codegen.facts.overlay import OVERLAYS, Entry, read_overlay

__all__ = ["Copy", "copies", "rule", "wording", "write"]

_PROVENANCE = frozenset({"id", "targets", "severity", "why", "doc_contains", "shape", "source"})
_ENDINGS = re.compile(r"(?:Details?|Description|Summary|Info|Output|Response|Result)$")


class Copy(t.NamedTuple):
    """A candidate that is not decided, and the adopted one that AWS documents in the same words."""

    candidate: Candidate
    original: Candidate
    entry: Entry


def wording(candidate: Candidate) -> tuple[str, str]:
    """Return what two candidates have in common if AWS documents them in the same words: case and punctuation aside."""
    return candidate.kind, " ".join(re.findall(r"\w+", candidate.sentence.lower()))


def copies(ledgers: Iterable[Ledger], folder: Path = OVERLAYS) -> Iterator[Copy]:
    """Yield the open candidates of ``ledgers`` that are copies of adopted ones; ``folder`` has the overlays."""
    ledgers = list(ledgers)
    adopted: dict[tuple[str, str], tuple[Candidate, Entry]] = {}
    for ledger in ledgers:
        entries = {each.id: each for each in read_overlay(folder / f"{ledger.service}.toml")}
        for candidate, name in ledger.adopted:
            entry = entries.get(name)  # none of what is adopted by a rule of the generator
            if entry and entry.doc_contains and entry.doc_contains in candidate.sentence:
                adopted.setdefault(wording(candidate), (candidate, entry))
    for ledger in ledgers:
        for candidate in ledger.open:
            found = adopted.get(wording(candidate))
            if found is not None:
                yield Copy(candidate, *found)


def rule(copy: Copy) -> str:
    """Write the rule for a copy, in TOML."""
    candidate, original, entry = copy
    shape, member = candidate.target.split(".")
    words = re.findall(r"[A-Za-z0-9]+", f"{_ENDINGS.sub('', shape)}_{member}")
    name = "".join(word[0].upper() + word[1:] for word in words)
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()
    parameters = entry.model_dump(exclude_none=True, exclude_defaults=True, exclude={*_PROVENANCE})
    table = {
        "id": f"{candidate.service}.{kebab}",
        "target": candidate.target,
        **parameters,
        **({"name": name} if "name" in parameters else {}),
        "why": f"As {original.service} {original.target} ({entry.id}): AWS documents both in the same words.",
        "doc_contains": entry.doc_contains,
    }
    return "[[rule]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in table.items())


def write(found: Iterable[Copy], folder: Path = OVERLAYS) -> None:
    """Append the rules for copies to the overlays of their services."""
    for copy in found:
        service = copy.candidate.service
        path = folder / f"{service}.toml"
        head = (
            path.read_text("utf-8")
            if path.exists()
            else f"# What AWS documents of {service} but does not model. The form of an entry is explained in ../overlay.py.\n"
        )
        path.write_text(f"{head}\n{rule(copy)}", "utf-8")


def _toml(value: object) -> str:
    """Write a string, a number, a boolean or a list of strings."""
    return json.dumps(value, ensure_ascii=False)
