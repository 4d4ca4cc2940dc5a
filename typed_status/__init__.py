"""Typed, validated answers to "how is it going?" from AWS.

The operations live in ``typed_status.services``, one module per service; this module holds what they
share. It imports neither boto3 nor anything of the optional extras.

May import: ``typed_status.runtime`` and ``typed_status.entries``.
"""

from typed_status.entries import CatalogEntry, catalog
from typed_status.runtime import (
    ListingRequest,
    ListingResponse,
    ModelValidationError,
    OpenEnum,
    Phase,
    Problem,
    Request,
    RequestValidationError,
    ResponseMetadata,
    ResponseModel,
    ResponseValidationError,
    RuleWarning,
    SchemaDriftWarning,
    ServiceError,
    StatusEnum,
    StatusRequest,
    StatusResponse,
    TypedStatusError,
    TypedStatusWarning,
    WrongClientError,
    call,
    items_of,
    pages,
    phase_of,
    status_of,
    statuses_of,
    strict,
    without_rules,
)

__all__ = [
    "CatalogEntry",
    "ListingRequest",
    "ListingResponse",
    "ModelValidationError",
    "OpenEnum",
    "Phase",
    "Problem",
    "Request",
    "RequestValidationError",
    "ResponseMetadata",
    "ResponseModel",
    "ResponseValidationError",
    "RuleWarning",
    "SchemaDriftWarning",
    "ServiceError",
    "StatusEnum",
    "StatusRequest",
    "StatusResponse",
    "TypedStatusError",
    "TypedStatusWarning",
    "WrongClientError",
    "__version__",
    "call",
    "catalog",
    "items_of",
    "pages",
    "phase_of",
    "status_of",
    "statuses_of",
    "strict",
    "without_rules",
]

__version__ = "0.1.0"
