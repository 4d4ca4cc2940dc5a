"""``pages``: all pages of a listing, typed, through botocore's paginator.

May import: the standard library, botocore.exceptions and the rest of ``runtime``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator, Mapping

from botocore.exceptions import PaginationError

from typed_status.runtime.call import answer_of, answering, call, method_of, operation_of
from typed_status.runtime.errors import WrongClientError
from typed_status.runtime.model import Operation, Request, Response

__all__ = ["END", "Tokens", "pages", "paginator_of"]

# What is left when there are no more pages.
END: t.Final = object()
ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)


def pages(client: ClientT, request: Request[ResponseT, ClientT]) -> Iterator[ResponseT]:
    """The responses to ``request``, one a page, each fetched when it is asked for.

    ``request`` may say how large a page is and where to start. An operation that botocore has no paginator
    for has one page.

    Raises what ``call`` raises, and botocore's ``PaginationError`` where the service gives a token again that
    it gave before, which would have no end.
    """
    paginate = paginator_of(client, request)
    if paginate is None:
        return iter((call(client, request),))
    return t.cast(Iterator[ResponseT], _pages(client, request, iter(paginate())))


def _pages(
    client: object, request: Request[t.Any, t.Any], found: Iterator[object]
) -> Iterator[Response]:
    operation = operation_of(request)
    tokens = Tokens(operation)
    while True:
        # The paginator needs what botocore parses.
        with answering(client, operation, alone=False) as current:
            parsed = next(found, END)
        if parsed is END:
            return
        tokens.check(current.params)
        yield answer_of(current, parsed)


def paginator_of(client: t.Any, request: Request[t.Any, t.Any]) -> Callable[[], t.Any] | None:
    """What makes botocore's iterator over the pages; ``None`` where the operation has one page.

    Raises ``WrongClientError`` where the client cannot carry out the request.
    """
    operation = operation_of(request)
    method_of(client, operation)
    can_paginate = getattr(client, "can_paginate", None)
    if can_paginate is None:
        raise WrongClientError(f"pages needs a boto3 client, not {type(client).__name__}")
    if not can_paginate(operation.method):
        return None
    parameters = request.to_boto3()
    return lambda: client.get_paginator(operation.method).paginate(**parameters)


class Tokens:
    """The questions of one listing: a page is asked for by its token, and the same one again has no end."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.seen: list[Mapping[str, t.Any]] = []

    def check(self, asked: Mapping[str, t.Any] | None) -> None:
        """Raise ``PaginationError`` where the same was asked before."""
        if asked is None:
            return
        if asked in self.seen:
            raise PaginationError(
                message=f"{self.operation.name}: a token came again: {dict(asked)}"
            )
        self.seen.append(asked)
