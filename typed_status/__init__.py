"""Typed, validated AWS responses with a status, and waiting for them, with your own boto3 client.

Operations are in ``typed_status.services``, one module per service; this module has what they share.
Names are imported on first access, so that the command line starts without pydantic. Importing it loads
neither boto3 nor optional dependencies.

May import: the standard library, ``typed_status.runtime`` and ``typed_status.catalog_entries``.
"""

import importlib as _importlib
import typing as _t

if _t.TYPE_CHECKING:
    from typed_status.catalog_entries import CatalogEntry, catalog
    from typed_status.runtime import (
        GONE,
        AbsentMemberError,
        Awaits,
        Clock,
        IncompleteResponseError,
        ListRequest,
        ListResponse,
        ListResult,
        ModelValidationError,
        OpenEnum,
        Outcome,
        Phase,
        Poll,
        Poller,
        Problem,
        Progress,
        Request,
        RequestValidationError,
        ResponseMetadata,
        ResponseModel,
        ResponseValidationError,
        RuleWarning,
        SavedWait,
        SchemaDriftWarning,
        ServiceError,
        StartError,
        StartingRequest,
        StartOutcome,
        StartRefused,
        StartUnknown,
        StatusEnum,
        StatusRequest,
        StatusResponse,
        TypedStatusError,
        TypedStatusWarning,
        UnknownStatusWarning,
        UntestedBotocoreWarning,
        WaitBlocked,
        WaitCanceled,
        WaitError,
        WaitFailed,
        WaitTimeout,
        WrongClientError,
        as_completed,
        begin,
        begin_all,
        follow,
        items_of,
        phase_of,
        poll_once,
        progress_of,
        resume,
        status_of,
        statuses_of,
        strict,
        wait,
        wait_all,
        watch,
        with_token,
        without_rules,
    )

    # From ``runtime``, mypy would resolve these to the modules of the same names.
    from typed_status.runtime.client.call import call
    from typed_status.runtime.client.pagination import pages

__all__ = [
    "GONE",
    "AbsentMemberError",
    "Awaits",
    "CatalogEntry",
    "Clock",
    "IncompleteResponseError",
    "ListRequest",
    "ListResponse",
    "ListResult",
    "ModelValidationError",
    "OpenEnum",
    "Outcome",
    "Phase",
    "Poll",
    "Poller",
    "Problem",
    "Progress",
    "Request",
    "RequestValidationError",
    "ResponseMetadata",
    "ResponseModel",
    "ResponseValidationError",
    "RuleWarning",
    "SavedWait",
    "SchemaDriftWarning",
    "ServiceError",
    "StartError",
    "StartOutcome",
    "StartRefused",
    "StartUnknown",
    "StartingRequest",
    "StatusEnum",
    "StatusRequest",
    "StatusResponse",
    "TypedStatusError",
    "TypedStatusWarning",
    "UnknownStatusWarning",
    "UntestedBotocoreWarning",
    "WaitBlocked",
    "WaitCanceled",
    "WaitError",
    "WaitFailed",
    "WaitTimeout",
    "WrongClientError",
    "__version__",
    "as_completed",
    "begin",
    "begin_all",
    "call",
    "catalog",
    "follow",
    "items_of",
    "pages",
    "phase_of",
    "poll_once",
    "progress_of",
    "resume",
    "status_of",
    "statuses_of",
    "strict",
    "wait",
    "wait_all",
    "watch",
    "with_token",
    "without_rules",
]

__version__ = "0.1.0"

_ENTRIES = frozenset({"CatalogEntry", "catalog"})

if not _t.TYPE_CHECKING:
    # Hidden from type checkers, which would accept every attribute name.
    def __getattr__(name: str) -> _t.Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = "typed_status.catalog_entries" if name in _ENTRIES else "typed_status.runtime"
        value = globals()[name] = getattr(_importlib.import_module(home), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
