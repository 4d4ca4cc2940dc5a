"""Motions: what an operation does to a resource, by its verb, and which of them the words of a status name.

May import: the standard library and ``codegen.models.naming``.
"""

from __future__ import annotations

import functools
import re
import typing as t
from collections.abc import Mapping

from typed_status.codegen.models import naming

__all__ = ["EITHER", "MAKERS", "Motion", "of_verb", "opposite", "value_motions", "value_words"]

Motion = t.Literal[
    "create", "update", "start", "stop", "cancel", "delete", "attach", "detach", "accept", "reject"
]

_VERBS: t.Final[Mapping[Motion, str]] = {
    "create": "add allocate build bundle calculate claim clone compose configure convert copy create define deploy "
    "detect distribute estimate evaluate execute export extract forecast generate import index ingest initialize initiate "
    "install invite invoke issue launch optimize order populate post prepare process provision publish purchase put "
    "redrive register render replicate request reserve restore retry run save schedule send setup share submit subscribe "
    "synthesize test transcribe transfer translate upload validate verify",
    "update": "apply backtrack change decrease extend failover increase migrate modify move promote rebalance "
    "reboot rebuild refresh reload rename renew replace reset resize restart resync rollback rotate set shrink "
    "switchover sync synchronize update upgrade",
    "start": "activate enable open resume start unlock",
    "stop": "close deactivate deauthorize disable drain end halt lock pause shutdown stop suspend undeploy",
    "cancel": "abort cancel discard withdraw",
    "delete": "delete deprovision deregister destroy dispose leave purge release remove terminate unregister unsubscribe",
    "attach": "associate attach assign connect enroll join peer",
    "detach": "detach disassociate disconnect dissociate unassign unpeer",
    "accept": "accept approve authorize confirm",
    "reject": "decline deny reject revoke",
}
_BY_VERB: t.Final[Mapping[str, Motion]] = {
    verb: motion for motion, verbs in _VERBS.items() for verb in verbs.split()
}
MAKERS: t.Final = frozenset(
    "add allocate clone compose copy create define deploy import install launch order provision publish purchase put register "
    "replicate request reserve restore retry run schedule submit".split()
)
"""Verbs of creations whose thing is the one that they name; of others it is an operation of its own."""

EITHER: t.Final = frozenset({"define", "put"})
"""Verbs that create what does not exist, and update what does."""

_STEMS: t.Final[Mapping[Motion, str]] = {
    "create": "creat|provision|register|import|copy|copie|restor|build|launch|initiali[sz]|install|allocat|publish|request"
    "|deploy|export|backfill|propagat|generat|submit",
    "update": "updat|modif|chang|apply|applie|upgrad|resiz|reboot|restart|rotat|reset|renew|sync|scal|migrat|rename|reconfig"
    "|maint|patch|failing_over|failover|configuring|switch|promot|transition|moving|rebuil|reloc|convert",
    "start": "start|resum|activat|enabl|runn|open",
    "stop": "stop|paus|suspend|deactivat|disabl|drain|clos|inactive|end(?:ed|ing)|hibernat|shutting|offline|deauthor|halt"
    "|archiv|retir|deprecat",
    "cancel": "cancel|abort|withdraw|discard",
    "delete": "delet|terminat|deregister|remov|deprovision|releas|purg|destroy|unregister|unsubscrib|left|leaving|dispos|dealloc",
    "attach": "associat|attach|assign|connect|enroll|join|peer|onboard",
    "detach": "disassociat|dissociat|detach|disconnect|unassign|unassociat|offboard",
    "accept": "accept|approv|authoriz|confirm|verif",
    "reject": "reject|declin|denied|deny|revok",
}
_WORDS: t.Final[Mapping[Motion, re.Pattern[str]]] = {
    motion: re.compile(rf"(?:^|_)(?:{stems})") for motion, stems in _STEMS.items()
}
_AWAY: t.Final[frozenset[Motion]] = frozenset({"cancel", "delete", "detach", "reject", "stop"})
_OPPOSITE: t.Final[Mapping[Motion, frozenset[Motion]]] = {
    "create": _AWAY,
    "update": _AWAY - {"stop"},
    "start": _AWAY,
    "stop": frozenset({"delete"}),
    "cancel": frozenset({"delete", "stop"}),
    "delete": frozenset(),
    "attach": _AWAY,
    "detach": frozenset(),
    "accept": _AWAY,
    "reject": frozenset({"cancel", "delete"}),
}


def of_verb(verb: str) -> Motion | None:
    """Return the motion of an operation's verb."""
    return _BY_VERB.get(verb)


def opposite(motion: Motion) -> frozenset[Motion]:
    """Return the motions that take a resource elsewhere than ``motion``."""
    return _OPPOSITE[motion]


@functools.cache
def value_words(value: str) -> str:
    """Return the words of a status in lower case, joined by underscores."""
    return "_".join(word.lower() for word in naming.words(value))


@functools.cache
def value_motions(value: str) -> frozenset[Motion]:
    """Return the motions that the words of a status name."""
    words = value_words(value)
    found: set[Motion] = {motion for motion, pattern in _WORDS.items() if pattern.search(words)}
    # A request to do something else than to create, as in DELETE_REQUESTED.
    if "request" in words and len(found) > 1:
        found.discard("create")
    return frozenset(found)
