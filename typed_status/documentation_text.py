"""AWS's documentation, which botocore has as HTML, as plain text: on one line, or with a line for each paragraph.

May import: the standard library.
"""

from __future__ import annotations

import html
import re
import typing as t
from html.parser import HTMLParser

__all__ = ["to_line", "to_paragraphs"]

_BLOCKS: t.Final = frozenset("p ul ol dl dd dt note important fullname title h2 h3 h4 div".split())


def to_line(documentation: str) -> str:
    """Turn AWS's documentation from HTML into text on one line: no tags, no entities, single spaces."""
    text = re.sub(r"</?(a|b|code|em|i|strong)\b[^>]*>", "", documentation)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as in HTMLParser
        if tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS or tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def to_paragraphs(documentation: str) -> str:
    """Convert AWS's HTML documentation to text, with one line per paragraph and list item."""
    parser = _PlainText()
    parser.feed(documentation)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    joined = "\n".join(line for line in lines if line)
    return re.sub(r"\n-\s*\n", "\n- ", f"\n{joined}").strip()
