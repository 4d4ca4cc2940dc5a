"""Presence: what may be absent or ``null`` in a response although the service model requires it.

A required member that is absent is left out of the instance: pydantic-core leaves a field out whose validator raises
``PydanticOmit``. So dumps, JSON, pickle, copies and equality work without it, also inside a model of the user's own.
Reading it raises ``AbsentMemberError``. ``lenient_schemas`` puts this into the schemas.

May import: the standard library, pydantic, pydantic_core and ``runtime`` below ``runtime.validation``.
"""

from __future__ import annotations

import typing as t

import pydantic
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticOmit,
    ValidationError,
    core_schema,
)

from typed_status.runtime import context, drift
from typed_status.runtime.types.fields import members

__all__ = ["Item", "Place", "RequiredMember", "is_absent_schema", "is_marker", "mark", "rejected"]


class _Marker:
    """Stands for a member that is absent; only validators see it."""

    # With from_attributes, pydantic-core reads the attributes of any object but one of this module's.
    __module__ = "builtins"

    def __repr__(self) -> str:
        return "<absent>"


_MARKER: t.Final = _Marker()


def mark() -> _Marker:
    """Return the marker: the default of a required field."""
    return _MARKER


def is_marker(value: object) -> bool:
    """Check whether the input of an error is the marker: the error is about a member that is absent."""
    return value is _MARKER


def rejected() -> ValidationError:
    """Create an error without details, for a choice of a union: the first choice has said what is wrong."""
    return ValidationError.from_exception_data("value", [])


class Place(t.NamedTuple):
    """A value in a field: that of an optional member, which reaches no function where it is absent."""

    model: type[pydantic.BaseModel]
    name: str

    @property
    def member(self) -> str:
        """The name of the member on the wire."""
        return members(self.model)[self.name].name

    def contradict(self, what: str) -> None:
        """Accept that the place contains ``what``; raise where drift is an error."""
        if drift.is_constructing() or context.is_strict():
            raise rejected()
        drift.detect_other_value(self.model, self.member, what)

    def accept(self, value: object) -> t.Any:  # noqa: ARG002 - subclasses use it
        """Return what a value that the schema rejects stands for; raise if it is an error."""
        raise rejected()


class Item(Place):
    """An item of a list or map."""

    __slots__ = ()

    def accept(self, value: object) -> None:
        """Keep ``None``, as botocore does."""
        if value is not None:
            raise rejected()
        self.contradict("null as an item")


class RequiredMember(Place):
    """A member that the service model requires."""

    __slots__ = ()

    def accept(self, value: object) -> t.NoReturn:
        """Leave the field out if its member is absent or ``None``."""
        if value is not _MARKER and value is not None:
            raise rejected()
        if drift.is_constructing() or context.is_strict():
            if value is None:
                raise rejected()
            if value is _MARKER:
                drift.count_repeated_errors()
            raise PydanticCustomError("missing_member", "a value")
        drift.detect_absent_member(self.model, self.member)
        raise PydanticOmit

    def accept_absence(
        self, value: object, handler: pydantic.ValidatorFunctionWrapHandler
    ) -> t.Any:
        """Validate in pydantic's strict mode, where a member may be absent as well."""
        return self.accept(value) if value is _MARKER else handler(value)


def is_absent_schema(member: RequiredMember) -> CoreSchema:
    """Create the schema of the marker alone, for a member whose own schema would not reject it."""
    absent = core_schema.no_info_plain_validator_function(
        member.accept, json_schema_input_schema=core_schema.any_schema()
    )
    return core_schema.chain_schema([core_schema.is_instance_schema(_Marker), absent])
