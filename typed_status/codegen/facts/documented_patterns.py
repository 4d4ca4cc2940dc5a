"""The characters of a text, as AWS's documentation states them in prose: a regular expression ("must match [A-Za-z0-9_]+"), a
set of characters ("can contain only letters, numbers, and hyphens"), or how it begins and ends.

The rule looks for the sentence. It does not write the regular expression: a maintainer does.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import re

from typed_status.codegen.models import ir

__all__ = ["documented_pattern"]

_CHARACTER = r"(?:(?:alpha)?numeric|characters?|letters?|digits?|numbers?|hyphens?|underscores?|dash(?:es)?|a-z|A-Z|0-9|hex(?:a?decimal)?)"
_RULES = (
    # A regular expression, which has a class of characters.
    r"(?:\b(?:regular expression|regex|pattern|match(?:es)?|only|characters of)\b[^.\[]{0,30}|^)[\"(^]*\[[^\]]*\w-\w[^\]]*\]",
    # "can contain only letters", "contains numeric characters only", "valid characters are", "letters are allowed"
    rf"\b(?:contains?|containing|consists? of|uses?|be|include|accepts?|are)\b(?: (?:the|set|of|Unicode|ASCII|lowercase|uppercase))* "
    rf"only\b[^.]{{0,60}}?(?<!\w){_CHARACTER}\b",
    rf"\bonly (?:be|consist|contain|include|use)s?\b[^.]{{0,60}}?(?<!\w){_CHARACTER}\b",
    rf"\b{_CHARACTER} only\b",
    r"\b(?:valid|allowed|permitted|acceptable|supported) characters\b(?! (?:and|per))",
    r"\bfollowing (?:\w+ ){0,2}(?:characters|letters)\b",
    rf"(?<!\w){_CHARACTER}\b[^.]{{0,90}}\b(?:are|is) (?:allowed|permitted|valid)\b",
    r"\b(?:contains?|includes?|uses?|consists? of|accepts?)(?: (?:up to|from|a maximum of|between|the|set|of|\d+|to|and|-|\u2013))*"
    r"(?: [\d\u2013-]+)?(?: (?:uppercase|lowercase|Unicode|ASCII|and|or))* (?:alphanumeric|letters|numbers|digits|hex)\b",
    r"\b(?:alphanumeric|letters|numbers|digits) (?:characters )?(?:and|or) (?:hyphens|underscores|'[^\w\s]+')",
    r"\b(?:can't|cannot|must not|may not) contain(?: the characters|:| any of)",
    # How it begins and ends.
    r"\b(?:must|can't|cannot|can not|may not|should) (?:not )?(?:be|begin|start|end) (?:in |with )(?:a |an )?(?:the )?"
    r"(?:letter|number|alphanumeric|lowercase|digit|hyphen|underscore|space|forward slash|slash|/|prefix|\"|\()",
    r"\b(?:first|last) character must\b",
    r"^(?:An? |The )?(?:identifiers?|IDs?|names?) (?:starts?|begins?) with\b",
    # A number of digits: "12-digit account ID".
    r"\b(?:\d+|twelve)[\s-](?:digit|digits|character hexa?decimal|hex(?:adecimal)? (?:characters|digits))\b",
)
_FORMS = tuple(re.compile(rule, re.IGNORECASE) for rule in _RULES)
# The words of which each form has one: most sentences have none.
_CUE = re.compile(
    r"\[|only|numeric|character|letter|digit|number|hyphen|underscore|dash|a-z|0-9|hex|contain|begin|start|end",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[\w)%\]\"'])\.\s+(?=[A-Z])")
# What is said of an example, of one case, of a part or of what a text is compared with.
_OTHER = re.compile(
    r"^(?:For example|If |When |e\.g\.|We recommend|You can use)|\b(?:for example, the pattern|displays the following error)\b"
)
# Patterns of the service model that any text matches, or any that is not blank.
_ANY = re.compile(
    r"\^?\(?(?:(?:\.|\[\\s\\S\]|\[\\S\\s\]|\(\?s\)\.)[*+]|\.\*\\S\.\*|\[\\u0020-\\uD7FF[^\]]*\][*+])\)?\$?"
)


def documented_pattern(field: ir.Field) -> str:
    """Return the sentence that states of which characters the text ``field`` is, if the service model has no pattern of it;
    empty if there is none."""
    if field.type.kind != "str" or (field.pattern and not _ANY.fullmatch(field.pattern)):
        return ""
    for sentence in _SENTENCE.split(field.doc):
        if not _CUE.search(sentence):
            continue
        if not _OTHER.search(sentence) and any(form.search(sentence) for form in _FORMS):
            return sentence
    return ""
