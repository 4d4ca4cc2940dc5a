"""Parse the texts that overlays declare as timestamps, for responses and for the generator's checks.

Timestamps of the service model are read as botocore reads them (``runtime.types.datetimes``), and here only what it does
not read.

May import: the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["EPOCH", "parse_timestamp", "utc"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Epoch seconds from the year 1973 to 2286: other numbers of digits may be a date or a year.
_SECONDS = re.compile(r"\d{9,10}(\.\d+)?", re.ASCII)
_END_OF_DAY = re.compile(r"T(?:(24:00)(?!:\d?[1-9])|23:59:60)")
# ``datetime.fromisoformat`` also accepts any separator between date and time, weeks, and times such as 01:02:033.
_TIME = r"\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?"
_BASIC_TIME = r"\d\d(?:\d\d(?:\d\d(?:[.,]\d+)?)?)?"
_OFFSET = r"(?:[Zz]|[+-]\d\d(?::?\d\d)?)?"
_ISO = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[Tt ](?:{_TIME}|{_BASIC_TIME}){_OFFSET})?"
    rf"|\d{{8}}(?:[Tt]{_BASIC_TIME}{_OFFSET})?",
    re.ASCII,
)
# The time zones of HTTP dates that ``parsedate_to_datetime`` knows, and the other words in HTTP dates.
_ZONES = frozenset("UT UTC GMT Z AST ADT EST EDT CST CDT MST MDT PST PDT".split())
_CALENDAR = frozenset(
    "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
)
# A date without zero padding, as Systems Manager documents it: 2017-06-7.
_UNPADDED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)


def utc(value: datetime) -> datetime:
    """Convert ``value`` to UTC. A naive datetime is UTC already: AWS documents its timestamps in UTC."""
    if value.tzinfo is UTC:
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def parse_timestamp(text: str) -> datetime | None:
    """Parse a timestamp to an aware datetime in UTC; return ``None`` if ``text`` is not a timestamp.

    Accepts ISO 8601 in extended and basic format, with or without an offset and a fraction (truncated to
    microseconds), leap seconds and 24:00; dates (their midnight); HTTP dates; and epoch seconds.
    """
    for parse in _PARSERS:
        try:
            return utc(parse(text))
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
    """Parse an HTTP date; ``parsedate_to_datetime`` would read an unknown time zone as UTC."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", text)
    if not all(word in _ZONES or word[:3].title() in _CALENDAR for word in words):
        raise ValueError
    return parsedate_to_datetime(text)


def _special_iso(text: str) -> datetime:
    """Parse ISO 8601 in lower case, with a leap second, or with the hour 24."""
    upper = text.upper()
    end = _END_OF_DAY.search(upper)
    if end is None:
        return _iso(upper)
    hour, rest = ("T00:00", timedelta(days=1)) if end[1] else ("T23:59:59", timedelta(seconds=1))
    return _iso(upper[: end.start()] + hour + upper[end.end() :]) + rest


def _unpadded(text: str) -> datetime:
    if not _UNPADDED.fullmatch(text):
        raise ValueError
    year, month, day = map(int, text.split("-"))
    return datetime(year, month, day)


# The most frequent format first.
_PARSERS: tuple[Callable[[str], datetime], ...] = (
    _iso,
    _seconds,
    _http,
    _special_iso,
    _unpadded,
)
