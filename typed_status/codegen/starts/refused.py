"""Which members in the response of a starting operation list what was not begun: ``failures``, ``FailedRequests``.

May import: the standard library, ``codegen.models.ir`` and ``codegen.starts.names``.
"""

from __future__ import annotations

from typed_status.codegen.models import ir
from typed_status.codegen.starts.names import singular

__all__ = ["refused", "says_refused"]

_WORDS = frozenset(
    "error failed failure rejected skipped unfulfilled unprocessed unsuccessful".split()
)


def says_refused(field: ir.Field) -> bool:
    """Whether a member of a response lists what failed."""
    listed = field.type.kind in ("list", "map")
    return listed and not _WORDS.isdisjoint(singular(field.wire))


def refused(response: ir.Struct) -> tuple[str, ...]:
    """Return the fields of ``response`` that list what was not begun."""
    return tuple(field.name for field in response.fields if says_refused(field))
