"""What AWS says that it could not return: lists beside the items of a list operation, such as ECS's ``failures``.

May import: the standard library and ``runtime.models``.
"""

from __future__ import annotations

from collections.abc import Sequence

from typed_status.runtime.models.operations import Response

__all__ = ["count_unreturned"]


def count_unreturned(responses: Sequence[Response]) -> str:
    """Say how much is in which of these lists (``2 in failures``); an empty text if AWS returned all."""
    names: tuple[str, ...] = getattr(type(responses[0]), "__unreturned__", ()) if responses else ()
    counts = {
        name: sum(len(getattr(each, name, None) or ()) for each in responses) for name in names
    }
    return ", ".join(f"{count} in {name}" for name, count in counts.items() if count)
