"""``pages``: all pages of a listing, typed, through botocore's paginator, or by the tokens where it has none.

May import: the standard library, botocore.exceptions and the rest of ``runtime``.
"""

from __future__ import annotations

import contextlib
import re
import typing as t
from collections.abc import Callable, Generator, Hashable, Iterator, Mapping

from botocore.exceptions import PaginationError

from typed_status.runtime.client.call import (
    BOTO3,
    answer_of,
    answering,
    call,
    method_of,
    operation_of,
)
from typed_status.runtime.exceptions import WrongClientError
from typed_status.runtime.models.operations import Operation, Request, Response

__all__ = ["END", "Tokens", "pages", "paginator_of"]

# What is left when there are no more pages.
END: t.Final = object()
ClientT = t.TypeVar("ClientT")
ResponseT = t.TypeVar("ResponseT", bound=Response)
# The field in which a page says how to ask for the next one; the request has it too, maybe without ``next_``.
_TOKEN = re.compile(r"(?:next_|(?:next_)?(?:page|pagination|continuation)_)token|(?:next_)?marker")


def pages(
    client: ClientT, request: Request[ResponseT, ClientT]
) -> Generator[ResponseT, None, None]:
    """The responses to ``request``, one a page, each fetched when it is asked for.

    ``request`` may say how large a page is and where to start. Where botocore has no paginator for the operation,
    the next page is asked for by the token that both the response and the request have; without one there is one
    page.

    Raises what ``call`` raises, and botocore's ``PaginationError`` where the service gives a token again that
    it gave before, which would have no end.
    """
    paginate = paginator_of(client, request)
    if paginate is None:
        return t.cast(Generator[ResponseT, None, None], _by_tokens(client, request))
    return t.cast(Generator[ResponseT, None, None], _pages(client, request, paginate))


def _pages(
    client: object, request: Request[t.Any, t.Any], paginate: Callable[[], t.Any]
) -> Iterator[Response]:
    operation = operation_of(request)
    tokens = Tokens(operation)
    found = iter(paginate())
    while True:
        # The paginator needs what botocore parses.
        with tokens.watched(), answering(client, operation, alone=False) as current:
            parsed = next(found, END)
        if parsed is END:
            return
        tokens.check(current.params)
        yield answer_of(current, parsed)


def _by_tokens(client: object, request: Request[t.Any, t.Any]) -> Iterator[Response]:
    tokens = Tokens(operation_of(request))
    following: Request[t.Any, t.Any] | None = request
    while following is not None:
        page = call(client, following)
        yield page
        following = tokens.following(following, page)


def paginator_of(
    client: t.Any, request: Request[t.Any, t.Any], kind: tuple[str, str] = BOTO3
) -> Callable[[], t.Any] | None:
    """What makes botocore's iterator over the pages; ``None`` where it has none for the operation.

    Raises ``WrongClientError`` where the client cannot carry out the request; ``kind`` is that of ``method_of``.
    """
    operation = operation_of(request)
    method_of(client, operation, kind)
    can_paginate = getattr(client, "can_paginate", None)
    if can_paginate is None:
        raise WrongClientError(f"pages needs {kind[0]}, not {type(client).__name__}")
    if not can_paginate(operation.method):
        return None
    parameters = request.to_boto3()
    return lambda: client.get_paginator(operation.method).paginate(**parameters)


class Tokens:
    """The questions of one listing: a page is asked for by its token, and the same one again has no end.

    An error shows no parameter: AWS marks some of them sensitive, and some tokens.
    """

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.asked: list[Mapping[str, t.Any]] = []
        self.given: set[Hashable] = set()

    def check(self, asked: Mapping[str, t.Any] | None) -> None:
        """Raise ``PaginationError`` where the same was asked before."""
        if asked is None:
            return
        if asked in self.asked:
            raise self._error()
        self.asked.append(asked)

    @contextlib.contextmanager
    def watched(self) -> Generator[None, None, None]:
        """Tell botocore's own error for a token that came again, which shows it, as ours."""
        try:
            yield
        except PaginationError:
            raise self._error() from None

    def following(
        self, request: Request[t.Any, t.Any], page: Response
    ) -> Request[t.Any, t.Any] | None:
        """The request for the page after this one; ``None`` where this is the last."""
        fields = type(request).model_fields
        for name in filter(_TOKEN.fullmatch, type(page).model_fields):
            member = name if name in fields else name.removeprefix("next_")
            if member not in fields:
                continue
            token = getattr(page, name, None)
            if not token:
                return None
            if token in self.given:
                raise self._error()
            self.given.add(token)
            return request.model_copy(update={member: token})
        return None

    def _error(self) -> PaginationError:
        operation = self.operation
        said = f"{operation.service} {operation.name}: a token came again, which would have no end"
        return PaginationError(message=said)
