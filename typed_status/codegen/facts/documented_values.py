"""Lists of values in the documentation of a string: "Valid values: ``A | B``", "can be ``A`` or ``B``", "``A`` - What it means".

The rule looks for words that introduce a list, and then for what reads like one: two values in a row, or a value and what it
means. It does not read the values: a maintainer does.

May import: the standard library.
"""

from __future__ import annotations

import re

__all__ = ["listing"]

# The escapes are typographic quotation marks and dashes.
# A value: a word, or a few that no word of a sentence separates, in quotation marks or not.
_WORD = (
    r"(?!(?:a|an|and|any|as|at|be|by|for|from|has|have|if|in|is|it|its|must|not|of|on|or|our|should|than|that|the|these|this|"
    r"those|to|up|when|will|which|with|you|your)\b)[\w*$-][\w.:/+*@-]*(?<![.:])"
)
_QUOTED = (
    r"(?:\"[^\"]{1,40}\"|\u201c[^\u201d]{1,40}\u201d|'[^']{1,40}'|\u2018[^\u2019]{1,40}\u2019)"
)
_VALUE = rf"(?:{_QUOTED}|{_WORD}(?: {_WORD}){{0,2}})"
# What is spelled as only values are: in quotation marks or capitals, with an underscore or a capital inside.
_CODE = rf"(?:{_QUOTED}|[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]+)*(?![\w-])|[A-Za-z]\w*_\w+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|\$\w+)"
_NOTE = r"(?: \([^)]{1,90}\))?"
_OR = r"(?:,? (?:or|and|and/or|nor|&) | ?[|,;] ?(?:(?:or|and) )?)"
_CODES = rf"{_CODE}{_NOTE}{_OR}{_CODE}"
# A sentence that ends with a list, of single words and of codes.
_END = r"(?: values?)?(?:[.;)]|,(?! but)|$| \()"
_LAST_WORDS = rf"{_WORD}(?:, {_WORD})*,? or {_WORD}{_END}"
_LAST_CODES = rf"{_CODE}{_NOTE}(?:, {_CODE}{_NOTE})*,? or {_CODE}{_END}"
_MEANING = (
    r",? ?(?:[-\u2013\u2014\u2212=]+ |: ?|(?:if|for|when|which|to|indicates|means|specifies)\b)"
)
_NO_RANGE = r"(?!between |from |[\d,]+ (?:to|through|-) \d|\d+ \(or |integers? |numbers? )"
_LIST = rf"(?={_NO_RANGE}(?:{_VALUE}{_NOTE}(?:{_OR}{_VALUE}|{_MEANING})|{_CODE} {_CODE}|[Ff]or [^\u2013.:]{{1,70}} \u2013 \w))"

_POSSIBLE = r"(?i:valid|possible|potential|allowed|allowable|supported|accepted|acceptable|permitted|available|legal)"
_NOUN = (
    r"(?i:values?|options?|states?|status(?:es)?|types?|settings?|modes?|strings?|choices|names?|labels?|protocols?|reasons?|"
    r"conditions?|codes?|levels?|class(?:es)?|categor(?:y|ies)|versions?|entries|intervals?|algorithms?|methods?|sources?|"
    r"engines?|operators?|runtimes?|kinds?|metrics?)"
)
_OF = r"(?: (?:and|for|of|in|that|when|to|you)\b[^.:;]{1,70}?)?"
_THESE = r"(?: (?:the )?following(?: \w+)?| as follows| listed below| either| one of| any of| the| values?)*"
_RULES = (
    # "Valid values are A and B", "possible values: A | B", "the following are the available conditions: A - ..."
    rf"\b{_POSSIBLE} (?:[\w-]+ ){{0,3}}?{_NOUN}\b{_OF}(?:,[^.:]{{1,50}},)?(?: currently| only)?"
    rf"(?: are| is| of| includes?| can be| may be| must be){_THESE} ?[:;\u2013\u2014-]? ?{_LIST}",
    rf"\b{_POSSIBLE} {_NOUN}\b[^.:]{{0,60}} follow(?:s|ing): ?{_NO_RANGE}(?=\w)",
    rf"\b{_POSSIBLE} (?:[\w-]+ ){{0,2}}?{_NOUN}\b{_OF}{_THESE}(?: in [^.:]{{1,30}})? ?[:\u2013\u2014-] ?{_LIST}",
    rf"(?:^|[.)] )(?i:valid|values|options|choices)(?:(?: are| include)?:| are) {_LIST}",
    r"\bfollowing (?:are|lists|is) (?:the|a list of) (?:[\w-]+ ){1,3}[^.:]{0,60}[.:] ?(?=\w)",
    # "one of the following values: A B C", "the following types are allowed: A, B", "one of: A, B"
    rf"\b(?i:(?:one (?:or more )?of |from )?(?:the )?following)(?: [\w()-]+){{0,6}} {_NOUN}{_OF}(?: (?:are|can be) (?!not)\w+)? ?"
    rf"(?:\. Here are[^.:]{{1,40}}:|[:.-])? ?{_LIST}",
    r"\b(?i:one|any) of(?: the| these)?(?: following)?(?: standard)?(?: \w+)?: ?(?!An? |The |For |If )(?=\w)",
    rf"\b{_NOUN} are (?={_CODES}|{_LAST_WORDS})",
    # "can be A or B", "either A or B", "(A or B)", "A | B"
    rf"\b(?i:can|may|must|should) (?:currently |only |either )*be(?: set to| either| one of| any of)*:? (?={_CODES}|{_LAST_CODES})",
    rf"\b(?i:can be|either|options are|list:|string values) (?={_LAST_WORDS})",
    r"\bvalues? [^.:]{0,40}as follows: ?(?=\w)",
    rf"\((?={_LAST_WORDS})",
    rf"\b[Ee]ither {_VALUE}(?:, {_VALUE})*,? or {_VALUE}\.",
    rf"(?<!for example)(?<!e\.g\.)(?:[:,;(\u2014\u2013-]|\b(?i:either|one of|values of|be|use)) ?(?={_LAST_CODES})",
    rf"^(?={_LAST_CODES})",
    rf"(?<![|\w])(?={_VALUE} \| {_VALUE})",
    # "the value A indicates ...", "the only valid value is A"
    rf"\b(?i:value)(?: of| is)? {_CODE}(?:,| indicates| means) ",
    rf"\b(?:[Oo]nly )?{_POSSIBLE} {_NOUN}(?: for [^.:]{{1,40}}?)?(?: is|,|:) (?=\S+(?:[.,]|$))",
)
_LISTING = tuple(map(re.compile, _RULES))
# The last words of names of texts that are no one's list.
_OTHER_TEXTS = re.compile(
    r"(?:[aA]rns?|ARNs?|[iI]ds?|IDs?|[iI]dentifiers?|[tT]oken|[mM]arker|[mM]essage|[dD]escription|[uU]r[il]s?|UR[IL]s?|[pP]ath|"
    r"[iI]mage|[eE]xpression|[uU]ser|[pP]assword|[tT]ags?)$"
)


def listing(name: str, doc: str) -> str:
    """Return ``doc``, the documentation of the member ``name``, from the words that introduce a list of values; empty if it
    has none."""
    if _OTHER_TEXTS.search(name):
        return ""
    for rule in _LISTING:
        found = rule.search(doc)
        if found:
            return doc[found.start() :]
    return ""
