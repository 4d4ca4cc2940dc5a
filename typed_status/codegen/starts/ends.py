"""Which values of a status end what was begun, by its motion, the phases of the values and their words.

``wanted`` is the success of an operation, and for a resource what was asked for: ready after a creation, an update or a
start, stopped after a stop, gone after a deletion. ``initial`` are the values that a resource may have from before,
``contrary`` those at which the wanted end can no longer come, and ``pending`` those in progress that await somebody and
are left when AWS sees that it was done.

May import: the standard library, ``codegen.models``, ``codegen.statuses.phase_rule`` and ``names``.
"""

from __future__ import annotations

import re
import typing as t

from typed_status.codegen.models import ir, naming
from typed_status.codegen.starts.names import Motion
from typed_status.codegen.statuses.phase_rule import is_job

__all__ = ["Ends", "ends", "has_words", "motions_of"]

_WORDS: t.Final[dict[Motion, re.Pattern[str]]] = {
    motion: re.compile(rf"(?:^|_)(?:{words})")
    for motion, words in {
        "create": "creat|provision|register|import|copy|copie|restor|build|launch|initiali[sz]|install|allocat|publish|request"
        "|deploy|export|backfill|propagat|generat|submit",
        "update": "updat|modif|chang|appl|upgrad|resiz|reboot|restart|rotat|reset|renew|sync|scal|migrat|rename|reconfig|"
        "roll|maint|patch|failing_over|failover|configuring|switch|promot|transition|moving|rebuil|reloc|convert",
        "start": "start|resum|activat|enabl|runn|open",
        "stop": "stop|paus|suspend|deactivat|disabl|drain|clos|inactive|end(?:ed|ing)|hibernat|shutting|offline|deauthor|halt",
        "cancel": "cancel|abort|withdraw|discard",
        "delete": "delet|terminat|deregister|remov|deprovision|releas|purg|destroy|unregister|unsubscrib|left|leaving|dispos",
        "attach": "associat|attach|assign|connect|enroll|join|peer",
        "detach": "disassociat|dissociat|detach|disconnect|unassign|unassociat",
        "accept": "accept|approv|authoriz|confirm|verif",
        "reject": "reject|declin|denied|deny|revok",
    }.items()
}
# What takes a resource elsewhere than where a motion does.
_OPPOSITE: t.Final[dict[Motion, frozenset[Motion]]] = {
    "create": frozenset({"cancel", "delete", "detach", "reject", "stop"}),
    "update": frozenset({"cancel", "delete", "detach", "reject"}),
    "start": frozenset({"cancel", "delete", "detach", "reject", "stop"}),
    "stop": frozenset({"cancel", "delete", "start"}),
    "cancel": frozenset({"delete", "stop"}),
    "delete": frozenset(),
    "attach": frozenset({"cancel", "delete", "detach", "reject", "stop"}),
    "detach": frozenset(),
    "accept": frozenset({"cancel", "delete", "detach", "reject", "stop"}),
    "reject": frozenset({"cancel", "delete"}),
}
_READY: t.Final[frozenset[Motion]] = frozenset({"create", "update", "start", "attach", "accept"})
# What runs, where other values are a rest before it.
_RUNS = re.compile(
    r"(?:.*_)?(?:running|started|active|activated|enabled|in_service|online|open|opened|resumed)"
)
_RESTS = re.compile(r"(?:.*_)?(?:idle|ready|created|standby)")
# In progress for any motion.
_GENERIC = re.compile(
    r"(?:.*_)?(?:in_progress|pending|progressing|processing|queued|running|submitted)"
)


class Ends(t.NamedTuple):
    """The values of the watched status, as ``ir.Start`` has them."""

    wanted: tuple[str, ...] = ()
    gone: bool = False
    initial: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


class _Value(t.NamedTuple):
    text: str
    words: str
    judged: ir.Judged
    motions: frozenset[Motion]

    @property
    def is_end(self) -> bool:
        return self.judged.phase not in ("IN_PROGRESS", "UNKNOWN")


def motions_of(value: str) -> frozenset[Motion]:
    """Return the motions that the words of a status name."""
    return _motions("_".join(word.lower() for word in naming.words(value)))


def _motions(words: str) -> frozenset[Motion]:
    found = {motion for motion, pattern in _WORDS.items() if pattern.search(words)}
    if found - {"create"} and "request" in words:
        found -= {"create"}
    return frozenset(found)


def _values(enum: ir.Enum) -> list[_Value]:
    found: list[_Value] = []
    for (text, _), judged in zip(enum.values, enum.phases, strict=True):
        words = "_".join(word.lower() for word in naming.words(text))
        found.append(_Value(text, words, judged, _motions(words)))
    return found


def has_words(enum: ir.Enum, motion: Motion) -> bool:
    """Whether a status has values for a motion, so that an operation of this motion moves it."""
    values = _values(enum)
    moving = [each for each in values if each.judged.phase == "IN_PROGRESS"]
    if any(motion in each.motions for each in moving):
        return True
    if motion in ("create", "start"):
        return any(not each.motions & _OPPOSITE[motion] for each in moving)
    if motion == "update":
        generic = any(_GENERIC.fullmatch(each.words) for each in moving)
        return generic and not any("create" in each.motions for each in moving)
    return any(motion in each.motions and each.judged.phase != "FAILED" for each in values)


def ends(enum: ir.Enum, motion: Motion, *, own: bool, always: bool = False) -> Ends:
    """Judge the values of the watched ``enum``. ``own``: the status is that of the operation itself, whose end is its success.
    ``always``: values without words for the motion are about it all the same, as the status is that of this motion only."""
    values = _values(enum)
    job = is_job(each.text for each in values)
    if own:
        wanted = _succeeded(values, motion)
        gone, initial = False, list[_Value]()
    else:
        gone = motion in ("delete", "detach")
        wanted = _wanted(values, motion, job=job)
        initial = _initial(values, motion, wanted, always=always)
    # A success that belongs to another motion neither ends this one nor excludes its end.
    contrary = [
        each
        for each in values
        if each not in wanted and each not in initial and _is_contrary(each, motion, own=own)
    ]
    pending = [
        each
        for each in values
        if each.judged.phase == "IN_PROGRESS"
        and each.judged.party != "AWS"
        and each.judged.polled
        and each not in [*wanted, *initial, *contrary]
    ]
    texts = (tuple(each.text for each in some) for some in (wanted, initial, contrary, pending))
    first, *rest = texts
    return Ends(first, gone, *rest)


def _succeeded(values: list[_Value], motion: Motion) -> list[_Value]:
    """Return the successes of an operation."""
    found = [
        each
        for each in values
        if each.judged.phase == "SUCCEEDED" and (not each.judged.gone or motion == "delete")
    ]
    plain = [each for each in found if not each.motions or motion in each.motions]
    return plain or [each for each in found if not each.motions & _OPPOSITE[motion]] or found


def _wanted(values: list[_Value], motion: Motion, *, job: bool) -> list[_Value]:
    gone = [each for each in values if each.judged.gone]
    rests = [each for each in values if each.is_end and not each.judged.gone]
    good = [each for each in rests if each.judged.phase == "SUCCEEDED"]
    if motion == "delete":
        return gone
    if motion == "detach":
        return gone + [
            each for each in rests if "detach" in each.motions and each.judged.phase != "FAILED"
        ]
    if motion == "stop":
        found = [each for each in rests if "stop" in each.motions and each.judged.phase != "FAILED"]
        found = (
            found
            or gone
            or [
                each for each in rests if "cancel" in each.motions and each.judged.phase != "FAILED"
            ]
        )
        found = found or [each for each in good if _RESTS.fullmatch(each.words)]
        return found + [
            each for each in good if job and each not in found and not _RUNS.fullmatch(each.words)
        ]
    if motion == "cancel":
        found = [
            each
            for each in rests
            if "cancel" in each.motions and each.judged.phase in ("CANCELED", "SUCCEEDED")
        ]
        found = found or [
            each for each in rests if "stop" in each.motions and each.judged.phase != "FAILED"
        ]
        return found or gone
    if motion == "reject":
        return [each for each in rests if "reject" in each.motions] + gone
    other: frozenset[Motion] = frozenset({"create", "update"}) - {motion}
    found = [each for each in good if not each.motions & _OPPOSITE[motion]]
    plain = [each for each in found if motion in each.motions or not each.motions & other]
    found = plain or found
    if motion == "start":
        runs = [each for each in found if _RUNS.fullmatch(each.words)]
        found = runs or found
    if motion in ("attach", "accept"):
        named = [each for each in found if motion in each.motions]
        found = named or found
    return found


def _initial(
    values: list[_Value], motion: Motion, wanted: list[_Value], *, always: bool
) -> list[_Value]:
    """Return the values that a resource may have from before: where it was, and a failure of the same motion."""
    if motion in ("create", "attach"):
        return []

    def may_be(each: _Value) -> bool:
        judged = each.judged
        if judged.phase == "IN_PROGRESS":  # a wait would stop there
            return judged.party != "AWS" and motion in (
                "accept",
                "delete",
                "reject",
                "stop",
                "start",
            )
        if judged.phase == "UNKNOWN" or judged.gone:
            return False
        again = motion in each.motions and judged.phase == "FAILED"
        if motion in ("delete", "detach"):
            return each not in wanted
        if motion == "update":
            return (
                each in wanted
                or again
                or always
                or (judged.phase == "SUCCEEDED" and not each.motions & _OPPOSITE[motion])
            )
        if motion == "start":
            return (
                again
                or each in wanted
                and _RESTS.fullmatch(each.words) is not None
                or (each not in wanted and judged.phase in ("SUCCEEDED", "CANCELED"))
            )
        if motion == "stop":
            return again or (each not in wanted and judged.phase == "SUCCEEDED")
        return False

    return [each for each in values if may_be(each)]


def _is_contrary(each: _Value, motion: Motion, *, own: bool) -> bool:
    judged = each.judged
    against = bool(each.motions & _OPPOSITE[motion])
    if judged.phase == "IN_PROGRESS":
        return not own and against and judged.party == "AWS" and motion not in each.motions
    if judged.phase == "UNKNOWN":
        return False
    if judged.phase in ("FAILED", "CANCELED") or judged.gone:
        return True
    return against or motion in ("cancel", "reject")
