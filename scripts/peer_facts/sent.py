"""Operations that start something, by their names: those that neither read nor tag.

May import: the standard library.
"""

from __future__ import annotations

import re

__all__ = ["is_read", "is_start"]

_READS = re.compile(
    r"(?:Admin|Batch|Bulk)?(?:Describe|Get|List|Lookup|Search|Head|Check|Query|Scan)(?=[A-Z]|$)"
)
_OTHERS = re.compile(
    r"(?:Test|Validate|Wait)(?=[A-Z])|(?:Tag|Untag)Resource|.*Tags(?:$|To|From|For)|.*Tagging"
)


def is_read(operation: str) -> bool:
    """Return whether an operation reads."""
    return _READS.match(operation) is not None


def is_start(operation: str) -> bool:
    """Return whether an operation may start something."""
    return not is_read(operation) and not _OTHERS.match(operation)
