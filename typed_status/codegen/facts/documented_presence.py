"""When a member is present, as AWS's documentation states it in prose: "populated only when the status is FAILED", "required if
Type is LAMBDA", "specify either A or B, but not both".

The rule looks for a sentence about presence, and then for its condition: the name of another member of the same structure, and
one or more values of its enum. Sentences about what a request contained, or about other structures, have none.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator, Mapping

from typed_status.codegen.models import ir

__all__ = ["DocumentedPresence", "about_presence", "documented_presence"]

Check = t.Literal["only_when", "needed_when", "exclusive"]


class DocumentedPresence(t.NamedTuple):
    """A condition on the presence of a member: ``others`` are members of its structure, ``values`` those of the only one of
    them that decides, none if it is ``exclusive``; ``words`` of the documentation state it."""

    check: Check
    others: tuple[str, ...]
    values: tuple[str, ...]
    words: str


_SENTENCE = re.compile(r"(?<=[\w)\]\"'])\.\s+(?=[A-Z])")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_HERE = r"(?:returned|populated|present|included|available|specified|provided|set|valid|displayed|shown|filled|non-null|defined|supported)"
# What a response contains: it does not bind what is sent.
_ANSWERED = re.compile(
    r"\b(?:returned|populated|present|included|available|displayed|shown)\b", re.IGNORECASE
)
_ONLY = (
    rf"\b{_HERE} only (?:if|when|for|in)\b(?P<condition>.+)",
    rf"\bonly {_HERE} (?:if|when|for|in)\b(?P<condition>.+)",
    r"\bonly (?:if|when) (?P<condition>.+)",
    rf"^Only {_HERE} (?:if|when|for) (?P<condition>.+)",
    r"\b(?:[Ss]pecify|[Pp]rovide|[Ii]nclude|[Ss]et) (?:this|the) (?:\w+ )?(?:\w+ )?only (?:if|when|for) (?P<condition>.+)",
)
_MUST = r"(?:required|mandatory|must be (?:specified|provided|set|present|included)|you must (?:specify|provide|include|set)|need to be specified)"
_NEEDED = (
    rf"(?<![Nn]ot )(?<!only )\b{_MUST}[^,;:]{{0,40}}? (?:if|when|for)\b(?P<condition>.+)",
    rf"\b(?:[Ii]f|[Ww]hen) (?P<condition>[^,]+), (?:then )?(?:this|the|it|you)\b[^,;]{{0,40}}?(?<!not ){_MUST}?(?: is| are)? ?{_MUST}",
    r"\b(?:[Ii]f|[Ww]hen) (?P<condition>[^,]+), (?:then )?you must (?:specify|provide|include) (?:this|a value)",
)
_EXCLUSIVE = (
    r"\b(?:but )?not both\b",
    r"\bmutually exclusive\b",
    r"\b(?:can't|cannot|can not|don't|do not|may not|must not) (?:be )?(?:specif(?:y|ied)|us(?:e|ed)|provided?|set|includ(?:e|ed)|combined?) (?:\w+ )?(?:both|together|with|in combination|in conjunction|at the same time)\b",
    r"\b(?:can't|cannot|don't|do not|must not) (?:specify|use|provide|set|include) [^.]{1,60}\b(?:if|when) (?:you (?:specify|use|provide|set|include)|\w+ is (?:specified|set|provided|present))",
    r"\b(?:only one of|exactly one of|one, and only one)\b",
)
_FORMS: tuple[tuple[Check, re.Pattern[str]], ...] = tuple(
    (t.cast("Check", check), re.compile(form))
    for check, forms in (("only_when", _ONLY), ("needed_when", _NEEDED), ("exclusive", _EXCLUSIVE))
    for form in forms
)
# The words of which each form has one: most sentences have none.
_CUE = re.compile(
    r"only|required|mandatory|must|need to|both|exclusive|can't|cannot|can not|don't|do not|may not|exactly one",
    re.IGNORECASE,
)
_TOKENS = frozenset({"NextToken", "nextToken", "Marker", "marker"})
# Outside of its condition such a member has no effect, but may be present; "required only if" does not say that it is absent.
_NO_EFFECT = re.compile(
    r"\b(?:appl(?:y|ies)|effect|used?|uses|complete this|required\)? only|non-empty|read it)\b",
    re.IGNORECASE,
)
# What a condition says that no check has: that it is not met, or what it asks of more than one member.
_OTHER = re.compile(
    r"\b(?:not|isn't|aren't|unless|other than|except|neither|without|in the request|you requested|default)\b",
    re.IGNORECASE,
)


def about_presence(doc: str) -> list[str]:
    """List the sentences of ``doc`` that are about presence, whatever their condition."""
    return [
        sentence
        for sentence in _SENTENCE.split(doc)
        if any(form.search(sentence) for _, form in _FORMS)
    ]


def documented_presence(
    struct: ir.Struct, field: ir.Field, values: Mapping[str, tuple[str, ...]]
) -> DocumentedPresence | None:
    """Return the first condition on the presence of ``field`` that its documentation states about other members of ``struct``.

    ``values`` are those of each enum by its name. What only describes a response is left out where ``struct`` is also sent;
    what excludes another member binds senders only, and is left out where ``struct`` is not sent.
    """
    if field.required or struct.union or field.wire in _TOKENS:
        return None
    return next(_stated(struct, field, values), None)


def _stated(
    struct: ir.Struct, field: ir.Field, values: Mapping[str, tuple[str, ...]]
) -> Iterator[DocumentedPresence]:
    others = [each for each in struct.fields if each is not field]
    for sentence in filter(_CUE.search, _SENTENCE.split(field.doc)):
        for check, form in _FORMS:
            found = form.search(sentence)
            if found is None:
                continue
            if check == "exclusive":
                named = tuple(each.wire for each in others if _is_named(each, sentence))
                if named and struct.sent and not _TOKENS.intersection(named):
                    yield DocumentedPresence(check, named, (), sentence)
                continue
            is_of_response = struct.sent and _ANSWERED.search(sentence)
            if check == "only_when" and (is_of_response or _NO_EFFECT.search(sentence)):
                continue
            condition = found["condition"]
            if _OTHER.search(condition):
                continue
            for each in others:
                stated = _values_in(condition, values.get(each.type.name or "", ()))
                if each.type.kind == "enum" and stated and _is_meant(each, condition):
                    yield DocumentedPresence(check, (each.wire,), stated, found[0])


def _is_named(field: ir.Field, text: str) -> bool:
    """Check whether ``text`` has the name of ``field``, as AWS or as a language spells it."""
    if len(_WORD.findall(field.wire)) < 2 and field.wire.islower():
        return False  # a word of any sentence
    return field.wire in text and bool(
        re.search(rf"(?<![\w.]){re.escape(field.wire)}(?![\w])", text)
    )


def _is_meant(field: ir.Field, condition: str) -> bool:
    """Check whether ``condition`` has the name of ``field``, its words, or the last of them."""
    words = [word.lower() for word in _WORD.findall(field.wire)]
    if words[-1] not in condition.lower():
        return False  # before a pattern is compiled, which takes longer
    spelled = r"[\s_-]?".join(words)
    return bool(
        re.search(rf"(?<![\w.]){spelled}(?!\w)", condition, re.IGNORECASE)
        or re.search(rf"(?<!\w){words[-1]}(?!\w)", condition, re.IGNORECASE)
    )


def _values_in(condition: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ``values`` in ``condition``, spelled as the service model spells them."""
    return tuple(
        each
        for each in values
        if each in condition and re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", condition)
    )
