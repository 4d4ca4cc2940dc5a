"""The range of a number, as AWS's documentation states it in prose ("between 5 and 300 seconds") or in the name of its shape
(``__integerMin0Max100``).

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable, Iterator

from typed_status.codegen.models import ir

__all__ = ["DocumentedRange", "documented_range", "first_bounds"]


class _Bounds(t.Protocol):
    """Bounds that a documentation states, and the words that state them."""

    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def words(self) -> str: ...


BoundsT = t.TypeVar("BoundsT", bound=_Bounds)


class DocumentedRange(t.NamedTuple):
    """Bounds of a number, both inclusive, and the words of the documentation, or the name of the shape, that state them. Of a
    float, ``above`` and ``below`` are bounds that are excluded."""

    low: float | None
    high: float | None
    words: str
    above: float | None = None
    below: float | None = None


_NAMES = {"zero": 0.0, "one": 1.0}
_NUMBER = r"(?:[-+]?\d+(?:,\d{3})*(?:\.\d+)?|zero|one)(?!\w|[.,]\d|[/^])"
_UNITS = r"(?:\s?(?P<{0}>%|\w+))??"
_ASIDE = r"(?:\s\([^()]*\))?"
_LOW = rf"(?P<low>{_NUMBER}){_UNITS.format('low_unit')}{_ASIDE}"
_HIGH = rf"(?P<high>{_NUMBER})"
_TO = r"(?:\s?(?:-|\u2013|\.\.)\s?|\s(?:up )?(?:to|through)\s)"
_CUE = (
    r"(?:\b(?:valid|allowed|accepted|acceptable|supported|accepts) (?:\w+ ){0,2}(?:values?|ranges?|integers?)\b"
    r"|\b(?:ranges?|ranging|integer|whole number|a value|values)\b|\bconstraints:)"
)
_IS = r"(?:\s(?:is|of|are)|:)\s"
_NO_MORE = r"(?:at most|less than or equal to|no (?:more|larger|greater) than)"
_NO_LESS = r"(?:at least|greater than or equal to|no (?:less|fewer) than|starting (?:at|from))"
_OF = r"(?:(?:allocate|set|specify|support|with)\sa\s)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # Of both bounds; a value with a meaning of its own may come before them.
        rf"(?<![\w,.])(?P<special>-1|0)(?:,| or)(?: an? (?:integer|number|value))?\s"
        rf"(?:from\s)?{_LOW}{_TO}{_HIGH}",
        rf"(?<![\w,.])(?P<special>-1|0)(?:,| or)(?: an? (?:integer|number|value))?\sbetween\s{_LOW}\sand\s{_HIGH}",
        rf"\bbetween\s{_LOW}(?:{_TO}|\sand\s){_HIGH}",
        rf"\bfrom\s{_LOW}(?:{_TO}|\sand\s){_HIGH}",
        rf"{_CUE}[^.\d]{{0,24}}?\s{_LOW}{_TO}{_HIGH}",
        rf"[(,:]\s?{_LOW}{_TO}{_HIGH}{_UNITS.format('high_unit')}\s?[),\u2013]",
        rf"\bon (?:a|its)(?: \w+)? {_LOW}{_TO}{_HIGH} (?:basis|scale)",
        rf"\bmin(?:imum)?(?:\s\w+){{0,4}}?{_IS}{_LOW}[^\d]{{0,16}}\bmax(?:imum)?(?:\s\w+){{0,4}}?{_IS}{_HIGH}",
        # Of one bound.
        rf"(?:\bmin(?:imum)?(?:\s\w+){{1,4}}?|^(?:the )?min(?:imum)?|{_OF}minimum){_IS}{_LOW}",
        rf"(?:\bmax(?:imum)?(?:\s\w+){{1,4}}?|^(?:the )?max(?:imum)?|{_OF}maximum){_IS}{_HIGH}",
        rf"\b(?:must|values?)\b[^.\d]{{0,40}}\b{_NO_LESS}\s{_LOW}",
        rf"\b(?:must|values?)\b[^.\d]{{0,40}}\b{_NO_MORE}\s{_HIGH}",
        rf"\bcan(?:'t|not) (?:be (?:greater|larger|more) than|exceed)\s{_HIGH}",
        rf"\bmust be [^.\d]{{0,20}}\b(?:greater|larger|higher|more) than\s(?P<above>{_NUMBER})",
        rf"\bmust be [^.\d]{{0,20}}\b(?:less|smaller|lower) than\s(?P<below>{_NUMBER})",
        rf"\bmust be\s{_LOW}\sor\s(?:greater|more|higher)\b",
        r"\b0 or (?:any|a) (?P<natural>positive) (?:integer|number)",
        r"(?:\bmust be a|\baccepts) (?P<positive>positive) (?:integers?|whole number|number|value)",
        r"^(?P<natural>non-?negative)\b",
    )
)
_SHAPE = re.compile(
    r"__\w*(?:integer|long|double)Min(?P<low>(?:Negative)?\d+)(?:Max(?P<high>(?:Negative)?\d+))?"
)
_SENTENCE = re.compile(r"(?<=[\w)%\]])\.\s+(?=[A-Z])")
# What is said of one case or an example, as advice, or of how many values there are limits no value.
_OTHER = re.compile(
    r"^(?:For (?!each)|If |e\.g\.|We recommend|Recommended|Default (?:is|value))|\b(?:typically|[Cc]ommon|contains?|consists?)\b|"
    r"\bdefault maximum\b|\bcan be increased\b"
)


def documented_range(field: ir.Field) -> DocumentedRange | None:
    """Return the range of the number ``field`` that its documentation states and the service model does not.

    ``None``: it states none, or none narrower than the service model's own limits.
    """
    stated = _of_shape(field.shape) or _of_documentation(field)
    return stated if stated is not None and _is_narrower(stated, field.limits) else None


def _of_shape(shape: str) -> DocumentedRange | None:
    named = _SHAPE.fullmatch(shape)
    if named is None:
        return None
    low, high = (each and each.replace("Negative", "-") for each in named.groups())
    return DocumentedRange(float(low), float(high) if high else None, shape)


def _of_documentation(field: ir.Field) -> DocumentedRange | None:
    """Return the first range with both bounds, or the first lower and the first upper bound as one range."""
    low, high, words = first_bounds(filter(_is_possible, _ranges(field)), field.doc)
    if low is None or high is None or low is high:
        return low or high
    return DocumentedRange(low.low, high.high, words, low.above, high.below)


def first_bounds(stated: Iterable[BoundsT], doc: str) -> tuple[BoundsT | None, BoundsT | None, str]:
    """Return the first of what is ``stated`` in ``doc`` that has both bounds, twice, or else the first that has a lower and the
    first that has an upper bound; and the words from the one to the other."""
    found = list(stated)
    both = next((each for each in found if None not in (each.low, each.high)), None)
    low = both or next((each for each in found if each.low is not None), None)
    high = both or next((each for each in found if each.high is not None), None)
    if low is None or high is None:
        return low, high, ""
    starts = [doc.index(each.words) for each in (low, high)]
    ends = [start + len(each.words) for start, each in zip(starts, (low, high), strict=True)]
    return low, high, doc[min(starts) : max(ends)]


def _ranges(field: ir.Field) -> Iterator[DocumentedRange]:
    """Yield the ranges in the documentation of ``field``, form by form in each sentence."""
    is_whole = field.type.innermost.kind == "int"
    for sentence in _SENTENCE.split(field.doc):
        if _OTHER.search(sentence):
            continue
        for form in _FORMS:
            for match in form.finditer(sentence):
                if not _mixes_units(match, sentence):
                    low, high = _bounds(match, is_whole=is_whole)
                    above, below = (None, None) if is_whole else _excluded(match)
                    words = match[0].strip(" ():,\u2013")
                    yield DocumentedRange(low, high, words, above, below)


def _mixes_units(match: re.Match[str], sentence: str) -> bool:
    """Check whether the bounds have units of their own: "between 1 minute and 7 days"."""
    unit = match.groupdict().get("low_unit")
    after = re.match(r"\s?(%|\w+)", sentence[match.end() :])
    if unit is None or after is None:
        return False
    return unit.lower().removesuffix("s") != after[1].lower().removesuffix("s")


def _bounds(match: re.Match[str], *, is_whole: bool) -> tuple[float | None, float | None]:
    step = 1 if is_whole else 0
    named = match.groupdict()
    if "positive" in named:
        return step, None
    if "natural" in named:
        return 0, None
    said = {name: _number(named[name]) for name in named if "unit" not in name}
    low, high, special = (said.get(name) for name in ("low", "high", "special"))
    if low is not None and high is not None and low > high:  # "from 0 to -8"
        low, high = high, low
    if special is not None and low is not None:
        low = min(low, special)
    if "above" in said:
        low = said["above"] + step
    if "below" in said:
        high = said["below"] - step
    return low, high


def _excluded(match: re.Match[str]) -> tuple[float | None, float | None]:
    named = match.groupdict()
    above, below = (_number(named[each]) if each in named else None for each in ("above", "below"))
    return (0.0 if "positive" in named else above), below


def _number(text: str) -> float:
    named = _NAMES.get(text.lower())
    return float(text.replace(",", "")) if named is None else named


def _is_possible(stated: DocumentedRange) -> bool:
    return stated.low is None or stated.high is None or stated.low <= stated.high


def _is_narrower(stated: DocumentedRange, limits: ir.Limits | None) -> bool:
    """Check whether a bound is tighter than the service model's."""
    known = limits if limits is not None and not limits.of_size else ir.Limits()
    return (
        (stated.low is not None and (known.low is None or stated.low > known.low))
        or (stated.high is not None and (known.high is None or stated.high < known.high))
        or (stated.above is not None and stated.above == known.low)
        or (stated.below is not None and stated.below == known.high)
    )
