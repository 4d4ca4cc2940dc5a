"""Schema drift: what contradicts the service model in a response that is accepted all the same.

Members and enum values that this version does not declare are kept, and required members may be absent. Each is
reported once as a ``SchemaDriftWarning``; inside ``with strict():`` it is an error. So are scalars of another JSON
type and ``null`` items (``validation.values``).

May import: the standard library, pydantic_core, ``runtime.context`` and ``runtime.warnings``.
"""

from __future__ import annotations

import contextlib
import typing as t
from collections import OrderedDict
from contextvars import ContextVar

from pydantic_core import PydanticCustomError

from typed_status.runtime import context, warnings

__all__ = [
    "constructing",
    "count_repeated_errors",
    "detect_absent_member",
    "detect_other_value",
    "detecting_drift",
    "is_constructing",
    "keep_unknown_member",
    "report_absent_member",
    "report_other_value",
    "report_spelling",
    "report_unknown_member",
    "report_unknown_phase",
    "report_unknown_value",
    "reset",
    "unknown_parameter",
]


class _Validation:
    """What the running validation found that contradicts the model.

    ``found_drift``: members that are unknown, or required and absent. ``other_values``: values of another type, as
    the structure, the member and what it contains. ``is_constructing``: a constructor or a request is validated, which
    demand what is required. ``repeated_errors``: how many errors say again what another one says.
    """

    found_drift = False
    other_values: dict[tuple[type, str, str], None] | None = None
    repeated_errors = 0
    is_constructing = False


_CURRENT: ContextVar[_Validation | None] = ContextVar("typed_status.validation", default=None)

# The drift that was reported, least recently seen first. Bounded, so that a peer that invents names cannot fill the
# memory: beyond the limit, the oldest is forgotten and would be reported again.
_REPORTED: OrderedDict[tuple[str, str], None] = OrderedDict()

_REPORTED_LIMIT = 4096

_MAX_LENGTH = 80


@contextlib.contextmanager
def constructing() -> t.Generator[_Validation]:
    """Reject drift in this block: a constructor is called, where an unknown name is a typo."""
    current = _CURRENT.get()
    if current is not None and current.is_constructing:
        yield current
        return
    validation = _Validation()
    validation.is_constructing = True
    token = _CURRENT.set(validation)
    try:
        yield validation
    finally:
        _CURRENT.reset(token)


class detecting_drift:  # noqa: N801 - used like a function; a generator would cost four times as much
    """Detect in this block whether a validation finds members that contradict their model."""

    __slots__ = ("_before",)

    def __enter__(self) -> _Validation:
        validation = _Validation()
        self._before = _CURRENT.set(validation)
        return validation

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self._before)


def is_constructing() -> bool:
    """Check whether a constructor or a request is being validated, which demand what is required."""
    validation = _CURRENT.get()
    return validation is not None and validation.is_constructing


def count_repeated_errors(count: int = 1) -> None:
    """Count errors that say again what another one says: a value was rejected by several choices of a union."""
    validation = _CURRENT.get()
    if validation is not None:
        validation.repeated_errors += count


def detect_absent_member(structure: type, member: str) -> None:
    """Accept that a required member is absent; called while a response is validated.

    ``validation.response_drift`` reports it by its path in the response. A model of the user's own, in which a structure is
    a field, has nobody who does, and it is reported here, by its structure.
    """
    validation = _CURRENT.get()
    if validation is not None:
        validation.found_drift = True
    else:
        report_absent_member(_name(structure), member)


def detect_other_value(structure: type, member: str, what: str) -> None:
    """Accept a value of another type than that of its member; called while a response is validated."""
    validation = _CURRENT.get()
    if validation is None:
        report_other_value(_name(structure), member, what)
    elif validation.other_values is None:
        validation.other_values = {(structure, member, what): None}
    else:
        validation.other_values[structure, member, what] = None


def _name(structure: type) -> str:
    return f"{structure.__module__}.{structure.__name__}"


def keep_unknown_member(value: t.Any) -> t.Any:
    """Return the value of a member that its model does not declare; pydantic calls this for such members only.

    Raises pydantic's error in a constructor and in strict mode.
    """
    validation = _CURRENT.get()
    if validation is not None and validation.is_constructing:
        raise unknown_parameter()
    if context.is_strict():
        raise PydanticCustomError("unknown_member", "unknown member (strict mode rejects drift)")
    if validation is not None:
        validation.found_drift = True
    return value


def unknown_parameter() -> PydanticCustomError:
    """Create the error for a parameter that a request or a constructor does not declare."""
    return PydanticCustomError("unknown_parameter", "unknown parameter")


def report_unknown_value(enum_class: type, value: str) -> None:
    """Warn once about a value that ``enum_class`` does not declare; a long one is truncated."""
    is_sensitive = "__sensitive__" in enum_class.__dict__
    _report_drift(_name(enum_class), "value" + ("" if is_sensitive else f" {_shortened(value)}"))


def report_spelling(enum_class: type, value: str, declared: str) -> None:
    """Warn once about a value that ``enum_class`` declares in another spelling."""
    shown = f": {_shortened(value)} for {declared!r}"
    shown = "" if "__sensitive__" in enum_class.__dict__ else shown
    text = f"a value is spelled in another way than in the service model{shown}. It equals the declared member."
    _report_once(_name(enum_class), text, warnings.SchemaDriftWarning)


def _shortened(value: str) -> str:
    return repr(value if len(value) <= _MAX_LENGTH else value[:_MAX_LENGTH] + "...")


def report_unknown_phase(enum_class: type, value: str) -> None:
    """Warn once about a declared status whose phase is ``UNKNOWN``, so that polling continues."""
    is_sensitive = "__sensitive__" in enum_class.__dict__
    _report_once(
        f"{enum_class.__module__}.{enum_class.__name__}",
        f"the phase of the status{'' if is_sensitive else f' {value!r}'} is unknown, so polling continues. "
        "To wait for this status, pass it in until=.",
        warnings.UnknownStatusWarning,
    )


def report_unknown_member(root: str, path: str) -> None:
    """Warn once about the member at a wire path of a response, which its model does not declare."""
    _report_drift(root, f"member {path}")


def report_absent_member(root: str, path: str) -> None:
    """Warn once about the required member at a wire path that a response does not contain."""
    text = f"the required member {path} is absent. The response is accepted; reading the member raises AbsentMemberError."
    _report_once(root, text, warnings.SchemaDriftWarning)


def report_other_value(where: str, member: str, what: str) -> None:
    """Warn once about a value of another type than that of its member."""
    text = f"the member {member} contains {what}. The response is accepted."
    _report_once(where, text, warnings.SchemaDriftWarning)


def reset() -> None:
    """Forget which drift was reported, so that it is reported again. For tests."""
    _REPORTED.clear()
    context.LenientCache.empty_all()


def _report_drift(where: str, what: str) -> None:
    text = f"unknown {what}. It is kept as AWS sent it."
    _report_once(where, text, warnings.SchemaDriftWarning)


def _report_once(where: str, text: str, category: type[warnings.TypedStatusWarning]) -> None:
    # Without a lock: each operation on the dict is atomic, and at worst two threads both warn.
    key = where, text
    try:
        _REPORTED.move_to_end(key)
    except KeyError:
        warnings.warn(f"{where}: {text}", category)
        _REPORTED[key] = None  # not reached if a filter raises the warning as an error
        if len(_REPORTED) > _REPORTED_LIMIT:
            _REPORTED.popitem(last=False)
