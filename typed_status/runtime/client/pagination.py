"""``pages``: all pages of a list operation, typed, through botocore's paginator or by the pagination token.

May import: the standard library, botocore.exceptions, ``runtime.client.call`` and everything below it.
"""

from __future__ import annotations

import contextlib
import re
import typing as t
from collections.abc import Callable, Generator, Hashable, Iterator, Mapping

from botocore.exceptions import PaginationError

from typed_status.runtime.client.call import (
    BOTO3,
    call,
    method_of,
    operation_of,
    response_of,
    sending,
)
from typed_status.runtime.exceptions import WrongClientError
from typed_status.runtime.models.operations import Operation, Request, Response

__all__ = ["END", "PageTokens", "pages", "paginator_of"]

# Returned by ``next`` after the last page.
END: t.Final = object()
ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)
# The fields that hold a page's token for the next page. The request has the same field, with or without ``next_``.
_TOKEN = re.compile(r"(?:next_|(?:next_)?(?:page|pagination|continuation)_)token|(?:next_)?marker")


def pages(
    client: ClientT, request: Request[ResponseT, ClientT]
) -> Generator[ResponseT, None, None]:
    """Yield the responses to ``request``, one per page; each page is fetched when the iterator reaches it.

    ``request`` may set the page size and the token to start at. If botocore has no paginator for the operation, the
    next page is fetched with the pagination token that the response and the request share; without such a token
    there is one page.

    Raises what ``call`` raises, and botocore's ``PaginationError`` if the service returns the same token twice,
    which would be an endless loop.
    """
    paginate = paginator_of(client, request)
    if paginate is None:
        return t.cast(Generator[ResponseT, None, None], _by_tokens(client, request))
    return t.cast(Generator[ResponseT, None, None], _by_paginator(client, request, paginate))


def _by_paginator(
    client: object, request: Request[t.Any, t.Any], paginate: Callable[[], t.Any]
) -> Iterator[Response]:
    operation = operation_of(request)
    tokens = PageTokens(operation)
    iterator = iter(paginate())
    while True:
        # The paginator needs the dict that botocore parses: it finds the token there.
        with tokens.without_secrets(), sending(client, operation, metadata_only=False) as current:
            current.parsed = next(iterator, END)
        if current.parsed is END:
            return
        tokens.check(current.params)
        yield response_of(current)


def _by_tokens(client: object, request: Request[t.Any, t.Any]) -> Iterator[Response]:
    tokens = PageTokens(operation_of(request))
    next_request: Request[t.Any, t.Any] | None = request
    while next_request is not None:
        page = call(client, next_request)
        yield page
        next_request = tokens.next_request(next_request, page)


def paginator_of(
    client: t.Any, request: Request[t.Any, t.Any], kind: tuple[str, str] = BOTO3
) -> Callable[[], t.Any] | None:
    """Return a function that makes botocore's page iterator; ``None`` if botocore has no paginator for the operation.

    Raises ``WrongClientError`` if the client cannot send the request; ``kind`` is that of ``method_of``.
    """
    operation = operation_of(request)
    method_of(client, operation, kind)
    can_paginate = getattr(client, "can_paginate", None)
    if can_paginate is None:
        raise WrongClientError(f"pages needs {kind[0]}, got {type(client).__name__}")
    if not can_paginate(operation.method):
        return None
    parameters = request.to_boto3()
    return lambda: client.get_paginator(operation.method).paginate(**parameters)


class PageTokens:
    """The pagination tokens of one list operation so far: a token that repeats would be an endless loop.

    Errors show no parameter: AWS marks some of them sensitive, and some tokens.
    """

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.sent: set[Hashable] = set()
        self.received: set[Hashable] = set()

    def check(self, params: Mapping[str, t.Any] | None) -> None:
        """Raise ``PaginationError`` if a page was requested with the same parameters before."""
        if params is None:
            return
        key = _hashable(params)
        if key in self.sent:
            raise self._repeated()
        self.sent.add(key)

    @contextlib.contextmanager
    def without_secrets(self) -> Generator[None, None, None]:
        """Replace botocore's own error for a repeated token, which shows the token."""
        try:
            yield
        except PaginationError:
            raise self._repeated() from None

    def next_request(
        self, request: Request[t.Any, t.Any], page: Response
    ) -> Request[t.Any, t.Any] | None:
        """Return the request for the page after ``page``; ``None`` if it is the last page."""
        fields = type(request).model_fields
        for name in filter(_TOKEN.fullmatch, type(page).model_fields):
            member = name if name in fields else name.removeprefix("next_")
            if member not in fields:
                continue
            token = getattr(page, name, None)
            if not token:
                return None
            if token in self.received:
                raise self._repeated()
            self.received.add(token)
            return request.model_copy(update={member: token})
        return None

    def _repeated(self) -> PaginationError:
        call = f"{self.operation.service} {self.operation.name}"
        return PaginationError(
            message=f"{call}: the service returned a pagination token twice, which would be an endless loop"
        )


def _hashable(value: object) -> Hashable:
    """Return a hashable form of a parameter; equal parameters have equal forms."""
    # The unhashable values that botocore accepts. Each form starts with its type: no list equals a structure.
    if isinstance(value, Mapping):
        items = t.cast(Mapping[str, object], value).items()
        return dict, frozenset((name, _hashable(item)) for name, item in items)
    if isinstance(value, (list, tuple)):
        return list, tuple(_hashable(item) for item in t.cast(t.Sequence[object], value))
    return bytes(value) if isinstance(value, bytearray) else value
