"""The words of a status that say that a resource is at its end, as ``DELETED`` does; shared by the runtime and the generator.

May import: the standard library.
"""

from __future__ import annotations

import re

__all__ = ["says_gone"]

# Whole words, and not PARTIALLY_DELETED or queued-deleted: these resources still exist.
_GONE = re.compile(
    r"(?!.*(?:partial|queued|base|fail))(?:.*[-_. :]|^|resource)"
    r"(?:(?:delet(?:e|ion)|disassociat(?:e|ion))[-_. ]?(?:completed?|success(?:ful)?|succeeded)"
    r"|deleted|deregistered|deprovisioned|disassociated|terminated|removed)$",
    re.I,
)


def says_gone(status: str) -> bool:
    """Return whether the words of a status say that the resource is at its end."""
    return _GONE.match(status) is not None
