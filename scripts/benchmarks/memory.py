"""Measure the memory of 1,000 typed items, relative to a minimal pydantic model and botocore's dicts.

May import: the standard library, pydantic and typed_status.
"""

from __future__ import annotations

import enum
import gc
import tracemalloc
import typing as t
from collections.abc import Callable
from datetime import datetime

import pydantic

from benchmarks.payloads import Payload
from typed_status.runtime import Response


class Status(enum.StrEnum):
    """The status values in the payload."""

    SUCCESS = "SUCCESS"


class Kind(enum.StrEnum):
    """The operation values in the payload."""

    CREATE = "CREATE"


class Minimal(pydantic.BaseModel):
    """A progress event as a hand-written pydantic model with all its members."""

    TypeName: str | None = None
    Identifier: str | None = None
    RequestToken: str | None = None
    HooksRequestToken: str | None = None
    Operation: Kind | None = None
    OperationStatus: Status | None = None
    EventTime: datetime | None = None
    ResourceModel: str | None = None
    StatusMessage: str | None = None
    ErrorCode: str | None = None
    RetryAfter: datetime | None = None


class MinimalPage(pydantic.BaseModel):
    """A page of progress events."""

    ResourceRequestStatusSummaries: list[Minimal]


def held(make: Callable[[], object]) -> int:
    """Return the bytes that the result of ``make`` keeps allocated."""
    make()
    gc.collect()
    tracemalloc.start()
    kept = make()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size


def sizes(
    payload: Payload, typed: Callable[[], Response], parsed: Callable[[], t.Any]
) -> dict[str, int]:
    """Return the bytes that each kind of items keeps allocated."""
    body = payload.message()["body"]
    return {
        "typed": held(typed),
        "minimal": held(lambda: MinimalPage.model_validate_json(body)),
        "botocore": held(parsed),
    }
