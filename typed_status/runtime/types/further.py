"""Further statuses: members beside the leading status that must be terminal, too, before a resource is ready.

May import: the standard library.
"""

from __future__ import annotations

import typing as t

__all__ = ["ANY", "FurtherStatus"]

ANY: t.Final = "*"
"""Any text: a member that is there at all."""


class FurtherStatus(t.NamedTuple):
    """A status beside the leading one, as a generated response class declares it.

    ``path`` has field names, joined by dots, from the item. ``reasons`` are the paths to the reasons, from the structure
    that holds the status. ``when`` are the values of the leading status at which it counts; if empty, all that have
    succeeded. ``only`` is a member of its structure and the values of it at which it counts. ``phases`` has the
    values (``*`` for any text) whose phase here is not that of the enum. For a text that is no status, one that begins with a
    listed value and a space counts as well.
    """

    path: str
    reasons: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    phases: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - never changed
