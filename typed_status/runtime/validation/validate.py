"""One place where input becomes a model or a ``ResponseValidationError``.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``model``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

import pydantic
from pydantic_core import from_json

from typed_status.runtime import drift
from typed_status.runtime.exceptions import Problem, ResponseValidationError
from typed_status.runtime.validation.extra_members import extra_paths
from typed_status.runtime.validation.messages import holds_sensitive, problems_of

__all__ = ["Origin", "refuse", "validated"]

ModelT = t.TypeVar("ModelT", bound=pydantic.BaseModel)


class Origin(t.NamedTuple):
    """Which call a response answered."""

    service: str | None = None
    operation: str | None = None
    request_id: str | None = None


def validated(
    model: type[ModelT],
    validate: Callable[[], ModelT],
    raw: object,
    origin: Callable[[], Origin] = Origin,
) -> ModelT:
    """What ``validate`` gives, its failure told as a ``ResponseValidationError`` about ``raw``."""
    valid: ModelT | None = None
    problems: tuple[Problem, ...] = ()
    with drift.watching() as sighting:
        try:
            valid = validate()
        except pydantic.ValidationError as error:
            problems = problems_of(model, error)
    # Outside of the except block, so that no traceback carries pydantic's error and its input.
    if valid is None:
        raise refuse(model, problems, raw, origin())
    if sighting.extra:
        service, operation, _ = origin()
        name = f"{service} {operation}" if operation else model.__name__
        drift.unknown_members(name, extra_paths(valid))
    return valid


def refuse(
    model: type[pydantic.BaseModel], problems: tuple[Problem, ...], raw: object, origin: Origin
) -> ResponseValidationError:
    """The error for ``raw``, which it carries unless that may tell a secret."""
    response = _readable(raw)
    return ResponseValidationError(
        model.__name__,
        problems,
        service=origin.service,
        operation=origin.operation,
        request_id=origin.request_id,
        response=None if holds_sensitive(model, response) else response,
    )


def _readable(raw: object) -> dict[str, t.Any] | bytes | None:
    if isinstance(raw, dict):
        return t.cast(dict[str, t.Any], raw)
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "surrogatepass")
    if not isinstance(raw, (bytes, bytearray)):
        return None
    try:
        parsed = from_json(raw)
    except ValueError:
        parsed = None
    return t.cast(dict[str, t.Any], parsed) if isinstance(parsed, dict) else bytes(raw)
