"""Candidates for facts: members whose name, shape or documentation indicates more than their type.

There are fourteen kinds: a ``time`` in a string, an ``epoch`` number, ``json`` in a string, a number in ``steps``, the
``range`` and the ``unit`` of a number, a ``status`` of unknown values in a string, a string whose documentation lists its
``values``, the ``length`` of a string or list, the ``pattern`` of a string, and numbers that have a ``sum``; and a member that is present
``only_when`` or is ``needed_when`` another one has a value, or that is ``exclusive`` with others. All but ``status`` are found in requests, too. The rule prefers
false positives to false negatives: each candidate is adopted in an overlay, refused with a reason in ``refused.toml``, or reported as
an open question. Units are adopted by their rule, which is precise (``units``).

May import: the standard library, ``codegen.models.ir``, ``codegen.facts.documented_lengths``,
``codegen.facts.documented_patterns``, ``codegen.facts.documented_presence``, ``codegen.facts.documented_ranges``,
``codegen.facts.documented_sums``, ``codegen.facts.documented_units``, ``codegen.facts.documented_values`` and
``codegen.statuses.status_paths``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Collection, Iterator, Sequence

from typed_status.codegen.facts.documented_lengths import documented_length
from typed_status.codegen.facts.documented_patterns import documented_pattern
from typed_status.codegen.facts.documented_presence import documented_presence
from typed_status.codegen.facts.documented_ranges import documented_range
from typed_status.codegen.facts.documented_sums import documented_sum
from typed_status.codegen.facts.documented_units import documented_unit
from typed_status.codegen.facts.documented_values import listing
from typed_status.codegen.models import ir
from typed_status.codegen.statuses.status_paths import Search

__all__ = ["Candidate", "Kind", "candidates", "shortened", "statuses"]

Kind = t.Literal[
    "time",
    "epoch",
    "json",
    "steps",
    "status",
    "range",
    "unit",
    "values",
    "length",
    "pattern",
    "sum",
    "only_when",
    "needed_when",
    "exclusive",
]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# The words that names of timestamps end or begin with.
_ENDINGS = frozenset(
    "after at before created date datetime deadline epoch expires expiry instant modified on since stamp "
    "time timestamp until updated when".split()
)
_BEGINNINGS = frozenset({"date", "datetime", "time", "timestamp"})
# Words in names of durations, formats and the like, which are no timestamps.
_NOT_TIMES = frozenset(
    "count day depends documents duration elapsed expression field format formats hour id interval lifetime "
    "name nodes offset period range runtime series source timeout timezone type unit window zone zones".split()
)
_COUNTS = frozenset({"number", "total"})
_SHAPE = re.compile(r"8601|3339|Time[Ss]tamp|Date[Tt]ime|Instant|Epoch|MonthDay|^[Tt]ime$")
# The first sentence of the documentation of a timestamp.
_SENTENCE = re.compile(
    r"^Indicates when\b|ISO[- ]?8601|\bISO (?:UTC )?format|RFC[- ]?3339|\btime[- ]?stamps?\b|\bdate[- ]?(and |/)?time\b|\bepoch\b|\bunix time|"
    r"(?<!at )(?<!by )\bthe (?:utc |last |next )?(?:date|day|time) (?:and time )?"
    r"(?:at|when|that|on|until|after|from|which|, in)\b|"
    r"\bvalue of the date\b|(?<!at )\b(?:start|end|expir\w+|creation|completion) (?:date|time)\b",
    re.IGNORECASE,
)
_EPOCH = re.compile(
    r"\bepoch\b(?!s)|\bunix (?:time|format)|\bJan(?:uary)? 1, 1970|\btime ?stamps?\b", re.IGNORECASE
)
_DURATION = re.compile(
    r"\b(?:number|amount|length|period|duration) of (?:time|\w*seconds|minutes|hours|days)|\bduration\b|"
    r"\bISO[- ]?8601 duration|\bcron\b|\btime[- ]?zones?\b|\bin (?:milli)?seconds?\b(?! since)|\(in \w+\)|elapsed",
    re.IGNORECASE,
)
_JSON = re.compile(
    r"\bJSON(?! ?(?:path|pointers?|key|web|lines?|rpc|schema file|file|list)|[-_])\b|\bJSON-(?:formatted|encoded)",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"\bmultiples? of (?!\$)\S*\d|\bincrements? of \S*\d|\b\d+ ?\w* increments\b|\bdivisible by \d|\beven numbers?\b|"
    r"\bin steps of\b|\bhalf-step\b"
)
_NUMBERS = ("int", "float")
_MAX_LENGTH = 160


class Candidate(t.NamedTuple):
    """A member that may be more specific than its type; ``sentence`` is the part of AWS's documentation that indicates it,
    of ``values`` all that follows the list's first words. ``sent``: no response has it, only requests; ``starting``: and only
    those that start something."""

    service: str
    target: str
    kind: Kind
    sentence: str
    sent: bool = False
    starting: bool = False


def candidates(service: ir.Service, reporting: ir.Service | None = None) -> Iterator[Candidate]:
    """Yield the candidates in ``service``: those in responses and their structures, in order, then those that only requests
    have, each member once for each kind.

    ``reporting`` has the operations that report a status, all if it is not given: the others start something.
    """
    reporting = reporting or service
    read = _structs_in(service, [each.response for each in service.operations])
    sent = _structs_in(service, [each.request for each in service.operations])
    names = {struct.name for struct in read}
    reported = _structs_in(reporting, [each.request for each in reporting.operations])
    known = names.union(struct.name for struct in reported)
    values = {enum.name: tuple(value for value, _ in enum.values) for enum in service.enums}
    items = _items_of_lists(service)
    seen: set[tuple[str, Kind]] = set()
    for struct in (*read, *(each for each in sent if each.name not in names)):
        for field in struct.fields:
            found: list[tuple[Kind, str]] = [
                (each, _excerpt(field, each)) for each in _kinds(field)
            ]
            stated = documented_presence(struct, field, values)
            if stated is not None:
                found.append((stated.check, stated.words))
            total = _sum(field, items.get(field.type.innermost.name), struct.name in items)
            if total:
                found.append(("sum", total))
            for kind, sentence in found:
                target = f"{struct.wire}.{field.wire}"
                if (target, kind) not in seen:
                    seen.add((target, kind))
                    is_sent, is_starting = struct.name not in names, struct.name not in known
                    yield Candidate(service.name, target, kind, sentence, is_sent, is_starting)


def _items_of_lists(service: ir.Service) -> dict[str, ir.Struct]:
    """Return the structures that lists contain, by name."""
    structs = {struct.name: struct for struct in service.structs}
    listed = {
        field.type.innermost.name
        for struct in service.all_structs
        for field in struct.fields
        if field.type.kind == "list"
    }
    return {name: structs[name] for name in structs if name in listed}


def _sum(field: ir.Field, items: ir.Struct | None, is_in_list: bool) -> str:
    """Return the sentence that says what the ``items`` of the list ``field`` or the members of its structure add up to.

    What is documented of a number in a list of structures is a fact about the list.
    """
    if field.type.kind == "list" and items is not None:
        numbers = (each.doc for each in items.fields if each.type.kind in _NUMBERS)
        stated = (documented_sum(each) for each in (field.doc, *numbers))
        return next((each for each in stated if each), "")
    is_number = field.type.kind in _NUMBERS and not is_in_list
    return documented_sum(field.doc) if is_number or field.type.kind == "struct" else ""


def statuses(service: ir.Service, operations: Collection[str]) -> Iterator[Candidate]:
    """Yield the texts that are called a status in the responses of ``operations``, near enough to lead, each once."""
    search = Search(service)
    seen: set[str] = set()
    for operation in service.operations:
        paths = search.texts_of(operation.response) if operation.wire in operations else ()
        for path in paths:
            fields = search.fields(operation.response, path)
            holder = (
                search.structs[fields[-2].type.innermost.name]
                if len(path) > 1
                else operation.response
            )
            target = f"{holder.wire}.{fields[-1].wire}"
            if target not in seen:
                seen.add(target)
                yield Candidate(service.name, target, "status", _excerpt(fields[-1], "status"))


def _structs_in(service: ir.Service, roots: Sequence[ir.Struct]) -> list[ir.Struct]:
    """List the ``roots``, which are responses or requests, and the structures in them."""
    named = {struct.name: struct for struct in service.structs}
    found: dict[str, ir.Struct] = {}
    queue = [*roots]
    while queue:
        struct = queue.pop(0)
        if struct.name not in found:
            found[struct.name] = struct
            inner = (field.type.innermost.name for field in struct.fields)
            queue += [named[name] for name in inner if name in named]
    return list(found.values())


def _kinds(field: ir.Field) -> Iterator[Kind]:
    kind = field.type.innermost.kind
    if kind == "str" and (_is_time(field) or _is_json(field)):
        yield "time" if _is_time(field) else "json"
    elif kind == "str" and listing(field.wire, field.doc):
        yield "values"
    if documented_length(field):
        yield "length"
    if documented_pattern(field):
        yield "pattern"
    if kind not in _NUMBERS:
        return
    if _is_epoch(field) or _STEPS.search(field.doc):
        yield "epoch" if _is_epoch(field) else "steps"
    if documented_range(field):
        yield "range"
    if documented_unit(field.wire, field.doc):
        yield "unit"


def _is_time(field: ir.Field) -> bool:
    return _is_no_duration(field) and (
        _has_time_name(field) or bool(_SENTENCE.search(_first_sentence(field.doc)))
    )


def _is_epoch(field: ir.Field) -> bool:
    if not _is_no_duration(field) or (_DURATION.search(field.doc) and not _EPOCH.search(field.doc)):
        return False
    return _has_time_name(field) or bool(_EPOCH.search(_first_sentence(field.doc)))


def _is_no_duration(field: ir.Field) -> bool:
    words = _words(field.wire)
    return _NOT_TIMES.isdisjoint(words) and words[0] not in _COUNTS


def _has_time_name(field: ir.Field) -> bool:
    words = _words(field.wire)
    return words[-1] in _ENDINGS or words[0] in _BEGINNINGS or bool(_SHAPE.search(field.shape))


def _is_json(field: ir.Field) -> bool:
    named = "json" in (_words(field.wire)[-1], _words(field.shape)[-1])
    return named or bool(_JSON.search(_first_sentence(field.doc)))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)] or [name.lower()]


def _first_sentence(doc: str) -> str:
    return re.split(r"(?<=[a-z)])\. ", doc, maxsplit=1)[0]


def _excerpt(field: ir.Field, kind: Kind) -> str:
    """Return the part of AWS's documentation to show."""
    text = field.doc
    if kind == "values":
        return listing(field.wire, text)
    if kind == "pattern":
        return documented_pattern(field)
    if kind == "steps":
        found = _STEPS.search(text)
        text = text[max(0, found.start() - _MAX_LENGTH // 2) :] if found else text
    stated = (
        documented_range(field)
        if kind == "range"
        else documented_length(field)
        if kind == "length"
        else None
    )
    if stated is not None:
        text = f"{text[max(0, text.find(stated.words) - _MAX_LENGTH // 2) :]} {field.shape}"
    return shortened(
        text if kind in ("steps", "status", "range", "length") else _first_sentence(text)
    )


def shortened(text: str) -> str:
    """Return the beginning of a sentence, to show it."""
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}..."
