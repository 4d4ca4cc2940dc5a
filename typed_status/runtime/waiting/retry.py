"""Retries: which errors are transient (throttling, server errors, lost connections), and ``Retry-After``.

May import: the standard library, botocore.exceptions, ``runtime.statuses.status`` and ``runtime`` below
``runtime.waiting``.
"""

from __future__ import annotations

import re
import typing as t
from datetime import datetime
from email.utils import parsedate_to_datetime

from botocore.exceptions import ClientError, HTTPClientError, SSLError
from botocore.exceptions import ConnectionError as NoConnectionError

from typed_status.runtime.exceptions import IncompleteResponseError, ResponseValidationError
from typed_status.runtime.models.operations import Operation, Response
from typed_status.runtime.statuses.status import status_parent

__all__ = ["is_not_found", "is_transient", "retry_after", "retry_after_error"]

_NOT_FOUND = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent|NotExist|Unknown.*Resource")

# Some services (CloudFormation, SageMaker) have no error code for it: they return a validation error and say it in
# the message.
_VALIDATION_ERROR = re.compile(r"Validation(?:Error|Exception)")

_NOT_FOUND_MESSAGE = re.compile(
    r"does not exist|(?:could|can) ?not find|not ?found|no such", re.IGNORECASE
)

# The error codes of AWS services for throttling and for failures on the server's side.
_TRANSIENT_CODE = re.compile(
    r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|LimitExceededException$|"
    r"PriorRequestNotComplete|RequestTimeout|InternalError|InternalFailure|InternalServer|ServiceUnavailable|"
    r"Unavailable$|RequestThrottled|ProvisionedThroughputExceeded|TransactionInProgress|EC2ThrottledException"
)

_TRANSIENT_HTTP_STATUS = frozenset({429, 500, 502, 503, 504})

# No wait is longer: what is beyond is cut, as a float cannot hold each integer.
_MAX_SECONDS: t.Final = 10**12

_PROGRAMMING_ERRORS = (AssertionError, AttributeError, LookupError, NameError, TypeError)


def retry_after(
    responses: list[Response], pending: list[object], utc_now: datetime
) -> float | None:
    """Return the seconds until the next attempt that the service requests; ``None`` if it requests none.

    The source is a ``RetryAfter`` member beside the status of one of the ``pending`` items (the earliest wins), or
    else the ``Retry-After`` header of the last response.
    """
    requested = [
        seconds
        for item in pending
        if (seconds := _member(status_parent(responses, item), utc_now)) is not None
    ]
    if requested:
        return min(requested)
    if not responses:
        return None
    return _header(responses[-1].response_metadata.http_headers or {}, utc_now)


def retry_after_error(error: Exception, utc_now: datetime) -> float | None:
    """Return the seconds of the ``Retry-After`` header of an error response; ``None`` if it has none."""
    if not isinstance(error, ClientError):
        return None
    metadata = t.cast(dict[str, t.Any], error.response.get("ResponseMetadata", {}))
    return _header(t.cast(dict[str, str], metadata.get("HTTPHeaders", {})), utc_now)


def _member(structure: object, utc_now: datetime) -> float | None:
    value: object = getattr(structure, "retry_after", None)
    if isinstance(value, datetime):
        return max(0.0, (value - utc_now).total_seconds())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return max(0.0, float(min(value, _MAX_SECONDS)))
    return None


def _header(headers: t.Mapping[str, str], utc_now: datetime) -> float | None:
    text = headers.get("retry-after")
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - utc_now).total_seconds())
    except (OverflowError, TypeError, ValueError):  # years with many digits, dates without a zone
        return None


def is_transient(error: Exception) -> bool:
    """Return whether a retry of the same request may succeed."""
    if isinstance(error, SSLError):  # a bad certificate stays bad
        return False
    # botocore wraps every other exception in this very class, also programming errors in a handler.
    if type(error) is HTTPClientError:
        return not isinstance(error.kwargs.get("error"), _PROGRAMMING_ERRORS)
    if isinstance(error, (NoConnectionError, HTTPClientError, IncompleteResponseError)):
        return True
    if isinstance(
        error, ResponseValidationError
    ):  # a proxy's page, which botocore cannot read as an error of AWS
        return error.http_status in _TRANSIENT_HTTP_STATUS
    if not isinstance(error, ClientError):
        return False
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return bool(_TRANSIENT_CODE.search(code)) or status in _TRANSIENT_HTTP_STATUS


def is_not_found(error: Exception, operation: Operation) -> bool:
    """Return whether the error says that the resource does not exist."""
    if not isinstance(error, ClientError):
        return False
    details = error.response.get("Error", {})
    code = str(details.get("Code", ""))
    if _VALIDATION_ERROR.fullmatch(code):
        return bool(_NOT_FOUND_MESSAGE.search(str(details.get("Message", ""))))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    # A response to HEAD has no body; botocore uses the HTTP status as the code.
    modelled = code == "404" or any(isinstance(error, each) for each in operation.errors)
    return bool(_NOT_FOUND.search(code)) or (modelled and status == 404)
