"""What is waited for: ``GONE``, statuses, or what a waiter of botocore's accepts.

May import: the standard library and ``runtime`` below ``call``.
"""

from __future__ import annotations

import re
import typing as t

from typed_status.runtime.models.operations import Operation, Response
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.botocore_waiters import Acceptors, is_waiter
from typed_status.runtime.waiting.status import status_enum

__all__ = ["GONE", "Gone", "acceptors_of", "says_gone", "wanted_of"]


class Gone:
    """Stands for a thing that is there no more."""

    def __repr__(self) -> str:
        return "GONE"

    def __reduce__(self) -> str:
        return "GONE"


GONE: t.Final = Gone()
"""``until=GONE``: the thing is deleted, which AWS tells by a status or by an error that it finds none."""

# By the whole of their words: something of what is PARTIALLY_DELETED is there, and so is what is queued-deleted.
_SAYS_GONE = re.compile(
    r"(?!.*(?:partial|queued|base|fail))(?:.*[-_. ]|^|resource)"
    r"(?:delet(?:e|ion)[-_. ]?(?:completed?|success(?:ful)?|succeeded)|deleted|deregistered|terminated|removed)$",
    re.I,
)


def says_gone(status: str) -> bool:
    """Whether a status says that the thing is there no more."""
    return _SAYS_GONE.match(status) is not None


def wanted_of(until: t.Any, response: type[Response]) -> frozenset[StatusEnum]:
    """The statuses in ``until``; raises ``ValueError`` for one that the operation does not have."""
    if until is None or until is GONE or callable(until) or is_waiter(until):
        return frozenset()
    kind = status_enum(response)
    given: list[object] = [until] if isinstance(until, str) else list(until)
    if not given:
        raise ValueError("until is an empty set of statuses: none would ever be reached")
    known = {str(each): each for each in kind}
    for each in given:
        if not isinstance(each, str) or str(each) not in known:
            names = ", ".join(known)
            raise ValueError(f"until={each!r}: {kind.__name__} has no such value; it has {names}")
    return frozenset(known[str(each)] for each in given)


def acceptors_of(until: t.Any, operation: Operation, select: object) -> Acceptors | None:
    """The acceptors of a waiter; raises ``ValueError`` where it is none for the operation."""
    if not is_waiter(until):
        return None
    acceptors = Acceptors(until)
    service = acceptors.service or operation.service
    if (service, acceptors.operation) != (operation.service, operation.name):
        raise ValueError(
            f"until=the waiter {acceptors.name}: it polls {service} {acceptors.operation}, "
            f"not {operation.service} {operation.name}"
        )
    if select is not None:
        raise ValueError(
            f"until=the waiter {acceptors.name}: it looks at whole responses, select has no say in it"
        )
    return acceptors
