"""The types that readers share: the raw response, its content, and the error for a malformed one.

May import: the standard library.
"""

from __future__ import annotations

import re
import typing as t

__all__ = [
    "LOCATIONS",
    "Content",
    "MalformedError",
    "RawResponse",
    "Reader",
    "missing_bytes",
    "request_id_of",
]

LOCATIONS: t.Final = frozenset({"header", "headers", "statusCode"})
"""The values of ``location`` that say that a member of an output is not in the body. Others are of requests only."""


# Python converts no text of thousands of digits; HTTP clients ignore such a header, too.
_LENGTH: t.Final = re.compile("[0-9]{1,19}")


class RawResponse(t.TypedDict):
    """A raw HTTP response in botocore's form, with a status below 300 and a body of bytes."""

    status_code: int
    headers: t.Mapping[str, str]
    body: bytes


class MalformedError(Exception):
    """A response that cannot be parsed at all. Never leaves ``runtime.wire``."""

    def __init__(self, expected: str, found: str = "", path: str = "") -> None:
        super().__init__(expected, found, path)
        self.expected = expected
        self.found = found
        self.path = path


class Content(t.NamedTuple):
    """The content of a response.

    ``value`` is the input of the model: JSON, or a dict whose leaves may still be strings. ``stub_body`` is what
    botocore parses instead of the body: no members, but everything that ``ResponseMetadata`` is made from.
    """

    value: bytes | dict[str, t.Any]
    stub_body: bytes
    request_id: str | None


class Reader(t.Protocol):
    """Reads the responses of one operation in one protocol."""

    @property
    def empty_body(self) -> bytes:
        """A body without members that botocore parses without an error."""
        ...

    def read(self, response: RawResponse) -> Content:
        """Read the members for the model; raises ``MalformedError``."""
        ...

    def check(self, response: RawResponse) -> None:
        """Raise ``MalformedError`` for a body of another format that botocore might parse as an empty one."""
        ...


def missing_bytes(response: RawResponse) -> int:
    """Return how many bytes the body is short of its ``Content-Length``, which botocore does not check."""
    declared = response["headers"].get("content-length") or ""
    if not _LENGTH.fullmatch(declared) or response["headers"].get("content-encoding"):
        return 0
    return max(0, int(declared) - len(response["body"]))


def request_id_of(response: RawResponse) -> str | None:
    """Return AWS's request id from the headers, if it is there."""
    headers = response["headers"]
    return headers.get("x-amzn-requestid") or headers.get("x-amz-request-id")
