"""What may have arrived, by the error: whatever is not known to be refused or unsent."""

import socket
import ssl

import pytest
import urllib3.exceptions
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)

from typed_status.runtime.wire.arrival import may_have_arrived

URL = "http://127.0.0.1:1/"
REFUSED = urllib3.exceptions.NewConnectionError(None, "refused")


class ClientConnectorError(OSError):
    """As aiohttp's, which aiobotocore wraps."""


def service_error(status, code):
    metadata = {} if status is None else {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "Start")


NOT_ARRIVED = [
    EndpointConnectionError(endpoint_url=URL, error=REFUSED),
    EndpointConnectionError(endpoint_url=URL, error=socket.gaierror("no such host")),
    EndpointConnectionError(endpoint_url=URL, error=ClientConnectorError("refused")),
    ConnectTimeoutError(
        endpoint_url=URL, error=urllib3.exceptions.ConnectTimeoutError(None, URL, "slow")
    ),
    ProxyConnectionError(
        proxy_url=URL, error=urllib3.exceptions.ProxyError("Unable to connect", REFUSED)
    ),
    SSLError(
        endpoint_url=URL,
        error=urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("self-signed")),
    ),
    service_error(400, "ThrottlingException"),
    service_error(429, "TooManyRequestsException"),
    service_error(503, "RequestLimitExceeded"),
    service_error(503, "SlowDown"),
    service_error(403, "SignatureDoesNotMatch"),
    service_error(403, "RequestTimeTooSkewed"),
    service_error(400, "ExpiredTokenException"),
    service_error(400, "ValidationException"),
    service_error(404, "ResourceNotFoundException"),
    service_error(307, "TemporaryRedirect"),
]

MAY_HAVE_ARRIVED = [
    # aiobotocore reports a connection that was reset after sending like this.
    EndpointConnectionError(endpoint_url=URL, error=ConnectionResetError("reset")),
    EndpointConnectionError(endpoint_url=URL),
    ProxyConnectionError(proxy_url=URL, error=ConnectionResetError("reset")),
    ConnectTimeoutError(endpoint_url=URL, error=TimeoutError("of writing")),
    SSLError(endpoint_url=URL, error=ssl.SSLError("decryption failed")),
    ConnectionClosedError(endpoint_url=URL, error=ConnectionResetError("reset")),
    ReadTimeoutError(endpoint_url=URL, error=TimeoutError("slow")),
    HTTPClientError(error=OSError("?")),
    ResponseStreamingError(error=OSError("?")),
    service_error(500, "InternalFailure"),
    service_error(503, "ServiceUnavailable"),
    service_error(504, ""),
    service_error(400, "InternalServerException"),
    service_error(400, "RequestTimeout"),
    service_error(200, "InternalError"),
    service_error(None, "?"),
    ValueError("the body is no JSON"),
]


def text(error):
    return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("error", NOT_ARRIVED, ids=text)
def test_what_was_refused_or_not_sent_has_not_arrived(error):
    assert not may_have_arrived(error)


@pytest.mark.parametrize("error", MAY_HAVE_ARRIVED, ids=text)
def test_anything_else_may_have_arrived(error):
    assert may_have_arrived(error)
