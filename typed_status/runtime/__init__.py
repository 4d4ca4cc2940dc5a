"""The hand-written half of the library that is used: behaviour lives here, declarations in ``services``.

May import: the standard library, pydantic, typing_extensions and botocore.exceptions; never
``services``, ``codegen``, ``testing`` or ``cli``. Generated modules reach all of it through this one
name (``rt``), because AWS has shapes called ``Operation``, ``Request`` and ``Any``.
"""

import typing as t

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
from typed_status.runtime.drift import RuleWarning, SchemaDriftWarning, TypedStatusWarning, strict
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
from typed_status.runtime.fields import IsoDatetime, JsonText, Limits, Stream, UtcDatetime, wire
from typed_status.runtime.model import (
    Operation,
    Request,
    Response,
    ResponseMetadata,
    ResponseModel,
    RuledModel,
    UnionModel,
)
from typed_status.runtime.pages import pages

if t.TYPE_CHECKING:
    from typing import Protocol
else:

    class Protocol:
        """For type checkers, ``typing.Protocol``, which costs a class statement ten times this one."""


__all__ = [
    "AtLeast",
    "Between",
    "Detail",
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
    "Protocol",
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
    "pages",
    "rule",
    "strict",
    "wire",
]
