"""The base classes of what the generator writes: structures, responses and requests.

May import: the standard library, pydantic, pydantic_core, typing_extensions (pydantic's own) and the rest of ``runtime`` below ``call``.
"""

import dataclasses
import typing as t
from collections.abc import Callable

import pydantic
from pydantic_core import PydanticCustomError
from typing_extensions import TypeVar

from typed_status.runtime import drift
from typed_status.runtime.checks import Rule, StructureCheck, check_structure
from typed_status.runtime.enums import OpenEnum, StatusEnum
from typed_status.runtime.errors import (
    ModelValidationError,
    RequestValidationError,
    ServiceError,
)
from typed_status.runtime.fields import Wire, streams, wire
from typed_status.runtime.limits import beyond_limits
from typed_status.runtime.moments import BOTO3
from typed_status.runtime.problems import problems_of
from typed_status.runtime.validate import validated

__all__ = [
    "WIRE",
    "ListingRequest",
    "ListingResponse",
    "Operation",
    "Request",
    "Response",
    "ResponseMetadata",
    "ResponseModel",
    "RuledModel",
    "StatusRequest",
    "StatusResponse",
]

_SHARED = pydantic.ConfigDict(
    frozen=True,
    validate_by_alias=True,
    validate_by_name=True,
    hide_input_in_errors=True,
    protected_namespaces=(),
    # Epoch numbers are seconds on AWS's wires, however large; blobs are base64.
    val_temporal_unit="seconds",
    val_json_bytes="base64",
    ser_json_bytes="base64",
    defer_build=True,
)


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
    # pydantic has no public way to tell checkers what ``model_config`` tells it: models are frozen.
    from pydantic._internal._model_construction import ModelMetaclass

    @t.dataclass_transform(
        kw_only_default=True, frozen_default=True, field_specifiers=(pydantic.Field,)
    )
    class ModelMeta(ModelMetaclass):
        pass
else:
    from typed_status.runtime.lazy import ModelMeta


class _Base(pydantic.BaseModel, metaclass=ModelMeta):
    """What structures, responses and requests share."""

    model_config = _SHARED

    # Whether AWS marks the whole structure as sensitive.
    __sensitive__: t.ClassVar[bool] = False
    # What a wrong constructor call raises.
    __error__: t.ClassVar[type[ModelValidationError]] = ModelValidationError

    def __init__(self, /, **data: t.Any) -> None:
        """Build by field names; ``ModelValidationError`` or its heir says what is wrong with ``data``."""
        try:
            with drift.building():
                super().__init__(**data)
            return
        except pydantic.ValidationError as error:
            problems = problems_of(type(self), error)
        raise self.__error__(type(self).__name__, problems)

    # As on pydantic's own method: validation from data need not go through it.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def __repr_args__(self) -> t.Iterator[tuple[str | None, t.Any]]:
        for name, field in type(self).model_fields.items():
            value = getattr(self, name, None)
            if value is None or not field.repr:
                continue
            declared = Wire.of(field)
            secret = self.__sensitive__ or (declared is not None and declared.sensitive)
            yield name, _Sensitive() if secret else value

    def __setstate__(self, state: dict[t.Any, t.Any]) -> None:
        # Unpickling makes the instance past the metaclass: see that its class is finished.
        type(self).model_fields  # noqa: B018 - the access is what finishes it
        super().__setstate__(state)

    def to_boto3(self) -> dict[str, t.Any]:
        """The plain boto3 dict with wire names: what boto3 would have returned, or takes."""
        passed_on = streams(t.cast(type[pydantic.BaseModel], type(self)))
        parsed = self.model_dump(
            by_alias=True, exclude_none=True, exclude=set(passed_on) or None, context=BOTO3
        )
        for name, wire_name in passed_on.items():
            if getattr(self, name) is not None:
                parsed[wire_name] = getattr(self, name)
        return t.cast(dict[str, t.Any], _without_enums(parsed))


class ResponseModel(_Base):
    """A structure of AWS's model: frozen, open to members that AWS adds.

    Built by field names (``Operation(status=...)``; raises ``ModelValidationError``) or from a boto3
    dict (``Operation.model_validate``). Unknown members are kept in ``model_extra``.
    """

    model_config = pydantic.ConfigDict(extra="allow")
    if not t.TYPE_CHECKING:  # which would take it for a field
        # pydantic reads the validator off this annotation, which must not be a string, as heirs would
        # look its names up in their own modules: hence no ``from __future__ import annotations``.
        __pydantic_extra__: dict[
            str, t.Annotated[t.Any, pydantic.AfterValidator(drift.extra_value)]
        ]

    @classmethod
    def model_validate(cls, obj: t.Any, **options: t.Any) -> t.Self:
        """Validate a boto3 dict, or a dict that ``model_dump`` gave.

        Raises:
            ResponseValidationError: the dict breaks the model.
        """
        validate = super().model_validate
        return validated(cls, lambda: validate(obj, **options), obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: t.Any) -> t.Self:
        """Validate JSON, as it came off the wire or as ``model_dump_json`` gave it.

        Raises:
            ResponseValidationError: the text is no JSON or breaks the model.
        """
        validate = super().model_validate_json
        return validated(cls, lambda: validate(json_data, **options), json_data)


class RuledModel(ResponseModel):
    """A structure with rules across its members."""

    __rules__: t.ClassVar[tuple[Rule[StructureCheck], ...]] = ()

    @pydantic.model_validator(mode="after")
    def _check_rules(self) -> t.Self:
        if self.__rules__:
            check_structure(self, self.__rules__)
        return self


class UnionModel(ResponseModel):
    """A tagged union: exactly one member is there, be it one that this version does not know."""

    @pydantic.model_validator(mode="after")
    def _has_one_member(self) -> t.Self:
        known = [name for name in type(self).model_fields if getattr(self, name) is not None]
        unknown = [name for name, value in (self.model_extra or {}).items() if value is not None]
        count = len(known) + len([name for name in unknown if name != "__type"])
        if count != 1:
            raise PydanticCustomError(
                "union", "exactly one member of a union, {count} are there", {"count": count}
            )
        return self


class ResponseMetadata(_Base):
    """What botocore says of a response beside its members."""

    model_config = pydantic.ConfigDict(extra="allow")

    request_id: t.Annotated[str | None, wire("RequestId")] = None
    host_id: t.Annotated[str | None, wire("HostId")] = None
    http_status_code: t.Annotated[int | None, wire("HTTPStatusCode")] = None
    http_headers: t.Annotated[
        dict[str, str] | None, wire("HTTPHeaders"), pydantic.Field(repr=False)
    ] = None
    retry_attempts: t.Annotated[int | None, wire("RetryAttempts")] = None


# The context in which what came off the wire is validated.
WIRE: t.Final = {"typed_status": "wire"}


def _botocores_own(value: t.Any, info: pydantic.ValidationInfo) -> t.Any:
    # A member of this name in a body is none of AWS's model's, and botocore does not look at it.
    return ResponseMetadata.model_construct() if info.context is WIRE else value


class Response(RuledModel):
    """The whole response of an operation."""

    # ``model_construct`` leaves pydantic's work for the first use, so that importing stays cheap.
    response_metadata: t.Annotated[
        ResponseMetadata, wire("ResponseMetadata"), pydantic.BeforeValidator(_botocores_own)
    ] = ResponseMetadata.model_construct()

    def to_boto3(self) -> dict[str, t.Any]:
        """The plain boto3 dict, with ``ResponseMetadata`` where the response had it."""
        parsed = super().to_boto3()
        if "response_metadata" not in self.model_fields_set:
            del parsed["ResponseMetadata"]
        return parsed


StatusCo = TypeVar("StatusCo", bound=StatusEnum, covariant=True)


ItemCo = TypeVar("ItemCo", covariant=True)


class StatusResponse(Response, Generic[StatusCo]):
    """A response that reports the status of one thing."""

    # The path of field names to the status that leads.
    __status__: t.ClassVar[tuple[str, ...]] = ()

    if not t.TYPE_CHECKING:
        # The parameter is for type checkers; pydantic would build one more class for each.
        def __class_getitem__(cls, parameters):
            return cls


class ListingResponse(Response, Generic[StatusCo, ItemCo]):
    """A response that reports the statuses of many things, of the type of the second parameter."""

    # The path of field names to the statuses that lead; those of lists and maps end in ``[]``.
    __status__: t.ClassVar[tuple[str, ...]] = ()

    if not t.TYPE_CHECKING:

        def __class_getitem__(cls, parameters):
            return cls


ResponseCo = TypeVar("ResponseCo", bound=Response, covariant=True)
# A request of one service's client is none of another's: ``call`` matches the two.
ClientContra = TypeVar("ClientContra", contravariant=True, default=t.Any)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation as data.

    ``service`` and ``name`` are botocore's, ``method`` is the client's.
    """

    service: str
    name: str
    method: str
    response: type[Response]
    errors: tuple[type[ServiceError], ...] = ()


def _without_enums(value: t.Any) -> t.Any:
    """``value`` with the plain texts of enum members, as boto3 has them."""
    if isinstance(value, OpenEnum):
        return str(value)
    if isinstance(value, list):
        return [_without_enums(item) for item in t.cast(list[object], value)]
    if isinstance(value, dict):
        items = t.cast(dict[object, object], value).items()
        return {_without_enums(key): _without_enums(item) for key, item in items}
    return value


def _plain(value: t.Any) -> t.Any:
    """``value`` with the structures in it as boto3 dicts."""
    if isinstance(value, ResponseModel):
        return value.to_boto3()
    if isinstance(value, list):
        return [_plain(item) for item in t.cast(list[object], value)]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in t.cast(dict[object, object], value).items()}
    return value


class Request(_Base, Generic[ResponseCo, ClientContra]):
    """A request as data: it knows its operation, and its response and client statically.

    Raises ``RequestValidationError`` where a member is missing, unknown, of the wrong type, or beyond
    the limits or rules of AWS's model.
    """

    model_config = pydantic.ConfigDict(extra="forbid")
    __error__ = RequestValidationError
    __operation__: t.ClassVar[Operation]
    __rules__: t.ClassVar[tuple[Rule[StructureCheck], ...]] = ()

    if not t.TYPE_CHECKING:
        # The parameters are for type checkers; pydantic would build one more class for each pair.
        def __class_getitem__(cls, parameters):
            return cls

    @pydantic.model_validator(mode="before")
    @classmethod
    def _check_anew(cls, data: t.Any) -> t.Any:
        # A structure that was changed since it was validated (``model_copy`` does not validate) is held
        # to the rules again.
        return _plain(data)

    @pydantic.model_validator(mode="after")
    def _check_limits(self) -> t.Self:
        check_structure(self, self.__rules__)
        beyond = beyond_limits(self)
        if beyond:
            raise pydantic.ValidationError.from_exception_data(type(self).__name__, beyond)
        return self

    @classmethod
    def model_validate(cls, obj: t.Any, **options: t.Any) -> t.Self:
        """Validate a dict of wire names or field names; raises ``RequestValidationError``."""
        validate = super().model_validate
        return cls._requested(lambda: validate(obj, **options))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: t.Any) -> t.Self:
        """Validate JSON, as ``model_dump_json`` gave it; raises ``RequestValidationError``."""
        validate = super().model_validate_json
        return cls._requested(lambda: validate(json_data, **options))

    @classmethod
    def _requested(cls, validate: Callable[[], t.Self]) -> t.Self:
        try:
            return validate()
        except pydantic.ValidationError as error:
            problems = problems_of(cls, error)
        raise RequestValidationError(cls.__name__, problems)


# Exactly the enum of the operation, so that another enum's value is no status to wait for.
StatusT = TypeVar("StatusT", bound=StatusEnum, default=StatusEnum)
ItemT = TypeVar("ItemT", default=t.Any)


class StatusRequest(Request[ResponseCo, ClientContra], Generic[ResponseCo, ClientContra, StatusT]):
    """A request whose response reports the status of one thing."""


class ListingRequest(
    Request[ResponseCo, ClientContra], Generic[ResponseCo, ClientContra, StatusT, ItemT]
):
    """A request whose response reports the statuses of many things."""
