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
from typed_status.runtime.validation.empty_lists import with_empty_lists
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

    If ``raw`` is JSON that pydantic rejects and botocore reads, ``validate_parsed`` validates its value: with lone surrogates,
    or with an empty object in place of a list.

    Raises:
        ResponseValidationError: instead of pydantic's error, about ``raw``.
    """
    valid: ModelT | None = None
    problems: Problems | None = None
    parsed: t.Any = None
    with drift.detecting_drift() as detected:
        try:
            valid = validate(raw)
        except pydantic.ValidationError as error:
            problems = problems_of(model, error, validate, raw, detected.repeated_errors)
            if validate_parsed is not None:
                parsed = _parsed_otherwise(model, error, t.cast(bytes | str, raw))
        if validate_parsed is not None and parsed is not None:
            detected.repeated_errors = 0
            with context.parsed_json():
                try:
                    valid = validate_parsed(parsed)
                except pydantic.ValidationError as error:
                    repeated = detected.repeated_errors
                    problems = problems_of(model, error, validate_parsed, parsed, repeated)
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


def _parsed_otherwise(
    model: type[pydantic.BaseModel], error: pydantic.ValidationError, raw: bytes | str
) -> t.Any:
    """Return the value of JSON that pydantic rejects and botocore reads; ``None`` if there is none."""
    parsed = parse_lone_surrogates(raw)
    if parsed is not None or drift.is_constructing() or context.is_strict():
        return parsed
    found = with_empty_lists(error, raw)
    if found is None:
        return None
    value, members = found
    for member in members:
        drift.detect_other_value(model, member, "an empty object instead of a list")
    return value


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
