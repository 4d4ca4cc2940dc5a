"""Operations as data: whole responses, and requests that know their operation, response and client statically.

May import: the standard library, pydantic, typing_extensions (pydantic's own), ``runtime.models`` and the rest of ``runtime`` below it.
"""

import dataclasses
import typing as t
from collections.abc import Callable

import pydantic
from typing_extensions import TypeVar

from typed_status.runtime import context, drift
from typed_status.runtime.exceptions import RequestValidationError
from typed_status.runtime.models.base import BaseStructure, Generic, ResponseModel, RuledModel
from typed_status.runtime.models.service_error import ServiceError
from typed_status.runtime.types.enums import StatusEnum
from typed_status.runtime.types.fields import wire
from typed_status.runtime.types.further import FurtherStatus
from typed_status.runtime.types.lone_surrogates import parse_lone_surrogates
from typed_status.runtime.validation.limits import limit_errors
from typed_status.runtime.validation.messages import problems_of
from typed_status.runtime.validation.rules import Rule, StructureCheck, check_structure

__all__ = [
    "WIRE",
    "ListRequest",
    "ListResponse",
    "Operation",
    "Request",
    "Response",
    "ResponseMetadata",
    "StatusRequest",
    "StatusResponse",
    "plain",
]


class ResponseMetadata(BaseStructure):
    """What botocore reports about a response beside its members."""

    model_config = pydantic.ConfigDict(extra="allow")

    request_id: t.Annotated[str | None, wire("RequestId")] = None
    host_id: t.Annotated[str | None, wire("HostId")] = None
    http_status_code: t.Annotated[int | None, wire("HTTPStatusCode")] = None
    http_headers: t.Annotated[
        dict[str, str] | None, wire("HTTPHeaders"), pydantic.Field(repr=False)
    ] = None
    retry_attempts: t.Annotated[int | None, wire("RetryAttempts")] = None


# The context in which a response body is validated.
WIRE: t.Final = {"typed_status": "wire"}


def _metadata(value: t.Any, info: pydantic.ValidationInfo) -> t.Any:
    # AWS's model has no member of this name, and botocore ignores one in a body.
    return ResponseMetadata.model_construct() if info.context is WIRE else value


class Response(RuledModel):
    """The whole response of an operation."""

    # ``model_construct`` leaves pydantic's work for the first use, so that importing stays cheap.
    response_metadata: t.Annotated[
        ResponseMetadata, wire("ResponseMetadata"), pydantic.BeforeValidator(_metadata)
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
    """A response that reports the status of a single resource."""

    # The path of field names to the leading status; the branches of a choice are joined by ``|``.
    __status__: t.ClassVar[tuple[str, ...]] = ()
    # The field that says which step the status is of, and the value for the last one.
    __last_step__: t.ClassVar[tuple[str, ...]] = ()
    # The paths to what says why the status is what it is, joined by dots.
    __reasons__: t.ClassVar[tuple[str, ...]] = ()
    # Other statuses that must be terminal, too.
    __further__: t.ClassVar[tuple[FurtherStatus, ...]] = ()
    # Where it says how far it is: groups of a role and a path each, in turn.
    __progress__: t.ClassVar[tuple[str, ...]] = ()

    if not t.TYPE_CHECKING:
        # The parameter is for type checkers; pydantic would build one more class for each.
        def __class_getitem__(cls, parameters):
            return cls


class ListResponse(Response, Generic[StatusCo, ItemCo]):
    """The response of a list operation: it reports the status of each item, of the type of the second parameter."""

    # The path of field names to the leading statuses; names of lists and maps end in ``[]``, and the
    # branches of a choice are joined by ``|``.
    __status__: t.ClassVar[tuple[str, ...]] = ()
    # The paths to what says why the status is what it is, joined by dots.
    __reasons__: t.ClassVar[tuple[str, ...]] = ()
    # The lists beside the items that say what AWS could not return.
    __unreturned__: t.ClassVar[tuple[str, ...]] = ()
    # Other statuses of an item that must be terminal, too.
    __further__: t.ClassVar[tuple[FurtherStatus, ...]] = ()
    # Where it says how far it is: groups of a role and a path each, in turn.
    __progress__: t.ClassVar[tuple[str, ...]] = ()

    if not t.TYPE_CHECKING:

        def __class_getitem__(cls, parameters):
            return cls


ResponseCo = TypeVar("ResponseCo", bound=Response, covariant=True)


# ``call`` matches the request with the client: that of another service is an error.
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


def plain(value: t.Any) -> t.Any:
    """``value`` with the structures in it as boto3 dicts."""
    if isinstance(value, ResponseModel):
        return value.to_boto3()
    if isinstance(value, list):
        return [plain(item) for item in t.cast(list[object], value)]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in t.cast(dict[object, object], value).items()}
    return value


class Request(BaseStructure, Generic[ResponseCo, ClientContra]):
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

    @pydantic.model_validator(mode="wrap")
    @classmethod
    def _validate_as_sent(
        cls, data: t.Any, handler: pydantic.ModelWrapValidatorHandler[t.Self]
    ) -> t.Self:
        # Structures are validated again: ``model_copy`` does not validate what it changes, and one that was read
        # from a response may lack members that a request needs.
        with drift.constructing():
            return handler(plain(data))

    @pydantic.model_validator(mode="after")
    def _check_limits(self) -> t.Self:
        check_structure(self, self.__rules__)
        beyond = limit_errors(self)
        if beyond:
            raise pydantic.ValidationError.from_exception_data(type(self).__name__, beyond)
        return self

    @classmethod
    def model_validate(cls, obj: t.Any, **options: t.Any) -> t.Self:
        """Validate a dict of wire names or field names; raises ``RequestValidationError``."""
        validate = super().model_validate
        try:
            return cls._requested(lambda raw: validate(raw, **options), obj)
        except RequestValidationError as error:
            del obj  # as in ``ResponseModel.model_validate``
            raise error.with_traceback(None) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: t.Any) -> t.Self:
        """Validate JSON, as ``model_dump_json`` gave it; raises ``RequestValidationError``."""
        validate, validate_parsed = super().model_validate_json, super().model_validate
        try:
            parsed = parse_lone_surrogates(json_data)
            if parsed is None:
                return cls._requested(lambda raw: validate(raw, **options), json_data)
            with context.parsed_json():
                return cls._requested(lambda raw: validate_parsed(raw, **options), parsed)
        except RequestValidationError as error:
            parsed = None
            del json_data
            raise error.with_traceback(None) from None

    @classmethod
    def _requested(cls, validate: Callable[[t.Any], t.Self], raw: object) -> t.Self:
        with drift.constructing() as validation:
            try:
                return validate(raw)
            except pydantic.ValidationError as error:
                problems = problems_of(cls, error, validate, raw, validation.repeated_errors)
        raise RequestValidationError(cls.__name__, problems.first, omitted=problems.omitted)


# Exactly the enum of the operation, so that waiting for a value of another enum is an error.
StatusT = TypeVar("StatusT", bound=StatusEnum, default=StatusEnum)


ItemT = TypeVar("ItemT", default=t.Any)


class StatusRequest(Request[ResponseCo, ClientContra], Generic[ResponseCo, ClientContra, StatusT]):
    """A request whose response reports the status of a single resource."""


class ListRequest(
    Request[ResponseCo, ClientContra], Generic[ResponseCo, ClientContra, StatusT, ItemT]
):
    """A request of a list operation, whose response reports the status of each item."""
