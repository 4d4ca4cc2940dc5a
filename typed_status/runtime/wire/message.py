"""What readers take and give: a raw response, what was found in it, and the error for one that is broken.

May import: the standard library.
"""

from __future__ import annotations

import typing as t

__all__ = ["MalformedError", "Message", "Opened", "Reader", "request_id_of"]


class Message(t.TypedDict):
    """A raw response, as botocore has it: a status below 300 and a body in bytes."""

    status_code: int
    headers: t.Mapping[str, str]
    body: bytes


class MalformedError(Exception):
    """A response that cannot be read at all. Never leaves ``runtime.wire``."""

    def __init__(self, expected: str, found: str = "", path: str = "") -> None:
        super().__init__(expected, found, path)
        self.expected = expected
        self.found = found
        self.path = path


class Opened(t.NamedTuple):
    """A response that can be read.

    ``value`` is for the model: JSON, or a dict whose leaves may still be texts. ``left`` is the body for
    botocore, which has no member in it, but all that botocore makes ``ResponseMetadata`` of.
    """

    value: bytes | dict[str, t.Any]
    left: bytes
    request_id: str | None


class Reader(t.Protocol):
    """Reads the responses of one operation in one protocol."""

    @property
    def nothing(self) -> bytes:
        """A body with nothing in it that botocore parses without complaint."""
        ...

    def open(self, message: Message) -> Opened:
        """Find what is for the model; raises ``MalformedError``."""
        ...

    def check(self, message: Message) -> None:
        """Raise ``MalformedError`` where botocore might take a body for empty that is none of its protocol."""
        ...


def missing_bytes(message: Message) -> int:
    """How many bytes of the body did not come, by its ``Content-Length``; botocore does not look at it."""
    declared = message["headers"].get("content-length") or ""
    if (
        not declared.isascii()
        or not declared.isdigit()
        or message["headers"].get("content-encoding")
    ):
        return 0
    return max(0, int(declared) - len(message["body"]))


def request_id_of(message: Message) -> str | None:
    """AWS's id of the request, where it is in the headers."""
    headers = message["headers"]
    return headers.get("x-amzn-requestid") or headers.get("x-amz-request-id")
