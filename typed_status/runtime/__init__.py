"""The hand-written half of the library that is used: behaviour lives here, declarations in ``services``.

May import: the standard library, pydantic, typing_extensions and botocore.exceptions; never
``services``, ``codegen``, ``testing`` or ``cli``. Generated modules reach all of it through this one
name (``rt``), because AWS has shapes called ``Operation``, ``Request`` and ``Any``.
"""

from typed_status.runtime.call import call
from typed_status.runtime.checks import (
    AtLeast,
    Between,
    MultipleOf,
    NeededWhen,
    OnlyWhen,
    Rule,
    SumsTo,
    rule,
)
from typed_status.runtime.drift import (
    RuleWarning,
    SchemaDriftWarning,
    TypedStatusWarning,
    strict,
    without_rules,
)
from typed_status.runtime.enums import OpenEnum
from typed_status.runtime.errors import (
    Detail,
    ModelValidationError,
    Problem,
    RequestValidationError,
    ResponseValidationError,
    ServiceError,
    TypedStatusError,
    WrongClientError,
)
from typed_status.runtime.fields import EmptyOr, JsonText, Limits, Stream, fact, wire
from typed_status.runtime.model import (
    Operation,
    Request,
    Response,
    ResponseMetadata,
    ResponseModel,
    RuledModel,
    UnionModel,
)
from typed_status.runtime.moments import EpochMillis, EpochSeconds, IsoDatetime, UtcDatetime
from typed_status.runtime.pages import pages


class Client:
    """What every ``<Operation>Client`` is at run time: these are protocols for type checkers."""


__all__ = [
    "AtLeast",
    "Between",
    "Client",
    "Detail",
    "EmptyOr",
    "EpochMillis",
    "EpochSeconds",
    "IsoDatetime",
    "JsonText",
    "Limits",
    "ModelValidationError",
    "MultipleOf",
    "NeededWhen",
    "OnlyWhen",
    "OpenEnum",
    "Operation",
    "Problem",
    "Request",
    "RequestValidationError",
    "Response",
    "ResponseMetadata",
    "ResponseModel",
    "ResponseValidationError",
    "Rule",
    "RuleWarning",
    "RuledModel",
    "SchemaDriftWarning",
    "ServiceError",
    "Stream",
    "SumsTo",
    "TypedStatusError",
    "TypedStatusWarning",
    "UnionModel",
    "UtcDatetime",
    "WrongClientError",
    "call",
    "fact",
    "pages",
    "rule",
    "strict",
    "wire",
    "without_rules",
]
