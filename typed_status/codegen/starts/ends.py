"""Which values of a status end what was begun, by its motion, the phases of the values and their words.

``wanted`` is the success of an operation, and for a resource what was requested: ready after a creation, an update or a
start, stopped after a stop, gone after a deletion. ``initial`` are the values that a resource may have from before, with the
failures of an earlier attempt. ``contrary`` are those at which the wanted end can no longer come, and ``pending`` those in
progress that await somebody until AWS sees by itself that it was done.

May import: the standard library, ``codegen.models``, ``codegen.statuses.phase_rule`` and ``codegen.starts.motions``.
"""

from __future__ import annotations

import re
import typing as t

from typed_status.codegen.models import ir
from typed_status.codegen.starts.motions import (
    EITHER,
    Motion,
    opposite,
    value_motions,
    value_words,
)
from typed_status.codegen.statuses.phase_rule import is_job

__all__ = ["Ends", "ends", "has_words", "names_motion"]

# What runs, where other values are a rest before it, and such rests.
_RUNS = re.compile(
    r"(?!not_)(?:.*_)?(?:running|started|active|activated|enabled|in_service|online|open|opened|resumed)"
)
_RESTS = re.compile(r"(?:.*_)?(?:idle|ready|created|standby)|not_.*")
# The successes of several motions: create-complete, enable-complete.
_FAMILY = re.compile(r"[a-z_]+_(?:completed?|succeeded|success|successful|finished|done)")
_STEM = 5
# Where a person must act for something that was on its way.
_HALTS = re.compile(r".*(?:paused|suspended|attention|action|customer|update|sync).*")
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
    def phase(self) -> ir.Phase:
        return self.judged.phase

    @property
    def stays(self) -> bool:
        """Whether the resource still exists, and nothing is in progress."""
        return self.phase not in ("IN_PROGRESS", "UNKNOWN") and not self.judged.gone

    @property
    def awaits(self) -> bool:
        """Whether it awaits somebody other than AWS."""
        return self.phase == "IN_PROGRESS" and self.judged.party != "AWS"


def _values(enum: ir.Enum) -> list[_Value]:
    return [
        _Value(text, value_words(text), judged, value_motions(text))
        for (text, _), judged in zip(enum.values, enum.phases, strict=True)
    ]


def names_motion(enum: ir.Enum, motion: Motion) -> bool:
    """Whether a value in progress names a motion."""
    return any(motion in each.motions and each.phase == "IN_PROGRESS" for each in _values(enum))


def has_words(enum: ir.Enum, motion: Motion) -> bool:
    """Whether a status has values for a motion, so that an operation of this motion moves it."""
    values = _values(enum)
    moving = [each for each in values if each.phase == "IN_PROGRESS"]
    if any(motion in each.motions for each in moving):
        return True
    if motion in ("create", "start"):
        return any(not each.motions & opposite(motion) for each in moving)
    if motion == "update":
        # The status of a job says how the job is going, and that of a new resource how its creation is.
        generic = any(_GENERIC.fullmatch(each.words) for each in moving)
        new = any("create" in each.motions for each in moving)
        return generic and not new and not is_job(each.text for each in values)
    return any(motion in each.motions and each.phase != "FAILED" for each in values)


def ends(
    enum: ir.Enum,
    motion: Motion,
    verb: str,
    *,
    own: bool,
    new: bool = False,
    only: bool = False,
) -> Ends:
    """Judge the values of the watched ``enum`` for an operation with this ``verb``.

    ``own``: the status is that of the operation itself, whose end is its success. ``new``: the resource is new, and has no state
    from before. ``only``: the status is that of this motion alone, whatever the words of its values.
    """
    values = _values(enum)
    if own:
        wanted, initial = _succeeded(values, motion), list[_Value]()
    else:
        job = is_job(each.text for each in values)
        wanted = _wanted(values, motion, verb, job=job)
        before: Motion = "update" if verb in EITHER else motion
        initial = [] if new else _initial(values, before, verb, wanted, job=job, only=only)
    chosen = [*wanted, *initial]
    contrary = [each for each in values if each not in chosen and _excludes(each, motion, own=own)]
    chosen += contrary
    pending = [each for each in values if each.awaits and each.judged.polled and each not in chosen]

    def texts(some: list[_Value]) -> tuple[str, ...]:
        return tuple(each.text for each in values if each in some)

    gone = not own and motion in ("delete", "detach")
    return Ends(texts(wanted), gone, texts(initial), texts(contrary), texts(pending))


def _succeeded(values: list[_Value], motion: Motion) -> list[_Value]:
    """Return the successes of an operation: all, or those for this motion if there are several."""
    found = [each for each in values if each.phase == "SUCCEEDED" and not each.judged.gone]
    named = [each for each in found if not each.motions or motion in each.motions]
    return named or [each for each in found if not each.motions & opposite(motion)] or found


def _wanted(values: list[_Value], motion: Motion, verb: str, *, job: bool) -> list[_Value]:
    stays = [each for each in values if each.stays]
    gone = [each for each in values if each.judged.gone]
    whole = [each for each in stays if each.phase != "FAILED"]
    named = [each for each in whole if motion in each.motions]
    if motion == "delete":
        return gone
    if motion == "detach":
        return gone + named
    if motion == "stop":
        good = [each for each in whole if each.phase == "SUCCEEDED"]
        found = named or [each for each in good if not job and _RESTS.fullmatch(each.words)]
        # A job that ended in another way does not run, either.
        ended = [each for each in whole if job and not _RUNS.fullmatch(each.words)]
        return [*found, *ended] or gone
    if motion == "cancel":
        return named or [each for each in whole if "stop" in each.motions] or gone
    if motion == "reject":
        return [each for each in stays if motion in each.motions] + gone
    return _ready(values, motion, verb, job=job)


def _ready(values: list[_Value], motion: Motion, verb: str, *, job: bool) -> list[_Value]:
    found = [
        each
        for each in values
        if each.stays and each.phase == "SUCCEEDED" and not each.motions & opposite(motion)
    ]
    if verb not in EITHER:
        others = [{*each.motions} & {"create", "update"} for each in found]
        plain = [each for each, other in zip(found, others, strict=True) if other <= {motion}]
        found = plain or found
    if motion in ("create", "attach") and verb != "submit":
        # It is created, and it is somebody's turn: a draft, or a connection that another party has to accept.
        found += [
            each
            for each in values
            if each.awaits and not each.judged.polled and not _HALTS.fullmatch(each.words)
        ]
    named = [each for each in found if each.words.startswith(verb[:_STEM])]
    if any(_FAMILY.fullmatch(each.words) for each in named):
        found = [each for each in found if each in named or not _FAMILY.fullmatch(each.words)]
    if motion == "start":
        found = [each for each in found if not each.words.startswith("not_")] or found
    if motion == "start" and not job:
        found = [each for each in found if _RUNS.fullmatch(each.words)] or found
    if motion == "attach":
        found = [each for each in found if motion in each.motions] or found
    return found


def _initial(
    values: list[_Value],
    motion: Motion,
    verb: str,
    wanted: list[_Value],
    *,
    job: bool,
    only: bool,
) -> list[_Value]:
    """Return the values that a resource may have from before: where it was, and a failure of the same motion."""
    # A job that has succeeded is not canceled any more; a reservation that is active is.
    if motion in ("create", "attach") or (motion == "cancel" and job):
        return []
    accepted = motion == "reject" and verb != "revoke"

    def may_be(each: _Value) -> bool:
        if each.awaits:  # where a wait would stop
            return motion in ("accept", "delete", "reject", "start", "stop")
        if not each.stays or motion == "accept" or accepted:
            return False
        again = motion in each.motions and each.phase == "FAILED"
        succeeded = each.phase == "SUCCEEDED" and each not in wanted
        if motion in ("delete", "detach"):
            return each not in wanted
        if motion == "update":
            return (
                again or only or (each.phase == "SUCCEEDED" and not each.motions & opposite(motion))
            )
        if motion == "start":
            rests = bool(_RESTS.fullmatch(each.words))
            return again or rests or succeeded or (each.phase == "CANCELED" and each not in wanted)
        return again or succeeded

    return [each for each in values if may_be(each)]


def _excludes(each: _Value, motion: Motion, *, own: bool) -> bool:
    """Whether the wanted end cannot come after a value."""
    against = bool(each.motions & opposite(motion))
    if each.phase == "IN_PROGRESS":
        return not own and against and not each.awaits and motion not in each.motions
    if each.phase == "UNKNOWN":
        return False
    if each.phase in ("FAILED", "CANCELED") or each.judged.gone:
        return True
    # The success of another motion is none of this one, but does not exclude it.
    return against or motion in ("cancel", "reject")
