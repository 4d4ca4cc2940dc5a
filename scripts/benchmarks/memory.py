"""What 1,000 typed items hold, against a minimal model of the same members and botocore's dicts.

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
    """As much of the enum as the payload has."""

    SUCCESS = "SUCCESS"


class Kind(enum.StrEnum):
    """As above."""

    CREATE = "CREATE"


class Minimal(pydantic.BaseModel):
    """A progress event, written by hand with all its members and nothing else."""

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
    """A page of them."""

    ResourceRequestStatusSummaries: list[Minimal]


def held(make: Callable[[], object]) -> int:
    """The bytes that stay allocated for what ``make`` gives."""
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
    """By way, the bytes that its items hold."""
    body = payload.message()["body"]
    return {
        "typed": held(typed),
        "minimal": held(lambda: MinimalPage.model_validate_json(body)),
        "botocore": held(parsed),
    }
