"""The length of a text or the number of items of a list or map, as AWS's documentation states it in prose ("up to 255
characters", "a maximum of 10 rules") or in the name of its shape (``__stringMin1Max256``).

May import: the standard library, ``codegen.facts.documented_ranges`` and ``codegen.models.ir``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator

from typed_status.codegen.facts.documented_ranges import first_bounds
from typed_status.codegen.models import ir

__all__ = ["DocumentedLength", "documented_length"]


class DocumentedLength(t.NamedTuple):
    """Bounds of a length, both inclusive, and the words of the documentation, or the name of the shape, that state them."""

    low: int | None
    high: int | None
    words: str


_NAMES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NUMBER = rf"(?:\d+(?:,\d{{3}})*|{'|'.join(_NAMES)})(?![\w/%]|[.,]\d)"
_LOW = rf"(?P<low>{_NUMBER})"
_HIGH = rf"(?P<high>{_NUMBER})"
_BELOW = rf"(?P<below>{_NUMBER})"
_EXACT = rf"(?P<exact>{_NUMBER})"
_TO = r"(?:\s?(?:-|\u2013)\s?|\s(?:and|to|through)\s)"
# A bound is excluded by what is denied: "can't be longer than", "no more than".
_NOT_ABOVE = r"(?:\b(?:no|not|cannot|can't) (?:\w+ )?(?:(?:more|longer|larger) than|exceed)"
_MOST = rf"(?:\bup to|\bat most|\bas many as|\blimited to|\bmax(?:imum)? of|{_NOT_ABOVE}))"
# What a text has so many of: "1 to 63 lowercase alphanumeric characters".
_CHARACTERS = r"[\s-](?:\w+[\s-]){0,3}?(?:characters?|chars?|letters|digits)\b"
_SIZES = (
    r"(?![\s-]?(?:[KMGT]i?B\b|bytes?|(?:milli)?seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|times|pixels?|"
    r"vCPUs?|retries|attempts|levels of))"
)
_IS = r"(?: (?:for|of) [^.\d]{1,40}?)?(?: of| is|:)* "
_TEXT = (
    rf"\b(?:between|from)\s{_LOW}{_TO}{_HIGH}{_CHARACTERS}",
    rf"(?<![\w.,-]){_LOW}{_TO}{_HIGH}{_CHARACTERS}",
    rf"\blength (?:of |is |should be |must be |can be )?(?:between |from )\[?{_LOW}{_TO}{_HIGH}\]?",
    rf"{_MOST} {_HIGH}{_CHARACTERS}",
    rf"\b(?:fewer|less) than {_BELOW}{_CHARACTERS}",
    rf"\b(?:at least|minimum of) {_LOW}{_CHARACTERS}",
    rf"(?<![\w.,-]){_HIGH}{_CHARACTERS} or (?:less|fewer)",
    rf"\({_HIGH} max(?:imum)? characters?\)",
    rf"\bmax(?:imum|imun)?(?: (?:allowed|character|name|string|text))? (?:length|lenth|size){_IS}{_HIGH}{_SIZES}",
    rf"\bmin(?:imum)? (?:length|size){_IS}{_LOW}{_SIZES}",
    rf"\bmax(?:imum)? (?:number of )?characters?(?: allowed)?(?: is| of|:)+ {_HIGH}",
    rf"\bmaximum of {_HIGH} length",
    rf"^(?:Length Constraints: )?Maximum of {_HIGH}$",
    rf"^Length Constraints: Minimum of {_LOW}(?: length)?$",
    rf"\b(?:can|may|must) be {_HIGH} characters long\b",
    rf"^Length Constraints: {_EXACT}$",
    rf"\b(?:an?|exactly|the|of) {_EXACT}[\s-](?:hex |hexa?dec?imal |alphanumeric |lowercase |random ){{0,2}}"
    r"(?:characters?|digits?)(?: (?:long|hex\w*|alphanumeric))* (?:string|id|identifier|code|hash|account|number|hex)\b",
    rf"\bexactly {_EXACT}{_CHARACTERS}",
)
_OTHERS = rf"(?![\s-](?:[\w-]+ ){{0,3}}(?:characters?|chars?|letters|digits)\b){_SIZES}"
_MUST = r"\bmust (?:contain|have|specify|include|provide|identify|be)\b[^.\d]{0,20}?"
_ITEMS = (
    rf"\b(?:between|from) {_LOW}{_TO}{_HIGH}{_OTHERS} (?:[\w-]+ ){{0,2}}?\w+",
    rf"(?:{_MOST}|\bmaximum (?:number )?(?:of|is)|\bmaximum number of \w+ is) {_HIGH}{_OTHERS}(?![-\w])",
    rf"(?:\bminimum (?:number )?of|{_MUST}at least) {_LOW}{_OTHERS}(?![-\w])",
    rf"\({_LOW} minimum, {_HIGH} maximum\)",
    rf"\bmax(?:imum)?(?: number)?(?: of)?(?: \w+)?: {_HIGH}{_OTHERS}",
)
_FORMS = {
    "str": tuple(re.compile(form, re.IGNORECASE) for form in _TEXT),
    "list": tuple(re.compile(form, re.IGNORECASE) for form in _ITEMS),
}
# The words of which each form has one: most sentences have none.
_CUES = {
    "str": re.compile(r"char|letters|digit|leng?th|size|maximum of|minimum of", re.IGNORECASE),
    "list": re.compile(
        r"between|from|up to|most|many|limited|max|min|more|longer|larger|exceed|least",
        re.IGNORECASE,
    ),
}
_COUNT = re.compile(rf"\d|\b(?:{'|'.join(_NAMES)})\b", re.IGNORECASE)
_SHAPE = re.compile(r"__string(?:Min(?P<low>\d+))?(?:Max(?P<high>\d+))?(?:Pattern\w*)?")
_SENTENCE = re.compile(r"(?<=[\w)%\]\"'])[.;]\s+(?=[A-Z])")
# What is said of one case, of a part or of each item, as advice or in general limits no value.
_OTHER = re.compile(
    r"^(?:For (?!more|each)|If |When |e\.g\.|We recommend|Recommended|Default|By default)|"
    r"\b(?:followed by|decimal point|segment|typically|default (?:maximum|limit|quota)|can be increased|truncate[sd]?|first \d|last \d|per page|"
    r"for example|at a time|at one time|in total|combined)\b",
    re.IGNORECASE,
)
# What only a part of a text has, or its contents have, or each item of a list.
_PART = re.compile(
    r"\b(?:each|every|keys?|values?|tag|segment|suffix|prefix|label|labels|per|version|lifetime|retry|retain\w*)\b(?=[^.]*\d)",
    re.IGNORECASE,
)


def documented_length(field: ir.Field) -> DocumentedLength | None:
    """Return the length of the text, list or map ``field`` that its documentation states and the service model does not.

    ``None``: it states none, or none tighter than the service model's own limits.
    """
    kind = "list" if field.type.kind == "map" else field.type.kind
    if kind not in _FORMS:
        return None
    stated = (_of_shape(field.shape) if kind == "str" else None) or _of_documentation(field, kind)
    return stated if stated is not None and _is_tighter(stated, field.limits) else None


def _of_shape(shape: str) -> DocumentedLength | None:
    named = _SHAPE.fullmatch(shape)
    if named is None or not (named["low"] or named["high"]):
        return None
    low, high = (int(each) if each else None for each in named.groups())
    return DocumentedLength(low or None, high, shape)


def _of_documentation(field: ir.Field, kind: str) -> DocumentedLength | None:
    """Return the first length with both bounds, or the first lower and the first upper bound as one length."""
    low, high, words = first_bounds(_lengths(field.doc, kind), field.doc)
    if low is None or high is None or low is high:
        return low or high
    return DocumentedLength(low.low, high.high, words)


def _lengths(doc: str, kind: str) -> Iterator[DocumentedLength]:
    """Yield the lengths in a documentation, form by form in each sentence."""
    for sentence in _SENTENCE.split(doc.removesuffix(".")):
        is_about = _CUES[kind].search(sentence) and _COUNT.search(sentence)
        if not is_about or _OTHER.search(sentence):
            continue
        for form in _FORMS[kind]:
            for match in form.finditer(sentence):
                if kind == "list" and _PART.search(sentence[: match.end()]):
                    continue
                low, high = _bounds(match)
                if low is None or high is None or low <= high:
                    yield DocumentedLength(low, high, match[0].strip(" ():,\u2013"))


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    said = {name: _number(text) for name, text in match.groupdict().items() if text}
    if "exact" in said:
        return said["exact"], said["exact"]
    if "below" in said:
        return None, said["below"] - 1
    return said.get("low") or None, said.get("high")


def _number(text: str) -> int:
    return _NAMES[text.lower()] if text.lower() in _NAMES else int(text.replace(",", ""))


def _is_tighter(stated: DocumentedLength, limits: ir.Limits | None) -> bool:
    """Check whether a bound is tighter than the service model's."""
    known = limits if limits is not None and limits.of_size else ir.Limits()
    return (stated.low is not None and stated.low > (known.low or 0)) or (
        stated.high is not None and (known.high is None or stated.high < known.high)
    )
