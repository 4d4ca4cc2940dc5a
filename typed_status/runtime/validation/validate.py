"""Validate input: return the model, or raise a ``ResponseValidationError``.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.models``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

import pydantic

from typed_status.runtime import context, drift
from typed_status.runtime.exceptions import ResponseValidationError
from typed_status.runtime.types.lone_surrogates import parse_json, parse_lone_surrogates
from typed_status.runtime.validation.messages import Problems, may_contain_sensitive, problems_of
from typed_status.runtime.validation.response_drift import report_drift

__all__ = ["Origin", "response_error", "validated"]

ModelT = t.TypeVar("ModelT", bound=pydantic.BaseModel)


class Origin(t.NamedTuple):
    """The call that a response belongs to."""

    service: str | None = None
    operation: str | None = None
    request_id: str | None = None


def validated(
    model: type[ModelT],
    validate: Callable[[t.Any], ModelT],
    raw: object,
    origin: Callable[[], Origin] = Origin,
    validate_parsed: Callable[[t.Any], ModelT] | None = None,
) -> ModelT:
    """Return what ``validate`` makes of ``raw``, and warn about members in it that contradict ``model``.

    If ``raw`` is JSON with lone surrogates, which pydantic's parser rejects, ``validate_parsed`` validates its value.

    Raises:
        ResponseValidationError: instead of pydantic's error, about ``raw``.
    """
    valid: ModelT | None = None
    problems: Problems | None = None
    with drift.detecting_drift() as detected:
        try:
            valid = validate(raw)
        except pydantic.ValidationError as error:
            problems = problems_of(model, error, validate, raw, detected.repeated_errors)
        parsed = parse_lone_surrogates(raw) if valid is None and validate_parsed else None
        if validate_parsed and parsed is not None:
            with context.parsed_json():
                try:
                    valid = validate_parsed(parsed)
                except pydantic.ValidationError as error:
                    problems = problems_of(
                        model, error, validate_parsed, parsed, detected.repeated_errors
                    )
    # Raised outside of the except block, so that no traceback contains pydantic's error and its input.
    if valid is None:
        raise response_error(model, problems or Problems(), raw, origin())
    if detected.found_drift or detected.other_values:
        service, operation, _ = origin()
        name = f"{service} {operation}" if operation else model.__name__
        for structure, member, what in detected.other_values or ():
            drift.report_other_value(name, f"{structure.__name__}.{member}", what)
        if detected.found_drift:
            report_drift(name, valid)
    return valid


def response_error(
    model: type[pydantic.BaseModel], problems: Problems, raw: object, origin: Origin
) -> ResponseValidationError:
    """Create the error for ``raw``, which it contains unless that may be sensitive."""
    response = _parsed(raw)
    return ResponseValidationError(
        model.__name__,
        problems.first,
        omitted=problems.omitted,
        service=origin.service,
        operation=origin.operation,
        request_id=origin.request_id,
        response=None if may_contain_sensitive(model, response) else response,
    )


def _parsed(raw: object) -> dict[str, t.Any] | bytes | None:
    if isinstance(raw, dict):
        return t.cast(dict[str, t.Any], raw)
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "surrogatepass")
    if not isinstance(raw, (bytes, bytearray)):
        return None
    try:
        parsed = parse_json(bytes(raw))
    except ValueError:
        parsed = None
    return t.cast(dict[str, t.Any], parsed) if isinstance(parsed, dict) else bytes(raw)
