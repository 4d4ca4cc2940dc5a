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
    UnknownStatusWarning,
    strict,
    without_rules,
)
from typed_status.runtime.enums import OpenEnum, Phase, StatusEnum
from typed_status.runtime.errors import (
    Detail,
    IncompleteResponseError,
    ModelValidationError,
    Problem,
    RequestValidationError,
    ResponseValidationError,
    ServiceError,
    TypedStatusError,
    WaitCanceled,
    WaitError,
    WaitFailed,
    WaitTimeout,
    WrongClientError,
)
from typed_status.runtime.fields import EmptyOr, JsonText, Limits, Stream, fact, wire
from typed_status.runtime.fleet import Outcome, as_settled, wait_all
from typed_status.runtime.model import (
    ListingRequest,
    ListingResponse,
    Operation,
    Request,
    Response,
    ResponseMetadata,
    ResponseModel,
    RuledModel,
    StatusRequest,
    StatusResponse,
    UnionModel,
)
from typed_status.runtime.moments import EpochMillis, EpochSeconds, IsoDatetime, UtcDatetime
from typed_status.runtime.pages import pages
from typed_status.runtime.phase import items_of, phase_of, status_of, statuses_of
from typed_status.runtime.plan import Poll
from typed_status.runtime.saved import SavedWait, ask, resume
from typed_status.runtime.supported import UntestedBotocoreWarning
from typed_status.runtime.until import GONE, Gone
from typed_status.runtime.waiting import Clock, wait, watch


class Client:
    """What every ``<Operation>Client`` is at run time: these are protocols for type checkers."""


__all__ = [
    "GONE",
    "AtLeast",
    "Between",
    "Client",
    "Clock",
    "Detail",
    "EmptyOr",
    "EpochMillis",
    "EpochSeconds",
    "Gone",
    "IncompleteResponseError",
    "IsoDatetime",
    "JsonText",
    "Limits",
    "ListingRequest",
    "ListingResponse",
    "ModelValidationError",
    "MultipleOf",
    "NeededWhen",
    "OnlyWhen",
    "OpenEnum",
    "Operation",
    "Outcome",
    "Phase",
    "Poll",
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
    "SavedWait",
    "SchemaDriftWarning",
    "ServiceError",
    "StatusEnum",
    "StatusRequest",
    "StatusResponse",
    "Stream",
    "SumsTo",
    "TypedStatusError",
    "TypedStatusWarning",
    "UnionModel",
    "UnknownStatusWarning",
    "UntestedBotocoreWarning",
    "UtcDatetime",
    "WaitCanceled",
    "WaitError",
    "WaitFailed",
    "WaitTimeout",
    "WrongClientError",
    "as_settled",
    "ask",
    "call",
    "fact",
    "items_of",
    "pages",
    "phase_of",
    "resume",
    "rule",
    "status_of",
    "statuses_of",
    "strict",
    "wait",
    "wait_all",
    "watch",
    "wire",
    "without_rules",
]
