"""``pages``: all pages of a listing, typed, through botocore's paginator.

May import: the standard library, botocore.exceptions and the rest of ``runtime``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from botocore.exceptions import PaginationError

from typed_status.runtime.call import END, answered, method_of, operation_of
from typed_status.runtime.errors import WrongClientError
from typed_status.runtime.model import Operation, Request, Response

__all__ = ["pages"]

ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)


def pages(client: ClientT, request: Request[ResponseT, ClientT]) -> Iterator[ResponseT]:
    """The responses to ``request``, one a page, each fetched when it is asked for.

    ``request`` may say how large a page is and where to start. An operation that botocore has no paginator
    for has one page.

    Raises what ``call`` raises, and botocore's ``PaginationError`` where the service gives a token again that
    it gave before, which would have no end.
    """
    operation = operation_of(request)
    method = method_of(client, operation)
    can_paginate = getattr(client, "can_paginate", None)
    if can_paginate is None:
        raise WrongClientError(f"pages needs a boto3 client, not {type(client).__name__}")
    if not can_paginate(operation.method):
        page = answered(client, operation, lambda: method(**request.to_boto3()))
        return iter((t.cast(ResponseT, page),))
    return t.cast(Iterator[ResponseT], _pages(client, operation, request.to_boto3()))


def _pages(client: t.Any, operation: Operation, parameters: dict[str, t.Any]) -> Iterator[Response]:
    seen: list[Mapping[str, t.Any]] = []

    def check(asked: Mapping[str, t.Any]) -> None:
        # A page is asked for by its token: the same question again has no end.
        if asked in seen:
            raise PaginationError(message=f"{operation.name}: a token came again: {dict(asked)}")
        seen.append(asked)

    found = iter(client.get_paginator(operation.method).paginate(**parameters))
    while (page := answered(client, operation, lambda: next(found, END), check)) is not None:
        yield page
