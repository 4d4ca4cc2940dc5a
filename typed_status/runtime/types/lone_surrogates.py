"""Parse and write JSON with lone surrogates (``"\\ud800"``), which botocore accepts and pydantic rejects.

May import: the standard library and pydantic_core.
"""

from __future__ import annotations

import json
import math
import re
import typing as t

from pydantic_core import from_json

__all__ = ["parse_json", "parse_lone_surrogates", "to_ascii_json"]

# Every escape, so that neither a pair nor an escaped backslash is taken for a lone surrogate, which is the group.
_ESCAPES: t.Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff])"
    r"|\\.",
    re.DOTALL,
)


def parse_json(data: bytes | str) -> t.Any:
    """Parse JSON; raises ``ValueError`` for what pydantic's parser rejects, except for lone surrogates."""
    try:
        return from_json(data)
    except (TypeError, ValueError):  # a TypeError for a str with a surrogate that is not escaped
        text = data if isinstance(data, str) else data.decode()
        if not _has_lone_surrogate(text):
            raise
    # Everything else is left to pydantic's parser: it limits the depth, for one.
    from_json(_ESCAPES.sub(_without_lone_surrogate, text))
    return json.loads(text)


def parse_lone_surrogates(data: object) -> t.Any:
    """Parse JSON that pydantic's parser rejects for lone surrogates only; ``None`` for any other data."""
    try:
        text = bytes(data).decode() if isinstance(data, (bytes, bytearray)) else data
        return parse_json(text) if isinstance(text, str) and _has_lone_surrogate(text) else None
    except ValueError:
        return None


def to_ascii_json(value: object, indent: int | None = None) -> str:
    """Write what ``model_dump(mode="json")`` returned, with escapes for all characters outside of ASCII."""
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(_finite(value), indent=indent, separators=separators)


def _finite(value: t.Any) -> t.Any:
    """Replace infinite numbers and NaN with ``None``, as pydantic does."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in t.cast(dict[str, t.Any], value).items()}
    if isinstance(value, list):
        return [_finite(each) for each in t.cast(list[object], value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _has_lone_surrogate(text: str) -> bool:
    return any(each[1] for each in _ESCAPES.finditer(text))


def _without_lone_surrogate(escape: re.Match[str]) -> str:
    return "\ufffd" if escape[1] else escape[0]
