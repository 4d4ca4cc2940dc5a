"""What became of a case, and the forms in which results are compared."""

from __future__ import annotations

import dataclasses
import math
import typing as t
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from botocore.response import StreamingBody

_SHOWN = 120


class Verdict(StrEnum):
    """How the typed result compares with botocore's and with that of the case."""

    EQUAL = "equal"
    UNLIKE_CASE = "equal to botocore's, which is not the case's"
    UNLIKE_BOTOCORE = "equal to the case's, which is not botocore's"
    DIFFERS = "unlike botocore's"
    NOT_RUN = "not run"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict about the case of that name, with its reasons; ``botocore`` says how botocore's result is not the case's."""

    case: str
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    botocore: str | None = None


def compared(
    case: str,
    *,
    typed: t.Any,
    untyped: t.Any,
    typed_case: t.Any,
    expected: t.Any,
    botocore: str | None,
) -> Outcome:
    """Compare the typed result with botocore's, as they came, and with ``expected``, in the form of the case."""
    from_botocore = difference(typed, untyped)
    from_case = difference(typed_case, expected)
    if not from_botocore and not from_case:
        return Outcome(case, Verdict.EQUAL, botocore=botocore)
    reasons: list[str] = []
    if from_botocore:
        reasons.append(f"typed and botocore's: {from_botocore}")
    if from_case:
        reasons.append(f"typed and the case: {from_case}")
    if from_botocore and from_case:
        verdict = Verdict.DIFFERS
    else:
        verdict = Verdict.UNLIKE_BOTOCORE if from_botocore else Verdict.UNLIKE_CASE
    return Outcome(case, verdict, tuple(reasons), botocore)


def difference(ours: t.Any, theirs: t.Any, path: str = "") -> str | None:
    """The first difference between two values, with its path; ``None`` where there is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in [*ours, *(each for each in theirs if each not in ours)]:
            where = f"{path}.{key}" if path else str(key)
            if key not in theirs:
                return f"{where}: {_shown(ours[key])}, and nothing"
            if key not in ours:
                return f"{where}: nothing, and {_shown(theirs[key])}"
            found = difference(ours[key], theirs[key], where)
            if found:
                return found
        return None
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        each = (difference(a, b, f"{path}[{at}]") for at, (a, b) in pairs)
        return next(filter(None, each), None)
    is_equal = ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool)
    return None if is_equal else f"{path or 'the whole'}: {_shown(ours)}, and {_shown(theirs)}"


def _shown(value: t.Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def mapped(value: t.Any, scalar: Callable[[t.Any], t.Any]) -> t.Any:
    """``value`` with its scalars replaced."""
    if isinstance(value, dict):
        return {
            key: mapped(each, scalar) for key, each in t.cast(dict[t.Any, t.Any], value).items()
        }
    if isinstance(value, list):
        return [mapped(each, scalar) for each in t.cast(list[t.Any], value)]
    return scalar(value)


def read_whole(value: t.Any) -> t.Any:
    """``value`` with its streams read, and a form of NaN that equals itself.

    A datetime without a zone, as botocore reads it from a text without one, is in UTC.
    """

    def scalar(each: t.Any) -> t.Any:
        if isinstance(each, StreamingBody):
            return each.read()
        if isinstance(each, datetime) and each.tzinfo is None:
            return each.replace(tzinfo=UTC)
        return "NaN" if isinstance(each, float) and math.isnan(each) else each

    return mapped(value, scalar)


def as_case(value: t.Any) -> t.Any:
    """``value`` in the form of a case: timestamps as seconds, blobs as texts, names of infinite numbers."""

    def scalar(each: t.Any) -> t.Any:
        match each:
            case datetime():
                return each.astimezone(UTC).timestamp()
            case bytes():
                return each.decode("utf-8", "backslashreplace")
            case float() if math.isinf(each):
                return "Infinity" if each > 0 else "-Infinity"
            case _:
                return each

    return mapped(value, scalar)
