"""Numbers that add up, as AWS's documentation states it in prose: "the weights must sum to 100", "equals the sum of A and B".

The rule looks for the sentence. A maintainer finds the numbers and their total.

May import: the standard library.
"""

from __future__ import annotations

import re

__all__ = ["documented_sum"]

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?:must|should|has to|have to|needs? to|always) (?:sum|add up|total|be a total of)\b",
        r"(?<!can )\b(?:sum|sums|add up|adds up) to\b",
        r"\b(?:sum|total|combined \w+) of\b[^.]{0,100}\b(?:must|should|has to) (?:be|equal)\b(?! (?:less|greater|at|no|within|equal to or))",
        r"\bequals? (?:to )?the (?:sum|total) of\b",
    )
)
_SENTENCE = re.compile(r"(?<=[\w)%\]])\.\s+(?=[A-Z])")


def documented_sum(doc: str) -> str:
    """Return the sentence of ``doc`` that states what numbers add up to; empty if there is none."""
    for sentence in _SENTENCE.split(doc):
        if any(form.search(sentence) for form in _FORMS):
            return sentence
    return ""
