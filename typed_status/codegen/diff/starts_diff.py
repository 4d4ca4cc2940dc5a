"""What operations start in two releases, compared: each difference is a question to a maintainer.

May import: the standard library, ``codegen.build`` and ``codegen.models.ir``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from typed_status.codegen.build import Shipped
from typed_status.codegen.models import ir

__all__ = ["questions"]


def questions(old: Shipped, new: Shipped) -> Iterator[str]:
    """Yield the questions about pairs that are new, changed or lost, shipped or not."""
    for service in sorted(old.starts.keys() | new.starts.keys()):
        was, now = old.starts.get(service, {}), new.starts.get(service, {})
        for wire in sorted(was.keys() | now.keys()):
            asked = _question(was.get(wire), now.get(wire))
            if asked:
                yield f"{service} {wire}: {asked}. If not, decide it in starts.toml"


def _question(was: ir.Start | None, now: ir.Start | None) -> str:
    if was is None and now is not None:
        return f"starts something, which {_text(now)}: is that right?"
    if was is not None and now is None:
        return f"no longer starts what {was.status} reports on: has AWS changed that?"
    if was is None or now is None:
        return ""
    before, after = _parts(was), _parts(now)
    changed = [
        f"{name} {before[name]} -> {after[name]}" for name in after if before[name] != after[name]
    ]
    return f"what it starts changed, {'; '.join(changed)}: is that right?" if changed else ""


def _text(start: ir.Start) -> str:
    parts = _parts(start)
    given = ", ".join(
        f"{name} {text}" for name, text in parts.items() if name != "status" and text != "none"
    )
    return f"{start.status} reports on ({start.basis}; {given})"


def _parts(start: ir.Start) -> Mapping[str, str]:
    """Describe what a wait depends on: not how the pair was found."""
    ends = (*start.wanted, *(("gone",) if start.gone else ()))
    return {
        "status": start.status,
        "bindings": _pairs(((name,), path) for name, path in start.bindings),
        "select": _pairs(start.select),
        "echoed": _pairs(start.echoed),
        "optional": ", ".join(start.optional) or "none",
        "tracks": start.tracks,
        "watch": ".".join(start.watch) or "none",
        "wanted": ", ".join(ends) or "none",
        "initial": ", ".join(start.initial) or "none",
        "contrary": ", ".join(start.contrary) or "none",
        "pending": ", ".join(start.pending) or "none",
        "reports": ".".join(start.reports) or "none",
        "refused": ", ".join(start.refused) or "none",
    }


def _pairs(pairs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    return ", ".join(f"{'.'.join(path)}={'.'.join(value)}" for path, value in pairs) or "none"
