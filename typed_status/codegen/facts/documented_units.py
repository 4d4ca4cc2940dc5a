"""The unit of a number, as AWS's documentation states it in prose: "The size of the volume, in GiB".

A closed set of forms, each of which is about the number itself: the unit follows "in" or stands in parentheses in the first
sentence, the number counts it ("The number of seconds that ..."), or a sentence of its own names it.

May import: the standard library.
"""

from __future__ import annotations

import re

__all__ = ["documented_unit"]

# The spellings of each unit in prose.
_UNITS = {
    "bits per second": r"bits(?: per |/)s(?:econd)?|bps",
    "kilobits per second": r"kilobits per second|[Kk]bps",
    "megabits per second": r"megabits per second|Mbps|Mb/s",
    "gigabits per second": r"gigabits per second|Gbps",
    "bytes per second": r"bytes(?: per |/)s(?:econd)?|Bps",
    "KB/s": r"[Kk]ilobytes(?: per |/)s(?:econd)?|KBps|KB/s",
    "MB/s": r"[Mm]egabytes(?: per |/)s(?:econd)?|MBps|MB/s",
    "MiB/s": r"(?:mebibytes?|MiB)(?: per |/)s(?:econd)?|MiBps",
    "microseconds": "microseconds?",
    "nanoseconds": "nanoseconds?",
    "milliseconds": "[Mm]illiseconds?|ms(?:ec)?",
    "seconds": "[Ss]econds?|secs?",
    "minutes": "[Mm]inutes?",
    "hours": "[Hh]ours?",
    "days": "[Dd]ays?",
    "weeks": "weeks?",
    "months": "months?",
    "years": "years?",
    "bytes": "[Bb]ytes?",
    "KiB": "[Kk]ibibytes?|KiBs?",
    "MiB": "[Mm]ebibytes?|MiBs?",
    "GiB": "[Gg]ibibytes?|GiBs?",
    "TiB": "[Tt]ebibytes?|TiBs?",
    "KB": "[Kk]ilobytes?|[Kk]Bs?",
    "MB": "[Mm]egabytes?|MBs?",
    "GB": "[Gg]igabytes?|GBs?",
    "TB": "[Tt]erabytes?|TBs?",
    "percent": "percent(?:ages?)?",
    "pixels": "[Pp]ixels?",
    "hertz": "[Hh]ertz|Hz",
    "decibels": "decibels?|dB",
    "meters": "meters?",
    "degrees": "degrees?",
}
_NAMES = tuple(_UNITS)
_ANY = "|".join(f"(?P<u{index}>{each})" for index, each in enumerate(_UNITS.values()))
_UNIT = rf"(?:{_ANY})(?![\w/-]| per\b| or\b)"
_FIRST = tuple(
    re.compile(form)
    for form in (
        rf"(?:^|[\s,(;])[Ii]n (?:units of |whole |(?:the )?number of )?{_UNIT}",
        rf"\({_UNIT}\)",
        rf"\bas a {_UNIT}",
        rf"^(?:\[[^\]]*\] |\([^)]*\) )?(?:[^,]*, )?(?:\w+ ){{0,3}}?[Nn]umber of (?:\w+ )?{_UNIT}",
    )
)
_LATER = re.compile(
    rf"^(?:(?:The |This )?(?:\w+ )?(?:value|duration|size|timeout|time) is |(?:The )?[Uu]nits? (?:is|are) |[Uu]nits?: |)"
    rf"(?:[Ss]pecified |[Ee]xpressed |[Mm]easured |[Dd]efined |[Rr]epresented )?(?:in |as a ){_UNIT}"
)
_SENTENCE = re.compile(r"(?<=[\w)%\]])\.\s+(?=[A-Z])")
# What is counted from a point in time is one, and not an amount of time.
_TIME = re.compile(r"\b(?:epoch|[Uu]nix|UTC|1970|since)\b|\beither\b")
# What a rate is of is not the unit of its number: "throughput for each 1 tebibyte (TiB) of storage".
_RATED = re.compile(r"\b(?:each|every|per) (?:\d+|one) \w+ \([^)]*\)")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# The words in names that say a unit.
_SAID = frozenset(
    "bps kbps mbps gbps bits microseconds micros nanoseconds nano nanos milliseconds millisecond millis ms msec seconds "
    "second secs sec minutes minute mins hours hour hrs days day weeks week months month years year bytes byte kb mb gb tb "
    "kib mib gib tib percent percentage percentages percents pct pixels pixel px hz hertz meters degrees".split()
)
_SIZE = re.compile(r"[KMGT]i?Bs?(?![a-z])|[KMG]i?[Bb]ps")


def documented_unit(name: str, documentation: str) -> str:
    """Return the unit of a number that its ``documentation``, a text on one line, states and its ``name`` does not.

    Empty if there is none, or more than one.
    """
    first, *others = _SENTENCE.split(documentation.removeprefix("Optional. "))
    if _TIME.search(first) or _SIZE.search(name):
        return ""
    first = _RATED.sub("", first)
    if not _SAID.isdisjoint(word.lower() for word in _WORD.findall(name)):
        return ""
    matches = [match for form in _FIRST for match in form.finditer(first)]
    matches += [match for each in others if (match := _LATER.search(each))]
    found = {
        _NAMES[int(group[1:])]
        for match in matches
        for group, text in match.groupdict().items()
        if text
    }
    return found.pop() if len(found) == 1 else ""
