"""The base classes of what the generator writes: structures, responses and requests.

May import: the standard library, pydantic, pydantic_core, ``wire_names`` and ``runtime`` below ``runtime.models``.
"""

import typing as t
from functools import cache

import pydantic
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticSerializationError,
    core_schema,
)

from typed_status.runtime import drift
from typed_status.runtime.exceptions import (
    AbsentMemberError,
    ModelValidationError,
    ResponseValidationError,
)
from typed_status.runtime.models.json_schemas import complete_json_schema
from typed_status.runtime.types.datetimes import BOTO3
from typed_status.runtime.types.enums import OpenEnum
from typed_status.runtime.types.fields import members, streams
from typed_status.runtime.types.internals import as_base_init
from typed_status.runtime.types.lone_surrogates import to_ascii_json
from typed_status.runtime.types.sent import restored, sent_of
from typed_status.runtime.validation.lenient_schemas import accept_drift
from typed_status.runtime.validation.messages import problems_of
from typed_status.runtime.validation.rules import Rule, StructureCheck, check_structure, triggers
from typed_status.runtime.validation.validate import validated
from typed_status.runtime.warnings import TypedStatusWarning
from typed_status.wire_names import pascal

__all__ = ["BaseStructure", "Generic", "ResponseModel", "RuledModel", "UnionModel"]


if t.TYPE_CHECKING:
    from typing import Generic
else:

    class Generic:
        """Nothing: parameters are for type checkers, and ``typing``'s would run for each class statement."""

        def __class_getitem__(cls, parameters):
            return object


class _Sensitive:
    """Stands for a sensitive value in a ``repr``."""

    def __repr__(self) -> str:
        return "<sensitive>"


if t.TYPE_CHECKING:
    from typed_status.runtime.types.internals import CheckedModelMeta as ModelMeta
else:
    from typed_status.runtime.types.deferred import ModelMeta


class BaseStructure(pydantic.BaseModel, metaclass=ModelMeta):
    """What structures, responses and requests share."""

    # Written out in the class, so that pydantic's plugin for mypy reads it.
    model_config = pydantic.ConfigDict(
        alias_generator=pascal,
        frozen=True,
        validate_by_alias=True,
        validate_by_name=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
        # Epoch numbers are seconds in AWS's responses, however large; blobs are base64.
        val_temporal_unit="seconds",
        val_json_bytes="base64",
        ser_json_bytes="base64",
        defer_build=True,
    )

    # Whether AWS marks the whole structure as sensitive.
    __sensitive__: t.ClassVar[bool] = False
    # What a wrong constructor call raises.
    __error__: t.ClassVar[type[ModelValidationError]] = ModelValidationError

    @as_base_init
    def __init__(self, /, **data: t.Any) -> None:
        """Build by field names; ``ModelValidationError`` or its subclass says what is wrong with ``data``."""
        construct = super().__init__
        with drift.constructing() as validation:
            try:
                construct(**data)
                return
            except pydantic.ValidationError as error:
                missed = validation.repeated_errors
                problems = problems_of(
                    type(self), error, lambda raw: construct(**raw), data, missed
                )
        del data  # as in ``model_validate``
        raise self.__error__(type(self).__name__, problems.first, omitted=problems.omitted)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: pydantic.GetJsonSchemaHandler
    ) -> dict[str, t.Any]:
        """Return pydantic's JSON schema, with the limits of what is sent and with what it requires."""
        given = handler(schema)
        complete_json_schema(cls, handler.resolve_ref_schema(given), handler.mode)
        return given

    def __repr_args__(self) -> t.Iterator[tuple[str | None, t.Any]]:
        fields = type(self).model_fields
        for name, member in members(t.cast(type[pydantic.BaseModel], type(self))).items():
            value = getattr(self, name, None)
            if value is not None and fields[name].repr:
                secret = self.__sensitive__ or member.sensitive
                yield name, _Sensitive() if secret else value

    def __setstate__(self, state: dict[t.Any, t.Any]) -> None:
        # Unpickling makes the instance without the metaclass: see that its class is built.
        type(self).model_fields  # noqa: B018 - the access is what builds it
        super().__setstate__(state)

    def model_dump_json(self, **options: t.Any) -> str:
        """Dump as JSON. If a text contains a lone surrogate, which pydantic cannot write, the JSON is in ASCII."""
        try:
            return super().model_dump_json(**options)
        except PydanticSerializationError:
            layout = {name: options.pop(name, None) for name in ("indent", "ensure_ascii")}
            # Raises the same error if a lone surrogate was not its cause.
            dumped = self.model_dump(mode="json", **options)
        return to_ascii_json(dumped, layout["indent"])

    def to_boto3(self) -> dict[str, t.Any]:
        """The plain boto3 dict with wire names: what boto3 would have returned, or takes."""
        passed_on = streams(t.cast(type[pydantic.BaseModel], type(self)))
        parsed = self.model_dump(
            by_alias=True, exclude_none=True, exclude=set(passed_on) or None, context=BOTO3
        )
        parsed = _structure_as_boto3(self, parsed)
        for name, wire_name in passed_on.items():
            if getattr(self, name, None) is not None:
                parsed[wire_name] = getattr(self, name)
        return parsed


class ResponseModel(BaseStructure):
    """A structure of AWS's model: frozen, open to members that AWS adds.

    Built by field names (``Operation(status=...)``; raises ``ModelValidationError``) or from a boto3
    dict (``Operation.model_validate``). Unknown members are kept in ``model_extra``.
    """

    model_config = pydantic.ConfigDict(extra="allow")
    # Where a structure with absent members is in its response: the call, and the wire path up to its members.
    __slots__ = ("__place__",)
    if not t.TYPE_CHECKING:  # which would take it for a field
        # pydantic reads the validator off this annotation, which must not be a string, as subclasses
        # would look its names up in their own modules: hence no ``from __future__ import annotations``.
        __pydantic_extra__: dict[
            str, t.Annotated[t.Any, pydantic.AfterValidator(drift.keep_unknown_member)]
        ]

        def __getattr__(self, name):
            # Called only for what the instance does not have.
            if name not in type(self).model_fields:
                return super().__getattr__(name)
            where, path = getattr(self, "__place__", (type(self).__name__, ""))
            raise AbsentMemberError(f"{path}{members(type(self))[name].name}", where)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        """Build the schema of the class, in which a response may contradict the service model: see ``runtime.drift``."""
        return accept_drift(cls, handler(source), handler)

    @classmethod
    def model_validate(cls, obj: t.Any, **options: t.Any) -> t.Self:
        """Validate a boto3 dict, or a dict that ``model_dump`` gave.

        Raises:
            ResponseValidationError: the dict breaks the model.
        """
        validate = super().model_validate
        try:
            return validated(cls, lambda raw: validate(raw, **options), obj)
        except (ResponseValidationError, TypedStatusWarning) as error:
            # No frame of the traceback contains the response: tools that render tracebacks show locals.
            del obj
            raise error.with_traceback(None) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: t.Any) -> t.Self:
        """Validate JSON, as it is in a body or as ``model_dump_json`` gave it.

        Raises:
            ResponseValidationError: the text is no JSON or breaks the model.
        """
        validate, validate_parsed = super().model_validate_json, super().model_validate
        try:
            return validated(
                cls,
                lambda raw: validate(raw, **options),
                json_data,
                validate_parsed=lambda parsed: validate_parsed(parsed, **options),
            )
        except (ResponseValidationError, TypedStatusWarning) as error:
            del json_data
            raise error.with_traceback(None) from None


class RuledModel(ResponseModel):
    """A structure with rules across its members."""

    __rules__: t.ClassVar[tuple[Rule[StructureCheck], ...]] = ()

    def _check_rules(self) -> t.Self:
        # One call for each structure, in which nothing else is called unless a rule may be broken.
        values = self.__dict__
        model: t.Any = self.__class__
        for field, other, wanted in triggers(model):
            broken = values.get(field) if other is None else values.get(other) in wanted or None
            if broken is not None:
                check_structure(self, self.__rules__)
                break
        return self

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: t.Any, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        """Build the schema of the class, which checks rules if there are some."""
        schema = super().__get_pydantic_core_schema__(source, handler)
        if cls.__rules__:
            # In place, as the structure may contain itself.
            whole: t.Any = handler.resolve_ref_schema(schema)
            inner: t.Any = {key: value for key, value in whole.items() if key != "ref"}
            checked = core_schema.no_info_after_validator_function(cls._check_rules, inner)
            reference = {"ref": whole["ref"]} if "ref" in whole else {}
            whole.clear()
            whole.update(checked, **reference)
        return schema


class UnionModel(ResponseModel):
    """A tagged union: exactly one member is set, possibly one that this version does not know."""

    @pydantic.model_validator(mode="after")
    def _has_one_member(self) -> t.Self:
        # The usual case calls nothing else.
        set_values = 0
        for value in self.__dict__.values():
            if value is not None:
                set_values += 1
        if set_values != 1 or self.__pydantic_extra__:
            self._count_members()
        return self

    def _count_members(self) -> None:
        known = [name for name in type(self).model_fields if getattr(self, name, None) is not None]
        unknown = [name for name, value in (self.model_extra or {}).items() if value is not None]
        count = len(known) + len([name for name in unknown if name != "__type"])
        if count != 1:
            raise PydanticCustomError(
                "union", "exactly one member of a union, {count} are there", {"count": count}
            )


@cache
def _fields_by_wire_name(model: type[pydantic.BaseModel]) -> dict[str, str]:
    return {member.name: name for name, member in members(model).items()}


def _as_boto3(value: t.Any, dumped: t.Any) -> t.Any:
    """``dumped``, which was made from ``value``, as boto3 has it: plain texts instead of enum members, and what was sent."""
    if isinstance(value, OpenEnum):
        return str(value)
    if isinstance(value, BaseStructure):
        return _structure_as_boto3(value, dumped)
    if isinstance(value, list):
        items = t.cast(list[object], value)
        return [_as_boto3(*pair) for pair in zip(items, dumped, strict=True)]
    if isinstance(value, dict):
        values = t.cast(dict[object, object], value)
        return {_as_boto3(key, key): _as_boto3(each, dumped[key]) for key, each in values.items()}
    return dumped


def _structure_as_boto3(structure: BaseStructure, dumped: dict[str, t.Any]) -> dict[str, t.Any]:
    model = t.cast(type[pydantic.BaseModel], type(structure))
    fields, values = _fields_by_wire_name(model), vars(structure)
    found = {
        wire_name: _as_boto3(values[fields[wire_name]] if wire_name in fields else each, each)
        for wire_name, each in dumped.items()
    }
    for name, sent in sent_of(structure).items():
        wire_name = members(model)[name].name
        again = restored(found.get(wire_name), sent)
        if again is not None:
            found[wire_name] = again
    return found
