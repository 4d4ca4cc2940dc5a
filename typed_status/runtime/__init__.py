"""The hand-written half of the library that is used: behaviour lives here, declarations in ``services``.

May import: the standard library, pydantic, typing_extensions, botocore.exceptions, ``suggestions`` and ``wire_names``; never
``services``, ``codegen``, ``testing`` or ``cli``. Generated modules reach all of it through this one
name (``rt``), because AWS has shapes called ``Operation``, ``Request`` and ``Any``.
"""

from typed_status.runtime.client.call import call
from typed_status.runtime.client.pagination import pages
from typed_status.runtime.context import strict, without_rules
from typed_status.runtime.exceptions import (
    AbsentMemberError,
    IncompleteResponseError,
    ModelValidationError,
    Problem,
    RequestValidationError,
    ResponseValidationError,
    TypedStatusError,
    WaitBlocked,
    WaitCanceled,
    WaitError,
    WaitFailed,
    WaitTimeout,
    WrongClientError,
)
from typed_status.runtime.lazy_names import lazy_names
from typed_status.runtime.models.base import ResponseModel, RuledModel, UnionModel
from typed_status.runtime.models.operations import (
    ListRequest,
    ListResponse,
    Operation,
    Request,
    Response,
    ResponseMetadata,
    StatusRequest,
    StatusResponse,
)
from typed_status.runtime.models.service_error import ErrorMember, ServiceError
from typed_status.runtime.models.starts import Start, StartingRequest
from typed_status.runtime.statuses.lists import ListResult, items_of, phase_of, statuses_of
from typed_status.runtime.statuses.progress import Progress, progress_of
from typed_status.runtime.statuses.status import status_of
from typed_status.runtime.types.datetimes import EpochMillis, EpochSeconds, IsoDatetime, UtcDatetime
from typed_status.runtime.types.enums import Awaits, OpenEnum, Phase, StatusEnum
from typed_status.runtime.types.fields import (
    Blob,
    EmptyOr,
    JsonText,
    Limits,
    Stream,
    camel_in_body,
    format_rule,
    wire,
)
from typed_status.runtime.types.further import FurtherStatus
from typed_status.runtime.types.request_values import CopySource, TextOrBytes
from typed_status.runtime.types.text_or_enum import OrText, OrTexts, OrTextsMap
from typed_status.runtime.validation.rules import (
    AtLeast,
    AtMost,
    Between,
    Excludes,
    Length,
    Matches,
    MultipleOf,
    NeededWhen,
    OnlyWhen,
    Rule,
    SumsTo,
    rule,
)
from typed_status.runtime.waiting.conditions import GONE, Gone
from typed_status.runtime.waiting.plan import Poll
from typed_status.runtime.waiting.stored import SavedWait, poll_once, resume
from typed_status.runtime.waiting.wait import Clock, wait, watch
from typed_status.runtime.waiting.wait_many import Outcome, as_completed, wait_all
from typed_status.runtime.warnings import (
    RuleWarning,
    SchemaDriftWarning,
    TypedStatusWarning,
    UnknownStatusWarning,
)
from typed_status.runtime.wire.compatibility import UntestedBotocoreWarning
from typed_status.wire_names import camel


class Client:
    """What every ``<Operation>Client`` is at run time: these are protocols for type checkers."""


__all__ = [
    "GONE",
    "AbsentMemberError",
    "AtLeast",
    "AtMost",
    "Awaits",
    "Between",
    "Blob",
    "Client",
    "Clock",
    "CopySource",
    "EmptyOr",
    "EpochMillis",
    "EpochSeconds",
    "ErrorMember",
    "Excludes",
    "FurtherStatus",
    "Gone",
    "IncompleteResponseError",
    "IsoDatetime",
    "JsonText",
    "Length",
    "Limits",
    "ListRequest",
    "ListResponse",
    "ListResult",
    "Matches",
    "ModelValidationError",
    "MultipleOf",
    "NeededWhen",
    "OnlyWhen",
    "OpenEnum",
    "Operation",
    "OrText",
    "OrTexts",
    "OrTextsMap",
    "Outcome",
    "Phase",
    "Poll",
    "Problem",
    "Progress",
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
    "Start",
    "StartingRequest",
    "StatusEnum",
    "StatusRequest",
    "StatusResponse",
    "Stream",
    "SumsTo",
    "TextOrBytes",
    "TypedStatusError",
    "TypedStatusWarning",
    "UnionModel",
    "UnknownStatusWarning",
    "UntestedBotocoreWarning",
    "UtcDatetime",
    "WaitBlocked",
    "WaitCanceled",
    "WaitError",
    "WaitFailed",
    "WaitTimeout",
    "WrongClientError",
    "as_completed",
    "call",
    "camel",
    "camel_in_body",
    "format_rule",
    "items_of",
    "lazy_names",
    "pages",
    "phase_of",
    "poll_once",
    "progress_of",
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
