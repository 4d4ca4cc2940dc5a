"""What operations start in two releases, compared: each difference is a question to a maintainer.

May import: the standard library, ``codegen.build``, ``codegen.diff.compare_starts`` and ``codegen.models.ir``.
"""

from __future__ import annotations

from collections.abc import Iterator

from typed_status.codegen.build import Shipped
from typed_status.codegen.diff.compare_starts import described, moved
from typed_status.codegen.models import ir

__all__ = ["questions"]


def questions(old: Shipped, new: Shipped) -> Iterator[str]:
    """Yield the questions about pairs that are new, changed or lost, of operations that are shipped or not."""
    for service in sorted(old.starts.keys() | new.starts.keys()):
        was, now = old.starts.get(service, {}), new.starts.get(service, {})
        for wire in sorted(was.keys() | now.keys()):
            question = _question(was.get(wire), now.get(wire))
            if question:
                yield f"{service} {wire}: {question}? If not, decide it in starts.toml"


def _question(was: ir.Start | None, now: ir.Start | None) -> str:
    if was is None:
        return f"is it right that it starts something: {described(now)}" if now is not None else ""
    if now is None:
        return f"is it right that it no longer starts what {was.status} reports on"
    changed = moved(was, now)
    return f"is it right that what it starts is another: {changed}" if changed else ""
