"""Typed, validated answers to "how is it going?" from AWS.

The operations live in ``typed_status.services``, one module per service; this module holds what they
share. It imports neither boto3 nor anything of the optional extras.

May import: ``typed_status.runtime`` and ``typed_status.entries``.
"""

from typed_status.entries import CatalogEntry, catalog
from typed_status.runtime import (
    ModelValidationError,
    OpenEnum,
    Problem,
    Request,
    RequestValidationError,
    ResponseMetadata,
    ResponseModel,
    ResponseValidationError,
    RuleWarning,
    SchemaDriftWarning,
    ServiceError,
    TypedStatusError,
    TypedStatusWarning,
    WrongClientError,
    call,
    pages,
    strict,
    without_rules,
)

__all__ = [
    "CatalogEntry",
    "ModelValidationError",
    "OpenEnum",
    "Problem",
    "Request",
    "RequestValidationError",
    "ResponseMetadata",
    "ResponseModel",
    "ResponseValidationError",
    "RuleWarning",
    "SchemaDriftWarning",
    "ServiceError",
    "TypedStatusError",
    "TypedStatusWarning",
    "WrongClientError",
    "__version__",
    "call",
    "catalog",
    "pages",
    "strict",
    "without_rules",
]

__version__ = "0.1.0"
