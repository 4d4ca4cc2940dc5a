"""What an answer says beside its status: why, when to ask again; and what an error says of the next question.

May import: the standard library, botocore.exceptions and ``runtime`` below ``phase``.
"""

from __future__ import annotations

import re
import typing as t
from datetime import datetime
from email.utils import parsedate_to_datetime

from botocore.exceptions import ClientError, HTTPClientError, SSLError
from botocore.exceptions import ConnectionError as NoConnectionError

from typed_status.runtime.exceptions import IncompleteResponseError
from typed_status.runtime.models.operations import Operation, Response
from typed_status.runtime.waiting.status import status_holder

__all__ = ["is_not_found", "passes", "wish", "wish_of"]

_NOT_FOUND = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent|NotExist|Unknown.*Resource")

# Some services (CloudFormation, SageMaker) have no code for it, and tell it by the message of one for bad input.
_INVALID = re.compile(r"Validation(?:Error|Exception)")

_SAYS_NOT_FOUND = re.compile(
    r"does not exist|(?:could|can) ?not find|not ?found|no such", re.IGNORECASE
)

# What AWS's services answer where they are asked too often, or have a trouble that passes.
_PASSING = re.compile(
    r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|LimitExceededException$|"
    r"PriorRequestNotComplete|RequestTimeout|InternalError|InternalFailure|InternalServer|ServiceUnavailable|"
    r"Unavailable$|RequestThrottled|ProvisionedThroughputExceeded|TransactionInProgress|EC2ThrottledException"
)

_PASSING_STATUS = frozenset({429, 500, 502, 503, 504})

_MISTAKES = (AssertionError, AttributeError, LookupError, NameError, TypeError)


def wish(answer: list[Response], going: list[object], wall: datetime) -> float | None:
    """The seconds after which the service wants to be asked again, if it says so: beside a status, or in a header.

    ``going`` is what is not settled of the answer.
    """
    wanted = [
        each for item in going if (each := _wanted(status_holder(answer, item), wall)) is not None
    ]
    if wanted:
        return min(wanted)
    return _header_wish(answer[-1].response_metadata.http_headers or {}, wall) if answer else None


def _wanted(beside: object, wall: datetime) -> float | None:
    value: object = getattr(beside, "retry_after", None)
    if isinstance(value, datetime):
        return max(0.0, (value - wall).total_seconds())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return max(0.0, float(value))
    return None


def _header_wish(headers: t.Mapping[str, str], wall: datetime) -> float | None:
    text = headers.get("retry-after")
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - wall).total_seconds())
    except (ValueError, TypeError):
        return None


def wish_of(error: Exception, wall: datetime) -> float | None:
    """As ``wish``, of an error."""
    if not isinstance(error, ClientError):
        return None
    metadata = t.cast(dict[str, t.Any], error.response.get("ResponseMetadata", {}))
    return _header_wish(t.cast(dict[str, str], metadata.get("HTTPHeaders", {})), wall)


def passes(error: Exception) -> bool:
    """Whether the same question may be answered a little later."""
    if isinstance(error, SSLError):  # a certificate does not pass
        return False
    if type(error) is HTTPClientError:  # what botocore has no name for, mistakes in a program too
        return not isinstance(error.kwargs.get("error"), _MISTAKES)
    if isinstance(error, (NoConnectionError, HTTPClientError, IncompleteResponseError)):
        return True
    if not isinstance(error, ClientError):
        return False
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return bool(_PASSING.search(code)) or status in _PASSING_STATUS


def is_not_found(error: Exception, operation: Operation) -> bool:
    """Whether the error says that there is no such thing."""
    if not isinstance(error, ClientError):
        return False
    told = error.response.get("Error", {})
    code = str(told.get("Code", ""))
    if _INVALID.fullmatch(code):
        return bool(_SAYS_NOT_FOUND.search(str(told.get("Message", ""))))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    # The answer to a HEAD has no body, and botocore makes the code of the status.
    modelled = code == "404" or any(isinstance(error, each) for each in operation.errors)
    return bool(_NOT_FOUND.search(code)) or (modelled and status == 404)
