"""What an operation starts, in two releases: what a wait depends on, as text.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typed_status.codegen.models import ir

__all__ = ["described", "moved"]

_Pairs = Iterable[tuple[tuple[str, ...], tuple[str, ...]]]


def moved(was: ir.Start, now: ir.Start) -> str:
    """Describe how a start differs; empty if it does not, however it was found."""
    before, after = _parts(was), _parts(now)
    return "; ".join(
        f"{name} {before[name]} -> {text}" for name, text in after.items() if before[name] != text
    )


def described(start: ir.Start) -> str:
    """Describe a start: what reports on it, how that was found, and what it knows."""
    parts = _parts(start)
    given = [f"{name} {text}" for name, text in parts.items() if text != "none"]
    return f"{', '.join(given)} (found by {start.basis})"


def _parts(start: ir.Start) -> Mapping[str, str]:
    ends = (*start.wanted, *(("gone",) if start.gone else ()))
    texts = {
        "status": start.status,
        "bindings": _joined(((name,), path) for name, path in start.bindings),
        "select": _joined(start.select),
        "echoed": _joined(start.echoed),
        "optional": ", ".join(start.optional),
        "tracks": start.tracks,
        "watch": ".".join(start.watch),
        "wanted": ", ".join(ends),
        "initial": ", ".join(start.initial),
        "contrary": ", ".join(start.contrary),
        "pending": ", ".join(start.pending),
        "reports": ".".join(start.reports),
        "refused": ", ".join(start.refused),
    }
    return {name: text or "none" for name, text in texts.items()}


def _joined(pairs: _Pairs) -> str:
    return ", ".join(f"{'.'.join(path)}={'.'.join(value)}" for path, value in pairs)
