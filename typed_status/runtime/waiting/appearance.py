"""The beginning and the end of a resource: what is not visible yet, and statuses that it can no longer reach.

May import: the standard library and ``runtime`` below ``runtime.waiting``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Collection, Sequence

from typed_status.runtime.models.operations import Operation
from typed_status.runtime.types.enums import Phase, StatusEnum

__all__ = ["Appearance", "cannot_reach"]


class Appearance:
    """Whether what a wait is for has appeared, and until when it may be missing.

    It has not appeared while AWS says that it is not found, while a list is empty, and while every status is that of a
    resource at its end: an earlier one of the same name. ``deadline`` is in seconds of the monotonic clock.
    """

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.has_appeared = False

    def record(self, statuses: Sequence[StatusEnum | None]) -> None:
        """Record the statuses of a response; a missing status is that of something that is there."""
        if any(each is None or not each.is_gone for each in statuses):
            self.has_appeared = True

    def is_awaited(self, now: float) -> bool:
        """Return whether nothing has appeared, and something may still do."""
        return not self.has_appeared and now < self.deadline


# Operations that report a run, which ends once: a new one has an id of its own.
_RUN = re.compile(
    r"(?:Job|Execution|Run|Operation|Invocation|Statement|Command|Build|ResourceRequest)s?(?:Detail)?$"
    r"|ResourceRequestStatus$"
)
_RESTARTED: t.Final = frozenset({"deadline"})  # its jobs can be put into the queue again
_ENDS: t.Final = frozenset("COMPLETE COMPLETED FINISHED SUCCEEDED SUCCESS SUCCESSFUL".split())


def cannot_reach(
    status: StatusEnum | None, targets: Collection[StatusEnum], operation: Operation
) -> bool:
    """Return whether what has this status is at its end and so never gets a status in ``targets``.

    A resource that is gone is, and a run that succeeded. A target that is an end itself may follow: a stopped task is
    deleted later.
    """
    if status is None or not targets or status in targets:
        return False
    if status.is_gone or _is_finished_run(status, operation):
        return not any(each.is_gone for each in targets)
    return False


def _is_finished_run(status: StatusEnum, operation: Operation) -> bool:
    text = re.sub(r"[^A-Z]", "", status.upper())
    is_run = _RUN.search(operation.name) is not None and operation.service not in _RESTARTED
    return is_run and text in _ENDS and status.phase is Phase.SUCCEEDED
