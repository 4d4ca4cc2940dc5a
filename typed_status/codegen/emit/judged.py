"""What the class of a status declares of its values, by what was judged: phases, ends, and whom they await.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

from typed_status.codegen.models import ir

__all__ = ["awaits", "gone", "phases", "polled"]


def phases(enum: ir.Enum) -> list[tuple[str, tuple[str, ...]]]:
    """Group the values by phase, except ``UNKNOWN``, in the order of the values."""
    found: dict[str, list[str]] = {}
    for (value, _), judged in zip(enum.values, enum.phases, strict=True):
        if judged.phase != "UNKNOWN":
            found.setdefault(judged.phase, []).append(value)
    return [(phase, tuple(values)) for phase, values in found.items()]


def gone(enum: ir.Enum) -> tuple[str, ...]:
    """Return the values at which the resource is at its end."""
    pairs = zip(enum.values, enum.phases, strict=False)  # only statuses have phases
    return tuple(value for (value, _), judged in pairs if judged.gone)


def awaits(enum: ir.Enum) -> list[tuple[str, tuple[str, ...]]]:
    """Group the values that await somebody other than AWS by whom, in the order of the values."""
    found: dict[str, list[str]] = {}
    for (value, _), judged in zip(enum.values, enum.phases, strict=False):
        if judged.party != "AWS":
            found.setdefault(judged.party, []).append(value)
    return [(party, tuple(values)) for party, values in found.items()]


def polled(enum: ir.Enum) -> tuple[str, ...]:
    """Return the values that await somebody other than AWS, and at which a wait polls on."""
    pairs = zip(enum.values, enum.phases, strict=False)
    return tuple(value for (value, _), judged in pairs if judged.party != "AWS" and judged.polled)
