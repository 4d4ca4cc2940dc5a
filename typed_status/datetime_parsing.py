"""Texts that are points in time: the one reader for responses and for the generator's checks of facts.

May import: the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["EPOCH", "read_time", "utc"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds from the year 1973 to 2286: other numbers of digits may be a date or a year.
_SECONDS = re.compile(r"\d{9,10}(\.\d+)?", re.ASCII)
_LATE = re.compile(r"T(?:(24:00)(?!:\d?[1-9])|23:59:60)")
# Python's own reader takes any letter between date and time, and weeks.
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?"
    r"|\d{8}(?:[Tt]\d\d(?:\d\d(?:\d\d(?:[.,]\d+)?)?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
# The zones of HTTP dates whose names Python knows, and the other words there.
_ZONES = frozenset("UT UTC GMT Z AST ADT EST EDT CST CDT MST MDT PST PDT".split())
_CALENDAR = frozenset(
    "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
)
# A calendar date as Systems Manager documents it: 2017-06-7.
_UNPADDED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)


def utc(value: datetime) -> datetime:
    """``value`` in UTC. A time without an offset is UTC: AWS documents its times in UTC."""
    if value.tzinfo is UTC:
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def read_time(text: str) -> datetime | None:
    """The point in time that ``text`` tells, aware and in UTC; ``None`` where it tells none.

    ISO 8601 in its extended and its basic form, with or without an offset and a fraction, of which six digits
    are kept; leap seconds, and the end of a day as 24:00; dates (their midnight), HTTP dates, and seconds
    since 1970.
    """
    for read in _READERS:
        try:
            return utc(read(text))
        except (ValueError, OverflowError):
            continue
    return None


def _seconds(text: str) -> datetime:
    if not _SECONDS.fullmatch(text):
        raise ValueError
    return EPOCH + timedelta(seconds=float(text))


def _iso(text: str) -> datetime:
    if not _ISO.fullmatch(text):
        raise ValueError
    return datetime.fromisoformat(text)


def _http(text: str) -> datetime:
    """An HTTP date; a name of a zone that is not known would pass for UTC."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", text)
    if not all(word in _ZONES or word[:3].title() in _CALENDAR for word in words):
        raise ValueError
    return parsedate_to_datetime(text)


def _odd_iso(text: str) -> datetime:
    """ISO 8601 in small letters, or of a moment that Python's clock does not have."""
    upper = text.upper()
    late = _LATE.search(upper)
    if late is None:
        return _iso(upper)
    hour, rest = ("T00:00", timedelta(days=1)) if late[1] else ("T23:59:59", timedelta(seconds=1))
    return datetime.fromisoformat(upper[: late.start()] + hour + upper[late.end() :]) + rest


def _unpadded(text: str) -> datetime:
    if not _UNPADDED.fullmatch(text):
        raise ValueError
    year, month, day = map(int, text.split("-"))
    return datetime(year, month, day)


# What nearly all texts are comes first.
_READERS: tuple[Callable[[str], datetime], ...] = (
    _iso,
    _seconds,
    _http,
    _odd_iso,
    _unpadded,
)
