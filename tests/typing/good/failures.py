"""Errors: caught by class, their members typed."""

from typing import Any, assert_type

from botocore.exceptions import ClientError
from mypy_boto3_connect import ConnectClient
from mypy_boto3_greengrass import GreengrassClient

from typed_status import (
    ModelValidationError,
    Problem,
    RequestValidationError,
    ResponseValidationError,
    ServiceError,
    TypedStatusError,
    WrongClientError,
)
from typed_status.services import connect, greengrass


def modelled(client: ConnectClient) -> None:
    try:
        connect.get_traffic_distribution(client, id="id")
    except connect.InvalidRequestException as error:
        assert_type(error.reason, connect.InvalidRequestExceptionReason | None)
        assert_type(error.message, str)
        assert_type(error.request_id, str | None)
        assert_type(error.http_status_code, int | None)
    except (connect.ResourceNotFoundException, connect.ThrottlingException) as error:
        assert_type(error, connect.ResourceNotFoundException | connect.ThrottlingException)
        assert_type(error.code, str)
    except ServiceError as error:
        assert_type(error.operation_name, str)


def lists_of_structures(client: GreengrassClient) -> list[str | None]:
    try:
        greengrass.get_bulk_deployment_status(client, bulk_deployment_id="id")
    except greengrass.BadRequestException as error:
        assert_type(error.error_details, list[greengrass.ErrorDetail] | None)
        return [detail.detailed_error_code for detail in error.error_details or []]
    return []


def invalid(client: ConnectClient) -> None:
    try:
        connect.get_traffic_distribution(client, id="id")
    except RequestValidationError as error:
        assert_type(error.model, str)
    except ResponseValidationError as error:
        assert_type(error.problems, tuple[Problem, ...])
        assert_type(error.problems[0].path, str)
        assert_type(error.problems[0].rule, str | None)
        assert_type(error.service, str | None)
        assert_type(error.response, dict[str, Any] | bytes | None)
    except ModelValidationError as error:
        assert_type(error.problems, tuple[Problem, ...])


def ours(response: ResponseValidationError, client: WrongClientError) -> list[TypedStatusError]:
    return [response, client]


def of_the_language(
    response: ResponseValidationError, client: WrongClientError
) -> tuple[ValueError, TypeError]:
    return response, client


def of_botocore(error: connect.ThrottlingException) -> ClientError:
    return error
