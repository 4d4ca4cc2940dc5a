"""The words of operation names: what is done to what.

May import: the standard library, ``codegen.models.naming`` and ``codegen.starts.motions``.
"""

from __future__ import annotations

import functools
import re
import typing as t
from collections.abc import Collection

from typed_status.codegen.models import naming
from typed_status.codegen.starts.motions import Motion, of_verb

__all__ = ["KINDS", "Name", "is_operation", "parsed", "same_thing", "singular", "subject"]

# Before the verb, or between it and what it is done to.
_BATCH = frozenset({"admin", "batch", "bulk"})
# What follows is not the thing itself: RestoreDBInstanceFromDBSnapshot, CreateDistributionWithTags.
_ASIDE = frozenset({"by", "from", "in", "into", "on", "to", "using", "with"})
_READS = re.compile(
    r"(?:Batch)?(?:Check|Describe|Find|Get|Head|List|Lookup|Poll|Query|Read|Scan|Search|View)"
)
# Words before a thing that is created.
_NEW = frozenset({"custom", "default", "imported", "updated"})
# Words that a reading operation adds to the name of the thing.
_REPORTS = frozenset("detail info metadata progress result state status summary".split())
_IRREGULAR = {"alias": "alias", "aliases": "alias", "analyses": "analysis", "as": "as"}
# After what a reading operation reports on: whose it is, or who reads it.
_OF = frozenset({"as", "for"})
_VERSION = re.compile(r"v\d+")
KINDS: t.Final = frozenset({"arn", "id", "identifier", "name", "token", "number"})
"""The last word of the name of a member that identifies something."""
_OPERATIONS = frozenset(
    "action activity analysis build change command creation deletion deployment execution export import ingestion invalidation invocation job migration modification operation query "
    "record refresh report request run scan session statement step submission task token transaction transform update".split()
)


class Name(t.NamedTuple):
    """An operation's name: ``noun`` is the thing, in lower case and the singular; ``aside`` are the words after it."""

    verb: str
    motion: Motion | None
    noun: tuple[str, ...]
    aside: tuple[str, ...] = ()
    batch: bool = False


@functools.cache
def singular(wire: str) -> tuple[str, ...]:
    """Return the words of a wire name in lower case and the singular: ``DBInstances`` is ``db``, ``instance``."""
    return tuple(_one(word.lower()) for word in naming.words(wire))


def _one(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("sses", "tuses", "xes", "tches", "nches", "rches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@functools.cache
def parsed(wire: str) -> Name:
    """Parse the name of an operation that does something."""
    words = [*singular(wire)]
    batch = bool(words) and words[0] in _BATCH
    words = words[1:] if batch and len(words) > 1 else words
    verb = naming.words(wire)[int(batch)].lower() if words else ""
    rest = words[1:]
    at = next((at for at, word in enumerate(rest) if at and word in _ASIDE), len(rest))
    return Name(verb, of_verb(verb), tuple(rest[:at]), tuple(rest[at:]), batch)


@functools.cache
def subject(wire: str) -> tuple[str, ...]:
    """Return what an operation that only reads reports on, without words like ``Status``."""
    return _subjects(wire)[-1]


@functools.cache
def _subjects(wire: str) -> tuple[tuple[str, ...], ...]:
    words = singular(_READS.sub("", wire, count=1).removesuffix("Attributes") or wire)
    found = [words]
    while len(words) > 1 and (words[-1] in _REPORTS or _VERSION.fullmatch(words[-1])):
        words = words[:-1]
        found.append(words)
    return tuple(found)


def same_thing(name: Name, wire: str, holders: Collection[tuple[str, ...]] = ()) -> tuple[str, ...]:
    """Return the thing that an operation acts on and that another one, ``wire``, reports on; empty if they are two.

    ``holders`` are the things that the request of ``wire`` names: the packages for a domain are packages if it names a domain.
    """
    noun = name.noun[:-1] if len(name.noun) > 1 and _VERSION.fullmatch(name.noun[-1]) else name.noun
    noun = noun[1:] if len(noun) > 1 and noun[0] in _NEW else noun
    nouns = [name.noun, noun, (name.verb, *noun)]
    if name.motion in ("attach", "detach"):
        nouns.append((*noun, "association"))
    if name.motion == "update":
        nouns.append((*noun, "modification"))
    subjects = _subjects(wire)
    at = next((at for at, word in enumerate(subjects[0]) if word in _OF), 0)
    if at and (subjects[0][at] == "as" or subjects[0][at + 1 :] in holders):
        subjects += (subjects[0][:at],)
    return next((each for each in subjects if each and each in nouns), ())


def is_operation(noun: tuple[str, ...]) -> bool:
    """Whether a thing is an operation of its own, such as a job, whose end is its success."""
    return bool(noun) and noun[-1] in _OPERATIONS
