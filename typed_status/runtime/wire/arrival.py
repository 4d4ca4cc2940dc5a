"""Whether a request that got no usable response may have arrived: what AWS refused or what was never sent did not.

The rule is on the safe side: only what is known not to have arrived may be sent again.

May import: the standard library and botocore.exceptions.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterator

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    SSLError,
)

__all__ = ["may_have_arrived", "response_may_be_of_a_start"]

# Codes of throttling: AWS refused the request, also where the HTTP status is 503 (EC2, S3).
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimit")
# Failures on the server's side with the HTTP status of a refusal.
_SERVER_FAILURE = re.compile(r"Internal(?:Error|Failure|Serv)|RequestTimeout|ServiceUnavailable")
_UNCONNECTED = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError, SSLError)
# The exceptions of urllib3, aiohttp, httpx and the standard library that a connection fails with while it is made.
# aiobotocore reports a connection that was reset after sending as an EndpointConnectionError, too.
_NOT_CONNECTED: t.Final = frozenset(
    "NewConnectionError ConnectTimeoutError ClientConnectorError ConnectionTimeoutError ConnectError ConnectTimeout "
    "ConnectionRefusedError gaierror SSLCertVerificationError".split()
)


def may_have_arrived(error: BaseException) -> bool:
    """Return whether the request that ``error`` is the end of may have arrived."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        code = str(error.response.get("Error", {}).get("Code", ""))
        return response_may_be_of_a_start(status, code)
    if isinstance(error, _UNCONNECTED):
        return not any(_is_of_connecting(each) for each in _causes(error))
    return True


def response_may_be_of_a_start(status: object, code: str) -> bool:
    """Return whether AWS may have acted on a request, by the HTTP status and the error code of its response."""
    if not isinstance(status, int) or status < 300:
        return True
    if status >= 500:
        return not _THROTTLED.search(code)
    return bool(_SERVER_FAILURE.search(code))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what botocore's errors and urllib3's wrap, at any depth."""
    found: list[object] = [getattr(error, "kwargs", {}).get("error")]
    while found:
        cause = found.pop()
        if isinstance(cause, BaseException):
            yield cause
            found.extend((getattr(cause, "original_error", None), *cause.args))


def _is_of_connecting(cause: BaseException) -> bool:
    return any(each.__name__ in _NOT_CONNECTED for each in type(cause).__mro__)
