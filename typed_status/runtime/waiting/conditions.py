"""The conditions of ``until=``: statuses, ``GONE``, or the acceptors of a botocore waiter.

May import: the standard library, ``runtime.statuses.status``, ``runtime.waiting.botocore_waiters`` and ``runtime`` below
``runtime.waiting``.
"""

from __future__ import annotations

import typing as t

from typed_status.runtime.models.operations import Operation, Response
from typed_status.runtime.statuses.status import status_enum
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.waiting.botocore_waiters import Acceptors, is_waiter

__all__ = ["GONE", "Gone", "acceptors_of", "target_statuses"]


class Gone:
    """The type of ``GONE``."""

    def __repr__(self) -> str:
        return "GONE"

    def __reduce__(self) -> str:
        return "GONE"


GONE: t.Final = Gone()
"""``until=GONE``: wait until the resource is at its end, which AWS reports by a status (``StatusEnum.is_gone``) or by a
not-found error."""


def target_statuses(until: t.Any, response: type[Response]) -> frozenset[StatusEnum]:
    """Return the statuses in ``until``; raises ``ValueError`` for one that the operation does not have."""
    if until is None or until is GONE or callable(until) or is_waiter(until):
        return frozenset()
    enum = status_enum(response)
    given: list[object] = [until] if isinstance(until, str) else list(until)
    if not given:
        raise ValueError("until is empty; pass at least one status")
    members = {str(each): each for each in enum}
    for each in given:
        if not isinstance(each, str) or each not in members:
            raise ValueError(
                f"until={each!r} is not a value of {enum.__name__}; expected one of {', '.join(members)}"
            )
    return frozenset(members[each] for each in given if isinstance(each, str))


def acceptors_of(until: t.Any, operation: Operation, select: object) -> Acceptors | None:
    """Return the acceptors of ``until`` if it is a waiter.

    Raises ``ValueError`` if the waiter polls another operation, or if ``select`` is given with it.
    """
    if not is_waiter(until):
        return None
    acceptors = Acceptors(until)
    service = acceptors.service or operation.service
    if (service, acceptors.operation) != (operation.service, operation.name):
        raise ValueError(
            f"until: waiter {acceptors.name} polls {service} {acceptors.operation}, "
            f"not {operation.service} {operation.name}"
        )
    if select is not None:
        raise ValueError(
            f"until: waiter {acceptors.name} evaluates whole responses; select cannot be used with it"
        )
    return acceptors
